"""A part that is paid only when both sides have said how it went."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import WHOLE, Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import Between, check_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPart:
    """A part of what a voucher pays is paid after the enterprise and the provider have each evaluated how it went.

    It passes at application: all of it comes later. The whole part of the voucher is used and owed when the invoice is
    handed in; only paying goes in two. The last part is ``held_back_percent`` of it, rounded down to the cent. A
    coordinator may go on without a side that does not answer, with a reason. An evaluation is of the voucher, so
    ``invoices_per_voucher`` with ``maximum`` 1 must stand beside this rule.
    """

    held_back_percent: Annotated[int, Between(1, WHOLE - 1)]

    kind: ClassVar[str] = "last_part"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_SENTENCE,)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)

    def last_cents(self, voucher_part_cents: int) -> Cents:
        """How much of what a voucher pays of an invoice waits for the evaluations; nothing of a few cents."""
        return Cents(int(voucher_part_cents) * self.held_back_percent // WHOLE)


ONE_INVOICE = gettext_noop(
    "The rule “{kind}” asks how it went once for each voucher. Add the rule about the number of invoices per voucher, "
    "and set it to 1."
)
_SENTENCE = gettext_noop(
    "Of what the voucher pays, {held_back_percent} is paid only when the enterprise and the provider have both said how "
    "it went. The rest is paid first."
)
