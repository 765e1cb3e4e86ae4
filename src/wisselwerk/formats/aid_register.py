"""A file with lines of the register of de minimis aid. No template of the central register is public: columns are ours."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line, for ``COLUMNS``."""

    line: int
    kind: str
    granting_body: str
    granting_body_nis: str
    recipient_number: str
    granted_on: date
    happened_on: date
    amount_cents: int
    regulation: str
    activity: str
    scheme: str
    corrects: int | None
    register_by: date
    registered_on: date | None
    reference: str


COLUMNS: Mapping[str, str] = {
    "lijn": "Number of the line here. It never changes, so it tells what was entered before.",
    "soort": "`grant`, or a correction: `lapse` (never used), `revocation` (withdrawn), `recovery` (taken back).",
    "toekennend bestuur": "Name of the local government that granted it.",
    "nis-code": "Its NIS code.",
    "ondernemingsnummer": "Enterprise number of who got the aid, ten digits.",
    "toegekend op": "Day of the grant, ISO 8601. On a correction that of the grant it corrects.",
    "gebeurd op": "Day that started the term: of the grant, or of what took a part of it back.",
    "bedrag": "Gross grant equivalent: the amount in euro with a point and two decimals. Negative on a correction.",
    "munt": "`EUR`.",
    "verordening": "Regulation under which it was given, such as `(EU) 2023/2831`.",
    "activiteit": "`general`, `agriculture`, `fishery` or `general_interest`.",
    "regeling": "Name of the scheme.",
    "corrigeert lijn": "On a correction the line of its grant; else empty.",
    "in te voeren tot en met": "Last day to enter it: twenty Belgian working days after `gebeurd op`.",
    "ingevoerd op": "Day on which it was entered, when somebody said so here; else empty.",
    "referentie": "What the central register calls it; else empty.",
}
"""What each column holds, in their order."""


def write_register(rows: Iterable[RegisterRow]) -> str:
    """The file: UTF-8, commas, the names of the columns first."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return target.getvalue()


def _cells(row: RegisterRow) -> tuple[object, ...]:
    return (
        row.line,
        row.kind,
        _text(row.granting_body),
        row.granting_body_nis,
        row.recipient_number,
        row.granted_on,
        row.happened_on,
        _euros(row.amount_cents),
        CURRENCY,
        row.regulation,
        row.activity,
        _text(row.scheme),
        row.corrects,
        row.register_by,
        row.registered_on,
        _text(row.reference),
    )


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _text(value: str) -> str:
    # A spreadsheet would run it as a formula.
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
