"""Which services or providers answer to words, as people type them: other forms, compounds, typing errors.

What a word may stand for is looked up among the words of the catalogue (``words``); then the mentions of all those are
weighed in one query. Both are ordinary tables, so that both databases find the same, in the same order (ADR 27).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import add, or_
from typing import Generic, TypeVar, overload

from django.db.models import Case, F, IntegerField, Max, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Least

from wisselwerk.apps.catalogue.models import Mention, Provider, Service, Spelling, Word
from wisselwerk.apps.catalogue.queries import recognised_on, with_parts
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.dutch import (
    GENERAL,
    MAX_LETTERS,
    MIN_GUESSED,
    MIN_PART,
    forms,
    forms_asked,
    looks_general,
    sound,
    spellings,
    splits,
    words,
)

M = TypeVar("M", bound=Model)

MOST_WORDS = 12
"""Of a longer text, the first: a need is told in a sentence, not in a page."""
MOST_FOUND = 1000
"""Nobody reads further; who finds as many asks for a place or another word."""
MOST_RELATED = 300
"""Compounds that one word is looked for in."""
SAME, PART, GUESSED = 4, 2, 1
"""How near a word of the catalogue is: the word itself, a compound with it or of it, another that looks like it."""


@dataclass(slots=True)
class Term:
    """One word somebody typed, and the words of the catalogue that it may stand for, by how near they are."""

    typed: str
    near: dict[int, int] = field(default_factory=dict)
    both: tuple[frozenset[int], frozenset[int]] | None = None
    """The two parts of a compound, where only both together say the same."""
    last: frozenset[int] = frozenset()
    """The second part of a compound whose first part nobody uses: it says what it is, for a *bedrijfstuin* is a *tuin*."""
    read_as: tuple[str, ...] = ()
    """What it was taken for, because nobody here uses the word."""

    @property
    def word_ids(self) -> frozenset[int]:
        """All of them."""
        return frozenset(self.near).union(*(self.both or ()))


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """What answers to a text, best first, read from the database as it is asked for: a part at a time."""

    rows: QuerySet[M]
    hits: tuple[tuple[int, tuple[str, ...]], ...]
    """Of each the number, and the typed words that it answers to."""
    read_as: dict[str, tuple[str, ...]]
    """Typed words that nobody here uses, with what they were taken for: to be told to who typed them."""

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, at: int) -> M: ...
    @overload
    def __getitem__(self, at: slice) -> list[M]: ...
    def __getitem__(self, at: int | slice) -> M | list[M]:
        if isinstance(at, int):
            return self.rows.get(pk=self.hits[at][0])
        row_of = self.rows.in_bulk([pk for pk, _ in self.hits[at]])
        return [row_of[pk] for pk, _ in self.hits[at] if pk in row_of]

    def __iter__(self) -> Iterator[M]:
        return iter(self[:])

    def because(self, row: M) -> tuple[str, ...]:
        """The words of the text to which a row answers: the reason why it was found."""
        return next((why for pk, why in self.hits if pk == row.pk), ())


def find_services(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Service]:
    """Services of providers recognised on ``day`` that answer to ``text``, best first (the first entered, where they
    are as good), each with its provider.

    ``text`` may be a word or a sentence. Services come that answer to most of its words: where there are some with all,
    those only. ``place`` is the code of a place where the provider works. A text without words finds nothing. Four
    queries, and one more for the part of the answer that is read.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    mentions = _mentions(recognised_on(day, place=place), day).filter(service__isnull=False)
    if kind is not None:
        mentions = mentions.filter(service__kind=kind)
    rows = Service.objects.select_related("provider__organisation").prefetch_related("provider__places")
    return _found(text, rows, mentions, "service")


def find_providers(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Provider]:
    """The same of providers: by what is told of themselves, and of their services; ``kind`` is one that they offer.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    mentions = _mentions(recognised_on(day, place=place, kind=kind), day)
    return _found(text, with_parts(Provider.objects.all(), day), mentions, "provider")


def _mentions(providers: QuerySet[Provider], day: date) -> QuerySet[Mention]:
    """What counts on ``day``. The rest is a list, looked through for each: so no other table is looked up, and words, which
    are few, choose the mentions, not providers, which are many (the zero keeps the database from that).
    """
    ended = Service.objects.filter(ended_on__lte=day)
    found = Mention.objects.alias(of=F("provider_id") + 0).filter(of__in=providers.values("pk"))
    return found.exclude(service__isnull=False, service__in=ended)


def _found(text: str, rows: QuerySet[M], mentions: QuerySet[Mention], of: str) -> Found[M]:
    terms = _terms(text)
    read_as = {term.typed: term.read_as for term in terms if term.read_as}
    answered = [term for term in terms if term.word_ids]
    if not answered:
        return Found(rows, (), read_as)
    columns = {f"w{at}": _weight(term) for at, term in enumerate(answered)}
    number = reduce(add, (_one_if(at) for at in columns))
    hits = (
        mentions.filter(word__in=frozenset().union(*(term.word_ids for term in answered)))
        .values(of)
        .annotate(**columns)
        .annotate(answers=number, score=reduce(add, map(F, columns)))
        .filter(answers__gt=0)
        .order_by("-answers", "-score", of)
    )
    told = list(hits.values_list(of, "answers", *columns)[:MOST_FOUND])
    best = told[0][1] if told else 0
    return Found(
        rows,
        tuple(
            (pk, tuple(term.typed for term, weight in zip(answered, weights, strict=True) if weight))
            for pk, answers, *weights in told
            if answers == best
        ),
        read_as,
    )


def _weight(term: Term) -> Combinable:
    """What a row scores for one word: the best place of the nearest word it has; of a compound, where it has both parts."""
    by_nearness = [
        When(word__in=[pk for pk, near in term.near.items() if near == nearness], then=F("weight") * nearness)
        for nearness in sorted(set(term.near.values()), reverse=True)
    ]
    direct = _most(*by_nearness) if by_nearness else None
    if term.both is None:
        return direct or Value(0)
    parts = Least(*(_most(When(word__in=part, then=F("weight") * PART)) for part in term.both))
    return Greatest(direct, parts) if direct is not None else parts


def _most(*cases: When) -> Max:
    return Max(Case(*cases, default=0, output_field=IntegerField()))


def _one_if(column: str) -> Combinable:
    return Case(When(**{f"{column}__gt": 0}, then=1), default=0, output_field=IntegerField())


def _terms(text: str) -> list[Term]:
    """The words of a text with what each may stand for."""
    terms = [Term(word) for word in list(dict.fromkeys(words(text)))[:MOST_WORDS]]
    known = _known(terms)
    for term in terms:
        term.near = _nearness(term.typed, known)
        if SAME not in term.near.values():
            _take_apart(term, known)
    unknown = [term for term in terms if not term.word_ids]
    if unknown:
        _guess(unknown)
    for term in unknown:
        term.near = term.near or dict.fromkeys(term.last, PART)
    return terms


def _known(terms: Sequence[Term]) -> dict[str, int]:
    """The words of the catalogue that have to do with these: the same, compounds with them, and parts of them."""
    exact: set[str] = set()
    beside = Q()
    for term in terms:
        exact.update(forms_asked(term.typed))
        for form in forms(term.typed):
            exact.update(form + general for general in GENERAL)
            if len(form) >= MIN_GUESSED:
                beside |= _begins("text", form) | _begins("backwards", form[::-1])
        for parts in splits(term.typed):
            exact.update(form for part in parts for form in forms(part))
    found = Word.objects.filter(Q(text__in=exact) | beside) if beside else Word.objects.filter(text__in=exact)
    return dict(found.values_list("text", "pk"))


def _begins(column: str, start: str) -> Q:
    """That a column begins so, as a range that an index answers on both databases: only letters and digits are in it."""
    return Q(**{f"{column}__gte": start, f"{column}__lte": start.ljust(MAX_LETTERS, "z")})


def _nearness(typed: str, known: dict[str, int]) -> dict[int, int]:
    same = {known[form] for form in forms_asked(typed) if form in known}
    parts = forms(typed)
    related = [
        pk
        for word, pk in known.items()
        if pk not in same and any(_is_compound_with(part, word) for part in parts)
    ]
    return dict.fromkeys(related[:MOST_RELATED], PART) | dict.fromkeys(same, SAME)


def _is_compound_with(part: str, word: str) -> bool:
    """Whether a word begins with a part, or ends with it and has another before it."""
    if word.startswith(part):
        return len(part) >= MIN_GUESSED or word[len(part) :] in GENERAL
    return len(part) >= MIN_GUESSED and word.endswith(part) and len(word) >= len(part) + MIN_PART


def _take_apart(term: Term, known: dict[str, int]) -> None:
    """Read a word that nobody here uses as a compound: by its first part where the second says little, else by both."""
    best = (0, frozenset[int](), frozenset[int]())
    for first, second in splits(term.typed):
        heads, tails = (
            frozenset(known[form] for form in forms(part) if form in known) for part in (first, second)
        )
        if heads and looks_general(second):
            term.near |= dict.fromkeys(heads - term.near.keys(), PART)
        elif heads and tails:
            best = max(best, (min(len(first), len(second)), heads, tails), key=lambda one: one[0])
        elif tails and len(second) >= MIN_GUESSED:
            term.last = term.last or tails
    if all(best):
        term.both = best[1:]


def _guess(terms: Sequence[Term]) -> None:
    """Take words that mean nothing here for those that look like them: same sound first, then a letter apart."""
    letters = {term.typed: spellings(term.typed) for term in terms}
    asked: frozenset[str] = reduce(or_, letters.values())
    if not asked:
        return
    found = list(
        Spelling.objects.filter(letters__in=asked)
        .values_list("letters", "word_id", "word__text")
        .order_by("word__text")
    )
    for term in terms:
        alike = {text: pk for shared, pk, text in found if shared in letters[term.typed]}
        heard = {text: pk for text, pk in alike.items() if sound(text) == sound(term.typed)}
        chosen = heard or alike
        term.near = dict.fromkeys(chosen.values(), GUESSED)
        term.read_as = tuple(chosen)
