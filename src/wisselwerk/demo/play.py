"""What a newcomer needs to play the whole road alone: the mails that were sent, invoices, and what a bank says."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.payouts.models import Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.schemes.queries import scheme_overview
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.clock import today
from wisselwerk.demo.bank import statement_on
from wisselwerk.demo.models import DemoMail
from wisselwerk.domain.money import Cents
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.domain.voucher import VoucherState, show_code
from wisselwerk.formats.bank_answer_sample import Receipt, write_receipts
from wisselwerk.formats.ubl_sample import SampleInvoice, SampleParty, write_invoice

SHOWN = 10
USABLE = (VoucherState.OPEN, VoucherState.PARTLY_USED)


@dataclass(frozen=True, slots=True)
class Playable:
    """A voucher for which a sample invoice can be made."""

    code: str
    holder: str
    scheme: str
    provider: str
    """Whose invoice it is: the provider hands it in."""

    @property
    def shown_code(self) -> str:
        """The code as it is printed."""
        return show_code(self.code)


def mails() -> QuerySet[DemoMail]:
    """Every mail, newest first."""
    return DemoMail.objects.order_by("-sent_at", "-pk")


def vouchers_to_play() -> list[Playable]:
    """The newest vouchers that can be used, each with who would send the invoice."""
    found = Voucher.objects.filter(state__in=USABLE)
    newest = found.select_related("holder", "scheme", "provider__organisation").order_by("-pk")[:SHOWN]
    return [
        Playable(one.code, str(one.holder), one.scheme.name, provider.organisation.name)
        for one in newest
        if (provider := _provider(one)) is not None
    ]


def sample_invoice(code: str, net_cents: int | None = None) -> bytes | None:
    """An invoice of today that uses all that is left on a voucher, or of another net amount.

    None when the voucher cannot be used.
    """
    found = Voucher.objects.filter(code=code, state__in=USABLE)
    voucher = found.select_related("holder", "provider__organisation", "account", "scheme").first()
    provider = _provider(voucher) if voucher else None
    if voucher is None or provider is None:
        return None
    needed_cents = voucher.account.balance_cents + voucher.own_contribution_cents
    return write_invoice(
        SampleInvoice(
            # Another number after every use, because the same invoice pays once.
            number=f"DEMO-{voucher.pk}-{voucher.changes + 1}",
            issued_on=min(today(), voucher.valid_until),
            supplier=_party(provider.organisation.name, provider.organisation.enterprise_number, "Genk"),
            buyer=_party(str(voucher.holder), voucher.holder.enterprise_number, "Genk"),
            description="Kennismaking met onze diensten (verzonnen factuur)",
            net_cents=Cents(needed_cents if net_cents is None else net_cents),
            payment_terms="Te betalen binnen 30 dagen.",
        )
    )


def batches_to_play() -> QuerySet[PaymentBatch]:
    """The newest batches that the bank may have and has said nothing of."""
    untold = Payment.objects.filter(batch=OuterRef("pk"), state=PaymentState.PLANNED)
    found = PaymentBatch.objects.filter(Exists(untold), state=BatchState.SIGNED)
    return found.select_related("payer").order_by("-pk")


def bank_answer(batch_id: int) -> bytes | None:
    """The statement of an invented bank that pays all of a batch today; None when the bank cannot have that batch."""
    batch = batches_to_play().select_related("from_account").filter(pk=batch_id).first()
    return None if batch is None else statement_on(batch)


def claims_to_play() -> list[Claim]:
    """The newest claims that somebody was asked to pay back and did not."""
    asked = open_claims().filter(claim_notices__isnull=False).distinct().order_by("-pk")
    return [Claim(one) for one in asked[:SHOWN]]


def bank_repayment(payment_id: int) -> bytes | None:
    """The statement on which what is left of a claim is paid back today; None when nothing of it is open."""
    payment = open_claims().filter(pk=payment_id).first()
    if payment is None:
        return None
    receipt = Receipt(payment.reference, Claim(payment).open_cents)
    return write_receipts(
        payment.batch.from_account.iban, [receipt], statement_id=f"TERUG-{payment.pk}", booked_on=today()
    )


def _provider(voucher: Voucher) -> Provider | None:
    """The provider that was chosen, or the first that the scheme admits today."""
    if voucher.provider is not None:
        return voucher.provider
    overview = scheme_overview(voucher.scheme.slug, today())
    if overview is None:
        return None
    return next(
        (
            provider
            for provider in recognised_providers(today())
            if overview.admits(recognition.kind for recognition in provider.recognitions.all())
        ),
        None,
    )


def _party(name: str, number: str | None, city: str) -> SampleParty:
    return SampleParty(name=name, enterprise_number=number or "", city=city)
