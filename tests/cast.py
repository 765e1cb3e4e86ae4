"""The demo on stage, for tests: both seed schemes, the providers, and the cast as actors.

``stage`` is what everybody works with before anybody has applied; ``demo`` has the demo's applications as well. For
one scheme whose rules a test changes, see ``tests.scene``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.demo.cast import CAST
from wisselwerk.demo.load import load_cast, load_demo, load_partnerships, load_providers
from wisselwerk.demo.mailbox import forget
from wisselwerk.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and what stands there."""

    zuidoost_limburg: Scheme
    genk: Scheme
    people: Mapping[str, Person]
    """Everybody of the cast who can sign in, by key."""

    def actor(self, key: str) -> Actor:
        """Somebody of the cast, with the roles held today."""
        return actor_for(self.people[key])

    def partnership(self, slug: str) -> Organisation:
        """One of the two."""
        return Organisation.objects.get(slug=slug)


def on_stage() -> Stage:
    """What has been loaded."""
    schemes = {scheme.slug: scheme for scheme in Scheme.objects.select_related("partnership")}
    people = {member.key: Person.objects.get(email=member.email) for member in CAST}
    return Stage(schemes["zuidoost-limburg"], schemes["genk"], people)


@pytest.fixture
def stage(db: None) -> Stage:
    """Providers, partnerships with this year's money, and the cast. Nobody has applied, and it is no demo."""
    load_providers()
    load_partnerships(today())
    load_cast()
    return on_stage()


@pytest.fixture
def demo(db: None) -> Iterator[Stage]:
    """The demo as ``wisselwerk demo`` loads it."""
    load_demo(today())
    yield on_stage()
    forget()


@pytest.fixture
def owner(stage: Stage) -> Actor:
    """Owns the enterprise that most tests are about."""
    return stage.actor("owner")


@pytest.fixture
def colleague(stage: Stage) -> Actor:
    """Works for that same enterprise."""
    return stage.actor("colleague")


@pytest.fixture
def stranger(stage: Stage) -> Actor:
    """Owns another enterprise, and has nothing to do with that one."""
    return stage.actor("stranger")


@pytest.fixture
def coordinator_genk(stage: Stage) -> Actor:
    """Coordinates Genk's partnership."""
    return stage.actor("coordinator_genk")


@pytest.fixture
def coordinator_zuidoost_limburg(stage: Stage) -> Actor:
    """Coordinates the other partnership."""
    return stage.actor("coordinator_zuidoost_limburg")


@pytest.fixture
def provider_staff(stage: Stage) -> Actor:
    """Works for a provider."""
    return stage.actor("provider_staff")


@pytest.fixture
def auditor(stage: Stage) -> Actor:
    """Sees everything and changes nothing."""
    return stage.actor("auditor")
