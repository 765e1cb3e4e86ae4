"""Drafts as they are read: what is in them, what is found wrong, and what differs from where they come from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.enterprises.queries import sectors_of_nobody
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.schemes.council_standing import Standing, standing
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Budget, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import granting_on, rule_set
from wisselwerk.apps.schemes.rule_line import RuleLine, lines_of_draft
from wisselwerk.apps.schemes.visum import visum_of
from wisselwerk.clock import day_of, today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.lineage import PARTNERSHIP, Difference, Rules, Variant, differences
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.enterprise import Sector
from wisselwerk.domain.rule.parameter import names_places
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.rule_check import Surroundings, findings, of_councils
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.domain.rule_finding import Found, Weight
from wisselwerk.formats.territory import belgian_territory


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with all that is to know before it is published."""

    draft: Draft
    rules: DraftRules
    found: tuple[Found, ...]
    changes: tuple[Difference, ...]
    """What differs from the version it was made from; nothing without one."""

    @property
    def stops(self) -> tuple[Found, ...]:
        """What keeps it from being published."""
        return tuple(one for one in self.found if one.weight is Weight.STOPS)

    @property
    def warns(self) -> tuple[Found, ...]:
        """What is for a person to weigh: about the rules."""
        return tuple(one for one in self.found if one.weight is Weight.WARNS and one.kind)

    @property
    def around(self) -> tuple[Found, ...]:
        """The same about what stands around the rules, and can be done after publishing as well."""
        return tuple(one for one in self.found if one.weight is Weight.WARNS and not one.kind)

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        """Changed parameters of which nobody has said why. Who takes part needs no reason."""
        return tuple(one for one in self.changes if one.kind != PARTNERSHIP and not one.why)

    @property
    def asks_whys(self) -> bool:
        """Whether it stays a draft until each change has its reason: so it is with what is taken over."""
        return self.draft.is_takeover and bool(self.unexplained)

    @property
    def is_ready(self) -> bool:
        """Whether nothing but a day and a decision are needed to publish it."""
        return not self.stops and not self.asks_whys


def open_drafts(actor: Actor) -> list[Draft]:
    """The drafts of the partnerships the actor coordinates, the one changed last first. One query."""
    partnerships = actor.organisations(Role.COORDINATOR)
    found = Draft.objects.filter(partnership__in=partnerships, version=None)
    return list(found.select_related("scheme", "parent__scheme", "partnership").order_by("-changed_at"))


def open_draft(actor: Actor, slug: str) -> Draft | None:
    """The draft under this name, when the actor coordinates its partnership. One query."""
    found = Draft.objects.filter(
        slug=slug, version=None, partnership__in=actor.organisations(Role.COORDINATOR)
    )
    return found.select_related("scheme__adopted_from__scheme", "parent__scheme", "partnership").first()


def checked(draft: Draft) -> Checked:
    """A draft, checked on the day it would start."""
    rules = DraftRules.read(draft.rules)
    changes = changes_from(draft, draft.parent, rules) if draft.parent else ()
    return Checked(draft, rules, findings(rules, surroundings(draft, rules)), changes)


def changes_from(draft: Draft, version: RuleSetVersion, rules: DraftRules) -> tuple[Difference, ...]:
    """What the draft does otherwise than a published version; the reasons are those the draft gives."""
    before = _variant(version.scheme.partnership_id, version.valid_from, rule_set(version))
    return differences(
        before,
        Variant(rules, _labels(draft.partnership_id, starts_on(draft)), draft.whys),
    )


def as_begun(draft: Draft) -> DraftRules:
    """The rules with which a draft was begun; none where it was made from nothing. At most three queries.

    Of what was taken over the territory is that of the members on the day the draft was begun.
    """
    if draft.parent is None:
        return DraftRules()
    rules = rule_set(draft.parent)
    if not draft.is_takeover:
        return DraftRules.of(rules)
    return for_members(rules, places_of(draft.partnership, day_of(draft.started_at)))


def for_members(rules: RuleSet, places: tuple[str, ...]) -> DraftRules:
    """The rules of a parent for another partnership."""
    found = DraftRules.of(rules)
    for one in found.rules:
        if one.kind == Territory.kind:
            found = found.with_rule(DraftRule.read(one.kind, {**one.parameters, "places": list(places)}))
        elif one.rule is not None and names_places(one.rule):
            found = found.without(one.kind)
        else:
            found = found.with_rule(DraftRule.read(one.kind, one.parameters))
    return found


def lines(draft: Draft, rules: DraftRules, source: str) -> tuple[RuleLine, ...]:
    """Rules that a draft has or would have, as everybody will read them on its first day. At most three queries."""
    granting = granting_on(draft.scheme, starts_on(draft)) if draft.scheme else None
    is_delegated = granting is not None and granting.delegation is not None
    return lines_of_draft(rules, source, Period(starts_on(draft)), is_delegated=is_delegated)


def newer_version(draft: Draft) -> RuleSetVersion | None:
    """The last version of its scheme, when it was published after the draft was begun; what it changed is not in the draft."""
    latest = draft.scheme.versions.order_by("-valid_from").first() if draft.scheme else None
    return latest if latest is not None and latest.pk != draft.parent_id else None


def starts_on(draft: Draft) -> date:
    """The day on which the draft would start; today while nobody has said."""
    return draft.valid_from or today()


def surroundings(draft: Draft, rules: DraftRules) -> Surroundings:
    """What stands around the rules that a draft has, or would have, on that day.

    At most ten queries; one more where the rules name sectors.
    """
    sector = rules.find(Sector)
    day, scheme = starts_on(draft), draft.scheme
    members = members_on(draft.partnership_id, day)
    places: dict[str, list[str]] = defaultdict(list)
    for one in members:
        places[one.member.name].append(one.place)
    granting = granting_on(scheme, day) if scheme else None
    newer = newer_version(draft)
    councils = standing(draft, scheme, members)
    return Surroundings(
        starts_on=day,
        finest_places=belgian_territory().finest_codes,
        previous_closes_on=_closes_on(scheme),
        is_first=scheme is None,
        today=today(),
        before=None if draft.is_takeover or draft.parent is None else DraftRules.of(rule_set(draft.parent)),
        newer_version=newer.number if newer else None,
        member_places={name: tuple(codes) for name, codes in places.items()},
        sectors_of_nobody=sectors_of_nobody(sector.sectors) if sector else (),
        recognised=_recognised(day),
        has_agreement=agreement_on(draft.partnership_id, day) is not None,
        budget_cents=_largest_budget(scheme, day),
        has_visum=scheme is not None and visum_of(scheme) is not None,
        undecided=_names(councils.undecided),
        voted_down=_names(councils.voted_down),
        decided_about_else=_names(councils.about_else),
        amended=_names(councils.amended),
        has_delegation=granting is not None and granting.delegation is not None,
    )


def undecided_councils(scheme: Scheme, version: RuleSetVersion | None, day: date) -> tuple[Found, ...]:
    """That councils of members of a day did not decide about a version, voted it down, or decided something else.

    Nothing when all decided. At most five queries.
    """
    found = standing(version, scheme, members_on(scheme.partnership_id, day))
    return tuple(
        of_councils(
            undecided=_names(found.undecided),
            voted_down=_names(found.voted_down),
            decided_about_else=_names(found.about_else),
            amended=_names(found.amended),
            is_published=True,
        )
    )


def councils_of(draft: Draft) -> Standing:
    """How the councils of the members stand to the text of a draft. At most four queries."""
    return standing(draft, draft.scheme, members_on(draft.partnership_id, starts_on(draft)))


def without_decision(draft: Draft) -> tuple[Organisation, ...]:
    """The members whose council did not decide for the text of a draft, by name.

    Nothing is on record, it voted it down, or it decided about another first day or others who grant.
    """
    return councils_of(draft).without_decision


def places_of(partnership: Organisation, day: date) -> tuple[str, ...]:
    """The finest places within which the members of a partnership take part on a day, by municipality. One query."""
    return tuple(dict.fromkeys(one.place for one in members_on(partnership.pk, day)))


def _closes_on(scheme: Scheme | None) -> date | None:
    latest = scheme.versions.order_by("-valid_from").first() if scheme else None
    window = rule_set(latest).find(ApplicationWindow) if latest else None
    return window.closes_on if window else None


def _recognised(day: date) -> frozenset[str]:
    return frozenset(Recognition.objects.on(day).values_list("kind", flat=True).distinct())


def _largest_budget(scheme: Scheme | None, day: date) -> int | None:
    if scheme is None:
        return None
    found = Budget.objects.filter(scheme=scheme, year=day.year).select_related("account")
    return max((one.account.balance_cents for one in found), default=None)


def _names(members: Iterable[Organisation]) -> tuple[str, ...]:
    return tuple(one.name for one in members)


def _labels(partnership_id: int, day: date) -> tuple[str, ...]:
    return tuple(belgian_territory().label(one.place, day) for one in members_on(partnership_id, day))


def _variant(partnership_id: int, day: date, rules: Rules) -> Variant:
    return Variant(rules, _labels(partnership_id, day))
