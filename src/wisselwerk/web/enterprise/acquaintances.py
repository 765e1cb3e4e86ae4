"""What somebody looks for, which introductions wait, and where somebody is expected."""

from typing import Any

from wisselwerk.apps.introductions.queries.events import registrations_of
from wisselwerk.apps.introductions.queries.introductions import (
    introductions_received,
    waiting_for_provider,
)
from wisselwerk.apps.introductions.queries.joint_offers import to_answer_jointly
from wisselwerk.apps.introductions.queries.needs import needs_of
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import Actor, Role


def acquaintances_of(actor: Actor) -> dict[str, Any]:
    """For the page on which somebody lands. Three queries, and five more for a provider."""
    is_provider = bool(actor.organisations(Role.PROVIDER))
    return {
        "needs": list(needs_of(actor)),
        "places": list(registrations_of(actor, now())),
        "introductions": waiting_for_provider(introductions_received(actor), actor, today())
        if is_provider
        else [],
        "to_answer": list(to_answer_jointly(actor)) if is_provider else [],
    }
