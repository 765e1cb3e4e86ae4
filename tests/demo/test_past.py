"""The years that are over in the demo: they tell something, hide what is small, add up, are proven, and are there once."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db.models import Min, Sum
from django.test import Client

from tests.web.stage import text
from wisselwerk.apps.evaluation import proof as followed
from wisselwerk.apps.evaluation.models import Adjustment, FollowUp, FollowUpQuestion
from wisselwerk.apps.evaluation.queries.due import pairs_due
from wisselwerk.apps.initiatives.queries.main_lines import year_lines
from wisselwerk.apps.initiatives.queries.proof import differences as noticed
from wisselwerk.apps.ledger.queries import differences as booked
from wisselwerk.apps.parties.services import enterprise
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.settlements.queries import proof as settled
from wisselwerk.apps.vouchers.models import Application, Decision, DeliveryState, Redemption
from wisselwerk.apps.vouchers.queries import proof as rights
from wisselwerk.clock import day_of, today
from wisselwerk.demo.applications import OWNER
from wisselwerk.demo.last_parts import first_day
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import forget
from wisselwerk.demo.past import OF_OWNER
from wisselwerk.demo.past_years import DemoYear, past_years
from wisselwerk.domain.disclosure import is_small
from wisselwerk.domain.follow_up import MOMENTS, Outcome
from wisselwerk.domain.main_lines import Blank, Code
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.period import months_later
from wisselwerk.formats.territory import belgian_territory

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("wisselwerk.")
    }


def load() -> None:
    try:
        load_demo(today(), with_past=True)
    finally:
        forget()


def differences() -> list[str]:
    return [
        *booked(),
        *rights.differences(),
        *payouts.differences(),
        *noticed(),
        *followed.differences(),
        *settled.differences(),
    ]


def its_main_lines_tell_all_of_it(one: DemoYear) -> None:
    """Of each partnership, and together; all of it was used and paid in the year itself, out of money of that year.

    In January and February more of the demo is of last year, where that hides numbers: then nothing is held to them.
    """
    year = one.began_on.year
    if year == first_day().year:
        return
    lines = year_lines(year, today())
    told = {line.partnership.slug: line.figures for line in lines.partnerships}
    number = Counter(pair.application.scheme for _day, pair in one.used)
    if months_later(today(), -min(MOMENTS)).year == year:
        number[OF_OWNER.scheme] += 1
    for slug, used in number.items():
        assert [told[slug][code] for code in (Code.VOUCHERS, Code.REDEMPTIONS, Code.FIRST)] == [used] * 3
        assert told[slug][Code.PAID] == told[slug][Code.USED] == told[slug][Code.AWARDED]
        assert told[slug][Code.PROVIDERS] == 5
        assert isinstance(told[slug][Code.DAYS], int)
    assert set(lines.places.region_totals.values()) == {sum(number.values())}
    shown = {seat.name: seat.vouchers for seat in lines.places.seats if seat.vouchers is not Blank.HIDDEN}
    places = Counter(
        belgian_territory().municipality_of(pair.application.place, one.ended_on).name_nl
        for _day, pair in one.used
    )
    assert {name for name, vouchers in shown.items() if vouchers} == {
        name for name, vouchers in places.items() if not is_small(vouchers)
    }
    assert "Waar, per provincie" in text(Client().get(f"/hoofdlijnen/{year}/"))
    of_year = Payment.objects.filter(redemption__voucher__budget_account__budget__year=year)
    of_table = of_year.filter(
        redemption__voucher__holder__enterprise_number__in=[
            pair.application.number for _day, pair in one.used
        ]
    )
    assert set(of_table.values_list("state", flat=True)) == {PaymentState.PAID}
    assert {day_of(paid.redemption.redeemed_at).year for paid in of_table.select_related("redemption")} == {
        year
    }
    assert max(of_table.values_list("batch__pay_on", flat=True)) < date(year + 1, 1, 1)
    for budget in Budget.objects.filter(year=year).select_related("account"):
        assert budget.account.balance_cents > 0


def every_pair_that_was_asked_began_with_a_voucher() -> None:
    """One that is real: its scheme, its place, what vouchers paid, and the day of its first invoice."""
    for one in FollowUp.objects.select_related("business", "provider", "scheme"):
        between = Redemption.objects.filter(
            voucher__scheme=one.scheme, voucher__holder=one.business, supplier=one.provider
        )
        first = between.aggregate(at=Min("redeemed_at"), cents=Sum("voucher_part_cents"))
        assert (day_of(first["at"]), first["cents"]) == (one.first_on, one.public_cents)
    assert list(pairs_due(today())) == []


def all_were_asked_that_used_a_voucher(one: DemoYear) -> None:
    """At each moment of which the day has come, and each came to what the table says."""
    for moment in MOMENTS:
        if one.asked_on(moment) + timedelta(days=3) < today():
            found = FollowUp.objects.filter(moment=moment, first_on__year=one.began_on.year)
            came_to = dict(found.values_list("business__enterprise_number", "outcome"))
            for _day, pair in one.used:
                assert came_to[pair.application.number] == pair.came_to[moment]


def test_years_that_are_over_tell_what_was_done_for_how_much_and_where() -> None:
    load()
    for one in past_years():
        its_main_lines_tell_all_of_it(one)
        all_were_asked_that_used_a_voucher(one)
    every_pair_that_was_asked_began_with_a_voucher()
    # What was mailed in those years has arrived; what was asked today waits for its mail.
    old = Decision.objects.filter(
        decided_at__lt=datetime(today().year, 1, 1, tzinfo=ZoneInfo("Europe/Brussels"))
    )
    assert set(old.values_list("delivery__state", flat=True)) == {DeliveryState.MAILED}
    assert (
        FollowUpQuestion.objects.filter(
            person__email=OWNER, follow_up__opened_at__gte=start_of_today()
        ).count()
        == 1
    )
    assert differences() == []
    before = rows()
    load()
    assert rows() == before


def start_of_today() -> datetime:
    return datetime.combine(today(), datetime.min.time(), ZoneInfo("Europe/Brussels"))


@pytest.mark.parametrize(
    "day",
    [
        datetime(2026, 2, 10, 12, tzinfo=ZoneInfo("UTC")),
        datetime(2026, 5, 12, 12, tzinfo=ZoneInfo("UTC")),
        datetime(2028, 2, 29, 12, tzinfo=ZoneInfo("UTC")),
    ],
)
def test_they_add_up_on_any_day(day: datetime) -> None:
    """In which the last year that is over is another, or questions of the year before wait for their day."""
    with time_machine.travel(day):
        load()
        for one in past_years():
            its_main_lines_tell_all_of_it(one)
            all_were_asked_that_used_a_voucher(one)
        every_pair_that_was_asked_began_with_a_voucher()
        assert Adjustment.objects.get().look.verdict == "AS_EXPECTED"
        assert differences() == []


def test_a_home_whose_pairs_were_asked_before_keeps_what_it_has() -> None:
    load_demo(today())
    forget()
    _day, first = past_years()[0].used[0]
    business = enterprise(first.application.number)
    FollowUp.objects.create(
        scheme=Scheme.objects.get(slug=first.application.scheme),
        business=business,
        provider=enterprise(first.application.provider),
        moment=min(MOMENTS),
        first_on=past_years()[0].began_on,
        place=first.application.place,
        public_cents=25_000,
        opened_at=start_of_today(),
        closes_on=today(),
        outcome=Outcome.LASTS,
    )
    load()
    assert not Application.objects.filter(enterprise=business).exists()
    assert FollowUp.objects.count() == 1
