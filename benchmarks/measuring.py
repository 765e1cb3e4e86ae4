"""Steps of a benchmark over a database that was filled for it, and what they took as lines of a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.installation import Installation, cpu_seconds
from benchmarks.stand import new_home, postmaster
from tests.postgres import start_cluster

DATABASES = ("SQLite", "PostgreSQL")
LEAST_SECONDS = 0.1
"""Of what takes less it says nothing how it grows."""


@dataclass(slots=True)
class Measuring:
    """One installation, and what its steps told so far."""

    installation: Installation
    database_pid: int | None = None
    """Of PostgreSQL; SQLite works inside the step."""
    told: dict[str, dict[str, Any]] = field(default_factory=dict)

    def step(self, name: str, module: str, call: str) -> dict[str, Any]:
        """Run one in a process of its own; what it told, with what PostgreSQL used of the processor meanwhile."""
        before = self._used()
        told = self.installation.step(module, call)
        told["database_seconds"] = self._used() - before
        self.told[name] = told
        return told

    def lines(self) -> Iterator[str]:
        """What each part took by the clock, and of the processor."""
        for name, step in self.told.items():
            for part, seconds in step["seconds"].items():
                used = step["processor_seconds"][part]
                yield f"{part:<24}{seconds:>9.2f} s{used:>9.2f} s CPU{step['peak_mb']:>6} MB"
            if self.database_pid is not None:
                yield f"{'':<24}{step['database_seconds']:>20.2f} s CPU of the server, {name}"

    def growth(self, smaller: "Measuring", times: float) -> str:
        """What each part took of the processor, against ``times`` what it took in a smaller one: 1.00 is linear."""
        found = []
        for name, step in self.told.items():
            for part, seconds in step["processor_seconds"].items():
                if seconds > LEAST_SECONDS and smaller.seconds(name, part):
                    found.append(f"{part} {seconds / smaller.seconds(name, part) / times:.2f}")
            small = smaller.told[name]["database_seconds"]
            if step["database_seconds"] > LEAST_SECONDS and small:
                found.append(f"the server in {name} {step['database_seconds'] / small / times:.2f}")
        return ", ".join(found)

    def seconds(self, name: str, part: str) -> float:
        """Of the processor."""
        return float(self.told[name]["processor_seconds"][part])

    def _used(self) -> float:
        return 0.0 if self.database_pid is None else cpu_seconds(self.database_pid) or 0.0


@contextmanager
def measuring(database: str) -> Iterator[Measuring]:
    """An empty installation on one of the ``DATABASES``, gone afterwards."""
    with new_home() as home:
        if database == "SQLite":
            yield Measuring(Installation(home))
            return
        cluster = start_cluster()
        try:
            yield Measuring(Installation(home, cluster.url("postgres")), postmaster(cluster))
        finally:
            cluster.stop()
