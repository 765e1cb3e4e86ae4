"""Whether enterprise and provider get acquainted: strangers to each other, and independent of each other."""

from dataclasses import dataclass
from typing import ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, unknown
from wisselwerk.domain.rule.question import AFFILIATED, EARLIER_CUSTOMER, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAcquaintance:
    """The enterprise was never a customer of the provider before.

    It is judged at application alone: by what the enterprise declares, and by the invoices of that provider that it
    handed in here before, on a voucher of any scheme. Who chooses the provider later declares it for the one to come.
    """

    kind: ClassVar[str] = "first_acquaintance"
    questions: ClassVar[tuple[Question, ...]] = (EARLIER_CUSTOMER,)
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop(
            "The voucher is for a first acquaintance: the enterprise was never a customer of the provider before."
        ),
    )

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.earlier_customer or facts.invoices_with_provider:
            return failed(self, RefusalCode.NOT_FIRST_ACQUAINTANCE)
        if facts.earlier_customer is None:
            return unknown(self, "earlier_customer")
        if facts.provider_chosen and facts.invoices_with_provider is None:
            return unknown(self, "invoices_with_provider")
        return passed(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """The enterprise and the provider are not affiliated: by the word of the enterprise, and not one and the same.

    An invoice that the enterprise sends itself is refused too, also when the provider was chosen later.
    """

    kind: ClassVar[str] = "independence"
    questions: ClassVar[tuple[Question, ...]] = (AFFILIATED,)
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop(
            "The enterprise and the provider are independent of each other: neither controls the other, and they are not "
            "in one group."
        ),
    )

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.affiliated or facts.same_enterprise:
            return failed(self, RefusalCode.AFFILIATED_PARTIES)
        if facts.affiliated is None:
            return unknown(self, "affiliated")
        if facts.provider_chosen and facts.same_enterprise is None:
            return unknown(self, "same_enterprise")
        return passed(self)
