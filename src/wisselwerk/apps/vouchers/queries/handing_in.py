"""Who may hand in what on a voucher."""

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries.sight import Parties, is_applicant
from wisselwerk.domain.actor import Actor


def may_credit(actor: Actor, voucher: Voucher, *supplier_ids: int | None) -> bool:
    """Whether the actor may hand in a credit note of one of these suppliers; have the parties to the voucher at hand.

    It takes away what the payee is owed. Where that is the supplier, its customer could undo that with a file of its own
    making: there it comes from the supplier or a coordinator. Who is paid back may hand it in too.
    """
    parties = Parties.of(voucher)
    if voucher.pays_holder and is_applicant(actor, parties):
        return True
    holder_id = parties.holder_id if voucher.pays_holder else None
    return may(actor, "credit_invoice", parties.partnership_id, holder_id, *supplier_ids)
