"""Money is a whole number of euro cents, in a type of its own."""

from collections.abc import Iterable, Sequence
from typing import NoReturn, Self


class Cents(int):
    """An amount of euro cents.

    It is an ``int``, so a database column, JSON and a comparison take it as it stands. Adding, subtracting and
    multiplying by a whole number stay ``Cents``; a float or a true division is a bug and raises ``TypeError``,
    because a rounded cent is a cent nobody can find again.
    """

    __slots__ = ()

    def __new__(cls, value: int) -> Self:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"an amount is a whole number of cents, not {value!r}")
        return super().__new__(cls, value)

    def __add__(self, other: int) -> "Cents":
        return Cents(int(self) + _whole(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> "Cents":
        return Cents(int(self) - _whole(other))

    def __rsub__(self, other: int) -> "Cents":
        return Cents(_whole(other) - int(self))

    def __mul__(self, times: int) -> "Cents":
        return Cents(int(self) * _whole(times))

    __rmul__ = __mul__

    def __neg__(self) -> "Cents":
        return Cents(-int(self))

    def __truediv__(self, other: object) -> NoReturn:
        raise TypeError("cents are split, never divided: use split()")

    def split(self, weights: Sequence[int]) -> list["Cents"]:
        """Share this amount over ``weights`` so that the parts sum to it exactly (largest remainder first).

        Equal remainders go to the earlier part, so the same question always gets the same answer.

        Raises:
            ValueError: a negative weight, no weights, or weights that sum to zero.
        """
        return [Cents(part) for part in split_whole(int(self), weights)]


def split_whole(amount: int, weights: Sequence[int]) -> list[int]:
    """``Cents.split`` on bare whole numbers, for who splits a million times.

    Raises:
        ValueError: as ``Cents.split``.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights are zero or more and sum to more than zero")
    if amount < 0:
        return [-part for part in split_whole(-amount, weights)]
    exact = [divmod(amount * weight, total) for weight in weights]
    parts = [part for part, _ in exact]
    spare = amount - sum(parts)
    if spare:
        # Sorting keeps the order of equals, also backwards: an earlier part goes first.
        by_remainder = sorted(range(len(exact)), key=[rest for _, rest in exact].__getitem__, reverse=True)
        for i in by_remainder[:spare]:
            parts[i] += 1
    return parts


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"an amount is a whole number of cents, not {value!r}")
    return int(value)


def total(amounts: Iterable[int]) -> Cents:
    """The sum of ``amounts``; zero cents of nothing."""
    return Cents(sum(int(amount) for amount in amounts))
