"""Waiting lists: who comes next when money comes free, and whose place has ended."""

import logging

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.services import move_up, move_up_everywhere
from wisselwerk.domain.actor import SYSTEM

logger = logging.getLogger(__name__)


def move_up_waiting_list(scheme_id: int) -> None:
    """Give what came free in a scheme to the next on its waiting list."""
    awarded = move_up(SYSTEM, scheme=Scheme.objects.get(pk=scheme_id))
    logger.info("waiting_list_moved_up", extra={"scheme": scheme_id, "number": awarded})


def move_up_waiting_lists() -> None:
    """The same for every scheme, once a day: a ceiling of a new year has room too, and places end at their term."""
    logger.info("waiting_lists_moved_up", extra={"number": move_up_everywhere(SYSTEM)})
