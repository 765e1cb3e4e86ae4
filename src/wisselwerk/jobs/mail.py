"""Writing and sending one mail. When the mail server is away the job fails, and the queue does it again later."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from wisselwerk.apps.outbox.mail import mail_failed, mail_left

logger = logging.getLogger(__name__)


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
