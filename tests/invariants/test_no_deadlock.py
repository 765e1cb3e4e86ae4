"""Commands that want the same accounts take them in one order; where the database ends one for the other, it goes again."""

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from tests.invariants.together import together
from tests.scene import Scene, enter, enterprise_number, rule_set, set_scene
from wisselwerk import db
from wisselwerk.apps.audit.models import Receipt
from wisselwerk.apps.audit.services import once
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.ledger.services import lock_accounts, open_account
from wisselwerk.apps.schemes.services import budgets, publish_version
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import decide_application, revoke_voucher
from wisselwerk.clock import now, today
from wisselwerk.db import TRIES, in_one_transaction
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def books_agree() -> Iterator[None]:
    """Whatever a test does, afterwards everything stored agrees with itself."""
    yield
    assert [*ledger.differences(), *proof.differences()] == []


@pytest.fixture
def no_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out well here does so because nobody waits in a circle, not because somebody tried again."""
    monkeypatch.setattr(db, "TRIES", 1)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A ceiling that was raised from yesterday on, and time enough to run into whoever moves it."""
    scene = set_scene(
        rules={"budget_ceiling": {"total_cents": 100_000}, "decision_mode": {"mode": "review"}},
    )

    def slowly(*args: object) -> None:
        set_ceiling(*args)  # type: ignore[arg-type]
        time.sleep(0.5)

    set_ceiling = budgets._set_ceiling
    monkeypatch.setattr(budgets, "_set_ceiling", slowly)
    return scene


def decided(scene: Scene, application: Application) -> Voucher:
    decide_application(scene.coordinator, application=application, award=True, motivation="Zo.")
    return Voucher.objects.select_related("scheme", "holder").get(application=application)


def days_ago(application: Application, days: int) -> Application:
    Application.objects.filter(pk=application.pk).update(applied_at=now() - timedelta(days=days))
    return application


def other_ceiling(scene: Scene, total_cents: int) -> None:
    """Other rules from yesterday on."""
    publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=rule_set(
            {"budget_ceiling": {"total_cents": total_cents}, "decision_mode": {"mode": "review"}}
        ),
        valid_from=today() - timedelta(days=1),
        source="Test",
    )


@pytest.mark.parametrize("total_cents", [150_000, 85_000])
def test_a_ceiling_moves_while_others_award_and_withdraw(
    scene: Scene, no_second_try: None, total_cents: int
) -> None:
    first, old, old_too = (
        days_ago(enter(scene, enterprise_number(serial)), 10 + serial) for serial in range(3)
    )
    voucher, other = decided(scene, first), decided(scene, old_too)
    other_ceiling(scene, total_cents)
    new = enter(scene, enterprise_number(4))
    results = together(
        [
            partial(decided, scene, new),
            partial(decided, scene, old),
            partial(revoke_voucher, scene.coordinator, voucher=voucher, reason="Fout."),
            partial(revoke_voucher, scene.coordinator, voucher=other, reason="Fout."),
        ]
    )
    refused = [one.code for one in results if isinstance(one, Refusal)]
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, Refusal)] == []
    assert set(refused) <= {RefusalCode.BUDGET_EXHAUSTED}


class Ended(Exception):
    """What a database driver raises when the server ended somebody for another's sake."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def ended(sqlstate: str | None) -> OperationalError:
    error = OperationalError("ended")
    error.__cause__ = Ended(sqlstate)
    return error


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_what_was_ended_for_another_begins_again_with_nothing_done(sqlstate: str) -> None:
    begun = []

    def act() -> Account:
        begun.append(Account.objects.count())
        made = open_account(AccountKind.BUDGET)
        if len(begun) < TRIES:
            raise ended(sqlstate)
        return made

    assert in_one_transaction(act) == Account.objects.get()
    assert begun == [0] * TRIES


def test_it_does_not_begin_again_for_ever() -> None:
    begun = []

    def act() -> None:
        begun.append(open_account(AccountKind.BUDGET))
        raise ended("40P01")

    with pytest.raises(OperationalError):
        in_one_transaction(act)
    assert len(begun) == TRIES
    assert not Account.objects.exists()


@pytest.mark.parametrize("sqlstate", ["57014", "08006", None])
def test_what_went_wrong_otherwise_is_not_repeated(sqlstate: str | None) -> None:
    begun = []

    def act() -> None:
        begun.append(sqlstate)
        raise ended(sqlstate)

    with pytest.raises(OperationalError):
        in_one_transaction(act)
    assert len(begun) == 1


def test_inside_another_transaction_the_whole_of_that_begins_again() -> None:
    begun: list[str] = []

    def inner() -> None:
        begun.append("inner")
        if len(begun) < 4:
            raise ended("40P01")

    def outer() -> None:
        begun.append("outer")
        in_one_transaction(inner)

    in_one_transaction(outer)
    assert begun == ["outer", "inner"] * 2
    with transaction.atomic(), pytest.raises(OperationalError):
        in_one_transaction(partial(_raise, ended("40P01")))


def _raise(error: Exception) -> None:
    raise error


def test_a_repeated_command_that_was_ended_leaves_one_receipt() -> None:
    begun: list[int] = []

    def act() -> tuple[int, dict[str, object]]:
        begun.append(Receipt.objects.count())
        if len(begun) == 1:
            raise ended("40P01")
        return 201, {"times": len(begun)}

    assert once(SYSTEM, "test", "key", "hash", act) == (201, {"times": 2})
    assert once(SYSTEM, "test", "key", "hash", act) == (201, {"times": 2})
    # Its own, written before it: the one of the time before is gone.
    assert begun == [1, 1]


def test_two_that_wait_for_each_other_both_get_it_done() -> None:
    first, second = (open_account(AccountKind.BUDGET).pk for _ in range(2))
    both = Barrier(2)
    met: list[int] = []

    def crossing(*order: int) -> list[int]:
        def act() -> list[int]:
            for number, pk in enumerate(order):
                lock_accounts([pk])
                if number == 0 and connection.vendor == "postgresql" and len(met) < 2:
                    # SQLite lets one writer in at a time, so there nobody is met here.
                    met.append(pk)
                    both.wait(timeout=30)
            return list(order)

        return in_one_transaction(act)

    results = together([partial(crossing, first, second), partial(crossing, second, first)])
    assert results == [[first, second], [second, first]]
