"""What was asked and answered in the learning network of the demo: one opened to everybody, one that waits. All invented."""

from wisselwerk.apps.network.models import NetworkQuestion
from wisselwerk.apps.network.services import answer_network, ask_network, open_to_everybody
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import today
from wisselwerk.demo.acting import actor_of
from wisselwerk.domain.network import Topic

OUDSBERGEN = "72042"


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
