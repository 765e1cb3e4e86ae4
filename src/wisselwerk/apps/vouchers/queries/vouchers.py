"""Vouchers and what happened to them, for who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.ledger.queries import settled_cents
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actors_of
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import (
    ApplicationState,
    Attempt,
    Decision,
    Payable,
    Redemption,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.sight import (
    Parties,
    coordinated_by,
    held_by,
    may_see,
    offered_by,
    visible_redemptions,
    visible_vouchers,
)
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.voucher import VoucherCodeInvalid, VoucherState, parse_code


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done with a voucher. ``subject`` is what it was done to, such as ``voucher:31``."""

    at: datetime
    command: str
    subject: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was handed in and refused: when last, how often, and why."""

    at: datetime
    times: int
    actor: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed to a provider."""

    payee: Organisation
    amount_cents: Cents


def voucher_for(actor: Actor, code: str) -> Voucher:
    """The voucher with this code, however it was typed, with its parts and the redemptions the actor may see. Two queries.

    Raises:
        Voucher.DoesNotExist: there is none, or it is not the actor's to see.
    """
    return _with_code(_with_parts(visible_vouchers(actor), visible_redemptions(actor)), code)


def coordinated_voucher(actor: Actor, code: str) -> Voucher:
    """The same, for who coordinates its scheme. Two queries.

    Raises:
        Voucher.DoesNotExist: there is none, or it is not the actor's to coordinate.
    """
    return _with_code(vouchers_coordinated(actor), code)


def vouchers_held(actor: Actor) -> QuerySet[Voucher]:
    """Vouchers the actor holds, those that end first in front. Two queries."""
    return _with_parts(held_by(actor)).order_by("valid_until", "pk")


def vouchers_offered(actor: Actor) -> QuerySet[Voucher]:
    """Vouchers that can be used with the providers the actor acts for, those that end first in front. Two queries."""
    return _with_parts(offered_by(actor)).order_by("valid_until", "pk")


def vouchers_coordinated(
    actor: Actor, *, scheme: Scheme | None = None, state: VoucherState | None = None
) -> QuerySet[Voucher]:
    """Vouchers of the schemes the actor coordinates, newest first. Two queries, however many there are."""
    found = _with_parts(coordinated_by(actor))
    if scheme is not None:
        found = found.filter(scheme=scheme)
    if state is not None:
        found = found.filter(state=state)
    return found.order_by("-awarded_on", "-pk")


def redemptions_of(actor: Actor) -> QuerySet[Redemption]:
    """Invoices handed in for the providers the actor acts for, newest first. One query."""
    providers = actor.organisations(Role.PROVIDER)
    found = Redemption.objects.filter(supplier__in=providers).select_related(
        "supplier", "voucher__scheme", "voucher__holder"
    )
    return found.order_by("-redeemed_at")


def due_to(actor: Actor) -> list[Due]:
    """What is owed to each provider the actor acts for. One query, and two for each of them that was ever owed."""
    payables = Payable.objects.filter(payee__in=actor.organisations(Role.PROVIDER)).select_related("payee")
    return [Due(one.payee, settled_cents([one.account_id])) for one in payables.order_by("payee__name")]


AWARDED = "awarded"
"""In a history: that the voucher was awarded, whichever command did it: a person may, a draw, or a place that came free."""


def history_of(voucher: Voucher) -> list[Event]:
    """What was done with a voucher and its redemptions, and ``AWARDED``, oldest first.

    Two queries for one from ``voucher_for``.
    """
    subjects = [f"voucher:{voucher.pk}", f"application:{voucher.application_id}"]
    subjects += [f"redemption:{one.pk}" for one in voucher.redemptions.all()]
    awards = Decision.objects.filter(application=voucher.application_id, result=ApplicationState.AWARDED)
    awarded = [Event(at, AWARDED, f"decision:{pk}") for at, pk in awards.values_list("decided_at", "pk")]
    return sorted([*_events(subjects), *awarded], key=lambda one: one.at)


def attempts_on(actor: Actor, voucher: Voucher) -> list[Refused]:
    """Invoices that were refused on a voucher, each file once, oldest first; for a provider those of its own.

    One query, and two more for a provider.
    """
    found = Attempt.objects.filter(voucher=voucher).order_by("last_at", "pk")
    if not may_see(actor, replace(Parties.of(voucher), provider_id=None)):
        found = found.filter(actor__in=actors_of(actor.organisations(Role.PROVIDER), Role.PROVIDER))
    return [Refused(one.last_at, one.times, one.actor, _reasons(one)) for one in found]


def _reasons(attempt: Attempt) -> tuple[Reason, ...]:
    return tuple(Reason(RefusalCode(one["code"]), one["params"]) for one in attempt.reasons)


def _events(subjects: Sequence[str]) -> list[Event]:
    entries = Entry.objects.filter(subject__in=subjects).order_by("at", "pk")
    return [Event(*row) for row in entries.values_list("at", "command", "subject")]


def _with_code(found: QuerySet[Voucher], code: str) -> Voucher:
    try:
        parsed = parse_code(code)
    except VoucherCodeInvalid as error:
        raise Voucher.DoesNotExist from error
    return found.get(code=parsed)


def _with_parts(condition: Q, redeemed: Q | None = None) -> QuerySet[Voucher]:
    redemptions = (
        Redemption.objects.filter(redeemed or Q())
        .select_related("supplier", "payee", "reversal", "credit_note__replacement", "remains_of")
        .order_by("redeemed_at")
    )
    return (
        Voucher.objects.filter(condition)
        .select_related(
            "scheme__partnership", "holder", "provider__organisation", "account", "rule_set", "application"
        )
        .prefetch_related(Prefetch("redemptions", redemptions))
    )
