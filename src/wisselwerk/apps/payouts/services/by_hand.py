"""What a file of the bank could not place, and a person can: one transfer for two claims, too much, or without the
reference is recorded with its payment, and a mistake is taken back; what was paid against all expectation is booked.

It is kept as a file of one line, or of two where it was too much, so that whatever reads lines of the bank reads these.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import undo
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Look, Payment
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.payouts.queries.beside import beside_of_payment, told_of_payment
from wisselwerk.apps.payouts.queries.claims import Claim, all_claims
from wisselwerk.apps.payouts.queries.history import who_ordered
from wisselwerk.apps.payouts.queries.told import UNEXPECTED, WHOLE, is_whole, out_otherwise, tells_out
from wisselwerk.apps.payouts.services.bank_files import take_in
from wisselwerk.apps.payouts.services.beside import insist_it_is_new, keep_beside
from wisselwerk.apps.payouts.services.counted import count_for_claim
from wisselwerk.apps.payouts.services.hand_files import insist_on, note, open_file
from wisselwerk.apps.payouts.services.last_look import hold_still
from wisselwerk.apps.payouts.services.lines import Line
from wisselwerk.apps.payouts.services.overtaking import is_replaced, standing_for
from wisselwerk.apps.payouts.services.repayments import repaid_of
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.paid_twice import booked, out_cents
from wisselwerk.domain.payment import ENDED_UNPAID, PaymentState
from wisselwerk.domain.reconciliation import Back, Meaning, Said
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def record_repayment(
    actor: Actor,
    *,
    payment: Payment,
    amount_cents: int,
    paid_on: date,
    text: str,
    reference: str = "",
    too_much_cents: int = 0,
) -> BankLine:
    """Record what came back of a payment that was undone, or that the bank made twice; ``paid_on`` the day of the bank.

    ``text`` says where it was seen, ``reference`` is the bank's own. What a file of the bank tells of the same money
    afterwards (as much, on the same day or under the same reference) is known then, and moves nothing. Of a claim,
    ``too_much_cents`` came in beyond all that was asked back: we owe it to the payee (``beside.give_back``).

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; DAY_TO_COME; NOT_TO_BE_REPAID when no more than ``open_cents`` is asked
            back; NOT_TOO_MUCH_YET when something still is, so that nothing is too much; SECOND_TIME_BACK when the bank told
            that all of it is back; REPAID_TOO_EARLY when the bank had not paid it by then; REPAYMENT_KNOWN when the bank, or a
            record, told of it before.
    """
    require(actor, "record_repayment", payment.batch.payer_id)
    insist_on(text)
    if paid_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": paid_on}))
    take_turns(f"payments of {payment.batch.payer_id}")
    hold_still(Redemption.objects.filter(pk=payment.redemption_id))
    claimed = all_claims().filter(pk=payment.pk).first()
    if claimed is None:
        line = _of_second_time(actor, payment, amount_cents + too_much_cents, paid_on, reference)
    else:
        _insist_it_is_asked(amount_cents, too_much_cents, Claim(claimed).open_cents)
        _insist_it_was_paid(paid_on, payment.bank_lines.filter(meaning=Meaning.PAID).latest("time").booked_on)
        line = _of_claim(actor, payment, amount_cents, too_much_cents, paid_on, reference)
    for one in line.file.lines.all():
        note(actor, one, text)
        record(actor, "record_repayment", f"bank_line:{one.pk}")
    return line


def _of_claim(
    actor: Actor, payment: Payment, amount_cents: int, too_much_cents: int, on: date, reference: str
) -> BankLine:
    """What was asked back moves in the books; what is too much stands beside them."""
    line, file = None, open_file(actor, payment)
    _insist_no_file_kept_it(payment, file, amount_cents + too_much_cents, on, reference)
    if amount_cents:
        take_in(actor, file, [Line(payment.end_to_end_id, Said.REPAID, amount_cents, on, reference.strip())])
        line = file.lines.get()
        if line.meaning != Meaning.RECOVERED:
            raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, {"amount_cents": amount_cents, "on": on}))
    if too_much_cents:
        insist_it_is_new(payment, too_much_cents, on, reference, BankLine.objects.none())
        beside = keep_beside(file, payment, too_much_cents, on, reference)
    return line or beside


def _insist_no_file_kept_it(payment: Payment, file: BankFile, cents: int, on: date, reference: str) -> None:
    """What a statement had with what was asked is not recorded in one as too much."""
    came = Back(amount_cents=cents, booked_on=on, reference=reference.strip(), is_by_hand=True)
    kept = [one for one in repaid_of(file, [payment.pk]).get(payment.pk, ()) if one.beside_cents > 0]
    if any(one.file_kind != BankFileKind.BY_HAND and one.may_be(came) for one in kept):
        raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, {"amount_cents": cents, "on": on}))


def _of_second_time(actor: Actor, payment: Payment, cents: int, on: date, reference: str) -> BankLine:
    """What a payee gave back, on its own, of what the bank paid once more than the books have."""
    out = max(out_cents(told_of_payment(payment)), 0)
    of_it = BankLine.objects.filter(payment__redemption=payment.redemption_id, payment__part=payment.part)
    unexpected = of_it.filter(UNEXPECTED).order_by("booked_on").first()
    # A part that a line told of and that is in no books is what a person records.
    is_told = Q(meaning__in=(Meaning.RETURNED, Meaning.KNOWN)) | (WHOLE & Q(meaning=Meaning.DIFFERENT))
    came = of_it.filter(is_told, amount_cents__gt=0)
    if unexpected is not None and not out and came.exists():
        raise Refusal(Reason(RefusalCode.SECOND_TIME_BACK, {"on": came.latest("pk").booked_on or today()}))
    if not 0 < cents <= out:
        raise Refusal(Reason(RefusalCode.NOT_TO_BE_REPAID, {"open_cents": out}))
    _insist_it_was_paid(on, unexpected.booked_on if unexpected else None)
    insist_it_is_new(payment, cents, on, reference, came)
    return keep_beside(open_file(actor, payment), payment, cents, on, reference)


def _insist_it_is_asked(amount_cents: int, too_much_cents: int, open_cents: int) -> None:
    """No more than is asked back, and nothing is too much before all of that is back."""
    if too_much_cents and amount_cents != open_cents:
        raise Refusal(Reason(RefusalCode.NOT_TOO_MUCH_YET, {"open_cents": open_cents}))
    if not 0 <= amount_cents <= open_cents or too_much_cents < 0 or not amount_cents + too_much_cents:
        raise Refusal(Reason(RefusalCode.NOT_TO_BE_REPAID, {"open_cents": open_cents}))


def _insist_it_was_paid(on: date, gone_on: date | None) -> None:
    if gone_on is not None and on < gone_on:
        raise Refusal(Reason(RefusalCode.REPAID_TOO_EARLY, {"on": on, "paid_on": gone_on}))


@command
def take_back_repayment(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Undo what ``record_repayment`` or ``give_back`` recorded by mistake: as if it had never been. ``text`` says why.

    What of it counted for what is asked back goes along, and what else its payee paid too much counts for that again.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it was not recorded by hand, was taken back before, or is
            what counts itself; REPAYMENT_KNOWN when a file of the bank tells of it, so that it did come in; GIVEN_BACK_SINCE
            when what was too much of it was given back.
    """
    payment = line.payment
    if payment is None or not may_be_taken_back(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    require(actor, "take_back_repayment", line.file.payer_id)
    insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    payment = Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment.pk)
    if not may_be_taken_back(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    if _is_confirmed(line, payment):
        params = {"amount_cents": line.amount_cents or 0, "on": line.booked_on or today()}
        raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, params))
    wrong = [line]
    if line.transfer is not None:
        wrong += line.file.lines.filter(meaning=Meaning.BESIDE, undone_by=None)
    wrong += _counted_since(wrong, payment)
    file = open_file(actor, payment)
    undone = [_undo(one, file) for one in wrong]
    for one in undone:
        note(actor, one, text)
        record(actor, "take_back_repayment", f"bank_line:{one.pk}")
    count_for_claim(actor, payment)
    return undone[0]


def _undo(line: BankLine, file: BankFile) -> BankLine:
    """A line that takes back another, with the money that it moved."""
    back = None
    if line.transfer is not None:
        (back,) = undo([line.transfer])
        Payment.objects.filter(bank_lines=line).update(state=PaymentState.PAID)
    return BankLine.objects.create(
        file=file,
        payment_id=line.payment_id,
        end_to_end_id=line.end_to_end_id,
        amount_cents=-(line.amount_cents or 0),
        booked_on=today(),
        bank_reference=line.bank_reference,
        meaning=line.meaning,
        transfer=back,
        undoes=None if back else line,
    )


def _counted_since(wrong: Sequence[BankLine], payment: Payment) -> list[BankLine]:
    """What counted for a claim, the last first, as far as it cannot without what is wrong; what was given back did come in."""
    cents = sum(one.amount_cents or 0 for one in wrong if one.meaning == Meaning.BESIDE)
    standing = list(beside_of_payment(payment))
    differences = Exists(
        BankLine.objects.filter(
            file=OuterRef("file"),
            file__kind=BankFileKind.BY_HAND,
            meaning__in=(Meaning.PAID, Meaning.RETURNED),
        )
    )
    # What a bank paid or took back beside what was ordered gave nobody anything back.
    kept_apart = beside_of_payment(payment).filter(differences).values_list("amount_cents", flat=True)
    left = sum(one.amount_cents or 0 for one in standing) + max(-sum(one or 0 for one in kept_apart), 0)
    found: list[BankLine] = []
    for one in reversed(standing):
        if cents > left and _is_counting(one):
            left -= one.amount_cents or 0
            found += one.file.lines.all()
    if cents > left:
        raise Refusal(Reason(RefusalCode.GIVEN_BACK_SINCE, {"amount_cents": cents, "open_cents": left}))
    return found


@command
def record_payment(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Book as paid what a line told that was not expected when it was read, now that nothing else stands in its place.

    Where another amount left than was ordered, what was ordered is booked, and what was too much or too little is kept
    beside it: the payee owes us that, or we owe it to the payee (``beside.give_back``).

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it is no such line, or another payment stands;
            BOOKED_BY_WHO_ORDERED when this is who ordered it: also of a batch that was signed, as it may not have been in it.
    """
    require(actor, "record_payment", line.file.payer_id)
    insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    payment = line.payment
    if payment is None or not may_be_booked(line):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    if str(actor) in who_ordered(payment.batch):
        raise Refusal(Reason(RefusalCode.BOOKED_BY_WHO_ORDERED))
    file, on = open_file(actor, payment), line.booked_on or today()
    said = Line(line.end_to_end_id, Said.LEFT, -payment.amount_cents, on, line.bank_reference)
    take_in(actor, file, [said])
    booked = file.lines.get()
    if booked.meaning != Meaning.PAID:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": booked.meaning}))
    kept = [booked]
    if line.amount_cents != booked.amount_cents:
        beside_cents = (line.amount_cents or 0) + payment.amount_cents
        kept.append(keep_beside(file, payment, beside_cents, on, line.bank_reference))
    for looked_at in (*kept, line):
        if not Look.objects.filter(line=looked_at).exists():
            note(actor, looked_at, text)
    for one in kept:
        record(actor, "record_payment", f"bank_line:{one.pk}")
    return booked


def may_be_booked(line: BankLine) -> bool:
    """Whether it tells of a payment that was to be made, also in another amount, and no other stands for it."""
    payment = line.payment
    if payment is None or line.meaning != Meaning.DIFFERENT or not tells_out(line):
        return False
    is_open = payment.state == PaymentState.PLANNED or payment.state in ENDED_UNPAID
    if not is_open or is_replaced(payment, standing_for([payment])):
        return False
    # What came back since is not booked as paid, nor another amount where just what was ordered is out as well.
    told = told_of_payment(payment)
    is_out = out_cents(told) > 0
    if not is_whole(line):
        is_out = not is_out and out_otherwise(payment) >= abs(line.amount_cents or 0)
    return not booked(told) and is_out


def _is_confirmed(line: BankLine, payment: Payment) -> bool:
    """Whether the files of the bank tell of as much of this money as was recorded by hand, so that this is no mistake."""
    if (line.amount_cents or 0) < 0:
        return False
    mine = _back(line)
    lines = payment.bank_lines.filter(amount_cents__gt=0).select_related("file")
    told = sum(one.meaning == Meaning.KNOWN and mine.may_be(_back(one)) for one in lines)
    standing = lines.filter(meaning=line.meaning, transfer__reversed_by=None, undone_by=None)
    recorded = sum(one.file.kind == BankFileKind.BY_HAND and mine.may_be(_back(one)) for one in standing)
    return told >= recorded


def _back(line: BankLine) -> Back:
    """Of a record all that came in with it: the bank tells what was too much in one with the rest."""
    if line.file.kind != BankFileKind.BY_HAND or line.meaning == Meaning.BESIDE:
        return back_of(line)
    cents = line.file.lines.values_list("amount_cents", flat=True)
    return back_of(line, cents=sum(one or 0 for one in cents))


def may_be_taken_back(line: BankLine) -> bool:
    """Whether it was recorded by hand, and still counts."""
    if line.file.kind != BankFileKind.BY_HAND:
        return False
    if _is_counting(line) or line.file.lines.filter(meaning__in=(Meaning.PAID, Meaning.RETURNED)).exists():
        return False
    if line.meaning == Meaning.BESIDE:
        return line.undoes_id is None and not BankLine.objects.filter(undoes=line).exists()
    is_money = line.transfer_id is not None and (line.amount_cents or 0) > 0
    return is_money and not BankLine.objects.filter(transfer__reverses=line.transfer_id).exists()


def _is_counting(line: BankLine) -> bool:
    """Whether it is of a record by which what we owed counts for what is asked back (``counted``)."""
    kept = line.file.lines.values_list("meaning", "amount_cents")
    return {(Meaning.RECOVERED, True), (Meaning.BESIDE, False)} <= {
        (one, (cents or 0) > 0) for one, cents in kept
    }
