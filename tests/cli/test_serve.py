"""A real server on an installation of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import Home
from tests.postgres import free_port
from wisselwerk.cli.management.commands.serve import refuse_taken_port

WISSELWERK = (sys.executable, "-m", "wisselwerk")
STARTED_SECONDS = 60


def run(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*WISSELWERK, *arguments], env=home.env, capture_output=True, text=True, check=False
    )


@contextmanager
def serving(home: Home, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server in a process group of its own, gone afterwards whatever happens."""
    with subprocess.Popen(
        [*WISSELWERK, "serve", "--port", str(port), "--workers", "2"],
        env={**home.env, "PORT": "1"},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            if group_exists(server.pid):
                os.killpg(server.pid, signal.SIGKILL)


def health(port: int) -> dict[str, bool] | None:
    """What the health page says; None when nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            found: dict[str, bool] = json.load(answer)
            return found
    except HTTPError as error:
        with error:
            return dict(json.load(error))
    except (OSError, HTTPException):
        return None


def wait_until_well(port: int) -> None:
    """Wait until web, database and background work all are."""
    deadline = time.monotonic() + STARTED_SECONDS
    while (said := health(port)) is None or not said["ok"]:
        assert time.monotonic() < deadline, f"not well in time: {said}"
        time.sleep(0.2)


def group_exists(group: int) -> bool:
    """Whether a process of this group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(group: int) -> None:
    """Wait until every process of the group has ended."""
    deadline = time.monotonic() + 30
    while group_exists(group):
        assert time.monotonic() < deadline, "processes are left"
        time.sleep(0.1)


def test_it_serves_recovers_and_leaves_nothing_behind(own_home: Home) -> None:
    """The port of the command line beats PORT; a killed web server comes back; SIGTERM ends all of them."""
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    with serving(own_home, port) as server:
        wait_until_well(port)
        for victim in children_of(server.pid):
            os.kill(victim, signal.SIGKILL)
        wait_until_well(port)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
        wait_until_gone(server.pid)


def test_all_end_with_the_parent(own_home: Home) -> None:
    assert run(own_home, "migrate").returncode == 0
    port = free_port()
    with serving(own_home, port) as server:
        wait_until_well(port)
        server.kill()
        server.wait()
        wait_until_gone(server.pid)


def test_a_new_database_is_refused_with_what_to_do(own_home: Home) -> None:
    done = run(own_home, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "wisselwerk migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("port", "workers"), [(0, 1), (70_000, 1), (8000, 0)])
def test_numbers_that_cannot_be_meant_are_refused(port: int, workers: int) -> None:
    with pytest.raises(CommandError, match="Give a port from 1 to 65535"):
        call_command("serve", port=port, workers=workers)


def test_a_port_that_is_taken_is_said_at_once() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port}.*Choose another --port"):
            refuse_taken_port("127.0.0.1", port)


def test_a_setting_that_cannot_be_meant_is_one_line(own_home: Home) -> None:
    own_home.env["WISSELWERK_THREADS"] = "many"
    done = run(own_home, "serve")
    assert done.returncode == 1
    assert done.stderr.startswith("wisselwerk: WISSELWERK_THREADS='many' will not do: give a whole number")
    assert len(done.stderr.splitlines()) == 1


def children_of(parent: int) -> list[int]:
    """The processes that this one started."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [pid for pid, parent_of in pairs if parent_of == parent]
