"""What the bank says: paid once, returned once, refused; told twice changes nothing, and what differs is for a person."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.payments import PART_CENTS, PAYEE_IBAN, PAYER_IBAN, Treasury, due_by, set_treasury
from tests.scene import refusal_of
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.ledger.queries import differences as books_that_differ
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.payable import Wait
from wisselwerk.apps.payouts.queries.proof import differences
from wisselwerk.apps.payouts.services import (
    Read,
    look_at_line,
    name_account,
    read_statement,
    read_status,
)
from wisselwerk.apps.vouchers.models import Payable
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.ledger import Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind
from wisselwerk.formats.payment_status import (
    BatchStatus,
    Outcome,
    PaymentStatusReport,
    Status,
    TransactionStatus,
)
from wisselwerk.formats.structured_reference import of_number

pytestmark = pytest.mark.django_db

REFUSED = Status(Outcome.REFUSED, "RJCT", ("AC04",))


def entry(cents: int, name: str | None, *, reason: str | None = None, on: date | None = None) -> BankEntry:
    one = BankTransaction(
        Cents(cents), end_to_end_id=name, is_return=reason is not None, return_reason=reason
    )
    return BankEntry(1, Cents(cents), on or today(), None, f"REF{cents}", None, (one,))


def statement(
    *entries: BankEntry,
    name: str = "2026-1",
    kind: StatementKind = StatementKind.STATEMENT,
    iban: str = PAYER_IBAN,
) -> BankStatement:
    return BankStatement(kind, name, iban, "EUR", None, None, entries)


def told(treasury: Treasury, *entries: BankEntry, **about: object) -> Read:
    return read_statement(treasury.signs, statement=statement(*entries, **about))  # type: ignore[arg-type]


def due(treasury: Treasury) -> int:
    account = Payable.objects.get(payee=treasury.payee).account_id
    return int(settled_cents([account]))


def sound() -> Sequence[str]:
    return [*differences(), *books_that_differ()]


def one_signed() -> tuple[Treasury, Payment]:
    treasury = set_treasury()
    treasury.redeem()
    return treasury, treasury.signed().payments.get()


def test_what_is_booked_is_paid() -> None:
    treasury, payment = one_signed()
    assert due(treasury) == PART_CENTS
    read = told(treasury, entry(-PART_CENTS, payment.end_to_end_id), entry(-999, None), entry(5, "HUUR"))
    assert (read.is_new, read.found, read.file.others) == (True, {Meaning.PAID: 1}, 2)
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    line = BankLine.objects.get()
    assert line.transfer == Transfer.objects.get(road=Road.PAY)
    assert due(treasury) == 0
    assert list(due_by(treasury.payer, today())) == []
    assert sound() == []


def test_the_same_statement_again_changes_nothing() -> None:
    treasury, payment = one_signed()
    first = told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    again = told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    assert (again.is_new, again.file, again.found) == (False, first.file, first.found)
    assert (BankFile.objects.count(), BankLine.objects.count()) == (1, 1)
    assert Transfer.objects.filter(road=Road.PAY).count() == 1


def test_a_notification_and_the_statement_after_it_tell_of_the_same_money() -> None:
    treasury, payment = one_signed()
    said = entry(-PART_CENTS, payment.end_to_end_id)
    told(treasury, said, kind=StatementKind.NOTIFICATION)
    assert told(treasury, said).found == {Meaning.KNOWN: 1}
    assert due(treasury) == 0
    # A second statement that tells it again tells of other money.
    assert told(treasury, said, name="2026-2").found == {Meaning.DIFFERENT: 1}
    assert due(treasury) == 0
    assert sound() == []


def test_the_same_payment_twice_on_one_statement_is_for_a_person() -> None:
    treasury, payment = one_signed()
    said = entry(-PART_CENTS, payment.end_to_end_id)
    assert told(treasury, said, said).found == {Meaning.DIFFERENT: 1, Meaning.PAID: 1}
    assert sound() == []


def test_what_comes_back_is_due_again_and_waits_for_a_person_and_an_account() -> None:
    treasury, payment = one_signed()
    out, back = (
        entry(-PART_CENTS, payment.end_to_end_id),
        entry(PART_CENTS, payment.end_to_end_id, reason="AC04"),
    )
    assert told(treasury, out, back).found == {Meaning.PAID: 1, Meaning.RETURNED: 1}
    payment.refresh_from_db()
    assert payment.state == PaymentState.RETURNED
    assert due(treasury) == PART_CENTS
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.ACCOUNT, Wait.CAME_BACK)]
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    assert (line.reason, line.transfer and line.transfer.road) == ("AC04", Road.REVERSE)
    look_at_line(treasury.signs, line=line, text="Gebeld: de rekening is gesloten.")
    with pytest.raises(Refusal) as refused:
        treasury.propose()
    assert refusal_of(refused)[0] is RefusalCode.NOTHING_TO_PAY
    name_account(SYSTEM, organisation=treasury.payee, iban="NL91ABNA0417164300")
    assert sound() == []


def test_what_came_back_for_another_reason_is_paid_again_once_somebody_looked() -> None:
    treasury, payment = one_signed()
    told(
        treasury,
        entry(-PART_CENTS, payment.end_to_end_id),
        entry(PART_CENTS, payment.end_to_end_id, reason="MS03"),
    )
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.CAME_BACK,)]
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    look_at_line(treasury.signs, line=line, text="De bank vond geen reden.")
    with pytest.raises(Refusal) as refused:
        look_at_line(treasury.signs, line=line, text="Nog eens.")
    assert refusal_of(refused)[0] is RefusalCode.WRONG_STATE
    again = treasury.signed().payments.get()
    assert (again.redemption_id, again.end_to_end_id != payment.end_to_end_id) == (
        payment.redemption_id,
        True,
    )
    told(treasury, entry(-PART_CENTS, again.end_to_end_id), name="2026-2")
    assert due(treasury) == 0
    assert sound() == []


def test_many_that_come_back_ask_as_much_of_the_database_as_one() -> None:
    treasury = set_treasury()
    asked = []
    for number in (1, 4):
        for serial in range(number):
            treasury.redeem(10 * number + serial)
        names = [one.end_to_end_id for one in treasury.signed().payments.order_by("pk")]
        told(treasury, *(entry(-PART_CENTS, name) for name in names), name=f"UIT-{number}")
        with CaptureQueriesContext(connection) as captured:
            back = (entry(PART_CENTS, name, reason="MS03") for name in names)
            assert told(treasury, *back, name=f"TERUG-{number}").found == {Meaning.RETURNED: number}
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert sound() == []


@pytest.mark.parametrize("cents", [-PART_CENTS - 1, -1, PART_CENTS])
def test_another_amount_or_direction_moves_nothing_and_is_for_a_person(cents: int) -> None:
    treasury, payment = one_signed()
    assert told(treasury, entry(cents, payment.end_to_end_id)).found == {Meaning.DIFFERENT: 1}
    assert due(treasury) == PART_CENTS
    assert sound() == []


def test_what_was_not_signed_or_never_was_a_payment_is_for_a_person() -> None:
    treasury = set_treasury()
    treasury.redeem()
    payment = treasury.propose().payments.get()
    found = told(
        treasury,
        entry(-PART_CENTS, payment.end_to_end_id),
        entry(-PART_CENTS, "WISSELWERK-999999"),
        entry(-PART_CENTS, "WISSELWERK-" + "9" * 24),
        entry(-PART_CENTS, "WISSELWERK-x"),
    ).found
    assert found == {Meaning.DIFFERENT: 1, Meaning.UNKNOWN: 3}
    assert due(treasury) == PART_CENTS
    assert sound() == []


def test_a_statement_of_an_account_that_nobody_pays_from_is_refused() -> None:
    treasury, _ = one_signed()
    with pytest.raises(Refusal) as refused:
        told(treasury, iban="NL91ABNA0417164300")
    assert refusal_of(refused) == (RefusalCode.NOT_OUR_ACCOUNT, {"iban": "NL91ABNA0417164300"})
    with pytest.raises(Refusal) as refused:
        told(treasury, iban=PAYEE_IBAN)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def report(
    payment: Payment, *, whole: Status | None = None, one: Status | None = None
) -> PaymentStatusReport:
    named = (TransactionStatus(1, payment.end_to_end_id, one),) if one else ()
    return PaymentStatusReport(
        "S-1", payment.batch.message_id, whole, (BatchStatus(payment.batch.message_id, None, named),)
    )


def test_a_payment_that_the_bank_refuses_waits_for_a_person() -> None:
    treasury, payment = one_signed()
    read = read_status(treasury.signs, report=report(payment, one=REFUSED))
    assert read.found == {Meaning.REFUSED: 1}
    payment.refresh_from_db()
    assert payment.state == PaymentState.REFUSED
    assert due(treasury) == PART_CENTS
    assert [one.waits_for for one in due_by(treasury.payer, today())] == [(Wait.ACCOUNT, Wait.CAME_BACK)]
    assert not read_status(treasury.signs, report=report(payment, one=REFUSED)).is_new
    # Booked after all: then it must not be paid a second time, so a person looks.
    assert told(treasury, entry(-PART_CENTS, payment.end_to_end_id)).found == {Meaning.DIFFERENT: 1}
    assert sound() == []


def test_a_batch_that_the_bank_refuses_is_refused_with_all_that_is_in_it() -> None:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    payment = treasury.signed().payments.first()
    assert payment is not None
    found = read_status(treasury.signs, report=report(payment, whole=Status(Outcome.REFUSED, "RJCT"))).found
    assert found == {Meaning.REFUSED: 2}


def test_what_the_bank_accepts_is_not_paid_yet() -> None:
    treasury, payment = one_signed()
    accepted = Status(Outcome.ACCEPTED, "ACSC")
    assert read_status(treasury.signs, report=report(payment, whole=accepted)).found == {}
    assert due(treasury) == PART_CENTS


def test_a_status_of_a_batch_that_is_not_ours_is_refused() -> None:
    treasury, payment = one_signed()
    for message in ("LOON-1", f"{payment.batch.message_id}1", "WISSELWERK-BATCH-", "WISSELWERK-BATCH-1-x"):
        with pytest.raises(Refusal) as refused:
            read_status(treasury.signs, report=PaymentStatusReport("S", message, REFUSED, ()))
        assert refusal_of(refused) == (RefusalCode.BATCH_UNKNOWN, {"message": message})


def repaid(payment: Payment, cents: int = PART_CENTS, *, reference: str = "TERUG") -> BankEntry:
    one = BankTransaction(Cents(cents), structured_reference=of_number(payment.pk))
    return BankEntry(1, Cents(cents), today(), None, reference, None, (one,))


def test_what_was_undone_after_it_was_paid_is_claimed_back_and_comes_back() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    assert list(open_claims()) == []
    # Nobody asked for it yet: then it is some other payment that happens to bear that number.
    assert told(treasury, repaid(payment), name="2026-2").found == {}
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    assert list(open_claims()) == [payment]
    assert due(treasury) == -PART_CENTS
    assert sound() == []
    assert told(treasury, repaid(payment), name="2026-4").found == {Meaning.RECOVERED: 1}
    payment.refresh_from_db()
    assert payment.state == PaymentState.RECOVERED
    assert (due(treasury), list(open_claims())) == (0, [])
    assert told(treasury, repaid(payment), name="2026-5").found == {Meaning.DIFFERENT: 1}
    assert sound() == []


def test_what_is_paid_back_in_parts_ends_with_the_last() -> None:
    """Each kind of file tells the same parts; a part told by both is booked once."""
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    first, rest = 20_000, PART_CENTS - 20_000
    notified = StatementKind.NOTIFICATION
    assert told(treasury, repaid(payment, first), name="N-1", kind=notified).found == {Meaning.RECOVERED: 1}
    (claim,) = open_claims()
    assert (claim.state, Claim(claim).open_cents, due(treasury)) == (PaymentState.PAID, rest, -rest)
    assert Claim(claim).recovered_on is None
    assert told(treasury, repaid(payment, first), name="S-1").found == {Meaning.KNOWN: 1}
    assert due(treasury) == -rest
    assert sound() == []
    # The bank cannot send back what the payee has partly paid back.
    assert told(treasury, entry(PART_CENTS, payment.end_to_end_id), name="S-2").found == {
        Meaning.DIFFERENT: 1
    }
    assert told(treasury, repaid(payment, rest), name="S-4").found == {Meaning.RECOVERED: 1}
    # The same statement under another name is not more money.
    assert told(treasury, repaid(payment, rest), name="S-4-bis").found == {Meaning.DIFFERENT: 1}
    assert told(treasury, repaid(payment, rest), name="N-2", kind=notified).found == {Meaning.KNOWN: 1}
    payment.refresh_from_db()
    assert (payment.state, due(treasury), list(open_claims())) == (PaymentState.RECOVERED, 0, [])
    assert sound() == []


def test_a_statement_under_another_name_books_no_part_twice() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    part = PART_CENTS // 4
    assert told(treasury, repaid(payment, part), name="S-1").found == {Meaning.RECOVERED: 1}
    assert told(treasury, repaid(payment, part), name="S-1-bis").found == {Meaning.DIFFERENT: 1}
    assert Claim(open_claims().get()).open_cents == PART_CENTS - part
    # As much on the same day, told by the other kind alone the second time: the bank tells them apart by its reference.
    other = repaid(payment, part, reference="ANDERS")
    assert told(treasury, other, name="N-1", kind=StatementKind.NOTIFICATION).found == {Meaning.KNOWN: 1}
    more = repaid(payment, part + 1)
    assert told(treasury, more, name="N-2", kind=StatementKind.NOTIFICATION).found == {Meaning.RECOVERED: 1}
    assert sound() == []


def test_verify_names_a_part_that_does_not_agree() -> None:
    treasury, payment = one_signed()
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    told(treasury, repaid(payment, 20_000), name="S-1")
    Payment.objects.update(state=PaymentState.RECOVERED)
    assert (
        f"payment {payment.pk}: is recovered for {PART_CENTS}, and 20000 came back from the payee" in sound()
    )


def test_what_was_undone_before_the_bank_paid_it_is_claimed_back_too() -> None:
    treasury, payment = one_signed()
    reverse_redemption(treasury.scene.coordinator, redemption=payment.redemption_id, reason="Dubbel.")
    assert list(open_claims()) == []
    told(treasury, entry(-PART_CENTS, payment.end_to_end_id))
    assert list(open_claims()) == [payment]
    assert due(treasury) == -PART_CENTS
    assert sound() == []
