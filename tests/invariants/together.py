"""Doing something many times at the same moment, each time on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def together(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each of ``acts`` gives or raises, in their order; none starts before all are ready."""
    ready = Barrier(len(acts))
    if connection.vendor == "postgresql":
        # All at once means a connection for each; the pool of a real process would let them in a few at a time.
        connection.pool.resize(1, len(acts) + 1)  # type: ignore[attr-defined]  # of this vendor only

    def one(act: Callable[[], T]) -> T | Exception:
        # Connect first, so that all of them have nothing left to do but the act.
        connection.ensure_connection()
        ready.wait(timeout=60)
        try:
            return act()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test wants to see it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(one, acts))
