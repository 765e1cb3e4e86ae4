"""Keeps a few processes going until it is told to stop: what dies is started again."""

import logging
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
QUICK_DEATH_SECONDS = 5.0
QUICK_DEATHS = 8
"""So many deaths in a row, each soon after the start: starting again will not help, and a person should look."""
PATIENCE_SECONDS = 20.0
"""How long a process may take to end what it has in hand, before it is killed."""


class Child:
    """One process under care."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.quick_deaths = 0
        self.start()

    def start(self) -> None:
        """Start it, in a process group of its own.

        Ctrl+C goes to every process of the terminal's group. There only the parent may be: a web worker that is told
        twice to stop, by the terminal and by its server, does not stop at all until it is killed.
        """
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, env=self.env, process_group=0)  # noqa: S603 our own program

    def look_after(self) -> bool:
        """Start it again when it died; False when it keeps dying."""
        code = self.process.poll()
        if code is None:
            return True
        quick = time.monotonic() - self.started_at < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        logger.warning("child_died", extra={"child": self.name, "exit_code": code})
        if self.quick_deaths >= QUICK_DEATHS:
            return False
        self.start()
        return True

    def end(self) -> None:
        """Ask it to stop."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until it has ended; at ``deadline`` (of the monotonic clock) kill it."""
        try:
            self.process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            logger.warning("child_killed", extra={"child": self.name})
            self.process.kill()
            self.process.wait()


def keep_going(commands: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> bool:
    """Run every command until SIGTERM or SIGINT (True), or until one of them keeps dying (False)."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = [Child(name, command, env) for name, command in commands.items()]
    dying: list[Child] = []
    while not dying and not stopping.wait(LOOK_SECONDS):
        dying = [child for child in children if not child.look_after()]
    for child in children:
        child.end()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        child.wait(deadline)
    return not dying
