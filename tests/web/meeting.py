"""Where pages on which people get acquainted stand: what has to be there is brought about."""

from typing import Any

from tests.acquaintance import SENTENCE, introduced, planned, registered, stated
from tests.scene import EMAIL, GENK, set_provider
from tests.web.stage import Stage
from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityQuestion,
    Introduction,
    JointOffer,
    Need,
    Pending,
)
from wisselwerk.apps.introductions.services import ask_familiarity, propose_joint_offer, state_need
from wisselwerk.apps.introductions.services.familiarity import ASKED_AFTER
from wisselwerk.clock import today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM


def own_need(_stage: Stage) -> dict[str, Any]:
    """What the owner's business looks for."""
    return {"need_id": (Need.objects.first() or stated()).pk}


def introduction(stage: Stage) -> dict[str, Any]:
    """Of the owner, to the provider."""
    made = Introduction.objects.first() or introduced(stage.scene)
    return {"introduction_id": made.pk}


def pending(_stage: Stage) -> dict[str, Any]:
    asked = Pending.objects.exclude(code="").first() or state_need(
        ANONYMOUS,
        sentence=SENTENCE,
        enterprise_number=OTHER_ENTERPRISE.number,
        place=GENK,
        email="a@b.example",
    )
    return {"token": asked.token}


def asked_familiarity(stage: Stage) -> dict[str, Any]:
    """The question that was mailed to the owner."""
    if not FamiliarityQuestion.objects.exists():
        assert ask_familiarity(SYSTEM, on=today() + ASKED_AFTER)
    return {"token": FamiliarityQuestion.objects.earliest("pk").token}


def event(stage: Stage) -> dict[str, Any]:
    """An event of the scene's partnership, for which the stranger registered."""
    found = Event.objects.first()
    if found is None:
        found = planned(stage.scene)
        registered(found, EMAIL["stranger"])
    return {"slug": found.slug}


def joint_offer(stage: Stage) -> JointOffer:
    """Led by the provider of the scene, which acts for the other one too."""
    return propose_joint_offer(
        SYSTEM,
        lead=stage.scene.provider,
        name="Samen",
        description="Alles in een keer.",
        partners=[set_provider(invented_number(77))],
    )
