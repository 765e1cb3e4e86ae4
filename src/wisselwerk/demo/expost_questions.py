"""What the Flemish administration asked and showed after a year, in the demo: answered, seen, and still waiting. All invented."""

from wisselwerk.apps.initiatives.models import ExpostQuestion
from wisselwerk.apps.initiatives.services import (
    ask_government,
    note_reply,
    reply_to_question,
    suggest_practice,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_department, local_government
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.cast import DEPARTMENT
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.expost_question import Reply, ToldAction
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority

GENK, OUDSBERGEN, TONGEREN_BORGLOON = "71016", "72042", "73111"


def load_department() -> Organisation:
    """Who looks afterwards."""
    return found_department(SYSTEM, slug=DEPARTMENT, name="Vlaamse administratie (demo)")


def load_expost_questions() -> None:
    """Once: what was asked stays."""
    if ExpostQuestion.objects.exists():
        return
    asks, year = actor_of("flanders"), today().year - 1
    answered = ask_government(
        asks,
        year=year,
        government=OUDSBERGEN,
        text="Welke acties voor de sociale economie liepen er in dit jaar? In de rapporten zien we ze niet.",
    )
    told = ToldAction(
        title="Groenonderhoud door een maatwerkbedrijf", priority=Priority.WORK, cents=Cents(3_200_000)
    )
    step = reply_to_question(
        actor_of("member_oudsbergen"),
        question=answered,
        text="Het groenonderhoud staat bij het openbaar domein, zonder code. Vanaf het volgende plan krijgt het er een.",
        told=told,
    )
    note_reply(asks, question=answered, last_step=step.pk)
    ask_government(
        asks,
        year=year,
        government=TONGEREN_BORGLOON,
        text="Het meerjarenplan voor dit jaar is hier niet bekend. Onder welke acties staat de regierol erin?",
    )
    suggested = suggest_practice(
        asks,
        year=year,
        government=GENK,
        to=local_government(GENK, today()),
        practice=Scheme.objects.get(slug="zuidoost-limburg"),
        text="Deze regeling vraagt geen eigen bijdrage. Misschien helpt dat kleine ondernemingen over de drempel.",
    )
    reply_to_question(
        actor_of("general_director"),
        question=suggested,
        reply=Reply.LATER,
        text="We wachten de cijfers van dit jaar af.",
    )
