"""Where a voucher has its place from: the seat in the facts of the decision that awarded it, or the establishment there
where the application counted for that.

Those facts are sealed and an application is awarded once, so the place never changes, whatever the enterprise does
later. Where the seat is only known as several places of one member, it is the first of them.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from wisselwerk.apps.vouchers.models import ApplicationState


def with_place(rows: QuerySet[Any], to_voucher: str = "") -> QuerySet[Any]:
    """The rows with the ``place`` of their voucher, which is reached by ``to_voucher`` (such as ``voucher__``)."""
    decisions = f"{to_voucher}application__decisions"
    awarded = rows.filter(**{f"{decisions}__result": ApplicationState.AWARDED})
    located = [
        KeyTextTransform("0", KeyTransform(fact, f"{decisions}__facts"))
        for fact in ("establishment_places", "seat_places")
    ]
    placed: QuerySet[Any] = awarded.annotate(place=Coalesce(*located)).order_by()
    return placed
