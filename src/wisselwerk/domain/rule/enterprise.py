"""Which enterprises may have a voucher, and how many."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from wisselwerk.domain.period import months_later
from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.domain.rule.base import (
    EnterpriseSize,
    Facts,
    Grant,
    Outcome,
    Verdict,
    doubted,
    failed,
    passed,
    undecided,
    unknown,
)
from wisselwerk.domain.rule.parameter import (
    AmountCents,
    Between,
    Distinct,
    InvalidRule,
    NaceCode,
    check_parameters,
)
from wisselwerk.domain.rule.question import ENTERPRISE_SIZE, NACE_CODE, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularEnterprise:
    """The applicant is a regular enterprise: not itself recognised as a social-economy enterprise.

    Where a register of enterprises was loaded and does not know it, a person looks: it is new, or has ceased.
    """

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
        if facts.is_in_register is False:
            return undecided(self, RefusalCode.NOT_IN_REGISTER, on=facts.register_on)
        return passed(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOfEnterprise:
    """The enterprise has one of these sizes, by Recommendation 2003/361/EC; a micro enterprise is small."""

    sizes: Annotated[tuple[EnterpriseSize, ...], Distinct()]

    kind: ClassVar[str] = "enterprise_size"
    questions: ClassVar[tuple[Question, ...]] = (ENTERPRISE_SIZE,)
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop("The voucher is for enterprises of this size: {sizes}."),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.enterprise_size is None:
            return unknown(self, "enterprise_size")
        if facts.enterprise_size not in self.sizes:
            return failed(
                self, RefusalCode.ENTERPRISE_SIZE_NOT_ADMITTED, size=facts.enterprise_size, sizes=self.sizes
            )
        return passed(self)


class SectorList(StrEnum):
    """What a list of sectors says."""

    ONLY = "only"
    ALL_BUT = "all_but"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """The main activity of the enterprise lies in one of these sectors (``only``), or in none of them (``all_but``).

    A sector is a code of NACE-BEL as coarse as one likes: ``10`` holds every activity whose code begins with 10. An
    activity that is known too coarsely to tell goes to a person.
    """

    admitted: SectorList
    sectors: Annotated[tuple[NaceCode, ...], Distinct()]

    kind: ClassVar[str] = "sector"
    questions: ClassVar[tuple[Question, ...]] = (NACE_CODE,)

    def __post_init__(self) -> None:
        check_parameters(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (_SECTORS[self.admitted],)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        lies_in = None if facts.nace_code is None else _lies_in(facts.nace_code, self.sectors)
        if lies_in is None:
            return unknown(self, "nace_code")
        if doubt := doubted(self, facts, "nace_code"):
            return doubt
        if lies_in is not (self.admitted is SectorList.ONLY):
            return failed(self, RefusalCode.SECTOR_NOT_ADMITTED, nace=facts.nace_code)
        return passed(self)


def _lies_in(code: str, sectors: tuple[str, ...]) -> bool | None:
    """Whether an activity lies in one of the sectors; None when its code is too coarse to tell."""
    if code.startswith(sectors):
        return True
    return None if any(sector.startswith(code) for sector in sectors) else False


class CountPeriod(StrEnum):
    """Which vouchers of an enterprise count for its number."""

    EVER = "ever"
    CALENDAR_YEAR = "calendar_year"
    """Those of the year of the decision."""
    MONTHS = "rolling_months"
    """Those of the months before the decision: on the day that so many months are over, a voucher counts no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPerEnterprise:
    """An enterprise has at most so many vouchers of this scheme that count.

    One that is on hold or was withdrawn counts only when something was paid from it. ``period`` says which count: all
    (``ever``), those awarded in the calendar year of the decision, or those awarded in the ``months`` before it.
    ``maximum_per_provider`` limits besides how many of them are for one provider; who has to choose it still goes to a
    person then.
    """

    maximum: Annotated[int, Between(1, 1000)]
    period: CountPeriod = CountPeriod.EVER
    months: Annotated[int, Between(1, 120)] | None = None
    maximum_per_provider: Annotated[int, Between(1, 1000)] | None = None

    kind: ClassVar[str] = "number_per_enterprise"

    def __post_init__(self) -> None:
        check_parameters(self)
        if (self.period is CountPeriod.MONTHS) is (self.months is None):
            raise InvalidRule(MONTHS_NEEDED if self.months is None else MONTHS_NOT_NEEDED)

    @property
    def sentences(self) -> tuple[str, ...]:
        per_provider = () if self.maximum_per_provider is None else (_PER_PROVIDER,)
        return (_NUMBERS[self.period], *per_provider)

    def counts(self, awarded_on: date, on: date) -> bool:
        """Whether a voucher that was awarded on a day counts for one that is awarded ``on`` another, before or after."""
        if self.period is CountPeriod.CALENDAR_YEAR:
            return awarded_on.year == on.year
        earlier, later = sorted((awarded_on, on))
        return self.months is None or months_later(earlier, self.months) > later

    def against(self, counted: int | None, for_provider: int | None) -> Reason | None:
        """Why an enterprise with so many vouchers that count gets no other; None where none is known to be too many."""
        if counted is not None and counted >= self.maximum:
            return Reason(RefusalCode.ALREADY_HAS_VOUCHER, {"counted": counted, "maximum": self.maximum})
        limit = self.maximum_per_provider
        if limit is not None and for_provider is not None and for_provider >= limit:
            return Reason(
                RefusalCode.ALREADY_USED_PROVIDER, {"counted": for_provider, "maximum_per_provider": limit}
            )
        return None

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        # A number that is known to be too high stays a no, whatever else is not known.
        if reason := self.against(facts.vouchers_counted, facts.provider_vouchers_counted):
            return Outcome(self.kind, Verdict.FAIL, reason)
        if facts.vouchers_counted is None:
            return unknown(self, "vouchers_counted")
        if self.maximum_per_provider is not None and facts.provider_vouchers_counted is None:
            return unknown(self, "provider_vouchers_counted")
        return passed(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseCeiling:
    """The vouchers of this scheme that one enterprise gets in one calendar year are worth at most so much together.

    They count for what they are worth on the day of the award. Of one that is on hold, lapsed or was withdrawn only counts
    what was paid from it. A voucher that does not fit whole is refused: it is not made smaller.
    """

    per_year_cents: AmountCents

    kind: ClassVar[str] = "enterprise_ceiling"
    sentences: ClassVar[tuple[str, ...]] = (
        gettext_noop(
            "The vouchers that one enterprise gets in one year are worth at most {per_year_cents} together."
        ),
    )

    def __post_init__(self) -> None:
        check_parameters(self)

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        if facts.awarded_this_year_cents is None:
            return unknown(self, "awarded_this_year_cents")
        reason = self.against(facts.awarded_this_year_cents, grant.amount_cents)
        return Outcome(self.kind, Verdict.FAIL, reason) if reason else passed(self)

    def against(self, awarded_cents: int, amount_cents: int) -> Reason | None:
        """Why a voucher of an amount does not fit beside what was awarded in its year; None when it does."""
        left_cents = self.per_year_cents - awarded_cents
        if left_cents >= amount_cents:
            return None
        return Reason(
            RefusalCode.ENTERPRISE_CEILING,
            {
                "ceiling_cents": self.per_year_cents,
                "left_cents": max(left_cents, 0),
                "missing_cents": amount_cents - left_cents,
            },
        )


MONTHS_NEEDED = gettext_noop("Counting by months needs to know how many. Add “months”.")
MONTHS_NOT_NEEDED = gettext_noop(
    "A number of months says something only when the vouchers of the last months count. Take it out, or choose that."
)

_SECTORS = {
    SectorList.ONLY: gettext_noop(
        "The voucher is for enterprises with their main activity in one of these sectors (NACE): {sectors}."
    ),
    SectorList.ALL_BUT: gettext_noop(
        "Enterprises with their main activity in one of these sectors (NACE) get no voucher: {sectors}."
    ),
}
_NUMBERS = {
    CountPeriod.EVER: gettext_noop("Number of vouchers an enterprise can have: at most {maximum}."),
    CountPeriod.CALENDAR_YEAR: gettext_noop(
        "Number of vouchers an enterprise can have in one calendar year: at most {maximum}."
    ),
    CountPeriod.MONTHS: gettext_noop(
        "Number of vouchers an enterprise can have in {months} months: at most {maximum}."
    ),
}
_PER_PROVIDER = gettext_noop("Of these, for one and the same provider: at most {maximum_per_provider}.")
