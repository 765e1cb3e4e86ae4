"""Invoices between an invented provider and an invented bakery, and how to change one thing in them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from wisselwerk.domain.invoice import InvoiceType
from wisselwerk.domain.money import Cents
from wisselwerk.formats.ubl import InvoiceUnreadable, read_invoice
from wisselwerk.formats.ubl_sample import SampleInvoice, SampleParty, write_invoice

SAMPLE = SampleInvoice(
    number="VF-2026-0042",
    issued_on=date(2026, 3, 15),
    supplier=SampleParty(name="Groen & Net vzw", enterprise_number="0999000129", city="Genk"),
    buyer=SampleParty(name="Bakkerij <De Korst> bv", enterprise_number="0999000228", city="Zutendaal"),
    description="Tuinonderhoud",
    net_cents=Cents(50_001),
    payment_terms="30 dagen",
    note="Voorbeeld",
)
CREDIT_NOTE = replace(SAMPLE, type=InvoiceType.CREDIT_NOTE)
SEVERAL_RATES = (Path(__file__).parent / "samples" / "several_rates.xml").read_bytes()
PLAIN = write_invoice(SAMPLE)


def changed(was: str, becomes: str, data: bytes = PLAIN) -> bytes:
    """``data`` with one thing in it changed."""
    assert data.count(was.encode()) == 1
    return data.replace(was.encode(), becomes.encode())


def unreadable(data: bytes) -> InvoiceUnreadable:
    """How reading ``data`` fails."""
    with pytest.raises(InvoiceUnreadable) as refused:
        read_invoice(data)
    return refused.value
