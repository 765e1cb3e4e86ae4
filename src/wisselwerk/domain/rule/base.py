"""What a rule is: parameters that are data, and a check from facts to an outcome.

A rule never raises on a fact: it passes, fails with a reason, or says that a person must look. A fact nobody knows
(``None``) is never a yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, Self

from wisselwerk.domain.aid import AidRecord
from wisselwerk.domain.refusal import Reason, RefusalCode, gettext_noop
from wisselwerk.domain.rule.plain import from_plain, to_plain

WHOLE = 100
"""Percent: a voucher that pays invoices whole, as far as it reaches."""

USUAL_CLAIM_DAYS = 30
"""An invoice of the last day is written later and handed in later still. Ours, where the rules say nothing."""


class ProviderKind(StrEnum):
    """Categories of social-economy enterprise fixed by law; they keep their Dutch name."""

    SOCIALE_WERKPLAATS = "SOCIALE_WERKPLAATS"
    BESCHUTTE_WERKPLAATS = "BESCHUTTE_WERKPLAATS"
    MAATWERKBEDRIJF = "MAATWERKBEDRIJF"
    MAATWERKAFDELING = "MAATWERKAFDELING"
    LOKALE_DIENSTENECONOMIE = "LOKALE_DIENSTENECONOMIE"


class EnterpriseSize(StrEnum):
    """How large an enterprise is, by Recommendation 2003/361/EC: staff, and turnover or balance sheet, with its group."""

    SMALL = "small"
    """Fewer than 50 people, and at most 10 million euro of one of both; a micro enterprise is small too."""
    MEDIUM = "medium"
    """Fewer than 250 people, and at most 50 million euro of turnover or 43 million on its balance sheet."""
    LARGE = "large"


class ServiceKind(StrEnum):
    """What sort of service a provider offers. The list is ours: no official one was found."""

    GREEN = "green"
    CLEANING = "cleaning"
    CATERING = "catering"
    LAUNDRY = "laundry"
    PACKAGING = "packaging"
    BUILDING = "building"
    REUSE = "reuse"
    TRANSPORT = "transport"
    OFFICE = "office"
    OTHER = "other_service"


class WhenShort(StrEnum):
    """What happens with an invoice that does not cover the voucher and the own contribution together."""

    REFUSE = "refuse"
    """The invoice is refused with what is missing."""
    OWN_MONEY_FIRST = "own_money_first"
    """Invoices add up; the voucher pays what exceeds the own money."""


class Verdict(StrEnum):
    """What one rule says of one application."""

    PASS = "PASS"
    FAIL = "FAIL"
    REVIEW = "REVIEW"
    WAIT = "WAIT"
    """Nothing is against it, and its turn has not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was known of one application on the day it was decided. None means: not known.

    Facts are frozen with the decision and replayed years later, so they hold no personal data: no addresses, no names.
    """

    applied_on: date
    """The day on which the application was handed in: it is in time or not, however long a decision takes."""
    decided_on: date | None = None
    """The day of the decision, from which an award counts; None means the day of the application."""
    seat_places: tuple[str, ...] | None = None
    """Codes of the finest places where the seat may lie: one code when it is located."""
    undecided_places: Mapping[str, str] = field(default_factory=dict)
    """Those of them that no member takes part for and no council took in by the day of the decision: the code of the
    municipality whose council has still to decide, by place. Empty in decisions that are older than this fact."""
    is_social_economy_enterprise: bool | None = None
    """Whether the applicant is itself a recognised social-economy enterprise on that day."""
    provider_chosen: bool = False
    provider_kinds: tuple[ProviderKind, ...] | None = None
    """Kinds under which the chosen provider is recognised on that day; empty when it is not recognised."""
    service_kind: ServiceKind | None = None
    """Of the service that was chosen."""
    enterprise_size: EnterpriseSize | None = None
    nace_code: str | None = None
    """The main activity of the enterprise, two to five digits of NACE-BEL without points."""
    establishment_places: tuple[str, ...] | None = None
    """Where an establishment may lie, as ``seat_places``. Known only where the rules let one count and the seat lies
    elsewhere: the application then counts for that place."""
    earlier_customer: bool | None = None
    """Whether the enterprise was a customer of the provider before."""
    invoices_with_provider: int | None = None
    """Invoices of the chosen provider to this enterprise that stand on vouchers kept here, of any scheme."""
    affiliated: bool | None = None
    """Whether the enterprise and the provider are affiliated, by its own word."""
    same_enterprise: bool | None = None
    """Whether the chosen provider is the enterprise itself."""
    vouchers_counted: int | None = None
    """Vouchers of this scheme that count for this enterprise already, in the period that the rule counts."""
    provider_vouchers_counted: int | None = None
    """Those of them that are for the chosen provider."""
    awarded_this_year_cents: int | None = None
    """What the vouchers are worth that the enterprise got of this scheme in the year of the decision."""
    budget_left_cents: int | None = None
    """Money left in the budget that would carry this voucher."""
    ceilings_left_cents: Mapping[str, int] | None = None
    """Room left under each ceiling of the scheme: keys ``total``, ``per_member``, ``per_year``."""
    enterprise_aid: AidRecord | None = None
    """De minimis aid of the enterprise, with what forms one undertaking with it, and the ceilings over it."""
    provider_aid: AidRecord | None = None
    """The same of the provider that was chosen."""
    waits_for_draw: bool = False
    """Whether a draw that was not held yet decides, so that money is not looked at before."""
    has_entry: bool | None = None
    """Whether another application of this enterprise waits for a draw of this scheme or stands on its waiting list."""
    drawn_on: date | None = None
    """The day of the draw that it stood in; None when there was none."""
    drawn_place: int = 0
    """Its place in the order of that draw, from 1 on."""
    drawn_vouchers: int = 0
    """Vouchers that this draw gave to others and that were not given back."""
    declared: tuple[str, ...] = ()
    """Names of the facts that stand on the word of who applied, and on no register."""
    differing: tuple[str, ...] = ()
    """Names of the facts that the register tells and of which who applied declared otherwise."""
    register_on: date | None = None
    """Of which day the register told; None when none was loaded."""
    is_in_register: bool | None = None
    """Whether the enterprise is in the register; None when none was loaded."""

    @property
    def located_places(self) -> tuple[str, ...]:
        """The places that the application counts for; none while they are not known."""
        return self.establishment_places or self.seat_places or ()

    @property
    def award_day(self) -> date:
        """The day from which an award would count."""
        return self.decided_on or self.applied_on

    def to_plain(self) -> dict[str, Any]:
        """The facts as plain JSON, to be stored with the decision."""
        return to_plain(self)

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """The facts as they were stored; a fact that did not exist then is not known.

        Raises:
            ValueError: a key is unknown or a value does not have its type.
        """
        return from_plain(cls, plain)


FACT_NAMES: Mapping[str, str] = {
    "seat_places": gettext_noop("where the seat of the enterprise lies"),
    "is_social_economy_enterprise": gettext_noop(
        "whether the enterprise belongs to the social economy itself"
    ),
    "provider_kinds": gettext_noop("whether the provider is recognised"),
    "service_kind": gettext_noop("for what sort of service the voucher is"),
    "enterprise_size": gettext_noop("how large the enterprise is"),
    "nace_code": gettext_noop("what the main activity of the enterprise is"),
    "establishment_places": gettext_noop("where the enterprise has an establishment"),
    "earlier_customer": gettext_noop("whether the enterprise was a customer of the provider before"),
    "invoices_with_provider": gettext_noop("which invoices of the provider the enterprise handed in before"),
    "affiliated": gettext_noop("whether the enterprise and the provider are affiliated"),
    "same_enterprise": gettext_noop("whether the provider is the enterprise itself"),
    "provider_vouchers_counted": gettext_noop(
        "how many vouchers the enterprise has had for the provider it will choose"
    ),
    "awarded_this_year_cents": gettext_noop("how much the enterprise was awarded this year"),
    "vouchers_counted": gettext_noop("how many vouchers the enterprise has had"),
    "budget_left_cents": gettext_noop("how much money is left in the budget"),
    "ceilings_left_cents": gettext_noop("how much room is left under a ceiling"),
    "enterprise_aid": gettext_noop("how much de minimis aid the enterprise has had and may have"),
    "provider_aid": gettext_noop("how much de minimis aid the provider has had and may have"),
    "has_entry": gettext_noop("whether the enterprise stands in a draw of this scheme already"),
}
"""What a reader calls a fact that a rule may miss: message ids by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the rules give when the answer is yes."""

    amount_cents: int
    own_contribution_cents: int
    """Own money the enterprise proves by invoice, counted as ``eligible_amount`` says; zero when none is asked."""
    when_short: WhenShort | None
    """None when no own contribution is asked."""
    valid_until: date
    """The last day on which an invoice may be dated."""
    claim_days: int = USUAL_CLAIM_DAYS
    """How many days after that an invoice can be handed in."""
    share_percent: int = WHOLE
    """The most that the voucher pays of what counts of an invoice, in percent; rounded down to the cent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule said: its kind, the verdict, and the reason when it did not pass."""

    kind: str
    verdict: Verdict
    reason: Reason | None = None

    def to_plain(self) -> dict[str, Any]:
        """The outcome as plain JSON, to be stored with the decision."""
        return to_plain(self)

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """The outcome as it was stored.

        Raises:
            ValueError: a key is unknown or a value does not have its type.
        """
        return from_plain(cls, plain)


class Rule(Protocol):
    """A kind of rule: a frozen dataclass whose fields are its parameters.

    Its docstring is what the reference says of it. The limits of a parameter stand in its type; what only holds
    between parameters is checked when the rule is made, and raises ``InvalidRule``.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]
    kind: ClassVar[str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Message ids that together explain this rule to a reader; their places are parameters that are set."""
        ...

    def check(self, facts: Facts, grant: Grant) -> Outcome:
        """Judge an application by its ``facts``; ``grant`` is what an award would give."""
        ...


def passed(rule: Rule) -> Outcome:
    """The outcome of a rule that has nothing against it."""
    return _passed(rule.kind)


@cache
def _passed(kind: str) -> Outcome:
    # Most rules say this of most applications, and it is always the same.
    return Outcome(kind, Verdict.PASS)


def failed(rule: Rule, code: RefusalCode, **params: object) -> Outcome:
    """The outcome of a rule that says no, with the numbers behind it."""
    return Outcome(rule.kind, Verdict.FAIL, Reason(code, params))


def undecided(rule: Rule, code: RefusalCode, **params: object) -> Outcome:
    """The outcome of a rule that leaves it to a person, and why."""
    return Outcome(rule.kind, Verdict.REVIEW, Reason(code, params))


def waiting(rule: Rule, code: RefusalCode, **params: object) -> Outcome:
    """The outcome of a rule that has nothing against it but that its turn has not come, and why."""
    return Outcome(rule.kind, Verdict.WAIT, Reason(code, params))


def unknown(rule: Rule, fact: str) -> Outcome:
    """The outcome of a rule that misses the fact it judges by, named as in ``Facts``."""
    return undecided(rule, RefusalCode.FACT_MISSING, fact=fact)


def doubted(rule: Rule, facts: Facts, *names: str) -> Outcome | None:
    """The outcome of a rule of which a fact is told otherwise by the register than was declared; None when none is."""
    for name in names:
        if name in facts.differing:
            return undecided(rule, RefusalCode.REGISTER_DIFFERS, fact=name, on=facts.register_on)
    return None
