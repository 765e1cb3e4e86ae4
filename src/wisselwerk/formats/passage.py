"""The part of a text that answers best to what somebody looks for, with the words that do: those that the search found it by."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from wisselwerk.formats.dutch import forms, words

WORDS_SHOWN = 34
"""About two lines on a screen."""
_WORD = re.compile(r"[^\W_]+")
Asked: TypeAlias = Mapping[str, Collection[str]]
"""The words that somebody typed, each with the words that answer to it, in the forms under which they are kept."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_asked: bool = False


def marked(text: str, asked: Asked) -> list[Piece]:
    """A whole text in pieces."""
    return list(_pieces(text, _answers(text, asked), 0, len(text)))


def passage(text: str, asked: Asked) -> list[Piece]:
    """The part of a text with most of the asked words, the first where there are more such; its beginning where none is there."""
    answers = _answers(text, asked)
    tokens = list(_WORD.finditer(text))
    if len(tokens) <= WORDS_SHOWN:
        return list(_pieces(text, answers, 0, len(text)))
    found = [answers.get(one.group(), ()) for one in tokens]
    starts = [at for at, words in enumerate(found) if words] or [0]
    best = max(starts, key=lambda at: len({word for words in found[at : at + WORDS_SHOWN] for word in words}))
    first = _beginning(text, tokens, max(best - WORDS_SHOWN // 3, 0), best)
    last = min(first + WORDS_SHOWN, len(tokens)) - 1
    begin = tokens[first].start() if first else 0
    end = tokens[last].end() if last < len(tokens) - 1 else len(text)
    pieces = list(_pieces(text, answers, begin, end))
    return [*([Piece("… ")] if begin else []), *pieces, *([Piece(" …")] if end < len(text) else [])]


def _beginning(text: str, tokens: list[re.Match[str]], earliest: int, best: int) -> int:
    """Where to begin: with the sentence or line of the first word that answers, where that begins near it."""
    for at in range(best, earliest, -1):
        between = text[tokens[at - 1].end() : tokens[at].start()]
        if "\n" in between or ". " in between:
            return at
    return earliest


def _answers(text: str, asked: Asked) -> dict[str, tuple[str, ...]]:
    """Of each word of a text that answers, to which of the asked ones."""
    answers = {}
    for one in set(_WORD.findall(text)):
        kept = {form for word in words(one) for form in forms(word)}
        if found := tuple(typed for typed, told in asked.items() if not kept.isdisjoint(told)):
            answers[one] = found
    return answers


def _pieces(text: str, answers: Collection[str], begin: int, end: int) -> Iterator[Piece]:
    for is_asked, parts in groupby(_cut(text, answers, begin, end), key=lambda part: part.is_asked):
        if told := "".join(part.text for part in parts):
            yield Piece(told, is_asked)


def _cut(text: str, answers: Collection[str], begin: int, end: int) -> Iterable[Piece]:
    at = begin
    for one in _WORD.finditer(text, begin, end):
        if one.group() in answers:
            yield Piece(text[at : one.start()])
            yield Piece(one.group(), is_asked=True)
            at = one.end()
    yield Piece(text[at:end])
