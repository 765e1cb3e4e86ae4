"""With which social-economy enterprises a voucher may be used, and for which of their services."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCategory:
    """The provider is recognised under one of these kinds on the day of the application.

    An application that names no provider passes: the provider is then checked on the day of the invoice.
    """

    kinds: Annotated[tuple[ProviderKind, ...], Distinct()]

    kind: ClassVar[str] = "provider_category"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop("The voucher can be used with a provider that is recognised as one of these: {kinds}."),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

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
