"""What becomes of a text in each council: on the agenda, decided, rejected, amended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import members_on
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.councils import Text, day_of_members, newest_step
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services.versions import keep_decision
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.regulation import THE_DECISION, title_of
from wisselwerk.domain.rule import KINDS, RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule_draft import DraftRule, DraftRules

BEHIND = (StepState.DECIDED, StepState.VOTED_DOWN)
"""States about something that has happened."""


@command
def record_council_step(
    actor: Actor, *, text: Text, member: Organisation, state: StepState, on: date | None, document: str = ""
) -> CouncilStep:
    """Record how far the council of a member is with a text. Recorded again as it stands it is the same step.

    A council that decides, decides on the rules as they are at that moment; what it changes comes after
    (``amend_for_council``). Decided again, it keeps what it changed, with the day and the document as they are told now.

    Raises:
        Refusal: NOT_ALLOWED; DRAFT_PUBLISHED when the draft was thrown away; DAY_TO_COME for a decision that is still to be taken; DRAFT_INCOMPLETE when nothing can be
            decided because its rules cannot exist; COUNCIL_HAS_DECIDED when something else than a decision follows one.
        ValueError: it is no member, or the day is missing where there is one or given where there is none.
    """
    text = _begin(actor, "record_council_step", text, member)
    if (state is StepState.OPEN) is not (on is None):
        raise ValueError("a council that is not before a text has no day, any other has one")
    if state in BEHIND and on is not None and on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": on}))
    before = newest_step(text, member)
    has_decided = before is not None and before.state == StepState.DECIDED
    if before is not None and has_decided and state is not StepState.DECIDED:
        raise Refusal(Reason(RefusalCode.COUNCIL_HAS_DECIDED, {"on": before.on}))
    rules = None
    if state is StepState.DECIDED:
        rules = before.rules if before is not None and has_decided else _rules_of(text).to_plain()
    return _write(actor, "record_council_step", text, member, before, (state, on, document.strip(), rules))


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
    amended = amended_rules(RuleSet.from_plain(before.rules), kind, parameters).to_plain()
    told = (StepState.DECIDED, before.on, before.document, amended)
    return _write(actor, "amend_for_council", text, member, before, told)


def amended_rules(decided: RuleSet, kind: str, parameters: Mapping[str, Any] | None) -> RuleSet:
    """Rules with one of them otherwise, or without it.

    Raises:
        InvalidRule: such rules cannot exist.
    """
    rules = DraftRules.of(decided)
    if parameters is None:
        return rules.without(kind).rule_set(THE_DECISION)
    written = rules.written(kind)
    changed = DraftRule.read(kind, parameters, written.source if written else THE_DECISION)
    return rules.with_rule(changed).rule_set(THE_DECISION)


def keep_regulation_decisions(actor: Actor, draft: Draft, scheme: Scheme) -> None:
    """Once a draft is published, what councils decided about it are decisions about the scheme."""
    members = Organisation.objects.filter(council_steps__draft=draft).distinct()
    for member in members.order_by("name", "pk"):
        step = newest_step(draft, member)
        if step is not None and step.state == StepState.DECIDED:
            _keep_decision(actor, scheme, step, None)


def _begin(actor: Actor, command_name: str, text: Text, member: Organisation) -> Text:
    """May the actor, and is it a member? Others who record about the same text wait, and so does who publishes a draft.

    Returns:
        The text as it is now: what became of a draft once it was published.
    """
    partnership = text.partnership_id if isinstance(text, Draft) else text.scheme.partnership_id
    require(actor, command_name, partnership)
    if isinstance(text, Draft):
        found = Draft.objects.select_for_update(no_key=True).filter(pk=text.pk).first()
        if found is None:
            raise Refusal(Reason(RefusalCode.DRAFT_PUBLISHED))
        text = found if found.version is None else found.version
    else:
        take_turns(f"councils of {_name(text)}")
    day = day_of_members(text)
    if all(one.member_id != member.pk for one in members_on(partnership, day)):
        raise ValueError(f"{member} is no member on {day}")
    return text


def _write(
    actor: Actor,
    command_name: str,
    text: Text,
    member: Organisation,
    before: CouncilStep | None,
    told: tuple[StepState, date | None, str, dict[str, Any] | None],
) -> CouncilStep:
    state, on, document, rules = told
    if before is not None and (before.state, before.on, before.document, before.rules) == told:
        return before
    draft, version = (text, None) if isinstance(text, Draft) else (None, text)
    step = CouncilStep.objects.create(
        draft=draft,
        version=version,
        member=member,
        state=state,
        on=on,
        document=document,
        rules=rules,
        actor=str(actor),
        at=now(),
    )
    record(actor, command_name, f"council_step:{step.pk}", authority=_name(text), at=step.at)
    scheme = text.scheme
    if state is StepState.DECIDED and scheme is not None and not isinstance(text, Draft):
        _keep_decision(actor, scheme, step, before)
    return step


def _keep_decision(actor: Actor, scheme: Scheme, step: CouncilStep, before: CouncilStep | None) -> None:
    """The decision about the regulation, among all that councils decided about the scheme. A day that was wrong moves."""
    assert step.on is not None
    about = CouncilDecision.objects.filter(
        scheme=scheme, local_government=step.member, subject=DecisionSubject.REGULATION
    )
    known = about.filter(decided_on=before.on).first() if before is not None and before.on else None
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


def _rules_of(text: Text) -> RuleSet:
    if not isinstance(text, Draft):
        return rule_set(text)
    try:
        return DraftRules.read(text.rules).rule_set(text.source or THE_DECISION)
    except InvalidRule as problem:
        raise Refusal(Reason(RefusalCode.DRAFT_INCOMPLETE)) from problem


def _name(text: Text) -> str:
    return f"draft:{text.pk}" if isinstance(text, Draft) else f"version:{text.pk}"
