"""Which partnership takes part for a place."""

from datetime import date

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
