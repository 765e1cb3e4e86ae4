"""A sign of life from background work, left where every process can see it: in the database's cache table."""

from django.core.cache import BaseCache

KEY = "background-work:heartbeat"
BEAT_SECONDS = 15
PATIENCE_SECONDS = 90
"""After this long without a beat the work is taken for dead: longer than a restart, shorter than a lunch."""


def beat(cache: BaseCache) -> None:
    """Leave a sign of life that fades by itself."""
    cache.set(KEY, True, PATIENCE_SECONDS)


def background_work_is_alive(cache: BaseCache) -> bool:
    """Whether a sign of life is fresh."""
    return bool(cache.get(KEY))
