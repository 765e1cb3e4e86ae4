"""Money between a payee and us that is in no books: what it gave back of a second time, what it paid back too much, and
what we gave back of that. A person reads it on the account and records it; what is left of it is worked out (``paid_twice``).
"""

from datetime import date

from django.db.models import QuerySet

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import BankFile, BankFileKind, BankLine, Payment
from wisselwerk.apps.payouts.queries.backs import back_of
from wisselwerk.apps.payouts.queries.beside import beside_of_payment, claim_on, owed_beside
from wisselwerk.apps.payouts.queries.claims import Claim
from wisselwerk.apps.payouts.services.hand_files import insist_on, note, open_file
from wisselwerk.apps.payouts.services.last_look import hold_still
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.reconciliation import Back, Meaning, received
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def give_back(
    actor: Actor, *, payment: Payment, amount_cents: int, paid_on: date, text: str, reference: str = ""
) -> BankLine:
    """Record that we gave back to a payee what it had paid back too much, or a part of it; ``paid_on`` the day of the bank.

    Raises:
        Refusal: NOT_ALLOWED; MOTIVATION_MISSING; DAY_TO_COME; NOT_TO_BE_GIVEN_BACK when we owe it no more than
            ``open_cents``; STILL_ASKED_BACK when ``open_cents`` is asked back of the same: what we owe counts for that first
            (``counted.count_for_claim``); REPAYMENT_KNOWN when it is on record already.
    """
    require(actor, "give_back", payment.batch.payer_id)
    insist_on(text)
    if paid_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": paid_on}))
    take_turns(f"payments of {payment.batch.payer_id}")
    hold_still(Redemption.objects.filter(pk=payment.redemption_id))
    claim = claim_on(payment)
    if claim is not None:
        raise Refusal(Reason(RefusalCode.STILL_ASKED_BACK, {"open_cents": Claim(claim).open_cents}))
    owed_cents = owed_beside(payment)
    if not 0 < amount_cents <= owed_cents:
        raise Refusal(Reason(RefusalCode.NOT_TO_BE_GIVEN_BACK, {"open_cents": owed_cents}))
    insist_it_is_new(payment, -amount_cents, paid_on, reference, BankLine.objects.none())
    line = keep_beside(open_file(actor, payment), payment, -amount_cents, paid_on, reference)
    note(actor, line, text)
    record(actor, "give_back", f"bank_line:{line.pk}")
    return line


def keep_beside(file: BankFile, payment: Payment, cents: int, on: date, reference: str) -> BankLine:
    """A line of it: negative when it went to the payee."""
    return BankLine.objects.create(
        file=file,
        payment=payment,
        end_to_end_id=payment.end_to_end_id,
        amount_cents=cents,
        booked_on=on,
        bank_reference=reference.strip(),
        meaning=Meaning.BESIDE,
    )


def insist_it_is_new(
    payment: Payment, cents: int, on: date, reference: str, told: QuerySet[BankLine]
) -> None:
    """No record tells of it, nor any line that was ``told``: as much, on the same day or under the same reference.

    Raises:
        Refusal: REPAYMENT_KNOWN.
    """
    lines = [*beside_of_payment(payment), *told.select_related("file")]
    before = [back_of(one, read_in=BankFileKind.BY_HAND, is_counted=True) for one in lines]
    came = Back(amount_cents=cents, booked_on=on, reference=reference.strip(), is_by_hand=True)
    most = sum(one.booked_cents for one in before) + cents
    if received(came, before, most_cents=most, counts_as=Meaning.BESIDE) is not Meaning.BESIDE:
        raise Refusal(Reason(RefusalCode.REPAYMENT_KNOWN, {"amount_cents": abs(cents), "on": on}))
