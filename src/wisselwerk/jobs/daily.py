"""Work that comes round every day, whoever is looking."""

import logging

from wisselwerk.apps.privacy.services import erase_expired as erase
from wisselwerk.apps.vouchers.services import lapse_vouchers as lapse
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM

logger = logging.getLogger(__name__)


def lapse_vouchers() -> None:
    """End the vouchers whose time has passed; what was left on them goes back to the budget."""
    logger.info("vouchers_lapsed", extra={"number": lapse(SYSTEM, on=today())})


def erase_expired() -> None:
    """Erase what has reached its term in the register of personal data."""
    logger.info("expired_data_erased", extra={"rows": sum(erase(SYSTEM, at=now()).values())})
