"""Where the vouchers of a year are, by municipality and by province, as it may be published together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wisselwerk.apps.initiatives.queries.main_lines_counts import members_in, seats_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.domain.disclosure import grouped_table, published
from wisselwerk.domain.main_lines import Blank, Value
from wisselwerk.formats.territory import belgian_provinces, belgian_territory, province_of

UNKNOWN_PLACE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """The vouchers of a partnership in one municipality or province."""

    partnership: Organisation
    nis_code: str
    name: str
    """Empty where the decision does not know it."""
    vouchers: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the vouchers are. One table: what is hidden in one part of it is not given back by another."""

    seats: tuple[PlaceLine, ...] = ()
    """By municipality."""
    seat_totals: Mapping[str, Value] = field(default_factory=dict)
    """By the name of a municipality in which several partnerships have vouchers."""
    regions: tuple[PlaceLine, ...] = ()
    """By province."""
    region_totals: Mapping[str, Value] = field(default_factory=dict)
    """By the name of a province in which several partnerships have vouchers."""

    def values(self) -> Iterator[Value]:
        """Every figure of it."""
        yield from (one.vouchers for one in (*self.seats, *self.regions))
        yield from self.seat_totals.values()
        yield from self.region_totals.values()


def places_of(year: int, partnerships: Sequence[Organisation]) -> Places:
    """Where the vouchers of some partnerships are, of a year that is over. Of each its total is public: it follows from what its schemes
    have left. Every member is told of, also one without vouchers: else who stands there would have one at least. Two queries.
    """
    last, territory = date(year, 12, 31), belgian_territory()
    known = {one.pk: one for one in partnerships}
    cells: defaultdict[tuple[int, str], int] = defaultdict(int)
    for (pk, place), number in seats_of(year, date(year + 1, 1, 1)).items():
        if pk in known:
            cells[pk, territory.municipality_of(place, last).code if place else UNKNOWN_PLACE] += number
    having = {pk for pk, _where in cells}
    members = {(pk, territory.municipality_of(place, last).code) for pk, place in members_in(year, having)}
    never_nothing = cells.keys() - members
    cells.update(dict.fromkeys(members - cells.keys(), 0))
    provinces: dict[Any, Any] = {where: province_of(where, last) for _pk, where in cells}
    shown = published(grouped_table(dict(cells), provinces, public_rows=known, never_nothing=never_nothing))
    names = {where: territory.name(where) if where else "" for where in provinces}
    by_province = {code: belgian_provinces()[code].name_nl if code else "" for code in provinces.values()}
    regions = {(pk, provinces[where]) for pk, where in cells}

    def line(pk: int, code: str, name: str, number: int | None) -> PlaceLine:
        return PlaceLine(partnership=known[pk], nis_code=code, name=name, vouchers=_value(number))

    return Places(
        seats=_ordered(
            line(pk, where, names[where], shown[pk, provinces[where], where]) for pk, where in cells
        ),
        seat_totals={
            names[where]: _value(shown[None, provinces[where], where]) for where in _of_several(cells)
        },
        regions=_ordered(line(pk, code, by_province[code], shown[pk, code, None]) for pk, code in regions),
        region_totals={by_province[code]: _value(shown[None, code, None]) for code in _of_several(regions)},
    )


def _ordered(lines: Iterator[PlaceLine]) -> tuple[PlaceLine, ...]:
    return tuple(sorted(lines, key=lambda one: (one.partnership.name, one.name == "", one.name)))


def _of_several(keys: Collection[tuple[int, str]]) -> list[str]:
    """The places of which several partnerships tell, by code."""
    counted = Counter(where for _pk, where in keys)
    return sorted(where for where, number in counted.items() if number > 1)


def _value(number: int | None) -> Value:
    return Blank.HIDDEN if number is None else number
