"""Money moves by transfers between accounts; books balance because a transfer cannot do anything else.

An account counts what came in and what went out. Money only travels the roads below; whatever else is asked for is
a bug. See ARCHITECTURE.md, Money.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wisselwerk.domain.money import Cents


class AccountKind(StrEnum):
    """What an account stands for."""

    CREDIT = "CREDIT"
    """What councils have authorised: money comes from here, so it goes below zero."""
    BUDGET = "BUDGET"
    """What a scheme may still award, per year and where asked per member."""
    VOUCHER = "VOUCHER"
    """What is left on one voucher: reserved."""
    OWED = "OWED"
    """What is due to one payee: settled. Payees are hot, so no counter is kept."""
    PAID = "PAID"
    """What one local government's bank has carried to payees."""
    LIMIT = "LIMIT"
    """The other side of every ceiling."""
    ROOM = "ROOM"
    """What may still be awarded under one ceiling."""


KINDS_BELOW_ZERO = frozenset({AccountKind.CREDIT, AccountKind.LIMIT})
"""Kinds that may go below zero: the places where money and ceilings come from."""

KINDS_UNCOUNTED = frozenset({AccountKind.OWED})
"""Kinds whose rows keep no counter: every redemption of a payee would wait for the row."""

KINDS_GUARDED = frozenset(AccountKind) - KINDS_BELOW_ZERO - KINDS_UNCOUNTED
"""Kinds whose counters never let more out than came in."""


class Road(StrEnum):
    """Why money moves. A reversal travels back along the road of the transfer it undoes."""

    FUND = "FUND"
    DEFUND = "DEFUND"
    AWARD = "AWARD"
    REDEEM = "REDEEM"
    LAPSE = "LAPSE"
    PAY = "PAY"
    RECOVER = "RECOVER"
    """What was undone after it had been paid comes back from the payee."""
    REVERSE = "REVERSE"


ROADS: dict[Road, frozenset[tuple[AccountKind, AccountKind]]] = {
    Road.FUND: frozenset({(AccountKind.CREDIT, AccountKind.BUDGET), (AccountKind.LIMIT, AccountKind.ROOM)}),
    Road.DEFUND: frozenset({(AccountKind.BUDGET, AccountKind.CREDIT), (AccountKind.ROOM, AccountKind.LIMIT)}),
    Road.AWARD: frozenset({(AccountKind.BUDGET, AccountKind.VOUCHER), (AccountKind.ROOM, AccountKind.LIMIT)}),
    Road.REDEEM: frozenset({(AccountKind.VOUCHER, AccountKind.OWED)}),
    Road.LAPSE: frozenset({(AccountKind.VOUCHER, AccountKind.BUDGET), (AccountKind.LIMIT, AccountKind.ROOM)}),
    Road.PAY: frozenset({(AccountKind.OWED, AccountKind.PAID)}),
    Road.RECOVER: frozenset({(AccountKind.PAID, AccountKind.OWED)}),
    # A redemption is undone, a payment came back, or it was recorded by mistake that a payee paid back.
    Road.REVERSE: frozenset(
        {
            (AccountKind.OWED, AccountKind.VOUCHER),
            (AccountKind.PAID, AccountKind.OWED),
            (AccountKind.OWED, AccountKind.PAID),
        }
    ),
}
"""From which kind of account to which each road goes."""


def goes(road: Road, from_kind: AccountKind, to_kind: AccountKind) -> bool:
    """Whether ``road`` leads from an account of one kind to an account of the other."""
    return (from_kind, to_kind) in ROADS[road]


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer between two accounts, by row id. The amount is positive."""

    from_account: int
    to_account: int
    amount_cents: Cents


@dataclass(frozen=True, slots=True)
class Counters:
    """What came into an account and what went out of it."""

    in_cents: Cents = Cents(0)
    out_cents: Cents = Cents(0)


def count(movements: Iterable[Movement]) -> dict[int, Counters]:
    """The counters of every account that ``movements`` touch; both sides of all of them sum to the same amount."""
    ins: dict[int, int] = {}
    outs: dict[int, int] = {}
    for movement in movements:
        outs[movement.from_account] = outs.get(movement.from_account, 0) + movement.amount_cents
        ins[movement.to_account] = ins.get(movement.to_account, 0) + movement.amount_cents
    return {
        account: Counters(Cents(ins.get(account, 0)), Cents(outs.get(account, 0)))
        for account in ins.keys() | outs.keys()
    }
