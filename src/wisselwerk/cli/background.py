"""What the queue itself does not do: give signs of life, take up again what was dropped, begin what is due daily.

The queue is ``django_tasks_db``: a claimed task belongs to its worker, and one that fails stays failed. A mail server
that is away for days, or a machine that lost its power, must not cost anybody a mail.
"""

import logging
import threading
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.db import close_old_connections, transaction
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.outbox.mail import LONGEST_WAIT, TRIED_FOR, MailDelayed
from wisselwerk.apps.outbox.services import enqueue, handler
from wisselwerk.cli.heartbeat import BEAT_SECONDS, PATIENCE_SECONDS, beat, is_alive
from wisselwerk.clock import now, today

logger = logging.getLogger(__name__)

Task = DBTaskResult[Any, Any]

ATTEMPTS = 8
"""Tries of one task, over about four hours; after the last one it stays failed, to be seen. An outage is not a try."""
FIRST_WAIT = timedelta(minutes=2)
DELAYED = f"{MailDelayed.__module__}.{MailDelayed.__qualname__}"
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
        for name in settings.WISSELWERK_EVERY_ROUND:
            handler(name)()


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
    """Make ready again what failed and is not given up, each time after a longer wait; how many that were."""
    retried = 0
    for task in _failed():
        if not _is_given_up(task, at) and _due_at(task) <= at:
            # What an outage took is no try of the task itself, so it does not stay among its workers.
            workers = task.worker_ids[:-1] if _is_delayed(task) else task.worker_ids
            retried += _make_ready(task, worker_ids=workers)
    return retried


def given_up(at: datetime) -> list[Task]:
    """What failed and is not tried again by itself, oldest first; the register says how long that is kept."""
    return sorted(
        (task for task in _failed() if _is_given_up(task, at)), key=lambda task: (task.enqueued_at, task.pk)
    )


def begin_anew(tasks: Iterable[Task], at: datetime) -> int:
    """Make ready what was given up, as if it was asked for ``at`` this instant; how many that were."""
    return sum(_make_ready(task, worker_ids=[], enqueued_at=at) for task in tasks)


def _failed() -> QuerySet[Task]:
    return DBTaskResult.objects.failed().defer("traceback", "return_value")


def _is_delayed(task: Task) -> bool:
    return task.exception_class_path == DELAYED


def _is_given_up(task: Task, at: datetime) -> bool:
    if _is_delayed(task):
        return bool(at - task.enqueued_at >= TRIED_FOR)
    return len(task.worker_ids) >= ATTEMPTS


def _due_at(task: Task) -> datetime:
    """Twice as long after every try; after an outage as long again as it lasts already, and no longer than an hour."""
    failed_at = task.finished_at
    assert failed_at is not None, "what failed has ended"
    wait: timedelta = FIRST_WAIT * 2 ** max(len(task.worker_ids) - 1, 0)
    if _is_delayed(task):
        wait = min(max(failed_at - task.enqueued_at, FIRST_WAIT), LONGEST_WAIT)
    return failed_at + wait


def _make_ready(task: Task, **changes: Any) -> int:
    # Another caretaker may have been first: when it failed is part of the condition.
    failed = DBTaskResult.objects.failed().filter(pk=task.pk, finished_at=task.finished_at)
    return failed.update(status=TaskResultStatus.READY, finished_at=None, **changes)


def begin_daily(signs: BaseCache, names: Iterable[str], day: date) -> None:
    """Enqueue each of ``names`` once on a Brussels day, however many workers there are.

    The mark that it was begun and the task itself are in one transaction: neither comes without the other.
    """
    for name in names:
        with transaction.atomic():
            if signs.add(f"daily:{name}:{day.isoformat()}", value=True, timeout=DAILY_REMEMBERED_SECONDS):
                enqueue(name)
