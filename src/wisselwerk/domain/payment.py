"""What a payment is, and the batch it goes to the bank in: their states, and what may be done in each.

The roles are those of the law: payments are ordered by the general director and then signed by the financial director
or whoever each delegates it to, never by one person (Decreet lokaal bestuur, art. 272 and 273, as we read them).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands. It is never edited: what changes in it takes the approvals away."""

    PROPOSED = "proposed"
    ORDERED = "ordered"
    """By the general director or a delegate."""
    SIGNED = "signed"
    """By the financial director or a delegate: it can go to the bank."""
    HELD = "held"
    """Stopped by somebody. When it goes on, it is ordered and signed again."""
    EMPTIED = "emptied"
    """Every payment was taken out of it: there is nothing left to order or to sign."""
    OVERTAKEN = "overtaken"
    """Held after it was signed, and the bank had its file all the same: it did or refused what was left to do."""


class Part(StrEnum):
    """Which part of what a voucher pays of an invoice a payment is."""

    FIRST = "first"
    """Paid as soon as it can be: all of it, unless a last part is held back."""
    LAST = "last"
    """Held back until both sides have said how it went (``domain.rule.last_part``)."""


class PaymentState(StrEnum):
    """Where one payment stands."""

    PLANNED = "planned"
    """In a batch; the bank has not said anything of it yet."""
    TAKEN_OUT = "taken_out"
    """Left out of its batch; what it would have paid may be paid in another."""
    PAID = "paid"
    """Booked on a statement of the bank."""
    REFUSED = "refused"
    """The bank did not carry it out."""
    RETURNED = "returned"
    """It was paid and came back: the payee never had it."""
    RECOVERED = "recovered"
    """It was paid, its redemption was undone, and the payee paid it back."""


STANDING = frozenset({PaymentState.PLANNED, PaymentState.PAID})
"""States in which a payment pays or is going to: there is at most one such payment of each part of a redemption."""


ENDED_UNPAID = frozenset({PaymentState.TAKEN_OUT, PaymentState.REFUSED, PaymentState.RETURNED})
"""States in which another payment may stand in its place, while a bank may pay it all the same."""


ARRIVED = frozenset({PaymentState.PAID, PaymentState.RECOVERED})
"""States in which the bank carried the money to the payee, whatever came of it."""


MOVED = frozenset({*ARRIVED, PaymentState.RETURNED})
"""States in which the bank carried it out, also where it came back since."""


class BatchVerb(StrEnum):
    """What can be done with a batch."""

    ORDER = "order"
    SIGN = "sign"
    HOLD = "hold"
    RESUME = "resume"
    TAKE_OUT = "take_out"
    """Take one payment out of it."""


BATCH_TRANSITIONS: Mapping[BatchVerb, Mapping[BatchState, BatchState]] = {
    BatchVerb.ORDER: {BatchState.PROPOSED: BatchState.ORDERED},
    BatchVerb.SIGN: {BatchState.ORDERED: BatchState.SIGNED},
    BatchVerb.HOLD: {
        BatchState.PROPOSED: BatchState.HELD,
        BatchState.ORDERED: BatchState.HELD,
        BatchState.SIGNED: BatchState.HELD,
    },
    BatchVerb.RESUME: {BatchState.HELD: BatchState.PROPOSED},
    # Who ordered it ordered another sum, so it is ordered anew. The last payment takes it to EMPTIED, or OVERTAKEN.
    BatchVerb.TAKE_OUT: {
        BatchState.PROPOSED: BatchState.PROPOSED,
        BatchState.ORDERED: BatchState.PROPOSED,
        BatchState.HELD: BatchState.HELD,
    },
}
"""From which states each verb may be done, and the state it leads to."""

PAYMENT_TRANSITIONS: Mapping[PaymentState, frozenset[PaymentState]] = {
    PaymentState.PLANNED: frozenset({PaymentState.TAKEN_OUT, PaymentState.PAID, PaymentState.REFUSED}),
    # The bank may have had a file in which it stood.
    PaymentState.TAKEN_OUT: frozenset({PaymentState.PAID}),
    # The bank paid it after all, and a person who asked it says so.
    PaymentState.REFUSED: frozenset({PaymentState.PAID}),
    PaymentState.PAID: frozenset({PaymentState.RETURNED, PaymentState.RECOVERED}),
    # The bank paid it again, and a person who asked it says so.
    PaymentState.RETURNED: frozenset({PaymentState.PAID}),
    # Where that was recorded by mistake.
    PaymentState.RECOVERED: frozenset({PaymentState.PAID}),
}
"""Where each payment can go. What ended ends: who is paid after all gets another payment."""


def may_stop_begun(day: date, on: date, *, is_left: bool) -> bool:
    """Whether a batch with which the bank has begun can be stopped ``on`` a day. ``day`` is that on which banks carry it out.

    Until it is over the bank goes on by itself. What it said nothing of by then may never be carried out, and without a way
    to stop it, it would never be paid. ``is_left`` says whether there is any.
    """
    return is_left and day < on


def may(verb: BatchVerb, state: BatchState) -> bool:
    """Whether ``verb`` can be done with a batch in ``state``."""
    return state in BATCH_TRANSITIONS[verb]


def goes(state: PaymentState, to: PaymentState) -> bool:
    """Whether a payment in ``state`` can come to be ``to``."""
    return to in PAYMENT_TRANSITIONS[state]
