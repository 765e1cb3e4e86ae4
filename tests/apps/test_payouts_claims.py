"""A payee hears how much to pay back, why, by when and how, more than once, before it is late."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.credits import give, redeem
from tests.nights import at_night
from tests.payments import PART_CENTS, PAYER_IBAN, Treasury, pass_checks, set_treasury, treasury_of
from tests.scene import (
    EMAIL,
    IN_PARTS,
    actor,
    award,
    enterprise_number,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.payouts.claim_paper import claim_paper, why_undone
from wisselwerk.apps.payouts.models import ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, claim_of, claims_for, open_claims
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import claim_everything_back, deliver_claim, name_account, post_claim
from wisselwerk.apps.payouts.services.claims import claim_back
from wisselwerk.apps.vouchers.models import Application, DeliveryState, Redemption, Remark, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences as vouchers_that_differ
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.formats import iban, structured_reference

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def treasury() -> Treasury:
    """One payment of the bank that was undone afterwards."""
    treasury = set_treasury()
    redemption = treasury.redeem()
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason="Dubbel betaald.")
    return treasury


def claim() -> Claim:
    return Claim(open_claims().get())


def night(on: date, *, mail_leaves: bool = True) -> int:
    with at_night(on):
        asked = claim_everything_back(SYSTEM, on=on)
        for notice in ClaimNotice.objects.filter(state=DeliveryState.WAITING) if mail_leaves else ():
            assert deliver_claim(SYSTEM, notice=notice)
        return asked


def test_it_is_asked_at_once_with_thirty_days_and_reminded_twice(treasury: Treasury) -> None:
    start = today() + DAY
    asked = [passed for passed in range(60) if night(start + passed * DAY)]
    assert asked == [0, 16, 27]
    assert claim().pay_by == start + 30 * DAY
    assert claim().sent == [start + days * DAY for days in asked]
    assert list(differences()) == []


def test_the_letter_says_how_much_why_by_when_and_how(treasury: Treasury) -> None:
    night(today() + DAY)
    found = claim()
    paper = claim_paper(found, found.notices[0])
    facts = [value for _, value in paper.facts]
    assert structured_reference.show(found.payment.reference) in facts
    assert iban.show(PAYER_IBAN) in facts
    assert treasury.payer.name in facts
    assert any("250,00" in fact for fact in facts)
    assert any("Dubbel betaald." in one for one in paper.paragraphs)
    assert any(found.payment.redemption.invoice_number in one for one in paper.paragraphs)


def undone_by(*credited: int) -> tuple[str, ...]:
    """What the letter says after these credit notes on an invoice of 300 euro that was paid."""
    treasury = treasury_of(set_scene(rules=IN_PARTS))
    voucher = award(treasury.scene)
    redeem(treasury.scene, voucher, 30_000, "F-1")
    pass_checks()
    treasury.bank_pays(treasury.signed())
    for serial, cents in enumerate(credited):
        give(treasury.scene, voucher, cents, number=f"C-{serial}")
    night(today() + DAY)
    found = claim()
    return claim_paper(found, found.notices[0]).paragraphs


@pytest.mark.parametrize(("credited", "pays"), [((10_000,), "200,00"), ((10_000, 5_000), "150,00")])
def test_after_a_part_was_credited_the_letter_tells_what_is_paid_separately(
    credited: tuple[int, ...], pays: str
) -> None:
    (said,) = (one for one in undone_by(*credited) if "ongedaan" in one)
    assert "een creditnota nam een deel van de factuur terug" in said
    assert f"betaalt de cheque €\N{NO-BREAK SPACE}{pays}" in said
    assert "telt niet meer mee" not in said


def test_after_all_of_it_was_credited_the_invoice_no_longer_counts() -> None:
    assert any("de factuur telt niet meer mee" in one for one in undone_by(30_000))


def test_nobody_is_late_before_two_notices_left(treasury: Treasury) -> None:
    start = today() + DAY
    assert night(start, mail_leaves=False) == 1
    assert [night(start + passed * DAY, mail_leaves=False) for passed in (1, 16, 40)] == [0, 0, 0]
    late = start + 50 * DAY
    with at_night(late):
        (notice,) = ClaimNotice.objects.all()
        assert deliver_claim(SYSTEM, notice=notice)
        assert not deliver_claim(SYSTEM, notice=notice)
    assert night(late + 11 * DAY) == 1
    assert claim().pay_by == late + 14 * DAY
    assert list(differences()) == []


def test_a_letter_that_waits_asks_to_pay_by_a_day_to_come(treasury: Treasury) -> None:
    start = today() + DAY
    night(start, mail_leaves=False)
    assert night(start + 30 * DAY, mail_leaves=False) == 0
    assert ClaimNotice.objects.get().told_until == start + 44 * DAY
    assert night(start + 31 * DAY, mail_leaves=False) == 0
    assert ClaimNotice.objects.get().told_until == start + 44 * DAY


def test_what_came_back_is_asked_no_more(treasury: Treasury) -> None:
    start = today() + DAY
    night(start)
    Payment.objects.update(state=PaymentState.RECOVERED)
    assert night(start + 20 * DAY) == 0
    assert not claim_back(SYSTEM, payment=Payment.objects.get(), on=start + 20 * DAY)


def test_what_was_not_undone_is_not_asked_back() -> None:
    treasury = set_treasury()
    treasury.redeem()
    treasury.bank_pays(treasury.signed())
    assert night(today() + DAY) == 0
    assert not claim_back(SYSTEM, payment=Payment.objects.get(), on=today())


def test_who_has_no_mail_address_gets_a_letter(treasury: Treasury) -> None:
    staff = person(EMAIL["provider_staff"])
    staff.roles.all().delete()
    night(today() + DAY)
    notice = ClaimNotice.objects.get()
    assert notice.state == DeliveryState.TO_POST
    assert claim().sent == []
    post_claim(treasury.signs, notice=notice)
    with pytest.raises(Refusal) as refused:
        post_claim(treasury.signs, notice=notice)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "posted"})
    assert claim().sent == [today()]
    assert list(differences()) == []


def test_a_mail_that_is_refused_waits_for_a_letter(treasury: Treasury) -> None:
    night(today() + DAY, mail_leaves=False)
    notice = ClaimNotice.objects.get()
    assert put_in_outbox()[-1] == ("send_claim", {"notice_id": notice.pk})
    assert deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    assert claim().waiting == notice
    post_claim(treasury.signs, notice=notice)
    assert claim().waiting is None


def test_a_mail_that_left_after_it_was_refused_counts_and_needs_no_letter(treasury: Treasury) -> None:
    night(today() + DAY, mail_leaves=False)
    notice = ClaimNotice.objects.get()
    deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    assert deliver_claim(SYSTEM, notice=notice)
    assert not deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    assert (claim().waiting, claim().sent) == (None, [today()])
    with pytest.raises(Refusal) as refused:
        post_claim(treasury.signs, notice=notice)
    assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "mailed"})
    assert list(differences()) == []


@pytest.mark.parametrize(
    "key", ["owner", "provider_staff", "auditor", "coordinator_genk", "general_director"]
)
def test_only_the_financial_director_marks_a_letter_as_posted(treasury: Treasury, key: str) -> None:
    night(today() + DAY, mail_leaves=False)
    with pytest.raises(Refusal) as refused:
        post_claim(actor(key), notice=ClaimNotice.objects.get())
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_only_background_work_asks_and_says_that_mail_left(treasury: Treasury) -> None:
    night(today() + DAY, mail_leaves=False)
    with pytest.raises(Refusal):
        claim_back(treasury.signs, payment=Payment.objects.get(), on=today())
    with pytest.raises(Refusal):
        deliver_claim(treasury.signs, notice=ClaimNotice.objects.get())


@pytest.mark.parametrize(
    ("key", "lists", "sees"),
    [
        ("financial_director", True, True),
        ("auditor", True, True),
        ("provider_staff", False, True),
        ("owner", False, False),
        ("stranger", False, False),
    ],
)
def test_a_claim_is_seen_by_who_pays_who_audits_and_who_has_to_pay(
    treasury: Treasury, key: str, *, lists: bool, sees: bool
) -> None:
    payment = Payment.objects.get()
    assert claims_for(actor(key)).exists() == lists
    assert (claim_of(actor(key), payment.pk) is not None) == sees


def paid_back() -> Redemption:
    """One payment to a business, of which only who applied is known, that was undone afterwards."""
    treasury = treasury_of(set_scene(rules={"payee": {"paid_to": "holder"}}))
    one = treasury.redeem()
    Application.objects.filter(pk=one.voucher.application_id).update(applicant=person(EMAIL["owner"]))
    name_account(SYSTEM, organisation=one.payee, iban="NL91ABNA0417164300", in_name_of="Lindekruin")
    treasury.bank_pays(treasury.signed())
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Dubbel betaald.")
    return one


def test_who_applied_for_a_business_that_was_paid_back_hears_of_it_and_sees_it() -> None:
    paid_back()
    night(today() + DAY)
    notice = ClaimNotice.objects.get()
    assert (notice.person, notice.state) == (person(EMAIL["owner"]), DeliveryState.MAILED)
    assert claim_of(actor("owner"), notice.payment_id) is not None
    for key in ("provider_staff", "stranger"):
        assert claim_of(actor(key), notice.payment_id) is None


@pytest.mark.parametrize("state", [VoucherState.FROZEN, VoucherState.REVOKED])
def test_who_applied_for_a_voucher_in_doubt_is_not_asked_for_the_money_of_the_business(
    state: VoucherState,
) -> None:
    one = paid_back()
    Voucher.objects.filter(pk=one.voucher_id).update(state=state)
    night(today() + DAY, mail_leaves=False)
    assert ClaimNotice.objects.get().state == DeliveryState.TO_POST


@pytest.mark.parametrize(
    "change", [{"state": "to_mail"}, {"told_until": date(2020, 1, 1)}, {"deadline": date(2020, 1, 1)}]
)
def test_a_notice_that_was_changed_afterwards_is_named(treasury: Treasury, change: dict[str, object]) -> None:
    night(today() + DAY)
    assert list(differences()) == []
    ClaimNotice.objects.update(**change)
    payment = Payment.objects.get()
    assert any(line.startswith(f"payment:{payment.pk}: ") for line in differences())


def test_amounts_are_those_of_the_payment(treasury: Treasury) -> None:
    assert claim().payment.amount_cents == PART_CENTS


def undo_both(treasury: Treasury) -> dict[str, Payment]:
    """Two invoices on one voucher, paid and then undone one after the other by the same person: by number of the invoice."""
    voucher = award(treasury.scene)
    for number in ("F-1", "F-2"):
        redeem(treasury.scene, voucher, 10_000, number=number)
    pass_checks()
    treasury.bank_pays(treasury.signed())
    for redemption in Redemption.objects.order_by("invoice_number"):
        why = f"Reden van {redemption.invoice_number}."
        reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason=why)
    return {one.redemption.invoice_number: one for one in open_claims()}


def test_each_claim_tells_the_reason_of_its_own_undoing_whenever_that_was_written() -> None:
    claims = undo_both(treasury_of(set_scene(rules=IN_PARTS)))
    assert {number: why_undone(Claim(one)) for number, one in claims.items()} == {
        "F-1": "Reden van F-1.",
        "F-2": "Reden van F-2.",
    }
    # It is a link: words that were put down at the very same moment, or a day later, are still those of their undoing.
    Remark.objects.filter(text="Reden van F-2.").update(at=Remark.objects.get(text="Reden van F-1.").at - DAY)
    claims = {one.redemption.invoice_number: one for one in open_claims()}
    assert why_undone(Claim(claims["F-1"])) == "Reden van F-1."
    assert why_undone(Claim(claims["F-2"])) == "Reden van F-2."


def test_where_nobody_knows_which_words_they_were_none_are_told() -> None:
    claims = undo_both(treasury_of(set_scene(rules=IN_PARTS)))
    Remark.objects.filter(text="Reden van F-2.").update(reversal=None)
    assert why_undone(Claim(open_claims().get(pk=claims["F-2"].pk))) == ""


def test_a_list_of_claims_asks_as_much_for_many_as_for_one(treasury: Treasury) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert [why_undone(Claim(one)) for one in open_claims()] == ["Dubbel betaald."]
    assert len(asked) == 3


@pytest.mark.parametrize("change", [{"actor": "person:999"}, {"subject": "CONTEST"}])
def test_verify_names_words_that_are_not_of_this_undoing(
    treasury: Treasury, change: dict[str, object]
) -> None:
    assert list(vouchers_that_differ()) == []
    Remark.objects.update(**change)
    (undone,) = Redemption.objects.all()
    assert list(vouchers_that_differ()) == [
        f"redemption {undone.pk}: the reason it was undone for is of another undoing"
    ]


def test_verify_names_words_about_another_application(treasury: Treasury) -> None:
    other = award(treasury.scene, enterprise_number(9)).application_id
    Remark.objects.update(application=other)
    assert [line for line in vouchers_that_differ() if "of another undoing" in line]
