"""Where follow-ups do not agree with their answers, with the trail or with what is shown, and adjustments with theirs. See ``wisselwerk verify``."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TypeAlias

from django.db.models import Q

from wisselwerk.apps.audit.queries import Told, all_told, last_told
from wisselwerk.apps.evaluation.adjustment_proof import adjustment_differences
from wisselwerk.apps.evaluation.models import (
    FollowUp,
    FollowUpAnswer,
    FollowUpQuestion,
    Persistence,
    SchemeFigure,
    sealed,
)
from wisselwerk.apps.evaluation.queries.counting import measures_of
from wisselwerk.apps.evaluation.queries.due import CLEAR
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.schemes.models import Budget
from wisselwerk.clock import day_of, midnight
from wisselwerk.domain.follow_up import Said, Side, Tally, outcome, tally
from wisselwerk.domain.indicator import Indicator, Measure

Numbers: TypeAlias = tuple[int | None, ...]
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
    # Where all figures were counted before the trail told of any, there is nothing to hold them to until the next night.
    if told := last_told(["renew_figures"]):
        yield from _figures(told)
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
    yield from _gone(shown)
    for (scheme, moment), rows in shown.items():
        at = max(row.counted_at for row in rows)
        stood = set(
            FollowUp.objects.standing(at).filter(scheme=scheme, moment=moment).values_list("pk", flat=True)
        )
        by_then = [
            one for one in by_group[scheme, moment] if one.at <= at and one.question.follow_up_id in stood
        ]
        counted, amounts = _counted(scheme, moment, at, _last(by_then), asked), _amounts(by_then)
        where = f"persistence of scheme {scheme} after {moment} months in"
        for row in rows:
            pairs = counted.pop(row.place, Pairs())
            if row.tally != pairs.tally:
                yield f"{where} {row.place or 'no place'}: is not what was answered"
            if (row.clear_cents, row.followed_cents) != (pairs.clear_cents, pairs.followed_cents):
                yield f"{where} {row.place or 'no place'}: is not what vouchers had paid"
            if row.amounts != amounts[row.place]:
                yield f"{where} {row.place or 'no place'}: is not what was ordered since"
        for place in sorted(counted):
            yield f"{where} {place or 'no place'}: is missing"


def _gone(shown: Container[tuple[int, int]]) -> Iterator[str]:
    """What was shown once is always shown."""
    for entry in sorted(all_told(["renew_persistence"])):
        _kind, scheme, moment = entry.subject.split(":")
        if (int(scheme), int(moment)) not in shown:
            yield f"persistence of scheme {scheme} after {moment} months: is gone"


@dataclass
class Pairs:
    """What the pairs of a municipality come to, and what vouchers had paid for them."""

    tally: Tally = field(default_factory=Tally)
    clear_cents: int = 0
    followed_cents: int = 0


def _counted(scheme: int, moment: int, at: datetime, said: SaidBy, asked: set[int]) -> dict[str, Pairs]:
    found: defaultdict[str, Pairs] = defaultdict(Pairs)
    rows = FollowUp.objects.standing(at).filter(scheme=scheme, moment=moment, opened_at__lte=at)
    for pk, place, closes_on, cents in rows.values_list("pk", "place", "closes_on", "public_cents"):
        came_to = outcome(said.get(pk, {}).values(), is_asked=pk in asked)
        pairs = found[place]
        pairs.tally += tally({(came_to, closes_on >= day_of(at)): 1})
        pairs.clear_cents += cents if came_to in CLEAR else 0
        pairs.followed_cents += cents
    return dict(found)


def _figures(told: Mapping[str, Told]) -> Iterator[str]:
    """Figures of schemes, held to the trail, and counted again as what was known when they were: what came later is no fault."""
    rows = list(SchemeFigure.objects.order_by("scheme", "indicator"))
    seals = sealed(rows)
    moved = _moved_since({one.scheme_id: one.counted_on for one in rows})
    counted: defaultdict[tuple[date, datetime], dict[int, dict[str, Numbers]]] = defaultdict(dict)
    for pk, some in groupby(rows, key=lambda one: one.scheme_id):
        figures = list(some)
        if entry := told.get(f"scheme:{pk}"):
            counted[max(one.counted_on for one in figures), entry.at][pk] = {
                one.indicator: _numbers(one) for one in figures
            }
    wrong = set()
    for (on, at), stored in sorted(counted.items()):
        for indicator, measures in measures_of(sorted(stored), on, at).items():
            for pk in sorted(stored):
                if indicator is Indicator.UPTAKE and pk in moved:
                    continue
                found = _numbers(measures[pk]) if pk in measures else None
                if stored[pk].get(indicator) != found:
                    wrong.add(pk)
                    yield f"figure {indicator} of scheme {pk}: is not what happened"
    for pk in sorted({*seals, *(int(one.partition(":")[2]) for one in told)} - wrong):
        entry = told.get(f"scheme:{pk}")
        if entry is None or entry.authority != seals[pk]:
            yield f"figures of scheme {pk}: are not what the trail tells"


def _numbers(counted: SchemeFigure | Measure) -> Numbers:
    """What was counted, as it is stored: also where that could not have been counted."""
    return (
        counted.numerator,
        counted.denominator,
        counted.counted,
        counted.unknown,
        counted.low,
        counted.high,
    )


def _moved_since(counted_on: Mapping[int, date]) -> set[int]:
    """The schemes of which money moved on the day on which their figures were counted, or later: what it was then cannot be read."""
    moved = set()
    for scheme, account in Budget.objects.filter(scheme__in=counted_on).values_list("scheme", "account"):
        touched = Transfer.objects.filter(Q(from_account=account) | Q(to_account=account))
        if touched.filter(at__gte=midnight(counted_on[scheme])).exists():
            moved.add(scheme)
    return moved


def _last(answers: Iterator[FollowUpAnswer] | list[FollowUpAnswer]) -> SaidBy:
    found: defaultdict[int, dict[Side, Said]] = defaultdict(dict)
    for one in answers:
        found[one.question.follow_up_id][Side(one.question.side)] = Said(one.said)
    return found


def _amounts(answers: Iterable[FollowUpAnswer]) -> Mapping[str, dict[str, int]]:
    """By municipality, how many pairs said that about so many cents were ordered since: of each pair what the business said last, else its
    provider.
    """
    last: dict[tuple[FollowUp, Side], int | None] = {}
    for one in answers:
        last[one.question.follow_up, Side(one.question.side)] = one.amount_cents
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for pair in {pair for pair, _side in last}:
        cents = last.get((pair, Side.BUSINESS))
        cents = last.get((pair, Side.PROVIDER)) if cents is None else cents
        if cents is not None:
            found[pair.place][str(cents)] = found[pair.place].get(str(cents), 0) + 1
    return found
