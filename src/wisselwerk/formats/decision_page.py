"""A page on which a local government publishes decisions: HTML with RDFa in the vocabularies besluit, ELI and mandaat.

Every supplier of council software writes it in a way of its own; what is read here is what all mean. A decision is read
whole or not at all. Persons are left at the door: what the page marks as a person, a presence or a vote is taken out
before anything is read (``decision_door``), and names that are left in running text are replaced (``person_names``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from wisselwerk.domain.published_decision import Body, PublishedArticle, PublishedDecision
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.formats.decision_articles import articles_marked, articles_printed
from wisselwerk.formats.decision_day import read_day
from wisselwerk.formats.decision_door import leave_persons
from wisselwerk.formats.euro_text import amounts
from wisselwerk.formats.html_page import Element, lines, read_html, tidy
from wisselwerk.formats.person_names import person_filter
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.rdfa import Said, Thing, Vocabulary, chain, completed, is_address, links_to, things

NOTHING_SAID = gettext_noop(
    "Nothing on this page is marked as a decision (besluit:Besluit), a point of an agenda or a publication. Look for the "
    "page that is published as linked data."
)
NO_TITLE = gettext_noop("This decision has neither a title nor text, so it was left out.")
NO_ADDRESS = gettext_noop(
    "“{written}” is no address on the web, so this decision was left out. Ask who publishes it to write it as "
    "https://raad.genk.be/besluiten/7."
)
NO_DAY = gettext_noop("“{written}” is no day, so this decision was left out. A day is written as 2026-12-31.")

DECISION, TREATMENT, POINT, SESSION = (
    "besluit:Besluit",
    "besluit:BehandelingVanAgendapunt",
    "besluit:Agendapunt",
    "besluit:Zitting",
)
TYPE = "besluittype:"
PUBLICATION = "lblod:linkToPublication"
"""How an overview leads to what was published."""


_BODIES = re.compile(
    "gemeenteraad|raad voor maatschappelijk welzijn|college van burgemeester en schepenen|vast bureau|"
    "bijzonder comité voor de sociale dienst|provincieraad|deputatie|districtsraad|districtscollege",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    file: str
    decisions: tuple[PublishedDecision, ...]
    points: int
    """Points of an agenda that the page names, decided or not."""
    problems: tuple[Problem, ...]
    """The decisions that were left out, and why."""
    links: tuple[str, ...] = ()
    """The publications that it leads to, as overviews do."""
    remarks: tuple[Problem, ...] = ()
    """What was read otherwise than the page says; nothing was left out for it."""


def read_decision_page(data: bytes, file: str, address: str = "") -> Page:
    """The decisions on a page. ``address`` is where it was read; without one, what the page tells of that is believed.

    Raises:
        Problems: the page cannot be read, is cut off, or marks nothing as a decision, a point of an agenda or a publication.
    """
    root, remarks = read_html(data, file)
    vocabulary = Vocabulary(root)
    names = leave_persons(root, vocabulary)
    base = _base(root, address)
    page = _Reading(file, things(root, vocabulary, base), person_filter(names)).page()
    page = replace(
        page, links=tuple(dict.fromkeys(links_to(root, vocabulary, base, PUBLICATION))), remarks=remarks
    )
    if not any((page.decisions, page.points, page.problems, page.links)):
        raise Problems([Problem(file, 1, "", NOTHING_SAID)])
    return page


def _base(root: Element, address: str) -> str:
    """What addresses on the page are completed with."""
    where = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    told = (str(one) for path in where for one in _found(root, path) if "://" in str(one))
    base = address or next(told, "")
    return next((completed(base, str(one)) for one in _found(root, "//base/@href")), base)


def _found(root: Element, path: str) -> list[object]:
    found = root.xpath(path)
    return list(found) if isinstance(found, list) else []


def _at(thing: str) -> str:
    """Where a body or a government is found; empty where that is told nowhere, or wrongly: it is known by its name as well."""
    return "" if thing.startswith("_:") or not is_address(thing) else thing


class _LeftOut(Exception):
    """A decision that cannot be read whole."""

    def __init__(self, line: int, message: str, **params: object) -> None:
        super().__init__(message)
        self.line, self.message, self.params = line, message, params


class _Reading:
    """A page while it is read: its things, and how they hang together."""

    def __init__(self, file: str, found: Mapping[str, Thing], clean: Callable[[str], str]) -> None:
        self.file, self.things, self.clean = file, found, clean
        self.treatments = {
            decision: one for one in self._of_type(TREATMENT) for decision in one.things("prov:generated")
        }
        self.every_session = self._of_type(SESSION)
        self.sessions = {
            point: one for one in self.every_session for point in one.things("besluit:behandelt")
        }
        self.documents = self._of_type("foaf:Document")
        self.bodies: dict[str, Body] = {}

    def page(self) -> Page:
        """All that is on it; the same decision twice is one."""
        found: dict[PublishedDecision, PublishedDecision] = {}
        problems: list[Problem] = []
        for thing in self._decisions():
            try:
                one = self.decision(thing)
            except _LeftOut as error:
                problems.append(Problem(self.file, error.line, thing.address, error.message, error.params))
            else:
                found.setdefault(replace(one, line=0), one)
        points = sum(1 for one in self._of_type(POINT) if one.texts("dct:title"))
        return Page(self.file, tuple(found.values()), points, tuple(problems))

    def decision(self, thing: Thing) -> PublishedDecision:
        """One decision.

        Raises:
            _LeftOut: it has no title, or an address or a day that is none.
        """
        if not is_address(thing.address):
            raise _LeftOut(_line(thing.element), NO_ADDRESS, written=thing.address)
        treatment = self.treatments.get(thing.name)
        both = (thing, *([treatment] if treatment else ()))
        session = self._session(both)
        title, description = self._title(both)
        articles, reasons = self._text(both)
        printed = (line for one in articles for line in (one.title, *one.lines))
        title = title or next(filter(None, (*reasons, *printed)), "")
        if not title:
            raise _LeftOut(_line(thing.element), NO_TITLE)
        said = ("\n".join(one.lines) for one in articles)
        told = "\n".join((*said, title, *description, *reasons))
        return PublishedDecision(
            address=thing.address,
            file=self.file,
            line=_line(thing.element),
            title=title,
            types=tuple(one.removeprefix(TYPE) for one in thing.types if one.startswith(TYPE)),
            body=self._body(thing, session),
            decided_on=self._day((thing,), "eli:date_document")
            or self._day(session, "prov:startedAtTime", "besluit:geplandeStart"),
            published_on=self._published_on(thing),
            in_force_on=self._day((thing,), "eli:first_date_entry_in_force"),
            ends_on=self._day((thing,), "eli:date_no_longer_in_force"),
            description=description,
            motivation=reasons,
            articles=articles,
            cites=tuple(one for part in both for one in part.things("eli:cites")),
            amounts=tuple(dict.fromkeys(amounts(told))),
        )

    def _of_type(self, kind: str) -> list[Thing]:
        return [one for one in self.things.values() if kind in one.types]

    def _decisions(self) -> Iterator[Thing]:
        """What is called a decision, has a type of decision, or came out of a point: some forget to say that it is one."""
        for one in self.things.values():
            has_type = any(each.startswith(TYPE) for each in one.types) and "foaf:Document" not in one.types
            if DECISION in one.types or has_type or one.name in self.treatments:
                yield one

    def _session(self, both: tuple[Thing, ...]) -> tuple[Thing, ...]:
        """The session in which it was decided: around it, or the one its point was on, or the only one."""
        for part in both:
            for around in chain(self.things, part.name):
                if SESSION in around.types:
                    return (around,)
            for point in (*part.things("dct:subject"), *(one.name for one in chain(self.things, part.name))):
                if point in self.sessions:
                    return (self.sessions[point],)
        return tuple(self.every_session) if len(self.every_session) == 1 else ()

    def _title(self, both: tuple[Thing, ...]) -> tuple[str, tuple[str, ...]]:
        """What it is called, and what is told of it besides."""
        points = tuple(
            self.things[name] for part in both for name in part.things("dct:subject") if name in self.things
        )
        short = self._titles(both, "eli:title_short")
        names = [
            *self._titles(both, "eli:title"),
            *short,
            *self._titles(points, "dct:title"),
            *self._titles(both, "dct:subject"),
        ]
        told = [*short, *self._lines(both, "eli:description"), *self._lines(points, "dct:description")]
        title = next(iter([*names, *told]), "")
        return title, tuple(dict.fromkeys(one for one in told if one != title))

    def _text(self, both: tuple[Thing, ...]) -> tuple[tuple[PublishedArticle, ...], tuple[str, ...]]:
        """Its articles and its reasons."""
        values = [one.element for part in both for one in part.texts("prov:value")]
        parts = [
            self.things[name] for part in both for name in part.things("eli:has_part") if name in self.things
        ]
        articles = articles_marked(parts, values)
        reasons = [
            line
            for part in both
            for one in part.texts("besluit:motivering")
            for line in _said_lines(one, without=(*values, *(each.element for each in parts)))
        ]
        if not articles:
            articles = articles_printed([line for one in values for line in lines(one)])
        if not articles and not reasons:
            told = [one.element for part in both for each in part.said.values() for one in each]
            before, articles = _printed_around(lines(both[0].element, without=told))
            reasons += before
        return (
            tuple(self._cleaned(one) for one in articles),
            tuple(self.clean(line) for line in reasons),
        )

    def _cleaned(self, one: PublishedArticle) -> PublishedArticle:
        return replace(
            one,
            title=self.clean(one.title),
            chapter=self.clean(one.chapter),
            lines=tuple(map(self.clean, one.lines)),
        )

    def _body(self, decision: Thing, session: tuple[Thing, ...]) -> Body:
        """Who decided: as the decision says, or else whoever held the session."""
        holders = [
            one for around in session for one in around.said.get("besluit:isGehoudenDoor", ()) if one.thing
        ]
        named = [one for one in decision.said.get("eli:passed_by", ()) if one.thing] or holders[:1]
        if not named:
            return Body(
                name=next(iter(self._titles((decision,), "eli:passed_by")), "") or _in_headings(session)
            )
        address = named[0].thing
        if address not in self.bodies:
            said = [one for one in (*named, *holders) if one.thing == address]
            name = next((text for one in said for text in self._names_of_body(one)), "")
            governments = [
                each for one in self._with_period(address) for each in one.things("besluit:bestuurt")
            ]
            self.bodies[address] = Body(
                name=name or _in_headings(session),
                address=_at(address),
                government=next((text for one in governments for text in self._labels(one)), ""),
                government_address=next(filter(None, map(_at, governments)), ""),
            )
        return self.bodies[address]

    def _names_of_body(self, said: Said) -> Iterator[str]:
        for one in self._with_period(said.thing):
            yield from self._labels(one.name)
        yield from map(self.clean, lines(said.element))

    def _with_period(self, name: str) -> Iterator[Thing]:
        """A body, and the one that it is for a term of office."""
        waiting, seen = [name], set[str]()
        while waiting:
            one = waiting.pop(0)
            if one in self.things and one not in seen:
                seen.add(one)
                yield self.things[one]
                waiting += self.things[one].things("mandaat:isTijdspecialisatieVan")

    def _labels(self, name: str) -> Iterator[str]:
        if name in self.things:
            for said in self.things[name].texts("skos:prefLabel"):
                yield from _said_lines(said)

    def _published_on(self, decision: Thing) -> date | None:
        """As the decision says, or what it stands in, or the one document on the page that tells a day."""
        own = self._day(chain(self.things, decision.name), "eli:date_publication")
        if own is not None:
            return own
        days = {self._day((one,), "eli:date_publication") for one in self.documents} - {None}
        return days.pop() if len(days) == 1 else None

    def _day(self, parts: Iterable[Thing], *properties: str) -> date | None:
        """The first of these days that is told.

        Raises:
            _LeftOut: what is told is no day.
        """
        waiting = list(parts)
        for name in properties:
            for said in (one for part in waiting for one in part.texts(name)):
                written = said.written if said.written is not None else " ".join(lines(said.element))
                if not written.strip():
                    continue
                try:
                    return read_day(written)
                except ValueError as error:
                    said_so = self.clean(tidy(written))[:60]
                    raise _LeftOut(_line(said.element), NO_DAY, written=said_so) from error
        return None

    def _titles(self, parts: Iterable[Thing], name: str) -> list[str]:
        found = (" ".join(_said_lines(one)) for part in parts for one in part.texts(name))
        return [self.clean(one) for one in found if one]

    def _lines(self, parts: Iterable[Thing], name: str) -> list[str]:
        return [self.clean(line) for part in parts for one in part.texts(name) for line in _said_lines(one)]


def _in_headings(session: Iterable[Thing]) -> str:
    """The body that the headings of a session name, where nothing is marked."""
    for one in session:
        for heading in one.element.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            if found := _BODIES.search(" ".join(lines(heading))):
                return found[0]
    return ""


def _said_lines(said: Said, *, without: Iterable[Element] = ()) -> tuple[str, ...]:
    written = said.written
    if written is None:
        return lines(said.element, without=without)
    return tuple(line for one in written.splitlines() if (line := tidy(one)))


def _printed_around(found: tuple[str, ...]) -> tuple[list[str], tuple[PublishedArticle, ...]]:
    """Text that is not marked: its reasons, and its articles from the first line on that begins one."""
    articles = articles_printed(found)
    first = next((at for at, one in enumerate(articles) if one.number), len(articles))
    return [line for one in articles[:first] for line in one.lines], articles[first:]


def _line(element: Element) -> int:
    return int(cast("int | None", element.sourceline) or 1)
