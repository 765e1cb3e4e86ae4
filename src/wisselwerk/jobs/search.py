"""Keeping the second opinion of the search in step."""

import logging

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.search.services import note_meanings as note
from wisselwerk.domain.actor import SYSTEM

logger = logging.getLogger(__name__)


AT_ONCE = 1_000
"""Then other work gets its turn."""


def note_meanings() -> None:
    """Work out what documents mean that are new or changed, in parts."""
    count = note(SYSTEM, most=AT_ONCE)
    logger.info("meanings_noted", extra={"number": count})
    if count >= AT_ONCE:
        enqueue("note_meanings")
