"""Whether mail leaves the house, and what came of a mail that did not: here it is said what an outage is.

Background work finds out, pages tell: an outage is ours, never the reader's mistake. That mail is down stands in the
cache, which all processes share, and fades by itself when nothing is sent any more.
"""

from datetime import timedelta

from django.core.cache import cache

LONGEST_WAIT = timedelta(hours=1)
"""Between two tries of a mail that could not leave."""
TRIED_FOR = timedelta(days=7)
"""How long a mail that could not leave is tried again, as mail servers do among themselves; then somebody must look."""

KEY = "outbox:mail-is-down"
REMEMBERED_SECONDS = int(2 * LONGEST_WAIT.total_seconds())
"""Longer than between two tries: an outage lasts until a mail leaves, also at night when nobody asks for one."""


class MailDelayed(Exception):
    """A mail could not leave now, and may later: the server is away, or asks to come back."""


class MailRefused(Exception):
    """A mail is taken neither now nor later: there is no such address, or the server does not want what it says."""


def mail_failed() -> None:
    """The mail server could not be reached, or takes no mail from us."""
    cache.set(KEY, True, REMEMBERED_SECONDS)


def mail_left() -> None:
    """A mail went out: whatever was wrong is over."""
    cache.delete(KEY)


def mail_is_down() -> bool:
    """Whether the last mail that had to leave could not."""
    return bool(cache.get(KEY))
