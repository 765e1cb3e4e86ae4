"""Who takes up the coordination role in the demo, under each frame there was. Numbers, days and amounts are invented, and say so.

Between them they show each way in which support comes out: by the scale and its cap, as it was granted, none because one stayed
out of it or could not take part in that form, and not known.
"""

from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.initiatives.models import CoordinationRole
from wisselwerk.apps.initiatives.services.frame import (
    end_coordination,
    enter_role_year,
    enter_support,
    take_up_coordination,
)
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.coordination_frame import Form, RoleYear
from wisselwerk.domain.money import Cents

SOURCE = "Meerjarenplan (verzonnen, voor de demo)"
GRANTED = "Besluit over de steun (verzonnen, voor de demo)"
VISION = "Wie ver van werk staat, vindt in elke gemeente een eerste stap, en elke onderneming kent één adres daarvoor."
NEXT_FRAME = date(2020, 1, 1)
OPTED_OUT_SINCE = 2024


@dataclass(frozen=True, slots=True)
class DemoRole:
    """Who has the role, as what, with how many inhabitants, and in which of them a centre city."""

    holder: str
    form: Form
    valid_from: date
    valid_until: date | None
    inhabitants: int
    centre_inhabitants: tuple[int, ...] = ()


ROLES = (
    DemoRole("genk", Form.INTERLOKALE_VERENIGING, date(2016, 1, 1), NEXT_FRAME, 106_000, (66_000,)),
    DemoRole("genk", Form.INTERLOKALE_VERENIGING, NEXT_FRAME, None, 107_000, (66_000,)),
    DemoRole("zuidoost-limburg", Form.INTERLOKALE_VERENIGING, date(2015, 1, 1), NEXT_FRAME, 161_000),
    DemoRole("zuidoost-limburg", Form.INTERLOKALE_VERENIGING, NEXT_FRAME, None, 163_000),
    DemoRole("72042", Form.GEMEENTE, date(2021, 1, 1), None, 23_000),
)


def load_roles() -> None:
    """What was loaded before stays as it is."""
    for one in ROLES:
        holder = _holder(one.holder)
        if CoordinationRole.objects.filter(holder=holder, valid_from=one.valid_from).exists():
            continue
        role = take_up_coordination(
            SYSTEM,
            holder=holder,
            form=one.form,
            valid_from=one.valid_from,
            source=SOURCE,
            inhabitants=one.inhabitants,
            inhabitants_on=one.valid_from,
            centre_inhabitants=one.centre_inhabitants,
        )
        if one.valid_until:
            end_coordination(SYSTEM, role=role, valid_until=one.valid_until)
        elif one.holder == "genk":
            _years_of_genk(role)
        elif one.holder == "zuidoost-limburg":
            _years_of_zuidoost(role)


def _years_of_genk(role: CoordinationRole) -> None:
    """With support, as it was granted, and more people from 2023 on."""
    for year in range(2020, today().year + 1):
        told = RoleYear(
            wants_support=True,
            vision=VISION,
            fte_hundredths=150 if year >= 2023 else 100,
            means_cents=Cents(95_000_00 if year >= 2023 else 60_000_00),
            coordinator_since=date(2019, 9, 1),
        )
        enter_role_year(SYSTEM, role=role, year=year, told=told, source=SOURCE)
        if year < today().year:
            enter_support(SYSTEM, role=role, year=year, amount_cents=50_000_00, source=GRANTED)


def _years_of_zuidoost(role: CoordinationRole) -> None:
    """In the support at first, and later without it: the role goes on."""
    for year in (2023, *range(OPTED_OUT_SINCE, today().year + 1)):
        wants = year < OPTED_OUT_SINCE
        told = RoleYear(wants_support=wants, fte_hundredths=80, coordinator_since=date(2023, 2, 1))
        enter_role_year(SYSTEM, role=role, year=year, told=told, source=SOURCE)


def _holder(at: str) -> Organisation:
    return local_government(at, today()) if at.isdecimal() else Organisation.objects.get(slug=at)
