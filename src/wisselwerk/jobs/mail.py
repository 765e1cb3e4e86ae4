"""Writing and sending one mail, and trying again when the mail server is away."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from wisselwerk.apps.outbox.mail import mail_failed, mail_left
from wisselwerk.apps.outbox.services import enqueue_later

logger = logging.getLogger(__name__)

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=18),
)
"""A mail server that is away for a night is back the next day; after that somebody must look."""


class MailOutage(Exception):
    """The mail server could not be reached, or would not take mail. It is not about this mail."""


def send(
    template: str, to: str, context: dict[str, object], *, language: str = settings.LANGUAGE_CODE
) -> None:
    """Send the mail of ``mail/<template>.txt`` (first line: the subject) and ``.html`` to one address.

    An address that the server refuses is the end of it: trying again would not help, and the log names no address.

    Raises:
        MailOutage: nothing could be sent; try again later.
    """
    with translation.override(language):
        context = {**context, "base_url": settings.BASE_URL, "language": language}
        subject, _, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
        html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    message = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", to=[to])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except SMTPRecipientsRefused:
        logger.warning("mail_address_refused", extra={"template": template})
    except (OSError, SMTPException) as error:
        mail_failed()
        raise MailOutage(template) from error
    mail_left()


def try_again(name: str, attempt: int, **payload: int | str) -> None:
    """Have the job ``name`` done again after a while; gives up, loudly, after the last time.

    Raises:
        MailOutage: there is no next time. The queue keeps the job as failed.
    """
    if attempt >= len(RETRY_AFTER):
        raise MailOutage(f"{name} gave up after {attempt} times")
    logger.warning("mail_postponed", extra={"job": name, "attempt": attempt})
    enqueue_later(RETRY_AFTER[attempt], name, attempt=attempt + 1, **payload)
