"""What answers to words that somebody typed, weighed, the best first."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Generic, Protocol, TypeAlias, TypeVar, overload

from django.db.models import Model, QuerySet

from wisselwerk.apps.finding.terms import GUESSED, PART, Term, terms_of
from wisselwerk.apps.finding.vocabulary import NAME, Vocabulary

M = TypeVar("M", bound=Model)

MOST_FOUND = 1000
"""Nobody reads further; who finds as many asks for a place or another word."""

Weights: TypeAlias = dict[int, int]
"""Of each row that answers to a word, what it scores for it."""
Told: TypeAlias = tuple[int, int, Sequence[int]]
"""A word, what it weighs where it stands, and the rows of which it stands so."""


class Source(Protocol):
    """Where words are told."""

    def read(self, words: Collection[int], names: Collection[int], /) -> Iterable[Told]:
        """What is told with ``words``, and with ``names`` where they stand in a name; each once for each weight."""


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """What answers to a text, best first, read from the database as it is asked for: a part at a time."""

    rows: QuerySet[M]
    pks: Sequence[int]
    weights: Mapping[str, Weights]
    """What scores for each typed word, those among ``pks`` and others."""
    read_as: dict[str, tuple[str, ...]]
    """Typed words that nobody here uses, with what they were taken for: to be told to who typed them."""

    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each typed word the words that may answer to it."""
    unanswered: tuple[str, ...] = ()
    """Typed words for which nothing was found, though there may be something for the others: to be told too."""

    def __len__(self) -> int:
        return len(self.pks)

    @overload
    def __getitem__(self, at: int) -> M: ...
    @overload
    def __getitem__(self, at: slice) -> list[M]: ...
    def __getitem__(self, at: int | slice) -> M | list[M]:
        if isinstance(at, int):
            return self.rows.get(pk=self.pks[at])
        row_of = self.rows.in_bulk(self.pks[at])
        return [row_of[pk] for pk in self.pks[at] if pk in row_of]

    def __iter__(self) -> Iterator[M]:
        return iter(self[:])

    def because(self, row: M) -> tuple[str, ...]:
        """The words of the text to which a row answers: the reason why it was found."""
        return tuple(typed for typed, weights in self.weights.items() if row.pk in weights)

    def answering(self, row: M) -> dict[str, frozenset[str]]:
        """The same, each with the words that answer to it where they stand in the row."""
        return {typed: self.told[typed] for typed in self.because(row)}


def found_by(text: str, rows: QuerySet[M], source: Source, vocabulary: Vocabulary) -> Found[M]:
    """Those of ``rows`` that answer to ``text``, best first. Two queries."""
    terms = terms_of(text, vocabulary)
    read_as = {term.typed: term.read_as for term in terms if term.read_as}
    answered = [term for term in terms if term.word_ids]
    if not answered:
        return Found(rows, (), {}, read_as, unanswered=tuple(term.typed for term in terms))
    asked = frozenset().union(*(term.word_ids for term in answered))
    alike = frozenset().union(*(term.alike for term in answered))
    told = list(source.read(asked, alike - asked))
    weights = _weights(answered, told)
    for term in answered:
        if term.thing and term.both and not weights[term.typed]:
            # Nobody says that verb of it: who works on the thing comes, and it is told what was looked for.
            weights[term.typed] = _scores(dict.fromkeys(term.both[0], GUESSED), told)
            read_as |= {term.typed: term.thing} if weights[term.typed] else {}
    _put_first(weights, answered, [one for one in told if one[1] == NAME])
    unanswered = tuple(term.typed for term in terms if not weights.get(term.typed))
    told_of = {term.typed: term.told for term in answered}
    return Found(rows, _best(weights), weights, read_as, told_of, unanswered)


def _weights(terms: Sequence[Term], told: Sequence[Told]) -> dict[str, Weights]:
    """What scores for each word: the best place of the nearest word it has; of a compound, where it has both parts."""
    found: dict[str, Weights] = {}
    for term in terms:
        weights = found[term.typed] = _scores(term.near, told)
        if term.both:
            first, second = (_scores(dict.fromkeys(part, PART), told) for part in term.both)
            for pk in first.keys() & second.keys():
                weights[pk] = max(min(first[pk], second[pk]), weights.get(pk, 0))
    return found


def _put_first(found: Mapping[str, Weights], terms: Sequence[Term], told: Sequence[Told]) -> None:
    """Of what answers to a word, let count that it is called by one that means about the same; nothing comes with it."""
    for term in terms:
        weights, alike = found[term.typed], _scores(dict.fromkeys(term.alike, PART), told)
        for pk in weights.keys() & alike.keys():
            weights[pk] = max(weights[pk], alike[pk])


def _scores(near: Mapping[int, int], told: Sequence[Told]) -> Weights:
    """What those score that mention one of these words, each for its best mention."""
    groups = [(weight * near[word], pks) for word, weight, pks in told if word in near]
    scores: Weights = {}
    for score, pks in sorted(groups, key=itemgetter(0)):
        scores |= dict.fromkeys(pks, score)  # the best comes last, and stays
    return scores


def _best(weights: Mapping[str, Weights]) -> list[int]:
    """Those that answer to most words, first the best, then the first entered."""
    answered = Counter[int]()
    for of_word in weights.values():
        answered.update(of_word.keys())
    most = max(answered.values(), default=0)
    best = sorted(pk for pk, times in answered.items() if times == most)
    worth = {pk: sum(of_word.get(pk, 0) for of_word in weights.values()) for pk in best}
    return sorted(best, key=worth.__getitem__, reverse=True)[:MOST_FOUND]
