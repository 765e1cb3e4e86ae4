"""Mail without a mail server: in a demo it can be read on a page, anywhere else it is refused."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from wisselwerk.clock import now
from wisselwerk.demo.models import DemoMail, DemoMode

_SEEN: set[str] = set()
"""A database that is a demo stays one, so only a yes is remembered."""


def is_demo() -> bool:
    """Whether this database is a demo. At most one query, and none once the answer was yes."""
    if not _SEEN and DemoMode.objects.exists():
        _SEEN.add("demo")
    return bool(_SEEN)


def forget() -> None:
    """Ask the database again: for tests, whose database starts anew."""
    _SEEN.clear()


class NoMailServer(ConnectionError):
    """There is nowhere to send mail to. It counts as a server that is away, so mail is tried again later."""

    def __init__(self) -> None:
        super().__init__(
            "No mail server is set, and this is no demo whose mail stays in the database. "
            "Set WISSELWERK_EMAIL_URL to smtp://user:password@host:587, see docs/reference/settings.md."
        )


class MailboxBackend(BaseEmailBackend):
    """Keeps mail in the database of a demo; used where no mail server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one copy per receiver.

        Raises:
            NoMailServer: this database is no demo.
        """
        if not is_demo():
            raise NoMailServer
        at = now()
        DemoMail.objects.bulk_create(
            DemoMail(to=to, subject=str(message.subject), text=str(message.body), sent_at=at)
            for message in email_messages
            for to in message.recipients()
        )
        return len(email_messages)
