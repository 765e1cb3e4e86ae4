"""What schemes here and policy reports tell the register, and mails that ask who does it whether what was noticed is so."""

import logging
from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR, token_for
from wisselwerk.apps.initiatives.models import Initiative, PolicyFile
from wisselwerk.apps.initiatives.services import ask_owners as ask
from wisselwerk.apps.initiatives.services import renew_initiatives as renew_again
from wisselwerk.apps.initiatives.services import tell_policy_reports as tell_reports
from wisselwerk.apps.initiatives.services import tell_scheme as tell
from wisselwerk.apps.initiatives.services import tell_schemes as tell_every
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def tell_scheme(scheme_id: int) -> None:
    """Have a scheme of which something was published, or whose money changed, tell the register."""
    tell(SYSTEM, scheme=Scheme.objects.select_related("partnership").get(pk=scheme_id), on=today())


def tell_schemes() -> None:
    """The same of every scheme, each night: what ended by the calendar, and what was here before the register."""
    logger.info("schemes_told", extra={"number": tell_every(SYSTEM, on=today())})


def tell_policy_reports(file_id: int, after: int = 0) -> None:
    """Have a part of the reports of a file tell of their actions, and put the next part in the queue.

    A part that failed is begun again where it began, and nothing is told twice; importing the file again begins it all again.
    """
    file = PolicyFile.objects.get(pk=file_id)
    following = tell_reports(SYSTEM, file=file, after=after)
    if following is not None:
        enqueue("tell_policy_reports", file_id=file_id, after=following)


def renew_initiatives(after: int = 0) -> None:
    """Work out anew what is said of a part of the register, and put the next part in the queue: a migration asks for it when the
    program came to weigh sources otherwise.
    """
    following = renew_again(SYSTEM, after=after)
    if following is not None:
        enqueue("renew_initiatives", after=following)


def ask_owners() -> None:
    """Ask who does it about what was noticed since."""
    logger.info("owners_asked", extra={"number": ask(SYSTEM, on=today())})


def send_initiatives(organisation_id: int, person_id: int, initiatives: str, others: int = 0) -> None:
    """Mail somebody who answers for a government what was noticed of it, and how much more than is named here; what was answered
    meanwhile is left out.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    found = Initiative.objects.filter(
        pk__in=initiatives.split(","), state=InitiativeState.NOTICED, merged_into=None
    )
    waiting = list(found.order_by("pk"))
    if person is None or not person.email or not waiting:
        return
    links = [(one, _url("initiative:answer", token_for(one.pk, person.pk))) for one in waiting]
    context: dict[str, object] = {
        "organisation": Organisation.objects.get(pk=organisation_id),
        "links": links,
        "number": len(links) + others,
        "others": others,
        "desk": _url("initiative:desk"),
        "days": HOLDS_FOR.days,
    }
    with suppress(MailRefused):
        send("initiatives", person.email, context)


def _url(route: str, *args: object) -> str:
    return settings.BASE_URL + reverse(route, args=args)
