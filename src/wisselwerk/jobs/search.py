"""Keeping the second opinion of the search in step."""

import logging

from wisselwerk.apps.search.services import note_meanings as note
from wisselwerk.domain.actor import SYSTEM

logger = logging.getLogger(__name__)


def note_meanings() -> None:
    """Work out what documents mean that are new or changed."""
    logger.info("meanings_noted", extra={"number": note(SYSTEM)})
