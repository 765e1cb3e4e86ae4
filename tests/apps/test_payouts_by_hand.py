"""What a payee paid back and no file could place: recorded by hand with its claim, once, and taken back when wrong."""

from datetime import timedelta
from operator import attrgetter

import pytest

from tests.nights import at_night
from tests.payments import PART_CENTS, PAYER_IBAN, Treasury, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.payouts.models import BankFile, BankLine, ClaimNotice, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    claim_everything_back,
    deliver_claim,
    may_be_taken_back,
    read_statement,
    record_repayment,
    take_back_repayment,
)
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind

pytestmark = pytest.mark.django_db

SEEN = "Op het dagafschrift van vandaag, zonder mededeling."


@pytest.fixture
def treasury() -> Treasury:
    """Two payments of the bank that were undone afterwards."""
    treasury = set_treasury()
    done = [treasury.redeem(1), treasury.redeem(2)]
    treasury.bank_pays(treasury.signed())
    for one in done:
        reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Dubbel.")
    return treasury


def record(treasury: Treasury, payment: Payment, cents: int = PART_CENTS, **given: object) -> BankLine:
    asked = {"paid_on": today(), "text": SEEN, "reference": "R-1"} | given
    return record_repayment(treasury.signs, payment=payment, amount_cents=cents, **asked)  # type: ignore[arg-type]


def comes_in(treasury: Treasury, payment: Payment, cents: int, name: str, reference: str = "R-1") -> Meaning:
    """A statement tells of money with the reference of a claim."""
    one = BankTransaction(Cents(cents), structured_reference=payment.reference)
    entry = BankEntry(1, Cents(cents), today(), None, reference, None, (one,))
    statement = BankStatement(StatementKind.STATEMENT, name, PAYER_IBAN, "EUR", None, None, (entry,))
    (meaning,) = read_statement(treasury.signs, statement=statement).found
    return meaning


def owed(treasury: Treasury) -> int:
    return int(settled_cents([Payable.objects.get(payee=treasury.payee).account_id]))


def sound() -> list[str]:
    return [*differences(), *books_that_differ()]


def refused(treasury: Treasury, payment: Payment, cents: int = PART_CENTS, **given: object) -> object:
    before = (BankFile.objects.count(), BankLine.objects.count(), owed(treasury))
    with pytest.raises(Refusal) as found:
        record(treasury, payment, cents, **given)
    assert (BankFile.objects.count(), BankLine.objects.count(), owed(treasury)) == before
    return refusal_of(found)


def test_one_transfer_for_two_claims_ends_both(treasury: Treasury) -> None:
    first, second = open_claims()
    assert comes_in(treasury, first, 2 * PART_CENTS, "S-1") == Meaning.DIFFERENT
    assert owed(treasury) == -2 * PART_CENTS
    for one in (first, second):
        line = record(treasury, one)
        assert (line.meaning, line.look.text) == (Meaning.RECOVERED, SEEN)
    assert (owed(treasury), list(open_claims())) == (0, [])
    assert set(Payment.objects.values_list("state", flat=True)) == {PaymentState.RECOVERED}
    # The same transfer in the other kind of file is for a person again, and moves nothing.
    assert comes_in(treasury, first, 2 * PART_CENTS, "S-2") == Meaning.DIFFERENT
    assert owed(treasury) == 0
    assert sound() == []


def test_it_may_come_in_parts_and_a_statement_that_tells_one_later_books_nothing(treasury: Treasury) -> None:
    payment = open_claims()[0]
    record(treasury, payment, 10_000)
    assert Claim(open_claims()[0]).open_cents == PART_CENTS - 10_000
    assert comes_in(treasury, payment, 10_000, "S-1") == Meaning.KNOWN
    assert comes_in(treasury, payment, PART_CENTS - 10_000, "S-2", "R-2") == Meaning.RECOVERED
    assert payment not in open_claims()
    assert sound() == []


def test_what_a_statement_told_is_not_recorded_again(treasury: Treasury) -> None:
    payment = open_claims()[0]
    assert comes_in(treasury, payment, 10_000, "S-1") == Meaning.RECOVERED
    known = (RefusalCode.REPAYMENT_KNOWN, {"amount_cents": 10_000, "on": today()})
    assert refused(treasury, payment, 10_000) == known
    known = (RefusalCode.REPAYMENT_KNOWN, {"amount_cents": 5_000, "on": today()})
    record(treasury, payment, 5_000)
    assert refused(treasury, payment, 5_000) == known
    assert sound() == []


@pytest.mark.parametrize("cents", [-1, 0, PART_CENTS + 1])
def test_never_more_than_is_asked_back(treasury: Treasury, cents: int) -> None:
    payment = open_claims()[0]
    assert refused(treasury, payment, cents) == (RefusalCode.NOT_TO_BE_REPAID, {"open_cents": PART_CENTS})


def test_nothing_is_recorded_that_cannot_be(treasury: Treasury) -> None:
    payment = open_claims()[0]
    tomorrow, yesterday = today() + timedelta(days=1), today() - timedelta(days=1)
    assert refused(treasury, payment, paid_on=tomorrow) == (RefusalCode.DAY_TO_COME, {"on": tomorrow})
    assert refused(treasury, payment, paid_on=yesterday) == (
        RefusalCode.REPAID_TOO_EARLY,
        {"on": yesterday, "paid_on": today()},
    )
    assert refused(treasury, payment, text=" ") == (RefusalCode.MOTIVATION_MISSING, {})
    other = treasury.redeem(3)
    treasury.bank_pays(treasury.signed())
    assert refused(treasury, other.payments.get()) == (RefusalCode.NOT_TO_BE_REPAID, {"open_cents": 0})


@pytest.mark.parametrize("who", ["orders", "scene.coordinator"])
def test_only_who_signs_records_and_takes_back(treasury: Treasury, who: str) -> None:
    payment = open_claims()[0]
    actor: Actor = attrgetter(who)(treasury)
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        record_repayment(actor, payment=payment, amount_cents=1, paid_on=today(), text=SEEN)
    line = record(treasury, payment)
    with pytest.raises(Refusal, match="NOT_ALLOWED"):
        take_back_repayment(actor, line=line, text="Verkeerde.")


def test_a_mistake_is_taken_back_once_and_the_right_claim_gets_it(treasury: Treasury) -> None:
    wrong, right = open_claims()
    line = record(treasury, wrong)
    assert may_be_taken_back(line)
    back = take_back_repayment(treasury.signs, line=line, text="Het was voor de andere factuur.")
    assert (back.amount_cents, back.transfer and back.transfer.reverses) == (-PART_CENTS, line.transfer)
    assert list(open_claims()) == [wrong, right]
    assert Claim(open_claims()[0]).open_cents == PART_CENTS
    assert owed(treasury) == -2 * PART_CENTS
    assert not may_be_taken_back(line)
    assert not may_be_taken_back(back)
    for again in (line, back):
        with pytest.raises(Refusal, match="WRONG_STATE"):
            take_back_repayment(treasury.signs, line=again, text="Nog eens.")
    record(treasury, right)
    # Taken back is as if it had never been: the true one is recorded, or told by a statement, all the same.
    assert comes_in(treasury, wrong, PART_CENTS, "S-1") == Meaning.RECOVERED
    assert (owed(treasury), list(open_claims())) == (0, [])
    assert sound() == []


def test_what_a_statement_confirms_is_no_mistake(treasury: Treasury) -> None:
    payment = open_claims()[0]
    line = record(treasury, payment)
    assert comes_in(treasury, payment, PART_CENTS, "S-1") == Meaning.KNOWN
    with pytest.raises(Refusal, match="REPAYMENT_KNOWN"):
        take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    with pytest.raises(Refusal, match="WRONG_STATE"):
        take_back_repayment(treasury.signs, line=BankLine.objects.exclude(pk=line.pk).last(), text="Zo.")  # type: ignore[arg-type]
    assert sound() == []


def test_verify_names_one_that_moved_the_other_way(treasury: Treasury) -> None:
    line = record(treasury, open_claims()[0])
    assert line.transfer is not None
    way = Movement(line.transfer.from_account_id, line.transfer.to_account_id, Cents(100))
    (moved,) = post(Road.RECOVER, [way])
    forged = BankLine.objects.create(
        file=line.file,
        payment=line.payment,
        end_to_end_id=line.end_to_end_id,
        amount_cents=-100,
        meaning=Meaning.RECOVERED,
        transfer=moved,
    )
    payment = line.payment_id
    assert f"bank line {forged.pk}: transfer {moved.pk} does not move what payment {payment} moves" in sound()


def test_it_is_claimed_again_with_reminders(treasury: Treasury) -> None:
    start = today()
    with at_night(start):
        assert claim_everything_back(SYSTEM, on=start) == 2
        for notice in ClaimNotice.objects.all():
            deliver_claim(SYSTEM, notice=notice)
    payment = open_claims()[0]
    line = record(treasury, payment)
    later = start + timedelta(days=16)
    assert [one.pk for one in open_claims() if Claim(one).is_due(later)] == [open_claims()[0].pk]
    take_back_repayment(treasury.signs, line=line, text="Verkeerde.")
    assert Claim(open_claims().get(pk=payment.pk)).is_due(later)


def test_a_mistake_is_taken_back_although_as_much_was_told_under_another_reference(
    treasury: Treasury,
) -> None:
    payment = open_claims()[0]
    mistake = record(treasury, payment, 10_000, reference="R-1")
    record(treasury, payment, 10_000, reference="R-2")
    assert comes_in(treasury, payment, 10_000, "S-1", "R-2") == Meaning.KNOWN
    take_back_repayment(treasury.signs, line=mistake, text="Verkeerde.")
    assert Claim(open_claims().get(pk=payment.pk)).open_cents == PART_CENTS - 10_000
    assert sound() == []


def test_other_money_on_the_same_day_under_another_reference_is_seen(treasury: Treasury) -> None:
    payment = open_claims()[0]
    record(treasury, payment, reference="R-1")
    assert comes_in(treasury, payment, PART_CENTS, "S-1", "R-2") == Meaning.DIFFERENT
    assert sound() == []


def test_verify_names_what_nobody_recorded(treasury: Treasury) -> None:
    line = record(treasury, open_claims()[0])
    forged = BankFile.objects.create(
        payer=treasury.payer,
        kind=line.file.kind,
        about=line.file.about,
        name="WISSELWERK-0/1",
        others=0,
        read_by="person:999",
        read_at=now(),
    )
    assert line.transfer is not None
    way = Movement(line.transfer.from_account_id, line.transfer.to_account_id, Cents(100))
    (moved,) = post(Road.RECOVER, [way])
    other = BankLine.objects.create(
        file=forged,
        payment=open_claims()[0],
        end_to_end_id=open_claims()[0].end_to_end_id,
        amount_cents=100,
        meaning=Meaning.RECOVERED,
        transfer=moved,
    )
    assert f"bank line {other.pk}: nobody recorded it, as far as the trail tells" in sound()


def test_the_day_it_was_all_back_is_the_latest_of_the_bank(treasury: Treasury) -> None:
    payment = open_claims()[0]
    one = record(treasury, payment, 10_000, reference="R-1")
    record(treasury, payment, PART_CENTS - 10_000, reference="R-2")
    assert Claim(Payment.objects.get(pk=payment.pk)).recovered_on == one.booked_on


def test_a_day_that_was_taken_back_is_not_when_it_came(treasury: Treasury) -> None:
    payment, start = open_claims()[0], today()
    with at_night(start + timedelta(days=9)):
        mistake = record(treasury, payment, paid_on=today())
        take_back_repayment(treasury.signs, line=mistake, text="Verkeerde.")
        record(treasury, payment, paid_on=start + timedelta(days=3), reference="R-2")
        found = Claim(Payment.objects.get(pk=payment.pk)).recovered_on
    assert found == start + timedelta(days=3)
    assert sound() == []
