"""A real server, started as a process: for tests of what only a real one can show."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.conftest import Home

WISSELWERK = (sys.executable, "-m", "wisselwerk")
STARTED_SECONDS = 60


def run(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*WISSELWERK, *arguments], env=home.env, capture_output=True, text=True, check=False
    )


@contextmanager
def serving(
    home: Home, port: int, log: IO[str] | int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[str]]:
    """A server in a process group of its own, gone afterwards whatever happens; it says in ``log`` what it does."""
    with subprocess.Popen(
        [*WISSELWERK, "serve", "--port", str(port), "--workers", "2"],
        env={**home.env, "PORT": "1"},
        start_new_session=True,
        stdout=log,
        stderr=log,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            # What it started ends with it.
            server.kill()


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


def wait_until_family(parent: int, members: int) -> None:
    """Wait until so many processes are there, the parent among them."""
    deadline = time.monotonic() + STARTED_SECONDS
    while len(family_of(parent)) < members:
        assert time.monotonic() < deadline, f"not all started in time: {family_of(parent)}"


def family_of(parent: int) -> list[int]:
    """The process with all that it started, and what those started."""
    return [parent, *(one for child in children_of(parent) for one in family_of(child))]


def wait_until_gone(processes: Iterable[int]) -> None:
    """Wait until all of them have ended."""
    deadline = time.monotonic() + 30
    while left := [one for one in processes if is_running(one)]:
        assert time.monotonic() < deadline, f"processes are left: {left}"
        time.sleep(0.1)


def is_running(process: int) -> bool:
    """Whether a process is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def children_of(parent: int) -> list[int]:
    """The processes that this one started."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [pid for pid, parent_of in pairs if parent_of == parent]
