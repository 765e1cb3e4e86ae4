"""Choosing a municipality from a list that works without script."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wisselwerk.domain.territory import Choice, Region
from wisselwerk.formats.territory import belgian_territory

Choices = list[tuple[str, str]]


@lru_cache(maxsize=8)
def _every(day: date, language: str) -> tuple[Choice, ...]:
    """Every place in Belgium by name; made once per day and language, because it is long."""
    return belgian_territory().choices(day, language)


@lru_cache(maxsize=64)
def _everywhere(day: date, language: str, area: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """They as lines of a list. A former municipality that left its name to the one of today is not told apart from it,
    unless a part of that one lies in the area: who means Antwerpen chooses Antwerpen.
    """
    every = _every(day, language)
    names = {choice.code: choice.label for choice in every if choice.part_of is None}
    told_apart = {choice.part_of for choice in every if choice.code in area}
    return tuple(
        (choice.code, choice.label)
        for choice in every
        if choice.part_of is None
        or choice.part_of in told_apart
        or not choice.label.startswith(f"{names[choice.part_of]} (")
    )


def place_choices(day: date) -> Choices:
    """Every place, with an empty line on top: for a filter that may be left open."""
    return [("", _("Everywhere")), *_everywhere(day, get_language() or "nl", frozenset())]


@lru_cache(maxsize=4)
def _flemish(day: date) -> frozenset[str]:
    territory = belgian_territory()
    found = {one.code for one in territory.municipalities(day, Region.FLANDERS)}
    return frozenset(found | territory.area(found, day))


def flemish_choices(day: date) -> Choices:
    """The same of Flanders only, for what is done by local governments there."""
    return [one for one in place_choices(day) if not one[0] or one[0] in _flemish(day)]


def places_in(day: date, area: Collection[str]) -> Choices:
    """The places of a scheme's own area, by name; every place where it has none."""
    everywhere = _everywhere(day, get_language() or "nl", frozenset(area))
    return [(code, label) for code, label in everywhere if not area or code in area]


def seat_choices(day: date, area: Collection[str]) -> list[tuple[str, str | Choices]]:
    """Where a seat may lie: first the places of a scheme's own area, then all others."""
    everywhere = _everywhere(day, get_language() or "nl", frozenset(area))
    near = [(code, label) for code, label in everywhere if code in area]
    far = [(code, label) for code, label in everywhere if code not in area]
    first = ("", _("Choose a municipality"))
    return (
        [
            first,
            (_("In the area of this scheme"), near),
            (_("Elsewhere"), far),
        ]
        if near
        else [first, *far]
    )
