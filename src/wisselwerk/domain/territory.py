"""Where a seat lies: municipalities, what they were before they merged, and whether that is inside an area.

When municipalities merge, the regulations of the merged ones stay in force within the territory they were
made for, until the new council repeals them (Decreet lokaal bestuur of 22 December 2017, art. 351). A
regulation of Opglabbeek therefore holds in Opglabbeek and not in the rest of Oudsbergen. So a seat is located
in the *finest place* known: the municipality as it was before the mergers of 2019. A former municipality is a
place inside the new one.

Two kinds of code:

- a **NIS code** as people and registers write it (``72042``). What it means depends on the day: Antwerpen
  kept 11002 when it merged with Borsbeek, so from 2025 that code is the whole new municipality.
- a **place code**, one for each ``Place``. It is the NIS code, except for a former municipality whose code
  lives on in its successor: that one adds its last year, ``11002-2024``. A finest place code means the same
  on every day, so rules, facts and memberships keep those and read the same years later.

Both are accepted wherever a code is asked for. The data come from ``wisselwerk.formats.territory``.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

OPEN_START = date.min
"""Start of a municipality of which we do not say since when it exists."""

PLACE_CODE_PATTERN = r"^[0-9]{5}(-[0-9]{4})?$"
"""What a place code looks like, for a schema at an edge. At most ten characters."""


class Region(StrEnum):
    """The three regions, by their NIS code."""

    FLANDERS = "02000"
    WALLONIA = "03000"
    BRUSSELS = "04000"


class Coverage(StrEnum):
    """Whether a seat lies in an area. UNKNOWN is not a no: it asks for a finer location."""

    INSIDE = "INSIDE"
    OUTSIDE = "OUTSIDE"
    UNKNOWN = "UNKNOWN"


def coverage(seat: Iterable[str], area: Collection[str]) -> Coverage:
    """Whether a seat that lies in one of the finest places ``seat`` is inside ``area``, also finest places.

    UNKNOWN when some of the possible places are inside and some are not, and when no place is known.
    """
    answers = {place in area for place in seat}
    if len(answers) != 1:
        return Coverage.UNKNOWN
    return Coverage.INSIDE if answers.pop() else Coverage.OUTSIDE


def former_code(nis_code: str, merged_on: date) -> str:
    """The place code of a municipality that merged on ``merged_on`` into one that took over its NIS code."""
    return f"{nis_code}-{(merged_on - timedelta(days=1)).year}"


@dataclass(frozen=True, slots=True)
class Province:
    """A province, by its NIS code, with where its name was found."""

    code: str
    name_nl: str
    name_fr: str
    source: str

    def name(self, language: str) -> str:
        """The name in French, or in Dutch for any other language."""
        return self.name_fr if language == "fr" else self.name_nl


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality between two changes: a merger ends its predecessors and starts their successor.

    ``postcodes`` are those of today, also for a former municipality. ``province`` is the NIS code of the province that it lies or
    lay in itself, empty in Brussels: Zwijndrecht lay in Antwerpen and went into a municipality of Oost-Vlaanderen.
    """

    code: str
    nis_code: str
    name_nl: str
    name_fr: str
    region: Region
    valid: Period
    postcodes: tuple[str, ...] = ()
    province: str = ""

    def name(self, language: str) -> str:
        """The name in Dutch or French; for any other language that of its region (Dutch for Brussels)."""
        french = language == "fr" or (language != "nl" and self.region is Region.WALLONIA)
        return self.name_fr if french else self.name_nl


@dataclass(frozen=True, slots=True)
class Merger:
    """Municipalities that became one. A single predecessor only got another NIS code."""

    on: date
    into: str
    predecessors: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list. A former municipality has ``part_of``, the municipality it lies in, and ``last_day``."""

    code: str
    label: str
    part_of: str | None = None
    last_day: date | None = None


@dataclass(frozen=True, eq=False)
class Territory:
    """All municipalities through time. On every day each finest place lies in exactly one municipality.

    A code is read as meant on a day: the place that bore it then; if none did, the one that bore it last;
    before its first day, the first. A code that nobody ever bore is refused.

    Raises:
        ValueError: places and mergers do not fit together, which would leave a place without a municipality.
    """

    places: tuple[Place, ...]
    mergers: tuple[Merger, ...]

    def __post_init__(self) -> None:
        _check_places(self.places)
        _check_mergers({place.code: place for place in self.places}, self.mergers)

    def knows(self, code: str) -> bool:
        """Whether some municipality bears or bore this code."""
        return code in self._bearers

    def place(self, code: str, day: date) -> Place:
        """What ``code`` means on ``day``.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        bearers = self._bearers.get(code)
        if bearers is None:
            raise Refusal(Reason(RefusalCode.PLACE_UNKNOWN, {"code": code}))
        return next((place for place in reversed(bearers) if place.valid.start <= day), bearers[0])

    def name(self, code: str, language: str = "nl") -> str:
        """The name that goes with ``code``; of two municipalities that bore it, the later one.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        return self.place(code, date.max).name(language)

    def named(self, name: str, day: date) -> Place | None:
        """The place with this name in Dutch or French, in any case; None when there is none.

        The municipality of ``day`` comes first; else the former one. No two of either share a name: a test holds that.
        """
        bearers = self._namesakes.get(fold(name), ())
        return max(bearers, key=lambda place: (day in place.valid, place.valid.start), default=None)

    def at_address(self, postcode: str, municipality: str, day: date) -> tuple[str, ...]:
        """The finest places where an address may lie, by its postcode and the name of its municipality.

        Both are asked where both are known, since a postcode may lie in several municipalities and a municipality may
        have grown by a merger; where they contradict each other, the postcode counts. Empty when neither is known.
        """
        by_code = frozenset(code for code in self.finest_codes if postcode in self._by_code[code].postcodes)
        named = self.named(municipality, day)
        by_name = frozenset(self._finest[named.code]) if named else frozenset()
        return tuple(sorted(by_code & by_name or by_code or by_name))

    def municipalities(self, day: date, region: Region | None = None) -> tuple[Place, ...]:
        """The municipalities that exist on ``day``, of one region or of all three, by code."""
        return tuple(place for place in self.places if day in place.valid and region in (None, place.region))

    @cached_property
    def finest_codes(self) -> frozenset[str]:
        """Every finest place: what a rule, a fact or a membership may hold."""
        return frozenset(code for codes in self._finest.values() for code in codes)

    def finest(self, code: str, day: date) -> tuple[str, ...]:
        """The finest places that ``code``, as meant on ``day``, covers: several for a merged municipality.

        A former municipality covers itself; a finest place code gives itself on every day.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        return self._finest[self.place(code, day).code]

    def area(self, codes: Iterable[str], day: date) -> frozenset[str]:
        """The finest places that ``codes``, as meant on ``day``, cover together.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        return frozenset(place for code in codes for place in self.finest(code, day))

    def municipality_of(self, code: str, day: date) -> Place:
        """The municipality that holds the whole of a place on ``day``: Oudsbergen for Opglabbeek in 2026.

        Raises:
            Refusal: PLACE_UNKNOWN.
            ValueError: the place was still several municipalities on that day (Oudsbergen in 2018).
        """
        place = self.place(code, day)
        while day < place.valid.start:
            earlier = self._predecessors[place.code]
            if len(earlier) > 1:
                raise ValueError(f"{code} was {len(earlier)} municipalities on {day}")
            place = earlier[0]
        while day not in place.valid:
            place = self._successors[place.code]
        return place

    def successor(self, code: str, day: date) -> Place | None:
        """The municipality a place has become part of by ``day``; None while it stands on its own.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        place = self.place(code, day)
        return None if place.valid.end is None or day < place.valid.end else self.municipality_of(code, day)

    def label(self, code: str, day: date, language: str = "nl") -> str:
        """A place as people recognise it: ``Opglabbeek (Oudsbergen)``, or ``Genk`` for a municipality.

        A former municipality that left its name to the new one shows its last year: ``Hasselt (–2024)``.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        place = self.place(code, day)
        municipality = self.successor(code, day)
        if municipality is None:
            return place.name(language)
        if self._finest[place.code] == self._finest[municipality.code]:
            return municipality.name(language)
        return _label_inside(place, municipality, language)

    def part(self, code: str, day: date, language: str = "nl") -> str:
        """What a place is called beside the name of its municipality: ``Opglabbeek``; empty for the whole of one.

        Raises:
            Refusal: PLACE_UNKNOWN.
        """
        place = self.place(code, day)
        municipality = self.successor(code, day)
        if municipality is None or self._finest[place.code] == self._finest[municipality.code]:
            return ""
        return _label_inside(place, municipality, language).removesuffix(f" ({municipality.name(language)})")

    def choices(self, day: date, language: str = "nl") -> tuple[Choice, ...]:
        """What one can choose on ``day``: the municipalities by name, a merged one followed by its former."""
        found: list[Choice] = []
        for municipality in self._by_name(self.municipalities(day), language):
            found.append(Choice(municipality.code, municipality.name(language)))
            parts = [self._by_code[code] for code in self._finest[municipality.code]]
            if len(parts) > 1:
                found += [
                    Choice(
                        part.code,
                        _label_inside(part, municipality, language),
                        municipality.code,
                        part.valid.last_day,
                    )
                    for part in self._by_name(parts, language)
                ]
        return tuple(found)

    def _by_name(self, places: Iterable[Place], language: str) -> list[Place]:
        return sorted(places, key=lambda place: (fold(place.name(language)), place.code))

    @cached_property
    def _by_code(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places}

    @cached_property
    def _bearers(self) -> Mapping[str, tuple[Place, ...]]:
        """Who bore a code, oldest first: a NIS code may have passed on, a place code never does."""
        found: defaultdict[str, list[Place]] = defaultdict(list)
        for place in sorted(self.places, key=lambda place: place.valid.start):
            for code in {place.code, place.nis_code}:
                found[code].append(place)
        return {code: tuple(places) for code, places in found.items()}

    @cached_property
    def _predecessors(self) -> Mapping[str, tuple[Place, ...]]:
        return {
            merger.into: tuple(self._by_code[code] for code in merger.predecessors) for merger in self.mergers
        }

    @cached_property
    def _successors(self) -> Mapping[str, Place]:
        return {code: self._by_code[merger.into] for merger in self.mergers for code in merger.predecessors}

    @cached_property
    def _finest(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {place.code: (place.code,) for place in self.places}
        # In order of time, so that what merged twice is already split when it merges again.
        for merger in sorted(self.mergers, key=lambda merger: merger.on):
            found[merger.into] = tuple(sorted(part for code in merger.predecessors for part in found[code]))
        return found

    @cached_property
    def _folded(self) -> Mapping[str, frozenset[str]]:
        return {place.code: frozenset({fold(place.name_nl), fold(place.name_fr)}) for place in self.places}

    @cached_property
    def _namesakes(self) -> Mapping[str, tuple[Place, ...]]:
        found: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for name in self._folded[place.code]:
                found[name].append(place)
        return {name: tuple(places) for name, places in found.items()}


def fold(text: str) -> str:
    """Text for comparing: no accents, capitals, hyphens or apostrophes, single spaces."""
    letters = (c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _label_inside(place: Place, municipality: Place, language: str) -> str:
    name, around, last_day = place.name(language), municipality.name(language), place.valid.last_day
    if name != around or last_day is None:
        return f"{name} ({around})"
    return f"{name} (\N{EN DASH}{last_day.year})"


def _check_places(places: Iterable[Place]) -> None:
    """No place code twice, and no NIS code borne by two municipalities on one day."""
    seen: defaultdict[str, list[Place]] = defaultdict(list)
    codes: set[str] = set()
    for place in places:
        if place.code in codes:
            raise ValueError(f"place {place.code} stands twice in the territory")
        if any(place.valid.overlaps(other.valid) for other in seen[place.nis_code]):
            raise ValueError(f"NIS code {place.nis_code} is borne by two municipalities at once")
        codes.add(place.code)
        seen[place.nis_code].append(place)


def _check_mergers(places: Mapping[str, Place], mergers: Iterable[Merger]) -> None:
    """A place that ends goes into one that starts that day, in the same region; no other place starts."""
    started, ended = Counter[str](), Counter[str]()
    for merger in mergers:
        into = places[merger.into]
        started[merger.into] += 1
        ended.update(merger.predecessors)
        for before in (places[code] for code in merger.predecessors):
            if not before.valid.end == merger.on == into.valid.start or before.region is not into.region:
                raise ValueError(f"{before.code} and {into.code} do not meet on {merger.on}")
    for code, place in places.items():
        if started[code] != (place.valid.start != OPEN_START) or ended[code] != (place.valid.end is not None):
            raise ValueError(f"{code} does not start and end with exactly one merger each")
