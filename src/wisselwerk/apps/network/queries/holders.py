"""Who holds the role where, and since when: for who looks after the network."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.queries.talk import open_calls
from wisselwerk.apps.parties.models import Organisation, OrganisationKind, RoleHolding
from wisselwerk.domain.actor import Role
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.formats.territory import belgian_territory

A_DAY = timedelta(days=1)
GOVERNMENTS = (OrganisationKind.LOKAAL_BESTUUR, OrganisationKind.INTERLOKALE_VERENIGING)
HELD_NO_MORE, HELD, NEVER_HELD = (Value(rank) for rank in range(3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds a role, or is to hold it."""

    email: str
    role: Role
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """A local government or a partnership, with who acts for it."""

    organisation: Organisation
    is_partnership: bool
    form: Form | None
    """As what it takes up the coordination role; None where no source tells that it does."""
    role_since: date | None
    told_since: date | None
    """Since when there is a coordinator, as the place itself told last."""
    holders: list[Holder] = field(default_factory=list)
    coming: list[Holder] = field(default_factory=list)
    """Who takes over on a later day."""
    last_day: date | None = None
    """Where nobody holds a role now: the last day on which somebody did."""
    open_calls: int = 0
    """Questions that went to it and that it did not answer."""


def holding_places(day: date) -> QuerySet[Any, Any]:
    """All local governments and partnerships that are known here, by name: first those where nobody holds a role any more, then those
    where somebody does, and last those where nobody ever did. A municipality that went up in another is there as long as
    somebody still acts for it.

    For a page at a time; each tells also in how many nobody holds it now (``without``), and of how many questions nobody there
    answered (``calls``).
    """
    held = _speaking().filter(organisation=OuterRef("pk"))
    is_now = Q(valid_until=None) | Q(valid_until__gt=day)
    rank = Case(
        When(Exists(held.filter(is_now, valid_from__lte=day)), then=HELD),
        When(Exists(held.filter(valid_until__lte=day)), then=HELD_NO_MORE),
        default=NEVER_HELD,
        output_field=IntegerField(),
    )
    present = [one.nis_code for one in belgian_territory().municipalities(day)]
    stands = Q(nis_code=None) | Q(nis_code__in=present) | Q(rank=HELD)
    known = Organisation.objects.filter(kind__in=GOVERNMENTS)
    found: QuerySet[Any, Any] = known.annotate(rank=rank).filter(stands)
    asked = open_calls().filter(organisation=OuterRef("pk")).order_by().values("organisation")
    placed: QuerySet[Any, Any] = found.annotate(
        without=Window(Count("pk", filter=~Q(rank=HELD))),
        calls=Coalesce(Subquery(asked.annotate(number=Count("pk")).values("number")), 0),
    )
    return placed.order_by("rank", "name", "pk")


def holder_rows(places: Iterable[Any], day: date) -> list[HolderRow]:
    """Each of some ``holding_places``, in their order. Two queries."""
    organisations = {one.pk: one for one in places}
    held: defaultdict[int, list[RoleHolding]] = defaultdict(list)
    found = _speaking().filter(organisation__in=organisations)
    for one in found.select_related("person").order_by("valid_from", "pk"):
        held[one.organisation_id].append(one)
    told = RoleStatement.objects.filter(role=OuterRef("pk")).exclude(coordinator_since=None)
    last_told = Subquery(told.order_by("-year", "-pk").values("coordinator_since")[:1])
    taken_up: QuerySet[Any] = CoordinationRole.objects.on(day).filter(holder__in=organisations)
    roles = {one.holder_id: one for one in taken_up.annotate(told_since=last_told).order_by("valid_from")}
    return [_row(one, held[pk], roles.get(pk), one.calls, day) for pk, one in organisations.items()]


def _speaking() -> QuerySet[RoleHolding]:
    return RoleHolding.objects.filter(role__in=SPEAKING, person__email__isnull=False)


def _row(
    organisation: Organisation,
    held: list[RoleHolding],
    role: Any,
    calls: int,
    day: date,
) -> HolderRow:
    now = [
        one for one in held if one.valid_from <= day and (one.valid_until is None or one.valid_until > day)
    ]
    ended = [one.valid_until for one in held if one.valid_until is not None and one.valid_until <= day]
    return HolderRow(
        organisation=organisation,
        is_partnership=organisation.nis_code is None,
        form=Form(role.form) if role else None,
        role_since=role.valid_from if role else None,
        told_since=role.told_since if role else None,
        holders=[_holder(one) for one in now],
        coming=[_holder(one) for one in held if one.valid_from > day],
        last_day=max(ended) - A_DAY if ended and not now else None,
        open_calls=calls,
    )


def _holder(held: RoleHolding) -> Holder:
    return Holder(email=str(held.person.email), role=Role(held.role), since=held.valid_from)
