"""Where a voucher has its place from: the seat in the facts of the decision that awarded it.

Those facts are sealed and an application is awarded once, so the place never changes, whatever the enterprise does
later. Where the seat is only known as several places of one member, it is the first of them.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from wisselwerk.apps.vouchers.models import ApplicationState


def with_place(rows: QuerySet[Any], to_voucher: str = "") -> QuerySet[Any]:
    """The rows with the ``place`` of their voucher, which is reached by ``to_voucher`` (such as ``voucher__``)."""
    decisions = f"{to_voucher}application__decisions"
    awarded = rows.filter(**{f"{decisions}__result": ApplicationState.AWARDED})
    seat = KeyTransform("seat_places", f"{decisions}__facts")
    placed: QuerySet[Any] = awarded.annotate(place=KeyTextTransform("0", seat)).order_by()
    return placed
