"""What the queue itself does not do: give signs of life, take up again what was dropped, begin what is due daily.

The queue is ``django_tasks_db``: a claimed task belongs to its worker, and one that fails stays failed. A mail server
that is away for an hour, or a machine that lost its power, must not cost anybody a mail.
"""

import logging
import threading
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.db import close_old_connections, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.cli.heartbeat import BEAT_SECONDS, PATIENCE_SECONDS, beat, is_alive
from wisselwerk.clock import now, today

logger = logging.getLogger(__name__)

ATTEMPTS = 8
"""Tries of one task, over about four hours; after the last one it stays failed, to be seen."""
FIRST_WAIT = timedelta(minutes=2)
DAILY_REMEMBERED_SECONDS = 3 * 24 * 3600


class Caretaker(threading.Thread):
    """Looks after the queue beside one worker, every ``BEAT_SECONDS``, until the process ends."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="caretaker", daemon=True)
        self.worker_id = worker_id
        self.stopping = threading.Event()

    def run(self) -> None:
        """Go round until stopped. Whatever goes wrong in one round, nobody else would start the next."""
        while not self.stopping.is_set():
            try:
                close_old_connections()
                self.go_round()
            except Exception:
                logger.exception("caretaker_round_failed")
            self.stopping.wait(BEAT_SECONDS)

    def go_round(self) -> None:
        """One round."""
        beat(cache, self.worker_id)
        take_up_dropped(cache, now())
        retry_failed(now())
        begin_daily(cache, settings.WISSELWERK_DAILY, today())


def take_up_dropped(signs: BaseCache, at: datetime) -> int:
    """Make ready again what was claimed by a worker that is no more; how many that were.

    Work may so be begun twice, and handlers are written for that.
    """
    dropped = 0
    for task in DBTaskResult.objects.running().filter(
        started_at__lt=at - timedelta(seconds=PATIENCE_SECONDS)
    ):
        if not is_alive(signs, task.worker_ids[-1]):
            # Another caretaker may have been first: the status is part of the condition.
            dropped += (
                DBTaskResult.objects.running()
                .filter(pk=task.pk, started_at=task.started_at)
                .update(status=TaskResultStatus.READY)
            )
    if dropped:
        logger.warning("dropped_work_taken_up", extra={"tasks": dropped})
    return dropped


def retry_failed(at: datetime) -> int:
    """Make ready again what failed and has tries left, each time after twice the wait; how many that were."""
    retried = 0
    for task in DBTaskResult.objects.failed().filter(finished_at__gt=at - timedelta(days=1)):
        attempts = len(task.worker_ids)
        if attempts < ATTEMPTS and task.finished_at + FIRST_WAIT * 2 ** (attempts - 1) <= at:
            retried += (
                DBTaskResult.objects.failed()
                .filter(pk=task.pk, finished_at=task.finished_at)
                .update(status=TaskResultStatus.READY, finished_at=None)
            )
    return retried


def begin_daily(signs: BaseCache, names: Iterable[str], day: date) -> None:
    """Enqueue each of ``names`` once on a Brussels day, however many workers there are.

    The mark that it was begun and the task itself are in one transaction: neither comes without the other.
    """
    for name in names:
        with transaction.atomic():
            if signs.add(f"daily:{name}:{day.isoformat()}", value=True, timeout=DAILY_REMEMBERED_SECONDS):
                enqueue(name)
