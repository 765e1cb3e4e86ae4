"""Applications of before, to try new rules on: each with what was known of it, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Decision, Redemption, Voucher
from wisselwerk.apps.vouchers.queries.sight import coordinated_by
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.rule import Evaluation, Result, reasons_for
from wisselwerk.domain.rule.base import Facts, Outcome
from wisselwerk.domain.simulation import COUNTED, TrialApplication
from wisselwerk.domain.voucher import VoucherState

OVER = (VoucherState.LAPSED, VoucherState.REVOKED)


@dataclass(frozen=True, slots=True)
class Past:
    """One that was decided on."""

    application: Application
    decision: Decision
    """The first one: of the day on which the rules were asked."""
    facts: Facts
    """Those of that decision."""
    ordered: tuple[int | None] | None
    """What was ordered with its voucher, None when that is over and was never used; None in all when nobody knows: of who
    got no voucher, or did not use it yet."""

    def trial(self, usual_cents: int) -> TrialApplication:
        """It, to be tried; where nobody knows what is ordered, it is what is usual."""
        return TrialApplication(
            applied_on=self.facts.applied_on,
            decided_on=self.facts.award_day,
            enterprise=self.application.enterprise_id,
            provider=self.application.provider_id,
            known={
                one.name: getattr(self.facts, one.name) for one in fields(Facts) if one.name not in COUNTED
            },
            order_cents=usual_cents if self.ordered is None else self.ordered[0],
            is_declined=self.decision.evaluated == Result.REVIEW
            and self.application.state == ApplicationState.REFUSED,
        )

    @property
    def was_awarded(self) -> bool:
        """Whether it has a voucher by now."""
        return self.application.state == ApplicationState.AWARDED

    def says_the_same(self, evaluation: Evaluation) -> bool:
        """Whether rules say of it now what they said then, for the same reasons."""
        result, outcomes = self.decision.evaluated, map(Outcome.from_plain, self.decision.outcomes)
        then = {one.code for one in reasons_for(Result(result), outcomes)}
        return result == evaluation.result and then == {one.code for one in evaluation.reasons}


def past_applications(actor: Actor, scheme: Scheme) -> list[Past]:
    """Every application of a scheme that was decided on, in the order in which that was, for who coordinates it.

    Not those that were withdrawn: what would have become of them nobody knows.
    Who applied elsewhere stays there: for who coordinates another scheme there is nothing here. Three queries.
    """
    found = Application.objects.filter(coordinated_by(actor), scheme=scheme)
    found = found.exclude(state=ApplicationState.WITHDRAWN)
    decisions = Decision.objects.filter(application__in=found).select_related("application__enterprise")
    first: dict[UUID, Decision] = {}
    for decision in decisions.order_by("decided_at", "pk"):
        first.setdefault(decision.application_id, decision)
    orders = _orders(scheme)
    return [
        Past(one.application, one, Facts.from_plain(one.facts), orders.get(one.application_id))
        for one in first.values()
    ]


def _orders(scheme: Scheme) -> Mapping[UUID, tuple[int | None]]:
    """What was ordered with each voucher of which that is known. Two queries."""
    used: dict[UUID, int] = defaultdict(int)
    paid = Redemption.objects.filter(voucher__scheme=scheme, is_reversed=False)
    for application, cents in paid.values_list("voucher__application", "eligible_cents"):
        used[application] += cents
    over = Voucher.objects.filter(scheme=scheme, state__in=OVER).values_list("application", flat=True)
    never: dict[UUID, tuple[int | None]] = dict.fromkeys(over, (None,))
    return never | {application: (cents,) for application, cents in used.items()}
