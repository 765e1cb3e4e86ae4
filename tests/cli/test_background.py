"""What the queue itself does not do: nothing that was asked for is lost, and daily work begins once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.cli import background
from wisselwerk.cli.background import (
    ATTEMPTS,
    FIRST_WAIT,
    Caretaker,
    begin_daily,
    retry_failed,
    take_up_dropped,
)
from wisselwerk.cli.heartbeat import PATIENCE_SECONDS, beat
from wisselwerk.clock import now

pytestmark = pytest.mark.django_db
Task = DBTaskResult[Any, Any]
TODAY = date(2026, 11, 24)
LATER = timedelta(seconds=PATIENCE_SECONDS + 1)


def claimed(by: str) -> Task:
    """A task that this worker took."""
    enqueue("send_decision", decision_id=1)
    task = DBTaskResult.objects.latest("enqueued_at")
    task.claim(by)
    return task


def status(task: Task) -> str:
    """How the task stands now."""
    task.refresh_from_db()
    return str(task.status)


def test_work_of_a_worker_that_is_gone_is_taken_up() -> None:
    task = claimed("gone")
    assert take_up_dropped(cache, now() + LATER) == 1
    assert status(task) == TaskResultStatus.READY


def test_work_of_a_worker_that_lives_is_left_to_it() -> None:
    task = claimed("busy")
    beat(cache, "busy")
    assert take_up_dropped(cache, now() + LATER) == 0
    assert status(task) == TaskResultStatus.RUNNING


def test_work_that_was_just_begun_is_left_alone() -> None:
    """Its worker may not have given its first sign of life."""
    task = claimed("new")
    assert take_up_dropped(cache, now()) == 0
    assert status(task) == TaskResultStatus.RUNNING


def test_what_failed_is_tried_again_after_a_wait() -> None:
    task = claimed("one")
    task.set_failed(ConnectionError("the mail server is away"))
    assert retry_failed(now()) == 0
    assert retry_failed(now() + FIRST_WAIT) == 1
    assert status(task) == TaskResultStatus.READY


def test_the_wait_doubles() -> None:
    task = claimed("one")
    task.claim("two")
    task.set_failed(ConnectionError("the mail server is away"))
    assert retry_failed(now() + FIRST_WAIT * 1.9) == 0
    assert retry_failed(now() + FIRST_WAIT * 2) == 1


def test_what_failed_too_often_stays_to_be_seen() -> None:
    task = claimed("one")
    for _ in range(ATTEMPTS - 1):
        task.claim("one")
    task.set_failed(ConnectionError("the mail server is away"))
    assert retry_failed(now() + timedelta(hours=23)) == 0
    assert status(task) == TaskResultStatus.FAILED


def test_daily_work_begins_once_a_day() -> None:
    for _ in range(3):
        begin_daily(cache, ["lapse_vouchers"], TODAY)
    assert DBTaskResult.objects.count() == 1
    begin_daily(cache, ["lapse_vouchers"], TODAY + timedelta(days=1))
    assert DBTaskResult.objects.count() == 2


@pytest.mark.parametrize("trouble", [DatabaseError("away"), KeyError("no such job"), OSError("disk full")])
def test_one_round_that_fails_is_told_and_the_next_begins(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caretaker, rounds = Caretaker("one"), iter([trouble, None])

    def go_round() -> None:
        if (wrong := next(rounds)) is not None:
            raise wrong
        caretaker.stopping.set()

    monkeypatch.setattr(caretaker, "go_round", go_round)
    monkeypatch.setattr(background, "BEAT_SECONDS", 0)
    caretaker.run()
    assert [line.message for line in caplog.records] == ["caretaker_round_failed"]
    assert next(rounds, "both") == "both"
