"""Who holds the role where, and since when: for who looks after the network."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.network.queries.talk import open_calls
from wisselwerk.apps.parties.models import Organisation, OrganisationKind, RoleHolding
from wisselwerk.domain.actor import Role
from wisselwerk.domain.coordination_frame import Form

A_DAY = timedelta(days=1)
GOVERNMENTS = (OrganisationKind.LOKAAL_BESTUUR, OrganisationKind.INTERLOKALE_VERENIGING)


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


def holder_rows(day: date) -> list[HolderRow]:
    """All local governments and partnerships that are known here, by name. Those where nobody holds a role any more come first, then
    those where somebody does, and last those where nobody ever did. Five queries.
    """
    held: defaultdict[int, list[RoleHolding]] = defaultdict(list)
    found = RoleHolding.objects.filter(role__in=SPEAKING, person__email__isnull=False)
    for one in found.select_related("person").order_by("valid_from", "pk"):
        held[one.organisation_id].append(one)
    roles = {one.holder_id: one for one in CoordinationRole.objects.on(day).order_by("valid_from")}
    told = dict(
        RoleStatement.objects.filter(role__in=[one.pk for one in roles.values()])
        .exclude(coordinator_since=None)
        .order_by("year", "pk")
        .values_list("role", "coordinator_since")
    )
    calls = Counter(open_calls().values_list("organisation", flat=True))
    organisations = Organisation.objects.filter(kind__in=GOVERNMENTS).order_by("name", "pk")
    rows = [_row(one, held[one.pk], roles.get(one.pk), told, calls[one.pk], day) for one in organisations]
    return sorted(rows, key=lambda row: (row.last_day is None, not row.holders))


def _row(
    organisation: Organisation,
    held: list[RoleHolding],
    role: CoordinationRole | None,
    told: dict[int, date | None],
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
        told_since=told.get(role.pk) if role else None,
        holders=[_holder(one) for one in now],
        coming=[_holder(one) for one in held if one.valid_from > day],
        last_day=max(ended) - A_DAY if ended and not now else None,
        open_calls=calls,
    )


def _holder(held: RoleHolding) -> Holder:
    return Holder(email=str(held.person.email), role=Role(held.role), since=held.valid_from)
