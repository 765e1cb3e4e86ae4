"""With which social-economy enterprises a voucher may be used, and for which of their services."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import (
    Facts,
    Grant,
    Outcome,
    ProviderKind,
    ServiceKind,
    failed,
    passed,
    unknown,
)
from wisselwerk.domain.rule.parameter import Distinct, check_parameters


class RecognitionDay(StrEnum):
    """On which day a provider must be recognised for an invoice to count."""

    INVOICE = "day_of_invoice"
    AWARD = "day_of_award"
    """On that of the award too, with the provider for which the voucher was awarded: it can be used there until its own
    last day, however long the recognition lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCategory:
    """The provider is recognised under one of these kinds on the day of the application.

    An application that names no provider passes: the provider is then checked on the day of the invoice. That day also
    counts for a provider that was chosen, so that a voucher cannot be used there once the recognition is over. With
    ``recognition_day`` at ``day_of_award`` it can: it is enough that the provider for which the voucher was awarded was
    recognised on the day of the award.
    """

    kinds: Annotated[tuple[ProviderKind, ...], Distinct()]
    recognition_day: RecognitionDay = RecognitionDay.INVOICE

    kind: ClassVar[str] = "provider_category"

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_KINDS,) if self.recognition_day is RecognitionDay.INVOICE else (_KINDS, _AWARD)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if not facts.provider_chosen:
            return passed(self)
        if facts.provider_kinds is None:
            return unknown(self, "provider_kinds")
        if not self.admits(facts.provider_kinds):
            return failed(self, RefusalCode.PROVIDER_NOT_RECOGNISED, on=facts.applied_on, kinds=self.kinds)
        return passed(self)

    def admits(self, kinds: tuple[ProviderKind, ...]) -> bool:
        """Whether a provider recognised under ``kinds`` may take the voucher; also asked on the day of an invoice."""
        return not set(self.kinds).isdisjoint(kinds)


_KINDS = gettext_noop("The voucher can be used with a provider that is recognised as one of these: {kinds}.")
_AWARD = gettext_noop(
    "Was the provider for which the voucher was awarded recognised on the day of the award? Then the voucher can be used "
    "there until its own last day, also after that recognition ends."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCategory:
    """The voucher is for a service of one of these sorts.

    The service that is chosen tells which it is. Who chooses later, or chooses one of which the sort is not known, goes to
    a person: an invoice does not tell.
    """

    services: Annotated[tuple[ServiceKind, ...], Distinct()]

    kind: ClassVar[str] = "service_category"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop("The voucher is for a service of one of these sorts: {services}."),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.service_kind is None:
            return unknown(self, "service_kind")
        if facts.service_kind not in self.services:
            return failed(
                self, RefusalCode.SERVICE_NOT_ADMITTED, service=facts.service_kind, services=self.services
            )
        return passed(self)
