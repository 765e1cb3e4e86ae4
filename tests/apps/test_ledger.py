"""The one way money moves: what it locks, and for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wisselwerk.apps.ledger.services import open_account, post
from wisselwerk.domain.ledger import AccountKind, Movement, Road
from wisselwerk.domain.money import Cents

pytestmark = pytest.mark.django_db


def test_rows_that_only_point_at_an_account_need_not_wait_for_who_moves_its_money() -> None:
    credit, budget = open_account(AccountKind.CREDIT), open_account(AccountKind.BUDGET)
    with CaptureQueriesContext(connection) as asked:
        post(Road.FUND, [Movement(credit.pk, budget.pk, Cents(100))])
    statement = asked.captured_queries[0]["sql"]
    # A transfer to an account takes a share of its key; SQLite has one writer at a time and no such locks.
    assert ("FOR NO KEY UPDATE" in statement) == connection.features.has_select_for_no_key_update
    assert "FOR UPDATE" not in statement


def test_amounts_and_sums_need_more_than_32_bits() -> None:
    credit, budget = open_account(AccountKind.CREDIT), open_account(AccountKind.BUDGET)
    for _ in range(2):
        post(Road.FUND, [Movement(credit.pk, budget.pk, Cents(5_000_000_000))])
    budget.refresh_from_db()
    assert budget.in_cents == 10_000_000_000
