"""PDF files for tests: a small bill that can be read, one that is locked, and what is no PDF at all."""

import io
from functools import cache

import typst
from pypdf import PdfWriter

from tests.scene import Scene
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.vouchers.models import PdfInvoice, Voucher
from wisselwerk.apps.vouchers.services import accept_pdf, hand_in_pdf, refuse_pdf
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.pdf_invoice import Check, Ground, Stated
from wisselwerk.wording import day, enterprise_number

A4 = (595, 842)
BILL = """
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt)
#text(size: 24pt, weight: "bold")[De Zilverspar vzw]

Ondernemingsnummer {supplier}

#v(1cm)
*Factuur 2026-0117* \\ {day}

Aan: Houthandel Lindekruin, ondernemingsnummer {buyer} \\ Vrijgesteld van btw, artikel 44, § 2, van het btw-wetboek

#v(1cm)
#table(columns: (1fr, auto), inset: 8pt,
  [*Wat*], [*Bedrag*],
  [Onderhoud van de tuin, 24 uren], [€ 1.200,00],
  [Btw 21 %], [€ 252,00],
  [*Totaal*], [*€ 1.452,00*])
"""
ALL = frozenset(Check)
"""The whole check list."""


@cache
def pdf(title: str = "Factuur", pages: int = 1) -> bytes:
    """A PDF with this title; another title is another file."""
    return _written(title, pages)


@cache
def locked(password: str) -> bytes:
    """The same behind a password: an empty one opens by itself, and still forbids things."""
    return _written("Factuur", 1, password)


@cache
def bill(supplier: str, buyer: str) -> bytes:
    """A bill that looks like one, for pictures."""
    text = BILL.format(supplier=enterprise_number(supplier), buyer=enterprise_number(buyer), day=day(today()))
    pressed = typst.Compiler(text.encode(), ignore_system_fonts=True).compile(format="pdf")
    assert isinstance(pressed, bytes)
    return pressed


def _written(title: str, pages: int, password: str | None = None) -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(*A4)
    writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, "eigenaar", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def stated(voucher: Voucher, net_cents: int = 60_000, vat_cents: int = 0, **other: object) -> Stated:
    """What stands on an invoice of today from the provider to the holder, unless told otherwise."""
    fields: dict[str, object] = {
        "number": "P-1",
        "issued_on": today(),
        "supplier_number": PROVIDER_NUMBER,
        "buyer_number": voucher.holder.enterprise_number,
        "net_cents": Cents(net_cents),
        "vat_cents": Cents(vat_cents),
        "gross_cents": Cents(net_cents + vat_cents),
    }
    return Stated(**{**fields, **other})  # type: ignore[arg-type]  # the same names, none of them mixed up


def handed_in(
    by: Scene | Actor,
    voucher: Voucher,
    net_cents: int = 60_000,
    *,
    ground: Ground = Ground.EXEMPT,
    data: bytes | None = None,
    **other: object,
) -> PdfInvoice:
    """Such an invoice as a PDF that waits for its check."""
    return hand_in_pdf(
        by.coordinator if isinstance(by, Scene) else by,
        code=voucher.code,
        ground=ground,
        stated=stated(voucher, net_cents, **other),  # type: ignore[arg-type]  # the same names again
        data=data or pdf(str(other.get("number", "P-1"))),
    )


def accepted(
    scene: Scene,
    one: PdfInvoice,
    *,
    by: Actor | None = None,
    says: Stated | None = None,
    ground: Ground | None = None,
    ticked: frozenset[Check] = ALL,
) -> PdfInvoice:
    """The same after a good check, with what the paper says where that differs."""
    return accept_pdf(
        by or checker(scene),
        invoice=one.pk,
        ground=ground or Ground(one.ground),
        stated=says or one.stated(),
        ticked=ticked,
    )


def refused(scene: Scene, one: PdfInvoice, reason: str = "De datum is niet leesbaar.") -> PdfInvoice:
    """The same after a bad one."""
    return refuse_pdf(
        checker(scene),
        invoice=one.pk,
        ground=Ground(one.ground),
        stated=one.stated(),
        ticked=frozenset({Check.NUMBER}),
        reason=reason,
    )


def checker(scene: Scene) -> Actor:
    """Another coordinator than the one who hands things in here."""
    colleague = person("tweede@genk.example")
    grant_role(SYSTEM, person=colleague, organisation=scene.partnership, role=Role.COORDINATOR)
    return actor_for(colleague)
