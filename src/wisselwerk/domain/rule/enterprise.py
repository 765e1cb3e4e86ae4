"""Which enterprises may have a voucher, and how many."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import Facts, Grant, Outcome, failed, passed, unknown
from wisselwerk.domain.rule.parameter import Between, check_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularEnterprise:
    """The applicant is a regular enterprise: not itself recognised as a social-economy enterprise."""

    kind: ClassVar[str] = "regular_enterprise"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop(
            "The voucher is for regular enterprises. Social-economy enterprises offer the services."
        ),
    )

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.is_social_economy_enterprise is None:
            return unknown(self, "is_social_economy_enterprise")
        if facts.is_social_economy_enterprise:
            return failed(self, RefusalCode.NOT_A_REGULAR_ENTERPRISE)
        return passed(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPerEnterprise:
    """An enterprise has at most so many vouchers of this scheme that count.

    One that is on hold or was withdrawn counts only when something was paid from it.
    """

    maximum: Annotated[int, Between(1, 1000)]

    kind: ClassVar[str] = "number_per_enterprise"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop("Number of vouchers an enterprise can have: at most {maximum}."),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.vouchers_counted is None:
            return unknown(self, "vouchers_counted")
        if facts.vouchers_counted >= self.maximum:
            return failed(
                self,
                RefusalCode.ALREADY_HAS_VOUCHER,
                counted=facts.vouchers_counted,
                maximum=self.maximum,
            )
        return passed(self)
