"""The tables that several pages about money between members show."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from wisselwerk.apps.settlements.queries.actuals import MemberActuals
from wisselwerk.apps.settlements.queries.settlements import ShareLine
from wisselwerk.domain.cost_key import Statement
from wisselwerk.web.pieces import Column, DataTable, Kind


def settlement_table(lines: Sequence[ShareLine]) -> DataTable:
    """What each member bears and owes, with the sum below."""
    rows = [
        (
            line.share.member.name,
            line.share.borne_cents,
            line.share.paid_cents,
            line.share.owes_cents,
            line.open_cents,
        )
        for line in lines
    ]
    return DataTable(
        _("What each member owes"),
        [
            Column(_("Member")),
            Column(_("Bears"), Kind.MONEY),
            Column(_("Paid before"), Kind.MONEY),
            Column(_("Owes"), Kind.MONEY),
            Column(_("Still open"), Kind.MONEY),
        ],
        [
            *rows,
            (
                _("Together"),
                *(sum(row[i] for row in rows) for i in range(1, 4)),  # type: ignore[misc]  # amounts
                "",
            ),
        ],
    )


def statement_table(statement: Statement, names: dict[int, str]) -> DataTable:
    """The same of a settlement that is not drawn up yet."""
    rows = [
        (names[one.member], int(one.borne_cents), int(one.paid_cents), int(one.owes_cents))
        for one in statement.rows
    ]
    sums = [sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[3] for row in rows)]
    return DataTable(
        _("What each member would owe"),
        [
            Column(_("Member")),
            Column(_("Bears"), Kind.MONEY),
            Column(_("Paid before"), Kind.MONEY),
            Column(_("Owes"), Kind.MONEY),
        ],
        [*sorted(rows), (_("Together"), *sums)],
    )


def actuals_table(found: Iterable[MemberActuals]) -> DataTable:
    """What was awarded from the budgets of a year and what came of it, for the enterprises of each member."""
    return DataTable(
        _("What the businesses of each member got"),
        [
            Column(_("Member")),
            Column(_("Vouchers"), Kind.NUMBER),
            Column(_("Awarded"), Kind.MONEY),
            Column(_("On vouchers"), Kind.MONEY),
            Column(_("Used"), Kind.MONEY),
            Column(_("Back to the budget"), Kind.MONEY),
            Column(_("Paid by the bank"), Kind.MONEY),
        ],
        [
            (
                one.member.name if one.member else _("no member now"),
                one.amounts.vouchers,
                one.amounts.awarded_cents,
                one.amounts.reserved_cents,
                one.amounts.settled_cents,
                one.amounts.released_cents,
                one.amounts.paid_cents,
            )
            for one in found
        ],
    )
