"""A credit note takes back an invoice or a part of it: once, to the cent, also after it was paid, and nothing is rewritten."""

from collections.abc import Callable

import pytest

from tests.credits import agrees, fresh, give, redeem, standing, used
from tests.nights import let_lapse
from tests.payments import pass_checks, set_treasury
from tests.scene import (
    IN_PARTS,
    Rules,
    Scene,
    award,
    enterprise_number,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.apps.ledger.models import Account
from wisselwerk.apps.payouts.queries.claims import open_claims
from wisselwerk.apps.payouts.queries.payable import claims_on
from wisselwerk.apps.payouts.services import order_batch
from wisselwerk.apps.vouchers.models import CreditNote, InvoiceCheck, Redemption, Voucher
from wisselwerk.apps.vouchers.services import (
    accept_invoice,
    check_invoices,
    reverse_redemption,
    revoke_voucher,
)
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import CheckState, Finding, Severity
from wisselwerk.domain.ledger import AccountKind
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

BROKEN = Finding("BR-23", Severity.FATAL, "A unit of measure is missing.", "Invoice/InvoiceLine")
OWN_FIRST: Rules = {
    "amount": {"amount_cents": 50_000},
    "own_contribution": {"minimum_cents": 10_000, "when_short": "own_money_first"},
}


def test_a_full_one_reopens_the_voucher_and_another_invoice_takes_the_place() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    done = give(scene, voucher, 30_000)
    assert (done.replacement, done.credited_cents, done.back_cents) == (None, 30_000, 30_000)
    assert (done.state, done.left_cents) == ("open", 50_000)
    assert fresh(voucher).account.balance_cents == 50_000
    assert Redemption.objects.get().is_reversed
    assert CreditNote.objects.get().undone_id == done.undone
    assert redeem(scene, voucher, 30_000, "F-2").left_cents == 20_000
    assert agrees()


@pytest.mark.parametrize("back_cents", [50_000, 1])
def test_an_invoice_that_a_credit_note_corrected_is_not_handed_in_again(back_cents: int) -> None:
    scene = set_scene(rules={"number_per_enterprise": {"maximum": 2}})
    first, second = award(scene), award(scene)
    redeem(scene, first, 50_000, "F-1")
    assert give(scene, first, back_cents).replacement is None
    for voucher in (first, second):
        with pytest.raises(Refusal) as refused:
            redeem(scene, voucher, 50_000, "f-1")
        assert refused.value.code is RefusalCode.INVOICE_ALREADY_USED
    assert redeem(scene, first, 50_000, "F-2").voucher_part_cents == 25_000
    assert agrees()


def test_what_a_credit_note_left_of_an_invoice_is_undone_for_good() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    done = give(scene, voucher, 10_000)
    reverse_redemption(scene.coordinator, redemption=standing(done.replacement).pk, reason="Fout.")
    with pytest.raises(Refusal) as refused:
        redeem(scene, voucher, 30_000, "F-1")
    assert refused.value.code is RefusalCode.INVOICE_ALREADY_USED
    assert redeem(scene, voucher, 20_000, "F-2").left_cents == 30_000
    assert agrees()


def test_a_partial_one_leaves_what_the_invoice_still_comes_to() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    done = give(scene, voucher, 10_000)
    assert (done.voucher_part_cents, done.own_part_cents, done.back_cents) == (20_000, 0, 10_000)
    assert (done.state, done.left_cents) == ("partly_used", 30_000)
    before, after = standing(done.undone), standing(done.replacement)
    assert (before.is_reversed, before.voucher_part_cents) == (True, 30_000), "what was written stays"
    assert (after.is_reversed, after.eligible_cents, after.voucher_part_cents) == (False, 20_000, 20_000)
    for name in ("payee_id", "invoice_number", "invoice_issued_on", "invoice_sha256", "fingerprint"):
        assert getattr(after, name) == getattr(before, name)
    assert after.is_told, "the mail about the credit note tells it"
    with pytest.raises(Refusal) as refused:
        redeem(scene, voucher, 30_000, "F-1")
    assert refused.value.code is RefusalCode.INVOICE_ALREADY_USED
    assert agrees()


def test_several_for_one_invoice_until_nothing_is_left() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    assert give(scene, voucher, 10_000, number="C-1").voucher_part_cents == 20_000
    assert give(scene, voucher, 19_999, number="C-2").voucher_part_cents == 1
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 2, number="C-3")
    assert refused.value.code is RefusalCode.CREDIT_NOTE_TOO_HIGH
    assert refused.value.reasons[0].params["left_cents"] == 1
    assert give(scene, voucher, 1, number="C-3").replacement is None
    assert fresh(voucher).state == "open"
    assert agrees()


def test_where_own_money_is_asked_an_invoice_that_became_too_low_no_longer_counts() -> None:
    scene = set_scene()
    voucher = used(scene, 60_000)
    done = give(scene, voucher, 10_000, number="C-1")
    assert (done.voucher_part_cents, done.own_part_cents, done.state) == (25_000, 25_000, "used")
    done = give(scene, voucher, 1, number="C-2")
    assert (done.replacement, done.missing_cents, done.state) == (None, 1, "open")
    assert fresh(voucher).own_paid_cents == 0
    assert agrees()


def test_an_invoice_that_only_proves_own_money_is_reduced_without_moving_money() -> None:
    scene = set_scene(rules=OWN_FIRST)
    voucher = used(scene, 8_000)
    done = give(scene, voucher, 3_000)
    assert (done.voucher_part_cents, done.own_part_cents) == (0, 5_000)
    assert standing(done.replacement).transfer is None
    assert fresh(voucher).own_paid_cents == 5_000
    assert agrees()


def test_own_money_that_a_later_invoice_leans_on_is_not_taken_away() -> None:
    scene = set_scene(rules=OWN_FIRST)
    voucher = used(scene, 10_000)
    redeem(scene, voucher, 20_000, "F-2")
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 1)
    assert refusal_of(refused) == (RefusalCode.REVERSE_LATER_FIRST, {"missing_cents": 1})
    assert give(scene, voucher, 20_000, corrects="F-2").replacement is None
    assert agrees()


# -- Once -----------------------------------------------------------------------------------------------------------


def test_the_same_note_counts_once_and_a_repeated_command_gets_the_same_answer() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    first = give(scene, voucher, 10_000, key="k")
    assert give(scene, voucher, 10_000, key="k") == first
    for key in ("", "another"):
        with pytest.raises(Refusal) as refused:
            give(scene, voucher, 10_000, key=key)
        assert refused.value.code is RefusalCode.CREDIT_NOTE_ALREADY_USED
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 9_000, key="k", number="C-9")
    assert refused.value.code is RefusalCode.IDEMPOTENCY_CONFLICT
    assert CreditNote.objects.count() == 1
    assert fresh(voucher).account.balance_cents == 30_000


def test_the_same_number_in_other_letters_is_the_same_note() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    give(scene, voucher, 1_000, number="cn 7")
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 2_000, number="CN7")
    assert refused.value.code is RefusalCode.CREDIT_NOTE_ALREADY_USED


def test_a_note_and_an_invoice_may_have_the_same_number() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene, number="1")
    assert give(scene, voucher, 1_000, number="1", corrects="1").credited_cents == 1_000


def test_a_note_that_was_used_is_used_also_when_what_it_left_was_undone() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    done = give(scene, voucher, 10_000)
    reverse_redemption(scene.coordinator, redemption=standing(done.replacement).pk, reason="Fout.")
    with pytest.raises(Refusal) as refused:
        give(scene, voucher, 10_000)
    assert refused.value.code is RefusalCode.CREDIT_NOTE_ALREADY_USED
    assert agrees()


# -- On whatever became of the voucher ------------------------------------------------------------------------------


def lapse(scene: Scene, voucher: Voucher) -> None:
    let_lapse(voucher)


def revoke(scene: Scene, voucher: Voucher) -> None:
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Ingetrokken.")


@pytest.mark.parametrize("end", [lapse, revoke])
@pytest.mark.parametrize(("net", "stays"), [(10_000, 20_000), (30_000, 0)])
def test_what_comes_back_to_a_voucher_that_is_over_goes_on_to_the_budget(
    end: Callable[[Scene, Voucher], None], net: int, stays: int
) -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    end(scene, voucher)
    done = give(scene, voucher, net)
    assert (done.voucher_part_cents, done.left_cents) == (stays, 0)
    assert done.state in {"lapsed", "revoked"}
    assert Account.objects.get(kind=AccountKind.BUDGET).balance_cents == 25_000_000 - stays
    assert agrees()


def test_what_was_paid_is_claimed_and_what_still_counts_is_due_anew() -> None:
    treasury = set_treasury()
    scene = set_scene(slug="deel", rules=IN_PARTS)
    voucher = used(scene)
    pass_checks()
    treasury.bank_pays(treasury.signed())
    assert not claims_on(voucher).exists()
    done = give(scene, voucher, 10_000)
    (claim,) = claims_on(voucher)
    assert (claim.amount_cents, claim.redemption_id) == (30_000, done.undone)
    assert list(open_claims()) == [claim]
    batch = treasury.signed()
    assert [one.amount_cents for one in batch.payments.all()] == [20_000]
    treasury.bank_pays(batch)
    assert agrees()


def test_what_is_in_a_batch_is_taken_out_before_that_goes_on() -> None:
    treasury = set_treasury()
    scene = set_scene(slug="deel", rules=IN_PARTS)
    voucher = used(scene)
    pass_checks()
    batch = treasury.propose()
    give(scene, voucher, 10_000)
    assert agrees()
    with pytest.raises(Refusal) as refused:
        order_batch(treasury.orders, batch=batch)
    assert refused.value.code is RefusalCode.REVERSED_IN_BATCH
    assert [one.amount_cents for one in treasury.propose().payments.all()] == [20_000]


# -- The official check goes over -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(CheckState))
def test_it_is_the_same_invoice_for_the_official_rules(state: CheckState) -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = used(scene)
    first = Redemption.objects.get()
    if state is not CheckState.WAITING:
        found = () if state is CheckState.PASSED else (BROKEN,)
        check_invoices(SYSTEM, judge=lambda _: found)
    if state is CheckState.ACCEPTED:
        accept_invoice(scene.coordinator, redemption=first.pk, reason="Klein gebrek.")
    done = give(scene, voucher, 10_000)
    check = InvoiceCheck.objects.get(pk=done.replacement)
    assert check.state == state
    assert (check.data is not None) == (state is CheckState.WAITING)
    assert InvoiceCheck.objects.get(pk=first.pk).state == state
    assert agrees()
    if state is CheckState.WAITING:
        assert check_invoices(SYSTEM, judge=lambda _: (BROKEN,)) == 2
        told = [payload["redemption_id"] for name, payload in put_in_outbox() if name == "send_invoice_check"]
        assert set(told) == {str(done.replacement)}
        assert agrees()


# -- De minimis aid -------------------------------------------------------------------------------------------------


def test_aid_to_whoever_sends_the_invoice_is_corrected_to_what_is_left() -> None:
    rules = IN_PARTS | {"de_minimis": {"provider_advantage": "whole_voucher"}}
    scene = set_scene(rules=rules)
    voucher = award(scene, enterprise_number(1), provider=None)
    redeem(scene, voucher, 30_000, "F-1")
    give(scene, voucher, 10_000)
    to_payee = RegisterLine.objects.filter(recipient=scene.provider.organisation)
    assert sum(one.amount_cents for one in to_payee) == 20_000
    assert agrees()


def test_everybody_concerned_hears_of_it_once() -> None:
    scene = set_scene(rules=IN_PARTS)
    done = give(scene, used(scene), 10_000)
    told = [payload for name, payload in put_in_outbox() if name == "send_credit_note"]
    assert [payload["credit_note_id"] for payload in told] == [done.id] * 2
    assert [name for name, _ in put_in_outbox() if name == "send_reversal"] == []
