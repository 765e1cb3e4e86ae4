"""How often a bank carried out what is due once: by an old file and a new one, or by two payments that pay the same.

And how much of that is in no books yet, so that nobody pays it again meanwhile.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from wisselwerk.domain.money import Cents
from wisselwerk.domain.reconciliation import Meaning


@dataclass(frozen=True, slots=True)
class Moved:
    """The whole of what a payment pays going out or coming back, as one line of a bank tells it.

    Or, ``Meaning.BESIDE``, any amount that is kept beside that. For ``otherwise_cents`` any other amount than the whole.
    """

    meaning: Meaning
    is_out: bool
    """Whether it left the account."""
    file_kind: str
    is_by_hand: bool = False
    """Whether a person recorded it: booked as paid what a line told of the whole before, or what came back without a name
    of ours. For ``otherwise_cents``, that it was booked since: as paid, or as taken back."""
    cents: int = 0
    """How much moved: negative when it left the account. The whole, but for what is ``Meaning.BESIDE``."""


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


def out_cents(told: Collection[Moved]) -> Cents:
    """How much of this is out beside the books, less what its payee gave back of it; negative is what we owe the payee."""
    return Cents(max(unbooked(told), 0) * _whole(told) - _beside(told))


def too_much_cents(told: Collection[Moved], *, file_kind: str = "") -> Cents:
    """How much more a bank carried out than is due once, less what came back of it. See ``unbooked`` and ``out_cents``."""
    return Cents(too_often(told, file_kind=file_kind) * _whole(told) - _beside(told))


def otherwise_cents(told: Collection[Moved]) -> Cents:
    """How much a bank paid in other amounts than what is due, less what came back so or was booked; each kind of file tells
    all of it.
    """
    out, back = Counter[str](), Counter[str]()
    for one in told:
        if not one.is_by_hand:
            (out if one.is_out else back)[one.file_kind] += abs(one.cents)
    booked_cents = -sum(one.cents for one in told if one.is_by_hand)
    return Cents(max(max(out.values(), default=0) - max(back.values(), default=0) - booked_cents, 0))


def _whole(told: Collection[Moved]) -> int:
    return max((abs(one.cents) for one in told if one.meaning is not Meaning.BESIDE), default=0)


def _beside(told: Collection[Moved]) -> int:
    return sum(one.cents for one in told if one.meaning is Meaning.BESIDE)
