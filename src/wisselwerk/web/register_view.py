"""What the register says of an enterprise, beside what was declared: for whoever decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wisselwerk.apps.enterprises.queries import Registered, register_day, registered
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.declarations import Declarations, answer_in
from wisselwerk.clock import today
from wisselwerk.domain.rule.question import ESTABLISHMENT, NACE_CODE
from wisselwerk.wording import place_name, spoken_value


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, as both say it; empty where one says nothing."""

    label: str
    declared: str
    registered: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What the register says today. A decision keeps what it said then."""

    told_on: date | None
    """None when none was loaded."""
    enterprise: Registered | None
    lines: tuple[Line, ...]


def register_view(enterprise: Organisation, declarations: Declarations) -> RegisterView:
    """What it says of who applied with these declarations. Three queries; one where no register was loaded."""
    told_on, number = register_day(), enterprise.enterprise_number
    found = registered(number, today()) if told_on and number else None
    return RegisterView(told_on, found, tuple(_lines(declarations, found)) if found else ())


def _lines(declarations: Declarations, found: Registered) -> Iterator[Line]:
    seat = declarations.get("municipality")
    yield Line(_("Municipality of the seat"), place_name(seat) if seat else "", found.municipality)
    establishment = answer_in(declarations, ESTABLISHMENT)
    yield Line(
        _("Establishments"),
        place_name(establishment) if establishment else "",
        _places({place for where in found.establishment_places for place in where}),
    )
    nace = answer_in(declarations, NACE_CODE)
    yield Line(
        _("Main activity (NACE)"),
        nace or "",
        f"{found.nace_code} ({found.nace_version})" if found.nace_code else "",
    )


def _places(codes: set[str]) -> str:
    return spoken_value("places", sorted(codes)) if codes else ""
