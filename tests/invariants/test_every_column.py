"""Every stored column of what must be provable: ``wisselwerk verify`` names a change, or here stands why it may change."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from tests.invariants.columns import (
    A_DAY,
    COLUMNS,
    Change,
    MayChange,
)
from tests.invariants.rows import MORE
from tests.scene import (
    IN_PARTS,
    Scene,
    award,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.ledger.models import Account, Transfer
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.vouchers.models import (
    Decision,
    Redemption,
    Voucher,
)
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import extend_voucher, redeem_voucher

pytestmark = pytest.mark.django_db(transaction=True)


WHEN_MONEY_MOVED = (
    "when a sum moved that is no redemption is kept by the trail; nothing is computed from it here"
)


def everything() -> Iterator[str]:
    return chain(ledger.differences(), proof.differences(), payouts.differences())


def stored_columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}


def is_named(row: models.Model, column: str, change: Change) -> bool:
    """Whether something is found once this column of this row holds something else; afterwards it is as it was."""
    field = type(row)._meta.get_field(column)
    with transaction.atomic():
        value = change(row)
        if isinstance(value, MayChange):
            return True
        if field.many_to_many:
            getattr(row, column).set(value)
        else:
            type(row)._default_manager.filter(pk=row.pk).update(**{column: value})
        # One is enough: what follows from it need not be looked for.
        found = next(everything(), None)
        transaction.set_rollback(True)
    return found is not None


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_no_column_is_forgotten(model: type[models.Model]) -> None:
    assert stored_columns(model) == set(COLUMNS[model])


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_a_change_in_any_column_of_any_row_is_named(
    corrected: Scene, tamper: Callable[..., None], model: type[models.Model]
) -> None:
    MORE.get(model, lambda: None)()
    assert list(everything()) == []
    unnamed = [
        f"{column} of {row.pk}"
        for row in model._default_manager.order_by("pk")
        for column, change in COLUMNS[model].items()
        if not isinstance(change, MayChange) and not is_named(row, column, change)
    ]
    assert unnamed == []
    assert list(everything()) == []


def test_an_invoice_that_only_proves_own_money_is_named_too(tamper: Callable[..., None]) -> None:
    """No money moved, so no transfer tells of it."""
    scene = set_scene(
        rules=IN_PARTS | {"own_contribution": {"minimum_cents": 10_000, "when_short": "own_money_first"}}
    )
    vouchers = [award(scene, enterprise_number(serial)) for serial in range(2)]
    for serial, voucher in enumerate(vouchers):
        data = invoice(voucher, 1_000, number=f"F-{serial}")
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    row = Redemption.objects.filter(transfer=None).earliest("pk")
    unnamed = [
        column
        for column, change in COLUMNS[Redemption].items()
        if not isinstance(change, MayChange) and not is_named(row, column, change)
    ]
    assert unnamed == []


def test_a_voucher_that_got_more_time_has_no_more_than_one_can_give(tamper: Callable[..., None]) -> None:
    scene = set_scene()
    voucher = award(scene)
    extend_voucher(scene.coordinator, voucher=voucher, until=voucher.valid_until + A_DAY, reason="Ziekte.")
    assert list(everything()) == []
    tamper(voucher, valid_until=date(2099, 1, 1))
    (line,) = everything()
    assert line.startswith(f"voucher {voucher.pk}: is valid until 2099-01-01")


@pytest.mark.parametrize(
    ("model", "change", "named"),
    [
        (RuleSetVersion, {"rules": {"rules": []}}, "decision "),
        (RuleSetVersion, {"rules": "none"}, "decision "),
        (Decision, {"facts": []}, "decision "),
        (Decision, {"outcomes": [1]}, "decision "),
        (Decision, {"seals": []}, "decision "),
        (Voucher, {"state": "weg"}, "voucher "),
        (Account, {"kind": "WEG"}, "transfer "),
        (Transfer, {"road": "WEG"}, "transfer "),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_looked_at(
    played: Scene,
    tamper: Callable[..., None],
    model: type[models.Model],
    change: dict[str, object],
    named: str,
) -> None:
    last = Voucher.objects.latest("pk")
    tamper(last, own_paid_cents=1)
    tamper(model._default_manager.earliest("pk"), **change)
    found = list(everything())
    assert any(line.startswith(named) for line in found)
    assert any(line.startswith(f"voucher {last.pk}: its invoices prove") for line in found)


def test_more_rows_are_no_more_queries(played: Scene) -> None:
    with CaptureQueriesContext(connection) as few:
        assert list(everything()) == []
    for serial in range(10, 15):
        voucher = award(played, enterprise_number(serial))
        redeem_voucher(
            played.coordinator, code=voucher.code, data=invoice(voucher, 5_000, number=f"M-{serial}")
        )
    with CaptureQueriesContext(connection) as many:
        assert list(everything()) == []
    assert len(few) == len(many)
