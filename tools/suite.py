"""Every check and every test, one after the other; all of them, also when one fails, and a verdict last.

python -m tools.suite
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LANES = "2"
"""Tests that run at the same time; more would measure the machine where locks are tested."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the suite."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


ROOM = 6 * 1024**3
"""Bytes that the tests may write at the same time, with plenty to spare."""


MEMORY = "/dev/shm"  # noqa: S108  each test makes a folder of its own in it


def memory(folder: str = MEMORY) -> Mapping[str, str]:
    """Where to put what tests write: in memory where there is room, unless somebody chose a folder.

    Durability is tested by killing processes, and what a process wrote outlives it there as on a disk.
    """
    if "TMPDIR" in os.environ or not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return {}
    return {"TMPDIR": folder}


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """A program of the environment this runs in."""
    return (str(BIN / name), *arguments)


CHECKS = (
    Step("types", tool("mypy")),
    Step("format", tool("ruff", "format", "--check", "--quiet")),
    Step("lint", tool("ruff", "check", "--quiet")),
    Step("layers", tool("lint-imports", "--no-logo")),
    Step("migrations", tool("wisselwerk", "makemigrations", "--check", "--dry-run")),
    Step("sentences", tool("python", "-m", "tools.messages", "check")),
)
TESTS = (
    Step("browser", tool("pytest", "-q", "-m", "browser", "-n", LANES, "--dist", "worksteal")),
    Step("SQLite", tool("pytest", "-q", "-m", "not browser", "-n", LANES, "--dist", "worksteal")),
    Step(
        "PostgreSQL",
        tool("pytest", "-q", "-m", "not browser", "-n", LANES, "--dist", "worksteal"),
        {"WISSELWERK_TEST_DATABASE": "postgresql"},
    ),
)


def run_check(step: Step) -> bool:
    """Run a check; it speaks only when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        step.command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    verdict = "failed" if done.returncode else "ok"
    say(f"{step.name:<14} {verdict:<7} {time.monotonic() - started:5.1f} s")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def run_tests(step: Step) -> tuple[bool, str]:
    """Run a part of the tests with its output as it comes; whether it passed, and pytest's last line."""
    say(f"\n-- tests: {step.name} --")
    last = ""
    with subprocess.Popen(
        step.command,
        cwd=ROOT,
        env={**os.environ, **memory(), **step.env},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    return process.returncode == 0, last


def say(line: str) -> None:
    """Print at once, so that the order is the order of things."""
    print(line, flush=True)


def main() -> int:
    """Run everything; 0 when all is well."""
    # Of the checks only the types take long, and they use one processor.
    with ThreadPoolExecutor(int(LANES)) as lanes:
        well = list(lanes.map(run_check, CHECKS))
    summaries = []
    for step in TESTS:
        passed, summary = run_tests(step)
        well.append(passed)
        summaries.append(f"{step.name + ':':<12}{summary}")
    failed = [step.name for step, fine in zip(CHECKS + TESTS, well, strict=True) if not fine]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    say("\n".join(summaries))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
