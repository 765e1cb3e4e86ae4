"""Mails that a recognition ends while vouchers for its provider are open."""

import logging
from contextlib import suppress

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.vouchers.models import RecognitionWarning
from wisselwerk.apps.vouchers.queries.recognitions import Ending, endings
from wisselwerk.apps.vouchers.services import warn_of_recognitions as warn
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def warn_of_recognitions() -> None:
    """Warn who holds a voucher, and its provider, of a recognition that ends before the voucher does."""
    logger.info("recognitions_warned", extra={"number": warn(SYSTEM, on=today())})


def send_recognition_warning(warning_id: int, person_id: int) -> None:
    """Mail it to one person; nothing when it is no longer so, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    warning = RecognitionWarning.objects.select_related("recognition").get(pk=warning_id)
    ending = _still(warning)
    if ending is None or person is None or not person.email:
        return
    context: dict[str, object] = {"ending": ending, "is_over": ending.is_over(today())}
    if warning.voucher_id is None:
        template, path = "recognition_provider", reverse("provider:dashboard")
    else:
        (voucher,) = ending.vouchers
        template, path = "recognition_holder", reverse("enterprise:voucher", args=[voucher.code])
        context["voucher"] = voucher
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(template, person.email, {**context, "url": settings.BASE_URL + path})


def _still(warning: RecognitionWarning) -> Ending | None:
    """What the warning tells, as it is now; None when it is no longer so."""
    of_voucher = (
        Q(pk=warning.voucher_id) if warning.voucher_id else Q(provider=warning.recognition.provider_id)
    )
    found = (one for one in endings(of_voucher, today()) if one.recognition == warning.recognition)
    return next((one for one in found if one.until == warning.told_until), None)
