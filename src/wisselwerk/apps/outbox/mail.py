"""Whether mail leaves the house. Background work finds out, pages tell: an outage is ours, never the reader's mistake.

It stands in the cache, which all processes share, and fades by itself when nothing is sent any more.
"""

from django.core.cache import cache

KEY = "outbox:mail-is-down"
REMEMBERED_SECONDS = 15 * 60


def mail_failed() -> None:
    """The mail server could not be reached, or refused to take a mail."""
    cache.set(KEY, True, REMEMBERED_SECONDS)


def mail_left() -> None:
    """A mail went out: whatever was wrong is over."""
    cache.delete(KEY)


def mail_is_down() -> bool:
    """Whether the last mail that had to leave could not."""
    return bool(cache.get(KEY))
