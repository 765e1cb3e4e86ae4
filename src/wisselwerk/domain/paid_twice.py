"""How often a bank carried out what is due once: by an old file and a new one, or by two payments that pay the same.

And how much of that is in no books yet, so that nobody pays it again meanwhile.
"""

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
    is_by_hand: bool = False
    """Whether a person recorded it: booked as paid what a line told before, or what came back without a name of ours."""


def booked(told: Collection[Moved]) -> int:
    """How often it is paid in the books, less what was undone there: once or not at all."""
    paid = sum(one.meaning is Meaning.PAID for one in told)
    return paid - sum(one.meaning is Meaning.RETURNED for one in told)


def unbooked(told: Collection[Moved], *, file_kind: str = "") -> int:
    """How often a bank carried it out beside what is in the books, less what came back of that.

    ``told`` is of all payments that pay the same: one may stand in the place of another. Each kind of file tells what was
    not expected for itself, so the kind that tells most of it counts; of what came back, that of ``file_kind`` where it is
    given, for a line of that kind. What a person recorded no file tells, so it counts beside that.
    """
    unexpected = [one for one in told if one.meaning is Meaning.DIFFERENT]
    out = Counter(one.file_kind for one in unexpected if one.is_out)
    back = Counter(one.file_kind for one in unexpected if not (one.is_out or one.is_by_hand))
    came = back[file_kind] if file_kind else max(back.values(), default=0)
    by_hand = sum(one.is_by_hand and (one.meaning is Meaning.PAID or one in unexpected) for one in told)
    return max(out.values(), default=0) - came - by_hand


def too_often(told: Collection[Moved], *, file_kind: str = "") -> int:
    """How often more than once a bank carried out what is due once, less what came back. See ``unbooked``."""
    return max(unbooked(told, file_kind=file_kind) + booked(told) - 1, 0)
