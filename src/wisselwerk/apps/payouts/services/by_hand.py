"""What a file of the bank could not place, and a person can: one transfer for two claims, too much, or without the
reference is recorded with the claim, and a mistake is taken back; what was paid against all expectation is booked.

It is kept as a file of one line, so that whatever reads lines of the bank reads these.
"""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import undo
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Look, Payment
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.queries.told import told_of
from wisselwerk.apps.payouts.services.bank_files import take_in
from wisselwerk.apps.payouts.services.lines import Line
from wisselwerk.apps.payouts.services.overtaking import is_replaced, standing_for
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.paid_twice import unbooked
from wisselwerk.domain.payment import ENDED_UNPAID, PaymentState
from wisselwerk.domain.reconciliation import Back, Meaning, Said
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def record_repayment(
    actor: Actor, *, payment: Payment, amount_cents: int, paid_on: date, text: str, reference: str = ""
) -> BankLine:
    """Record what came back of a payment that was undone, ``paid_on`` the day of the bank.

    ``text`` says where it was seen, ``reference`` is the bank's own. What a file of the bank tells of the same money
    afterwards (as much, on the same day or under the same reference) is known then, and moves nothing.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; DAY_TO_COME; NOT_TO_BE_REPAID when no more than ``open_cents`` is asked
            back; REPAID_TOO_EARLY when the bank had not paid it by then; REPAYMENT_KNOWN when the bank told of it before.
    """
    require(actor, "record_repayment", payment.batch.payer_id)
    _insist_on(text)
    if paid_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": paid_on}))
    take_turns(f"payments of {payment.batch.payer_id}")
    claimed = open_claims().filter(pk=payment.pk).first()
    open_cents = Claim(claimed).open_cents if claimed else 0
    if not 0 < amount_cents <= open_cents:
        raise Refusal(Reason(RefusalCode.NOT_TO_BE_REPAID, {"open_cents": open_cents}))
    gone_on = payment.bank_lines.filter(meaning=Meaning.PAID).latest("time").booked_on
    if gone_on is not None and paid_on < gone_on:
        raise Refusal(Reason(RefusalCode.REPAID_TOO_EARLY, {"on": paid_on, "paid_on": gone_on}))
    file = _open_file(actor, payment)
    name = payment.end_to_end_id
    take_in(actor, file, [Line(name, Said.REPAID, amount_cents, paid_on, reference.strip())])
    line = file.lines.get()
    if line.meaning != Meaning.RECOVERED:
        raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, {"amount_cents": amount_cents, "on": paid_on}))
    _note(actor, line, text)
    record(actor, "record_repayment", f"bank_line:{line.pk}")
    return line


@command
def take_back_repayment(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Undo what ``record_repayment`` recorded by mistake: the money is asked back again. ``text`` says why.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it was not recorded by hand or was taken back before;
            REPAYMENT_KNOWN when a file of the bank tells of it, so that it did come in.
    """
    payment = line.payment
    if payment is None or line.transfer is None or not may_be_taken_back(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    require(actor, "take_back_repayment", line.file.payer_id)
    _insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    if not may_be_taken_back(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    if _is_confirmed(line, payment):
        params = {"amount_cents": line.amount_cents or 0, "on": line.booked_on or today()}
        raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, params))
    (back,) = undo([line.transfer])
    undone = BankLine.objects.create(
        file=_open_file(actor, payment),
        payment=payment,
        end_to_end_id=line.end_to_end_id,
        amount_cents=-(line.amount_cents or 0),
        booked_on=today(),
        bank_reference=line.bank_reference,
        meaning=Meaning.RECOVERED,
        transfer=back,
    )
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.PAID)
    _note(actor, undone, text)
    record(actor, "take_back_repayment", f"bank_line:{undone.pk}")
    return undone


@command
def record_payment(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Book as paid what a line told that was not expected when it was read, now that nothing else stands in its place.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it is no such line, or another payment stands.
    """
    require(actor, "record_payment", line.file.payer_id)
    _insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    payment = line.payment
    if payment is None or not may_be_booked(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    file = _open_file(actor, payment)
    said = Line(line.end_to_end_id, Said.LEFT, line.amount_cents, line.booked_on, line.bank_reference)
    take_in(actor, file, [said])
    booked = file.lines.get()
    if booked.meaning != Meaning.PAID:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": booked.meaning}))
    for looked_at in (booked, line):
        if not Look.objects.filter(line=looked_at).exists():
            _note(actor, looked_at, text)
    record(actor, "record_payment", f"bank_line:{booked.pk}")
    return booked


def may_be_booked(line: BankLine) -> bool:
    """Whether it tells of a payment that the bank could have a file of, of just its amount, and no other stands for it."""
    payment = line.payment
    if payment is None or line.meaning != Meaning.DIFFERENT or payment.batch.released_at is None:
        return False
    is_open = payment.state == PaymentState.PLANNED or payment.state in ENDED_UNPAID
    is_right = line.amount_cents == -payment.amount_cents
    if not (is_open and is_right) or is_replaced(payment, standing_for([payment])):
        return False
    # What came back since is not booked as paid.
    return unbooked(told_of([payment.redemption_id])[payment.redemption_id, payment.part]) > 0


def _is_confirmed(line: BankLine, payment: Payment) -> bool:
    """Whether the files of the bank tell of as much of this money as was recorded by hand, so that this is no mistake."""
    mine = _back(line)
    lines = payment.bank_lines.filter(amount_cents__gt=0).select_related("file")
    told = sum(one.meaning == Meaning.KNOWN and mine.may_be(_back(one)) for one in lines)
    standing = lines.filter(meaning=Meaning.RECOVERED, transfer__reversed_by=None)
    recorded = sum(one.file.kind == BankFileKind.BY_HAND and mine.may_be(_back(one)) for one in standing)
    return told >= recorded


def _back(line: BankLine) -> Back:
    return Back(
        amount_cents=line.amount_cents or 0,
        booked_on=line.booked_on,
        reference=line.bank_reference,
        is_by_hand=line.file.kind == BankFileKind.BY_HAND,
    )


def may_be_taken_back(line: BankLine) -> bool:
    """Whether it was recorded by hand, and still counts."""
    is_by_hand = line.file.kind == BankFileKind.BY_HAND and (line.amount_cents or 0) > 0
    return is_by_hand and not BankLine.objects.filter(transfer__reverses=line.transfer_id).exists()


def _open_file(actor: Actor, payment: Payment) -> BankFile:
    """One for each record, numbered by payment."""
    before = BankFile.objects.filter(kind=BankFileKind.BY_HAND, lines__payment=payment).count()
    return BankFile.objects.create(
        payer_id=payment.batch.payer_id,
        kind=BankFileKind.BY_HAND,
        about=payment.batch.from_account.iban,
        name=f"{payment.end_to_end_id}/{before + 1}",
        others=0,
        read_by=str(actor),
        read_at=now(),
    )


def _note(actor: Actor, line: BankLine, text: str) -> None:
    Look.objects.create(line=line, text=text.strip(), actor=str(actor), at=now())


def _insist_on(text: str) -> None:
    if not text.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
