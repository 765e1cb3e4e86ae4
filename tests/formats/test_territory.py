"""The territory of Belgium as it is read: counts that are known, and what must hold for every place on every day."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.territory import PLACE_CODE_PATTERN, Coverage, Region, coverage, fold
from wisselwerk.formats.territory import (
    assemble,
    belgian_provinces,
    belgian_territory,
    municipalities_of_2025,
    province_of,
    read_mergers,
)

BELGIUM = belgian_territory()
TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1977, 1, 1), max_value=date(2040, 12, 31))
FINEST = st.sampled_from(sorted(BELGIUM.finest_codes))
KNOWN = st.sampled_from(sorted({place.code for place in BELGIUM.places}))


@pytest.mark.parametrize(
    ("day", "flanders", "wallonia", "brussels"),
    [
        (date(1977, 1, 1), 308, 262, 19),
        (date(2018, 12, 31), 308, 262, 19),
        (date(2019, 1, 1), 300, 262, 19),
        (date(2024, 12, 31), 300, 262, 19),
        (date(2025, 1, 1), 285, 261, 19),
        (TODAY, 285, 261, 19),
    ],
)
def test_each_region_has_the_known_number_of_municipalities(
    day: date, flanders: int, wallonia: int, brussels: int
) -> None:
    counted = [len(BELGIUM.municipalities(day, region)) for region in Region]
    assert counted == [flanders, wallonia, brussels]
    assert len(BELGIUM.municipalities(day)) == flanders + wallonia + brussels


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("72042", {"71047", "72040"}),
        ("73110", {"73006", "73032"}),
        ("73111", {"73009", "73083"}),
        ("46030", {"11056", "46003", "46013"}),
        ("71047", {"71047"}),
        ("71016", {"71016"}),
        ("11002", {"11002-2024", "11007"}),
        ("11002-2024", {"11002-2024"}),
        ("82039", {"82003", "82005"}),
        ("58001", {"55022"}),
    ],
)
def test_a_code_said_today_covers_the_places_of_2018(code: str, places: set[str]) -> None:
    assert set(BELGIUM.finest(code, TODAY)) == places


def test_antwerpen_kept_its_code_and_both_meanings_can_be_named() -> None:
    assert BELGIUM.finest("11002", date(2024, 12, 31)) == ("11002-2024",)
    assert BELGIUM.label("11002", TODAY) == "Antwerpen"
    assert BELGIUM.label("11002-2024", TODAY) == "Antwerpen (–2024)"
    assert BELGIUM.label("11007", TODAY) == "Borsbeek (Antwerpen)"
    before = BELGIUM.place("11002", date(2020, 1, 1))
    assert (before.code, before.nis_code, before.valid.end) == ("11002-2024", "11002", date(2025, 1, 1))


def test_the_seed_members_are_located_by_their_own_territory() -> None:
    genk_2015 = BELGIUM.area(["71016", "71047", "71002", "71067"], date(2015, 3, 1))
    assert coverage(BELGIUM.finest("71047", TODAY), genk_2015) is Coverage.INSIDE
    assert coverage(BELGIUM.finest("72042", TODAY), genk_2015) is Coverage.UNKNOWN
    assert coverage(BELGIUM.finest("72040", TODAY), genk_2015) is Coverage.OUTSIDE
    south_east = BELGIUM.area(["73083", "73006", "73032", "73066", "73109"], date(2015, 3, 1))
    assert coverage(BELGIUM.finest("73110", TODAY), south_east) is Coverage.INSIDE
    assert coverage(BELGIUM.finest("73111", TODAY), south_east) is Coverage.UNKNOWN


def test_labels_and_names() -> None:
    assert BELGIUM.label("71047", TODAY) == "Opglabbeek (Oudsbergen)"
    assert BELGIUM.label("71047", date(2018, 12, 31)) == "Opglabbeek"
    assert BELGIUM.label("73083", TODAY, "fr") == "Tongres (Tongres-Looz)"
    assert BELGIUM.part("71047", TODAY) == "Opglabbeek"
    assert BELGIUM.part("71022", TODAY) == "Hasselt (–2024)"
    assert BELGIUM.part("71022", date(2024, 12, 31)) == BELGIUM.part("71016", TODAY) == ""
    assert BELGIUM.label("55022", TODAY) == "La Louvière"
    assert BELGIUM.name("73109", "fr") == "Fourons"
    assert BELGIUM.name("62063", "nl") == "Luik"


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("genk", TODAY, "71016"),
        ("OPGLABBEEK", TODAY, "71047"),
        ("Oudsbergen", TODAY, "72042"),
        ("Oudsbergen", date(2018, 1, 1), "72042"),
        ("Hasselt", TODAY, "71072"),
        ("Hasselt", date(2024, 12, 31), "71022"),
        ("Antwerpen", TODAY, "11002"),
        ("Antwerpen", date(2024, 12, 31), "11002-2024"),
        ("Anvers", TODAY, "11002"),
        ("Sint Truiden", TODAY, "71053"),
    ],
)
def test_a_name_means_the_municipality_of_the_day_or_else_a_former_one(
    name: str, day: date, code: str
) -> None:
    found = BELGIUM.named(name, day)
    assert found is not None
    assert found.code == code


def test_no_two_municipalities_share_a_name_and_no_two_former_ones() -> None:
    for day in (date(2018, 12, 31), date(2024, 12, 31), TODAY):
        for place in BELGIUM.municipalities(day):
            assert BELGIUM.named(place.name_nl, day) == BELGIUM.named(place.name_fr, day) == place
    gone = [place for place in BELGIUM.places if place.valid.end is not None]
    names = Counter(name for place in gone for name in {fold(place.name_nl), fold(place.name_fr)})
    twice = {name for name, count in names.items() if count > 1}
    # Of those a municipality of today bears the name.
    assert twice <= {
        fold(name) for place in BELGIUM.municipalities(TODAY) for name in (place.name_nl, place.name_fr)
    }


@pytest.mark.parametrize("name", ["", "  ", "-", "Kuringen", "71016", "Gen", "Genk (Limburg)"])
def test_what_is_no_name_names_nothing(name: str) -> None:
    assert BELGIUM.named(name, TODAY) is None


def test_choices_hold_every_municipality_and_the_former_ones_of_the_merged() -> None:
    choices = BELGIUM.choices(TODAY)
    assert sum(choice.part_of is None for choice in choices) == 565
    assert sum(choice.part_of is not None for choice in choices) == 45
    assert (
        len({choice.code for choice in choices}) == len(choices) == len({choice.label for choice in choices})
    )


def test_predecessors_share_out_the_postcodes_of_the_municipality() -> None:
    for merger in BELGIUM.mergers:
        (into,) = [place for place in BELGIUM.places if place.code == merger.into]
        before = [place for place in BELGIUM.places if place.code in merger.predecessors]
        shared = [postcode for place in before for postcode in place.postcodes]
        assert sorted(shared) == sorted(into.postcodes), into


def test_every_merger_names_its_source() -> None:
    assert {merger.source.rpartition("/")[0] for merger in BELGIUM.mergers} == {
        "http://vocab.belgif.be/auth/refnis2019",
        "http://vocab.belgif.be/auth/refnis2025",
    }


@given(code=FINEST, day=DAYS)
def test_a_place_lies_in_exactly_one_municipality_on_every_day(code: str, day: date) -> None:
    holders = [m for m in BELGIUM.municipalities(day) if code in BELGIUM.finest(m.code, day)]
    assert holders == [BELGIUM.municipality_of(code, day)]


@given(day=DAYS)
def test_the_finest_places_share_out_the_country_and_each_region(day: date) -> None:
    shared = Counter(
        (code, place.region)
        for place in BELGIUM.municipalities(day)
        for code in BELGIUM.finest(place.code, day)
    )
    assert set(shared.values()) == {1}
    assert {code for code, _ in shared} == BELGIUM.finest_codes


@given(code=FINEST, day=DAYS)
def test_a_finest_code_means_the_same_on_every_day(code: str, day: date) -> None:
    assert BELGIUM.finest(code, day) == (code,)


@given(code=KNOWN, said=DAYS, later=DAYS)
def test_what_was_frozen_reads_the_same_later(code: str, said: date, later: date) -> None:
    frozen = BELGIUM.finest(code, said)
    assert BELGIUM.area(frozen, later) == set(frozen)


@given(code=KNOWN, day=DAYS)
def test_every_place_has_a_label_and_a_well_formed_code(code: str, day: date) -> None:
    assert BELGIUM.label(code, day)
    assert re.fullmatch(PLACE_CODE_PATTERN, code)


@given(code=st.text(max_size=12))
def test_a_code_is_known_or_refused(code: str) -> None:
    if BELGIUM.knows(code):
        assert BELGIUM.finest(code, TODAY)
    else:
        with pytest.raises(Refusal):
            BELGIUM.finest(code, TODAY)


HEADER = "on,into,nis_code,name_nl,name_fr,postcodes,source"


def test_a_municipality_may_merge_again() -> None:
    table = (
        HEADER,
        "2010-01-01,72020,72005,Dilsen,Dilsen,3650,first",
        "2010-01-01,72020,72020,Lommel,Lommel,3920,first",
        "2020-01-01,72020,72020,Lommel,Lommel,3920 3650,second",
        "2020-01-01,72020,72041,Stokkem,Stokkem,3651,second",
    )
    lommel = [place for place in municipalities_of_2025() if place.code == "72020"]
    territory = assemble(lommel, read_mergers(table))
    assert territory.finest("72020", date(2000, 1, 1)) == ("72020-2009",)
    assert territory.finest("72020", date(2015, 1, 1)) == ("72005", "72020-2009")
    assert territory.finest("72020", TODAY) == ("72005", "72020-2009", "72041")
    assert [len(territory.municipalities(date(year, 1, 1))) for year in (2009, 2010, 2020)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("2019-13-01,72042,71047,A,A,3660,x", "line 2: month must be in 1..12"),
        ("2019-01-01,72042", "line 2: "),
        ("2019-01-01,99999,71047,A,A,3660,x", "71047 merges into 99999, which does not exist"),
        ("2019-01-01,71016,71053,A,A,3660,x", "71053"),
    ],
)
def test_a_table_that_does_not_fit_is_a_clear_error(row: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        assemble(municipalities_of_2025(), read_mergers((HEADER, row)))


def test_a_table_without_its_columns_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="line 2: 'on'"):
        read_mergers(("day,into", "2019-01-01,72042"))


def test_the_data_are_read_once() -> None:
    assert belgian_territory() is BELGIUM


@pytest.mark.parametrize(
    ("code", "day", "province"),
    [
        ("71016", date(2025, 6, 1), "70000"),
        # Zwijndrecht lay in Antwerpen, and went into a municipality of Oost-Vlaanderen.
        ("11056", date(2024, 12, 31), "10000"),
        ("11056", date(2025, 1, 1), "40000"),
        # Of 23 both provinces of Brabant and Brussels have codes that begin with 2.
        ("23023", date(2020, 1, 1), "20001"),
        ("25112", date(2025, 1, 1), "20002"),
        ("21004", date(2025, 1, 1), ""),
        # Several municipalities on that day, and a code that nobody bore.
        ("72042", date(2018, 1, 1), "70000"),
        ("99999", date(2025, 1, 1), ""),
    ],
)
def test_a_place_lies_in_the_province_of_its_municipality_on_the_day(
    code: str, day: date, province: str
) -> None:
    assert province_of(code, day) == province


def test_every_municipality_outside_brussels_ever_lay_in_a_province_that_is_known() -> None:
    provinces = belgian_provinces()
    assert len(provinces) == 10
    assert all("statbel" in one.source for one in provinces.values())
    for place in belgian_territory().places:
        assert (place.province == "") is (place.region is Region.BRUSSELS), place
        assert place.province in {"", *provinces}, place
