"""Every invoice is held to the official rules after it was handed in: nothing is paid before, and an outage is nobody's fault."""

import zlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.payments import Treasury, pass_checks, set_treasury
from tests.scene import actor, award, enterprise_number, invoice, put_in_outbox, refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.desk import desk_of
from wisselwerk.apps.payouts.queries.payable import Wait, payable, unpaid, waits_of
from wisselwerk.apps.payouts.queries.road import steps_of
from wisselwerk.apps.payouts.services import propose_batch
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption, Remark, RemarkSubject
from wisselwerk.apps.vouchers.queries import proof
from wisselwerk.apps.vouchers.queries.checks import (
    broken_rules,
    coordinated_check,
    delayed_checks,
    failed_checks,
    is_check_due,
)
from wisselwerk.apps.vouchers.services import (
    accept_invoice,
    check_invoices,
    redeem_voucher,
    reverse_redemption,
)
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.invoice_check import CheckState, Finding, Severity
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.en16931 import findings_in
from wisselwerk.formats.packed import pack
from wisselwerk.jobs.checks import check_invoices as job

pytestmark = pytest.mark.django_db

BROKEN = Finding("BR-23", Severity.FATAL, "A unit of measure is missing.", "Invoice/InvoiceLine", 2)
WARNING = Finding("UBL-CR-005", Severity.WARNING, "No UUID.", "Invoice")


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


def redeem(treasury: Treasury, serial: int = 1) -> Redemption:
    voucher = award(treasury.scene, enterprise_number(serial))
    data = invoice(voucher, 50_000, number=f"F-{serial}")
    done = redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=data)
    return Redemption.objects.select_related("voucher").get(pk=done.id)


def judge_all(*findings: Finding) -> int:
    return check_invoices(SYSTEM, judge=lambda _: findings)


def waits(treasury: Treasury) -> list[tuple[Wait, ...]]:
    return [tuple(waits_of(one)) for one in unpaid(treasury.payer, today()).select_related("voucher")]


def check_of(redemption: Redemption) -> InvoiceCheck:
    return InvoiceCheck.objects.get(pk=redemption.pk)


def test_an_invoice_waits_with_its_bytes_and_is_paid_only_once_it_passed(treasury: Treasury) -> None:
    one = redeem(treasury)
    check = check_of(one)
    assert (check.state, check.tries, check.findings) == (CheckState.WAITING, 0, [])
    assert zlib.decompress(check.data or b"") == invoice(one.voucher, 50_000, number="F-1")
    assert waits(treasury) == [(Wait.CHECK,)]
    assert not payable(treasury.payer, today()).exists()
    assert desk_of(treasury.payer, today()).waits == {Wait.CHECK: 1}
    with pytest.raises(Refusal) as refused:
        propose_batch(treasury.signs, payer=treasury.payer, pay_on=today())
    assert refused.value.code is RefusalCode.NOTHING_TO_PAY

    job()
    check.refresh_from_db()
    assert (check.state, check.data, check.findings) == (CheckState.PASSED, None, [])
    assert waits(treasury) == [()]
    assert treasury.propose().payments.count() == 1
    assert [*proof.differences(), *payouts.differences()] == []


def test_the_trail_knows_what_was_found(treasury: Treasury) -> None:
    one = redeem(treasury)
    judge_all(BROKEN)
    entry = Entry.objects.get(command="check_invoices")
    assert (entry.subject, entry.actor, entry.authority) == (f"redemption:{one.pk}", "system", "check_failed")


def test_a_broken_rule_stops_the_payment_and_everybody_hears_once(treasury: Treasury) -> None:
    one = redeem(treasury)
    assert judge_all(WARNING, BROKEN) == 1
    assert judge_all(BROKEN) == 0, "it is judged once"
    assert waits(treasury) == [(Wait.CHECK_FAILED,)]
    assert desk_of(treasury.payer, today()).waits == {Wait.CHECK_FAILED: 1}
    assert steps_of([one], today())[one.pk].waits_for == (Wait.CHECK_FAILED,)
    told = [payload for name, payload in put_in_outbox() if name == "send_invoice_check"]
    assert [payload["redemption_id"] for payload in told] == [str(one.pk)] * 2
    (found,) = failed_checks(treasury.scene.coordinator)
    assert [(rule.rule, rule.is_fatal, rule.times) for rule in broken_rules(found)] == [
        ("UBL-CR-005", False, 1),
        ("BR-23", True, 2),
    ]
    assert list(proof.differences()) == []


def test_a_warning_is_kept_and_stops_nothing(treasury: Treasury) -> None:
    one = redeem(treasury)
    judge_all(WARNING)
    assert check_of(one).state == CheckState.PASSED
    assert [rule.rule for rule in broken_rules(check_of(one))] == ["UBL-CR-005"]
    assert waits(treasury) == [()]


def test_the_official_rules_find_what_is_wrong_with_a_real_one(treasury: Treasury) -> None:
    voucher = award(treasury.scene, enterprise_number(1))
    data = invoice(voucher, 50_000).replace(b'unitCode="C62"', b'unitCode="stuk"')
    redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=data)
    job()
    (found,) = failed_checks(treasury.scene.coordinator)
    assert [one.rule for one in broken_rules(found)] == ["BR-CL-23"]


# -- The two ways on ------------------------------------------------------------------------------------------------


def test_a_coordinator_accepts_it_with_a_reason_and_then_it_can_be_paid(treasury: Treasury) -> None:
    one = redeem(treasury)
    judge_all(BROKEN)
    with pytest.raises(Refusal) as refused:
        accept_invoice(treasury.scene.coordinator, redemption=one.pk, reason="  ")
    assert refused.value.code is RefusalCode.MOTIVATION_MISSING
    assert check_of(one).state == CheckState.FAILED

    accept_invoice(treasury.scene.coordinator, redemption=one.pk, reason="Enkel de eenheid ontbreekt.")
    assert check_of(one).state == CheckState.ACCEPTED
    assert Remark.objects.get(subject=RemarkSubject.ACCEPTANCE).text == "Enkel de eenheid ontbreekt."
    assert Entry.objects.get(command="accept_invoice").actor == str(treasury.scene.coordinator)
    assert waits(treasury) == [()]
    assert not failed_checks(treasury.scene.coordinator).exists()
    with pytest.raises(Refusal) as refused:
        accept_invoice(treasury.scene.coordinator, redemption=one.pk, reason="Nog eens.")
    assert refused.value.code is RefusalCode.WRONG_STATE
    treasury.bank_pays(treasury.signed())
    assert [*proof.differences(), *payouts.differences()] == []


@pytest.mark.parametrize("findings", [None, (), (WARNING,)])
def test_only_what_broke_a_rule_is_accepted(treasury: Treasury, findings: Sequence[Finding] | None) -> None:
    one = redeem(treasury)
    if findings is not None:
        judge_all(*findings)
    with pytest.raises(Refusal) as refused:
        accept_invoice(treasury.scene.coordinator, redemption=one.pk, reason="Zomaar.")
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": check_of(one).state})


def test_it_is_undone_and_the_corrected_one_takes_its_place(treasury: Treasury) -> None:
    one = redeem(treasury)
    judge_all(BROKEN)
    coordinator = treasury.scene.coordinator
    reverse_redemption(coordinator, redemption=one.pk, reason="De factuur wordt verbeterd.")
    assert not failed_checks(coordinator).exists()
    with pytest.raises(Refusal) as refused:
        accept_invoice(coordinator, redemption=one.pk, reason="Toch maar.")
    assert refused.value.code is RefusalCode.ALREADY_REVERSED
    data = invoice(one.voucher, 50_000, number="F-1")
    redeem_voucher(coordinator, code=one.voucher.code, data=data)
    pass_checks()
    assert waits(treasury) == [()]
    assert list(proof.differences()) == []


def test_who_may_accept_and_who_does_not_even_see_it(treasury: Treasury) -> None:
    one = redeem(treasury)
    judge_all(BROKEN)
    for key in ("provider_staff", "auditor"):
        with pytest.raises(Refusal) as refused:
            accept_invoice(actor(key), redemption=one.pk, reason="Goed zo.")
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    with pytest.raises(Redemption.DoesNotExist):
        accept_invoice(actor("stranger"), redemption=one.pk, reason="Goed zo.")
    with pytest.raises(Redemption.DoesNotExist):
        accept_invoice(treasury.scene.coordinator, redemption=uuid4(), reason="Goed zo.")
    with pytest.raises(Refusal):
        check_invoices(treasury.scene.coordinator, judge=lambda _: ())
    with pytest.raises(InvoiceCheck.DoesNotExist):
        coordinated_check(actor("provider_staff"), one.pk)


# -- When the check itself breaks down ------------------------------------------------------------------------------


def break_down(_data: bytes) -> Sequence[Finding]:
    raise MemoryError("no memory")


def test_an_outage_is_tried_again_later_and_tells_nobody_that_something_is_wrong(treasury: Treasury) -> None:
    one = redeem(treasury)
    with time_machine.travel(now(), tick=False) as clock:
        assert check_invoices(SYSTEM, judge=break_down) == 0
        assert (check_of(one).state, check_of(one).tries) == (CheckState.WAITING, 1)
        assert not is_check_due()
        assert waits(treasury) == [(Wait.CHECK,)]
        clock.shift(timedelta(minutes=1))
        assert judge_all() == 0
        clock.shift(timedelta(minutes=1))
        assert is_check_due()
        assert check_invoices(SYSTEM, judge=break_down) == 0
        assert list(delayed_checks(treasury.scene.coordinator)) == [check_of(one)]
        assert not failed_checks(treasury.scene.coordinator).exists()
        clock.shift(timedelta(hours=1))
        assert judge_all() == 1
    assert not delayed_checks(treasury.scene.coordinator).exists()
    assert [name for name, _ in put_in_outbox() if name == "send_invoice_check"] == []
    assert list(proof.differences()) == []


def test_one_that_breaks_the_check_down_does_not_keep_the_others_from_it(treasury: Treasury) -> None:
    bad, good = redeem(treasury, 1), redeem(treasury, 2)
    poison = invoice(bad.voucher, 50_000, number="F-1")

    def judge(data: bytes) -> Sequence[Finding]:
        return break_down(data) if data == poison else ()

    assert check_invoices(SYSTEM, judge=judge) == 1
    assert (check_of(bad).state, check_of(good).state) == (CheckState.WAITING, CheckState.PASSED)


def test_that_it_was_begun_is_known_before_it_is_done(treasury: Treasury) -> None:
    """What ends the whole process must not be the first again when that comes back."""
    one = redeem(treasury)
    seen = []

    def judge(_data: bytes) -> Sequence[Finding]:
        seen.append(check_of(one).tries)
        return ()

    check_invoices(SYSTEM, judge=judge)
    assert seen == [1]


def test_what_was_undone_meanwhile_is_judged_and_nobody_is_told(treasury: Treasury) -> None:
    one = redeem(treasury)
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Vergissing.")
    judge_all(BROKEN)
    assert check_of(one).data is None
    assert [name for name, _ in put_in_outbox() if name == "send_invoice_check"] == []


def test_two_who_judge_the_same_judge_it_once(treasury: Treasury) -> None:
    one = redeem(treasury)

    def judge(_data: bytes) -> Sequence[Finding]:
        # Somebody else was done first: its wait had passed.
        InvoiceCheck.objects.update(try_at=now())
        judge_all()
        return (BROKEN,)

    assert check_invoices(SYSTEM, judge=judge) == 0
    assert check_of(one).state == CheckState.PASSED
    assert list(proof.differences()) == []


# -- What must always be true ---------------------------------------------------------------------------------------


def test_a_redemption_that_is_refused_leaves_no_invoice_behind(
    treasury: Treasury,
) -> None:
    """The invoice is put aside in the write of the redemption itself: neither is there without the other."""
    one = redeem(treasury)
    assert InvoiceCheck.objects.count() == Redemption.objects.count() == 1
    with pytest.raises(Refusal):
        redeem_voucher(
            treasury.scene.coordinator,
            code=one.voucher.code,
            data=invoice(one.voucher, 50_000, number="F-1"),
        )
    assert InvoiceCheck.objects.count() == Redemption.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"data": None},
        {"state": CheckState.PASSED},
        {"state": CheckState.ACCEPTED, "data": None},
        {"checked_at": now()},
    ],
)
def test_the_database_itself_keeps_what_waits_and_nothing_else(
    treasury: Treasury, changes: dict[str, object]
) -> None:
    one = redeem(treasury)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceCheck.objects.filter(pk=one.pk).update(**changes)
    judge_all()
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceCheck.objects.filter(pk=one.pk).update(data=pack(b"kept"))


def test_a_redemption_without_a_check_is_not_paid_and_is_named(treasury: Treasury) -> None:
    one = redeem(treasury)
    pass_checks()
    InvoiceCheck.objects.filter(pk=one.pk).delete()
    assert waits(treasury) == [(Wait.CHECK,)]
    assert desk_of(treasury.payer, today()).waits == {Wait.CHECK: 1}
    assert not payable(treasury.payer, today()).exists()
    assert list(proof.differences()) == [
        f"redemption {one.pk}: its invoice was never put up for the official check"
    ]


def test_a_payment_of_what_did_not_pass_is_named(treasury: Treasury) -> None:
    one = redeem(treasury)
    pass_checks()
    payment = treasury.propose().payments.get()
    InvoiceCheck.objects.filter(pk=one.pk).update(state=CheckState.FAILED)
    assert f"payment {payment.pk}: pays an invoice that did not pass the official check" in [
        *payouts.differences()
    ]


def test_many_are_judged_with_the_rules_compiled_once(treasury: Treasury) -> None:
    for serial in range(5):
        redeem(treasury, serial)
    assert check_invoices(SYSTEM, judge=findings_in) == 5
    assert InvoiceCheck.objects.filter(state=CheckState.PASSED).count() == 5
