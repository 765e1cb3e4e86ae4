"""How well it is known that a practice works: a ladder of five rungs, on which it stands by what there is and by nothing else.

Nobody types a rung. It is worked out each time from what is told, what can be used again, what the schemes behind it measured and
what came of it elsewhere: so it rises by itself, and falls when something of that goes. A rung counts only with all below it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wisselwerk.domain.practice import Part


class Rung(StrEnum):
    """The rungs, from low to high. Each has its words in ``practice_sentence``."""

    TOLD = "told"
    DOCUMENTED = "documented"
    MEASURED = "measured"
    COMPARED = "compared"
    REPLICATED = "replicated"


class Point(StrEnum):
    """What a rung asks. Each has two sentences in ``practice_sentence``: that it is there, and what it takes."""

    PROBLEM = "PROBLEM"
    APPROACH = "APPROACH"
    CONDITIONS = "CONDITIONS"
    PEOPLE = "PEOPLE"
    MATERIAL = "MATERIAL"
    SCHEME = "SCHEME"
    FIGURES = "FIGURES"
    COMPARISON = "COMPARISON"
    REPLICATION = "REPLICATION"


@dataclass(frozen=True, slots=True)
class Known:
    """What there is of a practice."""

    parts: frozenset[Part] = frozenset()
    """What is told of it."""
    has_material: bool = False
    """Whether anything of it can be used again."""
    has_scheme: bool = False
    figures: int = 0
    """How many figures of its scheme are known of enough vouchers to be shown."""
    compared_with: int = 0
    """With how many other schemes, or groups of a draw, its figures stand side by side."""
    replicated: int = 0
    """How many who took it over elsewhere said what came of it, and have figures of their own."""


MET: Mapping[Point, Callable[[Known], bool]] = {
    Point.PROBLEM: lambda known: Part.PROBLEM in known.parts,
    Point.APPROACH: lambda known: Part.APPROACH in known.parts,
    Point.CONDITIONS: lambda known: Part.CONDITIONS in known.parts,
    Point.PEOPLE: lambda known: Part.PEOPLE in known.parts,
    Point.MATERIAL: lambda known: known.has_material,
    Point.SCHEME: lambda known: known.has_scheme,
    Point.FIGURES: lambda known: known.figures > 0,
    Point.COMPARISON: lambda known: known.compared_with > 0,
    Point.REPLICATION: lambda known: known.replicated > 0,
}
ASKED: Mapping[Rung, tuple[Point, ...]] = {
    Rung.TOLD: (Point.PROBLEM, Point.APPROACH),
    Rung.DOCUMENTED: (Point.CONDITIONS, Point.PEOPLE, Point.MATERIAL),
    Rung.MEASURED: (Point.SCHEME, Point.FIGURES),
    Rung.COMPARED: (Point.COMPARISON,),
    Rung.REPLICATED: (Point.REPLICATION,),
}
"""The ladder: what each rung asks beside all that those below it ask."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """On which rung a practice stands, and why there."""

    rung: Rung | None
    """None: not even told."""
    because: tuple[Point, ...]
    """What is there of all that its rung and those below it ask."""
    above: Rung | None
    """The next rung; None on the highest."""
    missing: tuple[Point, ...]
    """What that one asks and is not there."""


def evidence(known: Known) -> Evidence:
    """The highest rung of which all is there, with all of those below it."""
    reached: Rung | None = None
    because: tuple[Point, ...] = ()
    for rung, asked in ASKED.items():
        missing = tuple(point for point in asked if not MET[point](known))
        if missing:
            return Evidence(reached, because, rung, missing)
        reached, because = rung, (*because, *asked)
    return Evidence(reached, because, None, ())
