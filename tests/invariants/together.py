"""Doing something many times at the same moment, each time on a connection of its own."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

from wisselwerk.domain.refusal import Refusal

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


def done(_result: object) -> str:
    """Of what was not refused it only counts that it was done."""
    return "done"


def kind(result: object) -> str:
    """What was not refused, by what it gave."""
    return type(result).__name__


def outcomes(results: Sequence[object], name: Callable[[object], str] = done) -> Counter[str]:
    """How often each answer came: a refusal by its code, the rest by ``name``.

    Raises:
        Exception: what came as an error that is no refusal.
    """
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, Refusal):
            raise one
    return Counter(one.code.value if isinstance(one, Refusal) else name(one) for one in results)
