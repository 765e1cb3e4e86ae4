"""Where follow-ups do not agree with their answers, with the trail or with what is shown, and adjustments with theirs. See ``wisselwerk verify``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.evaluation.adjustment_proof import adjustment_differences
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion, Persistence
from wisselwerk.clock import day_of
from wisselwerk.domain.follow_up import Outcome, Said, Side, Tally, outcome, tally

SaidBy: TypeAlias = Mapping[int, Mapping[Side, Said]]
"""By follow-up, what each side said last."""


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    answers = list(FollowUpAnswer.objects.select_related("question__follow_up").order_by("pk"))
    asked = {pk for pk, why in FollowUpQuestion.objects.values_list("follow_up", "not_asked") if not why}
    yield from _told(answers)
    yield from _answers(answers)
    yield from _outcomes(_last(answers), asked)
    yield from _rolled_up(answers, asked)
    yield from adjustment_differences()


def _told(answers: list[FollowUpAnswer]) -> Iterator[str]:
    """Answers that are not what the trail tells, and what it tells of that is gone."""
    told = {one.subject: one for one in all_told(("answer_follow_up",))}
    for one in answers:
        entry = told.pop(f"follow_up_answer:{one.pk}", None)
        if entry is None or (entry.at, entry.authority) != (one.at, one.seal()):
            yield f"follow-up answer {one.pk}: is not what the trail tells"
    for subject in sorted(told):
        yield f"{subject}: the trail tells of it, and it is gone"


def _answers(answers: list[FollowUpAnswer]) -> Iterator[str]:
    """Answers of who was not asked, or that came when none is taken."""
    for one in answers:
        follow_up = one.question.follow_up
        if one.question.not_asked:
            yield f"follow-up answer {one.pk}: its side was not asked"
        if one.at < follow_up.opened_at or day_of(one.at) > follow_up.closes_on:
            yield f"follow-up answer {one.pk}: came when none was taken"


def _outcomes(said: SaidBy, asked: set[int]) -> Iterator[str]:
    """Pairs that come to something else than their answers."""
    for pk, stored in FollowUp.objects.order_by("pk").values_list("pk", "outcome"):
        found = outcome(said.get(pk, {}).values(), is_asked=pk in asked)
        if found != stored:
            yield f"follow-up {pk}: its answers come to {found}, stored is {stored}"


def _rolled_up(answers: list[FollowUpAnswer], asked: set[int]) -> Iterator[str]:
    """What is shown, against what had been answered when it was counted."""
    by_group: defaultdict[tuple[int, int], list[FollowUpAnswer]] = defaultdict(list)
    for one in answers:
        by_group[one.question.follow_up.scheme_id, one.question.follow_up.moment].append(one)
    shown: defaultdict[tuple[int, int], list[Persistence]] = defaultdict(list)
    for row in Persistence.objects.order_by("scheme", "moment", "place"):
        shown[row.scheme_id, row.moment].append(row)
    for (scheme, moment), rows in shown.items():
        at = max(row.counted_at for row in rows)
        said = _last(one for one in by_group[scheme, moment] if one.at <= at)
        counted = _counted(scheme, moment, at, said, asked)
        for row in rows:
            if row.tally != counted.pop(row.place, Tally()):
                yield f"persistence of scheme {scheme} after {moment} months in {row.place or 'no place'}: is not what was answered"
        for place in sorted(counted):
            yield f"persistence of scheme {scheme} after {moment} months in {place or 'no place'}: is missing"


def _counted(scheme: int, moment: int, at: datetime, said: SaidBy, asked: set[int]) -> dict[str, Tally]:
    numbers: defaultdict[str, defaultdict[tuple[Outcome, bool], int]] = defaultdict(lambda: defaultdict(int))
    rows = FollowUp.objects.standing(at).filter(scheme=scheme, moment=moment, opened_at__lte=at)
    for pk, place, closes_on in rows.values_list("pk", "place", "closes_on"):
        found = outcome(said.get(pk, {}).values(), is_asked=pk in asked)
        numbers[place][found, closes_on >= day_of(at)] += 1
    return {place: tally(by_outcome) for place, by_outcome in numbers.items()}


def _last(answers: Iterator[FollowUpAnswer] | list[FollowUpAnswer]) -> SaidBy:
    found: defaultdict[int, dict[Side, Said]] = defaultdict(dict)
    for one in answers:
        found[one.question.follow_up_id][Side(one.question.side)] = Said(one.said)
    return found
