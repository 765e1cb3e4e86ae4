"""The shell tells which background work was given up, and has it done again."""

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.cli.background import ATTEMPTS

pytestmark = pytest.mark.django_db


def fail(times: int) -> None:
    enqueue("send_decision", decision_id=7)
    task = DBTaskResult.objects.get()
    for _ in range(times):
        task.claim("one")
    task.set_failed(KeyError("no such decision"))


def test_what_was_given_up_is_told_and_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    fail(ATTEMPTS)
    call_command("failed")
    told = capsys.readouterr()
    assert "send_decision decision_id=7  builtins.KeyError" in told.out
    assert "Given up: 1. With --retry" in told.err
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_it_is_done_again_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    fail(ATTEMPTS)
    call_command("failed", "--retry")
    assert "Begun anew: 1." in capsys.readouterr().err
    task = DBTaskResult.objects.get()
    assert (task.status, task.worker_ids) == (TaskResultStatus.READY, [])


def test_what_is_still_tried_by_itself_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    fail(ATTEMPTS - 1)
    call_command("failed", "--retry")
    told = capsys.readouterr()
    assert told.out == ""
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
