"""What the register says of an enterprise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.enterprises.models import Extract, RegisteredEnterprise, RegisteredEstablishment
from wisselwerk.formats.territory import belgian_territory


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
    newest = _newest()
    return newest.snapshot_on if newest else None


def seat_of(enterprise_number: str) -> str:
    """Postcode and municipality of the seat, as a letter names them; empty where none is known. One query."""
    found = RegisteredEnterprise.objects.filter(pk=int(enterprise_number)).first()
    return f"{found.postcode} {found.municipality}".strip() if found else ""


def sectors_of_nobody(sectors: Iterable[str]) -> tuple[str, ...] | None:
    """Those sectors in which no enterprise of the register has its main activity: mostly a code that does not exist.

    ``sectors`` are codes of NACE-BEL without points, as coarse as one likes. Who is known under a coarser code may lie in it.
    None where no register was loaded whole: then nobody knows. One query.
    """
    newest = _newest()
    if newest is None:
        return None
    known = {one.rpartition(" ")[2] for one in newest.activities}
    return tuple(sector for sector in sectors if not any(_may_lie_in(sector, code) for code in known))


def _may_lie_in(sector: str, code: str) -> bool:
    return code.startswith(sector) or sector.startswith(code)


def _newest() -> Extract | None:
    return Extract.objects.exclude(completed_at=None).order_by("number").last()


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
