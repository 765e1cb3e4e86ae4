"""A mail server on this machine that takes everything, for tests that read back what really travelled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from tests.postgres import free_port

TAKEN = "250 taken"


@dataclass
class Post:
    """What came in, as it came: to whom, and the bytes."""

    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  its own name
        """Take it."""
        self.envelopes.append(envelope)
        return TAKEN

    def to(self, address: str) -> list[EmailMessage]:
        """The mails for one address, in the order in which they came."""
        found = [one.content for one in self.envelopes if address in one.rcpt_tos]
        return [_read(content) for content in found if isinstance(content, bytes)]


@contextmanager
def mail_server() -> Iterator[Post]:
    """Have all mail go through it."""
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
            EMAIL_USE_TLS=False,
            EMAIL_USE_SSL=False,
        ):
            yield post
    finally:
        server.stop()


def _read(content: bytes) -> EmailMessage:
    found = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(found, EmailMessage)
    return found
