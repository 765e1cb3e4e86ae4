"""The code that comes back, and what is entered then: a need, or a registration for an event."""

from wisselwerk.apps.introductions.models import Need, Pending, Purpose, Registration
from wisselwerk.apps.introductions.services.events import enter_registration
from wisselwerk.apps.introductions.services.needs import enter_need
from wisselwerk.apps.parties.codes import count_attempt, look_at_code
from wisselwerk.apps.parties.services import person
from wisselwerk.db import command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.familiarity import Familiarity


@command_without_transaction
def prove_address(
    actor: Actor, *, token: str, code: str, familiarity: Familiarity | None = None
) -> Need | Registration:
    """Bring the mailed code back: whoever has the address is known from now on, and what was asked is entered.

    An attempt is counted in a transaction of its own; a code works once. ``familiarity`` is an answer that need not be
    given, and is only asked with a need.

    Raises:
        Refusal: CODE_WRONG with the attempts left; CODE_EXPIRED; of an event also EVENT_FULL, EVENT_OVER or
            EVENT_CALLED_OFF, when that came about meanwhile.
    """
    count_attempt(Pending, token)
    return in_one_transaction(lambda: _prove(token, code, familiarity))


def _prove(token: str, code: str, familiarity: Familiarity | None) -> Need | Registration:
    pending = Pending.objects.select_for_update().filter(token=token).first()
    look_at_code(pending, code)
    assert pending is not None
    proven = person(pending.email)
    made: Need | Registration
    if pending.purpose == Purpose.NEED:
        made = enter_need(pending.asked, proven, familiarity)
    else:
        made = enter_registration(pending.asked, proven)
    # What was asked stands where it belongs now; here stays where that is, for who comes back to this page.
    pending.code, pending.asked, pending.made = "", {}, str(made.pk)
    pending.save(update_fields=["code", "asked", "made"])
    return made
