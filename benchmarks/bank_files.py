"""Seconds and memory of the bank's files: an order of 100,000 payments, and a statement of as many entries.

python -m benchmarks.bank_files [--quick] [--repetitions N]

Everything runs at two sizes, ten times apart, so that growth shows; each run in a process of its own, so that its peak is
its own. Every payment has its own account, name and reference: nothing is asked twice. Writing is with the check against
the schema. Beside it what sepaxml takes, which we do not write with (docs/adr/0012-files-for-the-bank.md), without its check.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sepaxml import SepaTransfer

from tests.formats.accounts import GENK, belgian_iban
from tests.formats.statements import Ids, Line, statement
from wisselwerk.domain.money import Cents
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.credit_transfer import (
    CreditTransfer,
    Debtor,
    Message,
    Payment,
    StructuredReference,
    write_credit_transfer,
)

SIZES = (10_000, 100_000)
GOAL_SECONDS = 10
GOAL_MEGABYTES = 500
"""Of writing the larger order."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. On a machine that others use as well, the clock tells of them and the processor's time of us."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    file_megabytes: float


def payments(size: int) -> list[Payment]:
    """As different as they can be, half with a structured reference."""
    return [
        Payment(
            end_to_end_id=f"R-2026-{number:07}",
            amount_cents=Cents(25_000 + number),
            creditor_name=f"Café & Maatwerk {number}",
            creditor_iban=belgian_iban(number),
            remittance=StructuredReference(f"{number:010}{number % 97 or 97:02}")
            if number % 2
            else Message(f"Kennismakingscheque € {number}"),
        )
        for number in range(size)
    ]


def entries(size: int) -> Iterator[Line]:
    for number in range(size):
        ids = Ids(
            f"R-2026-{number:07}", "GENK-2026-1", f"{number:010}{number % 97 or 97:02}" if number % 2 else ""
        )
        yield Line("250.00", bank_reference=f"B{number:09}", details=[("250.00", ids)])


def write(path: Path, size: int) -> Callable[[], int]:
    """Our writer, with its check against the schema."""
    debtor = Debtor("Stad Genk", GENK, "GKCCBEBB")
    order = CreditTransfer(
        "GENK-2026-1", datetime(2026, 11, 25, tzinfo=UTC), date(2026, 11, 26), debtor, payments(size)
    )
    return lambda: path.write_bytes(write_credit_transfer(order))


def write_with_sepaxml(path: Path, size: int) -> Callable[[], int]:
    """The library, without its own check; it has no structured reference, so all have a message."""
    order = payments(size)

    def go() -> int:
        transfer = SepaTransfer(
            {"name": "Stad Genk", "IBAN": GENK, "BIC": "GKCCBEBB", "batch": True, "currency": "EUR"},
            schema="pain.001.001.09",
        )
        for one in order:
            transfer.add_payment(
                {
                    "name": one.creditor_name,
                    "IBAN": one.creditor_iban,
                    "amount": int(one.amount_cents),
                    "execution_date": date(2026, 11, 26),
                    "description": "Kennismakingscheque",
                    "endtoend_id": one.end_to_end_id,
                }
            )
        return path.write_bytes(transfer.export(validate=False))

    return go


def read(path: Path, size: int) -> Callable[[], int]:
    """Our reader, on the file that was prepared."""

    def go() -> int:
        with path.open("rb") as source:
            (found,) = read_bank_statements(source, date(2026, 11, 25))
        if len(found.entries) != size:
            raise RuntimeError(f"{size} entries were written, {len(found.entries)} were read")
        return path.stat().st_size

    return go


def prepare(path: Path, size: int) -> Callable[[], int]:
    """Make the statement to read; not a measurement."""
    return lambda: path.write_bytes(statement(*entries(size), closing="0.00"))


RUNS: Mapping[str, Callable[[Path, int], Callable[[], int]]] = {
    "write": write,
    "sepaxml": write_with_sepaxml,
    "read": read,
    "prepare": prepare,
}
TITLES = {
    "write": "order, written and checked",
    "sepaxml": "order, by sepaxml unchecked",
    "read": "statement, read",
}


def one_run(name: str, size: int, path: Path) -> Measured:
    """Run in this process, which does nothing else."""
    go = RUNS[name](path, size)
    start, used = time.perf_counter(), time.process_time()
    length = go()
    return Measured(
        time.perf_counter() - start,
        time.process_time() - used,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
        length / 1e6,
    )


def in_own_process(name: str, size: int, path: Path) -> Measured:
    """The same in a process of its own. This one stays small: on Linux a child begins at the peak of its parent."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.bank_files",
        "--run",
        name,
        "--size",
        str(size),
        "--path",
        str(path),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


@contextmanager
def folder() -> Iterator[Path]:
    """A place for the files, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wisselwerk-bank-files-") as name:
        yield Path(name)


def table(repetitions: int, sizes: tuple[int, int]) -> Iterator[str]:
    """What came out: medians, and what a payment costs at the larger size against the smaller."""
    yield f"{'':30}{'payments':>10}{'file MB':>9}{'seconds (lowest - highest)':>28}{'CPU s':>8}{'us each':>9}{'peak MB':>9}"
    with folder() as place:
        for name, title in TITLES.items():
            each = []
            for size in sizes:
                path = place / f"{size}.xml"
                if name == "read":
                    in_own_process("prepare", size, path)
                many = [in_own_process(name, size, path) for _ in range(repetitions)]
                clock = [one.seconds for one in many]
                used = statistics.median(one.processor_seconds for one in many)
                peak = max(one.peak_megabytes for one in many)
                each.append(used / size)
                spread = f"{statistics.median(clock):.2f} ({min(clock):.2f} - {max(clock):.2f})"
                yield (
                    f"{title:30}{size:>10,}{many[0].file_megabytes:>9.1f}{spread:>28}{used:>8.2f}"
                    f"{used / size * 1e6:>9.1f}{peak:>9.0f}"
                )
                if name == "write" and size == SIZES[1]:
                    yield (
                        f"{'':30}goal, under {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB: "
                        f"{verdict(statistics.median(clock), peak)} by the clock, {verdict(used, peak)} by the processor"
                    )
            yield f"{'':30}a payment, larger against smaller: {each[1] / each[0]:.2f}"


def verdict(seconds: float, megabytes: float) -> str:
    """Whether the goal is met."""
    return "met" if seconds < GOAL_SECONDS and megabytes < GOAL_MEGABYTES else "missed"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bank_files")
    parser.add_argument(
        "--quick", action="store_true", help="only see whether it works: the numbers mean nothing"
    )
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--run", choices=list(RUNS), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(asdict(one_run(options.run, options.size, options.path))))
        return
    sizes, repetitions = (SIZES, options.repetitions) if not options.quick else ((100, 1_000), 1)
    print(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {repetitions} repetitions: medians, and the highest peak"
    )
    for line in table(repetitions, sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
