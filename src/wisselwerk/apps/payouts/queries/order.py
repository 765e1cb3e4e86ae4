"""A batch as the bank is given it."""

from django.db.models import QuerySet

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.formats.credit_transfer import CreditTransfer, Debtor, Payment, StructuredReference

CHUNK = 5_000


def order_of(batch: PaymentBatch) -> CreditTransfer:
    """The order to the bank that a signed batch is: the same each time it is asked for.

    Raises:
        ValueError: the batch is not signed, so there is no order.
    """
    if batch.state != BatchState.SIGNED or batch.signed_at is None:
        raise ValueError(f"{batch} is not signed")
    found = batch.payments.exclude(state=PaymentState.TAKEN_OUT).select_related("to_account__organisation")
    return CreditTransfer(
        message_id=batch.message_id,
        created_at=batch.signed_at,
        execute_on=batch.pay_on,
        debtor=Debtor(batch.payer.name, batch.from_account.iban),
        payments=[
            Payment(
                end_to_end_id=one.end_to_end_id,
                amount_cents=Cents(one.amount_cents),
                creditor_name=one.to_account.holder_name,
                creditor_iban=one.to_account.iban,
                remittance=StructuredReference(one.reference),
            )
            for one in found.order_by("pk").iterator(CHUNK)
        ],
    )


def signed_batches(payer: Organisation | None = None) -> QuerySet[PaymentBatch]:
    """Batches that the bank may have, oldest first, of one local government or of all."""
    found = PaymentBatch.objects.filter(state=BatchState.SIGNED).select_related("payer", "from_account")
    return (found if payer is None else found.filter(payer=payer)).order_by("pk")
