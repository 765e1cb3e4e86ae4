"""Figures of schemes beside main lines: whoever has both and takes one off the other gets no number that is too small."""

from datetime import date, timedelta
from itertools import count

import pytest
import time_machine

from tests.payments import pass_checks, treasury_of
from tests.scene import Scene, award, enterprise_number, invoice, set_scene
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.services import renew_figures
from wisselwerk.apps.initiatives.queries.main_lines import year_lines
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import fund_scheme
from wisselwerk.apps.vouchers.models import Application, Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.clock import now
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.indicator import Figure, Indicator
from wisselwerk.domain.main_lines import Blank, Code

pytestmark = pytest.mark.django_db

FIRST, SECOND, THEN = date(2025, 6, 16), date(2026, 6, 15), date(2027, 2, 2)
serials = count(100)


def use(scene: Scene, number: int) -> list[Voucher]:
    """So many businesses that use a voucher at once."""
    vouchers = [award(scene, enterprise_number(next(serials))) for _each in range(number)]
    hand_in(vouchers)
    return vouchers


def hand_in(vouchers: list[Voucher]) -> None:
    for voucher in vouchers:
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000, number=voucher.code))


def figures(scene: Scene, on: date = THEN) -> dict[Indicator, Figure]:
    renew_figures(SYSTEM, on=on)
    return dict(figures_of([scene.scheme.pk], today=on)[scene.scheme.pk])


@pytest.fixture
def scene() -> Scene:
    """Six businesses in the first year."""
    with time_machine.travel(FIRST):
        scene = set_scene()
        use(scene, 6)
    return scene


def test_three_of_the_next_year_are_not_what_two_totals_differ_by(scene: Scene) -> None:
    with time_machine.travel(SECOND):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=SECOND.year, amount_cents=10_000_000)
        use(scene, 3)
    with time_machine.travel(THEN):
        told = [year_lines(year, THEN).total[Code.REDEMPTIONS] for year in (FIRST.year, SECOND.year)]
        assert told == [6, Blank.HIDDEN]
        found = figures(scene)
    # Of everything that was counted, nothing is left when what main lines tell of the first year is taken away.
    assert {one.counted - 6 for one in found.values() if one.counted is not None} == {0}


def test_nothing_of_the_year_that_runs_counts_before_it_is_over(scene: Scene) -> None:
    with time_machine.travel(SECOND):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=SECOND.year, amount_cents=10_000_000)
        before = figures(scene, SECOND)
        use(scene, 8)
        after = figures(scene, SECOND)
    assert {one: after[one] for one in after if one is not Indicator.UPTAKE} == {
        one: before[one] for one in before if one is not Indicator.UPTAKE
    }
    assert figures(scene)[Indicator.OWN_MONEY].counted == 14


def test_invoices_of_a_year_on_the_money_of_two_do_not_tell_how_few_are_on_the_one(scene: Scene) -> None:
    with time_machine.travel(FIRST):
        late = [award(scene, enterprise_number(next(serials))) for _each in range(5)]
    with time_machine.travel(SECOND):
        fund_scheme(SYSTEM, scheme=scene.scheme, year=SECOND.year, amount_cents=10_000_000)
        Voucher.objects.filter(pk__in=[one.pk for one in late]).update(valid_until=date(2026, 12, 31))
        hand_in(late)
        use(scene, 3)
    # Main lines tell 11 invoices of the money of the first year; 14 in all would tell the 3 of the second.
    assert figures(scene)[Indicator.OWN_MONEY].counted == 6


def test_what_is_undone_later_changes_no_year_that_was_told(scene: Scene) -> None:
    before = figures(scene, SECOND)
    with time_machine.travel(SECOND):
        reverse_redemption(scene.coordinator, redemption=Redemption.objects.earliest("pk").pk, reason="Fout")
        after = figures(scene, SECOND)
    for one in (Indicator.OWN_MONEY, Indicator.FIRST, Indicator.DECISION_DAYS):
        assert after[one] == before[one]


def test_first_acquaintances_of_one_scheme_do_not_tell_those_of_the_other_of_the_partnership(
    scene: Scene,
) -> None:
    assert figures(scene)[Indicator.FIRST].counted == 6
    with time_machine.travel(FIRST):
        few = use(scene, 3)
    other = Scheme.objects.create(slug="buur", name="Buur", partnership=scene.partnership)
    Voucher.objects.filter(pk__in=[one.pk for one in few]).update(scheme=other)
    # Main lines tell that there were nine in all.
    assert year_lines(FIRST.year, THEN).total[Code.FIRST] == 9
    assert not figures(scene)[Indicator.FIRST].is_shown


def test_how_many_were_decided_does_not_tell_how_few_were_not(scene: Scene) -> None:
    assert figures(scene)[Indicator.DECISION_DAYS].counted == 6
    with time_machine.travel(FIRST):
        applied_at = now()
    with time_machine.travel(SECOND):
        # It waited for a person: its decision came when the year was over.
        fund_scheme(SYSTEM, scheme=scene.scheme, year=SECOND.year, amount_cents=10_000_000)
        late = award(scene, enterprise_number(next(serials))).application
        Application.objects.filter(pk=late.pk).update(applied_at=applied_at)
    assert not figures(scene, SECOND)[Indicator.DECISION_DAYS].is_shown
    assert figures(scene)[Indicator.DECISION_DAYS].counted == 7


def test_how_many_were_paid_does_not_tell_how_few_wait(scene: Scene) -> None:
    with time_machine.travel(FIRST + timedelta(days=1)):
        treasury = treasury_of(scene)
        pass_checks()
        treasury.bank_pays(treasury.signed())
    assert figures(scene)[Indicator.PAYMENT_DAYS].counted == 6
    with time_machine.travel(FIRST):
        use(scene, 2)
    # Eight invoices, as main lines tell: six that were paid would tell the two.
    assert year_lines(FIRST.year, THEN).total[Code.REDEMPTIONS] == 8
    assert not figures(scene)[Indicator.PAYMENT_DAYS].is_shown
