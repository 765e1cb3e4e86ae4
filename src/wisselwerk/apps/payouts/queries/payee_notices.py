"""What payees were told of their money by mail or letter, and what they have still to be told. See ``services.telling``."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import BankAccount, BankFileKind, BankLine, PayeeNotice
from wisselwerk.apps.payouts.queries.sight import DIRECTORS
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.queries.arrivals import arrivals_that_differ
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.queries.deliveries import PATIENCE
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.reconciliation import Meaning

TOLD = ("deliver_payee_notice", "post_payee_notice")


def set_off_to_tell() -> QuerySet[Any]:
    """Lines by which what we owed a payee counts for what is asked back, or counts no more, and that it was not told.

    What was taken back before anything left needs no telling. Oldest first.
    """
    of_it = BankLine.objects.filter(file=OuterRef("file"), meaning=Meaning.BESIDE, amount_cents__lt=0)
    undoing = BankLine.objects.filter(transfer__reverses=OuterRef("transfer"))
    told = PayeeNotice.objects.filter(state__in=DELIVERED, line__transfer=OuterRef("transfer__reverses"))
    counts = Q(Exists(of_it), ~Exists(undoing), amount_cents__gt=0)
    no_more = Q(Exists(told), amount_cents__lt=0)
    found = BankLine.objects.filter(
        counts | no_more, meaning=Meaning.RECOVERED, file__kind=BankFileKind.BY_HAND, notice=None
    )
    return found.select_related("file__payer", "payment__redemption__payee").order_by("pk")


def payee_letters_to_post(actor: Actor) -> list[PayeeNotice]:
    """What no mail brings to a payee, for who may post it; oldest first. Nothing that is of no use any more. One query."""
    stuck = Q(state__in=(DeliveryState.MAIL_REFUSED, DeliveryState.TO_POST))
    late = Q(state=DeliveryState.WAITING, at__lt=now() - PATIENCE)
    payers = [payer for _, payer in actor.roles if may(actor, "post_payee_notice", payer)]
    found = _needed().filter(stuck | late, payer__in=payers)
    return list(found.select_related("payee", "payer", "line").order_by("at", "pk"))


def payee_notice_of(actor: Actor, notice_id: int) -> PayeeNotice | None:
    """One of them, for who pays, who audits that, and who coordinates it where it is about an invoice; None for others."""
    paid = Q(payer__in=actor.organisations(*DIRECTORS))
    watched = actor.organisations(Role.AUDITOR, Role.COORDINATOR)
    about = Q(line__payment__redemption__voucher__scheme__partnership__in=watched)
    return _with_parts().filter(paid | about, pk=notice_id).first()


def payee_notice(notice_id: int) -> PayeeNotice:
    """One of them, with all that its words need."""
    return _with_parts().get(pk=notice_id)


def is_needed(notice: PayeeNotice) -> bool:
    """Whether it has still to reach its payee: not once a number was given, or what counted was taken back."""
    return _needed().filter(pk=notice.pk).exclude(state__in=DELIVERED).exists()


def proof_of_payee_notice(notice: PayeeNotice) -> str:
    """What the trail holds of one that left: what it was, so that a change shows."""
    return (
        f"payer:{notice.payer_id}:payee:{notice.payee_id}:line:{notice.line_id}:account:{notice.account_id}"
    )


def payee_notices_that_differ() -> Iterator[str]:
    """Notices that the trail does not tell of, the reverse, and what is told of another payee. See ``wisselwerk verify``."""
    every = PayeeNotice.objects.select_related("account", "line__payment__redemption")
    yield from arrivals_that_differ(
        every, lambda one: (f"payee_notice:{one.pk}", proof_of_payee_notice(one)), TOLD
    )
    for one in every:
        payment = one.line.payment if one.line else None
        of_other = one.account is not None and one.account.organisation_id != one.payee_id
        if of_other or (payment is not None and payment.redemption.payee_id != one.payee_id):
            yield f"payee notice {one.pk}: tells a payee of what is another's"


def _needed() -> QuerySet[PayeeNotice]:
    given = BankAccount.objects.filter(organisation=OuterRef("payee"), closed_at=None)
    # A change that nobody can confirm is no number yet.
    has_number = Exists(given.filter(confirmed_at__isnull=False)) | Q(Exists(given), account__isnull=False)
    undoing = BankLine.objects.filter(transfer__reverses=OuterRef("line__transfer"))
    asks = Q(~has_number, line=None)
    return PayeeNotice.objects.filter(asks | Q(~Exists(undoing), line__isnull=False))


def _with_parts() -> QuerySet[PayeeNotice]:
    return PayeeNotice.objects.select_related(
        "payer",
        "payee",
        "account",
        "line__file",
        "line__payment__redemption__payee",
        "line__payment__redemption__reversal__why",
        "line__payment__redemption__credit_note",
        "line__payment__redemption__voucher__scheme__partnership",
    )
