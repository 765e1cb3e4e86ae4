"""The words of one collection: in which tables they are, and which others mean about the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, Model, OuterRef, QuerySet, Value, When

from wisselwerk.apps.finding.lists import Among
from wisselwerk.apps.finding.models import KeptSpelling, KeptWord
from wisselwerk.db import take_turns
from wisselwerk.formats.dutch import forms, spellings, words

NAME, AROUND, TOLD = 4, 2, 1
"""What a word weighs in a name, in what stands around it, and in a description."""
ROWS_AT_ONCE = 5000
WORDS_AT_ONCE = 200
_MEND = "; run wisselwerk search --rebuild"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Where its words are kept."""

    title: str
    """By which those who write new words wait for each other."""
    words: type[KeptWord]
    spellings: type[KeptSpelling]
    mentions: type[Model]
    words_of_sort: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words that stand for all of a sort, by the one word that each of the sort mentions."""
    sorts_of_word: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The other way round."""
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of some words, others that mean about the same: what is called by one of those comes first."""
    keeps_untold: bool = True
    """Whether a word stays when nobody mentions it any more, to be looked up from then on; else it goes with its last mention,
    for what was taken down is read nowhere."""
    among: Mapping[str, Any] = field(default_factory=dict)
    """Which mentions whoever looks may read: no other word exists for them, not even as one that looks alike."""

    @property
    def sorts(self) -> frozenset[str]:
        """The words that stand for a sort."""
        return frozenset(self.words_of_sort)

    @property
    def known(self) -> QuerySet[Any]:
        """All words."""
        return self.words._default_manager.all()

    @property
    def spelt(self) -> QuerySet[Any]:
        """All spellings."""
        return self.spellings._default_manager.all()

    @property
    def mentioned(self) -> QuerySet[Any]:
        """All mentions that may be read."""
        return self.mentions._default_manager.filter(**self.among)

    @property
    def untold(self) -> QuerySet[Any]:
        """Words that nobody mentions."""
        return self.known.filter(~Exists(self.mentions._default_manager.filter(word=OuterRef("pk"))))

    def is_told(self, way: str = "") -> Case:
        """Whether somebody mentions a word, looked up where it is in doubt or not all may be read; ``way`` leads to it, such as ``word__``."""
        mentioned = Exists(self.mentioned.filter(word=OuterRef(f"{way}pk")))
        if self.among:
            return Case(When(mentioned, then=Value(True)), default=Value(False))
        return Case(When(**{f"{way}may_be_untold": True}, then=mentioned), default=Value(True))

    def take_turns(self) -> None:
        """Wait until nobody else writes words or lets go of one, and have others wait until the transaction ends."""
        take_turns(self.title)

    def stay(self) -> None:
        """Have nobody forget all words until the transaction ends, for who is about to write mentions of them.

        Before any row is locked: who forgets them waits at its end for rows that new mentions point at.
        """
        take_turns(f"{self.title}, all of them", shared=True)

    def numbers(self, texts: Iterable[str]) -> dict[str, int]:
        """The number of each word, with a sort also of its words; new ones are written, one command after the other."""
        told = set(texts)
        wanted = told.union(*(self.words_of_sort.get(text, ()) for text in told & self.sorts))
        known = self._numbers(wanted)
        if wanted - known.keys():
            self.take_turns()
            known |= self._numbers(wanted - known.keys())
            new = sorted(wanted - known.keys())
            self.words._default_manager.bulk_create(
                [self.words(text=text, backwards=text[::-1], may_be_untold=text not in told) for text in new],
                batch_size=ROWS_AT_ONCE,
            )
            made = self._numbers(new)
            row: Any = self.spellings
            self.spellings._default_manager.bulk_create(
                [
                    row(word_id=pk, letters=letters)
                    for text, pk in made.items()
                    for letters in sorted(spellings(text))
                ],
                batch_size=ROWS_AT_ONCE,
            )
            known |= made
        return known

    def _numbers(self, texts: Iterable[str]) -> dict[str, int]:
        return dict(self.known.filter(text__in=list(texts)).values_list("text", "pk"))

    def let_go(self, texts: Iterable[str]) -> None:
        """Of each of these a mention was taken away: it goes when nobody else mentions it, or is looked up from now on.

        Where words go, call it in the turn of ``take_turns``: who mentions one meanwhile would mention nothing.
        """
        if not self.keeps_untold:
            self.untold.filter(Among("text", set(texts))).delete()
            return
        told = self.known.filter(text__in=list(texts), may_be_untold=False)
        if told.exists():
            # Rows of words are held to the end, as new ones are: so by one command after the other, or two could wait in a circle.
            self.take_turns()
            told.update(may_be_untold=True)

    def forget(self) -> None:
        """All of it, to write it anew; others wait meanwhile."""
        take_turns(f"{self.title}, all of them")
        self.take_turns()
        self.mentioned.delete()
        self.spelt.delete()
        self.known.delete()

    def differences(self) -> Iterator[str]:
        """Words that are not found by their spellings, and words that nobody mentions. By number: what was said among
        participants is told to nobody else, nor to who keeps the installation.
        """
        for word in self.known.prefetch_related("spellings").order_by("pk").iterator(WORDS_AT_ONCE):
            kept = sorted(one.letters for one in word.spellings.all())
            if word.backwards != word.text[::-1] or kept != sorted(spellings(word.text)):
                yield f"{self.title}, number {word.pk}: is not found by its spellings{_MEND}"
        untold = self.untold.filter(may_be_untold=False) if self.keeps_untold else self.untold
        for pk in untold.order_by("pk").values_list("pk", flat=True):
            yield f"{self.title}, number {pk}: nobody mentions it, and it is kept as told{_MEND}"


def weighed(texts: Mapping[int, str]) -> dict[str, int]:
    """The forms of all words of texts, by what each weighs, each with the most that it weighs."""
    found: dict[str, int] = {}
    for weight, text in texts.items():
        for word in words(text):
            for form in forms(word):
                found[form] = max(weight, found.get(form, 0))
    return found
