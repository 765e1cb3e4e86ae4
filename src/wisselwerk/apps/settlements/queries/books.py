"""Rows for the tables of ``formats.bookkeeping``: what a bookkeeper takes out, and nobody changes by that."""

from collections.abc import Iterator, Mapping, Sequence

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import BudgetKey, YearSettlement
from wisselwerk.apps.settlements.queries.actuals import actuals, year_ends
from wisselwerk.apps.settlements.queries.extract import budget_key, budget_keys, postings
from wisselwerk.apps.settlements.queries.lines import Basis, cost_lines
from wisselwerk.apps.settlements.queries.settlements import (
    is_provisional,
    lines_of,
    newest_settlement,
    sending_of,
)
from wisselwerk.clock import day_of
from wisselwerk.domain.period import Period
from wisselwerk.formats.sheet import Cell, Euro

Row = Sequence[Cell]


def ledger_rows(schemes: list[Scheme], valid: Period, account: str = "") -> Iterator[Row]:
    """The books of a period: all accounts, or the one that is called ``account``."""
    for one in postings(schemes, valid):
        if account in ("", one.account):
            yield (
                one.transfer,
                one.day,
                one.road,
                one.account,
                one.counter_account,
                Euro(one.amount_cents),
                one.scheme,
                one.year,
                *_key(one.key),
            )


def actuals_rows(years: Mapping[Scheme, Sequence[int]]) -> Iterator[Row]:
    """What was awarded and what came of it, for each of these years."""
    keys = budget_keys(list(years))
    for scheme, several in years.items():
        for year in several:
            for one in actuals(scheme, year):
                amounts = one.amounts
                cents = (
                    amounts.awarded_cents,
                    amounts.reserved_cents,
                    amounts.settled_cents,
                    amounts.released_cents,
                    amounts.paid_cents,
                )
                yield (
                    scheme.slug,
                    year,
                    one.member.nis_code if one.member else None,
                    one.member.name if one.member else None,
                    amounts.vouchers,
                    *map(Euro, cents),
                    *_key(keys.get((scheme.pk, year))),
                )


def settlement_rows(settlement: YearSettlement) -> Iterator[Row]:
    """The members of a settlement."""
    key, sending = budget_key(settlement.scheme, settlement.year), sending_of(settlement)
    for line in lines_of(settlement):
        share = line.share
        cents = (
            share.borne_cents,
            share.rest_cents,
            share.paid_cents,
            share.owes_cents,
            line.recorded_cents,
            line.open_cents,
        )
        yield (
            settlement.scheme.slug,
            settlement.year,
            settlement.number,
            day_of(settlement.at),
            day_of(sending.at) if sending else None,
            share.member.nis_code,
            share.member.name,
            int(line.is_managing),
            *map(Euro, cents),
            *_key(key),
            int(is_provisional(settlement)),
            sending.pay_by if sending else None,
            share.structured_reference if share.owes_cents > 0 and not line.is_managing else None,
        )


def cost_line_rows(scheme: Scheme, year: int) -> Iterator[Row]:
    """Who bears what of each line of a year, as its newest settlement has it; nothing before there is one."""
    settlement = newest_settlement(scheme, year)
    if settlement is None:
        return
    key = budget_key(scheme, year)
    codes = dict(Organisation.objects.exclude(nis_code=None).values_list("pk", "nis_code"))
    basis = Basis.from_plain(settlement.frozen)
    for one in cost_lines(scheme, basis, settlement.counted_to):
        for member, cents in sorted(one.burden.items(), key=lambda pair: pair[0] or 0):
            yield (
                scheme.slug,
                year,
                settlement.number,
                one.transfer,
                one.day,
                one.voucher,
                "reversal" if one.is_reversal else "redemption",
                one.place,
                Euro(one.amount_cents),
                None if member is None else codes.get(member),
                Euro(cents),
                *_key(key),
            )


def year_end_rows(schemes: Sequence[Scheme]) -> Iterator[Row]:
    """What was decided about years that were over."""
    for scheme in schemes:
        for one in reversed(year_ends(scheme)):
            yield scheme.slug, one.year, day_of(one.at), one.choice, one.vouchers, Euro(one.reserved_cents)


def _key(key: BudgetKey | None) -> tuple[Cell, Cell, Cell]:
    return (key.action, key.policy_field, key.general_account) if key else (None, None, None)
