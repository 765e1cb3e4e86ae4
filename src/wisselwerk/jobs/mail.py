"""Writing and sending one mail. When it cannot leave now the job fails, and the queue does it again later."""

import logging
from collections.abc import Sequence
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from wisselwerk.apps.outbox.mail import MailDelayed, MailRefused, mail_failed, mail_left

logger = logging.getLogger(__name__)

FOR_GOOD = 500
"""From here on an answer of a mail server is a no that stays a no; below it asks to come back (RFC 5321, 4.2.1)."""
CLOSING = 421
"""The answer of a server that takes no mail from anybody now (RFC 5321, 3.8)."""


def send(
    template: str,
    to: str,
    context: dict[str, object],
    *,
    language: str = settings.LANGUAGE_CODE,
    headers: dict[str, str] | None = None,
    files: Sequence[tuple[str, bytes, str]] = (),
) -> None:
    """Send the mail of ``mail/<template>.txt`` (first line: the subject) and ``.html`` to one address.

    ``headers`` come beside those of every mail; ``files`` go along, each with its name and type. The log names no address.

    Raises:
        MailRefused: this mail is not taken, and trying again would not help.
        MailDelayed: it could not leave; try again later.
    """
    with translation.override(language):
        context = {**context, "base_url": settings.BASE_URL, "language": language}
        subject, _, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
        html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    message = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", to=[to], headers=headers)
    message.attach_alternative(html, "text/html")
    for name, content, kind in files:
        message.attach(name, content, kind)
    try:
        message.send()
    except (OSError, SMTPException) as error:
        codes = _answers_about_this_mail(error)
        if codes and min(codes) >= FOR_GOOD:
            logger.warning("mail_refused", extra={"template": template, "smtp_codes": sorted(codes)})
            raise MailRefused(template) from error
        if not codes or CLOSING in codes:
            mail_failed()
        raise MailDelayed(template) from error
    mail_left()


def _answers_about_this_mail(error: Exception) -> set[int]:
    """What the server answered to this address or this text; nothing when it got no further than us."""
    if isinstance(error, SMTPRecipientsRefused):
        return {code for code, _ in error.recipients.values()}
    if isinstance(error, SMTPDataError):
        return {error.smtp_code}
    return set()
