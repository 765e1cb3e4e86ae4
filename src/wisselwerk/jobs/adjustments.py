"""Looking again at what was decided of schemes, once the day for that has come."""

import logging

from wisselwerk.apps.evaluation.services import look_at_adjustments as look
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

logger = logging.getLogger(__name__)


def look_at_adjustments() -> None:
    """Freeze what was measured after decisions whose day has come."""
    logger.info("adjustments_looked_at", extra={"number": look(SYSTEM, on=today())})
