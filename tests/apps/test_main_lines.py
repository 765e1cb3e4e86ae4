"""The main lines of a year: they balance with the books, hide what is small, and do not change once the year is over."""

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
import time_machine
from django.db.models import F, Sum
from pytest_django import DjangoAssertNumQueries

from tests.nights import let_lapse
from tests.payments import Treasury, treasury_of
from tests.scene import (
    AS_,
    GENK,
    IN_PARTS,
    OPGLABBEEK,
    Scene,
    award,
    enter,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.initiatives.queries.main_lines import YearLines, year_lines, years_told
from wisselwerk.apps.initiatives.queries.main_lines_counts import payments_of
from wisselwerk.apps.initiatives.queries.main_lines_places import Places
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.queries.lines import lines_of_year
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.main_lines import Blank, Code, median
from wisselwerk.domain.priority import Priority

pytestmark = pytest.mark.django_db
YEAR = 2025
DURING, AFTER = "2025-06-16T12:00:00+02:00", "2026-02-02T12:00:00+01:00"
serials = count(100)


@pytest.fixture
def during() -> Iterator[time_machine.Traveller]:
    """Noon of a day in the year that is told of."""
    with time_machine.travel(DURING, tick=False) as clock:
        yield clock


def awards(scene: Scene, **by_place: int) -> None:
    for place, number in by_place.items():
        for _each in range(number):
            award(scene, enterprise_number(next(serials)), municipality=place.removeprefix("p"))


def pays(treasury: Treasury, number: int) -> list[object]:
    """So many redemptions, all of them paid."""
    done = [treasury.redeem(next(serials)) for _each in range(number)]
    treasury.bank_pays(treasury.signed())
    return [one.pk for one in done]


def figures(lines: YearLines, code: Code) -> tuple[object, ...]:
    return (*(one.figures[code] for one in lines.partnerships), lines.total[code])


def balance(kind: AccountKind) -> int:
    found = Account.objects.filter(kind=kind).aggregate(sum=Sum(F("in_cents") - F("out_cents"), default=0))
    return int(found["sum"])


def test_every_cent_of_the_books_stands_in_the_main_lines_once(during: time_machine.Traveller) -> None:
    scene = set_scene()
    treasury = treasury_of(scene)
    paid = pays(treasury, 6)
    treasury.redeem(next(serials))
    reverse_redemption(SYSTEM, redemption=paid[0], reason="Dubbel.")  # type: ignore[arg-type]
    lapsed = award(scene, enterprise_number(next(serials)))
    assert let_lapse(lapsed) >= 1
    lines = lines_of_year(YEAR, Scheme.objects.all())
    banked = payments_of(YEAR)
    assert all(one.is_balanced for one in lines)
    assert sum(one.budget_cents for one in lines) == -balance(AccountKind.CREDIT)
    assert sum(one.left_cents for one in lines) == balance(AccountKind.BUDGET)
    assert sum(one.reserved_cents for one in lines) == balance(AccountKind.VOUCHER)
    net = sum(one.paid_cents - one.recovered_cents for one in banked.values())
    assert net == balance(AccountKind.PAID) == 6 * 25_000
    assert sum(one.settled_cents for one in lines) == 6 * 25_000
    shown = year_lines(YEAR, today())
    assert figures(shown, Code.BUDGETED) == (25_000_000, 25_000_000)


def test_what_the_bank_paid_hides_with_the_one_invoice_that_it_did_not_pay(
    during: time_machine.Traveller,
) -> None:
    treasury = treasury_of(set_scene())
    pays(treasury, 5)
    lines = year_lines(YEAR, today())
    assert figures(lines, Code.PAID) == (125_000, 125_000)
    assert figures(lines, Code.RECOVERED) == (0, 0)
    assert figures(lines, Code.USED) == figures(lines, Code.AWARDED) == (125_000, 125_000)
    # One more that is not paid yet: what is used less what is paid would tell that it is one.
    treasury.redeem(next(serials))
    lines = year_lines(YEAR, today())
    assert figures(lines, Code.USED) == (150_000, 150_000)
    assert figures(lines, Code.PAID) == (Blank.HIDDEN, Blank.HIDDEN)


def test_amounts_hide_with_the_number_that_they_would_tell(during: time_machine.Traveller) -> None:
    few, many = set_scene(rules=IN_PARTS), set_scene(slug="zol")
    awards(few, **{f"p{GENK}": 3})
    awards(many, **{f"p{GENK}": 8})
    lines = year_lines(YEAR, today())
    assert figures(lines, Code.VOUCHERS) == (Blank.HIDDEN, 8, Blank.HIDDEN)
    assert figures(lines, Code.AWARDED) == (Blank.HIDDEN, 200_000, Blank.HIDDEN)
    assert figures(lines, Code.LEFT) == (Blank.HIDDEN, 25_000_000 - 200_000, Blank.HIDDEN)
    assert figures(lines, Code.BUDGETED) == (25_000_000, 25_000_000, 50_000_000)
    assert lines.hides


def test_a_total_of_applications_does_not_tell_how_few_got_no_voucher(during: time_machine.Traveller) -> None:
    for scene in (set_scene(), set_scene(slug="zol")):
        awards(scene, **{f"p{GENK}": 6})
        for _each in range(2):
            enter(scene, enterprise_number(next(serials)), municipality="11002")
    lines = year_lines(YEAR, today())
    assert figures(lines, Code.VOUCHERS) == (6, 6, 12)
    # Sixteen applications less twelve vouchers are four that were refused.
    assert figures(lines, Code.APPLICATIONS) == (Blank.HIDDEN, Blank.HIDDEN, Blank.HIDDEN)


def test_no_municipality_is_told_during_the_year_and_none_that_is_small_after_it(
    during: time_machine.Traveller,
) -> None:
    scene = set_scene()
    awards(scene, **{f"p{GENK}": 9, f"p{OPGLABBEEK}": 6, f"p{AS_}": 2})
    assert year_lines(YEAR, today()).places == Places()
    during.move_to(AFTER)
    lines = year_lines(YEAR, today())
    # Opglabbeek lies in Oudsbergen since 2019. The total is 17, so As and the smaller of the others hide together.
    assert [(one.name, one.vouchers) for one in lines.places.seats] == [
        ("As", Blank.HIDDEN), ("Genk", 9), ("Oudsbergen", Blank.HIDDEN), ("Zutendaal", 0),
    ]  # fmt: skip


def test_a_member_without_vouchers_is_told_of_so_that_a_hidden_number_may_be_nothing(
    during: time_machine.Traveller,
) -> None:
    awards(set_scene(), **{f"p{GENK}": 1, f"p{AS_}": 1})
    during.move_to(AFTER)
    places = year_lines(YEAR, today()).places
    # Of two in all: each may have none, one or both, for who has none stands there too.
    assert [(one.name, one.vouchers) for one in places.seats] == [
        ("As", Blank.HIDDEN), ("Genk", Blank.HIDDEN), ("Oudsbergen", 0), ("Zutendaal", 0),
    ]  # fmt: skip


def test_who_is_no_member_stands_there_with_one_at_least(during: time_machine.Traveller) -> None:
    scene = set_scene()
    awards(scene, **{f"p{GENK}": 5, f"p{AS_}": 2, f"p{OPGLABBEEK}": 2})
    # Nobody takes part any more, so none of the three would stand there without a voucher: 2 and 2 would each be 1 to 3.
    Membership.objects.update(valid_from=date(2026, 1, 1))
    during.move_to(AFTER)
    assert {one.vouchers for one in year_lines(YEAR, today()).places.seats} == {Blank.HIDDEN}


def test_a_municipality_of_two_partnerships_has_a_total_that_gives_nothing_back(
    during: time_machine.Traveller,
) -> None:
    one, other = set_scene(), set_scene(slug="zol")
    awards(one, **{f"p{GENK}": 9, f"p{AS_}": 7})
    awards(other, **{f"p{GENK}": 2, f"p{AS_}": 12})
    during.move_to(AFTER)
    lines = year_lines(YEAR, today())
    shown = {(line.partnership.slug, line.name): line.vouchers for line in lines.places.seats}
    assert shown["zol", "Genk"] is Blank.HIDDEN
    for name, total in lines.places.seat_totals.items():
        cells = [shown[slug, name] for slug in ("genk", "zol")]
        assert total is Blank.HIDDEN or cells.count(Blank.HIDDEN) != 1
    for slug in ("genk", "zol"):
        assert [shown[slug, name] for name in ("As", "Genk")].count(Blank.HIDDEN) != 1


def test_a_province_is_told_beside_its_municipalities_and_gives_none_of_them_back(
    during: time_machine.Traveller,
) -> None:
    scene, other = set_scene(), set_scene(slug="zol")
    # As is small, and would follow from Limburg less Genk, or from Genk of both less Genk of the other.
    awards(scene, **{f"p{GENK}": 9, f"p{AS_}": 2})
    awards(other, **{f"p{GENK}": 6})
    during.move_to(AFTER)
    places = year_lines(YEAR, today()).places
    assert [(one.partnership.slug, one.nis_code, one.name, one.vouchers) for one in places.regions] == [
        ("genk", "70000", "Provincie Limburg", 11), ("zol", "70000", "Provincie Limburg", 6),
    ]  # fmt: skip
    assert places.region_totals == {"Provincie Limburg": 17}
    shown = {(one.partnership.slug, one.name): one.vouchers for one in places.seats}
    nothing = {(slug, name): 0 for slug in ("genk", "zol") for name in ("As", "Oudsbergen", "Zutendaal")}
    assert shown == {
        **nothing, ("genk", "As"): Blank.HIDDEN, ("genk", "Genk"): Blank.HIDDEN, ("zol", "Genk"): 6,
    }  # fmt: skip
    assert places.seat_totals == {
        "As": Blank.HIDDEN, "Genk": Blank.HIDDEN, "Oudsbergen": 0, "Zutendaal": 0,
    }  # fmt: skip


def test_what_is_finer_than_a_scheme_is_the_same_ever_after(during: time_machine.Traveller) -> None:
    treasury = treasury_of(set_scene())
    paid = pays(treasury, 7)
    during.move_to(AFTER)
    before = year_lines(YEAR, today())
    assert figures(before, Code.FIRST) == (7, 7)
    assert figures(before, Code.DAYS) == (0, Blank.NOTHING)
    # What happens afterwards is of another year: beside the page of yesterday it tells nothing.
    reverse_redemption(SYSTEM, redemption=paid[0], reason="Dubbel.")  # type: ignore[arg-type]
    after = year_lines(YEAR, today())
    finer = (Code.FIRST, Code.PROVIDERS, Code.DAYS, Code.ATTENDED, Code.INTRODUCTIONS)
    assert [figures(after, code) for code in finer] == [figures(before, code) for code in finer]
    assert after.places == before.places


def test_during_the_year_nothing_finer_than_a_scheme_tells_is_told(during: time_machine.Traveller) -> None:
    treasury = treasury_of(set_scene())
    pays(treasury, 7)
    lines = year_lines(YEAR, today())
    for code in (Code.FIRST, Code.PROVIDERS, Code.DAYS, Code.ATTENDED, Code.INTRODUCTIONS):
        assert set(figures(lines, code)) == {Blank.LATER}
    assert figures(lines, Code.REDEMPTIONS) == (7, 7)


def test_an_acquaintance_is_the_first_one_once(during: time_machine.Traveller) -> None:
    scene = set_scene(rules=IN_PARTS)
    for number in range(6):
        voucher = award(scene, enterprise_number(next(serials)))
        for part in (1, 2):
            redeem_voucher(
                scene.coordinator,
                code=voucher.code,
                data=invoice(voucher, 10_000, number=f"A-{number}-{part}"),
            )
    during.move_to(AFTER)
    assert figures(year_lines(YEAR, today()), Code.FIRST) == (6, 6)
    assert figures(year_lines(YEAR, today()), Code.PROVIDERS) == (Blank.HIDDEN, Blank.NOTHING)


@pytest.mark.parametrize(("now", "queries"), [(DURING, 17), (AFTER, 22)])
def test_a_year_asks_the_database_as_often_however_much_there_is(
    now: str,
    queries: int,
    during: time_machine.Traveller,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    awards(set_scene(), **{f"p{GENK}": 1})
    for slug in ("twee", "drie")[: 0 if now is DURING else 2]:
        awards(set_scene(slug=slug), **{f"p{GENK}": 5, f"p{AS_}": 1})
    during.move_to(now)
    with django_assert_num_queries(queries):
        year_lines(YEAR, today())


def test_a_scheme_stands_under_one_priority_and_the_rest_is_not_visible(
    during: time_machine.Traveller,
) -> None:
    set_scene()
    lines = {one.priority: one for one in year_lines(YEAR, today()).priorities}
    assert (lines[Priority.ENTERPRISE].schemes, lines[Priority.ENTERPRISE].budgeted_cents) == (1, 25_000_000)
    assert {lines[one].schemes for one in Priority if one is not Priority.ENTERPRISE} == {Blank.UNSEEN}
    assert {one.noticed for one in lines.values()} == {Blank.UNSEEN}
    assert {one.planned_cents for one in lines.values()} == {Blank.UNSEEN}
    # Codes before 2023 were not found, so nothing is put under one.
    assert {one.schemes for one in year_lines(2022, today()).priorities} == {Blank.UNSEEN}


@pytest.mark.parametrize(
    ("days", "half"), [({}, None), ({3: 1}, 3), ({3: 1, 9: 1}, 3), ({1: 2, 5: 3}, 5), ({0: 5}, 0)]
)
def test_half_of_the_payments_took_no_longer(days: dict[int, int], half: int | None) -> None:
    assert median(days) == half


def test_years_are_told_since_the_first_rules(during: time_machine.Traveller) -> None:
    assert list(years_told(today())) == [YEAR]
    scene = set_scene()
    fund_scheme(SYSTEM, scheme=scene.scheme, year=YEAR + 1, amount_cents=100)
    assert list(years_told(today())) == list(range(2015, YEAR + 1))
    assert years_told(date(2027, 1, 1))[-1] == 2027


def test_a_year_without_anything_is_empty_and_no_error() -> None:
    lines = year_lines(YEAR, date(2026, 2, 2))
    assert (lines.partnerships, lines.places) == ((), Places())
    assert lines.total[Code.BUDGETED] == 0
    assert not lines.hides
