"""Which partnership takes part for a place, and where a provider works."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from wisselwerk.apps.catalogue.models import Provider, ProviderPlace
from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.formats.territory import belgian_territory


def partnership_at(place: str, day: date) -> Organisation | None:
    """The partnership that takes part for a place on ``day``; None where none does. One query.

    Where several do, for parts of a merged municipality, it is the first by its name.

    Raises:
        Refusal: PLACE_UNKNOWN.
    """
    members = Membership.objects.on(day).filter(place__in=belgian_territory().finest(place, day))
    first = members.select_related("partnership").order_by("partnership__name", "pk").first()
    return first.partnership if first else None


def partnerships_of(providers: Iterable[Provider], day: date) -> QuerySet[Organisation]:
    """The partnerships of which a member takes part for a place where one of these providers works, by name. Two queries."""
    works_in = ProviderPlace.objects.filter(provider__in=providers).values_list("place", flat=True)
    finest = {one for place in works_in.distinct() for one in belgian_territory().finest(place, day)}
    members = Membership.objects.on(day).filter(place__in=finest)
    return Organisation.objects.filter(pk__in=members.values("partnership")).order_by("name")
