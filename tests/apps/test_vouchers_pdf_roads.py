"""An invoice that a person checked goes on as any other: it waits for no official check, and pays whom the voucher pays."""

import pytest

from tests.credits import agrees, give, standing
from tests.payments import due_by, treasury_of
from tests.pdfs import accepted, checker, handed_in
from tests.scene import IN_PARTS, award, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.vouchers.models import Attempt, InvoiceCheck
from wisselwerk.apps.vouchers.queries.checks import is_check_due
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.invoice_check import CheckState
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


def test_it_waits_for_no_official_check_and_the_trail_tells_who_checked_it() -> None:
    treasury = treasury_of(set_scene())
    scene = treasury.scene
    voucher = award(scene)
    one = accepted(scene, handed_in(scene, voucher))
    check = InvoiceCheck.objects.get(redemption=one.redemption_id)
    assert (check.state, check.data, check.findings) == (CheckState.PASSED, None, [])
    told = Entry.objects.get(command="check_invoices", subject=f"redemption:{one.redemption_id}")
    assert (told.actor, told.authority, told.at) == (str(checker(scene)), "check_passed", check.checked_at)
    assert not is_check_due()
    (due,) = due_by(treasury.payer, today())
    assert Wait.CHECK not in due.waits_for
    assert agrees()


def test_paid_back_it_comes_from_the_provider_and_pays_the_business() -> None:
    scene = set_scene(rules={"payee": {"paid_to": "holder"}})
    voucher = award(scene)
    one = accepted(scene, handed_in(scene, voucher, 60_000, vat_cents=12_600))
    gave = standing(one.redemption_id)
    assert gave.supplier.enterprise_number == one.supplier_number
    assert gave.payee_id == voucher.holder_id
    assert (gave.voucher_part_cents, gave.own_part_cents, gave.vat_cents) == (25_000, 35_000, 12_600)
    assert gave.total_cents == one.gross_cents
    assert agrees()


def test_a_credit_note_takes_a_part_of_it_back_and_what_is_left_was_checked_too() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    one = accepted(scene, handed_in(scene, voucher, 30_000, vat_cents=6_300))
    done = give(scene, voucher, 10_000, corrects="P-1")
    left = standing(done.replacement)
    assert (done.undone, left.voucher_part_cents, left.vat_cents) == (one.redemption_id, 20_000, 4_200)
    assert InvoiceCheck.objects.get(redemption=left).state == CheckState.PASSED
    assert agrees()


def test_once_undone_it_may_come_again() -> None:
    scene = set_scene()
    voucher = award(scene)
    one = accepted(scene, handed_in(scene, voucher))
    assert one.redemption_id is not None
    reverse_redemption(scene.coordinator, redemption=one.redemption_id, reason="Fout.")
    assert accepted(scene, handed_in(scene, voucher)).redemption_id != one.redemption_id
    assert agrees()


def test_a_file_that_nobody_can_read_is_kept_as_an_attempt_and_no_more() -> None:
    scene = set_scene()
    voucher = award(scene)
    with pytest.raises(Refusal):
        handed_in(scene, voucher, data=b"<Invoice/>")
    kept = Attempt.objects.get()
    assert (kept.voucher_id, kept.actor) == (voucher.pk, str(scene.coordinator))
    assert [reason["code"] for reason in kept.reasons] == [RefusalCode.PDF_UNREADABLE]
