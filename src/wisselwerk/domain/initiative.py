"""Whether a decision is a local initiative for the social economy or for work for people far from the labour market.

An initiative is an action or instrument of a municipality, OCMW, province or their partnership: wijk-werken, agreements under
article 60, social clauses, vouchers, support to maatwerk. Measures of the Flemish level, job advertisements and other
subsidies are none. Nothing here is learnt by a machine: every word, its points and the place where it stood can be read
(``initiative_words``), and a person confirms or rejects. What came of it on labelled texts: docs/concepts/initiatives.md.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from wisselwerk.domain.initiative_words import CLUES, OF_TYPE, Clue, Place
from wisselwerk.domain.published_decision import PublishedDecision

ENOUGH = 9
"""Points from which a decision is noticed. Chosen on the texts used while building; docs/concepts/initiatives.md tells how."""
GAP = 4
"""Words that may stand where a phrase has its gap, at most."""

Forms = Callable[[str], tuple[str, ...]]
"""Under which forms a word is found, itself among them: what ``formats.dutch`` knows of Dutch."""

TIMES = {Place.TITLE: 4, Place.SUMMARY: 2, Place.ARTICLES: 2, Place.REASONS: 1, Place.TYPE: 2}
"""How much a clue counts where it stood: a title says what a decision is about, reasons also what it is not about."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A clue that spoke."""

    clue: Clue
    place: Place
    words: str
    """The words of the decision that it is, in small letters without accents; the code of the type for one of those."""

    @property
    def points(self) -> int:
        """What it adds, or takes away."""
        return self.clue.points * TIMES[self.place]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was made of a decision, and from what."""

    heard: tuple[Heard, ...]
    """One for each idea: where it counts most. The strongest first."""

    @property
    def points(self) -> int:
        """All that spoke for it, less what spoke against it.

        Where no subject was heard, nothing did; where one was heard in the reasons only, the words for an instrument say
        nothing, for it may be one for something else.
        """
        subjects = {one.place for one in self.heard if one.clue.is_subject}
        if not subjects:
            return 0
        beside = subjects == {Place.REASONS}
        return sum(one.points for one in self.heard if one.clue.is_subject or one.points < 0 or not beside)

    @property
    def is_initiative(self) -> bool:
        """Whether a person should look at it."""
        return self.points >= ENOUGH


class Judge:
    """Judges decisions. ``forms`` is what it knows of the forms of Dutch words."""

    def __init__(self, forms: Forms, clues: Iterable[Clue] = CLUES) -> None:
        self._forms = forms
        self._known: dict[str, tuple[_Phrase, ...]] = {}
        self._exact: dict[str, list[_Phrase]] = {}
        self._beginnings: dict[str, list[_Phrase]] = {}
        self._ends: dict[str, list[_Phrase]] = {}
        for clue in clues:
            for said in clue.phrases:
                self._learn(_Phrase(clue, tuple(said.split())))

    def judge(self, decision: PublishedDecision) -> Judgement:
        """What is made of a decision."""
        articles = (line for one in decision.articles for line in (one.title, *one.lines))
        parts = (
            (Place.TITLE, [decision.title]),
            (Place.SUMMARY, decision.description),
            (Place.ARTICLES, articles),
            (Place.REASONS, decision.motivation),
        )
        heard = [Heard(OF_TYPE[code], Place.TYPE, code) for code in decision.types if code in OF_TYPE]
        for place, lines in parts:
            for line in lines:
                found = self._spoken(words_of(line))
                heard += (Heard(clue, place, words) for clue, words in found if place in clue.places)
        best: dict[str, Heard] = {}
        for one in heard:
            known = best.get(one.clue.idea)
            if known is None or abs(one.points) > abs(known.points):
                best[one.clue.idea] = one
        return Judgement(tuple(sorted(best.values(), key=lambda one: -abs(one.points))))

    def _learn(self, phrase: "_Phrase") -> None:
        first = phrase.words[0]
        if first.startswith("="):
            self._exact.setdefault(first[1:], []).append(phrase)
        elif first.endswith("-"):
            self._beginnings.setdefault(first[:-1], []).append(phrase)
        elif first.startswith("-"):
            self._ends.setdefault(first[1:], []).append(phrase)
        else:
            for form in self._forms(first):
                self._exact.setdefault(form, []).append(phrase)

    def _spoken(self, words: Sequence[str]) -> Iterator[tuple[Clue, str]]:
        """The clues in a line, each with its words."""
        for at, word in enumerate(words):
            for phrase in self._beginning(word):
                end = self._end(phrase.words, 1, words, at + 1)
                if end is not None:
                    yield phrase.clue, " ".join(words[at:end])

    def _beginning(self, word: str) -> tuple["_Phrase", ...]:
        """The phrases that a word may begin."""
        found = self._known.get(word)
        if found is None:
            every = [one for form in self._forms(word) for one in self._exact.get(form, ())]
            every += (one for end in range(len(word) + 1) for one in self._beginnings.get(word[:end], ()))
            every += (one for start in range(len(word)) for one in self._ends.get(word[start:], ()))
            found = tuple(dict.fromkeys(every))
            if len(self._known) < _REMEMBERED:
                self._known[word] = found
        return found

    def _end(self, phrase: Sequence[str], place: int, words: Sequence[str], at: int) -> int | None:
        """Where a phrase ends that goes on from ``place`` in it at word ``at``; None where it does not."""
        if place == len(phrase):
            return at
        if phrase[place] == "~":
            tries = (self._end(phrase, place + 1, words, later) for later in range(at, at + GAP + 1))
            return next((end for end in tries if end is not None), None)
        if at >= len(words) or not self._is(phrase[place], words[at]):
            return None
        return self._end(phrase, place + 1, words, at + 1)

    def _is(self, said: str, word: str) -> bool:
        if said.startswith("="):
            return word == said[1:]
        if said.endswith("-"):
            return word.startswith(said[:-1])
        if said.startswith("-"):
            return word.endswith(said[1:])
        return said == word or not set(self._forms(said)).isdisjoint(self._forms(word))


@dataclass(frozen=True, slots=True)
class _Phrase:
    clue: Clue
    words: tuple[str, ...]


_REMEMBERED = 50_000
"""Words whose phrases are kept at hand: more than a council uses, and no more than a few MB."""
_WORD = re.compile(r"[a-z0-9]+")
_APART = str.maketrans(dict.fromkeys("'’‘`´-–—/.§", " "))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents, a hyphen taken for a space: *wijk-werken* is two."""
    apart = text.translate(_APART).lower()
    if not apart.isascii():
        apart = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return _WORD.findall(apart)
