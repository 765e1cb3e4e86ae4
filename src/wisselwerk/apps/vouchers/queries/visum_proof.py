"""Whether every scheme took applications only once its visum stood, and every visum is what the trail tells."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import entry_written_with, named
from wisselwerk.apps.schemes.models import (
    OPENING,
    DecisionSubject,
    RuleSetVersion,
    Visum,
    VisumKind,
)
from wisselwerk.apps.vouchers.models import Application, Voucher

COMMANDS = {
    VisumKind.GIVEN: "give_visum",
    VisumKind.REFUSED: "refuse_visum",
    VisumKind.EXEMPT: "record_exemption",
    VisumKind.BEFORE: "keep_scheme_open",
}


def visa_that_differ() -> Iterator[str]:
    """What came before the visum it stands on, a visum nobody gave, and an exemption by a decision about something else."""
    yield from _awarded_before()
    yield from _applied_before()
    for kind, command in COMMANDS.items():
        untold = Visum.objects.filter(~Exists(_told(command)), kind=kind)
        for pk in untold.order_by("pk").values_list("pk", flat=True):
            yield f"visum {pk}: the trail tells of another actor, moment, day or scheme"
    yield from _kept_open()
    for one in Visum.objects.filter(kind=VisumKind.EXEMPT).select_related("decision").order_by("pk"):
        decision = one.decision
        if decision is None or (decision.scheme_id, decision.subject, decision.decided_on) != (
            one.scheme_id,
            DecisionSubject.VISUM,
            one.decided_on,
        ):
            yield f"visum {one.pk}: its decision is about another scheme, matter or day"


def _awarded_before() -> Iterator[str]:
    """Awards of a day on which no visum had been decided yet."""
    first = Visum.objects.filter(scheme=OuterRef("scheme"), kind__in=OPENING).order_by("decided_on")
    awarded = Voucher.objects.annotate(since=Subquery(first.values("decided_on")[:1]))
    without = awarded.filter(Q(since=None) | Q(awarded_on__lt=F("since")))
    for pk, on, slug in without.order_by("pk").values_list("pk", "awarded_on", "scheme__slug"):
        yield f"voucher {pk}: was awarded on {on}, when no visum of scheme {slug} was on record"


def _applied_before() -> Iterator[str]:
    """Schemes that took applications before their visum was recorded, whatever day stands on it."""
    ran_before = Visum.objects.filter(scheme=OuterRef("scheme"), kind=VisumKind.BEFORE)
    first = Visum.objects.filter(scheme=OuterRef("scheme"), kind__in=OPENING).order_by("at", "pk")
    applied = Application.objects.filter(~Exists(ran_before)).annotate(since=Subquery(first.values("at")[:1]))
    early = applied.filter(Q(since=None) | Q(applied_at__lt=F("since"))).order_by("scheme")
    found = early.values_list("scheme__slug", "since").annotate(number=Count("pk"), first=Min("applied_at"))
    for slug, since, number, at in found:
        recorded = f"its visum was recorded at {since}" if since else "any visum was recorded"
        yield f"scheme {slug}: took applications from {at} on ({number}), before {recorded}"


def _kept_open() -> Iterator[str]:
    """A scheme ran before visa were recorded only if its first version did, and from that version's day on."""
    first = RuleSetVersion.objects.filter(scheme=OuterRef("scheme")).order_by("valid_from")
    ran = Visum.objects.filter(kind=VisumKind.BEFORE).annotate(
        ran_from=Subquery(first.values("valid_from")[:1]),
        published=Subquery(first.values("published_at")[:1]),
    )
    for one in ran.order_by("pk"):
        if one.ran_from != one.decided_on or one.published > one.at:
            yield f"visum {one.pk}: says that its scheme ran from {one.decided_on}, its rules began on {one.ran_from}"


def _told(command: str) -> QuerySet[Entry]:
    """What the trail says of a visum: it was written in the same moment and never changes."""
    is_decision = command == COMMANDS[VisumKind.EXEMPT]
    return entry_written_with(
        command,
        subject=named("scheme", "scheme"),
        authority=named("council_decision", "decision") if is_decision else named("visum", "decided_on"),
    )
