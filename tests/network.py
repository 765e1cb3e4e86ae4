"""The learning network as tests have it: three partnerships, one of which has a scheme, and who acts for them."""

from dataclasses import dataclass
from datetime import date

from tests.departments import network
from tests.scene import GENK, set_scene
from wisselwerk.apps.network.models import NetworkQuestion
from wisselwerk.apps.network.services import ask_network
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import (
    found_partnership,
    grant_role,
    join_partnership,
    local_government,
    person,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.network import Topic
from wisselwerk.domain.period import Period

SINCE = Period(date(2025, 1, 1))
HASSELT, LEUVEN = "71022", "24062"
ASKS, KNOWS, FAR, OF_GENK, LOOKS_AFTER = (
    "regisseur@haspengouw.example",
    "regisseur@genk.example",
    "regisseur@schelde.example",
    "samenwerking@genk.example",
    "begeleider@lerend-netwerk.example",
)
TITLE = "Hoe kregen jullie de eigen bijdrage uitgelegd?"
TEXT = "Ondernemers haken af zodra ze horen dat ze zelf iets betalen. Wat hielp bij jullie?"


@dataclass(frozen=True, slots=True)
class Learning:
    """Who is there. Genk has a scheme with own contribution; the other two have none."""

    asks: Actor
    asks_for: Organisation
    knows: Actor
    knows_for: Organisation
    far: Actor
    far_for: Organisation
    of_genk: Actor
    genk: Organisation
    looks_after: Actor


def learning_network() -> Learning:
    """All of it."""
    scene = set_scene()
    haspengouw = found_partnership(SYSTEM, slug="haspengouw", name="Interlokale vereniging Haspengouw")
    schelde = found_partnership(SYSTEM, slug="schelde", name="Interlokale vereniging Schelde")
    for partnership, place in ((haspengouw, HASSELT), (schelde, LEUVEN)):
        join_partnership(SYSTEM, partnership=partnership, place=place, source="Test", valid=SINCE)
    genk = local_government(GENK, today())
    return Learning(
        asks=acting(ASKS, haspengouw),
        asks_for=haspengouw,
        knows=acting(KNOWS, scene.partnership),
        knows_for=scene.partnership,
        far=acting(FAR, schelde),
        far_for=schelde,
        of_genk=acting(OF_GENK, genk, Role.MEMBER),
        genk=genk,
        looks_after=acting(LOOKS_AFTER, network(), Role.NETWORK),
    )


def acting(email: str, organisation: Organisation, role: Role = Role.COORDINATOR) -> Actor:
    """Somebody with a role."""
    somebody = person(email)
    grant_role(SYSTEM, person=somebody, organisation=organisation, role=role, valid=SINCE)
    return actor_for(somebody)


def again(email: str) -> Actor:
    """Somebody, with the roles held now."""
    return actor_for(Person.objects.get(email=email))


def asked(there: Learning, topic: Topic = Topic.OWN_CONTRIBUTION) -> NetworkQuestion:
    """A question of who has no scheme yet."""
    return ask_network(there.asks, asked_for=there.asks_for, topic=topic, title=TITLE, text=TEXT)
