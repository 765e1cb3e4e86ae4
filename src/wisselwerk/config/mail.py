"""Where mail goes, from one address, and where replies to it come in."""

import re
from urllib.parse import unquote, urlsplit

from wisselwerk.config.env import SettingError

MAILBOX = re.compile(r"[a-z0-9._-]{1,20}@[a-z0-9-]+(\.[a-z0-9-]+)*")
"""With the proof behind it, what comes before the @ may be 64 signs long."""
EXAMPLE = (
    "smtp://user:password@mail.example.be:587 (STARTTLS), smtps://user:password@mail.example.be:465 (TLS)"
)


def mail_settings(url: str) -> dict[str, object]:
    """Django's mail settings for ``url``; empty means the mailbox of a demo, which refuses mail anywhere else.

    Raises:
        SettingError: the address is of another kind, or names no host.
    """
    if not url:
        return {"EMAIL_BACKEND": "wisselwerk.demo.mailbox.MailboxBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(f"WISSELWERK_EMAIL_URL cannot be read. Give {EXAMPLE}.") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingError(f"WISSELWERK_EMAIL_URL is no address of a mail server. Give {EXAMPLE}.")
    tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls,
        # Mail within the same machine needs no certificate; mail that travels does.
        "EMAIL_USE_TLS": not tls and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 20,
    }


def reply_mailbox(address: str) -> str:
    """The mailbox for replies; empty where there is none.

    Raises:
        SettingError: it is no mailbox that can carry a proof.
    """
    if address and not MAILBOX.fullmatch(address):
        raise SettingError(
            f"WISSELWERK_REPLY_ADDRESS={address!r} is no mailbox for replies. Give one with at most 20 small letters and digits "
            "before the @, like antwoord@cheques.example.be."
        )
    return address
