"""What we owe a payee counts for what is asked back of the same: nobody pays us and gets the same from us.

It is kept as a record in which no money came in: as much as moves in the books leaves what stands beside them.
"""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries.beside import beside_of_payment, claim_on, owed_beside
from wisselwerk.apps.payouts.queries.claims import Claim
from wisselwerk.apps.payouts.queries.told import perhaps_one
from wisselwerk.apps.payouts.services.bank_files import carry_out
from wisselwerk.apps.payouts.services.beside import keep_beside
from wisselwerk.apps.payouts.services.hand_files import open_file
from wisselwerk.apps.payouts.services.repayments import repaid_of
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Meaning


def count_for_claim(actor: Actor, payment: Payment) -> list[BankLine]:
    """Have it count, where something is asked back of what a payment pays; the lines that say so, often none.

    Not while a line about money that came in may tell of what was recorded already: it waits for a look, or nothing tells
    the two apart (``queries.told.perhaps_one``). Then a person takes back the record, or records the line with the claim.

    Call it where the payer's payments are held still.
    """
    found = claim_on(payment)
    cents = 0 if found is None else min(owed_beside(found), Claim(found).open_cents)
    came = beside_of_payment(payment).filter(amount_cents__gt=0).last()
    if found is None or came is None or not cents or _is_in_doubt(found):
        return []
    on, reference = came.booked_on or today(), came.bank_reference
    file = open_file(actor, found)
    booked = BankLine(
        file=file,
        payment=found,
        end_to_end_id=found.end_to_end_id,
        amount_cents=cents,
        booked_on=on,
        bank_reference=reference,
        meaning=Meaning.RECOVERED,
    )
    carry_out(found.batch.payer, [booked], repaid_of(file, [found.pk]))
    lines = [file.lines.get(), keep_beside(file, found, -cents, on, reference)]
    for one in lines:
        record(actor, "count_for_claim", f"bank_line:{one.pk}")
    return lines


def _is_in_doubt(payment: Payment) -> bool:
    of_it = BankLine.objects.filter(payment__redemption=payment.redemption_id, payment__part=payment.part)
    waits = of_it.filter(meaning=Meaning.DIFFERENT, amount_cents__gt=0, look=None).exists()
    return waits or perhaps_one(payment) is not None
