"""When a recognition ends before a voucher does: which one that is, and how long before its end that is told."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from wisselwerk.domain.period import Period

K = TypeVar("K")

WARNED_BEFORE = timedelta(days=60)
"""How long before a recognition ends those who hold or take vouchers hear of it: time to order, to do the work and to
write an invoice. Ours."""


def ending_before(recognitions: Mapping[K, Period], last_day: date) -> K | None:
    """The recognition after which a provider is recognised no more up to and including ``last_day``.

    None where it is recognised on that day, so also where a newer recognition goes on; and where it never was.
    """
    ends = {key: valid.end for key, valid in recognitions.items() if valid.start <= last_day}
    if any(end is None or end > last_day for end in ends.values()):
        return None
    return max(ends, key=lambda key: ends[key] or date.max, default=None)
