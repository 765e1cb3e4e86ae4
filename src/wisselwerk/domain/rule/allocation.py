"""Who gets a voucher when there are more enterprises than there is money."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.period import months_later
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, unknown, waiting
from wisselwerk.domain.rule.parameter import Between, InvalidRule, check_parameters


class Method(StrEnum):
    """In which order applications that no rule refuses get a voucher."""

    FIRST_COME = "first_come"
    LOTTERY = "lottery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """In which order applications get a voucher, when there are more than the money carries.

    ``first_come`` decides each application when it comes in: so it is without this rule too. ``lottery`` lets every
    application of the application window that no rule refuses into a draw; the window needs a last day for that, and an
    enterprise stands in a draw once. The draw goes down its order as far as the budget and its ceilings carry, and with
    ``vouchers`` no further than so many. Who was drawn and is not reached waits ``waiting_months`` for a voucher that
    lapses or is withdrawn, or for new money; without ``waiting_months`` there is no waiting list.
    """

    method: Method
    vouchers: Annotated[int, Between(1, 100_000)] | None = None
    waiting_months: Annotated[int, Between(1, 60)] | None = None

    kind: ClassVar[str] = "allocation"

    def __post_init__(self) -> None:
        check_parameters(self)
        if not self.is_lottery and (self.vouchers, self.waiting_months) != (None, None):
            raise InvalidRule(ONLY_LOTTERY)

    @property
    def is_lottery(self) -> bool:
        """Whether a draw decides."""
        return self.method is Method.LOTTERY

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said())

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if not self.is_lottery:
            return passed(self)
        if facts.waits_for_draw:
            if facts.has_entry is None:
                return unknown(self, "has_entry")
            if facts.has_entry:
                return failed(self, RefusalCode.ALREADY_ENTERED)
            return waiting(self, RefusalCode.DRAW_TO_COME)
        until = self.waiting_until(facts.drawn_on) if facts.drawn_on else None
        if until is not None and facts.award_day > until:
            return waiting(self, RefusalCode.WAITING_ENDED, waited_until=until)
        if self.vouchers is not None and facts.drawn_vouchers >= self.vouchers:
            return waiting(self, RefusalCode.DRAW_FULL, drawn=facts.drawn_place, maximum=self.vouchers)
        return passed(self)

    def waiting_until(self, drawn_on: date) -> date | None:
        """The last day of a place on the waiting list of a draw of this day; None where there is no such list."""
        return None if self.waiting_months is None else months_later(drawn_on, self.waiting_months)

    def _said(self) -> Iterator[str]:
        if not self.is_lottery:
            yield _FIRST_COME
            return
        yield _LOTTERY
        if self.vouchers is not None:
            yield _VOUCHERS
        if self.waiting_months is None:
            yield _NO_WAITING_LIST
        else:
            yield _ONE_MONTH if self.waiting_months == 1 else _MONTHS


ONLY_LOTTERY = gettext_noop(
    "“Number of vouchers” and “months on the waiting list” are about a draw. Take them out, or have a draw decide."
)
NO_LAST_DAY = gettext_noop(
    "A draw needs a last day to apply. Fill it in at the rule “when to apply”, or let who applies first go first."
)
_FIRST_COME = gettext_noop("Vouchers go to who applies first, as long as there is money.")
_LOTTERY = gettext_noop(
    "A draw decides who gets a voucher, among all enterprises that applied in time and meet the rules. When you apply makes "
    "no difference, and everybody can check the draw."
)
_VOUCHERS = gettext_noop("The draw gives at most this number of vouchers: {vouchers}.")
_NO_WAITING_LIST = gettext_noop("There is no waiting list.")
_ONE_MONTH = gettext_noop(
    "Who is not reached stands on a waiting list for one month, in the order of the draw, and gets a voucher when one comes free."
)
_MONTHS = gettext_noop(
    "Who is not reached stands on a waiting list for {waiting_months} months, in the order of the draw, and gets a voucher "
    "when one comes free."
)
