"""What somebody means to put into a multi-year plan, before any budget exists: amounts per year and where they are booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Amounts = tuple[tuple[int, int], ...]
"""Years and whole cents, in the order of the years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The amounts of some years, and the parts of the budget key that are known (``domain.budget_key``).

    A year that is not there was left open; zero is an amount.

    Raises:
        ValueError: a year twice or out of order, a year that is none, or an amount below zero.
    """

    amounts: Amounts = ()
    action: str = ""
    policy_field: str = ""
    general_account: str = ""

    def __post_init__(self) -> None:
        years = [year for year, _cents in self.amounts]
        if years != sorted(set(years)):
            raise ValueError(f"the years of a plan come once each and in order, not {years}")
        for year, cents in self.amounts:
            if not (1000 <= year <= 9999 and cents >= 0):
                raise ValueError(
                    f"a plan has zero or more cents in a year of four digits, not {cents} in {year}"
                )

    @property
    def plain_amounts(self) -> list[list[int]]:
        """The amounts as plain JSON."""
        return [list(one) for one in self.amounts]


def read_amounts(plain: Iterable[Any]) -> Amounts:
    """What ``plain_amounts`` wrote.

    Raises:
        ValueError: it cannot be read.
    """
    try:
        found = tuple((year, cents) for year, cents in plain)
    except TypeError as problem:
        raise ValueError(f"no amounts per year: {problem}") from problem
    if any(type(one) is not int for pair in found for one in pair):
        raise ValueError(f"amounts per year are whole numbers, not {found}")
    return Planned(amounts=found).amounts
