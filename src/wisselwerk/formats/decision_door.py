"""The door of a page with decisions: persons stay outside, before anything is read.

What the page marks as a person, who was there, how each voted, who presides or signs is taken out of it. The names that
stood there are known from then on, so that they can be left out of running text as well; they are kept nowhere.
"""

import re
from collections.abc import Iterator

from wisselwerk.formats.html_page import Element, lines, take_out, tidy
from wisselwerk.formats.person_names import known_names
from wisselwerk.formats.rdfa import Vocabulary

_TYPES = frozenset((
    "person:Person", "foaf:Person", "schema:Person", "mandaat:Mandataris", "besluit:Stemming",
    "besluit:Mandataris", "besluit:AfgeleideStemming",
))  # fmt: skip
_VOCABULARIES = ("persoon:", "person:", "mandaat:", "besluit:heeftAanwezige", "besluit:heeftAfwezige")
_PROPERTIES = frozenset((
    "besluit:heeftStemming", "besluit:heeftStemmer", "besluit:heeftVoorstander", "besluit:heeftTegenstander",
    "besluit:heeftOnthouder", "besluit:heeftVoorzitter", "besluit:heeftSecretaris",
    "besluit:heeftOndertekenaar", "besluit:heeftVerontschuldigde", "foaf:name", "foaf:givenName",
    "foaf:firstName", "foaf:familyName", "foaf:lastName", "foaf:mbox", "foaf:phone", "dct:creator",
    "dct:contributor", "schema:author", "schema:name", "prov:wasAttributedTo", "prov:wasAssociatedWith",
    "org:hasMember",
))  # fmt: skip
_OF_A_BODY = frozenset(("mandaat:isTijdspecialisatieVan", "mandaat:bindingStart", "mandaat:bindingEinde"))
"""Said of a council for a term of office, not of a person."""
_NO_PERSON = frozenset((
    "besluit:Besluit", "besluit:Artikel", "besluit:BehandelingVanAgendapunt", "besluit:Agendapunt",
    "besluit:Zitting",
))  # fmt: skip
"""What may stand inside a person or a vote only where an end was forgotten, and is not to be lost with it."""


def leave_persons(root: Element, vocabulary: Vocabulary) -> frozenset[str]:
    """Take the persons out of the page. Returns the names they had."""
    names: set[str] = set()
    gone: set[Element] = set()
    for element in list(root.iter()):
        if element in gone or element.getparent() is None or not _is_person(element, vocabulary):
            continue
        names.update(_names(element))
        for swallowed in _swallowed(element, vocabulary):
            element.addnext(swallowed)
        gone.update(element.iter())
        take_out(element)
    return frozenset(names)


def _is_person(element: Element, vocabulary: Vocabulary) -> bool:
    if not _TYPES.isdisjoint(vocabulary.terms(element, "typeof")):
        return True
    said = {*vocabulary.terms(element, "property"), *vocabulary.terms(element, "rel")} - _OF_A_BODY
    return not _PROPERTIES.isdisjoint(said) or any(one.startswith(_VOCABULARIES) for one in said)


def _names(element: Element) -> Iterator[str]:
    """The names in an element about one or more persons, however they are written there."""
    for inner in element.iter():
        # Its parts may touch each other, and a list of names has one on each line.
        written = (inner.get("content") or "", " ".join(map(str, inner.itertext())), *lines(inner))
        for text in written:
            for part in re.split(r"[,;:()]|\ben\b", text):
                words = tidy(part)
                if words and all(one[0].isupper() or len(one) <= _SMALL for one in words.split()):
                    yield from known_names(words)


_SMALL = 3
"""Letters of a word that may begin small in a name: *van*, *de*, *der*."""


def _swallowed(element: Element, vocabulary: Vocabulary) -> list[Element]:
    """The outermost decisions and points in it, the last first: each is put right behind it."""
    found: list[Element] = []
    inside: set[Element] = set()
    for inner in element.iterdescendants():
        if inner not in inside and not _NO_PERSON.isdisjoint(vocabulary.terms(inner, "typeof")):
            found.append(inner)
            inside.update(inner.iter())
    return found[::-1]
