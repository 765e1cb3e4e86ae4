"""Which account an organisation is paid on, or pays from, on a day."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.clock import day_of


def account_on(organisation: Organisation, day: date) -> BankAccount | None:
    """The account that can be used on ``day``; None when there is none yet."""
    return _usable(day).filter(organisation=organisation).first()


def account_of(organisation_id: str, day: date) -> Subquery:
    """The same as a part of a query, for the organisation in the column ``organisation_id``."""
    return Subquery(_usable(day).filter(organisation=OuterRef(organisation_id)).values("pk")[:1])


def change_of(organisation: Organisation) -> BankAccount | None:
    """The change of account that waits for its second confirmation."""
    return BankAccount.objects.filter(organisation=organisation, confirmed_at=None, closed_at=None).first()


def coming_of(organisation: Organisation, day: date) -> BankAccount | None:
    """The change of account that was confirmed, and whose waiting day has not passed on ``day``."""
    found = BankAccount.objects.filter(organisation=organisation, closed_at=None, usable_from__gt=day)
    return found.order_by("usable_from", "-pk").first()


def without_account(organisation_ids: Collection[int], day: date) -> list[Any]:
    """Those of the organisations that cannot be paid on ``day``: they gave no account, or it is of no use. One query.

    Each is an ``Organisation`` and carries ``coming_from``, the day from which a number is used that was confirmed, and
    ``has_change``, whether one waits to be confirmed: then nobody has to give another.
    """
    given = BankAccount.objects.filter(organisation=OuterRef("pk"), closed_at=None)
    coming = given.filter(usable_from__gt=day).order_by("usable_from", "-pk").values("usable_from")[:1]
    found = Organisation.objects.filter(pk__in=organisation_ids).annotate(
        account_id=account_of("pk", day),
        coming_from=Subquery(coming),
        has_change=Exists(given.filter(confirmed_at=None)),
    )
    return list(found.filter(account_id=None).order_by("name"))


def has_had_account(organisation: Organisation) -> bool:
    """Whether an account of the organisation was ever confirmed: then the next is a change, even if that one is closed."""
    return BankAccount.objects.filter(organisation=organisation, confirmed_at__isnull=False).exists()


def pays_from(iban: str, *, but: Organisation) -> bool:
    """Whether a local government pays from this account, ``but`` left aside: nobody else is paid on it or pays from it."""
    found = BankAccount.objects.filter(iban=iban, confirmed_at__isnull=False, closed_at=None)
    return found.filter(organisation__kind=OrganisationKind.LOKAAL_BESTUUR).exclude(organisation=but).exists()


def refused_on(organisation: Organisation, iban: str) -> datetime | None:
    """When the bank last said that it cannot pay this organisation on this account; None when it never did.

    A number that was withdrawn before anybody could be paid on it is closed too, and was never refused.
    """
    found = BankAccount.objects.filter(organisation=organisation, iban=iban, closed_at__isnull=False)
    used = [
        one for one in found if one.closed_at and one.usable_from and day_of(one.closed_at) >= one.usable_from
    ]
    return max((one.closed_at for one in used if one.closed_at), default=None)


def _usable(day: date) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(closed_at=None, usable_from__lte=day).order_by("-usable_from", "-pk")
