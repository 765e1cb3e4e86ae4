"""Where what is kept of the local role is not what the trail tells. See ``wisselwerk verify``."""

import hashlib
from collections.abc import Iterator

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement, RoleSupport

ROLE = ("take_up_coordination", "end_coordination")


def proof_of_role(role: CoordinationRole) -> str:
    """What the trail holds of a role as it stands."""
    return _digest(
        role.holder_id,
        role.form,
        role.inhabitants,
        role.centre_inhabitants,
        role.inhabitants_on,
        role.source,
        role.known_at,
        role.valid_from,
        role.valid_until,
    )


def proof_of_support(support: RoleSupport) -> str:
    """What the trail holds of support that was entered."""
    return _digest(support.role_id, support.year, support.amount_cents, support.source, support.known_at)


def proof_of_statement(statement: RoleStatement) -> str:
    """What the trail holds of what was told of a year."""
    return _digest(
        statement.role_id,
        statement.year,
        statement.wants_support,
        statement.vision,
        statement.fte_hundredths,
        statement.means_cents,
        statement.coordinator_since,
        statement.source,
        statement.known_at,
    )


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    kept = {f"coordination_role:{one.pk}": proof_of_role(one) for one in CoordinationRole.objects.all()}
    yield from _held(kept, all_told(ROLE))
    kept = {f"role_support:{one.pk}": proof_of_support(one) for one in RoleSupport.objects.all()}
    yield from _held(kept, all_told(("enter_support",)))
    kept = {f"role_statement:{one.pk}": proof_of_statement(one) for one in RoleStatement.objects.all()}
    yield from _held(kept, all_told(("enter_role_year",)))


def _held(kept: dict[str, str], told: set[Told]) -> Iterator[str]:
    """Each row against what was told of it last."""
    last = {one.subject: one.authority for one in sorted(told, key=lambda one: one.at)}
    for subject in sorted(kept.keys() | last.keys()):
        if subject not in kept:
            yield f"{subject}: the trail tells of it, and it is not here"
        elif kept[subject] != last.get(subject):
            yield f"{subject}: is not what the trail tells"


def _digest(*values: object) -> str:
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]
