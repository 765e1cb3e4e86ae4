"""What one network may have done here only so many times an hour.

Counting is in the cache, which all processes share and which forgets by itself: two who count at the same moment may
count as one, which lets through a few more and never fewer. The hour is that of the clock on the wall, so that asking
on and on does not begin it anew.
"""

from datetime import timedelta

from django.core.cache import cache

from wisselwerk.clock import now

HOUR = timedelta(hours=1)


def counts_within(limit: int, what: str, sent_from: str, *, times: int = 1) -> bool:
    """Count ``times`` more for a network in this hour, and whether that stays within ``limit``; if not, nothing is counted.

    ``sent_from`` is what ``codes.network_hash`` gives.
    """
    key = f"hourly:{what}:{sent_from}:{int(now().timestamp() // HOUR.total_seconds())}"
    counted = int(cache.get(key, 0)) + times
    if counted > limit:
        return False
    cache.set(key, counted, timeout=int(HOUR.total_seconds()))
    return True
