"""What the register says of an enterprise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wisselwerk.apps.enterprises.models import Extract, RegisteredEnterprise, RegisteredEstablishment
from wisselwerk.formats.territory import belgian_territory

NACE_VERSIONS = ("2025", "2008", "2003")
"""Of NACE-BEL, in which the register tells activities."""
DIGITS_OF_DIVISION = 2
"""The coarsest code of an activity that a rule can name."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An enterprise as the register has it."""

    name: str
    """Empty of a natural person."""
    is_person: bool
    municipality: str
    """Of the seat, as the register writes it; empty where it lies abroad or is not known."""
    seat_places: tuple[str, ...]
    """Codes of the finest places where the seat may lie; empty when it lies abroad or is not known."""
    establishment_places: tuple[tuple[str, ...], ...]
    """The same of each establishment of which a place is known."""
    nace_version: str
    nace_code: str
    """Of the main activity, without points; both are empty where none is known."""
    snapshot_on: date
    """Of which day this tells."""


def register_day() -> date | None:
    """Of which day the register here tells; None when none was loaded whole. One query."""
    newest = Extract.objects.exclude(completed_at=None).order_by("number").last()
    return newest.snapshot_on if newest else None


def seat_of(enterprise_number: str) -> str:
    """Postcode and municipality of the seat, as a letter names them; empty where none is known. One query."""
    found = RegisteredEnterprise.objects.filter(pk=int(enterprise_number)).first()
    return f"{found.postcode} {found.municipality}".strip() if found else ""


def sectors_of_nobody(sectors: Iterable[str]) -> tuple[str, ...]:
    """Those sectors in which no enterprise of the register has its main activity: mostly a code that does not exist.

    ``sectors`` are codes of NACE-BEL without points, as coarse as one likes. Who is known under a coarser code may lie in it.
    Nothing where no register was loaded whole. One query, and one for each sector.
    """
    if register_day() is None:
        return ()
    return tuple(one for one in sectors if not RegisteredEnterprise.objects.filter(_may_lie_in(one)).exists())


def _may_lie_in(sector: str) -> Q:
    coarser = [sector[:digits] for digits in range(DIGITS_OF_DIVISION, len(sector))]
    found = Q(nace__in=[f"{version} {code}" for version in NACE_VERSIONS for code in coarser])
    for version in NACE_VERSIONS:
        found |= Q(nace__startswith=f"{version} {sector}")
    return found


def registered(enterprise_number: str, on: date) -> Registered | None:
    """What the register says of an enterprise, in the places of ``on``; None when it is not in it. Two queries."""
    rows = RegisteredEnterprise.objects.select_related("extract")
    found = rows.filter(pk=int(enterprise_number)).first()
    if found is None:
        return None
    places = belgian_territory()
    establishments = RegisteredEstablishment.objects.filter(enterprise_number=found.number).order_by("pk")
    lie = (places.at_address(one.postcode, one.municipality, on) for one in establishments)
    version, _, code = found.nace.partition(" ")
    return Registered(
        name=found.name,
        is_person=found.is_person,
        municipality=found.municipality,
        seat_places=places.at_address(found.postcode, found.municipality, on),
        establishment_places=tuple(where for where in lie if where),
        nace_version=version,
        nace_code=code,
        snapshot_on=found.extract.snapshot_on,
    )
