"""The map of the register: a dot for each municipality in which something is done, drawn on the server."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians, sqrt

from wisselwerk.apps.initiatives.queries.initiative_map import PlaceCount
from wisselwerk.formats.flanders import Position, outlines, point_of, points
from wisselwerk.formats.territory import belgian_territory

WIDTH = 680
MARGIN = 8
SMALLEST, GROWS = 5, 2.5
"""The radius of a dot: its surface grows with the number, from something that can still be seen."""
LARGEST = 18
CENTRES = {"31005": "Brugge", "44021": "Gent", "11002": "Antwerpen", "24062": "Leuven", "71022": "Hasselt"}
"""Named on the map, to find one's way."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality with what is done there. ``x`` is None where no point is known: it stands in the list only."""

    count: PlaceCount
    x: float | None
    y: float | None
    radius: float

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody answered about anything here."""
        return self.count.number == self.count.number_unanswered


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map."""

    name: str
    x: float
    y: float
    beside: int
    """How far from its place the name begins; left of it, ends."""


@dataclass(frozen=True, slots=True)
class Map:
    """All that the template draws."""

    width: int
    height: int
    outlines: tuple[str, ...]
    dots: list[Dot]
    labels: tuple[Label, ...]

    @property
    def not_drawn(self) -> list[Dot]:
        """Municipalities of which no point is known."""
        return [dot for dot in self.dots if dot.x is None]

    @property
    def drawn(self) -> list[Dot]:
        """The others, the largest first: a small one is not hidden below a large one."""
        return sorted((dot for dot in self.dots if dot.x is not None), key=lambda dot: -dot.radius)


def map_of(counts: Iterable[PlaceCount]) -> Map:
    """The map with these numbers."""
    land = _land()
    return Map(land.width, land.height, land.outlines, [_dot(one) for one in counts], land.labels)


def _dot(count: PlaceCount) -> Dot:
    # A place code means the same on every day.
    point = point_of(belgian_territory().finest(count.municipality.code, date.max))
    radius = round(min(SMALLEST + GROWS * sqrt(count.number - 1), LARGEST), 1)
    if point is None:
        return Dot(count, None, None, radius)
    x, y = _land().at(point.position)
    return Dot(count, x, y, radius)


@dataclass(frozen=True, slots=True)
class _Land:
    """Flanders on paper: how degrees become places on it, and what is drawn below the dots."""

    west: float
    north: float
    scale: float
    across: float
    """A degree of longitude is shorter than one of latitude here."""
    height: int
    width: int = WIDTH
    outlines: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()

    def at(self, position: Position) -> Position:
        longitude, latitude = position
        x = MARGIN + (longitude - self.west) * self.across * self.scale
        y = MARGIN + (self.north - latitude) * self.scale
        return round(x, 1), round(y, 1)


@lru_cache(maxsize=1)
def _land() -> _Land:
    corners = [corner for ring in outlines() for corner in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    across = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * across)
    bare = _Land(west, north, scale, across, round((north - south) * scale) + 2 * MARGIN)
    paths = tuple(
        "M" + "L".join("{} {}".format(*bare.at(corner)) for corner in ring) + "Z" for ring in outlines()
    )
    return _Land(west, north, scale, across, bare.height, WIDTH, paths, tuple(_labels(bare)))


def _labels(land: _Land) -> Iterable[Label]:
    for code, name in CENTRES.items():
        found = point_of(place for place in points() if place.split("-")[0] == code)
        if found is not None:
            x, y = land.at(found.position)
            yield Label(name, x, y, -8 if x > WIDTH / 2 else 8)
