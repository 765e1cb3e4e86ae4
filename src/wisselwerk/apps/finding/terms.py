"""What the words that somebody types may stand for, among the words that are told: other forms, compounds, typing errors.

They are looked up in ordinary tables, so that both databases find the same (ADR 27).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Q

from wisselwerk.apps.finding.lists import Among
from wisselwerk.apps.finding.vocabulary import Vocabulary
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
    meant_by,
    sound,
    sounds,
    spellings,
    splits,
    stem,
    take_apart,
    words,
)

MOST_WORDS = 12
"""Of a longer text, the first: a need is told in a sentence, not in a page."""
MOST_RELATED = 300
"""Compounds that one word is looked for in, the shortest first."""
SAME, PART, GUESSED = 4, 2, 1
"""How near a word that is told is: the word itself, a compound with it or of it, another that looks like it."""


@dataclass(slots=True)
class Term:
    """One word somebody typed, and the words that are told that it may stand for, by how near they are."""

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
    told: frozenset[str] = frozenset()
    """Those words, as they are told: what is marked where it was found."""

    @property
    def word_ids(self) -> frozenset[int]:
        """All of them."""
        return frozenset(self.near).union(*(self.both or ()))


def terms_of(text: str, vocabulary: Vocabulary) -> list[Term]:
    """The words of a text with what each may stand for."""
    terms = [Term(word) for word in list(dict.fromkeys(words(text)))[:MOST_WORDS]]
    if not terms:
        return []
    known = _known(terms, vocabulary)
    compounds = Compounds(known)
    for term in terms:
        term.near = _nearness(term.typed, known, compounds)
        if SAME not in term.near.values():
            _take_apart(term, known)
    unknown = [term for term in terms if not term.word_ids]
    if unknown:
        known |= _guess(unknown, known, vocabulary)
    for term in unknown:
        term.near = term.near or dict.fromkeys(term.last, PART)
    _add_sorts(terms, known, vocabulary)
    text_of = {pk: text for text, pk in known.items()}
    for term in terms:
        term.told = frozenset(text_of[pk] for pk in term.word_ids)
    return terms


def _add_sorts(terms: Sequence[Term], known: Mapping[str, int], vocabulary: Vocabulary) -> None:
    """Where a word stands for a sort of service, have it stand for all services of that sort.

    Never as near as the word itself: who does what was typed comes before who does something of the sort.
    """
    sorts_of = {
        known[word]: [known[sort] for sort in sorts if sort in known]
        for word, sorts in vocabulary.sorts_of_word.items()
        if word in known
    }
    alike_to = {
        known[word]: [known[one] for one in alike if one in known]
        for word, alike in vocabulary.alike.items()
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


def _known(terms: Sequence[Term], vocabulary: Vocabulary) -> dict[str, int]:
    """The words that are told that have to do with these: the same, compounds with them, and parts of them."""
    exact: set[str] = set(vocabulary.sorts)
    beside = Q()
    for term in terms:
        asked = forms_asked(term.typed)
        exact.update(asked, *(vocabulary.alike.get(form, ()) for form in asked))
        exact.update(done_by(term.typed))
        for form in forms_typed(term.typed):
            exact.update(form + general for general in GENERAL)
            if len(form) >= MIN_GUESSED:
                beside |= _begins("text", form) | _begins("backwards", form[::-1])
        for parts in splits(term.typed):
            exact.update(form for part in parts for form in forms(part))
            exact.update(done_by(parts[1]))
    found = list(
        vocabulary.known.filter(Among("text", exact) | beside)
        .annotate(is_told=vocabulary.is_told())
        .values_list("text", "pk", "is_told")
    )
    sorts = {text for text, _, is_told in found if is_told} & vocabulary.sorts
    return {text: pk for text, pk, is_told in found if _says_something(text, is_told, sorts, vocabulary)}


def _says_something(text: str, is_told: bool, sorts: Collection[str], vocabulary: Vocabulary) -> bool:
    """Whether somebody mentions a word, or it stands for one of these sorts, of which there are services.

    Words stay when what was told is told otherwise: one that says nothing any more would hide those that do.
    """
    return is_told or not vocabulary.sorts_of_word.get(text, frozenset()).isdisjoint(sorts)


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


def _guess(terms: Sequence[Term], known: Collection[str], vocabulary: Vocabulary) -> dict[str, int]:
    """Take words that mean nothing here for those that look like them: same sound first, then a slip of the hand apart.

    ``known`` has the sorts of which there are services.

    Returns:
        The words that are told that look like one of these.
    """
    typed = {term.typed: spellings(term.typed) for term in terms}
    meant = {word: meant_by(word) for word in typed}
    asked: frozenset[str] = reduce(or_, (*typed.values(), *meant.values()))
    if not asked:
        return {}
    alike_to_one = (
        vocabulary.spelt.filter(Among("letters", asked))
        .annotate(is_told=vocabulary.is_told("word__"))
        .values_list("letters", "word_id", "word__text", "is_told")
        .order_by("word__text")
    )
    found = [
        (letters, pk, text)
        for letters, pk, text, is_told in alike_to_one
        if _says_something(text, is_told, known, vocabulary)
    ]
    for term in terms:
        alike = {
            text: pk
            for shared, pk, text in found
            if (shared in meant[term.typed] and shared == sound(text))
            or (shared in typed[term.typed] and is_slip(term.typed, text, shared))
        }
        heard = {text: pk for text, pk in alike.items() if sound(text) in sounds(term.typed)}
        chosen = heard or alike
        term.near = dict.fromkeys(chosen.values(), GUESSED)
        term.read_as = tuple(chosen)
    return {text: pk for _, pk, text in found}
