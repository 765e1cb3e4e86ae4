"""Processes under care: what dies is started again, and what is told to stop stops."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving import is_running
from wisselwerk.cli import supervisor
from wisselwerk.cli.supervisor import Child, keep_going

SLEEPS = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"


def python(code: str) -> list[str]:
    """A command that runs this."""
    return [sys.executable, "-c", code]


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to become true; fail when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def test_what_dies_is_started_again() -> None:
    child = Child("sleeper", python(SLEEPS), os.environ)
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    assert child.look_after()
    assert child.process.pid != first
    assert child.process.poll() is None
    child.end()
    child.wait(time.monotonic() + 10)


def test_what_keeps_dying_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.01)
    tidy_signals(monkeypatch)
    assert (
        keep_going({"hopeless": python("raise SystemExit(3)"), "sleeper": python(SLEEPS)}, os.environ)
        is False
    )


def test_what_does_not_stop_is_killed() -> None:
    child = Child("stubborn", python(STUBBORN), os.environ)
    child.process.kill()
    child.process.wait()
    child.process = subprocess.Popen(python(STUBBORN), stdout=subprocess.PIPE)
    assert child.process.stdout is not None
    assert child.process.stdout.readline() == b"on\n"
    child.end()
    child.wait(time.monotonic() + 0.2)
    assert child.process.returncode == -9
    child.process.stdout.close()


def test_all_end_with_the_signal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    handlers = tidy_signals(monkeypatch)
    path = tmp_path / "started"
    code = f"open({str(path)!r}, 'w').close(); {SLEEPS}"

    def stop_when_started() -> None:
        until(path.exists)
        handlers[15](15, None)

    stopper = threading.Thread(target=stop_when_started)
    stopper.start()
    assert keep_going({"sleeper": python(code)}, os.environ) is True
    stopper.join()


ORPHAN = """
import os, sys, time
from wisselwerk.cli.children import end_with_parent
end_with_parent(int(sys.argv[1]))
print(os.getpid(), flush=True)
time.sleep(60)
"""
PARENT = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())]).wait()
"""


def test_an_orphan_ends_by_itself() -> None:
    """Its parent is killed without a word, as by a machine that is short of memory."""
    with subprocess.Popen([*python(PARENT), ORPHAN], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert is_running(pid)
        process.kill()
    until(lambda: not is_running(pid))


def tidy_signals(monkeypatch: pytest.MonkeyPatch) -> dict[int, Callable[[int, None], None]]:
    """Catch the handlers instead of changing those of the process that runs the tests."""
    handlers: dict[int, Callable[[int, None], None]] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    return handlers
