"""Which account an organisation is paid on, or pays from, on a day."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import BankAccount


def account_on(organisation: Organisation, day: date) -> BankAccount | None:
    """The account that can be used on ``day``; None when there is none yet."""
    return _usable(day).filter(organisation=organisation).first()


def account_of(organisation_id: str, day: date) -> Subquery:
    """The same as a part of a query, for the organisation in the column ``organisation_id``."""
    return Subquery(_usable(day).filter(organisation=OuterRef(organisation_id)).values("pk")[:1])


def change_of(organisation: Organisation) -> BankAccount | None:
    """The change of account that waits for its second confirmation, or for its waiting day to pass."""
    return BankAccount.objects.filter(organisation=organisation, confirmed_at=None, closed_at=None).first()


def _usable(day: date) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(closed_at=None, usable_from__lte=day).order_by("-usable_from", "-pk")
