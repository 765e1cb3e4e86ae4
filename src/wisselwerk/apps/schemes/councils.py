"""The text of a scheme as councils get it: written from its rules, once for each member, with how far each council is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Exists, OuterRef

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_text import Submitted, Text, as_proposed, newest_steps, steps_of
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import changes_from, starts_on
from wisselwerk.apps.schemes.models import Budget, Granter, RuleSetVersion, Scheme, VisumKind
from wisselwerk.apps.schemes.plan import planned_of
from wisselwerk.apps.schemes.queries import granting_on, lineage, rule_set
from wisselwerk.apps.schemes.visum import visum_of
from wisselwerk.clock import now, today
from wisselwerk.domain.lineage import PARTNERSHIP, Difference, Variant, differences
from wisselwerk.domain.money import Cents, total
from wisselwerk.domain.regulation import THE_DECISION, Setting
from wisselwerk.domain.regulation.council import Reason
from wisselwerk.domain.regulation.words import day as day_in_law
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.formats.official_place import names_on


@dataclass(frozen=True, slots=True)
class MemberCouncil:
    """The council of one member before a text."""

    member: Organisation
    step: CouncilStep | None
    """The newest that was recorded; None: nothing."""
    proposed: Submitted
    """What lay before it when it decided; while it has not, what lies before it."""
    rules: RuleSet
    """What it decided; while it has not, what lies before it."""
    deviations: tuple[Difference, ...]
    """Where what it decided is not, or no longer, what the partnership proposes."""
    is_of_earlier_text: bool = False
    """Whether the text changed after it lay before this council: its rules, its first day, or who grants."""
    mistakes: tuple[tuple[CouncilStep, CouncilStep], ...] = ()
    """What was taken back or written over, oldest first: what was on record, and the step that says why it was wrong."""

    @property
    def state(self) -> StepState:
        """How far it is."""
        if self.step is None or self.step.state == StepState.MISTAKEN:
            return StepState.OPEN
        return StepState(self.step.state)

    @property
    def on(self) -> date | None:
        """The day of its meeting, when one is known."""
        return self.step.on if self.step else None

    @property
    def document(self) -> str:
        """Where its decision was published; empty when nobody said."""
        return self.step.document if self.step else ""

    @property
    def decided_on(self) -> date | None:
        """The day on which it took the decision; None while it has not."""
        return self.on if self.has_decided else None

    @property
    def voted_down_on(self) -> date | None:
        """The day on which it voted the text down; None unless it did."""
        return self.on if self.state is StepState.VOTED_DOWN else None

    @property
    def has_decided(self) -> bool:
        """Whether it took the decision."""
        return self.state is StepState.DECIDED


def submitted_draft(draft: Draft) -> Submitted:
    """The text of a draft.

    Raises:
        InvalidRule: its rules cannot exist yet.
    """
    source = draft.source or THE_DECISION
    last = draft.scheme.versions.order_by("-valid_from").first() if draft.scheme else None
    rules = _on_its_own(DraftRules.read(draft.rules), last).rule_set(source)
    changes = changes_from(draft, draft.parent, DraftRules.read(draft.rules)) if draft.parent else ()
    held_to = last or draft.parent
    before = rule_set(held_to) if held_to else None
    # A visum is given for what was published: never for what is being written, unless that says the same.
    new_since = None if _says_the_same(before, rules) else now()
    return Submitted(
        text=draft,
        scheme=draft.scheme,
        partnership=draft.partnership,
        slug=draft.slug,
        day=starts_on(draft),
        rules=rules,
        source=source,
        setting=_setting(draft, last),
        parent=draft.parent.scheme.name if draft.is_takeover and draft.parent else "",
        before=before,
        reasons=_reasons(changes),
        budgets=_budgets(draft.scheme, starts_on(draft)),
        planned=planned_of(draft),
        visum=_visum(draft.scheme, new_since),
        changed_at=draft.changed_at,
    )


def submitted_version(version: RuleSetVersion) -> Submitted:
    """The text of a published version."""
    scheme = version.scheme
    earlier = [one for one in scheme.versions.all() if one.valid_from < version.valid_from]
    before = max(earlier, key=lambda one: one.valid_from, default=None)
    came_from = lineage(scheme) if before is None else None
    held_to = before or (scheme.adopted_from if came_from and came_from.parent else None)
    rules = rule_set(version)
    is_new = before is not None and not _says_the_same(rule_set(before), rules)
    whys = _whys_of(version) if before else _reasons(came_from.differences if came_from else ())
    return Submitted(
        text=version,
        scheme=scheme,
        partnership=scheme.partnership,
        slug=scheme.slug,
        day=version.valid_from,
        rules=rules,
        source=version.source,
        setting=_setting(version, before),
        parent=came_from.parent.name if came_from and came_from.parent else "",
        before=rule_set(held_to) if held_to else None,
        reasons=whys,
        budgets=_budgets(scheme, version.valid_from),
        planned=planned_of(version),
        visum=_visum(scheme, version.published_at if is_new else None),
        changed_at=version.published_at,
    )


def member_councils(submitted: Submitted) -> list[MemberCouncil]:
    """Every member that a text goes to, by name, with how far its council is; and who took part when it was before it."""
    steps = steps_of(submitted.text)
    day = day_of_members(submitted.text)
    members = {one.member.pk: one.member for one in members_on(submitted.partnership.pk, day)}
    members |= {pk: own[-1].member for pk, own in steps.items() if pk not in members}
    return [_member_council(submitted, member, steps.get(member.pk, [])) for member in members.values()]


def member_council(submitted: Submitted, member: str) -> MemberCouncil | None:
    """One of them, by its NIS code; None when it is no member then."""
    return next((one for one in member_councils(submitted) if one.member.nis_code == member), None)


def day_of_members(text: Text) -> date:
    """On which day somebody has to take part for a text to go to its council: today while the text holds.

    Before, that is its first day; after, its last one.
    """
    if isinstance(text, Draft):
        return starts_on(text)
    later = (one.valid_from for one in text.scheme.versions.all() if one.valid_from > text.valid_from)
    next_from = min(later, default=None)
    last = today() if next_from is None else min(today(), next_from - timedelta(days=1))
    return max(text.valid_from, last)


def newest_step(text: Text, member: Organisation) -> CouncilStep | None:
    """What was recorded last about a council and a text."""
    return newest_steps(text).get(member.pk)


def texts_before(partnerships: Iterable[int]) -> list[Text]:
    """What lies before the councils of partnerships: open drafts, and of each scheme what holds and what is to come."""
    wanted = list(partnerships)
    drafts = Draft.objects.filter(partnership__in=wanted, version=None).select_related(
        "scheme", "parent__scheme", "partnership"
    )
    later = RuleSetVersion.objects.filter(scheme=OuterRef("scheme"), valid_from__gt=OuterRef("valid_from"))
    versions = (
        RuleSetVersion.objects.filter(
            ~Exists(later.filter(valid_from__lte=today())), scheme__partnership__in=wanted
        )
        .select_related("scheme__partnership", "draft")
        .prefetch_related("scheme__versions")
    )
    return [
        *drafts.order_by("name", "pk"),
        *versions.order_by("scheme__name", "scheme_id", "valid_from"),
    ]


def _member_council(
    submitted: Submitted, member: Organisation, steps: Sequence[CouncilStep]
) -> MemberCouncil:
    step = steps[-1] if steps else None
    mistakes = tuple(pair for pair in pairwise(steps) if pair[1].state == StepState.MISTAKEN)
    if step is None or step.rules is None or step.proposed is None:
        return MemberCouncil(member, step, submitted, submitted.rules, (), mistakes=mistakes)
    own, proposed = RuleSet.from_plain(step.rules), as_proposed(submitted, step.proposed)
    deviations = differences(Variant(submitted.rules, ()), Variant(own, ()))
    earlier = _differs(proposed, submitted)
    return MemberCouncil(member, step, proposed, own, deviations, earlier, mistakes)


def _differs(proposed: Submitted, submitted: Submitted) -> bool:
    """Whether a council had another text before it than that of now. While no first day had to be known it was about any."""
    had, now_is = proposed.setting, submitted.setting
    if not _says_the_same(proposed.rules, submitted.rules):
        return True
    if had.starts_on is None:
        return False
    granted = now_is.granted_by_seat, now_is.signatory
    others_grant = now_is.granted_by_seat is not None and (had.granted_by_seat, had.signatory) != granted
    return had.starts_on != now_is.starts_on or others_grant


def _setting(text: Text, before: RuleSetVersion | None) -> Setting:
    """What stands around the rules of a text; ``before`` is the version that it takes the place of."""
    about = text if isinstance(text, Draft) else text.scheme
    starts_on, scheme = text.valid_from, text.scheme
    day = starts_on or today()
    agreement = agreement_on(about.partnership_id, day)
    granting = granting_on(scheme, day, agreement) if scheme else None
    managing = agreement.managing_municipality if agreement else None
    granter = granting.granter.value if granting else text.granter if isinstance(text, Draft) else ""
    signatory = granting.signatory if granting else text.signatory if isinstance(text, Draft) else ""
    # Who took part on its first day stands in the regulation: that does not change by itself.
    taking_part = members_on(about.partnership_id, day)
    return Setting(
        name=about.name,
        purpose=about.purpose,
        partnership=about.partnership.name,
        managing_municipality=managing.name if managing else "",
        members=tuple(dict.fromkeys(one.member.name for one in taking_part)),
        granted_by_seat=granter == Granter.SEAT_MUNICIPALITY if granter else None,
        signatory=signatory,
        starts_on=starts_on,
        replaces_from=before.valid_from if before else None,
        place=names_on(day),
    )


def _reasons(changes: Iterable[Difference]) -> tuple[Reason, ...]:
    """Each reason once, by the kind of rule it is about."""
    found = {(one.kind, one.why): None for one in changes if one.why and one.kind != PARTNERSHIP}
    return tuple(Reason(kind, str(why)) for kind, why in found)


def _whys_of(version: RuleSetVersion) -> tuple[Reason, ...]:
    """Why a version is otherwise than the one before it, each reason once."""
    found = {(key.split(".")[0], str(why)): None for key, why in version.whys.items() if why}
    return tuple(Reason(kind, why) for kind, why in found if kind != PARTNERSHIP)


def _budgets(scheme: Scheme | None, day: date) -> tuple[tuple[int, int], ...]:
    """What was set aside for the years from a day on, that of all members together. One query."""
    if scheme is None:
        return ()
    cents: dict[int, list[int]] = {}
    for one in Budget.objects.filter(scheme=scheme, year__gte=day.year).select_related("credit"):
        cents.setdefault(one.year, []).append(-one.credit.balance_cents)
    return tuple((year, total(map(Cents, of_year))) for year, of_year in sorted(cents.items()))


def _on_its_own(rules: DraftRules, last: RuleSetVersion | None) -> DraftRules:
    """Rules that take the place of a version no longer stand on the decision about that one, but on that about themselves."""
    for one in rules.rules if last else ():
        if last and one.source.strip() == last.source.strip():
            rules = rules.with_rule(DraftRule.read(one.kind, one.parameters))
    return rules


def _says_the_same(before: RuleSet | None, rules: RuleSet) -> bool:
    return before is not None and not differences(Variant(before, ()), Variant(rules, ()))


def _visum(scheme: Scheme | None, new_since: datetime | None) -> str:
    """What is on record of the visum, in the words of a decision.

    Where a text is ``new_since`` a moment, a visum that was given before is none about this text; that a council asks none
    holds for the scheme.
    """
    found = visum_of(scheme) if scheme else None
    if found is None or found.kind == VisumKind.BEFORE:
        return ""
    if found.kind == VisumKind.EXEMPT:
        return f"De gemeenteraad van de beherende gemeente heeft op {day_in_law(found.decided_on)} beslist dat geen visum nodig is."
    if new_since is not None and found.at <= new_since:
        return ""
    return (
        f"De financieel directeur van de beherende gemeente gaf het visum op {day_in_law(found.decided_on)}."
    )
