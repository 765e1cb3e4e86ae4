"""Many at once, on the real database: a credit note counts once, a check is done once, a refusal takes one row."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.invariants.together import outcomes, together
from tests.scene import (
    IN_PARTS,
    Scene,
    award,
    credit_note,
    enterprise_number,
    invoice,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger import queries as ledger
from wisselwerk.apps.vouchers.models import Attempt, CreditNote, InvoiceCheck, Redemption, Voucher
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.services import (
    Credited,
    check_invoices,
    credit_invoice,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import CheckState

pytestmark = pytest.mark.django_db(transaction=True)


def used(scene: Scene, net_cents: int = 30_000) -> Voucher:
    voucher = award(scene, enterprise_number(1))
    redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, net_cents))
    return voucher


def crediting(scene: Scene, voucher: Voucher, net: int, number: str, key: str = "") -> Callable[[], object]:
    data = credit_note(voucher, net, number=number)
    return partial(credit_invoice, scene.coordinator, code=voucher.code, data=data, key=key)


def agrees() -> bool:
    return [*ledger.differences(), *proof.differences()] == []


def test_one_note_handed_in_by_ten_at_once_counts_once() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    results = together([crediting(scene, voucher, 10_000, "C-1")] * 10)
    assert outcomes(results) == {"done": 1, "CREDIT_NOTE_ALREADY_USED": 9}
    assert Voucher.objects.select_related("account").get().account.balance_cents == 30_000
    assert agrees()


def test_one_command_sent_ten_times_at_once_gets_one_answer() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    results = together([crediting(scene, voucher, 10_000, "C-1", key="k")] * 10)
    assert outcomes(results) == {"done": 10}
    assert len(set(results)) == 1
    assert CreditNote.objects.count() == 1
    assert agrees()


def test_ten_notes_for_one_invoice_take_back_no_more_than_it_comes_to() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    results = together([crediting(scene, voucher, 7_000, f"C-{serial}") for serial in range(10)])
    assert outcomes(results) == {"done": 4, "CREDIT_NOTE_TOO_HIGH": 6}
    standing = Redemption.objects.get(is_reversed=False)
    assert (standing.eligible_cents, standing.voucher_part_cents) == (2_000, 2_000)
    assert agrees()


def test_a_note_beside_a_reversal_and_other_invoices_leaves_the_money_in_one_place() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    first = Redemption.objects.get()
    acts: list[Callable[[], object]] = [
        crediting(scene, voucher, 10_000, "C-1"),
        partial(reverse_redemption, scene.coordinator, redemption=first.pk, reason="Fout."),
    ]
    for serial in range(6):
        data = invoice(voucher, 4_000, number=f"G-{serial}")
        acts.append(partial(redeem_voucher, scene.coordinator, code=voucher.code, data=data))
    results = together(acts)
    outcomes(results)
    by_note, by_hand = results[:2]
    assert sum(not isinstance(one, Exception) for one in (by_note, by_hand)) == 1, "it is undone once"
    if isinstance(by_note, Credited):
        assert by_note.back_cents == 10_000
    assert agrees()


def test_notes_for_different_vouchers_of_one_payee_do_not_end_each_other() -> None:
    scene = set_scene(rules=IN_PARTS)
    acts = []
    for serial in range(8):
        voucher = award(scene, enterprise_number(serial))
        data = invoice(voucher, 30_000, number=f"F-{serial}")
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
        note = credit_note(voucher, 5_000, corrects=f"F-{serial}", number=f"C-{serial}")
        acts.append(partial(credit_invoice, scene.coordinator, code=voucher.code, data=note))
    assert outcomes(together(acts)) == {"done": 8}
    assert agrees()


def test_workers_that_check_at_once_judge_each_invoice_once() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene, enterprise_number(1))
    for serial in range(12):
        data = invoice(voucher, 1_000, number=f"F-{serial}")
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    judged = together([partial(check_invoices, SYSTEM, judge=lambda _: ())] * 4)
    assert sum(one for one in judged if isinstance(one, int)) == 12
    assert InvoiceCheck.objects.filter(state=CheckState.PASSED, tries=1).count() == 12
    assert Entry.objects.filter(command="check_invoices").count() == 12
    assert agrees()


def test_one_file_refused_ten_times_at_once_is_one_row() -> None:
    scene = set_scene()
    voucher = award(scene, enterprise_number(1))
    data = invoice(voucher, 1_000)
    results = together([partial(redeem_voucher, scene.coordinator, code=voucher.code, data=data)] * 10)
    assert outcomes(results) == {"OWN_CONTRIBUTION_TOO_LOW": 10}
    assert Attempt.objects.get().times == 10
