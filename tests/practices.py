"""Practices as tests have them written, opened and published, and who takes part."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.departments import network
from tests.scene import EMAIL, Scene
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.proof import differences
from wisselwerk.apps.practices.services import (
    offer_practice,
    publish_practice,
    revise_practice,
    write_practice,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.practice import Language, Material, Part, PracticeText, Wording
from wisselwerk.domain.refusal import Refusal, RefusalCode

LONG_AGO = date(2015, 1, 1)
ELSEWHERE = "73111"
"""Tongeren-Borgloon: it takes part in nothing of the scene."""

TOLD = PracticeText(
    {
        Language.NL: Wording(
            "Een cheque om kennis te maken",
            {
                Part.PROBLEM: "Bedrijven kennen de maatwerkbedrijven in hun buurt niet.",
                Part.APPROACH: "Een cheque voor een eerste aankoop, en een avond om elkaar te zien.",
            },
        )
    }
)
WHOLE = PracticeText(
    {
        Language.NL: Wording(
            TOLD.own.title,
            {
                **TOLD.own.parts,
                Part.CONDITIONS: "Een budget en een samenwerking van gemeenten.",
                Part.PEOPLE: "Een regisseur, een halve dag per week.",
                Part.PITFALLS: "Zonder avond kwam er niemand.",
            },
        )
    },
    (Material("Brief aan bedrijven", "https://voorbeeld.example/brief.pdf"),),
)


def guide() -> Actor:
    """Who looks after the network."""
    somebody = person(EMAIL["network"])
    grant_role(SYSTEM, person=somebody, organisation=network(), role=Role.NETWORK, valid=Period(LONG_AGO))
    return actor_for(somebody)


def elsewhere(email: str = "samenwerking@tongeren.example", code: str = ELSEWHERE) -> Actor:
    """Somebody who acts for a municipality of elsewhere."""
    somebody = person(email)
    grant_role(
        SYSTEM, person=somebody, organisation=government(code), role=Role.MEMBER, valid=Period(LONG_AGO)
    )
    return actor_for(somebody)


def government(code: str = ELSEWHERE) -> Organisation:
    """A municipality."""
    return local_government(code, today())


def written(
    scene: Scene,
    text: PracticeText = TOLD,
    *,
    scheme: Scheme | None = None,
    built_on: Practice | None = None,
) -> Practice:
    """A practice of the partnership of the scene."""
    return write_practice(
        scene.coordinator, organisation=scene.partnership, text=text, scheme=scheme, built_on=built_on
    )


def fresh(practice: Practice) -> Practice:
    """It as it stands now."""
    return Practice.objects.get(pk=practice.pk)


def number(practice: Practice) -> int:
    """Of its newest version."""
    return fresh(practice).standing.latest


def published(
    scene: Scene,
    text: PracticeText = TOLD,
    *,
    scheme: Scheme | None = None,
    built_on: Practice | None = None,
) -> Practice:
    """One that everybody may read."""
    practice = written(scene, text, scheme=scheme, built_on=built_on)
    return open_and_publish(scene, practice)


def open_and_publish(scene: Scene, practice: Practice) -> Practice:
    """Its newest version, for everybody."""
    offer_practice(scene.coordinator, practice=practice.pk, seen=number(practice))
    publish_practice(guide(), practice=practice.pk, seen=number(practice))
    return fresh(practice)


def revised(scene: Scene, practice: Practice, text: PracticeText) -> Practice:
    """It with a next version, and the scheme behind it as it was."""
    latest = fresh(practice).latest
    assert latest is not None
    revise_practice(
        scene.coordinator, practice=practice.pk, seen=latest.number, text=text, scheme=latest.scheme
    )
    return fresh(practice)


def refused(act: Callable[..., object], who: Actor, **what: object) -> RefusalCode:
    """The code with which a command is refused."""
    with pytest.raises(Refusal) as found:
        act(who, **what)
    return found.value.code


@pytest.fixture(autouse=True)
def in_order() -> Iterator[None]:
    """Whatever a test does, all of it can be proven after: for modules that import it."""
    yield
    assert list(differences()) == []
