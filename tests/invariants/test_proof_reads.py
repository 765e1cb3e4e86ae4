"""``verify`` goes over all there is, so it reads nothing twice: rules once for many rows, facts once for each decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.payments import set_treasury
from wisselwerk.apps.payouts.queries.proof import differences as payments_that_differ
from wisselwerk.apps.vouchers.models import Decision
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.domain.rule.base import Facts

pytestmark = pytest.mark.django_db

RULES = '"schemes_rulesetversion"."rules"'


def read() -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert list(differences()) == []
        assert list(payments_that_differ()) == []
    return [one["sql"] for one in asked.captured_queries]


def test_rules_are_not_read_again_with_every_voucher_decision_or_redemption() -> None:
    set_treasury().redeem()
    of_rows = tuple(f'SELECT "vouchers_{table}"' for table in ("voucher", "decision", "redemption"))
    asked = [sql for sql in read() if sql.startswith(of_rows)]
    assert len(asked) >= len(of_rows)
    assert [sql for sql in asked if RULES in sql] == []


def test_more_rows_are_not_more_queries() -> None:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.signed()
    few = len(read())
    for serial in (2, 3, 4):
        treasury.redeem(serial)
    treasury.signed()
    assert len(read()) == few


def test_the_facts_of_a_decision_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    judged: list[object] = []
    real = Facts.from_plain.__func__  # type: ignore[attr-defined]  # a class method

    def counted(kind: type[Facts], plain: object) -> Facts:
        judged.append(plain)
        found: Facts = real(kind, plain)
        return found

    monkeypatch.setattr(Facts, "from_plain", classmethod(counted))
    assert list(differences()) == []
    assert len(judged) == Decision.objects.count() == 2
