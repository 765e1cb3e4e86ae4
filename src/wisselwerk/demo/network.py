"""What was asked, answered and learnt in the learning network of the demo: questions, a meeting that was and one to come. All invented."""

from datetime import datetime, time, timedelta

from wisselwerk.apps.network.models import Meeting, NetworkQuestion
from wisselwerk.apps.network.services import (
    Invitation,
    Item,
    answer_meeting,
    answer_network,
    ask_network,
    call_meeting,
    note_attendance,
    note_walk_in,
    open_lesson,
    open_to_everybody,
    write_lesson,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import BRUSSELS, as_if, now, today
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.cast import CAST, NETWORK
from wisselwerk.domain.network import Topic

OUDSBERGEN = "72042"
CALLED, MET, TO_COME = (timedelta(days=days) for days in (-45, -24, 18))
"""The meeting that was, and the one to come: how far from today."""


def load_network() -> None:
    """Once: what was asked stays."""
    if NetworkQuestion.objects.exists():
        return
    zuidoost, genk = (Organisation.objects.get(slug=slug) for slug in ("zuidoost-limburg", "genk"))
    oudsbergen = local_government(OUDSBERGEN, today())
    opened = ask_network(
        actor_of("member_oudsbergen"),
        asked_for=oudsbergen,
        topic=Topic.OWN_CONTRIBUTION,
        title="Schrikt een eigen bijdrage ondernemers af?",
        text="Wij overwegen een eigen bijdrage van 250 euro. Haken kleine ondernemingen daardoor af, of juist niet?",
    )
    answer = answer_network(
        actor_of("coordinator_genk"),
        question=opened,
        given_for=genk,
        text="In het begin wel. Pas toen we op de avond zelf een factuur voorrekenden, begreep iedereen wat er overbleef om zelf te "
        "betalen. Onze eerste folder legde het slecht uit: die heeft ons een half jaar gekost.",
    )
    open_to_everybody(actor_of("member_oudsbergen"), question=opened)
    open_to_everybody(actor_of("coordinator_genk"), question=opened, answer=answer)
    ask_network(
        actor_of("coordinator_zuidoost_limburg"),
        asked_for=zuidoost,
        topic=Topic.COUNCIL,
        title="Hoe krijgt u tien raden op tijd rond?",
        text="Bij ons beslist de ene raad in september en de andere pas in december. Wie vond daar iets op?",
    )


def load_meetings() -> None:
    """Once, after practices: a meeting that was with what was learnt, and one to come."""
    if Meeting.objects.exists():
        return
    question = NetworkQuestion.objects.order_by("pk").first()
    _met(Practice.objects.filter(published__scheme__slug="zuidoost-limburg").first())
    call_meeting(
        actor_of("coordinator_genk"),
        called_for=Organisation.objects.get(slug="genk"),
        told=Invitation(
            title="Een uur over de eigen bijdrage (verzonnen voor de demo)",
            starts_at=_at(TO_COME, 10),
            ends_at=_at(TO_COME, 11),
            link="https://overleg.example/eigen-bijdrage",
            agenda=(
                Item(text="Wat deden we zelf?"),
                Item(text="Schrikt een eigen bijdrage af?", question=question),
                Item(text="Wat proberen we in de lente?"),
            ),
        ),
    )
    answer_meeting(actor_of("member_oudsbergen"), meeting=Meeting.objects.latest("pk"), comes=True)


def _met(practice: Practice | None) -> None:
    """Two said yes, one of them came, and somebody walked in; two wrote down what they learnt, and one opened that."""
    guide, south, oudsbergen = (
        actor_of(key) for key in ("network", "coordinator_zuidoost_limburg", "member_oudsbergen")
    )
    with as_if(now() + CALLED):
        meeting = call_meeting(
            guide,
            called_for=Organisation.objects.get(slug=NETWORK),
            told=Invitation(
                title="Hoe bereik je kleine ondernemers? (verzonnen voor de demo)",
                starts_at=_at(MET - CALLED, 14),
                ends_at=_at(MET - CALLED, 16),
                place="Provinciehuis, Universiteitslaan 1, Hasselt",
                agenda=(
                    Item(text="De avond per gemeente in Zuidoost-Limburg", practice=practice),
                    Item(text="Wat elk de komende maand probeert"),
                ),
            ),
        )
        places = [answer_meeting(one, meeting=meeting, comes=True) for one in (south, oudsbergen)]
    with as_if(meeting.ends_at + timedelta(hours=1)):
        note_attendance(guide, attendance=places[0], was_there=True)
        genk = next(one.email for one in CAST if one.key == "coordinator_genk")
        note_walk_in(guide, meeting=meeting, email=genk)
        lesson = write_lesson(
            actor_of("coordinator_genk"),
            meeting=meeting,
            written_for=Organisation.objects.get(slug="genk"),
            text="Bel wie op de avond was de dag nadien op. Na een week weet niemand nog wat een cheque is. Verzonnen voor de demo.",
            practice=practice,
        )
        open_lesson(actor_of("coordinator_genk"), lesson=lesson)
        write_lesson(
            south,
            meeting=meeting,
            written_for=Organisation.objects.get(slug="zuidoost-limburg"),
            text="Een avond in elke gemeente is te veel: vier per jaar, elk voor drie gemeenten, brengt evenveel ondernemers. Verzonnen "
            "voor de demo.",
        )


def _at(ahead: timedelta, hour: int) -> datetime:
    """An hour in Brussels, some days from now."""
    return datetime.combine(today() + ahead, time(hour), BRUSSELS)
