"""What can be found wrong with rules before they are published, and how it is said.

Some findings stop a draft: such rules cannot exist, or no voucher could ever be awarded under them. The others are for
a person to weigh. Each says what is wrong and what to do, about the rule where it belongs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.refusal import Params, gettext_noop
from wisselwerk.domain.rule import MISSING_KIND


class Weight(StrEnum):
    """What a finding means for publishing."""

    STOPS = "stops"
    WARNS = "warns"


class Finding(StrEnum):
    """What can be found. Each has its words in ``TOLD``."""

    CANNOT_EXIST = "CANNOT_EXIST"
    KIND_MISSING = "KIND_MISSING"
    CEILING_BELOW_VOUCHER = "CEILING_BELOW_VOUCHER"
    PLACES_COARSE = "PLACES_COARSE"
    TERRITORY_OUTSIDE = "TERRITORY_OUTSIDE"
    WINDOW_OVER = "WINDOW_OVER"
    WINDOW_BEFORE_START = "WINDOW_BEFORE_START"
    NOBODY_CAN_APPLY = "NOBODY_CAN_APPLY"
    CEILING_BELOW_SOME = "CEILING_BELOW_SOME"
    VALIDITY_SHORT = "VALIDITY_SHORT"
    LAST_DAY_MOVES = "LAST_DAY_MOVES"
    HAND_IN_MOVES = "HAND_IN_MOVES"
    OWN_ABOVE_AMOUNT = "OWN_ABOVE_AMOUNT"
    ONE_TAKES_ALL = "ONE_TAKES_ALL"
    INVOICES_IDLE = "INVOICES_IDLE"
    MINIMUM_IDLE = "MINIMUM_IDLE"
    SIZE_IDLE = "SIZE_IDLE"
    VOUCHER_LARGE = "VOUCHER_LARGE"
    WINDOW_ONE_DAY = "WINDOW_ONE_DAY"
    PER_PROVIDER_IDLE = "PER_PROVIDER_IDLE"
    SOURCE_OF_BEFORE = "SOURCE_OF_BEFORE"
    STARTS_IN_PAST = "STARTS_IN_PAST"
    SECTORS_OF_NOBODY = "SECTORS_OF_NOBODY"
    SECTORS_UNKNOWN = "SECTORS_UNKNOWN"
    NO_PROVIDER = "NO_PROVIDER"
    PLACES_OUTSIDE = "PLACES_OUTSIDE"
    MEMBERS_LEFT_OUT = "MEMBERS_LEFT_OUT"
    ANYWHERE = "ANYWHERE"
    ANY_PROVIDER = "ANY_PROVIDER"
    COST_NOT_SHARED = "COST_NOT_SHARED"
    NEWER_VERSION = "NEWER_VERSION"
    NO_AGREEMENT = "NO_AGREEMENT"
    NO_BUDGET = "NO_BUDGET"
    BUDGET_BELOW_VOUCHER = "BUDGET_BELOW_VOUCHER"
    NO_VISUM = "NO_VISUM"
    NO_COUNCIL_DECISION = "NO_COUNCIL_DECISION"
    VOTED_DOWN = "VOTED_DOWN"
    DECIDED_ABOUT_ELSE = "DECIDED_ABOUT_ELSE"
    PUBLISHED_ABOUT_ELSE = "PUBLISHED_ABOUT_ELSE"
    AMENDED = "AMENDED"
    NO_DELEGATION = "NO_DELEGATION"


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says: message ids whose places are its params."""

    weight: Weight
    says: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, and the rule it is about; no kind when it is about what stands around the rules."""

    finding: Finding
    kind: str = ""
    params: Params = field(default_factory=lambda: MappingProxyType({}))
    problem: str = ""
    """The message id of what keeps a rule from existing, which is then what it says."""
    elsewhere: str = ""
    """The kind of rule where it is mended, when that is another one."""

    @property
    def mended_at(self) -> str:
        """The kind of rule to open; empty when it is about what stands around the rules."""
        return self.elsewhere or self.kind

    @property
    def weight(self) -> Weight:
        """Whether it stops the draft."""
        return TOLD[self.finding].weight

    @property
    def says(self) -> str:
        """Message id of what is wrong."""
        return self.problem or TOLD[self.finding].says

    @property
    def to_do(self) -> str:
        """Message id of what to do about it."""
        return TOLD[self.finding].to_do


TOLD: Mapping[Finding, Told] = {
    Finding.CANNOT_EXIST: Told(Weight.STOPS, "", gettext_noop("Change this rule, or leave it out.")),
    Finding.KIND_MISSING: Told(Weight.STOPS, MISSING_KIND, gettext_noop("Add this rule.")),
    Finding.CEILING_BELOW_VOUCHER: Told(
        Weight.STOPS,
        gettext_noop(
            "A ceiling is {ceiling_cents}, and one voucher is worth {amount_cents}: none fits under it."
        ),
        gettext_noop("Raise the ceiling, leave it open, or lower the amount."),
    ),
    Finding.PLACES_COARSE: Told(
        Weight.STOPS,
        gettext_noop(
            "{places}: a rule names municipalities as they were before a merger, and none of these is such a one."
        ),
        gettext_noop("Untick them, and tick the former municipalities that take part."),
    ),
    Finding.TERRITORY_OUTSIDE: Told(
        Weight.STOPS,
        gettext_noop("None of these places is of a member of your partnership: nobody could get a voucher."),
        gettext_noop("Tick the places of your members."),
    ),
    Finding.WINDOW_OVER: Told(
        Weight.WARNS,
        gettext_noop(
            "Applications close on {closes_on}, before these rules start on {starts_on}: nobody can apply under them."
        ),
        gettext_noop("Choose a later last day, or leave it open."),
    ),
    Finding.WINDOW_BEFORE_START: Told(
        Weight.WARNS,
        gettext_noop(
            "Applications open on {opens_on}, while the rules start on {starts_on} only. Who reads that, comes too soon."
        ),
        gettext_noop("Let both start on the same day."),
    ),
    Finding.NOBODY_CAN_APPLY: Told(
        Weight.WARNS,
        gettext_noop("From {closed_on} up to and including {last_on} nobody can apply."),
        gettext_noop("Let the applications open sooner, or tell businesses about the pause."),
    ),
    Finding.VALIDITY_SHORT: Told(
        Weight.WARNS,
        gettext_noop(
            "A voucher can be used for {days} days. The first reminder goes out {reminder_days} days before the end: "
            "almost at once."
        ),
        gettext_noop("Choose more months, or have the first reminder go out closer to the end."),
    ),
    Finding.LAST_DAY_MOVES: Told(
        Weight.WARNS,
        gettext_noop(
            "A voucher can be used for {days} days, and nobody loses it before two reminders: {second_days} and "
            "{last_days} days before the end. That does not fit, so the last day of each voucher moves."
        ),
        gettext_noop("Choose more months, or have these reminders go out closer to the end."),
    ),
    Finding.HAND_IN_MOVES: Told(
        Weight.WARNS,
        gettext_noop(
            "An invoice can be handed in for {days} days, and nobody loses that before two reminders: {second_days} and "
            "{last_days} days before the end. That does not fit, so the last day to hand in moves for each voucher."
        ),
        gettext_noop("Give more days to hand in, or have these reminders go out closer to the end."),
    ),
    Finding.CEILING_BELOW_SOME: Told(
        Weight.WARNS,
        gettext_noop(
            "A ceiling is {ceiling_cents}, and for some enterprises a voucher is worth {amount_cents}: they get none."
        ),
        gettext_noop("Raise the ceiling, leave it open, or lower that amount."),
    ),
    Finding.OWN_ABOVE_AMOUNT: Told(
        Weight.WARNS,
        gettext_noop(
            "A business pays at least {minimum_cents} itself, more than the {amount_cents} that it gets. Few will ask one."
        ),
        gettext_noop("Lower the own contribution, or raise the amount."),
    ),
    Finding.ONE_TAKES_ALL: Told(
        Weight.WARNS,
        gettext_noop(
            "One enterprise may have {maximum} vouchers of {amount_cents}. Together that is more than a ceiling of "
            "{ceiling_cents}."
        ),
        gettext_noop("Allow fewer vouchers per enterprise, or raise the ceiling."),
    ),
    Finding.INVOICES_IDLE: Told(
        Weight.WARNS,
        gettext_noop(
            "A voucher may be used with {maximum} invoices, but each must cover the whole voucher and the own contribution: the "
            "first uses it up."
        ),
        gettext_noop("Let the own money count first, or leave the rule about invoices out."),
    ),
    Finding.MINIMUM_IDLE: Told(
        Weight.WARNS,
        gettext_noop(
            "An order comes to at least {minimum_cents}, but each invoice must cover the voucher and the own contribution, "
            "{needed_cents} or more: the minimum never counts."
        ),
        gettext_noop("Choose a higher minimum, or leave that rule out."),
    ),
    Finding.SIZE_IDLE: Told(
        Weight.WARNS,
        gettext_noop(
            "An amount is set for enterprises of this size: {sizes}. The voucher is only for others: nobody gets that amount."
        ),
        gettext_noop("Take that amount out, or admit that size too."),
    ),
    Finding.VOUCHER_LARGE: Told(
        Weight.WARNS,
        gettext_noop(
            "One voucher is worth up to {amount_cents}. That is much for getting to know each other."
        ),
        gettext_noop("Look whether the amount is right: is there a zero too many?"),
    ),
    Finding.WINDOW_ONE_DAY: Told(
        Weight.WARNS,
        gettext_noop("Applications are open on one day only: {opens_on}."),
        gettext_noop("Choose a later last day, unless you want it so."),
    ),
    Finding.PER_PROVIDER_IDLE: Told(
        Weight.WARNS,
        gettext_noop(
            "One enterprise may have {maximum_per_provider} vouchers for one provider and {maximum} in all: the first never "
            "counts."
        ),
        gettext_noop("Choose fewer for one provider, or leave that open."),
    ),
    Finding.SOURCE_OF_BEFORE: Told(
        Weight.WARNS,
        gettext_noop(
            "The rule “{kind}” was changed, and still stands on what the rule before it stood on: {source}."
        ),
        gettext_noop("Name the decision that changes it, or leave its legal basis open."),
    ),
    Finding.STARTS_IN_PAST: Told(
        Weight.WARNS,
        gettext_noop("The first day, {starts_on}, has passed: a regulation does not hold backwards."),
        gettext_noop("Choose a day after the councils meet, unless they decided that day already then."),
    ),
    Finding.SECTORS_OF_NOBODY: Told(
        Weight.WARNS,
        gettext_noop("{sectors}: no enterprise in the register has its main activity in this sector (NACE)."),
        gettext_noop("Look the code up in NACE-BEL, and correct it or leave it out."),
    ),
    Finding.SECTORS_UNKNOWN: Told(
        Weight.WARNS,
        gettext_noop(
            "{sectors}: whether these sectors (NACE) exist could not be checked, because no register of enterprises (KBO) was "
            "loaded here."
        ),
        gettext_noop("Look each code up in NACE-BEL: with one that does not exist the rule is about nobody."),
    ),
    Finding.NO_PROVIDER: Told(
        Weight.WARNS,
        gettext_noop(
            "On {starts_on} no provider here is recognised as {kinds}: a voucher cannot be used anywhere."
        ),
        gettext_noop("Tick other kinds of provider, or have providers registered first."),
    ),
    Finding.PLACES_OUTSIDE: Told(
        Weight.WARNS,
        gettext_noop("{places}: not of a member of your partnership. No voucher can be granted there."),
        gettext_noop("Leave these places out, or let their council join."),
    ),
    Finding.MEMBERS_LEFT_OUT: Told(
        Weight.WARNS,
        gettext_noop("Businesses in {members} cannot apply, although that municipality takes part."),
        gettext_noop("Tick its places, or explain to its council why not."),
    ),
    Finding.ANYWHERE: Told(
        Weight.WARNS,
        gettext_noop(
            "No rule says where the enterprise has its seat: businesses from all of Belgium could apply."
        ),
        gettext_noop("Add the rule about the territory."),
    ),
    Finding.ANY_PROVIDER: Told(
        Weight.WARNS,
        gettext_noop("No rule says which providers count: a voucher could be used anywhere."),
        gettext_noop("Add the rule about the providers."),
    ),
    Finding.COST_NOT_SHARED: Told(
        Weight.WARNS,
        gettext_noop("The shares of the cost name no place of {members}."),
        gettext_noop("Add its shares; zero is a share too."),
    ),
    Finding.NEWER_VERSION: Told(
        Weight.WARNS,
        gettext_noop(
            "Version {version} was published after this draft was begun. What changed there is not in it."
        ),
        gettext_noop("Look at the differences, and take over here what has to stay."),
    ),
    Finding.NO_AGREEMENT: Told(
        Weight.WARNS,
        gettext_noop(
            "On {starts_on} no agreement of your partnership is on record: nobody can grant a voucher."
        ),
        gettext_noop("Have the councils sign or prolong it, and have it recorded."),
    ),
    Finding.NO_BUDGET: Told(
        Weight.WARNS,
        gettext_noop("No money was set aside for {year} yet: nobody can get a voucher."),
        gettext_noop("Add the money on the page of the scheme, once a council has authorised it."),
    ),
    Finding.BUDGET_BELOW_VOUCHER: Told(
        Weight.WARNS,
        gettext_noop("A budget holds {left_cents} at most, too little for one voucher of {amount_cents}."),
        gettext_noop("Add money on the page of the scheme, once a council has authorised it."),
    ),
    Finding.NO_VISUM: Told(
        Weight.WARNS,
        gettext_noop("The visum of the financial director is missing: the scheme does not open without it."),
        gettext_noop("Ask the financial director for it after you have published."),
    ),
    Finding.NO_COUNCIL_DECISION: Told(
        Weight.WARNS,
        gettext_noop("No decision about this scheme is on record of the council of: {members}."),
        gettext_noop("Put it before these councils, and have their decisions recorded."),
    ),
    Finding.VOTED_DOWN: Told(
        Weight.WARNS,
        gettext_noop("This regulation was voted down by the council of: {members}."),
        gettext_noop("Ask these members what they want otherwise, before you publish or open the scheme."),
    ),
    Finding.DECIDED_ABOUT_ELSE: Told(
        Weight.WARNS,
        gettext_noop(
            "The first day, or who grants, is no longer what was decided about by the council of: {members}."
        ),
        gettext_noop(
            "Put it back to what the council decided, or put it before that council again. Then record that it decided, and tick "
            "that the text is the same."
        ),
    ),
    Finding.PUBLISHED_ABOUT_ELSE: Told(
        Weight.WARNS,
        gettext_noop(
            "What was published has another first day, or others who grant, than was decided about by the council of: {members}."
        ),
        gettext_noop(
            "Put it before that council again. Has it decided? Say at that council that what stands there was noted by mistake, "
            "and record the new decision."
        ),
    ),
    Finding.AMENDED: Told(
        Weight.WARNS,
        gettext_noop(
            "Other rules than these were decided by the council of: {members}. Applications from there are decided by these "
            "rules all the same."
        ),
        gettext_noop(
            "Look at the text for the councils where they differ. Take over what was decided, or put these rules before that "
            "council again."
        ),
    ),
    Finding.NO_DELEGATION: Told(
        Weight.WARNS,
        gettext_noop(
            "No council has delegated the decision on applications: a person confirms each of them."
        ),
        gettext_noop("Nothing, when you want it so. Otherwise ask the council for a delegation."),
    ),
}
