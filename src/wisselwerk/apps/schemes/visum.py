"""Whether a scheme may take applications: the visum of the financial director stands, or the council asks none."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.schemes.models import OPENING, Scheme, Visum, VisumKind
from wisselwerk.domain.actor import Actor, Role


def visum_of(scheme: Scheme) -> Visum | None:
    """What opens a scheme; None while it is missing. That it ran before counts where nothing better is told. One query."""
    found = {one.kind: one for one in Visum.objects.filter(scheme=scheme, kind__in=OPENING)}
    return next((found[kind] for kind in OPENING if kind in found), None)


def visa_of(scheme: Scheme) -> list[Visum]:
    """All that was recorded about the visum of a scheme, oldest first. One query."""
    found = Visum.objects.filter(scheme=scheme).select_related(
        "scheme", "remark", "decision__local_government"
    )
    return list(found.order_by("pk"))


def opened(schemes: Iterable[Scheme]) -> frozenset[int]:
    """Those of some schemes that a visum or an exemption opened. One query."""
    found = Visum.objects.filter(scheme__in=[one.pk for one in schemes], kind__in=OPENING)
    return frozenset(found.values_list("scheme", flat=True))


def payer_of(scheme: Scheme, day: date) -> Organisation | None:
    """The managing municipality, which pays and whose financial director gives the visum; None without an agreement."""
    agreement = agreement_on(scheme.partnership_id, day)
    return agreement.managing_municipality if agreement else None


def signed_for(actor: Actor, day: date) -> QuerySet[Scheme]:
    """The schemes of which the actor gives the visum on ``day``, by name."""
    payers = actor.organisations(Role.FINANCIAL_DIRECTOR)
    managed = Agreement.objects.on(day).filter(managing_municipality__in=payers).values("partnership")
    return Scheme.objects.filter(partnership__in=managed).select_related("partnership").order_by("name", "pk")


def waiting_for_visum(actor: Actor, day: date) -> list[Scheme]:
    """Those of them on which nothing was decided yet. One query."""
    decided = Visum.objects.filter(scheme=OuterRef("pk"))
    return list(signed_for(actor, day).filter(~Exists(decided)))


def refused_by(actor: Actor, day: date) -> list[Visum]:
    """The refusals that stand of schemes of which the actor gives the visum. One query."""
    return list(_refused().filter(scheme__in=signed_for(actor, day).values("pk")))


def refused_to(actor: Actor) -> list[Visum]:
    """The refusals that stand of schemes that the actor coordinates: these wait for a coordinator. One query."""
    return list(_refused().filter(scheme__partnership__in=actor.organisations(Role.COORDINATOR)))


def _refused() -> QuerySet[Visum]:
    """The last refusal of each scheme that was not opened since, oldest first."""
    same = Visum.objects.filter(scheme=OuterRef("scheme"))
    later = same.filter(Q(kind__in=OPENING) | Q(kind=VisumKind.REFUSED, pk__gt=OuterRef("pk")))
    found = Visum.objects.filter(~Exists(later), kind=VisumKind.REFUSED)
    return found.select_related("scheme__partnership", "remark").order_by("pk")
