"""What a job needs but must not stand in the queue: payloads of tasks that were done stay there, and in backups."""

import secrets

from django.core.cache import cache


def put_aside(text: str, seconds: int) -> str:
    """Keep ``text`` for so long at most; gives the reference that goes into the payload instead."""
    reference = secrets.token_urlsafe(16)
    cache.set(_key(reference), text, timeout=seconds)
    return reference


def look_aside(reference: str) -> str | None:
    """What was put aside; None when its time has passed or it was thrown away."""
    found: str | None = cache.get(_key(reference))
    return found


def throw_away(reference: str) -> None:
    """Keep it no longer."""
    cache.delete(_key(reference))


def _key(reference: str) -> str:
    return f"aside:{reference}"
