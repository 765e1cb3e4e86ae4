"""Mails that ask a side how it went, while a last part waits for that."""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.queries.evaluations import evaluations_of
from wisselwerk.apps.vouchers.queries.proofs import PARTS
from wisselwerk.apps.vouchers.services import remind_of_evaluations as remind
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.evaluation import Side
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def remind_of_evaluations() -> None:
    """Remind each side that has still to say how it went."""
    logger.info("sides_reminded", extra={"number": remind(SYSTEM, on=today())})


def send_evaluation_reminder(redemption_id: str, side: str, person_id: int) -> None:
    """Mail a reminder to one person; nothing when that side has answered meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    redemption = Redemption.objects.select_related(*PARTS).get(pk=redemption_id)
    held = evaluations_of([redemption]).get(redemption.pk)
    is_over = held is None or not held.is_open or Side(side) not in held.missing
    if is_over or person is None or not person.email:
        return
    context: dict[str, object] = {
        "redemption": redemption,
        "voucher": redemption.voucher,
        "held": held,
        "side": side,
        "url": evaluation_url(redemption),
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send("evaluation_reminder", person.email, context)


def last_part_context(redemption: Redemption) -> dict[str, Any]:
    """What a mail about an invoice tells of its last part; nothing where none is held back. Have its rule set at hand."""
    held = evaluations_of([redemption]).get(redemption.pk)
    return {} if held is None else {"held": held, "evaluation_url": evaluation_url(redemption)}


def evaluation_url(redemption: Redemption) -> str:
    """The page where both sides say how it went."""
    return settings.BASE_URL + reverse("enterprise:evaluation", args=[redemption.voucher.code, redemption.pk])
