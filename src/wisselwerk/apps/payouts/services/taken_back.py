"""A bank that takes back what it had paid in another amount than was ordered, after somebody booked that as paid.

No file places it, as it is not what was ordered; a person books it, and it is due again as whatever a bank gives back.
"""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankLine, Look, Payment
from wisselwerk.apps.payouts.queries.history import who_ordered
from wisselwerk.apps.payouts.queries.told import booked_otherwise
from wisselwerk.apps.payouts.services.bank_files import carry_out
from wisselwerk.apps.payouts.services.beside import keep_beside
from wisselwerk.apps.payouts.services.hand_files import insist_on, note, open_file
from wisselwerk.apps.payouts.services.known import times_returned
from wisselwerk.clock import today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def record_return(actor: Actor, *, line: BankLine, text: str) -> BankLine:
    """Book that the bank took back what had left in another amount than was ordered, as a line told since it was booked.

    What was ordered is due again, and what was too much or too little is no longer expected: as much stands against it.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it is no such line, or all of it was booked before;
            TAKEN_BACK_OTHERWISE when another amount came back than had left; BOOKED_BY_WHO_ORDERED.
    """
    require(actor, "record_return", line.file.payer_id)
    insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    line.refresh_from_db()
    left_cents, payment = left_before(line), line.payment
    if payment is None or not left_cents:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    came_cents = line.amount_cents or 0
    if came_cents != left_cents:
        params = {"amount_cents": came_cents, "left_cents": left_cents}
        raise Refusal(Reason(RefusalCode.TAKEN_BACK_OTHERWISE, params))
    if str(actor) in who_ordered(payment.batch):
        raise Refusal(Reason(RefusalCode.BOOKED_BY_WHO_ORDERED))
    file, on = open_file(actor, payment), line.booked_on or today()
    returned = BankLine(
        file=file,
        payment=Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment.pk),
        end_to_end_id=payment.end_to_end_id,
        amount_cents=payment.amount_cents,
        booked_on=on,
        bank_reference=line.bank_reference,
        reason=line.reason,
        meaning=Meaning.RETURNED,
        time=times_returned([payment.pk]).get(payment.pk, 0) + 1,
    )
    carry_out(payment.batch.payer, [returned], {})
    kept = [
        file.lines.get(),
        keep_beside(file, payment, came_cents - payment.amount_cents, on, line.bank_reference),
    ]
    for one in kept:
        note(actor, one, text)
        record(actor, "record_return", f"bank_line:{one.pk}")
    if not Look.objects.filter(line=line).exists():
        note(actor, line, text)
    return kept[0]


def may_be_returned(line: BankLine) -> bool:
    """Whether it tells that the bank took back all of what left in another amount than was ordered, and was booked so."""
    return 0 < left_before(line) == line.amount_cents


def left_before(line: BankLine) -> int:
    """How much had left, in another amount than was ordered and booked as paid, when a line told that money of it came back.

    Nothing where its payer asked it back and some of that came: then what came in is recorded with the claim. Three queries
    at most, where money came in that was not expected.
    """
    payment = line.payment
    if payment is None or line.meaning != Meaning.DIFFERENT or (line.amount_cents or 0) <= 0:
        return 0
    booked = [one for one in booked_otherwise([payment.redemption_id]) if one.payment_id == payment.pk]
    if not booked or booked[-1].meaning != Meaning.PAID or booked[-1].pk > line.pk:
        return 0
    stands = payment.bank_lines.filter(transfer__reversed_by=None)
    is_recovered = stands.filter(meaning=Meaning.RECOVERED, amount_cents__gt=0).exists()
    is_paid = stands.filter(pk=booked[-1].pk).exists()
    return -int(getattr(booked[-1], "moved_cents", 0)) if is_paid and not is_recovered else 0
