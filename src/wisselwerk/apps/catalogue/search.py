"""Which services or providers answer to words, as people type them: other forms, compounds, typing errors.

What a word may stand for is looked up among the words of the catalogue (``words``); then the mentions of all those are
read in one query (``told``), and weighed. Both are ordinary tables, so that both databases find the same, in the same order (ADR 27).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import islice
from operator import itemgetter, or_
from typing import Generic, TypeVar, overload

from django.db.models import Model, Q, QuerySet

from wisselwerk.apps.catalogue.lists import Among
from wisselwerk.apps.catalogue.models import Provider, Service, Spelling, Word
from wisselwerk.apps.catalogue.queries import with_parts
from wisselwerk.apps.catalogue.told import Source, Told, is_told, providers_told, services_told
from wisselwerk.apps.catalogue.words import ALIKE, NAME, SORTS, SORTS_OF_WORD
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.dutch import (
    GENERAL,
    MAX_LETTERS,
    MIN_GUESSED,
    Compounds,
    done_by,
    forms,
    forms_asked,
    forms_typed,
    is_slip,
    sound,
    spellings,
    splits,
    stem,
    take_apart,
    words,
)

M = TypeVar("M", bound=Model)

MOST_WORDS = 12
"""Of a longer text, the first: a need is told in a sentence, not in a page."""
MOST_FOUND = 1000
"""Nobody reads further; who finds as many asks for a place or another word."""
MOST_RELATED = 300
"""Compounds that one word is looked for in, the shortest first."""
SAME, PART, GUESSED = 4, 2, 1
"""How near a word of the catalogue is: the word itself, a compound with it or of it, another that looks like it."""

Weights = dict[int, int]
"""Of each service or provider that answers to a word, what it scores for it."""


@dataclass(slots=True)
class Term:
    """One word somebody typed, and the words of the catalogue that it may stand for, by how near they are."""

    typed: str
    near: dict[int, int] = field(default_factory=dict)
    both: tuple[frozenset[int], frozenset[int]] | None = None
    """The two parts of a compound, where only both together say the same."""
    thing: tuple[str, ...] = ()
    """The first of them, where the second names who does something with it: it says what it is about."""
    last: frozenset[int] = frozenset()
    """The second part of a compound whose first part nobody uses: it says what it is, for a *bedrijfstuin* is a *tuin*."""
    alike: frozenset[int] = frozenset()
    """Words that mean about the same: among what is found, what is called by one of them comes first."""
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
    pks: Sequence[int]
    weights: Mapping[str, Weights]
    """What scores for each typed word, those among ``pks`` and others."""
    read_as: dict[str, tuple[str, ...]]
    """Typed words that nobody here uses, with what they were taken for: to be told to who typed them."""

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


def find_services(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Service]:
    """Services of providers recognised on ``day`` that answer to ``text``, best first (the first entered, where they
    are as good), each with its provider.

    ``text`` may be a word or a sentence. Services come that answer to most of its words: where there are some with all,
    those only. ``place`` is the code of a place where the provider works. A text without words finds nothing. Two
    queries, and two for the part of the answer that is read.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    rows = Service.objects.select_related("provider__organisation").prefetch_related("provider__places")
    return _found(text, rows, services_told(day, place, kind))


def find_providers(
    day: date, text: str, *, place: str = "", kind: ServiceKind | None = None
) -> Found[Provider]:
    """The same of providers: by what is told of themselves, and of their services; ``kind`` is one that they offer.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    return _found(text, with_parts(Provider.objects.all(), day), providers_told(day, place, kind))


def _found(text: str, rows: QuerySet[M], source: Source) -> Found[M]:
    terms = _terms(text)
    read_as = {term.typed: term.read_as for term in terms if term.read_as}
    answered = [term for term in terms if term.word_ids]
    if not answered:
        return Found(rows, (), {}, read_as, tuple(term.typed for term in terms))
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
    return Found(rows, _best(weights), weights, read_as, unanswered)


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


def _terms(text: str) -> list[Term]:
    """The words of a text with what each may stand for."""
    terms = [Term(word) for word in list(dict.fromkeys(words(text)))[:MOST_WORDS]]
    if not terms:
        return []
    known = _known(terms)
    compounds = Compounds(known)
    for term in terms:
        term.near = _nearness(term.typed, known, compounds)
        if SAME not in term.near.values():
            _take_apart(term, known)
    unknown = [term for term in terms if not term.word_ids]
    if unknown:
        known |= _guess(unknown, known)
    for term in unknown:
        term.near = term.near or dict.fromkeys(term.last, PART)
    _add_sorts(terms, known)
    return terms


def _add_sorts(terms: Sequence[Term], known: Mapping[str, int]) -> None:
    """Where a word stands for a sort of service, have it stand for all services of that sort.

    Never as near as the word itself: who does what was typed comes before who does something of the sort.
    """
    sorts_of = {
        known[word]: [known[sort] for sort in sorts if sort in known]
        for word, sorts in SORTS_OF_WORD.items()
        if word in known
    }
    alike_to = {
        known[word]: [known[one] for one in alike if one in known]
        for word, alike in ALIKE.items()
        if word in known
    }
    for term in terms:
        same = (word for word, nearness in term.near.items() if nearness == SAME)
        term.alike = frozenset().union(*(alike_to.get(word, ()) for word in same))
        for word, nearness in list(term.near.items()):
            for sort in sorts_of.get(word, ()):
                term.near[sort] = max(min(nearness, PART), term.near.get(sort, 0))
        if term.both:
            first, second = (part.union(*(sorts_of.get(word, ()) for word in part)) for part in term.both)
            term.both = first, second


def _known(terms: Sequence[Term]) -> dict[str, int]:
    """The words of the catalogue that have to do with these: the same, compounds with them, and parts of them."""
    exact: set[str] = set(SORTS.values())
    beside = Q()
    for term in terms:
        asked = forms_asked(term.typed)
        exact.update(asked, *(ALIKE.get(form, ()) for form in asked))
        exact.update(done_by(term.typed))
        for form in forms_typed(term.typed):
            exact.update(form + general for general in GENERAL)
            if len(form) >= MIN_GUESSED:
                beside |= _begins("text", form) | _begins("backwards", form[::-1])
        for parts in splits(term.typed):
            exact.update(form for part in parts for form in forms(part))
            exact.update(done_by(parts[1]))
    found = list(
        Word.objects.filter(Among("text", exact) | beside)
        .annotate(is_told=is_told())
        .values_list("text", "pk", "is_told")
    )
    sorts = {text for text, _, is_told in found if is_told} & set(SORTS.values())
    return {text: pk for text, pk, is_told in found if _says_something(text, is_told, sorts)}


def _says_something(text: str, is_told: bool, sorts: Collection[str]) -> bool:
    """Whether somebody mentions a word, or it stands for one of these sorts, of which there are services.

    Words stay when what was told is told otherwise: one that says nothing any more would hide those that do.
    """
    return is_told or not SORTS_OF_WORD.get(text, frozenset()).isdisjoint(sorts)


def _begins(column: str, start: str) -> Q:
    """That a column begins so, as a range that an index answers on both databases: only letters and digits are in it."""
    return Q(**{f"{column}__gte": start, f"{column}__lte": start.ljust(MAX_LETTERS, "z")})


def _nearness(typed: str, known: Mapping[str, int], compounds: Compounds) -> dict[int, int]:
    same = {form for form in forms_asked(typed) if form in known}
    related = set[str]().union(*map(compounds.with_part, forms_typed(typed))) - same
    # Stems are worked out of as many as are wanted, not of all: that took more than all the rest.
    nearest = islice(_fewest(sorted(sorted(related), key=len), related), MOST_RELATED)
    return dict.fromkeys((known[word] for word in nearest), PART) | {
        known[word]: SAME for word in _fewest(same, same)
    }


def _fewest(ordered: Iterable[str], alike: set[str]) -> Iterator[str]:
    """Those of ``alike`` that find the same without the others: where a word is mentioned, so is its stem."""
    return (word for word in ordered if (stemmed := stem(word)) == word or stemmed not in alike)


def _take_apart(term: Term, known: Mapping[str, int]) -> None:
    """Read a word that nobody here uses as a compound, or as who does what somebody uses the verb of."""
    apart = take_apart(term.typed, known)
    first, last, *both = (
        frozenset(known[text] for text in part) for part in (apart.first, apart.last, *(apart.both or ()))
    )
    doing = {known[form] for form in done_by(term.typed) if form in known}
    term.near |= dict.fromkeys((first | doing) - term.near.keys(), PART)
    term.last = last
    if both:
        term.both, term.thing = (both[0], both[1]), tuple(sorted(apart.thing))


def _guess(terms: Sequence[Term], known: Collection[str]) -> dict[str, int]:
    """Take words that mean nothing here for those that look like them: same sound first, then a letter apart.

    ``known`` has the sorts of which there are services.

    Returns:
        The words of the catalogue that look like one of these.
    """
    letters = {term.typed: spellings(term.typed) for term in terms}
    asked: frozenset[str] = reduce(or_, letters.values())
    if not asked:
        return {}
    alike_to_one = (
        Spelling.objects.filter(Among("letters", asked))
        .annotate(is_told=is_told("word__"))
        .values_list("letters", "word_id", "word__text", "is_told")
        .order_by("word__text")
    )
    found = [row[:3] for row in alike_to_one if _says_something(*row[2:], known)]
    for term in terms:
        alike = {
            text: pk
            for shared, pk, text in found
            if shared in letters[term.typed] and is_slip(term.typed, text, shared)
        }
        heard = {text: pk for text, pk in alike.items() if sound(text) == sound(term.typed)}
        chosen = heard or alike
        term.near = dict.fromkeys(chosen.values(), GUESSED)
        term.read_as = tuple(chosen)
    return {text: pk for _, pk, text in found}
