"""What comes of a letter that goes out, and of a mail that comes in."""

from enum import StrEnum


class LetterState(StrEnum):
    """What came of a letter."""

    WAITING = "WAITING"
    SENT = "SENT"
    REFUSED = "REFUSED"
    """The reader's mail server does not want it."""
    SKIPPED = "SKIPPED"
    """It had no use any more: answered, taken down, or stopped by its reader."""


class MailOutcome(StrEnum):
    """What came of an incoming mail."""

    ANSWERED = "ANSWERED"
    AGAIN = "AGAIN"
    """The same mail was dealt with before."""
    AUTOMATIC = "AUTOMATIC"
    """No person wrote it: an absence, a receipt, a list (RFC 3834)."""
    BOUNCE = "BOUNCE"
    """A mail server reports (null sender, or a delivery report)."""
    UNKNOWN = "UNKNOWN"
    """Its reply address is none of ours, forged, or of a letter that is kept no more."""
    NOT_THE_HOLDER = "NOT_THE_HOLDER"
    """Somebody else than whom the letter was for."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """Who the letter was for has no such role any more, or the question was taken down."""
    EMPTY = "EMPTY"
    """Nothing new stands in it."""
    UNREADABLE = "UNREADABLE"
    TOO_LARGE = "TOO_LARGE"
