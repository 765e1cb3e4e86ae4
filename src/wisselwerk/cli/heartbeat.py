"""Signs of life from background work, left where every process can see them: in the database's cache table."""

from django.core.cache import BaseCache

BEAT_SECONDS = 15
PATIENCE_SECONDS = 90
"""After this long without a beat the work is taken for dead: longer than a restart, shorter than a coffee."""

ANYBODY = "background-work:anybody"


def beat(cache: BaseCache, worker_id: str) -> None:
    """Leave a sign of life that fades by itself."""
    cache.set_many({ANYBODY: True, _key(worker_id): True}, PATIENCE_SECONDS)


def background_work_is_alive(cache: BaseCache) -> bool:
    """Whether some worker gave a sign of life a short while ago."""
    return bool(cache.get(ANYBODY))


def is_alive(cache: BaseCache, worker_id: str) -> bool:
    """Whether this worker did."""
    return bool(cache.get(_key(worker_id)))


def _key(worker_id: str) -> str:
    return f"background-work:{worker_id}"
