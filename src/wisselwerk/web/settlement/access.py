"""Who looks at the settlements and the books of which schemes: its coordinator, its auditor, the directors who pay."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wisselwerk.apps.parties.models import Agreement
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.settlements import (
    DIRECTORS,
    MEMBERS,
    sent_to,
    settlements_seen_by,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request

FIRST_YEAR = 2000
"""Before that there was no scheme anywhere."""
LOOK = (Role.COORDINATOR, Role.AUDITOR, *DIRECTORS)


def schemes_seen_by(actor: Actor) -> QuerySet[Scheme]:
    """The schemes whose cost somebody looks after, by name."""
    paid = Agreement.objects.filter(managing_municipality__in=actor.organisations(*DIRECTORS))
    seen = Q(partnership__in=actor.organisations(Role.COORDINATOR, Role.AUDITOR)) | Q(
        partnership__in=paid.values("partnership")
    )
    return Scheme.objects.filter(seen).select_related("partnership").order_by("name", "pk")


def scheme_or_404(request: HttpRequest, slug: str, year: int) -> Scheme:
    """Such a scheme; 404 for any other, and for a year that cannot be meant."""
    found = schemes_seen_by(actor_of_request(request)).filter(slug=slug).first()
    if found is None or not FIRST_YEAR <= year <= today().year:
        raise Http404
    return found


def settlement_or_404(request: HttpRequest, slug: str, year: int, number: int) -> YearSettlement:
    """A settlement that whoever asks looks after, or that was sent to a member that person acts for."""
    actor = actor_of_request(request)
    for seen in (settlements_seen_by(actor), sent_to(actor.organisations(*MEMBERS))):
        found = seen.filter(scheme__slug=slug, year=year, number=number).first()
        if found is not None:
            return found
    raise Http404
