"""Who sees which payments: who pays, who is paid, and who looks after or checks the scheme. For others they do not exist."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.payouts.models import BankFile, BankLine, Payment, PaymentBatch
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.domain.actor import Actor, ActorKind, Role

DIRECTORS = (Role.GENERAL_DIRECTOR, Role.FINANCIAL_DIRECTOR)
PAYEES = (Role.PROVIDER, Role.HOLDER)


def payers_of(actor: Actor) -> QuerySet[Organisation]:
    """The local governments whose payments the actor orders or signs, by name."""
    return Organisation.objects.filter(pk__in=actor.organisations(*DIRECTORS)).order_by("name")


def batches_for(actor: Actor) -> QuerySet[PaymentBatch]:
    """Batches for who pays, and for the auditor of a scheme that is paid in them, newest first."""
    seen = Exists(Payment.objects.filter(_audited(actor), batch=OuterRef("pk")))
    found = PaymentBatch.objects.filter(_paid_by(actor, "payer") | Q(seen))
    return found.select_related("payer", "from_account").order_by("-pk")


def payments_in(batch: PaymentBatch, actor: Actor) -> QuerySet[Payment]:
    """The payments of a batch: all for who pays, those of the audited schemes for an auditor; in the order of the file."""
    return _with_parts(Payment.objects.filter(_kept_by(actor), batch=batch)).order_by("pk")


def payments_for(actor: Actor) -> QuerySet[Payment]:
    """Payments for who pays, who is paid, and who coordinates or audits the scheme."""
    coordinated = Q(
        redemption__voucher__scheme__partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR)
    )
    paid_to = Q(redemption__payee__in=actor.organisations(*PAYEES)) | paid_back(actor)
    return _with_parts(Payment.objects.filter(_paid_by(actor, "batch__payer") | coordinated | paid_to))


def sees_account_of(actor: Actor, payment: Payment) -> bool:
    """Whether the actor sees on which account it is paid: not for who only looks after the scheme."""
    partnership = payment.redemption.voucher.scheme.partnership_id
    return (
        payment.batch.payer_id in actor.organisations(*DIRECTORS)
        or payment.redemption.payee_id in actor.organisations(*PAYEES)
        or actor.has(Role.AUDITOR, partnership)
        or Payment.objects.filter(paid_back(actor), pk=payment.pk).exists()
    )


def redemptions_paid_for(actor: Actor, day: date) -> QuerySet[Redemption]:
    """Invoices in the schemes that the actor's local government pays for on ``day`` or paid, and those that it audits."""
    audited = Q(voucher__scheme__partnership__in=actor.organisations(Role.AUDITOR))
    found = Redemption.objects.filter(_paid_for(actor, day) | audited)
    return found.select_related("supplier", "payee", "voucher__scheme", "voucher__holder", "pdf_invoice")


def invoices_opened_by(actor: Actor, day: date) -> QuerySet[Redemption]:
    """Those of which the actor may open the invoice itself: who orders or signs its payment, and nobody who reads along."""
    found = Redemption.objects.filter(_paid_for(actor, day))
    return found.select_related("invoice_check", "pdf_invoice__file")


def _paid_for(actor: Actor, day: date) -> Q:
    """What the actor's local government pays for on that day, or paid."""
    managed = Agreement.objects.on(day).filter(managing_municipality__in=actor.organisations(*DIRECTORS))
    paid = Payment.objects.filter(_paid_by(actor, "batch__payer"), redemption=OuterRef("pk"))
    return Q(voucher__scheme__partnership__in=managed.values("partnership")) | Q(Exists(paid))


def files_for(actor: Actor) -> QuerySet[BankFile]:
    """Files of the bank for who pays, and for the auditor of a scheme that they tell of, newest first."""
    of_nobody = Q(payment=None, file__payer__in=_payers_audited(actor))
    told = BankLine.objects.filter(_audited(actor, "payment__") | of_nobody, file=OuterRef("pk"))
    found = BankFile.objects.filter(_paid_by(actor, "payer") | Q(Exists(told)))
    return found.select_related("payer").order_by("-pk")


def lines_for(actor: Actor) -> QuerySet[Any]:
    """Lines of the bank for who pays, and those of the audited schemes for an auditor; oldest first.

    Each carries ``looked_at``, when somebody looked into it.
    """
    # A line under a name that nobody gave is of no scheme: it is of whoever pays for those that are audited.
    of_nobody = Q(payment=None, file__payer__in=_payers_audited(actor))
    found = BankLine.objects.filter(_paid_by(actor, "file__payer") | _audited(actor, "payment__") | of_nobody)
    return (
        found.annotate(looked_at=F("look__at"))
        .select_related(
            "file__payer", "payment__batch", "payment__redemption__payee", "payment__redemption__voucher"
        )
        .order_by("pk")
    )


def _paid_by(actor: Actor, payer: str) -> Q:
    return Q(**{f"{payer}__in": actor.organisations(*DIRECTORS)})


def paid_back(actor: Actor) -> Q:
    """Payments to the holder of a voucher that the actor applied for, as long as that business does not contest it."""
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return Q(pk__in=())
    applied = Q(
        redemption__voucher__payee__isnull=False, redemption__voucher__application__applicant=actor.id
    )
    return applied & ~Q(redemption__voucher__state__in=DOUBTED)


def _audited(actor: Actor, path: str = "") -> Q:
    audited = actor.organisations(Role.AUDITOR)
    return Q(**{f"{path}redemption__voucher__scheme__partnership__in": audited})


def _payers_audited(actor: Actor) -> QuerySet[Any, Any]:
    """Who pays, or paid, for the partnerships of which the actor audits the schemes."""
    audited = Agreement.objects.filter(partnership__in=actor.organisations(Role.AUDITOR))
    return audited.values("managing_municipality")


def _kept_by(actor: Actor) -> Q:
    return _paid_by(actor, "batch__payer") | _audited(actor)


def _with_parts(found: QuerySet[Payment]) -> QuerySet[Payment]:
    return found.select_related(
        "batch__payer", "redemption__payee", "redemption__voucher__scheme", "to_account__organisation"
    )
