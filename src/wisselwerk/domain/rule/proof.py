"""What must be known of a redemption before it is paid, besides its invoice."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import Between, InvalidRule, check_parameters

LONGEST_TERM = 60
"""Working days, about three months: a provider does not wait longer for its money because nobody answers."""


class OwnPartPaid(StrEnum):
    """Whether somebody must show that the enterprise paid its own part."""

    ASSUMED = "assumed"
    """The invoice is enough."""
    PROVEN = "proven"
    """The provider says so, or the enterprise shows a proof of its bank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What must be known of a redemption before it is paid. It passes at application: all of it comes later.

    An invoice proves an order. With ``delivery_working_days`` the enterprise is asked whether it was delivered, and
    when it has said nothing at the end of that many Belgian working days, its silence counts as a yes; a dispute stops
    that clock. With ``own_part_paid`` at ``proven`` somebody shows that the enterprise paid its own part. Both delay
    payment only: what is left on the voucher falls when the invoice is handed in. Without this rule nothing is asked.
    """

    delivery_working_days: Annotated[int, Between(1, LONGEST_TERM)] | None = None
    own_part_paid: OwnPartPaid = OwnPartPaid.ASSUMED

    kind: ClassVar[str] = "proof"

    def __post_init__(self) -> None:
        check_parameters(self)
        if self.delivery_working_days is None and not self.asks_own_part:
            raise InvalidRule(NOTHING_ASKED)

    @property
    def asks_own_part(self) -> bool:
        """Whether it must be shown that the enterprise paid its own part."""
        return self.own_part_paid is OwnPartPaid.PROVEN

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._said())

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    def _said(self) -> Iterator[str]:
        if self.delivery_working_days is not None:
            yield _DELIVERY
        if self.asks_own_part:
            yield _OWN_PART


NOTHING_ASKED = gettext_noop(
    "This rule asks for no proof. Fill in the working days, ask that the own part is shown to be paid, or take the rule out."
)
_DELIVERY = gettext_noop(
    "Before an invoice is paid, the enterprise is asked whether it was delivered. When it has not answered after "
    "{delivery_working_days} working days, that counts as a yes. When it says no, nothing is paid until that is settled."
)
_OWN_PART = gettext_noop(
    "An invoice is paid only when it is shown that the enterprise paid its own part: the provider says that it "
    "received the money, or the enterprise shows the coordinator a proof of its bank."
)
