"""Taking files for the bank out from the shell: what a bank has is not laid ready to be sent again."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.payments import Treasury, set_treasury
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.services import hold_batch, order_batch, resume_batch, sign_batch
from wisselwerk.clock import today
from wisselwerk.domain.payment import PaymentState

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    return treasury


def export(folder: Path) -> tuple[list[str], str]:
    """The names of the files, and what it says beside."""
    out, beside = io.StringIO(), io.StringIO()
    call_command("export", "payments", "--out", str(folder), stdout=out, stderr=beside)
    return [Path(line).name for line in out.getvalue().splitlines()], beside.getvalue()


def test_a_batch_is_taken_out_until_the_bank_answers(treasury: Treasury, tmp_path: Path) -> None:
    batch = treasury.signed()
    assert export(tmp_path / "a") == ([f"{batch.message_id}.xml"], "")
    treasury.bank_pays(batch)
    assert export(tmp_path / "b") == (
        [],
        "Nothing to write: no batch of payments is signed that a bank did not answer yet.\n",
    )
    treasury.redeem(3)
    other = treasury.signed()
    assert export(tmp_path / "c")[0] == [f"{other.message_id}.xml"]


def test_what_a_bank_left_undone_is_taken_out_when_it_is_signed_anew(
    treasury: Treasury, tmp_path: Path
) -> None:
    batch = treasury.signed()
    first = batch.payments.earliest("pk")
    Payment.objects.exclude(pk=first.pk).update(state=PaymentState.TAKEN_OUT)
    treasury.bank_pays(batch)
    Payment.objects.exclude(pk=first.pk).update(state=PaymentState.PLANNED)
    PaymentBatch.objects.update(pay_on=today() - timedelta(days=10))
    assert export(tmp_path / "a")[0] == []
    batch = resume_batch(
        treasury.signs, batch=hold_batch(treasury.signs, batch=batch, reason="Bleef liggen.")
    )
    batch = sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    (name,) = export(tmp_path / "b")[0]
    assert name == f"{batch.message_id}.xml"
    written = (tmp_path / "b" / name).read_text()
    assert first.end_to_end_id not in written
    assert written.count("<EndToEndId>") == 1
