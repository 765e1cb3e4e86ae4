"""Choosing a municipality from a list that works without script."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wisselwerk.formats.territory import belgian_territory

Choices = list[tuple[str, str]]


@lru_cache(maxsize=8)
def _everywhere(day: date, language: str) -> tuple[tuple[str, str], ...]:
    """Every place in Belgium by name; made once per day and language, because it is long."""
    return tuple((choice.code, choice.label) for choice in belgian_territory().choices(day, language))


def place_choices(day: date) -> Choices:
    """Every place, with an empty line on top: for a filter that may be left open."""
    return [("", _("Everywhere")), *_everywhere(day, get_language() or "nl")]


def places_in(day: date, area: Collection[str]) -> Choices:
    """The places of a scheme's own area, by name; every place where it has none."""
    everywhere = _everywhere(day, get_language() or "nl")
    return [(code, label) for code, label in everywhere if not area or code in area]


def seat_choices(day: date, area: Collection[str]) -> list[tuple[str, str | Choices]]:
    """Where a seat may lie: first the places of a scheme's own area, then all others."""
    everywhere = _everywhere(day, get_language() or "nl")
    near = [(code, label) for code, label in everywhere if code in area]
    far = [(code, label) for code, label in everywhere if code not in area]
    first = ("", _("Choose a municipality"))
    return [first, (_("In the area of this scheme"), near), (_("Elsewhere"), far)] if near else [first, *far]
