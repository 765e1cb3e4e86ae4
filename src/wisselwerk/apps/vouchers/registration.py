"""Where an enterprise is and what it does: what the register says where it knows, else what was declared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wisselwerk.apps.enterprises.queries import Registered, register_day, registered
from wisselwerk.apps.vouchers.declarations import answer_in, facts_in
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.question import ESTABLISHMENT
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.territory import Coverage, coverage
from wisselwerk.formats.territory import belgian_territory

Places = tuple[str, ...] | None

NACE_VERSION = "2025"
"""Of the codes in rules. What the register tells in an older version is not compared with them."""


@dataclass(frozen=True, slots=True)
class Registration:
    """Facts of an application, and which of them are doubtful."""

    facts: dict[str, Any]
    """By the names that they have in ``Facts``, with ``declared``, ``differing``, ``register_on`` and ``is_in_register``."""

    @property
    def located(self) -> tuple[str, ...]:
        """The places that the application counts for; none while they are not known."""
        return self.facts["establishment_places"] or self.facts["seat_places"] or ()


def registration_of(application: Application, rules: RuleSet, day: date) -> Registration:
    """What is known on the day of the application. One query, and two more where a register was loaded.

    The register wins. Where somebody declared otherwise, a rule that needs the fact leaves it to a person, because the
    register tells of an earlier day.
    """
    register_on = register_day()
    number = application.enterprise.enterprise_number
    found = registered(number, day) if register_on and number else None
    declared = facts_in(application.declarations)
    seat_declared = _finest(application.declarations.get("municipality"), day)
    establishment_declared = _finest(answer_in(application.declarations, ESTABLISHMENT), day)

    seat, seat_differs = _settled(seat_declared, [found.seat_places] if found else [])
    nace_code, nace_differs = _nace(declared["nace_code"], found)
    territory = rules.find(Territory)
    establishment, establishment_differs = _establishment(territory, seat, establishment_declared, found)
    differing = {
        "seat_places": seat_differs,
        "establishment_places": establishment_differs,
        "nace_code": nace_differs,
    }
    told = {"seat_places": seat, "establishment_places": establishment, **declared, "nace_code": nace_code}
    by_register = {
        "seat_places": bool(found and found.seat_places),
        "establishment_places": bool(found and found.establishment_places),
        "nace_code": bool(found and found.nace_version == NACE_VERSION),
    }
    return Registration(
        told
        | {
            "declared": tuple(
                name for name, value in told.items() if value is not None and not by_register.get(name)
            ),
            "differing": tuple(name for name, differs in differing.items() if differs),
            "register_on": found.snapshot_on if found else register_on,
            "is_in_register": None if register_on is None else found is not None,
        }
    )


def _finest(declared: str | None, day: date) -> Places:
    """The finest places that a declared place may be; None when none was declared."""
    return belgian_territory().finest(declared, day) if declared else None


def _settled(declared: Places, told: list[tuple[str, ...]]) -> tuple[Places, bool]:
    """One of the places that the register tells, as fine as both say together; and whether they differ."""
    told = [places for places in told if places]
    if not told or declared is None:
        return (told[0] if told else declared), False
    for places in told:
        if both := tuple(place for place in places if place in declared):
            return both, False
    return told[0], True


def _establishment(
    territory: Territory | None, seat: Places, declared: Places, found: Registered | None
) -> tuple[Places, bool]:
    """Where the establishment may lie for which the application counts, None when it counts for its seat; and whether
    what was declared differs.

    Where nothing was declared, an establishment in the territory is found in the register.
    """
    if territory is None:
        return None, False
    told = list(found.establishment_places) if found else []
    inside = [places for places in told if coverage(places, territory.places) is not Coverage.OUTSIDE]
    place, differs = _settled(declared, told if declared else inside)
    located = territory.place_of(seat, place)
    # It matters only where what was declared would have made the application count for that place.
    return None if located == seat else located, differs and territory.place_of(seat, declared) != seat


def _nace(declared: str | None, found: Registered | None) -> tuple[str | None, bool]:
    if found is None or found.nace_version != NACE_VERSION:
        return declared, False
    differs = declared is not None and not found.nace_code.startswith(declared)
    return found.nace_code, differs
