"""The tables that several pages about money between members show."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from wisselwerk.apps.settlements.asking import share_sentence, takes_on
from wisselwerk.apps.settlements.queries.actuals import Amounts, MemberActuals
from wisselwerk.apps.settlements.queries.settlements import Change, ShareLine
from wisselwerk.domain.cost_key import Statement
from wisselwerk.web.pieces import Column, DataTable, Kind


def settlement_table(lines: Sequence[ShareLine]) -> DataTable:
    """What each member bears and pays or gets, with the sum below."""
    shares = [line.share for line in lines]
    total_cents = sum(one.borne_cents for one in shares)
    rows = [
        (
            line.share.member.name,
            line.share.borne_cents,
            takes_on(line.share.paid_cents, total_cents) if line.is_managing else line.share.paid_cents,
            share_sentence(line.share.owes_cents),
            share_sentence(line.open_cents),
        )
        for line in lines
    ]
    together = (
        _("Together"),
        total_cents,
        sum(one.paid_cents for one in shares),
        share_sentence(sum(one.owes_cents for one in shares)),
        "",
    )
    return DataTable(
        _("What each member pays or gets"),
        [
            Column(_("Member")),
            Column(_("Bears"), Kind.MONEY),
            Column(_("Paid before"), Kind.MONEY),
            Column(_("Pays or gets"), Kind.MONEY),
            Column(_("Still open"), Kind.MONEY),
        ],
        [*rows, together],
    )


def changes_table(changes: Iterable[Change]) -> DataTable:
    """What each member bore and bears, and what it was asked and is asked now."""
    return DataTable(
        _("What changed since the previous settlement"),
        [
            Column(_("Member")),
            Column(_("Bore"), Kind.MONEY),
            Column(_("Bears now"), Kind.MONEY),
            Column(_("Then"), Kind.MONEY),
            Column(_("Now"), Kind.MONEY),
        ],
        [
            (
                one.member.name,
                one.bore_cents,
                one.bears_cents,
                share_sentence(one.owed_cents),
                share_sentence(one.owes_cents),
            )
            for one in changes
        ],
    )


def statement_table(statement: Statement, names: dict[int, str]) -> DataTable:
    """The same of a settlement that is not drawn up yet."""
    managing = statement.managing_municipality
    rows = [
        (
            names[one.member],
            int(one.borne_cents),
            takes_on(one.paid_cents, statement.total_cents)
            if one.member == managing
            else int(one.paid_cents),
            share_sentence(one.owes_cents),
        )
        for one in statement.rows
    ]
    together = (
        _("Together"),
        sum(one.borne_cents for one in statement.rows),
        sum(one.paid_cents for one in statement.rows),
        share_sentence(sum(one.owes_cents for one in statement.rows)),
    )
    return DataTable(
        _("What each member would pay or get"),
        [
            Column(_("Member")),
            Column(_("Bears"), Kind.MONEY),
            Column(_("Paid before"), Kind.MONEY),
            Column(_("Pays or gets"), Kind.MONEY),
        ],
        [*sorted(rows, key=lambda row: row[0]), together],
    )


def actuals_table(found: Sequence[MemberActuals]) -> DataTable:
    """What was awarded from the budgets of a year and what came of it, for the enterprises of each member, with the sums."""
    rows = [(one.member.name if one.member else _("no member now"), *_cells(one.amounts)) for one in found]
    together = (_("Together"), *_cells(sum((one.amounts for one in found), Amounts())))
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
        [*rows, together] if rows else [],
    )


def _cells(amounts: Amounts) -> Sequence[int]:
    return (
        amounts.vouchers,
        amounts.awarded_cents,
        amounts.reserved_cents,
        amounts.settled_cents,
        amounts.released_cents,
        amounts.paid_cents,
    )
