"""How well initiatives are recognised: precision and recall on labelled decisions, with what chance leaves open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import comb

CERTAINTY = 0.95
_HALVINGS = 60
"""How often an interval is halved to find its end: far finer than anybody reads."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between which two the true share lies with at least 95 % certainty (Clopper and Pearson, 1934): never too narrow."""
        tail = (1 - CERTAINTY) / 2
        low = 0.0 if not self.part else _crossing(lambda p: 1 - _at_most(self.part - 1, self.whole, p), tail)
        high = (
            1.0
            if self.part == self.whole
            else _crossing(lambda p: -_at_most(self.part, self.whole, p), -tail)
        )
        return low, high

    def __str__(self) -> str:
        if self.value is None:
            return "none"
        low, high = self.interval
        return f"{self.value:.3f} ({self.part} of {self.whole}; {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Score:
    """How many of what was noticed is right, and how many of what is right was noticed."""

    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> Share:
        """Of what was noticed, the part that is an initiative."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """Of the initiatives, the part that was noticed."""
        return Share(self.right, self.right + self.missed)

    def __str__(self) -> str:
        return f"precision {self.precision}, recall {self.recall}"


def score(answers: Iterable[tuple[bool, bool]]) -> Score:
    """From pairs of what a decision is and what was made of it."""
    found = list(answers)
    return Score(
        right=found.count((True, True)),
        wrong=found.count((False, True)),
        missed=found.count((True, False)),
        left=found.count((False, False)),
    )


def _at_most(number: int, whole: int, chance: float) -> float:
    """How likely at most so many of a whole are, each with this chance."""
    return sum(comb(whole, k) * chance**k * (1 - chance) ** (whole - k) for k in range(number + 1))


def _crossing(rising: Callable[[float], float], at: float) -> float:
    """Where a function that rises from 0 to 1 reaches a value."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < at else (low, middle)
    return (low + high) / 2
