"""Who of the cast does something in the demo."""

from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.demo.cast import CAST
from wisselwerk.domain.actor import Actor


def actor_of(key: str) -> Actor:
    """The member of the cast with this ``CastMember.key``, with the roles held today."""
    return actor_for(person(next(member.email for member in CAST if member.key == key)))
