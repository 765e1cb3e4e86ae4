"""Publishing rules, and what councils decided about them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.schemes.documents import show
from wisselwerk.apps.schemes.models import (
    CouncilDecision,
    DecisionSubject,
    Granter,
    GrantingArrangement,
    RuleSetVersion,
    Scheme,
)
from wisselwerk.clock import day_of, now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet


@command
def publish_version(
    actor: Actor,
    *,
    scheme: Scheme,
    rule_set: RuleSet,
    valid_from: date,
    source: str,
    whys: Mapping[str, str] | None = None,
) -> RuleSetVersion:
    """Publish rules that hold from a day on; from then they never change. The version before ends on that day.

    Raises:
        Refusal: NOT_ALLOWED; VERSION_NOT_LATER when a version starts on that day or after it; VERSION_REACHES_BACK
            when somebody applied on that day or after it.
    """
    require(actor, "publish_version", scheme.partnership_id)
    lock(scheme)
    if reason := against_start(scheme, valid_from):
        raise Refusal(reason)
    last = scheme.versions.order_by("-valid_from").first()
    version = RuleSetVersion.objects.create(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        rules=rule_set.to_plain(),
        whys=dict(whys or {}),
        source=source,
        published_at=now(),
    )
    record(actor, "publish_version", f"version:{version.pk}")
    enqueue("tell_scheme", scheme_id=scheme.pk)
    show(scheme)
    return version


@command
def record_decision(
    actor: Actor,
    *,
    scheme: Scheme,
    local_government: Organisation,
    subject: DecisionSubject,
    title: str,
    decided_on: date,
    reference: str = "",
) -> CouncilDecision:
    """Record what a council decided about a scheme; the same one when it is there already.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "record_decision", scheme.partnership_id)
    return keep_decision(
        actor,
        scheme=scheme,
        local_government=local_government,
        subject=subject,
        title=title,
        decided_on=decided_on,
        reference=reference,
    )


@command
def arrange_granting(
    actor: Actor,
    *,
    scheme: Scheme,
    granter: Granter,
    signatory: str,
    delegation: CouncilDecision | None,
    valid_from: date,
) -> GrantingArrangement:
    """Record who grants and signs from a day on; the same arrangement when that day has one already.

    Raises:
        Refusal: NOT_ALLOWED; PERSON_NAMED, of the function that signs.
    """
    require(actor, "arrange_granting", scheme.partnership_id)
    return keep_granting(
        actor,
        scheme=scheme,
        granter=granter,
        signatory=signatory,
        delegation=delegation,
        valid_from=valid_from,
    )


def keep_granting(
    actor: Actor,
    *,
    scheme: Scheme,
    granter: Granter,
    signatory: str,
    delegation: CouncilDecision | None,
    valid_from: date,
) -> GrantingArrangement:
    """Keep who grants for a command that says so; the same arrangement when that day has one already, whatever it says.

    Raises:
        Refusal: PERSON_NAMED, of the function that signs.
    """
    known = GrantingArrangement.objects.filter(scheme=scheme, valid_from=valid_from).first()
    if known is not None:
        return known
    of_nobody(signatory)
    arrangement, is_new = GrantingArrangement.objects.get_or_create(
        scheme=scheme,
        valid_from=valid_from,
        defaults={"granter": granter, "signatory": signatory, "delegation": delegation},
    )
    if is_new:
        record(actor, "arrange_granting", f"granting:{arrangement.pk}")
    return arrangement


def against_start(scheme: Scheme, valid_from: date) -> Reason | None:
    """Why no version of a scheme can start on this day: VERSION_NOT_LATER or VERSION_REACHES_BACK; None: one can."""
    last = scheme.versions.order_by("-valid_from").first()
    if last is not None and valid_from <= last.valid_from:
        days = {"last_from": last.valid_from, "valid_from": valid_from}
        return Reason(RefusalCode.VERSION_NOT_LATER, days)
    applied_on = last_applied_on(scheme)
    if applied_on is not None and valid_from <= applied_on:
        days = {"applied_on": applied_on, "valid_from": valid_from}
        return Reason(RefusalCode.VERSION_REACHES_BACK, days)
    return None


def keep_decision(
    actor: Actor,
    *,
    scheme: Scheme,
    local_government: Organisation,
    subject: DecisionSubject,
    title: str,
    decided_on: date,
    reference: str,
) -> CouncilDecision:
    """Keep a council decision for a command that stands on one; the same one when it is there already."""
    decision, is_new = CouncilDecision.objects.get_or_create(
        scheme=scheme,
        local_government=local_government,
        subject=subject,
        decided_on=decided_on,
        defaults={"title": title, "reference": reference},
    )
    if is_new:
        record(actor, "record_decision", f"council_decision:{decision.pk}")
    return decision


def last_applied_on(scheme: Scheme) -> date | None:
    """The last day on which somebody applied. What was asked is decided by the rules of its day, so those stay."""
    last = scheme.applications.aggregate(last=Max("applied_at"))["last"]
    return day_of(last) if last else None


def lock(scheme: Scheme) -> None:
    """Have others who change this scheme wait; rows that only point at it need not."""
    Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
