"""Who takes part in the learning network, and what each has done, for choosing whom a question goes to."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from wisselwerk.apps.initiatives.models import CoordinationRole
from wisselwerk.apps.network.models import NetworkAnswer
from wisselwerk.apps.parties.models import Membership, Organisation, RoleHolding
from wisselwerk.apps.parties.permissions import PARTICIPANTS, SPEAKS
from wisselwerk.apps.schemes.models import Draft, RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network import Phase, Profile, Topic
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.amount import OwnContribution
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.formats.territory import belgian_territory

SPEAKING = tuple(sorted(SPEAKS))


def spoken_for(actor: Actor) -> list[Organisation]:
    """For whom the actor can ask, answer and call meetings, partnerships first: more of the practice is theirs. One query."""
    own = Organisation.objects.filter(pk__in=actor.organisations(*PARTICIPANTS))
    return sorted(own, key=lambda one: (one.nis_code is not None, one.name, one.pk))


def profiles_on(day: date) -> dict[int, Profile]:
    """Everybody who can be asked on a day: whoever has somebody to read it. Seven queries, however many they are."""
    held = RoleHolding.objects.on(day).filter(
        role__in=SPEAKING, person__is_active=True, person__email__isnull=False
    )
    organisations = {one.pk: one for one in Organisation.objects.filter(pk__in=held.values("organisation"))}
    places = _places(organisations, day)
    phases, did = _schemes(day)
    answered = _answered()
    inhabitants = dict(
        CoordinationRole.objects.on(day)
        .filter(holder__in=organisations)
        .order_by("valid_from")
        .values_list("holder", "inhabitants")
    )
    return {
        pk: Profile(
            organisation=pk,
            name=one.name,
            phase=phases.get(pk, Phase.NONE),
            did=frozenset(did[pk]),
            answered=frozenset(answered[pk]),
            inhabitants=inhabitants.get(pk),
            places=frozenset(places[pk]),
        )
        for pk, one in organisations.items()
    }


def _places(organisations: Collection[int], day: date) -> defaultdict[int, set[str]]:
    """The municipalities each works in, as they are called on the day."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    territory = belgian_territory()
    for pk, code in Organisation.objects.filter(pk__in=organisations, nis_code__isnull=False).values_list(
        "pk", "nis_code"
    ):
        found[pk].add(str(code))
    members = Membership.objects.on(day).filter(partnership__in=organisations)
    for pk, place in members.values_list("partnership", "place"):
        found[pk].add(territory.municipality_of(place, day).code)
    return found


def _schemes(day: date) -> tuple[dict[int, Phase], defaultdict[int, set[Topic]]]:
    """How far each partnership is, and what the rules that hold now have."""
    phases: dict[int, Phase] = dict.fromkeys(
        Draft.objects.filter(version=None).values_list("partnership", flat=True), Phase.PREPARING
    )
    did: defaultdict[int, set[Topic]] = defaultdict(set)
    current: dict[int, RuleSetVersion] = {}
    for version in RuleSetVersion.objects.select_related("scheme").order_by("valid_from"):
        if version.valid_from <= day:
            current[version.scheme_id] = version
        else:
            phases.setdefault(version.scheme.partnership_id, Phase.PREPARING)
    for version in current.values():
        partnership = version.scheme.partnership_id
        phases[partnership] = Phase.RUNNING
        did[partnership] |= _topics(rule_set(version))
    return phases, did


def _topics(rules: RuleSet) -> set[Topic]:
    allocation = rules.find(Allocation)
    has = {
        Topic.OWN_CONTRIBUTION: rules.find(OwnContribution) is not None,
        Topic.DRAW: allocation is not None and allocation.is_lottery,
        Topic.LAST_PART: rules.find(LastPart) is not None,
        Topic.COST: rules.find(CostKey) is not None,
    }
    return {topic for topic, holds in has.items() if holds}


def _answered() -> defaultdict[int, set[Topic]]:
    found: defaultdict[int, set[Topic]] = defaultdict(set)
    rows = NetworkAnswer.objects.values_list("given_for", "question__topic").distinct()
    for organisation, topic in rows.order_by():
        found[organisation].add(Topic(topic))
    return found
