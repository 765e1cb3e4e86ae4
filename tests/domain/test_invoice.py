"""An invoice adds up or says where not; the same invoice is the same, however its number is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.invoice import (
    Invoice,
    InvoiceType,
    Sum,
    VatSubtotal,
    fingerprint,
    normalised_number,
    vat_on,
    wrong_totals,
)
from wisselwerk.domain.money import Cents

SUPPLIER = "0999000129"


def _sum(cents: int) -> Sum:
    return Sum(Cents(cents), Cents(cents))


PLAIN = Invoice(
    number="F-17",
    type=InvoiceType.INVOICE,
    issued_on=date(2026, 3, 15),
    supplier_number=SUPPLIER,
    buyer_number="0999000228",
    currency="EUR",
    lines=_sum(60_000),
    allowances=_sum(2_000),
    charges=_sum(500),
    net_cents=Cents(58_500),
    vat_cents=Cents(7_110),
    vat_subtotals=(
        VatSubtotal(Cents(28_000), Cents(5_880), Decimal(21)),
        VatSubtotal(Cents(20_500), Cents(1_230), Decimal(6)),
        VatSubtotal(Cents(10_000), Cents(0), Decimal(0)),
    ),
    gross_cents=Cents(65_610),
    prepaid_cents=Cents(10_000),
    rounding_cents=Cents(-10),
    payable_cents=Cents(55_600),
)


def test_an_invoice_that_adds_up_has_no_wrong_totals() -> None:
    assert wrong_totals(PLAIN) == ()


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        (lambda i: replace(i, lines=replace(i.lines, parts_cents=Cents(60_001))), ["BR-CO-10"]),
        (lambda i: replace(i, allowances=replace(i.allowances, parts_cents=Cents(0))), ["BR-CO-11"]),
        (lambda i: replace(i, charges=Sum(Cents(0), Cents(500))), ["BR-CO-12", "BR-CO-13"]),
        (
            lambda i: replace(i, net_cents=i.net_cents + 1, gross_cents=i.gross_cents + 1),
            ["BR-CO-13", "BR-CO-16"],
        ),
        (lambda i: replace(i, vat_cents=i.vat_cents + 1), ["BR-CO-15", "BR-CO-14"]),
        (lambda i: replace(i, gross_cents=i.gross_cents + 1), ["BR-CO-15", "BR-CO-16"]),
        (lambda i: replace(i, payable_cents=i.payable_cents - 1), ["BR-CO-16"]),
        (lambda i: replace(i, rounding_cents=Cents(0)), ["BR-CO-16"]),
        (lambda i: replace(i, vat_subtotals=i.vat_subtotals[:2]), ["BR-S-08"]),
    ],
)
def test_each_broken_total_names_its_rule(changed: Callable[[Invoice], Invoice], rules: list[str]) -> None:
    assert [wrong.rule for wrong in wrong_totals(changed(PLAIN))] == rules


def test_a_wrong_total_says_by_how_much() -> None:
    (wrong,) = wrong_totals(replace(PLAIN, payable_cents=Cents(55_601)))
    assert (wrong.found_cents, wrong.expected_cents) == (55_601, 55_600)
    assert wrong.what == "the amount due"


def _with_vat_off_by(cents: int) -> Invoice:
    first = PLAIN.vat_subtotals[0]
    moved = replace(first, vat_cents=first.vat_cents + cents)
    return replace(
        PLAIN,
        vat_subtotals=(moved, *PLAIN.vat_subtotals[1:]),
        vat_cents=PLAIN.vat_cents + cents,
        gross_cents=PLAIN.gross_cents + cents,
        payable_cents=PLAIN.payable_cents + cents,
    )


@pytest.mark.parametrize("cents", [-99, -1, 1, 99])
def test_vat_may_differ_by_less_than_one_unit(cents: int) -> None:
    assert wrong_totals(_with_vat_off_by(cents)) == ()


@pytest.mark.parametrize("cents", [-100, 100])
def test_vat_may_not_differ_by_one_unit(cents: int) -> None:
    assert [wrong.rule for wrong in wrong_totals(_with_vat_off_by(cents))] == ["BR-CO-17"]


@pytest.mark.parametrize(("cents", "rules"), [(-199, []), (199, []), (-200, ["BR-S-08"]), (200, ["BR-S-08"])])
def test_what_vat_is_counted_on_may_differ_by_less_than_one_unit_per_rate(
    cents: int, rules: list[str]
) -> None:
    first = PLAIN.vat_subtotals[0]
    moved = replace(first, taxable_cents=first.taxable_cents + cents)
    changed = replace(PLAIN, vat_subtotals=(moved, *PLAIN.vat_subtotals[1:]))
    assert [wrong.rule for wrong in wrong_totals(changed)] == rules


def test_what_is_exempt_is_exact() -> None:
    exempt = replace(
        PLAIN,
        vat_cents=Cents(0),
        vat_subtotals=(VatSubtotal(Cents(58_499), Cents(0), Decimal(0)),),
        gross_cents=Cents(58_500),
        payable_cents=Cents(48_490),
    )
    assert [wrong.rule for wrong in wrong_totals(exempt)] == ["BR-S-08"]


def test_where_the_rate_is_zero_there_is_no_vat_at_all() -> None:
    exempt = PLAIN.vat_subtotals[2]
    taxed = replace(exempt, vat_cents=Cents(1))
    changed = replace(
        _with_vat_off_by(0),
        vat_subtotals=(*PLAIN.vat_subtotals[:2], taxed),
        vat_cents=Cents(7_111),
        gross_cents=Cents(65_611),
        payable_cents=Cents(55_601),
    )
    assert [wrong.rule for wrong in wrong_totals(changed)] == ["BR-CO-17"]


def test_half_a_cent_of_vat_goes_up() -> None:
    assert vat_on(Cents(50), Decimal(21)) == 11  # 10.5
    assert vat_on(Cents(-50), Decimal(21)) == -11
    assert vat_on(Cents(33), Decimal("5.5")) == 2  # 1.815


def test_a_fingerprint_is_readable() -> None:
    assert fingerprint(SUPPLIER, "F-17", 2026) == "0999000129/2026/F-17"


@pytest.mark.parametrize(
    "number",
    [
        "f 2026/17",
        "F2026/17",
        " F 2026 / 17 ",
        "F\N{ZERO WIDTH SPACE}2026/17",
        "\uff262026/17",
        "F2026\u00ad/17",
    ],
)
def test_what_the_eye_does_not_see_makes_no_other_invoice(number: str) -> None:
    assert fingerprint(SUPPLIER, number, 2026) == "0999000129/2026/F2026/17"


@pytest.mark.parametrize(
    ("supplier", "number", "year"),
    [
        ("0999000228", "1-11", 2026),
        (SUPPLIER, "11-1", 2026),
        (SUPPLIER, "1-11", 2027),
        (SUPPLIER, "1-011", 2026),
    ],
)
def test_another_supplier_number_or_year_is_another_invoice(supplier: str, number: str, year: int) -> None:
    assert fingerprint(supplier, number, year) != fingerprint(SUPPLIER, "1-11", 2026)


@given(st.text())
def test_normalising_twice_changes_nothing_more(number: str) -> None:
    once = normalised_number(number)
    assert normalised_number(once) == once
