"""A few applications of invented enterprises, so that no page of the demo is empty; one for each thing that can happen."""

from collections.abc import Iterable
from dataclasses import dataclass

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.services import ask_applicant, enter_application, redeem_voucher
from wisselwerk.demo.acting import actor_of
from wisselwerk.demo.cast import CAST, OWN_ENTERPRISE, PROVIDER_NUMBER, THIRD_ENTERPRISE, invented_number
from wisselwerk.demo.play import sample_invoice
from wisselwerk.domain.actor import Actor

OWNER = next(member.email for member in CAST if member.key == "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoApplication:
    """An application by telephone. With ``invoice_cents`` an invoice of that net amount is handed in as well."""

    scheme: str
    number: str
    place: str
    email: str
    provider: str
    invoice_cents: int | None = None
    question: str = ""
    """What the coordinator asks about it before deciding."""


APPLICATIONS: tuple[DemoApplication, ...] = (
    DemoApplication(
        scheme="genk",
        number=OWN_ENTERPRISE.number,
        place=OWN_ENTERPRISE.place,
        email=OWNER,
        provider=PROVIDER_NUMBER,
    ),
    # Used up: 250 euro of the voucher and 250 of its own.
    DemoApplication(
        scheme="genk",
        number=invented_number(201),
        place="71047",
        email="zaak@heiderank.example",
        provider=invented_number(7),
        invoice_cents=50_000,
    ),
    # Somewhere in Oudsbergen, of which only Opglabbeek takes part: a person must look.
    DemoApplication(
        scheme="genk",
        number=invented_number(202),
        place="72042",
        email="zaak@dorperveld.example",
        provider=invented_number(4),
    ),
    # The same, and the coordinator asked where: the owner can answer.
    DemoApplication(
        scheme="genk",
        number=invented_number(208),
        place="72042",
        email=OWNER,
        provider=invented_number(7),
        question="In welk deel van Oudsbergen ligt uw zetel: in Opglabbeek of in Meeuwen-Gruitrode?",
    ),
    # Hasselt takes no part: refused.
    DemoApplication(
        scheme="genk",
        number=invented_number(203),
        place="71022",
        email="zaak@demerkade.example",
        provider=invented_number(5),
    ),
    # Used in part: 320 of 500 euro.
    DemoApplication(
        scheme="zuidoost-limburg",
        number=THIRD_ENTERPRISE.number,
        place=THIRD_ENTERPRISE.place,
        email="zaak@maaskorrel.example",
        provider=invented_number(6),
        invoice_cents=32_000,
    ),
    DemoApplication(
        scheme="zuidoost-limburg",
        number=invented_number(204),
        place="73083",
        email="zaak@basiliekplein.example",
        provider=invented_number(2),
    ),
    # Used up: all of its 500 euro.
    DemoApplication(
        scheme="zuidoost-limburg",
        number=invented_number(205),
        place="73109",
        email="zaak@voerhoek.example",
        provider=PROVIDER_NUMBER,
        invoice_cents=50_000,
    ),
    # A social-economy enterprise itself: refused.
    DemoApplication(
        scheme="zuidoost-limburg",
        number=invented_number(3),
        place="73066",
        email="info@maasdal.example",
        provider=invented_number(7),
    ),
)


LATER_APPLICATIONS: tuple[DemoApplication, ...] = (
    DemoApplication(
        scheme="genk",
        number=invented_number(206),
        place="71067",
        email="zaak@zutenheide.example",
        provider=invented_number(4),
        invoice_cents=60_000,
    ),
    DemoApplication(
        scheme="genk",
        number=invented_number(207),
        place="71002",
        email="zaak@asserbos.example",
        provider=PROVIDER_NUMBER,
        invoice_cents=50_000,
    ),
)
"""Used after the first payments went to the bank: they are in the next."""


def load_applications() -> None:
    """Enter them as the coordinator of each scheme would; only once."""
    if not are_entered(APPLICATIONS):
        enter(APPLICATIONS)


def are_entered(applications: Iterable[DemoApplication]) -> bool:
    """Whether some of them are there: nobody else has their numbers, apart from who signs in."""
    numbers = {one.number for one in applications} - {OWN_ENTERPRISE.number, THIRD_ENTERPRISE.number}
    return Application.objects.filter(enterprise__enterprise_number__in=numbers).exists()


def enter(applications: Iterable[DemoApplication]) -> None:
    """Enter these, and hand in their invoices."""
    for one in applications:
        coordinator = _coordinator(one.scheme)
        application = enter_application(
            coordinator,
            scheme=Scheme.objects.get(slug=one.scheme),
            enterprise_number=one.number,
            email=one.email,
            provider=one.provider,
            declarations={"municipality": one.place},
        )
        if one.question:
            ask_applicant(coordinator, application=application, question=one.question)
        if one.invoice_cents is not None:
            code = Voucher.objects.get(application=application).code
            invoice = sample_invoice(code, one.invoice_cents)
            assert invoice is not None, "a voucher that was awarded just now can be used"
            redeem_voucher(coordinator, code=code, data=invoice)


def _coordinator(scheme: str) -> Actor:
    return actor_of(f"coordinator_{scheme.replace('-', '_')}")
