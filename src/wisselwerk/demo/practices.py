"""The practices of the demo: what became of the scheme of 2015, what Genk made of it, and what did not work. The words are invented."""

from datetime import timedelta

from wisselwerk.apps.network.services import pass_on_practices
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.services import (
    offer_practice,
    publish_practice,
    revise_practice,
    say_adoption,
    write_practice,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import as_if, now, today
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.practice_texts import FAILURE, FIRST, GENK, IDEA, LATER
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.adoption import AdoptionState

TOLD, RENEWED, ADOPTED, FAILED = (timedelta(days=days) for days in (400, 30, 200, 90))
"""How long ago."""
OUDSBERGEN = "72042"
CAME_OF_IT = (
    "Met 250 euro en evenveel eigen geld kwamen er minder aanvragen, maar bijna alle cheques werden gebruikt. "
    "De avond per gemeente namen we over. Verzonnen voor de demo."
)
NOT_ALONE = "We doen al mee via de vereniging van Genk. Een eigen regeling ernaast heeft geen zin. Verzonnen voor de demo."


def load_practices() -> None:
    """Once: what was written stays."""
    if Practice.objects.exists():
        return
    south, genk = actor_of("coordinator_zuidoost_limburg"), actor_of("coordinator_genk")
    given = _of_2015(south)
    _of_genk(genk, given)
    _what_failed(south)
    _an_idea(given)
    pass_on_practices(SYSTEM)


def _of_2015(author: Actor) -> Practice:
    """The scheme of Zuidoost-Limburg, told over a year ago and told better since."""
    scheme = Scheme.objects.get(slug="zuidoost-limburg")
    with as_if(now() - TOLD):
        practice = write_practice(author, organisation=scheme.partnership, text=FIRST, scheme=scheme)
        _publish(author, actor_of("network"), practice, 1)
    with as_if(now() - RENEWED):
        revise_practice(author, practice=practice.pk, seen=1, text=LATER, scheme=scheme)
        _publish(author, actor_of("network"), practice, 2)
    return practice


def _of_genk(author: Actor, given: Practice) -> None:
    """What Genk made of it: less money, and own money beside it."""
    scheme = Scheme.objects.get(slug="genk")
    with as_if(now() - ADOPTED):
        practice = write_practice(
            author, organisation=scheme.partnership, text=GENK, scheme=scheme, built_on=given
        )
        _publish(author, actor_of("coordinator_zuidoost_limburg"), practice, 1)
    say_adoption(
        author,
        practice=given,
        adopter=scheme.partnership,
        state=AdoptionState.EVALUATED,
        words=CAME_OF_IT,
    )


def _what_failed(author: Actor) -> None:
    with as_if(now() - FAILED):
        practice = write_practice(
            author, organisation=Organisation.objects.get(slug="zuidoost-limburg"), text=FAILURE
        )
        _publish(author, actor_of("network"), practice, 1)


def _an_idea(given: Practice) -> None:
    """A practice that is still being written, and somebody who looked at another one and left it."""
    who, whose = actor_of("member_oudsbergen"), local_government(OUDSBERGEN, today())
    write_practice(who, organisation=whose, text=IDEA)
    say_adoption(who, practice=given, adopter=whose, state=AdoptionState.INTERESTED)
    say_adoption(who, practice=given, adopter=whose, state=AdoptionState.ABANDONED, words=NOT_ALONE)


def _publish(author: Actor, other: Actor, practice: Practice, number: int) -> None:
    offer_practice(author, practice=practice.pk, seen=number)
    publish_practice(other, practice=practice.pk, seen=number)
