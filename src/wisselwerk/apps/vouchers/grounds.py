"""What a decision stands on: the rules of the day, the facts, the money that would carry it, and who may grant it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wisselwerk.apps.catalogue.queries import is_social_economy, recognised_kinds
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Budget, Ceiling, CouncilDecision, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import budget_for, granting_on, rule_set, version_on
from wisselwerk.apps.schemes.reach import Reach, reach_on
from wisselwerk.apps.schemes.services import ceiling_rooms
from wisselwerk.apps.vouchers.aid import aid_facts
from wisselwerk.apps.vouchers.earlier import awarded_cents, counted_vouchers, invoices_with
from wisselwerk.apps.vouchers.lots import draw_facts
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.registration import registration_of
from wisselwerk.clock import day_of
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance, Independence
from wisselwerk.domain.rule.base import Facts, ServiceKind
from wisselwerk.domain.rule.enterprise import EnterpriseCeiling, NumberPerEnterprise
from wisselwerk.domain.rule.provider import ServiceCategory
from wisselwerk.domain.rule.territory import Territory, nobody_decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All of it, as it is at one moment. Gather it again when some of it may have changed."""

    version: RuleSetVersion
    rules: RuleSet
    facts: Facts
    budget: Budget | None
    ceilings: tuple[Ceiling, ...]
    granting_body: Organisation | None
    no_body: Reason | None
    """Why nobody can grant, be it a local government that is missing or a member behind the seat; None: somebody can."""
    delegation: CouncilDecision | None


def grounds_of(application: Application, on: date) -> Grounds:
    """What a decision made ``on`` this day stands on. Call it with the enterprise locked, inside a transaction.

    The rules are those of the day of the application, the money is that of the year of the decision. Who grants and
    how far the scheme reaches is what holds on the day of the decision: what a council decided in between counts.

    Raises:
        Refusal: NO_RULES_YET when the scheme had none on the day of the application.
    """
    scheme, applied_on = application.scheme, day_of(application.applied_at)
    version = version_for(scheme, applied_on)
    rules = rule_set(version)
    known = registration_of(application, rules, applied_on)
    granting, reach = granting_on(scheme, on), reach_on(scheme, on)
    member = _member(reach, known.located)
    budget = budget_for(scheme, on.year, member, rules.grant(on, known.facts["enterprise_size"]).amount_cents)
    ceilings = ceiling_rooms(scheme, rules, on.year, member)
    facts = Facts(
        applied_on=applied_on,
        decided_on=on,
        undecided_places=reach.undecided(known.located),
        is_social_economy_enterprise=is_social_economy(application.enterprise_id, applied_on),
        provider_chosen=application.provider is not None,
        provider_kinds=recognised_kinds(application.provider, applied_on) if application.provider else None,
        budget_left_cents=budget.account.balance_cents if budget else 0,
        ceilings_left_cents={scope: ceiling.room.balance_cents for scope, ceiling in ceilings.items()},
        **known.facts,
        **_earlier(application, rules, on),
        **_chosen(application, rules),
        **aid_facts(application, rules, on),
        **draw_facts(application, version),
    )
    body = granting.body(member) if granting else None
    no_body = _no_seat(rules, reach, facts)
    if no_body is None and body is None:
        no_body = Reason(RefusalCode.NO_GRANTING_BODY, {"on": on})
    return Grounds(
        version=version,
        rules=rules,
        facts=facts,
        budget=budget,
        ceilings=tuple(ceilings.values()),
        granting_body=body,
        no_body=no_body,
        delegation=granting.delegation if granting else None,
    )


def version_for(scheme: Scheme, applied_on: date) -> RuleSetVersion:
    """The rules for who applies on this day. One query.

    Raises:
        Refusal: NO_RULES_YET.
    """
    found = version_on(scheme, applied_on)
    if found is None:
        raise Refusal(Reason(RefusalCode.NO_RULES_YET, {"applied_on": applied_on}))
    return found


def _earlier(application: Application, rules: RuleSet, on: date) -> dict[str, Any]:
    """What the enterprise had before. One query, and one or two more for each rule that asks more."""
    scheme_id, enterprise_id = application.scheme_id, application.enterprise_id
    rule = rules.find(NumberPerEnterprise)
    counted, for_provider = counted_vouchers(
        rule,
        scheme_id=scheme_id,
        enterprise_id=enterprise_id,
        provider_id=application.provider_id,
        on=on,
    )
    facts: dict[str, Any] = {"vouchers_counted": counted}
    if rule and rule.maximum_per_provider is not None:
        facts["provider_vouchers_counted"] = for_provider
    if rules.find(EnterpriseCeiling):
        facts["awarded_this_year_cents"] = awarded_cents(
            scheme_id=scheme_id, enterprise_id=enterprise_id, year=on.year
        )
    if rules.find(FirstAcquaintance) and application.provider:
        facts["invoices_with_provider"] = invoices_with(application.provider, enterprise_id)
    return facts


def _chosen(application: Application, rules: RuleSet) -> dict[str, Any]:
    """What is known of the provider and the service that were chosen, where a rule asks it."""
    facts: dict[str, Any] = {}
    if rules.find(Independence) and application.provider:
        facts["same_enterprise"] = application.provider.organisation_id == application.enterprise_id
    if rules.find(ServiceCategory) and application.service and application.service.kind:
        facts["service_kind"] = ServiceKind(application.service.kind)
    return facts


def _member(reach: Reach, seat: tuple[str, ...] | None) -> Organisation | None:
    """The member in whose part of the territory the whole seat lies, however finely it is known."""
    found = {reach.member_of(place) for place in seat or ()}
    return found.pop() if len(found) == 1 else None


def _no_seat(rules: RuleSet, reach: Reach, facts: Facts) -> Reason | None:
    """Why nobody can grant where the seat lies, whoever grants; None when one member stands behind all of it."""
    if _member(reach, facts.located_places):
        return None
    if reason := nobody_decided(facts, facts.located_places):
        return reason
    territory = rules.find(Territory)
    named = territory.places if territory else tuple(one.place for one in reach.members)
    places = tuple(place for place in named if reach.member_of(place))
    return Reason(RefusalCode.SEAT_NOT_LOCATED, {"place": facts.located_places, "places": places})
