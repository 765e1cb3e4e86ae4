"""What becomes of a text in each council: on the agenda, decided, rejected, amended; or recorded by mistake; and its plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import first_agreement_from, members_on
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_text import Submitted, Text, newest_steps, to_plain
from wisselwerk.apps.schemes.councils import (
    day_of_members,
    newest_step,
    submitted_draft,
    submitted_version,
)
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.plan import planned as as_entered
from wisselwerk.apps.schemes.plan_model import PlanEntry
from wisselwerk.apps.schemes.plan_parts import with_amounts
from wisselwerk.apps.schemes.services.versions import keep_decision
from wisselwerk.clock import day_of, now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.budget_key import SHAPES, fits
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.regulation import THE_DECISION, title_of
from wisselwerk.domain.regulation.planned import Planned
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule_draft import DraftRule, DraftRules

BEHIND = (StepState.DECIDED, StepState.VOTED_DOWN)
"""States about something that has happened."""

AHEAD_OF_AGREEMENT = timedelta(days=365)
"""How long before the partnership begins its councils may meet about a scheme: they prepare both together."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a step tells."""

    state: StepState
    on: date | None = None
    document: str = ""
    rules: dict[str, Any] | None = None
    proposed: dict[str, Any] | None = None
    why: str = ""


@command
def record_council_step(
    actor: Actor,
    *,
    text: Text,
    member: Organisation,
    state: StepState,
    on: date | None,
    document: str = "",
    edition: int | None = None,
    why: str = "",
) -> CouncilStep:
    """Record how far the council of a member is with a text. Recorded again as it stands it is the same step.

    A council that decides, decides on the text as it is when that is recorded; what it changes comes after
    (``amend_for_council``). Where a draft was changed after the meeting, ``edition`` says that the council had it before it
    as it is now. Decided again, it keeps what it decided, with the day and the document as they are told now; with
    ``edition`` it decided on the draft as it is now, and keeps what it changed where the rules are still those it changed;
    where that is another text than the one on record, ``why`` says what was wrong, and that is kept as a mistake.

    Raises:
        Refusal: NOT_ALLOWED; DRAFT_PUBLISHED when the draft was thrown away; DAY_TO_COME for a decision that is still to
            be taken; DAY_BEFORE_PARTNERSHIP; MOTIVATION_MISSING; DRAFT_INCOMPLETE when nothing can be decided because its rules cannot exist; COUNCIL_HAS_DECIDED when
            something else than a decision follows one; TEXT_HAS_BLANKS while the draft does not say from which day it holds or
            who grants; TEXT_CHANGED_SINCE; DRAFT_CHANGED when it has another edition.
        ValueError: it is no member, the day is missing where there is one or given where there is none, or it was a
            mistake (``take_back_council_step``).
    """
    if state is StepState.MISTAKEN:
        raise ValueError("a mistake is taken back, with why")
    text = _begin(actor, "record_council_step", text, member)
    if (state is StepState.OPEN) is not (on is None):
        raise ValueError("a council that is not before a text has no day, any other has one")
    _insist_on_a_day_that_can_be(text, state, on)
    before = newest_step(text, member)
    has_decided = before is not None and before.state == StepState.DECIDED
    if before is not None and has_decided and state is not StepState.DECIDED:
        raise Refusal(Reason(RefusalCode.COUNCIL_HAS_DECIDED, {"on": before.on}))
    rules, proposed = None, None
    if before is not None and has_decided and edition is None:
        rules, proposed = before.rules, before.proposed
    elif state is StepState.DECIDED and on is not None:
        rules, proposed = _what_lies_before_it(text, member, on, edition)
        if before is not None and before.proposed is not None and before.proposed["rules"] == rules:
            rules = before.rules
    told = Told(state, on, document.strip(), rules, proposed)
    if before is not None and has_decided and (rules, proposed) != (before.rules, before.proposed):
        _take_off(actor, text, before, why)
    return _write(actor, "record_council_step", text, member, before, told)


@command
def take_back_council_step(actor: Actor, *, text: Text, member: Organisation, why: str) -> CouncilStep:
    """Record that what is on record of a council was a mistake: it counts no more, and what it really did can be recorded.

    Raises:
        Refusal: NOT_ALLOWED; DRAFT_PUBLISHED when the draft was thrown away; COUNCIL_NOT_DECIDED; MOTIVATION_MISSING.
        ValueError: it is no member.
    """
    text = _begin(actor, "take_back_council_step", text, member)
    before = newest_step(text, member)
    if before is None or before.state not in BEHIND:
        raise Refusal(Reason(RefusalCode.COUNCIL_NOT_DECIDED))
    step = _take_off(actor, text, before, why)
    if before.state == StepState.DECIDED and not isinstance(text, Draft):
        _forget_decision(text, before)
    return step


@command
def amend_for_council(
    actor: Actor, *, text: Text, member: Organisation, kind: str, parameters: Mapping[str, Any] | None
) -> CouncilStep:
    """Record that a council decided a rule otherwise: with these parameters (plain JSON), or without the rule (None).

    Raises:
        Refusal: NOT_ALLOWED; DRAFT_PUBLISHED when the draft was thrown away; COUNCIL_NOT_DECIDED.
        InvalidRule: such rules cannot exist.
        ValueError: there is no such kind, or it is no member.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind of rule called {kind!r}")
    text = _begin(actor, "amend_for_council", text, member)
    before = newest_step(text, member)
    if before is None or before.rules is None:
        raise Refusal(Reason(RefusalCode.COUNCIL_NOT_DECIDED))
    assert before.proposed is not None, "what was decided is kept with what lay before the council"
    decided, proposed = (RuleSet.from_plain(one) for one in (before.rules, before.proposed["rules"]))
    amended = amended_rules(decided, proposed, kind, parameters).to_plain()
    told = Told(StepState.DECIDED, before.on, before.document, amended, before.proposed)
    return _write(actor, "amend_for_council", text, member, before, told)


@command
def set_plan(actor: Actor, *, text: Text, member: Organisation | None, planned: Planned) -> PlanEntry:
    """Enter what of a text goes into the multi-year plan of a member; of all members together without one.

    It takes the place of what was entered before. Entered again as it stands, nothing changes. It may be entered before
    and after a council decided: what that council decided keeps what was entered on that day.

    Raises:
        Refusal: NOT_ALLOWED; DRAFT_PUBLISHED when the draft was thrown away; BUDGET_KEY_INVALID.
        ValueError: it is no member.
    """
    text = _begin(actor, "set_plan", text, member)
    key = {name: getattr(planned, name).strip() for name in SHAPES}
    for name, value in key.items():
        if value and not fits(name, value):
            raise Refusal(Reason(RefusalCode.BUDGET_KEY_INVALID, {"given": value}))
    # What a draft became keeps its entries.
    draft = text if isinstance(text, Draft) else Draft.objects.filter(version=text).first()
    version = text if draft is None and not isinstance(text, Draft) else None
    told = {"amounts": planned.plain_amounts, **key}
    entry = PlanEntry.objects.filter(draft=draft, version=version, member=member).first()
    if entry is not None and all(getattr(entry, name) == value for name, value in told.items()):
        return entry
    entry, _is_new = PlanEntry.objects.update_or_create(
        draft=draft,
        version=version,
        member=member,
        defaults=told | {"actor": str(actor), "at": now()},
    )
    record(actor, "set_plan", f"plan_entry:{entry.pk}", authority=_name(text), at=entry.at)
    return entry


def carry_plan(actor: Actor, before: RuleSetVersion, draft: Draft) -> None:
    """What was entered of a version goes along with the draft of the next one, of all together and of who takes part then.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    taking_part = {one.member_id for one in members_on(draft.partnership_id, day_of_members(draft))}
    entered = PlanEntry.objects.filter(Q(version=before) | Q(draft__version=before)).select_related("member")
    for entry in entered.order_by("pk"):
        if entry.member_id is None or entry.member_id in taking_part:
            set_plan(actor, text=draft, member=entry.member, planned=as_entered(entry))


def amended_rules(
    decided: RuleSet, proposed: RuleSet, kind: str, parameters: Mapping[str, Any] | None
) -> RuleSet:
    """Rules with one of them otherwise, or without it.

    What a council decides otherwise than what lay before it stands on its own decision, and no longer on what the proposed
    rule stands on; decided as it was proposed after all, it does again.

    Raises:
        InvalidRule: such rules cannot exist.
    """
    rules = DraftRules.of(decided)
    if parameters is None:
        return rules.without(kind).rule_set(THE_DECISION)
    changed, common = DraftRule.read(kind, parameters), DraftRules.of(proposed).written(kind)
    is_common = common is not None and changed.rule == common.rule
    source = common.source if common and is_common else THE_DECISION
    return rules.with_rule(DraftRule.read(kind, parameters, source)).rule_set(THE_DECISION)


def keep_regulation_decisions(actor: Actor, draft: Draft, scheme: Scheme) -> None:
    """Once a draft is published, what councils decided about it are decisions about the scheme."""
    members = Organisation.objects.filter(council_steps__draft=draft).distinct()
    for member in members.order_by("name", "pk"):
        step = newest_step(draft, member)
        if step is not None and step.state == StepState.DECIDED:
            _keep_decision(actor, scheme, step, None)


def _begin(actor: Actor, command_name: str, text: Text, member: Organisation | None) -> Text:
    """May the actor, and is it a member? Others who record about the same text wait, and so does who publishes a draft.

    Returns:
        The text as it is now: what became of a draft once it was published.
    """
    partnership = _partnership(text)
    require(actor, command_name, partnership)
    if isinstance(text, Draft):
        found = Draft.objects.select_for_update(no_key=True).filter(pk=text.pk).first()
        if found is None:
            raise Refusal(Reason(RefusalCode.DRAFT_PUBLISHED))
        text = found if found.version is None else found.version
    else:
        take_turns(f"councils of {_name(text)}")
    if member is None:
        return text
    day = day_of_members(text)
    takes_part = any(one.member_id == member.pk for one in members_on(partnership, day))
    if not takes_part and newest_step(text, member) is None:
        raise ValueError(f"{member} is no member on {day}")
    return text


def _take_off(actor: Actor, text: Text, mistaken: CouncilStep, why: str) -> CouncilStep:
    """What was recorded counts no more, and the record says why.

    Raises:
        Refusal: MOTIVATION_MISSING.
    """
    if not why.strip():
        raise Refusal(Reason(RefusalCode.MOTIVATION_MISSING))
    told = Told(StepState.MISTAKEN, why=why.strip())
    return _write(actor, "take_back_council_step", text, mistaken.member, mistaken, told)


def _write(
    actor: Actor,
    command_name: str,
    text: Text,
    member: Organisation,
    before: CouncilStep | None,
    told: Told,
) -> CouncilStep:
    if before is not None and all(getattr(before, name) == value for name, value in asdict(told).items()):
        return before
    draft, version = (text, None) if isinstance(text, Draft) else (None, text)
    step = CouncilStep.objects.create(
        draft=draft,
        version=version,
        member=member,
        **asdict(told),
        actor=str(actor),
        at=now(),
    )
    record(actor, command_name, f"council_step:{step.pk}", authority=_name(text), at=step.at)
    scheme = text.scheme
    if told.state is StepState.DECIDED and scheme is not None and not isinstance(text, Draft):
        _keep_decision(actor, scheme, step, before)
    return step


def _keep_decision(actor: Actor, scheme: Scheme, step: CouncilStep, before: CouncilStep | None) -> None:
    """The decision about the regulation, among all that councils decided about the scheme.

    A day that was wrong moves, unless what it decided about another version stands on that day.
    """
    assert step.on is not None
    about = _decisions(scheme, step.member)
    known = None
    if before is not None and before.on is not None and not _stands_elsewhere(scheme, before):
        known = about.filter(decided_on=before.on).first()
    if known is None or about.filter(decided_on=step.on).exclude(pk=known.pk).exists():
        known = keep_decision(
            actor,
            scheme=scheme,
            local_government=step.member,
            subject=DecisionSubject.REGULATION,
            title=f"{title_of(scheme.name)}: vaststelling",
            decided_on=step.on,
            reference=step.document,
        )
    if (known.decided_on, known.reference) != (step.on, step.document or known.reference):
        known.decided_on, known.reference = step.on, step.document or known.reference
        known.save(update_fields=["decided_on", "reference"])
        record(actor, "record_decision", f"council_decision:{known.pk}")


def _forget_decision(version: RuleSetVersion, mistaken: CouncilStep) -> None:
    """A decision that was never taken is none about the scheme, unless another version or money stands on it."""
    if mistaken.on is None or _stands_elsewhere(version.scheme, mistaken):
        return
    try:
        with transaction.atomic():
            _decisions(version.scheme, mistaken.member).filter(decided_on=mistaken.on).delete()
    except ProtectedError:
        return


def _decisions(scheme: Scheme, member: Organisation) -> QuerySet[CouncilDecision]:
    return CouncilDecision.objects.filter(
        scheme=scheme, local_government=member, subject=DecisionSubject.REGULATION
    )


def _stands_elsewhere(scheme: Scheme, step: CouncilStep) -> bool:
    """Whether the same council decided about another version of a scheme on the day of a step."""
    own = step.version or (step.draft.version if step.draft else None)
    newest = (newest_steps(one).get(step.member_id) for one in scheme.versions.all() if one != own)
    return any(one is not None and (one.state, one.on) == (StepState.DECIDED, step.on) for one in newest)


def _insist_on_a_day_that_can_be(text: Text, state: StepState, on: date | None) -> None:
    """Nothing was decided tomorrow, and nothing lay before a council long before there was a partnership."""
    if on is None:
        return
    if state in BEHIND and on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": on}))
    begins_on = first_agreement_from(_partnership(text))
    if begins_on is not None and on < begins_on - AHEAD_OF_AGREEMENT:
        raise Refusal(Reason(RefusalCode.DAY_BEFORE_PARTNERSHIP, {"on": on, "begins_on": begins_on}))


def _what_lies_before_it(
    text: Text, member: Organisation, on: date, edition: int | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rules that a council decides on, and all that the words of its decision need, as plain JSON.

    Raises:
        Refusal: TEXT_HAS_BLANKS, TEXT_CHANGED_SINCE, DRAFT_CHANGED, DRAFT_INCOMPLETE.
    """
    if isinstance(text, Draft) and not text.is_arranged:
        raise Refusal(Reason(RefusalCode.TEXT_HAS_BLANKS))
    _insist_it_lay_before_it(text, on, edition)
    found = with_amounts(_submitted(text), member)
    return found.rules.to_plain(), to_plain(found)


def _insist_it_lay_before_it(text: Text, on: date, edition: int | None) -> None:
    """What is kept as decided is the text as it is now: where a draft changed after the meeting, somebody has to say so."""
    if not isinstance(text, Draft):
        return
    if edition is not None and edition != text.edition:
        raise Refusal(Reason(RefusalCode.DRAFT_CHANGED, {"changed_at": text.changed_at}))
    changed_on = day_of(text.changed_at)
    if edition is None and changed_on > on:
        days = {"changed_on": changed_on, "on": on}
        raise Refusal(Reason(RefusalCode.TEXT_CHANGED_SINCE, days))


def _submitted(text: Text) -> Submitted:
    try:
        return submitted_draft(text) if isinstance(text, Draft) else submitted_version(text)
    except InvalidRule as problem:
        raise Refusal(Reason(RefusalCode.DRAFT_INCOMPLETE)) from problem


def _partnership(text: Text) -> int:
    return text.partnership_id if isinstance(text, Draft) else text.scheme.partnership_id


def _name(text: Text) -> str:
    return f"draft:{text.pk}" if isinstance(text, Draft) else f"version:{text.pk}"
