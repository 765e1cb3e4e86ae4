"""What the queue itself does not do: nothing that was asked for is lost, and daily work begins once."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.outbox.mail import TRIED_FOR, MailDelayed
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.cli import background
from wisselwerk.cli.background import (
    ATTEMPTS,
    FIRST_WAIT,
    Caretaker,
    begin_anew,
    begin_daily,
    given_up,
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
    task.set_failed(KeyError("no such voucher"))
    assert retry_failed(now() + timedelta(days=6)) == 0
    assert status(task) == TaskResultStatus.FAILED
    assert given_up(now()) == [task]


def test_a_machine_that_stood_still_for_days_goes_on_where_it_was() -> None:
    task = claimed("one")
    task.set_failed(KeyError("no such voucher"))
    assert given_up(now()) == []
    assert retry_failed(now() + timedelta(days=3)) == 1


def fail_in_an_outage(task: Task, at: datetime) -> None:
    """The task is tried at this instant, and the mail server is away."""
    with time_machine.travel(at, tick=False):
        task.refresh_from_db()
        task.claim("one")
        task.set_failed(MailDelayed("decision"))


def test_an_outage_of_days_is_waited_for_and_costs_no_try() -> None:
    task = claimed("one")
    begun = task.enqueued_at
    fail_in_an_outage(task, begun)
    tries, at = [], begun
    while at < begun + TRIED_FOR - timedelta(minutes=5):
        at += timedelta(minutes=2 if at < begun + timedelta(minutes=4) else 4)
        if retry_failed(at):
            tries.append(at - begun)
            fail_in_an_outage(task, at)
    minutes = [one // timedelta(minutes=1) for one in tries]
    assert minutes[:6] == [2, 4, 8, 16, 32, 64]
    assert {later - sooner for sooner, later in pairwise(minutes[6:])} == {60}
    assert tries[-1] > TRIED_FOR - timedelta(minutes=70)
    # A mistake of ours that shows only now still has all its tries.
    assert given_up(at) == []
    task.set_failed(KeyError("no such voucher"))
    assert retry_failed(at + timedelta(hours=5)) == 1


def test_after_a_week_of_outage_somebody_must_look_and_can_begin_anew() -> None:
    task = claimed("one")
    week_later = task.enqueued_at + TRIED_FOR
    fail_in_an_outage(task, week_later)
    assert retry_failed(week_later + timedelta(hours=2)) == 0
    assert given_up(week_later) == [task]
    assert begin_anew(given_up(week_later), week_later) == 1
    assert status(task) == TaskResultStatus.READY
    fail_in_an_outage(task, week_later)
    assert given_up(week_later + timedelta(days=6)) == []
    assert retry_failed(week_later + timedelta(days=6)) == 1


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
