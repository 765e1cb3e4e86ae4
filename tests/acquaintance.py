"""Needs and events as tests state and plan them: with the code brought back, by somebody who then acts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.scene import EMAIL, GENK, Scene
from wisselwerk.apps.introductions.models import Event, Introduction, Need, Pending, Registration
from wisselwerk.apps.introductions.services import (
    ask_introductions,
    plan_event,
    prove_address,
    register_for_event,
    state_need,
)
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.clock import now
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.refusal import Refusal, RefusalCode

SENTENCE = "Wie houdt onze tuin bij, een keer in de maand?"


def acts(email: str) -> Actor:
    """Whoever has this address, with the roles of today."""
    return actor_for(person(email))


def code_of(pending: Pending) -> str:
    """The code that was mailed."""
    return Pending.objects.get(pk=pending.pk).code


def stated(
    number: str = OWN_ENTERPRISE.number,
    *,
    email: str = EMAIL["owner"],
    sentence: str = SENTENCE,
    place: str = GENK,
    familiarity: Familiarity | None = None,
) -> Need:
    """A need whose code came back."""
    pending = state_need(ANONYMOUS, sentence=sentence, enterprise_number=number, place=place, email=email)
    made = prove_address(ANONYMOUS, token=pending.token, code=code_of(pending), familiarity=familiarity)
    assert isinstance(made, Need)
    return made


def introduced(scene: Scene, need: Need | None = None) -> Introduction:
    """The owner's need, shown to the provider of the scene because the owner chose it."""
    need = need or stated()
    assert need.person is not None
    service = scene.provider.services.get()
    return ask_introductions(acts(need.person.email or ""), need=need, services=[service])[0]


def planned(
    scene: Scene, *, starts_at: datetime | None = None, capacity: int = 20, title: str = "Startavond"
) -> Event:
    """An event of three hours, a week from now unless told otherwise."""
    begins = starts_at or now() + timedelta(days=7)
    return plan_event(
        SYSTEM,
        partnership=scene.partnership,
        title=title,
        place="C-mine, Genk",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        capacity=capacity,
    )


def registered(event: Event, email: str, *, name: str = "An", number: str = "") -> Registration:
    """A place whose code came back."""
    pending = register_for_event(ANONYMOUS, event=event, email=email, name=name, enterprise_number=number)
    made = prove_address(ANONYMOUS, token=pending.token, code=code_of(pending))
    assert isinstance(made, Registration)
    return made


def refused(act: Callable[[], object]) -> RefusalCode:
    """Why ``act`` is refused."""
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code
