"""Where the pages of initiatives are on a stage: what their addresses hold."""

from typing import Any

from tests.adjustments import decided, picked, shown
from tests.follow_ups import HALF_A_YEAR
from tests.initiatives import member_of, noticed
from tests.meetings import told
from tests.scene import GENK
from tests.web.stage import Stage
from wisselwerk.apps.evaluation import link
from wisselwerk.apps.evaluation.models import Adjustment, FollowUpQuestion
from wisselwerk.apps.evaluation.services import ask_follow_ups
from wisselwerk.apps.initiatives import expost_token
from wisselwerk.apps.initiatives.initiative_token import token_for
from wisselwerk.apps.initiatives.models import ExpostQuestion, Initiative, InitiativeLink
from wisselwerk.apps.initiatives.services import ask_government, digest
from wisselwerk.apps.network.models import Meeting, NetworkQuestion
from wisselwerk.apps.network.services import ask_network, call_meeting, letters
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import Direction, Expectation
from wisselwerk.domain.indicator import Indicator
from wisselwerk.domain.network import Topic


def asked_about(_stage: Stage) -> dict[str, Any]:
    """The link in a mail to who acts for Genk."""
    initiative = Initiative.objects.first() or noticed()
    somebody = member_of(GENK)
    assert somebody.id is not None
    return {"token": token_for(initiative.pk, somebody.id)}


def of_genk(_stage: Stage) -> dict[str, Any]:
    """One that is Genk's."""
    return {"pk": _two().initiative_id}


def stopped(_stage: Stage) -> dict[str, Any]:
    """The link with which somebody of Genk stops the mail of the week."""
    somebody = member_of(GENK)
    assert somebody.id is not None
    return {"token": digest.STOPPING.token(somebody.id)}


def followed_up(_stage: Stage) -> dict[str, Any]:
    """The link in a mail that asks whether two still work together."""
    if not FollowUpQuestion.objects.exists():
        assert ask_follow_ups(SYSTEM, on=today() + HALF_A_YEAR)
    return {"token": link.ANSWERING.token(FollowUpQuestion.objects.filter(not_asked="").earliest("pk").pk)}


def asks_no_more(_stage: Stage) -> dict[str, Any]:
    """The link with which somebody of Genk stops these questions."""
    somebody = member_of(GENK)
    assert somebody.id is not None
    return {"token": link.STOPPING.token(somebody.id)}


def adjusted(stage: Stage) -> dict[str, Any]:
    """What was decided of the scheme on stage."""
    known = Adjustment.objects.first()
    if known is None:
        shown(stage.scene.scheme, Indicator.USED, 6, 14)
        known = decided(
            stage.scene,
            [picked(stage.scene.scheme, Indicator.USED)],
            expected=Expectation(Indicator.USED, Direction.UP),
        )
    return {"pk": known.pk}


def proposed(_stage: Stage) -> dict[str, Any]:
    """That two of Genk's may be one."""
    return {"pk": _two().pk}


def a_question(_stage: Stage) -> dict[str, Any]:
    """That Genk was asked about this year."""
    return {"pk": _question().pk}


def mailed_question(_stage: Stage) -> dict[str, Any]:
    """The link in a mail about it, to who acts for Genk."""
    somebody = member_of(GENK)
    assert somebody.id is not None
    return {"token": expost_token.token_for(_question().pk, somebody.id)}


def in_network(stage: Stage) -> dict[str, Any]:
    """What was asked in the learning network."""
    known = NetworkQuestion.objects.first()
    return {
        "pk": (
            known
            or ask_network(
                SYSTEM,
                asked_for=stage.scene.partnership,
                topic=Topic.START,
                title="Hoe begonnen jullie?",
                text="Wij zoeken nog.",
            )
        ).pk
    }


def in_meeting(stage: Stage) -> dict[str, Any]:
    """A meeting that its partnership calls."""
    known = Meeting.objects.first()
    return {"pk": (known or call_meeting(SYSTEM, called_for=stage.scene.partnership, told=told())).pk}


def stopped_letters(_stage: Stage) -> dict[str, Any]:
    """The link with which somebody of Genk stops questions by mail."""
    somebody = member_of(GENK)
    assert somebody.id is not None
    return {"token": letters.STOPPING.token(somebody.id)}


def _question() -> ExpostQuestion:
    known = ExpostQuestion.objects.first()
    return known or ask_government(
        SYSTEM, year=today().year, government=GENK, text="Staat het onder een andere code?"
    )


def _two() -> InitiativeLink:
    known = InitiativeLink.objects.order_by("pk").first()
    if known is None:
        for number in (70, 80):
            noticed(address=f"https://raad.essel.example/besluiten/{number}", line=number)
        known = InitiativeLink.objects.earliest("pk")
    return known
