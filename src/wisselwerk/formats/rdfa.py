"""Linked data in a page (RDFa), as publishers of council decisions write it: what there is, and what is said of it.

Not all of RDFa, and more forgiving: a prefix means the same on the whole page, also before it is declared and when it
never is; an address and its short form are one; quotes that slipped into a value are dropped. ADR 30 tells why no library.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from wisselwerk.formats.html_page import Element

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "data.vlaanderen.be/ns/besluit#": "besluit",
        "data.vlaanderen.be/ns/mandaat#": "mandaat",
        "data.vlaanderen.be/ns/persoon#": "persoon",
        "data.vlaanderen.be/ns/generiek#": "generiek",
        "data.vlaanderen.be/id/concept/besluittype/": "besluittype",
        "data.vlaanderen.be/doc/concept/besluittype/": "besluittype",
        "data.vlaanderen.be/id/concept/besluitdocumenttype/": "documenttype",
        "data.vlaanderen.be/doc/concept/besluitdocumenttype/": "documenttype",
        "data.europa.eu/eli/ontology#": "eli",
        "purl.org/dc/terms/": "dct",
        "purl.org/dc/elements/1.1/": "dct",
        "www.w3.org/ns/prov#": "prov",
        "www.w3.org/ns/org#": "org",
        "www.w3.org/ns/person#": "person",
        "www.w3.org/2004/02/skos/core#": "skos",
        "www.w3.org/2000/01/rdf-schema#": "rdfs",
        "xmlns.com/foaf/0.1/": "foaf",
        "schema.org/": "schema",
        "data.lblod.info/vocabularies/lblod/": "lblod",
        "lblod.data.gift/vocabularies/lblod/": "lblod",
    }
)
"""The vocabularies that are understood, by address without its scheme, and the short name used for each here."""

_USUAL = {name: f"//{address}" for address, name in NAMES.items()} | {"dc": "//purl.org/dc/terms/"}
_PREFIX = re.compile(r"([\w-]+):\s+(\S+)")
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e\u201f"
_ANNOTATED = ("typeof", "property", "rel", "about", "resource")
_OPENS = frozenset(("prov:generated", "eli:has_part"))
"""What is said inside these is about what they name, also where its type was forgotten."""
_POINTS = ("resource", "href", "src")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: by an element with text, or by naming another thing."""

    element: Element
    thing: str = ""
    """The thing it is about; empty where it is text."""

    @property
    def written(self) -> str | None:
        """What is said for machines, when that is not the text people see."""
        content: str | None = self.element.get("content")
        return self.element.get("datetime") if content is None else content


@dataclass(slots=True)
class Thing:
    """Something that a page is about: a session, a decision, an article."""

    name: str
    """Its address, or what names it on this page only (``_:7``)."""
    element: Element
    """Where it is first told about."""
    within: str
    """The thing it stands in there; empty at the top."""
    types: dict[str, None] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """What names it everywhere; empty when nothing does."""
        return "" if self.name.startswith("_:") else self.name

    def be(self, types: Iterable[str], element: Element, within: str) -> None:
        """It is told what it is; where that is first told, it is told about."""
        if not self.types:
            self.element, self.within = element, within
        self.types.update(dict.fromkeys(types))

    def say(self, properties: Iterable[str], said: Said) -> None:
        """The same is said of it in several ways."""
        for name in properties:
            self.said.setdefault(name, []).append(said)

    def things(self, prop: str) -> list[str]:
        """The names of what this is said of it to be."""
        return list(dict.fromkeys(one.thing for one in self.said.get(prop, ()) if one.thing))

    def texts(self, prop: str) -> list[Said]:
        """What is said of it in words."""
        return [one for one in self.said.get(prop, ()) if not one.thing]


class Vocabulary:
    """The short names of a page."""

    def __init__(self, root: Element) -> None:
        declared: dict[str, str] = {}
        self.is_besluit = False
        for element in root.iter():
            for key, value in ((str(name), str(given)) for name, given in element.attrib.items()):
                if key == "prefix":
                    for name, address in _PREFIX.findall(value):
                        declared.setdefault(name.lower(), address)
                elif key.startswith("xmlns:"):
                    declared.setdefault(key.removeprefix("xmlns:").lower(), value)
                elif key == "vocab":
                    self.is_besluit |= _short(value) == "besluit:"
        self._prefixes = _USUAL | declared
        self._known: dict[str, list[str]] = {}

    def terms(self, element: Element, attribute: str) -> list[str]:
        """The names in an attribute, each as ``besluit:Artikel`` where its vocabulary is known, else as it stands."""
        given = element.get(attribute)
        if not given:
            return []
        if given not in self._known:
            found = (one.strip(_QUOTES) for one in given.split())
            self._known[given] = [self._term(one) for one in found if one]
        return self._known[given]

    def _term(self, given: str) -> str:
        prefix, colon, rest = given.partition(":")
        if not colon:
            return f"besluit:{given}" if self.is_besluit else given
        if rest.startswith("//"):
            return _short(given)
        return _short(self._prefixes[prefix.lower()] + rest) if prefix.lower() in self._prefixes else given


def things(root: Element, vocabulary: Vocabulary, base: str) -> dict[str, Thing]:
    """All that a page is about, by name, in its order. Addresses are completed with ``base``."""
    found: dict[str, Thing] = {}
    subjects: dict[Element, str] = {}
    kept = list(root.iter())  # an element is the same object only as long as somebody holds it
    for place, element in enumerate(kept):
        parent = element.getparent()
        around = subjects.get(parent, "") if parent is not None else ""
        subjects[element] = around
        if not any(element.get(name) is not None for name in _ANNOTATED):
            continue
        types = vocabulary.terms(element, "typeof")
        properties = vocabulary.terms(element, "property") + vocabulary.terms(element, "rel")
        about = _address(element, ("about",), base)
        points = _address(element, _POINTS, base)
        subject = about or points or f"_:{place}" if types else ""
        if not types and (about or not properties or not _OPENS.isdisjoint(properties)):
            subject = about or _address(element, ("resource",), base)
        if (owner := about or around) and properties:
            is_text = any(element.get(name) is not None for name in ("content", "datatype"))
            target = "" if is_text else points or (subject if types and not about else "")
            _thing(found, owner, element, "").say(properties, Said(element, target))
        if subject:
            subjects[element] = subject
            _thing(found, subject, element, around).be(types, element, around)
    return found


def _thing(found: dict[str, Thing], name: str, element: Element, within: str) -> Thing:
    return found.setdefault(name, Thing(name, element, within))


def _address(element: Element, attributes: tuple[str, ...], base: str) -> str:
    for name in attributes:
        given = (element.get(name) or "").strip().strip(_QUOTES)
        if given:
            return completed(base, given.removeprefix("[").removesuffix("]"))
    return ""


def links_to(root: Element, vocabulary: Vocabulary, base: str, prop: str) -> Iterator[str]:
    """Where the elements lead that are said to be this, in their order."""
    for element in root.iter():
        if prop in (*vocabulary.terms(element, "property"), *vocabulary.terms(element, "rel")):
            address = _address(element, ("href", "resource"), base)
            if address:
                yield address


def completed(base: str, given: str) -> str:
    """An address on a page, whole."""
    try:
        return urljoin(base, given)
    except ValueError:  # such as a bracket that opens an address of IPv6 and never closes
        return given


def is_address(given: str) -> bool:
    """Whether an address can be taken apart; what a page says may be anything."""
    try:
        urlsplit(given)
    except ValueError:
        return False
    return True


def _short(address: str) -> str:
    """An address with the short name of its vocabulary, or as it stands."""
    bare = address.partition("://")[2] or address.removeprefix("//")
    for known, name in NAMES.items():
        if bare[: len(known)].lower() == known:
            return f"{name}:{bare[len(known) :]}"
    return address


def chain(found: Mapping[str, Thing], name: str) -> Iterator[Thing]:
    """A thing and those it stands in, from the inside out."""
    seen: set[str] = set()
    while name in found and name not in seen:
        seen.add(name)
        yield found[name]
        name = found[name].within
