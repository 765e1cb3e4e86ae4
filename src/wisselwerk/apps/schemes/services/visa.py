"""The visum on a scheme, without which it does not open (Decreet over het lokaal bestuur, art. 266-267)."""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import agreement_on, people_of
from wisselwerk.apps.schemes.models import (
    OPENING,
    CouncilDecision,
    DecisionSubject,
    Scheme,
    Visum,
    VisumKind,
    VisumRemark,
)
from wisselwerk.apps.schemes.services.versions import keep_decision, lock
from wisselwerk.apps.schemes.visum import payer_of
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def give_visum(actor: Actor, *, scheme: Scheme, given_on: date, conditions: str = "") -> Visum:
    """Give the visum, as financial director of the managing municipality: from now on the scheme takes applications.

    Given again with the same day it is the same one.

    Raises:
        Refusal: NOT_ALLOWED; DAY_TO_COME; VISUM_STANDS when it was given or the council exempted the scheme before.
    """
    require(actor, "give_visum", _payer(scheme).pk)
    _has_come(given_on)
    lock(scheme)
    standing = _standing(scheme)
    if standing is not None and (standing.kind, standing.decided_on) == (VisumKind.GIVEN, given_on):
        return standing
    return _write(actor, "give_visum", scheme, VisumKind.GIVEN, given_on, text=conditions)


@command
def refuse_visum(actor: Actor, *, scheme: Scheme, refused_on: date, reason: str) -> Visum:
    """Refuse the visum, as financial director of the managing municipality. It may still be given later.

    Whoever coordinates the scheme is told why.

    Raises:
        Refusal: NOT_ALLOWED; DAY_TO_COME; VISUM_REASON_MISSING; VISUM_STANDS when the scheme is open.
    """
    require(actor, "refuse_visum", _payer(scheme).pk)
    _has_come(refused_on)
    if not reason.strip():
        raise Refusal(Reason(RefusalCode.VISUM_REASON_MISSING))
    lock(scheme)
    refused = _write(actor, "refuse_visum", scheme, VisumKind.REFUSED, refused_on, text=reason)
    for somebody in people_of(scheme.partnership_id, Role.COORDINATOR):
        enqueue("send_visum_refused", visum_id=refused.pk, person_id=somebody)
    return refused


@command
def record_exemption(actor: Actor, *, scheme: Scheme, title: str, decided_on: date, reference: str) -> Visum:
    """Record that the council of the managing municipality asks no visum for a scheme: from now on it is open.

    Recorded again as it was it is the same one.

    Raises:
        Refusal: NOT_ALLOWED; DAY_TO_COME; REFERENCE_MISSING; VISUM_STANDS when a visum was given or another exemption
            recorded before.
    """
    require(actor, "record_exemption", scheme.partnership_id, _payer(scheme).pk)
    _has_come(decided_on)
    if not reference.strip():
        raise Refusal(Reason(RefusalCode.REFERENCE_MISSING))
    lock(scheme)
    standing = _standing(scheme)
    if standing is not None and standing.decision is not None:
        known = standing.decision
        if (known.title, known.decided_on, known.reference) == (title.strip(), decided_on, reference.strip()):
            return standing
        raise Refusal(Reason(RefusalCode.VISUM_STANDS, {"on": standing.decided_on}))
    decision = keep_decision(
        actor,
        scheme=scheme,
        local_government=council_on(scheme, decided_on),
        subject=DecisionSubject.VISUM,
        title=title.strip(),
        decided_on=decided_on,
        reference=reference.strip(),
    )
    return _write(actor, "record_exemption", scheme, VisumKind.EXEMPT, decided_on, decision=decision)


def council_on(scheme: Scheme, day: date) -> Organisation:
    """Whose council exempts a scheme by a decision of ``day``: that of who managed then, else of who manages today.

    Raises:
        Refusal: NO_GRANTING_BODY when no agreement names who manages.
    """
    then = agreement_on(scheme.partnership_id, day)
    return then.managing_municipality if then else _payer(scheme)


def _payer(scheme: Scheme) -> Organisation:
    payer = payer_of(scheme, today())
    if payer is None:
        raise Refusal(Reason(RefusalCode.NO_GRANTING_BODY, {"on": today()}))
    return payer


def _has_come(day: date) -> None:
    if day > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": day}))


def _standing(scheme: Scheme) -> Visum | None:
    """The visum or the exemption on record. That a scheme ran before is neither, and may be followed by one."""
    found = Visum.objects.filter(scheme=scheme, kind__in=[VisumKind.GIVEN, VisumKind.EXEMPT])
    return found.first()


def _write(
    actor: Actor,
    command_name: str,
    scheme: Scheme,
    kind: VisumKind,
    on: date,
    *,
    text: str = "",
    decision: CouncilDecision | None = None,
) -> Visum:
    """Call it with the scheme locked."""
    before = Visum.objects.filter(scheme=scheme, kind__in=OPENING)
    # Who opened it before visa were recorded may still be told; that it never should have been may not.
    standing = before.first() if kind is VisumKind.REFUSED else _standing(scheme)
    if standing is not None:
        raise Refusal(Reason(RefusalCode.VISUM_STANDS, {"on": standing.decided_on}))
    # With what was decided, so that the trail tells of it as it was.
    authority = f"council_decision:{decision.pk}" if decision else f"visum:{on.isoformat()}"
    entry = record(actor, command_name, f"scheme:{scheme.pk}", authority=authority)
    visum = Visum.objects.create(
        scheme=scheme, kind=kind, decided_on=on, decision=decision, actor=entry.actor, at=entry.at
    )
    if text.strip():
        VisumRemark.objects.create(visum=visum, text=text.strip(), actor=entry.actor, at=entry.at)
    return visum
