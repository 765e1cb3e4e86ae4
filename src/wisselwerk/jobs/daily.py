"""Work that comes round every day, whoever is looking."""

import logging

from wisselwerk.apps.aid.queries import people_to_warn
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.privacy.services import erase_expired as erase
from wisselwerk.apps.vouchers.services import lapse_vouchers as lapse
from wisselwerk.apps.vouchers.services import remind_applicants as remind_of_questions
from wisselwerk.apps.vouchers.services import remind_holders as remind
from wisselwerk.clock import now, today
from wisselwerk.db import gather_statistics as gather
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.working_day import is_working_day
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

logger = logging.getLogger(__name__)


def remind_holders() -> None:
    """Remind who holds a voucher that ends soon, and move the last day of one that must not end yet."""
    logger.info("holders_reminded", extra={"number": remind(SYSTEM, on=today())})


def remind_applicants() -> None:
    """Remind, once, who was asked a question about an application and did not answer it."""
    logger.info("applicants_reminded", extra={"number": remind_of_questions(SYSTEM, on=today())})


def lapse_vouchers() -> None:
    """End the vouchers whose time has passed; what was left on them goes back to the budget."""
    logger.info("vouchers_lapsed", extra={"number": lapse(SYSTEM, on=today())})


def warn_of_aid() -> None:
    """On working days, mail who must enter aid that is late or soon will be. It stops when it is entered."""
    if is_working_day(today(), BELGIAN_HOLIDAYS):
        for person_id in people_to_warn(today()):
            enqueue("send_aid_warning", person_id=person_id)


def gather_statistics() -> None:
    """Have the database know how much there is, before what counts it."""
    gather()


def erase_expired() -> None:
    """Erase what has reached its term in the register of personal data."""
    logger.info("expired_data_erased", extra={"rows": sum(erase(SYSTEM, at=now()).values())})
