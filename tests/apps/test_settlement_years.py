"""Which years of a scheme cost something, whatever stands in other years."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.plans import plan_of
from tests.settling import BY_SEAT, Year, publish, set_year
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.queries.actuals import years_with_cost, years_with_key
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import Redeemed, reverse_redemption
from wisselwerk.clock import BRUSSELS, today

pytestmark = pytest.mark.django_db


def used(year: Year, serial: int, at: datetime) -> Redeemed:
    done = year.use(serial)
    Redemption.objects.filter(pk=done.id).update(redeemed_at=at)
    return done


def test_years_with_cost_begin_and_end_at_midnight_in_brussels_and_what_was_undone_counts() -> None:
    year = set_year()
    other = Scheme.objects.get(pk=year.scheme.pk)
    other.pk, other.slug = None, "zonder-cheques"
    other.save()
    used(year, 1, datetime(2021, 1, 1, 0, 0, tzinfo=BRUSSELS))
    used(year, 2, datetime(2023, 12, 31, 23, 59, 59, tzinfo=BRUSSELS))
    undone = used(year, 3, datetime(2025, 6, 1, 12, 0, tzinfo=BRUSSELS))
    reverse_redemption(year.coordinator, redemption=undone.id, reason="Dubbel.")
    asked = [(scheme, number) for scheme in (year.scheme, other) for number in range(2020, 2027)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = years_with_cost(asked)
    assert found == {(year.scheme.pk, number) for number in (2021, 2023, 2025)}
    assert len(queries) == 1
    assert years_with_cost(asked[:1]) == years_with_cost([]) == set()


def test_rules_that_begin_on_the_first_of_january_leave_nothing_of_those_before() -> None:
    scheme, first = set_year().scheme, today().year
    publish(scheme, BY_SEAT, date(first + 1, 3, 1))
    publish(scheme, {"cost_key": None}, date(first + 2, 1, 1))
    publish(scheme, BY_SEAT, date(first + 3, 6, 1))
    asked = [(scheme, year) for year in range(first, first + 5)]
    assert years_with_key(asked) == {(scheme.pk, year) for year in (first + 1, first + 3, first + 4)}


def test_a_year_is_read_by_itself() -> None:
    year = set_year()
    with CaptureQueriesContext(connection) as queries:
        assert years_with_cost([(year.scheme, 2020)]) == set()
    assert "vouchers_redemption_at" in plan_of(queries, "schemes_scheme")
