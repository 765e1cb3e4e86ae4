"""The year that is over in the demo: it tells something, hides what is small, is proven, and is there once."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from tests.web.stage import text
from wisselwerk.apps.initiatives.queries.main_lines import year_lines
from wisselwerk.apps.initiatives.queries.proof import differences as noticed
from wisselwerk.apps.ledger.queries import differences as booked
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.vouchers.queries import proof as rights
from wisselwerk.clock import day_of, today
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import forget
from wisselwerk.demo.past import PLACES
from wisselwerk.domain.main_lines import Blank, Code
from wisselwerk.domain.payment import PaymentState

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("wisselwerk.")
    }


def test_a_year_that_is_over_tells_what_was_done_for_how_much_and_where() -> None:
    try:
        load_demo(today(), with_past=True)
    finally:
        forget()
    year = today().year - 1
    lines = year_lines(year, today())
    told = {one.partnership.slug: one.figures for one in lines.partnerships}
    for slug, places in PLACES.items():
        assert (told[slug][Code.VOUCHERS], told[slug][Code.REDEMPTIONS]) == (len(places), len(places))
        assert told[slug][Code.FIRST] == len(places)
        assert told[slug][Code.PAID] == told[slug][Code.USED] == told[slug][Code.AWARDED]
        assert isinstance(told[slug][Code.DAYS], int)
    shown = {(one.partnership.slug, one.name): one.vouchers for one in lines.places.seats}
    assert {name for (_slug, name), value in shown.items() if value is not Blank.HIDDEN and value} == {
        "Genk",
        "Tongeren-Borgloon",
    }
    assert set(lines.places.region_totals.values()) == {sum(len(places) for places in PLACES.values())}
    assert "Waar, per provincie" in text(Client().get(f"/hoofdlijnen/{year}/"))
    # Nothing of this year went with it, and nothing of it waits.
    of_year = Payment.objects.filter(redemption__voucher__budget_account__budget__year=year)
    assert set(of_year.values_list("state", flat=True)) == {PaymentState.PAID}
    assert {day_of(one.redemption.redeemed_at).year for one in of_year.select_related("redemption")} == {year}
    assert max(of_year.values_list("batch__pay_on", flat=True)) < date(year + 1, 1, 1)
    assert [*booked(), *rights.differences(), *payouts.differences(), *noticed()] == []
    before = rows()
    load_demo(today(), with_past=True)
    forget()
    assert rows() == before
