"""Who acts, as a value: commands take it first, the audit trail stores it as text without personal data."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to an organisation. What each role may do stands in ``apps/parties/permissions.py``."""

    COORDINATOR = "COORDINATOR"
    MEMBER = "MEMBER"
    PROVIDER = "PROVIDER"
    HOLDER = "HOLDER"
    GENERAL_DIRECTOR = "GENERAL_DIRECTOR"
    """The algemeen directeur of a local government, or a delegate: orders payments."""
    FINANCIAL_DIRECTOR = "FINANCIAL_DIRECTOR"
    """The financieel directeur of a local government, or a delegate: signs what was ordered."""
    AUDITOR = "AUDITOR"
    FLANDERS = "FLANDERS"
    """Somebody of the Flemish administration, who looks afterwards at what is public."""
    NETWORK = "NETWORK"
    """The netwerkbegeleider: looks after the learning network of local governments, and edits and passes on practices."""
    ADMINISTRATOR = "ADMINISTRATOR"


class ActorKind(StrEnum):
    """The ways somebody can be here."""

    PERSON = "person"
    KEY = "key"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that asks for a command: a person, an API key, the system itself, or nobody known.

    ``id`` is the row of the person or key; names and addresses are never part of it.
    """

    kind: ActorKind
    id: int | None = None
    roles: frozenset[tuple[Role, int]] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return self.kind.value if self.id is None else f"{self.kind.value}:{self.id}"

    def has(self, role: Role, organisation_id: int | None) -> bool:
        """Whether the actor holds ``role`` for this organisation."""
        return organisation_id is not None and (role, organisation_id) in self.roles

    def organisations(self, *roles: Role) -> frozenset[int]:
        """The organisations for which the actor holds one of ``roles``."""
        return frozenset(organisation for role, organisation in self.roles if role in roles)


SYSTEM = Actor(ActorKind.SYSTEM)
ANONYMOUS = Actor(ActorKind.ANONYMOUS)
