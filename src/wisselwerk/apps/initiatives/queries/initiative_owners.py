"""Who can answer for an initiative: the partnership or the local government that does it, on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, Value

from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.parties.models import Membership, Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import SPEAKS
from wisselwerk.domain.actor import Actor
from wisselwerk.formats.territory import belgian_territory

ANSWERING = tuple(sorted(SPEAKS))


def owners_of(initiative: Initiative, day: date) -> list[int]:
    """The organisations whose people may answer, the first ones asked in front. Two queries, or none for a partnership's.

    What a partnership does is the partnership's. What a municipality does is that of the municipality in which its place
    lies now; the coordinator of a partnership in which it takes part there may answer too. Empty: nobody of them is here.
    """
    if initiative.partnership_id is not None:
        return [initiative.partnership_id]
    places = [one.place for one in initiative.places.all()]
    codes = {belgian_territory().municipality_of(place, day).code for place in places}
    governments = Organisation.objects.filter(kind=OrganisationKind.LOKAAL_BESTUUR, nis_code__in=codes)
    memberships = Membership.objects.on(day).filter(place__in=places)
    partnerships = memberships.order_by("partnership").values_list("partnership", flat=True).distinct()
    return [*governments.order_by("pk").values_list("pk", flat=True), *partnerships]


def owned_by(organisation_ids: Iterable[int], day: date) -> Q:
    """The initiatives for which these organisations may answer on a day: ``owners_of`` from the other side. One query."""
    found = list(organisation_ids)
    places: set[str] = set()
    territory = belgian_territory()
    codes = Organisation.objects.filter(pk__in=found, nis_code__isnull=False).annotate(whole=Value(True))
    members = Membership.objects.on(day).filter(partnership__in=found).annotate(whole=Value(False))
    told = codes.order_by().values_list("nis_code", "whole")
    for code, is_whole in told.union(members.order_by().values_list("place", "whole"), all=True):
        places |= set(territory.finest(str(code), day)) if is_whole else {str(code)}
    return Q(partnership__in=found) | Q(partnership=None, places__place__in=places)


def may_answer(actor: Actor, initiative: Initiative, day: date) -> bool:
    """Whether the actor speaks for an owner of it."""
    return not actor.organisations(*ANSWERING).isdisjoint(owners_of(initiative, day))
