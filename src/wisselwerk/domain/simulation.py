"""A scheme tried out before it exists: its rules applied to applications in order of time, with the money they take.

The rules are asked as they are when a real application is decided: ``evaluate`` with the facts of that moment. What they
leave to a person is answered by the application itself; one that says nothing gets a yes, so that the money is never
thought to last longer than it may. Why somebody got nothing is worked out when it is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from wisselwerk.domain import lottery
from wisselwerk.domain.rule import Evaluation, Result, RuleSet, evaluate
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.trial_books import Books, Pot

DRAWN_AFTER = timedelta(days=14)
"""How long after its last day to apply a draw is held: the list is sealed first, and the seed comes later. Ours."""

COUNTED: frozenset[str] = frozenset(
    {
        "applied_on",
        "decided_on",
        "vouchers_counted",
        "provider_vouchers_counted",
        "awarded_this_year_cents",
        "budget_left_cents",
        "ceilings_left_cents",
        "waits_for_draw",
        "has_entry",
        "drawn_on",
        "drawn_place",
        "drawn_vouchers",
    }
)
"""The facts that a trial counts itself: they depend on what came before."""


class TrialApplication(NamedTuple):
    """An application to be tried, made up or handed in before."""

    applied_on: date
    decided_on: date
    enterprise: int
    """Stands for an enterprise: the same number is the same one."""
    provider: int | None
    known: Mapping[str, Any]
    """Facts by the name they have in ``Facts``; none of ``COUNTED``."""
    order_cents: int | None
    """What its one order comes to, as it counts for the voucher; None: the voucher is never used."""
    is_declined: bool = False
    """What a person says where the rules leave it to one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried out."""

    rules: RuleSet
    pots: tuple[Pot, ...]
    member_of: Mapping[str, str] = field(default_factory=dict)
    """Which member stands behind a finest place."""
    seed: str = "wisselwerk"
    """Of the draw, where one decides."""


class Played(NamedTuple):
    """What became of one application."""

    application: TrialApplication
    result: Result
    evaluation: Evaluation
    """What the rules said, the last time they were asked; its reasons are worked out when they are read."""
    on: date
    paid_cents: int
    """What the voucher will pay of the order."""
    left_cents: int
    """What was left of the money of that year afterwards."""
    is_out: bool
    """Whether that was less than the smallest voucher needs."""

    @property
    def amount_cents(self) -> int:
        """What was awarded."""
        return self.evaluation.grant.amount_cents if self.result is Result.AWARDED else 0

    @property
    def by_person(self) -> bool:
        """Whether the rules left it to a person."""
        return self.evaluation.result is Result.REVIEW


def play(trial: Trial, applications: Iterable[TrialApplication]) -> Iterator[Played]:
    """Decide on applications that come in order of their decision; each comes out once, those of a draw at the end.

    Only those that stand in a draw are kept, so a run takes no more memory for more applications that come first, first
    served.
    """
    rule = trial.rules.lottery
    run = _Run(trial, rule)
    for one in applications:
        run.books.end_until(one.decided_on)
        if (played := run.decide(one)) is not None:
            yield played
    if rule is not None:
        yield from run.draw()


class _Run:
    """One run: its books, and who stands in its draw."""

    def __init__(self, trial: Trial, rule: Allocation | None) -> None:
        self.books = Books(trial.rules, trial.pots, trial.member_of)
        self._rules, self._seed, self._lottery = trial.rules, trial.seed, rule
        self._entered: list[TrialApplication] = []
        self._entrants: set[int] = set()

    def decide(self, one: TrialApplication) -> Played | None:
        """Decide on one that comes in; None when it has a chance in the draw."""
        counted: dict[str, Any] = {}
        if self._lottery is not None:
            counted = {"waits_for_draw": True, "has_entry": one.enterprise in self._entrants}
        evaluation = self._asked(one, one.decided_on, counted)
        result = self._answered(one, evaluation.result)
        if self._lottery is None or result is Result.REFUSED:
            return self._settle(one, result, evaluation, one.decided_on)
        self._entrants.add(one.enterprise)
        self._entered.append(one)
        return None

    def draw(self) -> Iterator[Played]:
        """Go down the order of the draw, and down the waiting list each time something comes free."""
        rule, window = self._lottery, self._rules.find(ApplicationWindow)
        assert rule is not None
        assert window is not None
        assert window.closes_on is not None, "a draw has a last day to apply"
        drawn_on = window.closes_on + DRAWN_AFTER
        self.books.end_until(drawn_on)
        lines = {f"{number:08}": one for number, one in enumerate(self._entered)}
        order = lottery.order(self._seed, lines)
        waiting = list(enumerate((lines[line] for line in order), 1))
        until = rule.waiting_until(drawn_on)
        on: date | None = drawn_on
        while on is not None and waiting:
            still = []
            for number, (place, one) in enumerate(waiting):
                if on > drawn_on and not self._has_room(on):
                    still += waiting[number:]
                    break
                played = self._reach(one, place, drawn_on, on)
                if played.result is Result.WAITING_LIST:
                    still.append((place, one))
                else:
                    yield played
            waiting, on = still, self._next_turn(until)
        if until is not None:
            for place, one in waiting:
                yield self._reach(one, place, drawn_on, until + timedelta(days=1))

    def _next_turn(self, until: date | None) -> date | None:
        on = self.books.next_ending()
        if on is None or until is None or on > until:
            return None
        self.books.end_until(on)
        return on

    def _has_room(self, on: date) -> bool:
        """Whether anybody who waits can have something at all: else nobody has to be asked."""
        assert self._lottery is not None
        most = self._lottery.vouchers
        return not self.books.spending(on).is_out and (most is None or self.books.drawn_vouchers < most)

    def _reach(self, one: TrialApplication, place: int, drawn_on: date, on: date) -> Played:
        counted = {
            "drawn_on": drawn_on,
            "drawn_place": place,
            "drawn_vouchers": self.books.drawn_vouchers,
        }
        evaluation = self._asked(one, on, counted)
        # Who stands in a draw was looked at when it was let in.
        is_clear = evaluation.result is Result.REVIEW
        return self._settle(one, Result.AWARDED if is_clear else evaluation.result, evaluation, on)

    def _asked(self, one: TrialApplication, on: date, counted: Mapping[str, Any]) -> Evaluation:
        """What the rules say of it on a day, with the facts of that moment."""
        rules, books, known = self._rules, self.books, one.known
        return evaluate(
            rules,
            Facts(
                applied_on=one.applied_on,
                decided_on=on,
                **known,
                **books.earlier(one.enterprise, one.provider, on),
                **books.money(_places(one), on, known.get("enterprise_size")),
                **counted,
            ),
        )

    def _answered(self, one: TrialApplication, result: Result) -> Result:
        """What is decided, with the word of a person where the rules ask for one. Nobody awards where nobody grants."""
        if result is Result.REFUSED or not self.books.can_grant(_places(one)):
            return Result.REFUSED
        if result is not Result.REVIEW:
            return result
        return Result.REFUSED if one.is_declined else Result.AWARDED

    def _settle(self, one: TrialApplication, result: Result, evaluation: Evaluation, on: date) -> Played:
        paid_cents = 0
        if result is Result.AWARDED:
            paid_cents = self.books.award(
                evaluation.grant,
                enterprise=one.enterprise,
                provider=one.provider,
                places=_places(one),
                on=on,
                order_cents=one.order_cents,
                is_drawn=self._lottery is not None,
            )
        left_cents, is_out = self.books.spending(on)
        return Played(one, result, evaluation, on, paid_cents, left_cents, is_out)


def _places(one: TrialApplication) -> tuple[str, ...]:
    """The places that it counts for, as in ``Facts.located_places``."""
    return one.known.get("establishment_places") or one.known.get("seat_places") or ()
