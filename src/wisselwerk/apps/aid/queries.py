"""What aid an organisation has had, and which lines of the register wait for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.parties.models import Agreement, Organisation, RoleHolding
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.aid import (
    Activity,
    AidRecord,
    EarlierAid,
    ceilings_on,
    counts_on,
)
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.working_day import working_day_after
from wisselwerk.formats.aid_register import RegisterRow
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

CHUNK = 2000
SOON = 5
"""Working days: a week before its last day a line is urgent. Ours."""

LOOKERS = (Role.COORDINATOR, Role.FINANCIAL_DIRECTOR)
"""Who enters lines: the coordinator of the partnership, and who keeps the money of the granting body."""
READERS = (*LOOKERS, Role.AUDITOR)
"""Who sees the register."""


def aid_record(
    recipient_id: int, on: date, *, activity: Activity = Activity.GENERAL, declared: Iterable[EarlierAid] = ()
) -> AidRecord:
    """What is known of the aid to an organisation when something is granted ``on`` this day. One query.

    Our own records of all schemes here, net of corrections, with what was declared. Aid that has not counted for a while
    is left out.
    """
    own = RegisterLine.objects.filter(recipient=recipient_id).order_by("granted_on", "activity")
    sums = own.values_list("granted_on", "activity").annotate(sum=Sum("amount_cents"))
    earlier = (
        *(
            EarlierAid(granted_on=granted_on, amount_cents=cents, activity=Activity(of))
            for granted_on, of, cents in sums
            if cents
        ),
        *declared,
    )
    return AidRecord(
        ceilings=ceilings_on(activity, on), earlier=tuple(one for one in earlier if counts_on(one, on))
    )


def visible_lines(actor: Actor) -> QuerySet[RegisterLine]:
    """The lines of the schemes the actor coordinates or audits, and of who has its money kept by the actor."""
    if actor.kind is ActorKind.SYSTEM:
        return RegisterLine.objects.all()
    return RegisterLine.objects.filter(
        Q(scheme__partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR))
        | Q(granting_body__in=actor.organisations(Role.FINANCIAL_DIRECTOR))
    )


def schemes_that_count(actor: Actor, on: date) -> list[Scheme]:
    """Of the schemes of which the actor would see lines, those whose vouchers are de minimis aid ``on`` this day, by name."""
    paid = Agreement.objects.filter(managing_municipality__in=actor.organisations(Role.FINANCIAL_DIRECTOR))
    mine = Scheme.objects.filter(
        Q(partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR))
        | Q(partnership__in=paid.values("partnership"))
    )
    dated = ((scheme, version_on(scheme, on)) for scheme in mine.order_by("name"))
    return [scheme for scheme, version in dated if version and rule_set(version).find(DeMinimis)]


def lines_with_registration(lines: QuerySet[RegisterLine]) -> QuerySet[Any]:
    """The same with all that a list shows; each carries ``reference`` and ``registered_on``, or None, and ``earlier``.

    Those are the registrations that another took the place of, the latest first. Two queries.
    """
    latest = Registration.objects.filter(line=OuterRef("pk")).order_by("-pk")
    newer = Registration.objects.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
    replaced = Registration.objects.filter(Exists(newer)).order_by("-pk")
    return (
        lines.select_related("scheme", "recipient", "granting_body")
        .annotate(
            reference=Subquery(latest.values("reference")[:1]),
            registered_on=Subquery(latest.values("registered_on")[:1]),
        )
        .prefetch_related(Prefetch("registrations", replaced, to_attr="earlier"))
    )


def open_lines(lines: QuerySet[RegisterLine]) -> QuerySet[RegisterLine]:
    """Those that were not entered yet, the one with the nearest last day first."""
    return lines.filter(registrations=None).order_by("register_by", "pk")


@dataclass(frozen=True, slots=True)
class Clocks:
    """How many lines wait to be entered, and how urgent that is."""

    number: int
    late: int
    """Their last day has passed."""
    soon: int
    """Their last day comes within a week of working days."""
    first: date | None
    """The nearest last day; None when nothing waits."""
    all: int = 0
    """Lines, also those that were entered."""


def clocks(lines: QuerySet[RegisterLine], today: date) -> Clocks:
    """The clocks of these lines. One query."""
    waits = Q(registrations=None)
    found = lines.aggregate(
        number=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(register_by__lt=today)),
        urgent=Count("pk", filter=waits & Q(register_by__lte=_urgent_until(today))),
        first=Min("register_by", filter=waits),
        all=Count("pk", distinct=True),
    )
    soon = found["urgent"] - found["late"]
    return Clocks(found["number"], found["late"], soon, found["first"], found["all"])


def people_to_warn(today: date) -> list[int]:
    """Everybody whose work it is to enter lines that are late, or will be within a week of working days."""
    urgent = RegisterLine.objects.filter(registrations=None, register_by__lte=_urgent_until(today))
    held = RoleHolding.objects.on(today).filter(
        Q(role=Role.COORDINATOR, organisation__in=urgent.values("scheme__partnership"))
        | Q(role=Role.FINANCIAL_DIRECTOR, organisation__in=urgent.values("granting_body"))
    )
    return sorted(set(held.values_list("person_id", flat=True)))


def _urgent_until(today: date) -> date:
    return working_day_after(today, SOON, BELGIAN_HOLIDAYS)


def rows_of(lines: QuerySet[RegisterLine]) -> Iterator[RegisterRow]:
    """The lines as a file of the register holds them, in the order in which they were written. One query."""
    for line in lines_with_registration(lines).order_by("pk").iterator(CHUNK):
        yield RegisterRow(
            line=line.pk,
            kind=line.kind,
            granting_body=line.granting_body.name,
            granting_body_nis=line.granting_body.nis_code or "",
            recipient_number=line.recipient.enterprise_number or "",
            granted_on=line.granted_on,
            happened_on=line.happened_on,
            amount_cents=line.amount_cents,
            regulation=line.regulation,
            activity=line.activity,
            scheme=line.scheme.name,
            corrects=line.grant_id,
            register_by=line.register_by,
            registered_on=line.registered_on,
            reference=line.reference or "",
        )


def granting_bodies(only: Organisation | None = None) -> QuerySet[Organisation]:
    """The local governments that granted aid, by their code; or only this one, if it did."""
    found = Organisation.objects.filter(pk__in=RegisterLine.objects.values("granting_body"))
    return (found if only is None else found.filter(pk=only.pk)).order_by("nis_code")
