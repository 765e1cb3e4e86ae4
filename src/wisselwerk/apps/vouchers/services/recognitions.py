"""Nobody is surprised by the end of a recognition: who holds a voucher hears of it, and so does the provider."""

from datetime import date

from django.db.models import Q

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.vouchers.models import RecognitionWarning, Voucher
from wisselwerk.apps.vouchers.queries.recognitions import Ending, ending_of, endings, last_day_of
from wisselwerk.apps.vouchers.services.hearers import holders_of, staff_of
from wisselwerk.apps.vouchers.services.vouchers import lock_voucher
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor

WARNING = "warn_of_recognition"


@command
def warn_holder(actor: Actor, *, voucher: Voucher) -> bool:
    """Warn the holder that the recognition of the provider ends before the voucher, once for each end.

    False when it does not, when the holder knows, or when there is nobody to mail: the coordinator sees it all the same.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, WARNING)
    voucher = lock_voucher(voucher)
    ending = ending_of(voucher)
    return ending is not None and _warn(actor, ending.recognition, voucher, list(holders_of(voucher)))


@command
def warn_provider(actor: Actor, *, recognition: Recognition) -> bool:
    """Warn the people of a provider that a recognition ends while vouchers are open with it, once for each end.

    False when they know, or when nobody acts for it.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, WARNING)
    return _warn(actor, recognition, None, list(staff_of(recognition.provider.organisation_id)))


def warn_of_recognitions(actor: Actor, *, on: date) -> int:
    """Warn everybody for whom that is due, each in a transaction of its own; returns how many."""
    return sum(_warn_of(actor, one) for one in endings(Q(), on))


def _warn_of(actor: Actor, ending: Ending) -> int:
    known = RecognitionWarning.objects.filter(recognition=ending.recognition, told_until=ending.until)
    warned = set(known.values_list("voucher", flat=True))
    holders = [one for one in ending.vouchers if one.pk not in warned]
    told = sum(warn_holder(actor, voucher=one) for one in holders)
    return told + (None not in warned and warn_provider(actor, recognition=ending.recognition))


def _warn(actor: Actor, recognition: Recognition, voucher: Voucher | None, people: list[int]) -> bool:
    if not people:
        return False
    warning, is_new = RecognitionWarning.objects.get_or_create(
        recognition=recognition, told_until=last_day_of(recognition), voucher=voucher
    )
    if is_new:
        record(actor, WARNING, warning.subject, authority=warning.told())
        for person_id in people:
            enqueue("send_recognition_warning", warning_id=warning.pk, person_id=person_id)
    return is_new
