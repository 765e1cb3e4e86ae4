"""A batch as the bank is given it."""

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankLine, BatchRemark, Payment, PaymentBatch
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.credit_transfer import CreditTransfer, Debtor, StructuredReference
from wisselwerk.formats.credit_transfer import Payment as Told

CHUNK = 5_000


def order_of(batch: PaymentBatch) -> CreditTransfer:
    """The order to the bank that a signed batch is: the same each time it is asked for.

    Raises:
        ValueError: the batch is not signed, so there is no order.
    """
    if batch.state != BatchState.SIGNED or batch.signed_at is None:
        raise ValueError(f"{batch} is not signed")
    found = in_its_file(batch.payments.all()).select_related("to_account__organisation")
    return CreditTransfer(
        message_id=batch.message_id,
        created_at=batch.signed_at,
        execute_on=batch.pay_on,
        debtor=Debtor(batch.payer.name, batch.from_account.iban),
        payments=[
            Told(
                end_to_end_id=one.end_to_end_id,
                amount_cents=Cents(one.amount_cents),
                creditor_name=one.to_account.holder_name,
                creditor_iban=one.to_account.iban,
                remittance=StructuredReference(one.reference),
            )
            for one in found.order_by("pk").iterator(CHUNK)
        ],
    )


def in_its_file(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Those in the file that their batch is now signed for: not what was taken out, nor what the bank did by an earlier one.

    Nothing is taken out once it is signed, and nothing goes back in: not even where the bank paid it all the same.
    """
    signed_at = ExpressionWrapper(OuterRef("batch__signed_at"), output_field=DateTimeField())
    before = Q(file__read_at__lt=signed_at) | Q(booked_on__lt=TruncDate(signed_at, tzinfo=BRUSSELS))
    told = BankLine.objects.filter(
        before, payment=OuterRef("pk"), meaning__in=[Meaning.PAID, Meaning.REFUSED]
    )
    left_out = BatchRemark.objects.filter(payment=OuterRef("pk"))
    return payments.exclude(state=PaymentState.TAKEN_OUT).exclude(Exists(left_out)).exclude(Exists(told))


def unanswered_batches(payer: Organisation | None = None) -> QuerySet[PaymentBatch]:
    """Signed batches of whose file no bank said anything yet, oldest first, of one local government or of all."""
    found = PaymentBatch.objects.filter(state=BatchState.SIGNED).select_related("payer", "from_account")
    told = in_its_file(Payment.objects.filter(batch=OuterRef("pk"))).exclude(state=PaymentState.PLANNED)
    return (found if payer is None else found.filter(payer=payer)).exclude(Exists(told)).order_by("pk")
