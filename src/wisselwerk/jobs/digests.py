"""The mail of the week about what is new, to whoever asked for it."""

import logging
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.initiatives.digest_paper import parts_of
from wisselwerk.apps.initiatives.models import DigestMail, MailState
from wisselwerk.apps.initiatives.queries.digest_readers import is_reader
from wisselwerk.apps.initiatives.services.digest import STOPPING, claim_digest, close_digest, note_outcomes
from wisselwerk.apps.initiatives.services.digest import plan_digests as plan
from wisselwerk.apps.outbox.mail import MailDelayed, MailRefused
from wisselwerk.clock import day_of, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.digest import groups_from_plain, number_of
from wisselwerk.jobs.mail import send

logger = logging.getLogger(__name__)


def plan_digests() -> None:
    """Note each night which outcomes changed, and plan each week who is mailed what is new."""
    logger.info("outcomes_changed", extra={"number": note_outcomes(SYSTEM, on=today())})
    logger.info("digests_planned", extra={"number": plan(SYSTEM, on=today())})


def send_digest(mail_id: int) -> None:
    """Mail it and keep that it left, or was refused. Nothing is sent when it was sent before, or when its reader stopped it, is
    active no more or has no role any more by which to read it.

    Who is cut off between handing it over and keeping that hands it over again, under the same Message-ID: then a mail
    server or a mail program can tell that it is the same mail.

    Raises:
        MailDelayed: it could not leave, or somebody else is sending it; try again later.
    """
    mail = DigestMail.objects.select_related("subscription__person").filter(pk=mail_id).first()
    if mail is None or mail.state != MailState.WAITING or not mail.subscription.person.email:
        return
    if not is_reader(mail.subscription.person_id, today()):
        return
    if not claim_digest(SYSTEM, mail=mail):
        raise MailDelayed("digest")
    state = MailState.WAITING
    try:
        send("digest", mail.subscription.person.email, _context(mail), headers=_headers(mail))
        state = MailState.SENT
    except MailRefused:
        state = MailState.REFUSED
    finally:
        close_digest(SYSTEM, mail=mail, state=state)


def _context(mail: DigestMail) -> dict[str, object]:
    groups = groups_from_plain(mail.groups)
    return {
        # Called while the mail is written, in its language.
        "parts": partial(parts_of, groups),
        "number": number_of(groups),
        "first": day_of(mail.told_from),
        "last": day_of(mail.told_until),
        "own_page": settings.BASE_URL + reverse("initiative:digest"),
        "stop_page": _stop_page(mail),
    }


def _headers(mail: DigestMail) -> dict[str, str]:
    """One click in the mail program stops it (RFC 8058), and a mail that is sent again can be known (RFC 5322, 3.6.4)."""
    return {
        "Message-ID": f"<digest.{mail.pk}.{mail.week.isoformat()}@{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{_stop_page(mail)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _stop_page(mail: DigestMail) -> str:
    token = STOPPING.token(mail.subscription.person_id)
    return settings.BASE_URL + reverse("initiative:digest-stop", args=[token])
