"""Who takes up the local role, and what support was granted: entered by whoever knows, with where it stands. Never asked."""

from collections.abc import Sequence
from datetime import date, timedelta

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement, RoleSupport
from wisselwerk.apps.initiatives.queries.frame_proof import (
    proof_of_role,
    proof_of_statement,
    proof_of_support,
)
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.coordination_frame import Form, RoleHolder, RoleYear, support_due
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def take_up_coordination(
    actor: Actor,
    /,
    *,
    holder: Organisation,
    form: Form,
    valid_from: date,
    source: str,
    inhabitants: int | None = None,
    inhabitants_on: date | None = None,
    centre_inhabitants: Sequence[int] = (),
) -> CoordinationRole:
    """Have it on record that ``holder`` takes up the role from a day on, as ``source`` tells.

    Raises:
        Refusal: NOT_ALLOWED; COORDINATION_STANDS when it has the role on that day or later already; PERSON_NAMED.
        ValueError: it says not where that stands, is no local government or partnership, or its
            inhabitants do not fit together or come without their day.
    """
    require(actor, "take_up_coordination", holder.pk)
    stands_in = _where_it_stands(source)
    if holder.kind == OrganisationKind.ONDERNEMING:
        raise ValueError(f"{holder} is no local government and no partnership of them")
    if (inhabitants is None) is not (inhabitants_on is None) or (centre_inhabitants and inhabitants is None):
        raise ValueError("inhabitants come with the day on which they were counted")
    kept = RoleHolder(form=form, inhabitants=inhabitants, centre_inhabitants=tuple(centre_inhabitants))
    support_due(kept, valid_from)
    take_turns(f"coordination role:{holder.pk}")
    overlapping = CoordinationRole.objects.filter(holder=holder).exclude(valid_until__lte=valid_from)
    if overlapping.exists():
        raise Refusal(Reason(RefusalCode.COORDINATION_STANDS))
    role = CoordinationRole.objects.create(
        holder=holder,
        form=form,
        valid_from=valid_from,
        source=stands_in,
        known_at=now(),
        inhabitants=inhabitants,
        inhabitants_on=inhabitants_on,
        centre_inhabitants=list(centre_inhabitants),
    )
    record(actor, "take_up_coordination", f"coordination_role:{role.pk}", authority=proof_of_role(role))
    return role


@command
def end_coordination(actor: Actor, /, *, role: CoordinationRole, valid_until: date) -> CoordinationRole:
    """Have it on record that the role is no longer taken up from ``valid_until`` on.

    Raises:
        Refusal: NOT_ALLOWED; COORDINATION_ENDED when it had ended already.
        ValueError: it would end before it begins.
    """
    role = CoordinationRole.objects.select_for_update().get(pk=role.pk)
    require(actor, "end_coordination", role.holder_id)
    if role.valid_until is not None:
        last_on = role.valid_until - timedelta(days=1)
        raise Refusal(Reason(RefusalCode.COORDINATION_ENDED, {"last_on": last_on}))
    if valid_until <= role.valid_from:
        raise ValueError(f"it begins on {role.valid_from}, and so ends later than {valid_until}")
    role.valid_until = valid_until
    role.save(update_fields=["valid_until"])
    record(actor, "end_coordination", f"coordination_role:{role.pk}", authority=proof_of_role(role))
    return role


@command
def enter_support(
    actor: Actor, /, *, role: CoordinationRole, year: int, amount_cents: int, source: str
) -> RoleSupport:
    """Enter what was granted for a year; it takes the place of what was entered before, which stays.

    Raises:
        Refusal: NOT_ALLOWED; COORDINATION_NOT_THAT_YEAR when the role is not taken up on any day of the year; PERSON_NAMED.
        ValueError: it is below zero, or says not where it stands.
    """
    role = CoordinationRole.objects.select_for_update().get(pk=role.pk)
    require(actor, "enter_support", role.holder_id)
    stands_in = _where_it_stands(source)
    _require_year(role, year)
    if amount_cents < 0:
        raise ValueError("support is not below zero")
    support = RoleSupport.objects.create(
        role=role, year=year, amount_cents=Cents(amount_cents), source=stands_in, known_at=now()
    )
    record(actor, "enter_support", f"role_support:{support.pk}", authority=proof_of_support(support))
    return support


@command
def enter_role_year(
    actor: Actor, /, *, role: CoordinationRole, year: int, told: RoleYear, source: str
) -> RoleStatement:
    """Tell of a year of the role; it takes the place of what was told of that year before, which stays. Never asked for.

    Raises:
        Refusal: NOT_ALLOWED; COORDINATION_NOT_THAT_YEAR when the role is not taken up on any day of the year; PERSON_NAMED.
        ValueError: it says not where that stands.
    """
    role = CoordinationRole.objects.select_for_update().get(pk=role.pk)
    require(actor, "enter_role_year", role.holder_id)
    source, vision = _where_it_stands(source), of_nobody(told.vision)
    _require_year(role, year)
    statement = RoleStatement.objects.create(
        role=role,
        year=year,
        wants_support=told.wants_support,
        vision=vision,
        fte_hundredths=told.fte_hundredths,
        means_cents=told.means_cents,
        coordinator_since=told.coordinator_since,
        source=source,
        known_at=now(),
    )
    record(
        actor, "enter_role_year", f"role_statement:{statement.pk}", authority=proof_of_statement(statement)
    )
    return statement


def _require_year(role: CoordinationRole, year: int) -> None:
    if role.valid_from > date(year, 12, 31) or (role.valid_until and role.valid_until <= date(year, 1, 1)):
        raise Refusal(
            Reason(RefusalCode.COORDINATION_NOT_THAT_YEAR, {"year": year, "began_on": role.valid_from})
        )


def _where_it_stands(source: str) -> str:
    """Where something public stands."""
    if not source.strip():
        raise ValueError("say where it stands: a decision, a plan or a page with its day")
    return of_nobody(source)
