"""Whether the VAT on an invoice counts, for an enterprise that bears it itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, passed
from wisselwerk.domain.rule.parameter import check_parameters
from wisselwerk.domain.rule.question import DEDUCTS_VAT, Question


class VatBasis(StrEnum):
    """Which total of an invoice counts for the voucher and the own money."""

    WITHOUT_VAT = "without_vat"
    WITH_VAT = "with_vat"


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleAmount:
    """Which total of an invoice counts when the enterprise cannot deduct VAT. It passes at application.

    VAT that can be deducted costs an enterprise nothing, so that an invoice counts without it. Who has no right to
    deduct any (exempt activities of art. 44 of the VAT code, small enterprises of art. 56bis, who is no taxable person)
    bears it: ``with_vat`` lets the invoice of an enterprise that declared so count with it, ``without_vat`` does not.
    A scheme without this rule counts without VAT. Who deducts a part counts without VAT too.
    """

    without_deduction: VatBasis

    kind: ClassVar[str] = "eligible_amount"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        return (DEDUCTS_VAT,) if self.without_deduction is VatBasis.WITH_VAT else ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_BASES[self.without_deduction],)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        return passed(self)


_BASES = {
    VatBasis.WITHOUT_VAT: gettext_noop(
        "An invoice counts without VAT, also when the enterprise cannot deduct it."
    ),
    VatBasis.WITH_VAT: gettext_noop(
        "An invoice counts without VAT. When the enterprise cannot deduct any VAT, it counts with VAT."
    ),
}
