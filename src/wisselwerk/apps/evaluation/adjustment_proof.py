"""Whether every adjustment is what the trail tells of it, and comes to what its own figures say. See ``verify``."""

from collections.abc import Iterator
from datetime import date

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.evaluation.models import (
    Adjustment,
    AdjustmentEvidence,
    AdjustmentLook,
    AdjustmentRules,
)
from wisselwerk.clock import day_of
from wisselwerk.domain import interval
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adjustment import first_whole_year, verdict
from wisselwerk.domain.indicator import Figure, Indicator, Kind, until

COMMANDS = ("decide_adjustment", "link_adjustment", "look_at_adjustments", "add_to_adjustment")
ROUNDING = 1e-9


def adjustment_differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    rows = Adjustment.objects.select_related("look", "rules__version").prefetch_related("evidence", "notes")
    every = list(rows.order_by("pk"))
    yield from _of_trail(every)
    for one in every:
        for frozen in one.evidence.all():
            yield from _of_figure(f"adjustment {one.pk}: a figure on which was decided", frozen)
        yield from _of_rules(one)
        yield from _of_look(one)


def _of_trail(every: list[Adjustment]) -> Iterator[str]:
    """Each row against the entry that was written with it; the figures are sealed with their decision."""
    kept: set[Told] = set()
    for one in every:
        seal = one.seal(one.evidence.all())
        kept.add(Told(f"adjustment:{one.pk}", "decide_adjustment", one.actor, one.at, seal))
        kept |= {
            Told(f"adjustment_note:{note.pk}", "add_to_adjustment", note.actor, note.at, digest_of(note))
            for note in one.notes.all()
        }
        if led := _rules(one):
            subject = f"adjustment_rules:{led.pk}"
            kept.add(Told(subject, "link_adjustment", led.actor, led.at, digest_of(led)))
        if look := _look(one):
            subject = f"adjustment_look:{look.pk}"
            kept.add(Told(subject, "look_at_adjustments", str(SYSTEM), look.at, digest_of(look)))
    told = all_told(COMMANDS)
    for entry in sorted(kept - told):
        yield f"{entry.subject}: is not what the trail tells of {entry.command}"
    for entry in sorted(told - kept):
        yield f"{entry.subject}: the trail tells of another {entry.command}, or of one that is gone"


def _of_figure(where: str, frozen: AdjustmentEvidence | AdjustmentLook) -> Iterator[str]:
    """A proportion says itself what it comes to, and between what it lies."""
    figure = frozen.figure
    if frozen.definition.kind is not Kind.PROPORTION or not figure.is_shown:
        return
    if figure.numerator is None or figure.counted is None or not _adds_up(figure):
        yield f"{where} ({frozen.indicator}) is not what its numbers give"


def _adds_up(figure: Figure) -> bool:
    assert figure.numerator is not None
    assert figure.counted is not None
    found = interval.proportion(figure.numerator, figure.counted)
    if figure.interval is None or not figure.counted:
        return False
    pairs = (
        (float(figure.value), figure.numerator / figure.counted),
        (figure.interval.low, found.low),
        (figure.interval.high, found.high),
    )
    return all(abs(stored - worked_out) < ROUNDING for stored, worked_out in pairs)


def _of_rules(one: Adjustment) -> Iterator[str]:
    led = _rules(one)
    if led is None:
        return
    version, look = led.version, _look(one)
    follows = one.decided_on <= day_of(version.published_at) and one.decided_on <= version.valid_from
    if version.scheme_id != one.scheme_id or not one.changes_rules or not follows:
        yield f"adjustment {one.pk}: rules {version.pk} did not follow on it"
    if look and led.at > look.at:
        yield f"adjustment {one.pk}: its rules were linked after it was looked at"


def _of_look(one: Adjustment) -> Iterator[str]:
    look = _look(one)
    if look is None:
        return
    yield from _of_figure(f"adjustment {one.pk}: what was measured", look)
    on, began = day_of(look.at), date(first_whole_year(one.since), 1, 1)
    period = (began, until(Indicator(one.indicator), on))
    if on < one.looked_at_on or (look.since, look.until) != period:
        yield f"adjustment {one.pk}: was looked at on another day, or of another period, than it says"
    if look.indicator != one.indicator:
        yield f"adjustment {one.pk}: another figure was looked at than was expected"
        return
    found = verdict(one.expected, one.before, look.figure)
    if found != look.verdict:
        yield f"adjustment {one.pk}: its figures come to {found}, stored is {look.verdict}"


def _rules(one: Adjustment) -> AdjustmentRules | None:
    return getattr(one, "rules", None)


def _look(one: Adjustment) -> AdjustmentLook | None:
    return getattr(one, "look", None)
