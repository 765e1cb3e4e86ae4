"""Whether every voucher was awarded in a scheme that might take applications, and every visum is what the trail tells."""

from collections.abc import Iterator

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.schemes.models import OPENING, DecisionSubject, Visum, VisumKind
from wisselwerk.apps.vouchers.models import Voucher

COMMANDS = {
    VisumKind.GIVEN: "give_visum",
    VisumKind.REFUSED: "refuse_visum",
    VisumKind.EXEMPT: "record_exemption",
}


def visa_that_differ() -> Iterator[str]:
    """An award without a visum on its day, a visum nobody gave, and an exemption by a decision about something else."""
    first = Visum.objects.filter(scheme=OuterRef("scheme"), kind__in=OPENING).order_by("decided_on")
    awarded = Voucher.objects.annotate(since=Subquery(first.values("decided_on")[:1]))
    without = awarded.filter(Q(since=None) | Q(awarded_on__lt=F("since")))
    for pk, on, slug in without.order_by("pk").values_list("pk", "awarded_on", "scheme__slug"):
        yield f"voucher {pk}: was awarded on {on}, when no visum of scheme {slug} was on record"
    for kind, command in COMMANDS.items():
        untold = Visum.objects.filter(~Exists(_told(command)), kind=kind)
        for pk in untold.order_by("pk").values_list("pk", flat=True):
            yield f"visum {pk}: the trail tells of another actor, moment, day or scheme"
    for one in Visum.objects.filter(kind=VisumKind.EXEMPT).select_related("decision").order_by("pk"):
        decision = one.decision
        if decision is None or (decision.scheme_id, decision.subject, decision.decided_on) != (
            one.scheme_id,
            DecisionSubject.VISUM,
            one.decided_on,
        ):
            yield f"visum {one.pk}: its decision is about another scheme, matter or day"


def _told(command: str) -> QuerySet[Entry]:
    """What the trail says of a visum: it was written in the same moment and never changes."""
    by_decision = Concat(Value("council_decision:"), Cast(OuterRef("decision"), CharField()))
    by_director = Concat(Value("visum:"), Cast(OuterRef("decided_on"), CharField()))
    return Entry.objects.filter(
        subject=Concat(Value("scheme:"), Cast(OuterRef("scheme"), CharField())),
        command=command,
        actor=OuterRef("actor"),
        at=OuterRef("at"),
        authority=by_decision if command == COMMANDS[VisumKind.EXEMPT] else by_director,
    )
