"""Taking a redemption back, and leaving its voucher as its money says. Call these inside a command that locked it."""

from wisselwerk.apps.aid.services import correct_aid
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.vouchers.models import Redemption, Reversal, Voucher
from wisselwerk.apps.vouchers.services.vouchers import give_back
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.aid import EntryKind
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.voucher import Verb, VoucherState, state_after


def undo(actor: Actor, undone: Redemption, *, authority: str = "") -> Reversal:
    """Send the money of a redemption back the way it came. ``authority`` says what asks for it.

    That frees its invoice, unless a credit note is what asks.
    """
    if undone.transfer is not None:
        there = undone.transfer
        back = Movement(there.to_account_id, there.from_account_id, Cents(there.amount_cents))
        (undoing,) = post(Road.REVERSE, [back], reverses=there.pk)
        correct_aid(undoing, EntryKind.RECOVERY, on=today())
    undone.is_reversed = True
    undone.save(update_fields=["is_reversed"])
    entry = record(actor, "reverse_redemption", f"redemption:{undone.pk}", authority=authority)
    return Reversal.objects.create(redemption=undone, actor=entry.actor, reversed_at=entry.at)


def settle_voucher(voucher: Voucher, *, own_cents: int) -> None:
    """Leave a voucher as its money says after something was undone; what comes back to one that is over goes on.

    ``own_cents`` is how much more own money it now proves.
    """
    voucher.account.refresh_from_db()
    voucher.state = state_after(
        Verb.REVERSE,
        VoucherState(voucher.state),
        amount_cents=voucher.amount_cents,
        left_cents=voucher.account.balance_cents,
    )
    voucher.own_paid_cents += own_cents
    voucher.changes += 1
    voucher.save(update_fields=["state", "own_paid_cents", "changes"])
    if voucher.state in {VoucherState.LAPSED, VoucherState.REVOKED}:
        give_back(voucher, EntryKind.RECOVERY)
