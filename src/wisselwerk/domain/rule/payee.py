"""Who gets the money that a voucher pays."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import check_parameters


class PaidTo(StrEnum):
    """To whom the part of the voucher in an invoice goes."""

    PROVIDER = "provider"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Who gets what the voucher pays of an invoice.

    ``provider`` pays whoever sent the invoice, and the enterprise pays the rest: so it is without this rule too.
    ``holder`` pays the enterprise back, which pays the provider the whole invoice itself. Either way the invoice is
    judged by who sent it.
    """

    paid_to: PaidTo

    kind: ClassVar[str] = "payee"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_PAID_TO[self.paid_to],)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


_PAID_TO = {
    PaidTo.PROVIDER: gettext_noop("The voucher pays its part to the provider. The enterprise pays the rest."),
    PaidTo.HOLDER: gettext_noop(
        "The enterprise pays the provider the whole invoice, and gets the part of the voucher back on its account."
    ),
}
