"""Tables for the accounting package of a municipality, with columns that have a meaning and keep their names.

How they are written: ``formats.sheet``. New columns come at the end.
"""

from wisselwerk.formats.sheet import BookTable, TableColumn

YES_NO = {"1": "ja", "0": "nee"}
ROADS = {
    "FUND": "budget erbij",
    "DEFUND": "budget eraf",
    "AWARD": "cheque toegekend",
    "REDEEM": "factuur aanvaard",
    "LAPSE": "cheque vervallen",
    "PAY": "betaald door de bank",
    "RECOVER": "terugbetaald",
    "REVERSE": "ongedaan gemaakt",
}

_KEY = (
    TableColumn("action", "Actie", "action of the multi-year plan; empty when nobody told"),
    TableColumn("policy_field", "Beleidsveld", "policy field (beleidsveld), such as 0550"),
    TableColumn("general_account", "Algemene rekening", "general account (algemene rekening)"),
)
_SCHEME = TableColumn("scheme", "Regeling", "short name of the scheme")
_YEAR = TableColumn("year", "Jaar", "year of the budget")

LEDGER = BookTable(
    "ledger",
    "Grootboek",
    "one side of a transfer; the two of each sum to zero, and so does the file",
    (
        TableColumn("transfer", "Boeking", "number of the transfer"),
        TableColumn("day", "Dag", "day in Belgium on which it was booked"),
        TableColumn(
            "road",
            "Waarom",
            "why the money moved: FUND, DEFUND, AWARD, REDEEM, LAPSE, PAY, RECOVER, REVERSE",
            ROADS,
        ),
        TableColumn(
            "account",
            "Rekening",
            "`credit`, `budget` (scheme, year, member), `voucher`, `owed` (payee), `paid` (payer)",
        ),
        TableColumn("counter_account", "Tegenrekening", "the other side"),
        TableColumn("amount", "Bedrag", "what came into the account; negative is what went out"),
        _SCHEME,
        _YEAR,
        *_KEY,
    ),
)
ACTUALS = BookTable(
    "actuals",
    "Uitvoering",
    "a year of a scheme for the enterprises of one member: `awarded` = `reserved` + `used` + `released`",
    (
        _SCHEME,
        _YEAR,
        TableColumn(
            "member",
            "NIS-code lid",
            "NIS code of the member; empty for seats that no member stands behind now",
        ),
        TableColumn("member_name", "Lid", "its name"),
        TableColumn("vouchers", "Cheques", "number of vouchers awarded from the budgets of the year"),
        TableColumn("awarded", "Toegekend", "what they were worth"),
        TableColumn("reserved", "Op cheques", "of that, on vouchers now"),
        TableColumn("used", "Gebruikt", "of that, used on invoices, what was undone taken off"),
        TableColumn("released", "Terug naar het budget", "of that, back on the budget"),
        TableColumn("paid", "Door de bank betaald", "of what was used, paid by the bank"),
        *_KEY,
    ),
)
COST_LINES = BookTable(
    "cost-lines",
    "Lijnen",
    "what one member bears of one redemption or reversal; together what the newest settlement of the year says",
    (
        _SCHEME,
        TableColumn("year", "Jaar", "year in which the invoice was accepted"),
        TableColumn("settlement", "Verrekening", "number of the settlement within the year"),
        TableColumn("transfer", "Boeking", "number of the transfer"),
        TableColumn("day", "Dag", "day on which the invoice was accepted, also of a reversal"),
        TableColumn("voucher", "Cheque", "number of the voucher"),
        TableColumn(
            "kind",
            "Soort",
            "`redemption` or `reversal`",
            {"redemption": "factuur", "reversal": "ongedaan gemaakt"},
        ),
        TableColumn("place", "NIS-code zetel", "NIS code of the place of the seat, as the decision knew it"),
        TableColumn("amount", "Bedrag", "of the whole line; negative for a reversal"),
        TableColumn(
            "member",
            "NIS-code lid",
            "NIS code of the member; empty for what no member bears and the managing municipality does",
        ),
        TableColumn("borne", "Draagt", "what it bears of it"),
        *_KEY,
    ),
)
SETTLEMENT = BookTable(
    "settlement",
    "Verrekening",
    "one member in a settlement: `owes` = `borne` - `paid_before`, and `owes` sums to zero",
    (
        _SCHEME,
        TableColumn("year", "Jaar", "year that is settled"),
        TableColumn(
            "settlement", "Verrekening", "number of the settlement within the year; the last one holds"
        ),
        TableColumn("drawn_up", "Opgemaakt op", "day on which it was worked out"),
        TableColumn("sent", "Verstuurd op", "day on which it was sent to the members; empty before that"),
        TableColumn("member", "NIS-code lid", "NIS code of the member"),
        TableColumn("member_name", "Lid", "its name"),
        TableColumn(
            "is_managing",
            "Beherende gemeente",
            "`1` for the managing municipality, which paid the payees, else `0`",
            YES_NO,
        ),
        TableColumn("borne", "Draagt", "what it bears by the cost key"),
        TableColumn(
            "rest",
            "Waarvan geen enkel lid draagt",
            "of that, what no member bears: above every ceiling, or without a key",
        ),
        TableColumn(
            "paid_before",
            "Eerder betaald",
            "what it had paid before; for the managing municipality to payees, less what it received",
        ),
        TableColumn("owes", "Betaalt of krijgt", "what it owes; negative is what it gets back"),
        TableColumn(
            "recorded", "Intussen betaald", "what was paid of that since; negative was paid back to it"
        ),
        TableColumn("open", "Staat nog open", "what is still open"),
        *_KEY,
        TableColumn(
            "provisional", "Voorlopig", "`1` when it was drawn up before its year was over, else `0`", YES_NO
        ),
        TableColumn(
            "pay_by",
            "Betalen ten laatste op",
            "last day to pay that the members were told; empty before it was sent",
        ),
        TableColumn(
            "structured_reference",
            "Gestructureerde mededeling",
            "twelve digits with which the member pays; empty when it owes nothing",
        ),
    ),
)
YEAR_ENDS = BookTable(
    "year-ends",
    "Jaareinde",
    "what was decided about the vouchers that were open when a year was over; the last decision holds",
    (
        _SCHEME,
        _YEAR,
        TableColumn("decided", "Beslist op", "day of the decision"),
        TableColumn(
            "choice",
            "Beslissing",
            "`CARRY_OVER` or `RELEASE`",
            {"CARRY_OVER": "blijven geldig", "RELEASE": "eindigen vroeger"},
        ),
        TableColumn("vouchers", "Cheques", "how many it was about"),
        TableColumn("reserved", "Op cheques", "what stood on them"),
    ),
)
BOOK_TABLES: tuple[BookTable, ...] = (LEDGER, ACTUALS, SETTLEMENT, COST_LINES, YEAR_ENDS)
"""Every kind there is."""
