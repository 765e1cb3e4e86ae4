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
    tried: TrialApplication

    @property
    def was_awarded(self) -> bool:
        """Whether it has a voucher by now."""
        return self.application.state == ApplicationState.AWARDED

    def says_the_same(self, evaluation: Evaluation) -> bool:
        """Whether rules say of it now what they said then, for the same reasons."""
        result, outcomes = self.decision.evaluated, map(Outcome.from_plain, self.decision.outcomes)
        then = {one.code for one in reasons_for(Result(result), outcomes)}
        return result == evaluation.result and then == {one.code for one in evaluation.reasons}


def past_applications(actor: Actor, scheme: Scheme, *, order_cents: int) -> list[Past]:
    """Every application of a scheme that was decided on, in the order in which that was, for who coordinates it.

    ``order_cents`` is what an order is taken to come to that nobody knows: of who got no voucher, or did not use it yet.
    What others were told of who applied stays with them: for who coordinates another scheme there is nothing here. Three
    queries.
    """
    found = Application.objects.filter(coordinated_by(actor), scheme=scheme)
    decisions = Decision.objects.filter(application__in=found).select_related("application")
    first: dict[UUID, Decision] = {}
    for decision in decisions.order_by("decided_at", "pk"):
        first.setdefault(decision.application_id, decision)
    orders = _orders(scheme, order_cents)
    return [
        Past(one.application, one, _tried(one, orders.get(one.application_id, order_cents)))
        for one in first.values()
    ]


def _tried(decision: Decision, order_cents: int | None) -> TrialApplication:
    application, facts = decision.application, Facts.from_plain(decision.facts)
    left_to_person = decision.evaluated == Result.REVIEW
    return TrialApplication(
        applied_on=facts.applied_on,
        decided_on=facts.award_day,
        enterprise=application.enterprise_id,
        provider=application.provider_id,
        known={one.name: getattr(facts, one.name) for one in fields(Facts) if one.name not in COUNTED},
        order_cents=order_cents,
        is_declined=left_to_person and application.state == ApplicationState.REFUSED,
    )


def _orders(scheme: Scheme, order_cents: int) -> Mapping[UUID, int | None]:
    """What was ordered with each voucher; None of those that are over and were never used. Two queries."""
    used: dict[UUID, int] = defaultdict(int)
    paid = Redemption.objects.filter(voucher__scheme=scheme, is_reversed=False)
    for application, cents in paid.values_list("voucher__application", "eligible_cents"):
        used[application] += cents
    found = Voucher.objects.filter(scheme=scheme).values_list("application", "state")
    return {
        application: used.get(application, None if state in OVER else order_cents)
        for application, state in found
    }
