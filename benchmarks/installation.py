"""An installation of the program for a benchmark: its own home and database, and its real processes."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from benchmarks.cast import Piles, Seeded
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
STARTED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it lives. ``database_url`` is empty for SQLite, which lies in the home."""

    home: Path
    database_url: str = ""

    @property
    def sqlite_path(self) -> Path:
        """The database file, when it is SQLite."""
        return self.home / "wisselwerk.sqlite3"

    @property
    def env(self) -> dict[str, str]:
        """The environment of its processes: as shipped, whatever the person who measures has set."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WISSELWERK_")}
        own = {"WISSELWERK_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "wisselwerk.config.settings"}
        return kept | own | ({"WISSELWERK_DATABASE_URL": self.database_url} if self.database_url else {})

    def wisselwerk(self, *arguments: str) -> str:
        """Run a command of the program to its end; what it prints.

        Raises:
            RuntimeError: it failed; the message holds what it said.
        """
        return self._python("-m", "wisselwerk", *arguments)

    def seed(self, piles: Piles) -> Seeded:
        """Migrate, and fill it."""
        self.wisselwerk("migrate", "--verbosity", "0")
        call = f"main({piles.size}, {piles.schemes})"
        script = f"import django; django.setup(); from benchmarks.seeding import main; {call}"
        return Seeded(**json.loads(self._python("-c", script)))

    def fill(self, vouchers: int, parts: int, undone_every: int = 0) -> None:
        """Migrate, and fill it with a year of vouchers that were used (``benchmarks.year``)."""
        self.wisselwerk("migrate", "--verbosity", "0")
        self._python("-c", _script("year", f"Year({vouchers}, {parts}, {undone_every}).seed()"))

    def step(self, module: str, call: str) -> dict[str, Any]:
        """Run one step of a benchmark in a process of its own; what it tells."""
        told: dict[str, Any] = json.loads(self._python("-c", _script(module, call)))
        return told

    def redemptions(self) -> int:
        """How many there are in its database."""
        question = "SELECT count(*) FROM vouchers_redemption"
        if self.database_url:
            with psycopg.connect(self.database_url) as postgresql:
                return int(postgresql.execute(question).fetchall()[0][0])
        with closing(sqlite3.connect(self.sqlite_path)) as sqlite:
            return int(sqlite.execute(question).fetchone()[0])

    @contextmanager
    def serving(self) -> Iterator["Server"]:
        """``wisselwerk serve`` with its default settings, until the block ends."""
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "-m", "wisselwerk", "serve", "--port", str(port)],
            cwd=ROOT,
            env=self.env,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                _wait_until_well(port)
                yield Server(port, process.pid)
            finally:
                process.send_signal(signal.SIGTERM)

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout


def _script(module: str, call: str) -> str:
    return f"import django; django.setup(); from benchmarks import {module}; {module}.{call}"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    port: int
    pid: int
    """Of the parent of all its processes."""


def cpu_seconds(pid: int) -> float | None:
    """The processor time used so far by a process and all that it started; None where /proc does not tell (macOS)."""
    if not Path("/proc/self/stat").exists():
        return None
    stats = list(_stats())
    family, seconds = {pid}, 0.0
    # A child is always listed after its parent has been met, at the latest in the next round.
    while grown := {child for child, parent, _ in stats if parent in family} - family:
        family |= grown
    for one, _, used in stats:
        seconds += used if one in family else 0
    return seconds


def _stats() -> Iterator[tuple[int, int, float]]:
    """Every process: its number, its parent's, and its processor time with that of its children that have ended."""
    ticks = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        # The name stands between brackets and may hold anything.
        fields = re.split(r"\s", text.rpartition(")")[2].strip())
        yield int(path.parent.name), int(fields[1]), sum(map(int, fields[11:15])) / ticks


def _wait_until_well(port: int) -> None:
    deadline = time.monotonic() + STARTED_SECONDS
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
