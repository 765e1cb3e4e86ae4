"""Invoices and the official rules: what waits for a coordinator, and what does not agree with the trail."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import named_by_uuid
from wisselwerk.apps.vouchers.models import InvoiceCheck, Redemption
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.invoice_check import TRIES, CheckState, Finding, Severity
from wisselwerk.domain.invoice_check import state_after as state_by
from wisselwerk.formats.en16931_plain import in_plain_words
from wisselwerk.formats.packed import unpack

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that an invoice breaks, for people: ``plain`` is a message id, the rest as the rule itself has it."""

    rule: str
    plain: str
    text: str
    place: str
    times: int
    is_fatal: bool


FOR_A_PERSON = Q(state=CheckState.FAILED) | Q(state=CheckState.WAITING, tries__gte=TRIES)
"""Checks that a coordinator decides about, as ``InvoiceCheck.is_for_a_person`` has it."""


def check_state() -> Case:
    """How far the invoice of a redemption is, as a value of redemptions: failed as well where it could not be checked."""
    left = When(
        invoice_check__state=CheckState.WAITING,
        invoice_check__tries__gte=TRIES,
        then=Value(CheckState.FAILED.value),
    )
    return Case(left, default=F("invoice_check__state"))


def is_check_due() -> bool:
    """Whether an invoice waits to be held to the rules now."""
    return InvoiceCheck.objects.filter(state=CheckState.WAITING, try_at__lte=now()).exists()


def broken_rules(check: InvoiceCheck) -> list[Broken]:
    """The rules that the invoice breaks, those that keep it from being paid first."""
    found = (Finding(**one | {"severity": Severity(one["severity"])}) for one in check.findings)
    return [
        Broken(
            one.rule,
            in_plain_words(one.rule),
            one.text,
            one.place,
            one.times,
            is_fatal=one.severity is Severity.FATAL,
        )
        for one in found
    ]


def failed_checks(actor: Actor) -> QuerySet[InvoiceCheck]:
    """Invoices that break the rules or could not be checked, in the schemes the actor coordinates. One query.

    The oldest first.
    """
    return _checks(actor).filter(FOR_A_PERSON).order_by("redemption__redeemed_at", "pk")


def delayed_checks(actor: Actor) -> QuerySet[InvoiceCheck]:
    """Invoices whose check broke down and is tried again: nobody's work. Oldest first. One query."""
    found = _checks(actor).filter(state=CheckState.WAITING, tries__gt=1).exclude(FOR_A_PERSON)
    return found.order_by("redemption__redeemed_at", "pk")


def coordinated_check(actor: Actor, redemption_id: UUID) -> InvoiceCheck:
    """The check of one invoice, for who coordinates its scheme. One query.

    Raises:
        InvoiceCheck.DoesNotExist: there is none, or it is not the actor's to coordinate.
    """
    return _coordinated(actor).get(pk=redemption_id)


def _checks(actor: Actor) -> QuerySet[InvoiceCheck]:
    return _coordinated(actor).filter(redemption__is_reversed=False)


def _coordinated(actor: Actor) -> QuerySet[InvoiceCheck]:
    mine = actor.organisations(Role.COORDINATOR)
    found = InvoiceCheck.objects.filter(redemption__voucher__scheme__partnership__in=mine).defer("data")
    return found.select_related(
        "redemption__supplier", "redemption__voucher__scheme", "redemption__voucher__holder"
    )


def checks_that_differ() -> Iterator[str]:
    """Where a check is missing, or says something else than the trail or its own findings."""
    missing = Redemption.objects.filter(invoice_check=None).order_by("pk")
    for pk in missing.values_list("pk", flat=True):
        yield f"redemption {pk}: its invoice was never put up for the official check"
    found = InvoiceCheck.objects.annotate(
        checked=_last("check_invoices", "authority"),
        checked_entry_at=_last("check_invoices", "at"),
        accepted=_last("accept_invoice", "pk"),
    ).select_related("redemption")
    for check in found.order_by("pk").iterator(CHUNK):
        yield from _of_check(check)


def _last(command: str, column: str) -> Subquery:
    """What the trail says last of this command on the redemption."""
    subject = named_by_uuid("redemption", "pk")
    found = Entry.objects.filter(command=command, subject=subject).order_by("-pk")
    return Subquery(found.values(column)[:1])


def _of_check(check: Any) -> Iterator[str]:
    name = f"check of redemption {check.pk}"
    if check.state == CheckState.WAITING:
        digest = hashlib.sha256(unpack(bytes(check.data or b""))).hexdigest()
        if digest != check.redemption.invoice_sha256:
            yield f"{name}: waits with another invoice than was handed in"
        if check.findings or check.checked is not None:
            yield f"{name}: waits, and was judged before"
        return
    findings = [Finding(**one | {"severity": Severity(one["severity"])}) for one in check.findings]
    judged = state_by(findings)
    stands = CheckState.ACCEPTED if check.accepted is not None else judged
    if check.state != stands:
        yield f"{name}: is {check.state}, its findings and the trail make it {stands}"
    if (check.checked, check.checked_entry_at) != (judged, check.checked_at):
        yield f"{name}: the trail tells of another check"
