"""How much money there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, unknown, waiting
from wisselwerk.domain.rule.parameter import AmountCents, check_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCeiling:
    """What is left in the budget carries the voucher, and so does every ceiling that is set.

    A ceiling limits all vouchers of the scheme together: in total, for enterprises of one member, in one year. The
    scope with the largest shortage is the one named. Where a draw decides, money is looked at when an application is
    drawn, and one that it does not carry then is not refused but waits.
    """

    total_cents: AmountCents | None = None
    per_member_cents: AmountCents | None = None
    per_year_cents: AmountCents | None = None

    kind: ClassVar[str] = "budget_ceiling"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def ceilings(self) -> Mapping[str, int]:
        """The ceilings that are set, in cents by scope: ``total``, ``per_member``, ``per_year``."""
        every = {
            "total": self.total_cents,
            "per_member": self.per_member_cents,
            "per_year": self.per_year_cents,
        }
        return {scope: cents for scope, cents in every.items() if cents is not None}

    def counters(self, year: int, member: str | None) -> dict[str, str]:
        """Which counter each ceiling that is set has for an award of a year to an enterprise of ``member``, by scope."""
        every, ceilings = {"total": "total", "per_year": f"per_year:{year}"}, self.ceilings
        if member is not None:
            every["per_member"] = f"per_member:{member}"
        return {scope: counter for scope, counter in every.items() if scope in ceilings}

    @property
    def sentences(self) -> tuple[str, ...]:
        always = gettext_noop("Vouchers are awarded as long as there is money in the budget.")
        return (always, *(_CEILINGS[scope] for scope in self.ceilings))

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.waits_for_draw:
            return passed(self)
        known = facts.ceilings_left_cents or {}
        left_cents = {"budget": facts.budget_left_cents} | {
            scope: known.get(scope) for scope in self.ceilings
        }
        missing_cents = {
            scope: grant.amount_cents - cents for scope, cents in left_cents.items() if cents is not None
        }
        # A shortage that is known stays a no, whatever else is not known.
        scope = max(missing_cents, key=missing_cents.__getitem__, default=None)
        if scope is not None and missing_cents[scope] > 0:
            short = {"scope": scope, "left_cents": left_cents[scope], "missing_cents": missing_cents[scope]}
            if facts.drawn_on is None:
                return failed(self, RefusalCode.BUDGET_EXHAUSTED, **short)
            return waiting(self, RefusalCode.DRAWN_TOO_LATE, drawn=facts.drawn_place, **short)
        if facts.budget_left_cents is None:
            return unknown(self, "budget_left_cents")
        if None in left_cents.values():
            return unknown(self, "ceilings_left_cents")
        return passed(self)


def stands_on_own(own_cents: int | None, shared_cents: int | None, amount_cents: int) -> bool:
    """Whether a voucher stands on the own budget of a member: while that covers all of it, or where nothing is shared.

    What is left is given; None where there is no such budget. Own money comes on top of what is shared, and a voucher
    never stands on two budgets, so what is too little for one stays in the own budget.
    """
    return own_cents is not None and (shared_cents is None or own_cents >= amount_cents)


_CEILINGS = {
    "total": gettext_noop("All vouchers together are worth at most {total_cents}."),
    "per_member": gettext_noop(
        "The vouchers for enterprises of one municipality are worth at most {per_member_cents} together."
    ),
    "per_year": gettext_noop("The vouchers of one year are worth at most {per_year_cents} together."),
}
