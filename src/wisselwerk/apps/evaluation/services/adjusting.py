"""Writing down what was decided of a scheme, to which rules it led, and looking again on its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.models import (
    Adjustment,
    AdjustmentEvidence,
    AdjustmentLook,
    AdjustmentNote,
    AdjustmentRules,
)
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.adjustments import can_lead_to, measured_after, to_look_at
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.adjustment import TOLD_WITHIN, DecidedBy, Expectation, mark_of, verdict
from wisselwerk.domain.indicator import DEFINITIONS, Figure, Indicator, Kind
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@dataclass(frozen=True, slots=True)
class Picked:
    """A figure on which is decided, as it was read: of which scheme, and what tells it from one counted anew."""

    scheme_id: int
    indicator: Indicator
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody writes of a decision, in words that name nobody."""

    question: str
    decision: str
    changes_rules: bool
    decided_by: DecidedBy
    decided_on: date
    expected: Expectation
    look_on: date


@command
def decide_adjustment(
    actor: Actor, *, scheme: Scheme, told: Decision, evidence: Sequence[Picked]
) -> Adjustment:
    """Write down a decision, and freeze the figures on which it rests as they are shown now.

    Raises:
        Refusal: NOT_ALLOWED; ADJUSTMENT_INCOMPLETE; ADJUSTMENT_DAYS; ADJUSTMENT_NO_EVIDENCE when none is shown;
            ADJUSTMENT_RENEWED when one was counted anew since it was read; ADJUSTMENT_NO_BASELINE; PERSON_NAMED.
    """
    require(actor, "decide_adjustment", scheme.partnership_id)
    question, decision = of_nobody(told.question), of_nobody(told.decision)
    if not question or not decision:
        raise Refusal(Reason(RefusalCode.ADJUSTMENT_INCOMPLETE))
    first_on, last_on = today() - TOLD_WITHIN, today()
    if not first_on <= told.decided_on <= last_on < told.look_on:
        raise Refusal(Reason(RefusalCode.ADJUSTMENT_DAYS, {"first_on": first_on, "last_on": last_on}))
    figures = _picked(evidence)
    expected = told.expected
    # How many different ones there are in all years is no number to hold those of later years against.
    is_number = DEFINITIONS[expected.indicator].kind is Kind.NUMBER
    if expected.target is None and (is_number or (scheme.pk, expected.indicator) not in figures):
        raise Refusal(Reason(RefusalCode.ADJUSTMENT_NO_BASELINE))
    one = Adjustment.objects.create(
        scheme=scheme,
        question=question,
        decision=decision,
        changes_rules=told.changes_rules,
        decided_by=told.decided_by,
        decided_on=told.decided_on,
        indicator=expected.indicator,
        direction=expected.direction,
        target=expected.target,
        look_on=told.look_on,
        actor=str(actor),
        at=now(),
    )
    frozen = [_frozen(one, scheme_id, figure) for (scheme_id, _indicator), figure in figures.items()]
    record(actor, "decide_adjustment", f"adjustment:{one.pk}", authority=one.seal(frozen), at=one.at)
    return one


@command
def link_adjustment(actor: Actor, *, adjustment: Adjustment, version: RuleSetVersion) -> AdjustmentRules:
    """Say, once, to which published rules a decision led: what is measured begins on their first day.

    Raises:
        Refusal: NOT_ALLOWED; ADJUSTMENT_VERSION when they did not follow on it, or something was linked or measured.
    """
    require(actor, "link_adjustment", adjustment.scheme.partnership_id)
    take_turns("adjustments")
    if not can_lead_to(adjustment).filter(pk=version.pk).exists():
        raise Refusal(Reason(RefusalCode.ADJUSTMENT_VERSION))
    led = AdjustmentRules.objects.create(adjustment=adjustment, version=version, actor=str(actor), at=now())
    record(actor, "link_adjustment", f"adjustment_rules:{led.pk}", authority=digest_of(led), at=led.at)
    return led


@command
def add_to_adjustment(actor: Actor, *, adjustment: Adjustment, text: str) -> AdjustmentNote:
    """Add a correction, or what was learnt. What stood there stays beside it.

    Raises:
        Refusal: NOT_ALLOWED; WORDS_MISSING; PERSON_NAMED.
    """
    require(actor, "add_to_adjustment", adjustment.scheme.partnership_id)
    told = of_nobody(text)
    if not told:
        raise Refusal(Reason(RefusalCode.WORDS_MISSING))
    note = AdjustmentNote.objects.create(adjustment=adjustment, text=told, actor=str(actor), at=now())
    record(actor, "add_to_adjustment", f"adjustment_note:{note.pk}", authority=digest_of(note), at=note.at)
    return note


@command
def look_at_adjustments(actor: Actor, *, on: date) -> int:
    """Freeze what was measured after the decisions whose day has come, and what it comes to; of how many.

    Work that comes round every day; what was looked at once is not looked at again.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "look_at_adjustments")
    take_turns("adjustments")
    waiting = to_look_at(on)
    for one in waiting:
        measured = measured_after(one, on)
        look = AdjustmentLook(adjustment=one, verdict=verdict(one.expected, one.before, measured), at=now())
        look.keep(measured)
        look.save()
        record(
            actor, "look_at_adjustments", f"adjustment_look:{look.pk}", authority=digest_of(look), at=look.at
        )
    return len(waiting)


def _picked(evidence: Sequence[Picked]) -> dict[tuple[int, Indicator], Figure]:
    """The figures that were picked, as they are shown now."""
    shown = figures_of({one.scheme_id for one in evidence}, today=today())
    found: dict[tuple[int, Indicator], Figure] = {}
    for one in evidence:
        figure = shown[one.scheme_id][one.indicator]
        if not figure.is_shown:
            raise Refusal(Reason(RefusalCode.ADJUSTMENT_NO_EVIDENCE))
        if mark_of(figure) != one.mark:
            raise Refusal(Reason(RefusalCode.ADJUSTMENT_RENEWED))
        found[one.scheme_id, one.indicator] = figure
    if not found:
        raise Refusal(Reason(RefusalCode.ADJUSTMENT_NO_EVIDENCE))
    return found


def _frozen(adjustment: Adjustment, scheme_id: int, figure: Figure) -> AdjustmentEvidence:
    row = AdjustmentEvidence(adjustment=adjustment, scheme_id=scheme_id)
    row.keep(figure)
    row.save()
    return row
