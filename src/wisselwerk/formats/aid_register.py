"""A file with lines of the register of de minimis aid. No template of the central register is public: columns are ours."""

from dataclasses import dataclass
from datetime import date

from wisselwerk.formats.sheet import BookTable, Cell, Euro, TableColumn

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line, for ``REGISTER``."""

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


KINDS = {
    "grant": "toekenning",
    "lapse": "niet gebruikt",
    "revocation": "ingetrokken",
    "recovery": "teruggenomen",
}
ACTIVITIES = {
    "general": "algemeen",
    "agriculture": "landbouw",
    "fishery": "visserij",
    "general_interest": "dienst van algemeen belang",
}
REGISTER = BookTable(
    "steunregister",
    "Steunregister",
    "a grant of de minimis aid, or a correction of one",
    (
        TableColumn(
            "lijn", "Lijn", "Number of the line here. It never changes, so it tells what was entered before."
        ),
        TableColumn(
            "soort",
            "Soort",
            "`grant`, or a correction: `lapse` (never used), `revocation` (withdrawn), `recovery` (taken back).",
            KINDS,
        ),
        TableColumn(
            "toekennend bestuur", "Toekennend bestuur", "Name of the local government that granted it."
        ),
        TableColumn("nis-code", "NIS-code", "Its NIS code."),
        TableColumn(
            "ondernemingsnummer", "Ondernemingsnummer", "Enterprise number of who got the aid, ten digits."
        ),
        TableColumn(
            "toegekend op",
            "Toegekend op",
            "Day of the grant, ISO 8601. On a correction that of the grant it corrects.",
        ),
        TableColumn(
            "gebeurd op",
            "Gebeurd op",
            "Day that started the term: of the grant, or of what took a part of it back.",
        ),
        TableColumn(
            "bedrag",
            "Bedrag",
            "Gross grant equivalent: the amount in euro with a point and two decimals. Negative on a correction.",
        ),
        TableColumn("munt", "Munt", "`EUR`."),
        TableColumn(
            "verordening", "Verordening", "Regulation under which it was given, such as `(EU) 2023/2831`."
        ),
        TableColumn(
            "activiteit",
            "Activiteit",
            "`general`, `agriculture`, `fishery` or `general_interest`.",
            ACTIVITIES,
        ),
        TableColumn("regeling", "Regeling", "Name of the scheme."),
        TableColumn(
            "corrigeert lijn", "Corrigeert lijn", "On a correction the line of its grant; else empty."
        ),
        TableColumn(
            "in te voeren tot en met",
            "In te voeren tot en met",
            "Last day to enter it: twenty Belgian working days after `gebeurd op`.",
        ),
        TableColumn(
            "ingevoerd op",
            "Ingevoerd op",
            "Day on which it was entered, when somebody said so here; else empty.",
        ),
        TableColumn("referentie", "Referentie", "What the central register calls it; else empty."),
    ),
)
"""What each column holds, in their order."""


def cells_of(row: RegisterRow) -> tuple[Cell, ...]:
    """The cells of a line, for ``REGISTER``."""
    return (
        row.line,
        row.kind,
        row.granting_body,
        row.granting_body_nis,
        row.recipient_number,
        row.granted_on,
        row.happened_on,
        Euro(row.amount_cents),
        CURRENCY,
        row.regulation,
        row.activity,
        row.scheme,
        row.corrects,
        row.register_by,
        row.registered_on,
        row.reference,
    )
