"""How many applications a trial decides in a second: ``python -m benchmarks.simulation [applications] [scheme ...]``.

A trial makes its applications up, asks the rules of a scheme about each with the money and the vouchers of that moment, and
counts. Beside it in the same run: making up alone; the same rules asked about facts that lie ready, and nothing around it;
and the trial with every reason put into its sentence, which a page does only for those that somebody reads. Each size is tried
after a tenth of it, so that what grows in step takes as long for each application. Only the domain is measured.
"""

import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from wisselwerk.domain.applicants import DAYS_IN_MONTH, Assumptions, generated
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule import RuleSet, evaluate
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.simulation import Played, Trial, TrialApplication, play
from wisselwerk.domain.trial_books import Pot
from wisselwerk.domain.trial_runs import Tally, tally
from wisselwerk.formats.scheme_file import read_scheme_file

SCHEMES = Path("docs/examples/schemes")
USUAL = ("genk", "voorbeeld-aandeel-naar-grootte", "voorbeeld-loting")
DAYS = 365
READY = 10_000
"""So many facts lie ready; they are asked about again and again."""


def rules_of(scheme: str) -> RuleSet:
    """The last version of an example."""
    return read_scheme_file((SCHEMES / f"{scheme}.json").read_bytes()).versions[-1].rule_set


def made_up(rules: RuleSet, number: int) -> Iterator[TrialApplication]:
    """About so many applications, in a year or in the time there is to apply."""
    territory, window = rules.find(Territory), rules.find(ApplicationWindow)
    first = window.opens_on if window else date(2027, 1, 1)
    until = first + timedelta(days=DAYS)
    if window and window.closes_on:
        until = window.closes_on + timedelta(days=1)
    assumed = Assumptions(
        per_month=max(round(number / (until - first).days * DAYS_IN_MONTH), 1),
        order_cents=60_000,
        weights=dict.fromkeys(territory.places if territory else ("71016",), 1),
        elsewhere=("11002",),
    )
    return generated(assumed, rules, first, until, Random(1))  # noqa: S311 the same every time, nothing secret


def played(rules: RuleSet, number: int) -> Iterator[Played]:
    """A trial in which there is money for half of those that apply."""
    amount = rules.find(Amount)
    assert amount is not None
    return play(
        Trial(rules=rules, pots=(Pot(cents=number // 2 * amount.most_cents),)), made_up(rules, number)
    )


def ready(rules: RuleSet) -> list[Facts]:
    """Some facts, with all the money of the world."""
    return [
        Facts(
            applied_on=one.applied_on,
            vouchers_counted=0,
            awarded_this_year_cents=0,
            provider_vouchers_counted=0,
            budget_left_cents=10**9,
            ceilings_left_cents={"total": 10**9, "per_year": 10**9, "per_member": 10**9},
            **one.known,
        )
        for one in made_up(rules, READY)
    ]


def asked(rules: RuleSet, some: Sequence[Facts], number: int) -> None:
    """The rules alone, about facts that lie ready."""
    for place in range(number):
        evaluate(rules, some[place % len(some)])


def explained(runs: Iterable[Played]) -> None:
    """Every reason of every application in words."""
    for one in runs:
        for reason in one.evaluation.reasons:
            SENTENCES[reason.code].format_map(reason.params)


def each(name: str, number: int, work: Callable[[], object]) -> float:
    """Print and give what ``work`` takes of the processor, for each of so many."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{number:>10,}  {name:<24}{clock:>8.1f} s{processor:>8.1f} s CPU"
        f"{processor / number * 1e6:>7.1f} µs each{number / processor:>10,.0f} per second of CPU"
    )
    return processor / number


def measure(rules: RuleSet, number: int) -> float:
    """Print what each takes; gives what the trial takes for one application, in seconds of the processor."""
    each("made up alone", number, lambda: deque(made_up(rules, number), maxlen=0))
    some = ready(rules)
    alone = each("rules alone", number, lambda: asked(rules, some, number))
    found = each("tried", number, lambda: told.append(tally(played(rules, number))))
    words = each("tried and explained", number, lambda: explained(played(rules, number)))
    one = told[-1]
    print(
        f"            {one.applications:,} applications, {one.awarded:,} awarded, the money out on {one.out_on}; "
        f"tried / rules alone {found / alone:.2f}, explained / tried {words / found:.2f}"
    )
    return found


told: list[Tally] = []
if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for scheme in sys.argv[2:] or USUAL:
        print(scheme)
        sizes = [measure(rules_of(scheme), number) for number in (most // 100, most // 10, most)]
        growth = ", ".join(f"{later / sooner:.2f}" for sooner, later in pairwise(sizes))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"            for each application, against a tenth of them: {growth}; most memory so far {peak} MB"
        )
