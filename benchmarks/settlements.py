"""Settling a year of voucher lines over nine members, read from the database: ``python -m benchmarks.settlements [lines]``.

On both databases, and for a tenth of the lines too, so that growth shows; each run in a process and a database of its
own. ``settle`` freezes the statement, ``attribute`` tells of every line who bears it, ``verify`` works it all out again.
Memory is the peak of the process that asks; on PostgreSQL the server has its own. What the machine does besides counts.
"""

import sys
from contextlib import ExitStack

from benchmarks.installation import Installation
from benchmarks.stand import new_home
from tests.postgres import start_cluster


def measure(database: str, lines: int) -> None:
    """Print what settling so many lines takes."""
    with ExitStack() as stack:
        installation = Installation(stack.enter_context(new_home()))
        if database == "PostgreSQL":
            cluster = start_cluster()
            stack.callback(cluster.stop)
            installation = Installation(installation.home, cluster.url("postgres"))
        told = installation.settle(lines)
    seconds = "   ".join(f"{name} {taken:6.2f} s" for name, taken in told["seconds"].items())
    print(
        f"{database:<11}{told['lines']:>10,} lines, {told['members']} members:   {seconds}   "
        f"before {told['before_mb']} MB, after settling {told['settle_mb']} MB, in the end {told['peak_mb']} MB",
        flush=True,
    )


if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for kind in ("SQLite", "PostgreSQL"):
        for number in (most // 10, most):
            measure(kind, number)
