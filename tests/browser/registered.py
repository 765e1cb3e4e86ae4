"""Where the initiatives of the demo are, each in some state."""

from typing import Any

from tests.scene import EMAIL, actor
from wisselwerk.apps.initiatives.models import InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_waiting import answered_for_by, links_waiting_for
from wisselwerk.apps.initiatives.services.digest import STOPPING, follow_digest
from wisselwerk.apps.parties.services import person
from wisselwerk.clock import today
from wisselwerk.domain.initiative_link import LinkKind


def noticed_initiative() -> dict[str, Any]:
    """What a decision tells of Genk's scheme, and nobody answered."""
    return {"pk": similar().initiative_id}


def confirmed_initiative() -> dict[str, Any]:
    """A scheme that was published here."""
    return {"pk": similar().other_id}


def similar() -> InitiativeLink:
    """That a decision tells of something like a scheme here, as the demo has it."""
    return InitiativeLink.objects.filter(kind=LinkKind.SIMILAR).latest("pk")


def two_alike() -> dict[str, Any]:
    """Two of Genk's that may be one."""
    mine = answered_for_by(actor("coordinator_genk"), today())
    return {"pk": links_waiting_for(mine).filter(kind=LinkKind.SAME).latest("pk").pk}


def two_alike_initiative() -> int:
    """One of the two."""
    return InitiativeLink.objects.get(pk=two_alike()["pk"]).initiative_id


def stops_digest() -> dict[str, Any]:
    """The link with which the coordinator of Genk, who asked for it, stops the mail of the week."""
    follow_digest(actor("coordinator_genk"))
    return {"token": STOPPING.token(person(EMAIL["coordinator_genk"]).pk)}
