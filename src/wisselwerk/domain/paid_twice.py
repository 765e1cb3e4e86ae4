"""How often a bank carried out what is due once: by an old file and a new one, or by two payments that pay the same."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from wisselwerk.domain.reconciliation import Meaning


@dataclass(frozen=True, slots=True)
class Moved:
    """The whole of what a payment pays going out or coming back, as one line of a bank tells it."""

    meaning: Meaning
    is_out: bool
    """Whether it left the account."""
    file_kind: str


def too_often(told: Collection[Moved], *, file_kind: str = "") -> int:
    """How often more than once a bank carried out what is due once, less what came back.

    ``told`` is of all payments that pay the same: one may stand in the place of another. Each kind of file tells what was
    not expected for itself, so the kind that tells most of it counts; of what came back, that of ``file_kind`` where it is
    given, for a line of that kind.
    """
    unexpected = [one for one in told if one.meaning is Meaning.DIFFERENT]
    out = Counter(one.file_kind for one in unexpected if one.is_out)
    back = Counter(one.file_kind for one in unexpected if not one.is_out)
    booked = sum(one.meaning is Meaning.PAID for one in told)
    returned = sum(one.meaning is Meaning.RETURNED for one in told)
    came = back[file_kind] if file_kind else max(back.values(), default=0)
    return max(booked + max(out.values(), default=0) - returned - came - 1, 0)
