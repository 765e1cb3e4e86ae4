"""A payee is told that what we owed it counted, and that no account number of its can be used: by mail, else by letter."""

from datetime import date, timedelta

import pytest

from tests.apps.test_payouts_bank_files import entry, one_signed, sound, told
from tests.apps.test_payouts_beside import MORE, record
from tests.apps.test_payouts_counted import paid_too_much
from tests.payments import PART_CENTS, PAYEE_IBAN, Treasury, set_treasury
from tests.scene import EMAIL, actor, refusal_of
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.payouts.claim_paper import claim_paper
from wisselwerk.apps.payouts.models import BankAccount, BankLine, PayeeNotice, Payment
from wisselwerk.apps.payouts.payee_paper import payee_paper
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.payee_notices import payee_letters_to_post
from wisselwerk.apps.payouts.queries.stranded import ASKED_FOR
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    deliver_payee_notice,
    name_account,
    post_payee_notice,
    record_payment,
    take_back_repayment,
    tell_payees,
)
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

OTHER_IBAN = "BE71096123456769"
URL = "https://voorbeeld.example/aanbieder/rekening/"


def refused(*, acts: bool = True) -> Treasury:
    """Who paid something that came back, as the account of the payee is closed; nobody acts for it meanwhile unless one ``acts``."""
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    if not acts:
        nobody_acts()
    told(treasury, entry(PART_CENTS, payment.end_to_end_id, reason="AC04"), name="S-2")
    return treasury


def told_by_claim() -> str:
    found = Claim(open_claims().get())
    return " ".join(claim_paper(found, found.notices[-1]).paragraphs).replace("\u00a0", " ")


def nobody_acts() -> None:
    RoleHolding.objects.filter(person__email=EMAIL["provider_staff"]).update(valid_until=date(2020, 1, 1))


def letters(treasury: Treasury) -> list[PayeeNotice]:
    return payee_letters_to_post(treasury.signs)


def said(notice: PayeeNotice) -> str:
    paper = payee_paper(PayeeNotice.objects.get(pk=notice.pk), url=URL)
    facts = [f"{name}: {value}" for name, value in paper.facts]
    return "\n".join([paper.subject, *paper.paragraphs, *facts, paper.contact]).replace("\u00a0", " ")


@pytest.fixture
def claim() -> tuple[Treasury, Payment]:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id), name="S-1")
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    return treasury, open_claims().get()


def test_where_the_bank_refuses_an_account_and_no_mail_goes_a_letter_waits_until_it_was_sent() -> None:
    treasury = refused(acts=False)
    (notice,) = letters(treasury)
    assert (notice.payee, notice.state) == (treasury.payee, DeliveryState.TO_POST)
    words = said(notice)
    assert f"eindigt op {PAYEE_IBAN[-4:]}" in words
    assert PAYEE_IBAN[:8] not in words.replace(" ", "")
    assert "Aan u te betalen: € 250,00" in words
    assert URL in words
    assert "regisseur" in words
    assert payee_letters_to_post(treasury.orders) == []
    post_payee_notice(treasury.signs, notice=notice)
    assert (letters(treasury), sound()) == ([], [])
    # The night lays no second one ready.
    assert tell_payees(SYSTEM, on=today() + timedelta(days=1)) == 0
    with pytest.raises(Refusal) as found:
        post_payee_notice(treasury.signs, notice=notice)
    assert refusal_of(found)[0] == RefusalCode.WRONG_STATE


def test_a_letter_of_long_ago_keeps_no_new_one_from_going() -> None:
    treasury = refused(acts=False)
    (first,) = letters(treasury)
    post_payee_notice(treasury.signs, notice=first)
    assert tell_payees(SYSTEM, on=today() + ASKED_FOR - timedelta(days=1)) == 0
    later = today() + ASKED_FOR
    assert [tell_payees(SYSTEM, on=later) for _night in range(2)] == [1, 0]
    (second,) = letters(treasury)
    assert (second.payee, second.state, second.asked_on) == (treasury.payee, DeliveryState.TO_POST, later)
    assert sound() == []


def test_who_has_mail_gets_no_letter_unless_its_mail_server_refuses() -> None:
    treasury = refused()
    notice = PayeeNotice.objects.get()
    assert (notice.state, letters(treasury)) == (DeliveryState.WAITING, [])
    deliver_payee_notice(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    assert letters(treasury) == [notice]
    # One of those who act for it has it after all.
    assert deliver_payee_notice(SYSTEM, notice=notice)
    assert not deliver_payee_notice(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    assert (letters(treasury), sound()) == ([], [])


def test_who_was_mailed_and_acts_no_longer_is_followed_by_a_letter() -> None:
    treasury = refused()
    deliver_payee_notice(SYSTEM, notice=PayeeNotice.objects.get())
    assert tell_payees(SYSTEM, on=today()) == 0
    nobody_acts()
    assert tell_payees(SYSTEM, on=today()) == 1
    assert [one.state for one in letters(treasury)] == [DeliveryState.TO_POST]


def test_what_the_bank_paid_too_little_is_not_called_money_that_came_in() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS + MORE, payment.end_to_end_id), name="S-1")
    record_payment(treasury.signs, line=BankLine.objects.get(), text="Met een tikfout.")
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    claim_everything_back(SYSTEM, on=today())
    assert tell_payees(SYSTEM, on=today()) == 1
    assert "of de bank had u te weinig betaald" in said(PayeeNotice.objects.get())
    assert "of de bank had u te weinig betaald" in told_by_claim()
    assert sound() == []


def test_no_letter_goes_once_another_number_was_given() -> None:
    treasury = refused()
    PayeeNotice.objects.update(state=DeliveryState.MAIL_REFUSED)
    name_account(actor("provider_staff"), organisation=treasury.payee, iban=OTHER_IBAN)
    assert letters(treasury) == []


@pytest.mark.parametrize("is_changing", [False, True])
def test_a_payee_without_a_number_whom_nobody_can_ask_gets_a_letter_by_night(is_changing: bool) -> None:
    """Also where a number waits that nobody is left to confirm."""
    treasury = set_treasury()
    treasury.redeem()
    BankAccount.objects.filter(organisation=treasury.payee).update(
        **{"confirmed_at": None, "usable_from": None} if is_changing else {"closed_at": now()}
    )
    assert tell_payees(SYSTEM, on=today()) == 0, "somebody acts for it"
    nobody_acts()
    assert tell_payees(SYSTEM, on=today()) == 1
    assert tell_payees(SYSTEM, on=today()) == 0
    (notice,) = letters(treasury)
    assert "heeft geen rekeningnummer van De Zilverspar" in said(notice)
    assert sound() == []


def test_a_payee_is_told_by_mail_that_what_we_owed_it_counted(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    assert tell_payees(SYSTEM, on=today()) == 1
    assert tell_payees(SYSTEM, on=today()) == 0
    notice = PayeeNotice.objects.get()
    assert (notice.state, letters(treasury)) == (DeliveryState.WAITING, [])
    words = said(notice)
    assert "We verrekenden € 50,00 met wat u moet terugbetalen" in words
    assert "Dubbel." in words
    assert "Teruggevraagd: € 250,00" in words
    assert "Verrekend: € 50,00" in words
    assert "Nog terug te betalen: € 200,00" in words
    assert deliver_payee_notice(SYSTEM, notice=notice)
    assert sound() == []


def test_as_much_as_was_asked_needs_nothing_more(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment, PART_CENTS)
    tell_payees(SYSTEM, on=today())
    assert "Daarmee is alles terug. U hoeft niets te doen." in said(PayeeNotice.objects.get())


def test_what_counted_is_told_by_letter_where_no_mail_goes_and_not_once_it_was_taken_back(
    claim: tuple[Treasury, Payment],
) -> None:
    treasury, payment = claim
    nobody_acts()
    paid_too_much(treasury, payment)
    tell_payees(SYSTEM, on=today())
    (notice,) = letters(treasury)
    assert (notice.line, notice.state) == (counted(), DeliveryState.TO_POST)
    take_back(treasury)
    assert letters(treasury) == []
    assert tell_payees(SYSTEM, on=today()) == 0, "nothing of it had left"
    assert sound() == []


def test_what_was_told_and_counts_no_more_is_told_too(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    tell_payees(SYSTEM, on=today())
    first = PayeeNotice.objects.get()
    deliver_payee_notice(SYSTEM, notice=first)
    take_back(treasury)
    assert tell_payees(SYSTEM, on=today()) == 1
    second = PayeeNotice.objects.latest("pk")
    words = said(second)
    assert "€ 50,00 telt niet meer mee voor wat u moet terugbetalen" in words
    assert "Nog terug te betalen: € 250,00" in words
    assert tell_payees(SYSTEM, on=today()) == 0
    # Read again, the first says what it said.
    assert "Nog terug te betalen: € 200,00" in said(first)


def counted() -> BankLine:
    return BankLine.objects.get(meaning=Meaning.RECOVERED, amount_cents=MORE)


def take_back(treasury: Treasury) -> None:
    """What had come in beyond was recorded by mistake."""
    line = BankLine.objects.get(meaning=Meaning.BESIDE, amount_cents=MORE)
    take_back_repayment(treasury.signs, line=line, text="Niet binnengekomen.")


def test_a_claim_tells_apart_what_was_paid_and_what_counted(claim: tuple[Treasury, Payment]) -> None:
    treasury, payment = claim
    paid_too_much(treasury, payment)
    claim_everything_back(SYSTEM, on=today())
    words = told_by_claim()
    assert "We waren u € 50,00 schuldig" in words
    assert "al terug" not in words
    record(treasury, payment, 1_000, reference="R-7")
    words = told_by_claim()
    assert "We waren u € 50,00 schuldig" in words
    assert "€ 10,00" in words


def test_only_who_signs_the_payments_says_that_a_letter_left() -> None:
    treasury = refused(acts=False)
    for who in (treasury.orders, treasury.scene.coordinator, actor("provider_staff")):
        with pytest.raises(Refusal) as found:
            post_payee_notice(who, notice=PayeeNotice.objects.get())
        assert refusal_of(found)[0] == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize(
    "change", [{"state": DeliveryState.POSTED}, {"at": now() - timedelta(days=3)}, {"account": None}]
)
def test_verify_holds_a_letter_that_left_to_the_trail(change: dict[str, object]) -> None:
    treasury = refused(acts=False)
    notice = PayeeNotice.objects.get()
    if "state" not in change:
        post_payee_notice(treasury.signs, notice=notice)
    assert sound() == []
    PayeeNotice.objects.update(**change)
    assert any(f"payee_notice:{notice.pk}" in one for one in sound())


def test_verify_names_a_letter_to_another_than_whose_it_is() -> None:
    treasury = refused(acts=False)
    PayeeNotice.objects.update(payee=treasury.payer)
    assert any("tells a payee of what is another's" in one for one in sound())
