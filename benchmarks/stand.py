"""One database with a server on it, ready to be measured, and the proof afterwards that nothing was lost or made up."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cast import SPREAD, Piles, Seeded
from benchmarks.installation import Installation, Server, cpu_seconds
from benchmarks.limit import write_straight
from benchmarks.load import Run, hand_in, redemptions
from tests.postgres import Cluster

CONNECTIONS = 32
WARM_UP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A run, and the processor time it took: of the program's processes, and of PostgreSQL's."""

    run: Run
    server_seconds: float | None
    database_seconds: float | None


@dataclass(slots=True)
class Stand:
    """An installation whose server runs."""

    installation: Installation
    piles: Piles
    seeded: Seeded
    server: Server
    database_pid: int | None
    """Of PostgreSQL; SQLite works inside the server."""
    acknowledged: int
    """Redemptions that must be in the database by now."""

    def over_http(self, shape: str, seconds: float) -> Measured:
        """Hand in invoices with a key for ``seconds``."""
        requests = redemptions(self.piles.over_http(shape), self.seeded.key)
        return self._measure(
            lambda: hand_in(self.server.port, requests, connections=CONNECTIONS, seconds=seconds)
        )

    def straight(self, shape: str) -> Measured:
        """Write straight into the database, once on each voucher of the pile."""
        return self._measure(
            lambda: write_straight(
                self.installation, self.seeded, self.piles.straight(shape), clients=CONNECTIONS
            )
        )

    def check(self) -> None:
        """Hold what is in the database to what was acknowledged, and to itself.

        Raises:
            RuntimeError: a redemption too few or too many, or ``verify`` found something.
        """
        found = self.installation.redemptions()
        if found != self.acknowledged:
            raise RuntimeError(f"{self.acknowledged} redemptions were acknowledged, {found} are there")
        self.installation.wisselwerk("verify")

    def _measure(self, go: Callable[[], Run]) -> Measured:
        before = self._used()
        run = go()
        self.acknowledged += run.done
        server, database = (
            None if was is None or now is None else now - was
            for was, now in zip(before, self._used(), strict=True)
        )
        return Measured(run, server, database)

    def _used(self) -> tuple[float | None, float | None]:
        database = None if self.database_pid is None else cpu_seconds(self.database_pid)
        return cpu_seconds(self.server.pid), database


@contextmanager
def standing(installation: Installation, piles: Piles, seeded: Seeded, pid: int | None) -> Iterator[Stand]:
    """Serve an installation that was seeded, and warm it up."""
    already = installation.redemptions()
    with installation.serving() as server:
        stand = Stand(installation, piles, seeded, server, pid, already)
        stand.over_http(SPREAD, WARM_UP_SECONDS)
        yield stand


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty home, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wisselwerk-benchmark-") as folder:
        yield Path(folder)


def postmaster(cluster: Cluster) -> int:
    """The process that started all others of a PostgreSQL server."""
    return int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
