"""Applications and the decisions on them, for who may see them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Confirmation,
    Decision,
    Remark,
    RemarkSubject,
)
from wisselwerk.apps.vouchers.queries.sight import applied_by, coordinated_by, visible_applications
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.rule import Result, reasons_for
from wisselwerk.domain.rule.base import Facts, Outcome
from wisselwerk.domain.rule.territory import nobody_decided

LATEST_FIRST = ("-decided_at", "-pk")


def application_for(actor: Actor, application_id: UUID) -> Application:
    """One application with its parts, decisions and remarks, for who may see it. Three queries.

    Raises:
        Application.DoesNotExist: there is none, or it is not the actor's to see.
    """
    found = _with_parts(Application.objects.filter(visible_applications(actor)))
    return _with_remarks(found).get(pk=application_id)


def coordinated_application(actor: Actor, application_id: UUID) -> Application:
    """The same, for who coordinates its scheme. Three queries.

    Raises:
        Application.DoesNotExist: there is none, or it is not the actor's to coordinate.
    """
    return _with_remarks(coordinated_applications(actor)).get(pk=application_id)


def applications_of(actor: Actor) -> QuerySet[Application]:
    """What the actor applied for, or the enterprises the actor acts for; newest first. Two queries."""
    return _with_parts(Application.objects.filter(applied_by(actor))).order_by("-applied_at")


def coordinated_applications(
    actor: Actor, *, scheme: Scheme | None = None, state: ApplicationState | None = None
) -> QuerySet[Application]:
    """Applications in the schemes the actor coordinates, newest first. Two queries, however many there are."""
    found = Application.objects.filter(coordinated_by(actor))
    if scheme is not None:
        found = found.filter(scheme=scheme)
    if state is not None:
        found = found.filter(state=state)
    return _with_parts(found).order_by("-applied_at")


def waiting_applications(actor: Actor, scheme: Scheme | None = None) -> QuerySet[Application]:
    """What only a coordinator can move: applications in review, and refusals somebody asked to look at again.

    Oldest first, because that right has waited longest. Two queries.
    """
    return coordinated_applications(actor, scheme=scheme).filter(waits_for_person()).order_by("applied_at")


def audited_decisions(actor: Actor) -> QuerySet[Decision]:
    """Every decision in the schemes of the partnerships the actor audits, newest first. One query."""
    partnerships = actor.organisations(Role.AUDITOR)
    found = Decision.objects.filter(application__scheme__partnership__in=partnerships).select_related(
        "application__scheme__partnership",
        "application__enterprise",
        "application__voucher",
        "granting_body",
        "delegation__local_government",
        "rule_set",
    )
    return found.order_by(*LATEST_FIRST)


def latest_decision(application: Application) -> Decision | None:
    """The decision that stands; no query when the application came from one of the functions here."""
    return next(iter(application.decisions.all()), None)


def outcomes_of(decision: Decision) -> tuple[Outcome, ...]:
    """What each rule said, as it was frozen."""
    return tuple(Outcome.from_plain(one) for one in decision.outcomes)


def reasons_of(decision: Decision) -> tuple[Reason, ...]:
    """Why the answer is what it is: every no of a refusal, every doubt of a case for a person; none for an award."""
    reasons = reasons_for(Result(decision.result), outcomes_of(decision))
    if decision.refused_on:
        return (Reason(RefusalCode.RULE_NOT_MET, {"kind": decision.refused_on}), *reasons)
    if not reasons and decision.result == ApplicationState.REVIEW:
        facts = Facts.from_plain(decision.facts)
        reason = nobody_decided(facts, facts.located_places)
        if decision.evaluated == Result.AWARDED and reason:
            return (reason,)
        # The rules are clear, but nobody let the software decide: a person signs what it proposes.
        return (Reason(RefusalCode.NEEDS_REVIEW),)
    return reasons


def confirmation_by_token(token: str) -> Confirmation | None:
    """The confirmation that a page asks the code of, with its application and scheme; None when there is none."""
    found = Confirmation.objects.select_related("application__scheme", "application__enterprise")
    return found.filter(token=token).first()


def review_is_pending(application: Application) -> bool:
    """Whether somebody asked to look at a refusal again and nobody has."""
    return Application.objects.filter(_review_asked(), pk=application.pk).exists()


def waits_for_person() -> Q:
    """Which applications somebody has to look at: the rules have a doubt, or who was refused asked to look again."""
    return Q(state=ApplicationState.REVIEW) | Q(_review_asked(), state=ApplicationState.REFUSED)


def _review_asked() -> Exists:
    decided = Decision.objects.filter(application=OuterRef("application")).order_by(*LATEST_FIRST)
    return Exists(
        Remark.objects.filter(
            application=OuterRef("pk"),
            subject=RemarkSubject.REVIEW_REQUEST,
            at__gte=Subquery(decided.values("decided_at")[:1]),
        )
    )


def _with_parts(found: QuerySet[Application]) -> QuerySet[Application]:
    decisions = Decision.objects.select_related("granting_body", "delegation", "rule_set", "delivery")
    return found.select_related(
        "scheme__partnership", "enterprise", "provider__organisation", "service", "voucher", "applicant"
    ).prefetch_related(Prefetch("decisions", decisions.order_by(*LATEST_FIRST)))


def _with_remarks(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.prefetch_related(Prefetch("remarks", Remark.objects.order_by("at")))
