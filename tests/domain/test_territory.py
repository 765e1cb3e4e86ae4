"""Places and mergers, on an invented territory small enough to see: two villages, a town that kept its code."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.territory import (
    OPEN_START,
    Choice,
    Coverage,
    Merger,
    Place,
    Region,
    Territory,
    coverage,
    fold,
    former_code,
)

FIRST, SECOND, THIRD = date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)
BEFORE, BETWEEN, AFTER, TODAY = date(1990, 6, 1), date(2005, 6, 1), date(2015, 6, 1), date(2026, 11, 24)


def place(code: str, name: str, start: date, end: date | None, *postcodes: str, french: str = "") -> Place:
    nis_code = code.partition("-")[0]
    return Place(code, nis_code, name, french or name, Region.FLANDERS, Period(start, end), postcodes)


UPPER = place("10001", "Opdorp", OPEN_START, FIRST, "1001")
LOWER = place("10002", "Nederdorp", OPEN_START, FIRST, "1002")
VILLAGES = place("10003", "Dorpen", FIRST, SECOND, "1001", "1002")
OLD_TOWN = place("20001-2009", "Stad", OPEN_START, SECOND, "2001", "2002", french="Ville")
TOWN = place("20001", "Stad", SECOND, None, "1001", "1002", "2001", "2002", french="Ville")
ALONE = place("30001", "Bree-Écluse", OPEN_START, THIRD, "3000")
RENUMBERED = place("30002", "Bree-Écluse", THIRD, None, "3000")
PLACES = (UPPER, LOWER, VILLAGES, OLD_TOWN, TOWN, ALONE, RENUMBERED)
MERGERS = (
    Merger(SECOND, "20001", ("10003", "20001-2009"), "second"),
    Merger(FIRST, "10003", ("10001", "10002"), "first"),
    Merger(THIRD, "30002", ("30001",), "renumbering"),
)
TERRITORY = Territory(PLACES, MERGERS)


@pytest.mark.parametrize(
    ("code", "day", "places"),
    [
        ("10001", BEFORE, ("10001",)),
        ("10001", TODAY, ("10001",)),
        ("10003", BETWEEN, ("10001", "10002")),
        ("10003", TODAY, ("10001", "10002")),
        ("10003", BEFORE, ("10001", "10002")),
        ("20001", SECOND - timedelta(days=1), ("20001-2009",)),
        ("20001", SECOND, ("10001", "10002", "20001-2009")),
        ("20001-2009", BEFORE, ("20001-2009",)),
        ("20001-2009", TODAY, ("20001-2009",)),
        ("30002", TODAY, ("30001",)),
    ],
)
def test_a_code_covers_what_it_meant_on_the_day_it_was_said(
    code: str, day: date, places: tuple[str, ...]
) -> None:
    assert TERRITORY.finest(code, day) == places


def test_an_unknown_code_is_refused() -> None:
    assert not TERRITORY.knows("99999")
    with pytest.raises(Refusal) as refused:
        TERRITORY.finest("99999", TODAY)
    assert refused.value.code is RefusalCode.PLACE_UNKNOWN
    assert refused.value.reasons[0].params == {"code": "99999"}


def test_an_area_is_all_that_its_codes_cover() -> None:
    assert TERRITORY.area(["10003", "30001"], TODAY) == {"10001", "10002", "30001"}
    assert TERRITORY.area([], TODAY) == frozenset()


def test_finest_codes_are_those_that_never_merged_from_others() -> None:
    assert TERRITORY.finest_codes == {"10001", "10002", "20001-2009", "30001"}


@pytest.mark.parametrize(
    ("code", "day", "municipality"),
    [
        ("10001", BEFORE, UPPER),
        ("10001", BETWEEN, VILLAGES),
        ("10001", TODAY, TOWN),
        ("20001", TODAY, TOWN),
        ("20001", BEFORE, OLD_TOWN),
        ("30002", BEFORE, ALONE),
    ],
)
def test_a_place_lies_in_the_municipality_of_the_day(code: str, day: date, municipality: Place) -> None:
    assert TERRITORY.municipality_of(code, day) is municipality


def test_what_was_still_several_municipalities_is_not_one() -> None:
    with pytest.raises(ValueError, match="10003 was 2 municipalities on 1990-06-01"):
        TERRITORY.municipality_of("10003", BEFORE)


def test_a_place_has_a_successor_from_the_day_it_merged() -> None:
    assert TERRITORY.successor("10001", FIRST - timedelta(days=1)) is None
    assert TERRITORY.successor("10001", FIRST) is VILLAGES
    assert TERRITORY.successor("10001", SECOND) is TOWN
    assert TERRITORY.successor("20001", TODAY) is None
    assert TERRITORY.successor("20001-2009", TODAY) is TOWN


@pytest.mark.parametrize(
    ("code", "day", "language", "label"),
    [
        ("10001", BEFORE, "nl", "Opdorp"),
        ("10001", BETWEEN, "nl", "Opdorp (Dorpen)"),
        ("10001", TODAY, "fr", "Opdorp (Ville)"),
        ("20001", TODAY, "nl", "Stad"),
        ("20001-2009", TODAY, "fr", "Ville (–2009)"),
        ("20001-2009", BEFORE, "nl", "Stad"),
        ("30001", TODAY, "nl", "Bree-Écluse"),
        ("10003", BEFORE, "nl", "Dorpen"),
    ],
)
def test_a_label_tells_a_former_municipality_from_the_new(
    code: str, day: date, language: str, label: str
) -> None:
    assert TERRITORY.label(code, day, language) == label


def test_choices_put_the_former_municipalities_under_the_new() -> None:
    assert TERRITORY.choices(TODAY) == (
        Choice("30002", "Bree-Écluse"),
        Choice("20001", "Stad"),
        Choice("10002", "Nederdorp (Stad)", "20001", date(1999, 12, 31)),
        Choice("10001", "Opdorp (Stad)", "20001", date(1999, 12, 31)),
        Choice("20001-2009", "Stad (–2009)", "20001", date(2009, 12, 31)),
    )
    assert [choice.code for choice in TERRITORY.choices(BEFORE)] == ["30001", "10002", "10001", "20001-2009"]


def test_a_name_falls_back_on_the_language_of_the_region() -> None:
    luik = Place("62063", "62063", "Luik", "Liège", Region.WALLONIA, Period(OPEN_START))
    brussel = Place("21004", "21004", "Brussel", "Bruxelles", Region.BRUSSELS, Period(OPEN_START))
    assert [luik.name(language) for language in ("nl", "fr", "de", "en")] == [
        "Luik",
        "Liège",
        "Liège",
        "Liège",
    ]
    assert [brussel.name(language) for language in ("nl", "fr", "en")] == ["Brussel", "Bruxelles", "Brussel"]
    assert TERRITORY.name("20001", "fr") == "Ville"


@pytest.mark.parametrize(
    ("seat", "area", "answer"),
    [
        (("71047",), {"71047", "71016"}, Coverage.INSIDE),
        (("71047", "71016"), {"71047", "71016"}, Coverage.INSIDE),
        (("72040",), {"71047", "71016"}, Coverage.OUTSIDE),
        (("71047", "72040"), {"71047", "71016"}, Coverage.UNKNOWN),
        ((), {"71047"}, Coverage.UNKNOWN),
        (("71047",), set(), Coverage.OUTSIDE),
    ],
)
def test_a_seat_is_inside_outside_or_not_known_well_enough(
    seat: tuple[str, ...], area: set[str], answer: Coverage
) -> None:
    assert coverage(seat, area) is answer


CODES = st.sampled_from("abcdef")


@given(seat=st.sets(CODES, min_size=1), area=st.sets(CODES), more=st.sets(CODES))
def test_widening_an_area_never_puts_a_seat_outside(seat: set[str], area: set[str], more: set[str]) -> None:
    order = [Coverage.OUTSIDE, Coverage.UNKNOWN, Coverage.INSIDE]
    assert order.index(coverage(seat, area | more)) >= order.index(coverage(seat, area))


@given(seat=st.sets(CODES, min_size=1), area=st.sets(CODES), data=st.data())
def test_locating_a_seat_more_finely_never_contradicts(
    seat: set[str], area: set[str], data: st.DataObject
) -> None:
    finer = {data.draw(st.sampled_from(sorted(seat)))}
    if (answer := coverage(seat, area)) is not Coverage.UNKNOWN:
        assert coverage(finer, area) is answer


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Écaussinnes", "ecaussinnes"),
        ("  ÉTALLE ", "etalle"),
        ("Braine-l'Alleud", "braine l alleud"),
        ("Braine-l\N{RIGHT SINGLE QUOTATION MARK}Alleud", "braine l alleud"),
        ("BU\N{COMBINING DIAERESIS}TGENBACH", "butgenbach"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER G}enk", "genk"),
        ("'-", ""),
    ],
)
def test_names_compare_without_accents_capitals_and_marks(written: str, compared: str) -> None:
    assert fold(written) == compared


def test_a_former_code_carries_the_last_year() -> None:
    assert former_code("11002", date(2025, 1, 1)) == "11002-2024"
    assert former_code("11002", date(2025, 7, 1)) == "11002-2025"


@pytest.mark.parametrize(
    ("places", "mergers", "complaint"),
    [
        ((*PLACES, UPPER), MERGERS, "10001 stands twice"),
        (
            (*PLACES, Place("x", "20001", "X", "X", Region.FLANDERS, Period(BEFORE))),
            MERGERS,
            "NIS code 20001 is borne by two municipalities at once",
        ),
        (PLACES, MERGERS[:-1], "30001 does not start and end"),
        (PLACES, (*MERGERS, Merger(THIRD, "30002", ("30001",), "")), "30001 does not start and end"),
        ((RENUMBERED,), (), "30002 does not start and end"),
        (PLACES, (*MERGERS[:-1], Merger(AFTER, "30002", ("30001",), "")), "30001 and 30002 do not meet"),
        (
            (ALONE, Place("30002", "30002", "B", "B", Region.WALLONIA, Period(THIRD))),
            MERGERS[-1:],
            "30001 and 30002 do not meet",
        ),
    ],
)
def test_a_territory_with_a_hole_or_an_overlap_cannot_be_made(
    places: tuple[Place, ...], mergers: tuple[Merger, ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Territory(places, mergers)
