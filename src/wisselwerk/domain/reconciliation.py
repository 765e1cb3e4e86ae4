"""What a line of a bank means for a payment of ours. It decides; moving money and telling people is done elsewhere.

The same money can be told twice: in a notification and later on a statement. What a statement tells of a payment a
second time is other money, and a person has to look. Where that left the account, what comes back afterwards is that
money first: the payee keeps what was due.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from wisselwerk.domain.payment import PaymentState


class Meaning(StrEnum):
    """What a line turned out to be."""

    PAID = "PAID"
    RETURNED = "RETURNED"
    """The money came back."""
    RECOVERED = "RECOVERED"
    """The payee paid back what it should not have had, or a part of it."""
    SETTLED = "SETTLED"
    """A member of a partnership paid what a settlement asks of it, or a part of that."""
    BESIDE = "BESIDE"
    """Money between a payee and us that is in no books: towards what a bank paid it too often, more than was asked back, or
    what a bank paid it less than was ordered; negative where we gave that back, or a bank paid more than was ordered. A
    person recorded it, or a statement had it with what was asked."""
    REFUSED = "REFUSED"
    """The bank does not carry it out."""
    KNOWN = "KNOWN"
    """The same money, told before in another kind of file."""
    DIFFERENT = "DIFFERENT"
    """About a payment of ours, and not as it should be: another amount, a second time, or never ordered."""
    UNKNOWN = "UNKNOWN"
    """It bears a name as we give them, and no payment has that name."""


MOVES_MONEY = frozenset({Meaning.PAID, Meaning.RETURNED, Meaning.RECOVERED})
ASKS_A_LOOK = frozenset({Meaning.RETURNED, Meaning.REFUSED, Meaning.DIFFERENT, Meaning.UNKNOWN})
"""Lines that somebody has to look into."""


SENT_TWICE = frozenset({"DUPL", "AM05", "DU01", "DU02", "DU03", "DU04", "DU05"})
"""Reasons by which a bank says that it has this already: then it refuses the second, and the first goes on (ISO 20022)."""


class Said(StrEnum):
    """What a bank says happened, before it is held against what we know."""

    LEFT = "LEFT"
    """Money left the account."""
    CAME = "CAME"
    """Money came in under the name of a payment of ours."""
    REPAID = "REPAID"
    """Money came in with a reference under which we asked for it: a payee to pay back, a member to pay its share."""
    REFUSED = "REFUSED"
    """It will not be carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Money that somebody paid whom we asked for it, as one line tells it: a payee that pays back, a member its share."""

    amount_cents: int
    booked_on: date | None
    reference: str
    """The bank's own; empty where it gives none."""
    is_same_kind: bool = True
    """Whether a file of the same kind told it as the one that is read now."""
    is_by_hand: bool = False
    """Whether a person recorded it, who reads the bank's own reference beside the line."""
    is_counted: bool = False
    """Whether it was recorded; else another kind of file had told it already."""
    beside_cents: int = 0
    """How much of it is in no books: it was too much."""
    file_kind: str = ""
    """Which kind of file told it."""
    asked_on: date | None = None
    """For what was told or recorded before any of this was asked back: the day on which it was. It was for something else."""

    @property
    def booked_cents(self) -> int:
        """What it moved in the books."""
        return self.amount_cents - self.beside_cents if self.is_counted else 0

    def and_with(self, other: "Back") -> "Back":
        """Both as one: they were recorded together."""
        cents, beside = self.amount_cents + other.amount_cents, self.beside_cents + other.beside_cents
        return replace(self, amount_cents=cents, beside_cents=beside)

    def may_be_of_before(self, came: "Back") -> bool:
        """Whether money that came may be this, which is of before anything was asked back: no day or reference tells them apart."""
        is_named = bool(self.reference and came.reference)
        is_since = self.asked_on is None or (came.booked_on is not None and came.booked_on > self.asked_on)
        return not is_named and (self.may_be(came) if came.is_by_hand else not is_since)

    def may_be(self, other: "Back") -> bool:
        """Whether both may tell of the same money: as much, on the same day or under the same reference.

        What a person recorded under another reference than the bank tells is other money; two files of a bank may differ.
        """
        if self.amount_cents != other.amount_cents:
            return False
        if (self.is_by_hand or other.is_by_hand) and self.reference and other.reference:
            return self.reference == other.reference
        is_alike = self.booked_on == other.booked_on or (self.reference and self.reference == other.reference)
        return bool(is_alike)


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of a payment when a line about it comes."""

    amount_cents: int
    state: PaymentState
    is_released: bool
    """Whether its batch was ever signed, so that the bank may have it, also when it was held since."""
    is_replaced: bool = False
    """Whether it was taken out, and another payment stands in its place."""
    told: Sequence[Said] = ()
    """What files of the same kind as this one told of it before, each as often as it did."""
    returned: int = 0
    """How often the books have that it came back: once for each time that it was paid."""
    repaid: Sequence[Back] = ()
    """What files told before of money that its payee paid back."""
    is_overpaid: bool = False
    """Whether the bank paid what it pays more often than once, and not all of that came back (``domain.paid_twice``)."""
    is_by_hand: bool = False
    """Whether a person says it, who asked the bank: only so is paid what it had refused or given back before, or what
    nobody had signed."""
    beside: Sequence[Back] = ()
    """What a person recorded that its payee gave back of a second time, and what files told of that since."""
    otherwise: Sequence[Back] = ()
    """What went the way of this line in another amount than was ordered: as somebody booked it, and as files like this one
    told it."""

    @property
    def repaid_cents(self) -> int:
        """What its payee paid back so far."""
        return sum(one.booked_cents for one in self.repaid)

    @property
    def asked_cents(self) -> int:
        """What of it its payee was asked back, and did not pay yet."""
        return self.amount_cents - self.repaid_cents


_EXPECTED = {
    (Said.LEFT, PaymentState.PLANNED): Meaning.PAID,
    (Said.LEFT, PaymentState.TAKEN_OUT): Meaning.PAID,
    (Said.CAME, PaymentState.PAID): Meaning.RETURNED,
    (Said.REFUSED, PaymentState.PLANNED): Meaning.REFUSED,
}
_AFTER_ALL = frozenset({PaymentState.REFUSED, PaymentState.RETURNED})
_HAPPENED = {
    Said.LEFT: frozenset({PaymentState.PAID, PaymentState.RETURNED, PaymentState.RECOVERED}),
    Said.CAME: frozenset({PaymentState.RETURNED}),
    Said.REFUSED: frozenset({PaymentState.REFUSED}),
}
"""States from which one sees that it happened before."""


def meaning(
    said: Said, amount_cents: int | None, known: Known | None, *, on: date | None = None, reference: str = ""
) -> Meaning:
    """What a line means. ``amount_cents`` is what moved, without its direction; None where the bank does not say.

    ``on`` is the day on which it was booked and ``reference`` the bank's own: they tell parts apart that come back.
    """
    if known is None:
        return Meaning.UNKNOWN
    came = Back(
        amount_cents=amount_cents or 0, booked_on=on, reference=reference, is_by_hand=known.is_by_hand
    )
    if said is Said.REPAID:
        return _repaid(came, known)
    if said is not Said.REFUSED and amount_cents != known.amount_cents:
        return Meaning.KNOWN if _is_recorded(came, known.otherwise) else Meaning.DIFFERENT
    if said is Said.CAME and known.told.count(said) < known.returned:
        return Meaning.KNOWN
    if said is Said.CAME and known.beside and _is_recorded(came, known.beside):
        return Meaning.KNOWN
    is_doubtful = known.repaid_cents or known.is_overpaid or _is_perhaps_recorded(came, known.beside)
    if said is Said.CAME and is_doubtful:
        return Meaning.DIFFERENT
    is_after_all = known.is_by_hand and said is Said.LEFT and known.state in _AFTER_ALL
    expected = Meaning.PAID if is_after_all else _EXPECTED.get((said, known.state))
    if expected is not None and known.is_released and not known.is_replaced:
        return expected
    # A refusal moves nothing, so it may be said as often as the bank likes.
    is_new = said is not Said.REFUSED and said in known.told
    return Meaning.KNOWN if known.state in _HAPPENED[said] and not is_new else Meaning.DIFFERENT


def _is_recorded(came: Back, before: Sequence[Back]) -> bool:
    """Whether a person read this money on the account before a file told of it."""
    return received(came, before, most_cents=0, counts_as=Meaning.BESIDE) is Meaning.KNOWN


def _is_perhaps_recorded(came: Back, before: Sequence[Back]) -> bool:
    """Whether a person recorded as much, of which no file like this one told yet, under another day and no other reference."""
    alike = [one for one in before if one.amount_cents == came.amount_cents]
    by_hand = sum(
        one.is_by_hand and not (one.reference and came.reference) for one in alike if not one.is_same_kind
    )
    return not came.is_by_hand and by_hand > sum(one.is_same_kind and not one.is_counted for one in alike)


def _repaid(came: Back, known: Known) -> Meaning:
    if known.state not in {PaymentState.PAID, PaymentState.RECOVERED} or not came.amount_cents:
        return Meaning.DIFFERENT
    return received(came, known.repaid, most_cents=known.amount_cents, counts_as=Meaning.RECOVERED)


def received(came: Back, before: Sequence[Back], *, most_cents: int, counts_as: Meaning) -> Meaning:
    """What money means that we asked for, at most ``most_cents`` of it in all: ``counts_as`` where it is booked.

    It may come in parts. The same part is told once by each kind of file: told twice by one it is other money, or the same
    statement under another name, and a person looks; and so at what a person, or another kind of file, perhaps told before.
    What ends what was asked and goes beyond it is ``Meaning.BESIDE``: its receiver keeps the rest apart. Once nothing is
    asked any more, all of it is too much, and a person says what it is.
    """
    booked_cents = sum(one.booked_cents for one in before)
    is_room = booked_cents + came.amount_cents <= most_cents
    mine = [one for one in before if one.asked_on is None]
    alike = [one for one in mine if one.may_be(came)]
    if came.is_by_hand and _is_told_of_more(alike):
        return counts_as if is_room else Meaning.DIFFERENT
    here = [one for one in alike if one.is_same_kind]
    if any(one.reference == came.reference for one in here):
        return Meaning.DIFFERENT
    if sum(one.is_counted and not one.is_same_kind for one in alike) > sum(
        not one.is_counted for one in here
    ):
        return Meaning.KNOWN
    of_before = _of_before(came, [one for one in before if one.asked_on is not None])
    if of_before or _is_perhaps_recorded(came, mine):
        return of_before or Meaning.DIFFERENT
    if is_room:
        return counts_as
    is_surplus = booked_cents < most_cents and not came.is_by_hand and not _is_perhaps_told(came, mine)
    return Meaning.BESIDE if is_surplus else Meaning.DIFFERENT


def _is_perhaps_told(came: Back, before: Sequence[Back]) -> bool:
    """Whether another kind of file told of as much that this one did not yet, whatever its day and reference."""
    alike = [one for one in before if one.amount_cents == came.amount_cents]
    elsewhere = sum(one.is_counted and not one.is_same_kind for one in alike)
    return elsewhere > sum(one.is_same_kind and not one.is_counted for one in alike)


def _is_told_of_more(alike: Sequence[Back]) -> bool:
    """Whether a kind of file tells more often of money like what a person records than it is booked."""
    told = Counter(one.file_kind for one in alike if not one.is_same_kind)
    return max(told.values(), default=0) > sum(one.is_counted for one in alike)


def _of_before(came: Back, others: Sequence[Back]) -> Meaning | None:
    """What money means that may be of something else, from before this was asked back; None where it is not.

    The bank's own reference tells, and a day since it was asked. Else nobody can tell, and a person looks.
    """
    alike = [one for one in others if one.amount_cents == came.amount_cents]
    named = [one for one in alike if one.reference and one.reference == came.reference]
    if named:
        is_again = came.is_by_hand or any(one.is_same_kind for one in named)
        return Meaning.DIFFERENT if is_again else Meaning.KNOWN
    open_ones = sum(
        one.is_counted and one.may_be_of_before(came) and (one.is_by_hand or not one.is_same_kind)
        for one in alike
    )
    told = 0 if came.is_by_hand else sum(one.is_same_kind and not one.is_counted for one in alike)
    return Meaning.DIFFERENT if open_ones > told else None
