"""The steps of loading the register, each called in a process of its own by ``benchmarks.register``."""

from datetime import date
from pathlib import Path

from benchmarks.steps import Step
from wisselwerk.apps.enterprises.queries import registered
from wisselwerk.cli.importing import import_enterprises

ASKED = 1000


def load(path: str, part: str) -> None:
    """Load a set as ``wisselwerk import enterprises`` does."""
    step = Step()
    with step.part(part):
        import_enterprises(Path(path), lambda _: None)
    step.tell()


def ask(count: int) -> None:
    """Ask for enterprises that are far from each other."""
    step = Step()
    with step.part(f"{ASKED:,} asked for"):
        for i in range(ASKED):
            assert registered(f"{(i * (count // ASKED) // 100 * 100 + 1) * 7:010}", date(2026, 3, 1))
    step.tell()
