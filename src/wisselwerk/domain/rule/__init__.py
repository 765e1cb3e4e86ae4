"""The rules of a scheme: typed kinds with parameters that are data, kept in one registry.

A rule set is one version of the rules of a scheme, each with its legal source. Evaluating it against the facts of an
application gives one outcome per rule and a result; the same rules and facts give the same answer for ever, which is
what ``wisselwerk verify`` proves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar, cast

from wisselwerk.domain.refusal import Reason, gettext_noop
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance, Independence
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.allocation import NO_LAST_DAY, Allocation
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import WHOLE, EnterpriseSize, Facts, Grant, Outcome, Rule, Verdict
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.decision import DecisionMode
from wisselwerk.domain.rule.enterprise import (
    EnterpriseCeiling,
    NumberPerEnterprise,
    RegularEnterprise,
    Sector,
    SizeOfEnterprise,
)
from wisselwerk.domain.rule.last_part import ONE_INVOICE, LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder, WhenBelow
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule.payee import PaidTo, Payee
from wisselwerk.domain.rule.plain import from_plain, to_plain
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory
from wisselwerk.domain.rule.question import Asks, Question
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.vat import EligibleAmount
from wisselwerk.domain.rule.window import ApplicationWindow, Validity

_KINDS: tuple[type[Rule], ...] = (
    Amount,
    OwnContribution,
    MinimumOrder,
    InvoicesPerVoucher,
    Payee,
    EligibleAmount,
    Territory,
    RegularEnterprise,
    SizeOfEnterprise,
    Sector,
    ProviderCategory,
    ServiceCategory,
    FirstAcquaintance,
    Independence,
    NumberPerEnterprise,
    EnterpriseCeiling,
    ApplicationWindow,
    Allocation,
    Validity,
    Reminders,
    Proof,
    LastPart,
    BudgetCeiling,
    DeMinimis,
    CostKey,
    DecisionMode,
)
KINDS: Mapping[str, type[Rule]] = {rule.kind: rule for rule in _KINDS}
"""Every kind of rule there is, by its name in files and in stored decisions, in the order in which people read them."""

REQUIRED: frozenset[str] = frozenset({Amount.kind, Validity.kind, BudgetCeiling.kind, DecisionMode.kind})
"""Kinds without which nothing can be awarded: what, until when, out of which money, decided how."""

ASK_NOTHING: frozenset[str] = frozenset(
    {
        OwnContribution.kind,
        MinimumOrder.kind,
        InvoicesPerVoucher.kind,
        Payee.kind,
        EligibleAmount.kind,
        Validity.kind,
        Reminders.kind,
        Proof.kind,
        LastPart.kind,
        CostKey.kind,
    }
)
"""Kinds that pass every application: they say what a voucher is and what comes after, and an application cannot fail them."""

NO_GROUND: frozenset[str] = ASK_NOTHING | {Amount.kind, DecisionMode.kind}
"""Kinds that no refusal rests on: whatever is not known, they say how much, or who decides, and never no."""

OF_THE_MONEY: frozenset[str] = frozenset({BudgetCeiling.kind, Allocation.kind})
"""Kinds that judge what is left and whose turn it is, and not who applies: where they are met, nobody can say they are not."""

DOUBLED_KIND = gettext_noop("The rule “{kind}” stands here twice. Keep one of them.")
MISSING_KIND = gettext_noop("The rule “{kind}” is missing. Add it: without it no voucher can be awarded.")

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class SourcedRule:
    """A rule with the legal text it stands on."""

    rule: Rule
    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise InvalidRule(
                gettext_noop("The rule “{kind}” has no source. Name the decision or the text that sets it."),
                kind=self.rule.kind,
            )


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the rules of a scheme, in the order in which they are read and applied.

    Raises:
        InvalidRule: a kind that is required is missing, a kind stands in it twice, there is a draw and no last day to
            apply, or a last part waits for evaluations and a voucher takes more than one invoice.
    """

    rules: tuple[SourcedRule, ...]
    _by_kind: Mapping[type[Rule], Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = [sourced.rule.kind for sourced in self.rules]
        for kind in kinds:
            if kinds.count(kind) > 1:
                raise InvalidRule(DOUBLED_KIND, kind=kind)
        for kind in KINDS:
            if kind in REQUIRED and kind not in kinds:
                raise InvalidRule(MISSING_KIND, kind=kind)
        object.__setattr__(self, "_by_kind", {type(one.rule): one.rule for one in self.rules})
        window = self.find(ApplicationWindow)
        if self.lottery and (window is None or window.closes_on is None):
            raise InvalidRule(NO_LAST_DAY, kind=Allocation.kind, mended_at=ApplicationWindow.kind)
        invoices = self.find(InvoicesPerVoucher)
        if self.find(LastPart) and (invoices is None or invoices.maximum > 1):
            raise InvalidRule(ONE_INVOICE, kind=LastPart.kind)

    def find(self, kind: type[R]) -> R | None:
        """The rule of this kind, or None."""
        return cast("R | None", self._by_kind.get(kind))

    @property
    def lottery(self) -> Allocation | None:
        """The rule that has a draw decide; None where applications are decided as they come in."""
        rule = self.find(Allocation)
        return rule if rule is not None and rule.is_lottery else None

    @property
    def paid_to(self) -> PaidTo:
        """Who gets what a voucher pays: the provider, unless a rule says otherwise."""
        rule = self.find(Payee)
        return PaidTo.PROVIDER if rule is None else rule.paid_to

    @property
    def is_at_most(self) -> bool:
        """Whether some get less than the largest amount: by their size, or by a share or a proportion of their invoices."""
        amount, own, order = self.find(Amount), self.find(OwnContribution), self.find(MinimumOrder)
        return (
            (amount is not None and amount.is_at_most)
            or (own is not None and own.share_percent is not None)
            or (order is not None and order.when_below is WhenBelow.PRO_RATA)
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        """What these rules ask of an applicant, each question once, in the order of the rules."""
        asked = (one.rule.questions for one in self.rules if isinstance(one.rule, Asks))
        return tuple(dict.fromkeys(question for some in asked for question in some))

    def grant(self, on: date, size: EnterpriseSize | None = None) -> Grant:
        """What an award made on this day gives to an enterprise of this size, as far as that is known."""
        amount, validity, own = self.find(Amount), self.find(Validity), self.find(OwnContribution)
        assert amount is not None
        assert validity is not None
        amount_cents, share_percent = amount.for_size(size)
        return Grant(
            amount_cents=amount_cents,
            own_contribution_cents=0 if own is None else own.minimum_cents,
            when_short=None if own is None else own.when_short,
            valid_until=validity.last_day(on),
            claim_days=validity.days_to_claim,
            share_percent=min(share_percent, WHOLE if own is None else own.voucher_percent),
        )

    def to_plain(self) -> dict[str, Any]:
        """These rules as plain JSON: ``{"rules": [{"kind", "parameters", "source"}]}``."""
        return {
            "rules": [
                {"kind": one.rule.kind, "parameters": to_plain(one.rule), "source": one.source}
                for one in self.rules
            ]
        }

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """The rules as they were stored.

        Raises:
            ValueError: a key or a kind is unknown, or a value does not have its type.
            InvalidRule: all of that is well, but such rules cannot exist.
        """
        match plain:
            case {"rules": [*entries], **others} if not others:
                return cls(tuple(_sourced_rule(entry) for entry in entries))
        raise ValueError(f"a rule set is written as an object with rules, not as {plain!r}")


def _sourced_rule(plain: object) -> SourcedRule:
    match plain:
        case {"kind": str(kind), "parameters": parameters, "source": str(source), **others} if not others:
            if kind not in KINDS:
                raise ValueError(f"there is no kind of rule called {kind!r}")
            return SourcedRule(from_plain(KINDS[kind], parameters), source)
    raise ValueError(f"a rule is written as an object with kind, parameters and source, not as {plain!r}")


class Result(StrEnum):
    """What the rules say of an application. The values are those of the API's ``outcome``."""

    AWARDED = "awarded"
    REFUSED = "refused"
    REVIEW = "review"
    ENTERED = "entered"
    """In a draw that was not held yet."""
    WAITING_LIST = "waiting_list"
    """Drawn, and not reached as long as nothing comes free."""
    NOT_DRAWN = "not_drawn"
    """Drawn, and not reached: it waits no longer, or there is no waiting list."""


WAITS = frozenset({Result.ENTERED, Result.WAITING_LIST, Result.NOT_DRAWN})
"""What becomes of an application with nothing against it whose turn has not come."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules say of an application, rule by rule."""

    result: Result
    outcomes: tuple[Outcome, ...]
    grant: Grant
    """What an award gives, or would have given."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the result is what it is (``reasons_for``)."""
        return reasons_for(self.result, self.outcomes)


_DECISIVE = {
    Result.AWARDED: Verdict.PASS,
    Result.REFUSED: Verdict.FAIL,
    Result.REVIEW: Verdict.REVIEW,
    **dict.fromkeys(WAITS, Verdict.WAIT),
}


def reasons_for(result: Result, outcomes: Iterable[Outcome]) -> tuple[Reason, ...]:
    """Why a result is what it is: every refusal when it is a no, every doubt when a person must look, what it waits for.

    None of a yes. What two rules say alike is one reason, such as a fact that both miss.
    """
    found: list[Reason] = []
    for one in outcomes:
        if one.reason and one.verdict is _DECISIVE[result] and one.reason not in found:
            found.append(one.reason)
    return tuple(found)


def evaluate(rule_set: RuleSet, facts: Facts) -> Evaluation:
    """Apply every rule, also after a refusal, so that an applicant hears everything at once.

    One no refuses; without a no, one doubt asks for a person; otherwise the voucher is awarded. Where a draw decides, it
    is entered instead; once it was drawn, it waits as long as the money does not carry it, whatever doubt there is.
    """
    grant = rule_set.grant(facts.award_day, facts.enterprise_size)
    outcomes = tuple(sourced.rule.check(facts, grant) for sourced in rule_set.rules)
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.FAIL in verdicts:
        result = Result.REFUSED
    elif Verdict.WAIT in verdicts and not facts.waits_for_draw:
        result = _once_drawn(rule_set, facts)
    elif Verdict.REVIEW in verdicts:
        result = Result.REVIEW
    elif facts.waits_for_draw:
        # Money was not looked at, so that nothing can be awarded, whatever the rules are.
        result = Result.ENTERED
    else:
        result = Result.AWARDED
    return Evaluation(result, outcomes, grant)


def refusable(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes that a person can rest a refusal on, those that are not met first.

    Where the scheme leaves all to a person, or nothing that can refuse is open, also the conditions on who applies that
    look met: those are then that person's to judge.
    """
    every = tuple(outcomes)
    grounds = [one for one in every if one.kind not in NO_GROUND]
    not_met = [one for one in grounds if one.verdict is not Verdict.PASS]
    all_by_person = any(one.kind == DecisionMode.kind and one.verdict is not Verdict.PASS for one in every)
    if not_met and not all_by_person:
        return tuple(not_met)
    met = (one for one in grounds if one.verdict is Verdict.PASS and one.kind not in OF_THE_MONEY)
    return (*not_met, *met)


def _once_drawn(rule_set: RuleSet, facts: Facts) -> Result:
    """What becomes of one that was drawn and not reached: it waits its time, where there is a waiting list."""
    rule = rule_set.lottery
    until = rule.waiting_until(facts.drawn_on) if rule and facts.drawn_on else None
    waits = until is not None and facts.award_day <= until
    return Result.WAITING_LIST if waits else Result.NOT_DRAWN
