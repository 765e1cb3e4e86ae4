"""A bank that takes back what it had paid in another amount than was ordered, after somebody booked that as paid.

No file places it, as it is not what was ordered; a person books it. Once all of it is back, it is due again as whatever a
bank gives back; a part stands beside the books until then.
"""

from collections.abc import Sequence

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankFile, BankLine, Look, Payment
from wisselwerk.apps.payouts.queries.history import who_ordered
from wisselwerk.apps.payouts.queries.taken_back import taken_back_by
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

    Once that is all of it, with other lines that told of parts: what was ordered is due again, and what was too much or too
    little is no longer expected, as much stands against it. A part stands beside the books: what its payee got too much is
    less by it, or we owe it to the payee as long as the rest is not back.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; WRONG_STATE when it is no such line, or all of it was booked before;
            TAKEN_BACK_OTHERWISE when more came back than had left; BOOKED_BY_WHO_ORDERED.
    """
    require(actor, "record_return", line.file.payer_id)
    insist_on(text)
    take_turns(f"payments of {line.file.payer_id}")
    line.refresh_from_db()
    found, payment, came_cents = taken_back_by(line), line.payment, line.amount_cents or 0
    if payment is None or found is None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": line.meaning}))
    if came_cents > found.left_cents:
        params = {"amount_cents": came_cents, "left_cents": found.left_cents}
        raise Refusal(Reason(RefusalCode.TAKEN_BACK_OTHERWISE, params))
    if str(actor) in who_ordered(payment.batch):
        raise Refusal(Reason(RefusalCode.BOOKED_BY_WHO_ORDERED))
    # Each part stands beside the books by itself, and what ends it takes them along.
    others = [one for one in found.parts if one != line] if found.is_all else []
    kept = [_keep(actor, payment, one, (one.amount_cents or 0)) for one in others]
    kept += _give_back(actor, payment, line) if found.is_all else [_keep(actor, payment, line, came_cents)]
    for one in kept:
        note(actor, one, text)
        record(actor, "record_return", f"bank_line:{one.pk}")
    for one in (*others, line):
        if not Look.objects.filter(line=one).exists():
            note(actor, one, text)
    return kept[len(others)]


def _keep(
    actor: Actor, payment: Payment, line: BankLine, cents: int, file: BankFile | None = None
) -> BankLine:
    """Beside the books, as the line told it."""
    on = line.booked_on or today()
    return keep_beside(file or open_file(actor, payment), payment, cents, on, line.bank_reference)


def _give_back(actor: Actor, payment: Payment, line: BankLine) -> Sequence[BankLine]:
    """What was ordered is due again; beside it, by how much the line differs from that."""
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
    kept, differs_by = [file.lines.get()], (line.amount_cents or 0) - payment.amount_cents
    return [*kept, _keep(actor, payment, line, differs_by, file)] if differs_by else kept
