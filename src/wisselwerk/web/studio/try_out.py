"""What will my draft do? Who gets what, when is the money gone, and what does another value change?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import starts_on
from wisselwerk.apps.vouchers.queries.expected import can_be_drawn_from, expectations, members_by_place
from wisselwerk.apps.vouchers.queries.past import past_applications
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.applicants import by_week, generated, moved, resampled
from wisselwerk.domain.period import months_later
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.domain.simulation import Trial, TrialApplication, play
from wisselwerk.domain.trial_books import Pot
from wisselwerk.domain.trial_runs import chances, try_out
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.try_answer import Again, Answer, Yours
from wisselwerk.web.studio.try_form import MOST_APPLICATIONS, SOURCE, TryForm

EVALUATIONS = 15_000
"""About so many applications are decided for one page: that takes about half a second."""
FEWEST_RUNS, MOST_RUNS = 20, 100
NEIGHBOURS = 20
"""From how many municipalities around those that apply from outside come."""


class Trying:
    """A draft with what stands in the form of its trial."""

    def __init__(self, request: HttpRequest, draft: Draft) -> None:
        actor = actor_of_request(request)
        self.draft, self.written = draft, DraftRules.read(draft.rules)
        self.rules = _whole(self.written)
        self.members = members_by_place(draft)
        if self.rules is None:
            return
        past = past_applications(actor, draft.scheme) if draft.scheme else []
        # The newest ones: what is tried while somebody waits for a page.
        self.past = past[-MOST_APPLICATIONS:]
        expected = expectations(draft, self.rules, self.past)
        own = len(self.past) if can_be_drawn_from(self.past) else 0
        self.form = TryForm(self.written, self.rules, expected, own, request.GET)
        self.first, self.until = self._time()

    def answer(self) -> Answer | None:
        """What comes of it; None while the form is not right, or where nobody could apply."""
        if self.rules is None or not self.form.is_valid() or self.until <= self.first:
            return None
        asked = self.form.cleaned_data
        last = (self.until - timedelta(days=1)).year
        # Who applies late in the last year may be decided on in the next.
        pots = self._pots(self.first.year, last + 1)
        years = (self.first.year,) if self.rules.lottery else tuple(range(self.first.year, last + 1))
        variants = asked["variants"] or {"": self.rules}
        return Answer(
            rules=self.rules,
            first=self.first,
            until=self.until,
            money={year: self.form.cents_of(year) for year in years},
            is_planned=self.form.is_planned,
            told=try_out(variants, self._streams(len(variants)), pots, self.members),
            runs_alone=self._runs(1),
        )

    def yours(self) -> Yours | None:
        """What the draft does with the applications of before; None where there are none."""
        if self.rules is None or not self.past or not self.form.is_valid():
            return None
        tried = moved(self._known(), self.first)
        pots = self._pots(self.first.year, max(one.decided_on.year for one in tried))
        trial = Trial(rules=self.rules, pots=pots, member_of=self.members)
        past_of = {id(one): past for one, past in zip(tried, self.past, strict=True)}
        return Yours([Again(past_of[id(one.application)], one) for one in play(trial, tried)])

    def _pots(self, first: int, last: int) -> tuple[Pot, ...]:
        """The money of each year that is tried; a draw divides that of one year, on whichever day it is held."""
        assert self.rules is not None
        if self.rules.lottery:
            return (Pot(cents=self.form.cents_of(first)),)
        return tuple(Pot(cents=self.form.cents_of(year), year=year) for year in range(first, last + 1))

    def _time(self) -> tuple[date, date]:
        """From which day on applications come, up to but not including which."""
        assert self.rules is not None
        window = self.rules.find(ApplicationWindow)
        first = max(starts_on(self.draft), window.opens_on) if window else starts_on(self.draft)
        months = self.form.cleaned_data.get("months", 1) if self.form.is_valid() else 1
        until = months_later(first, months)
        if window and window.closes_on:
            until = min(until, window.closes_on + timedelta(days=1))
        return first, until

    def _runs(self, variants: int) -> int:
        """How many times so many values are played while somebody waits for a page."""
        asked = self.form.cleaned_data
        each = max(self.form.per_month_of(asked) * int(asked["months"]) * variants, 1)
        return min(max(EVALUATIONS // each, FEWEST_RUNS), MOST_RUNS)

    def _streams(self, variants: int) -> Iterator[Sequence[TrialApplication]]:
        runs = self._runs(variants)
        if self.form.is_own:
            known = self._known()
            weeks = by_week(known, min(one.applied_on for one in known), today())
            for chance in chances(runs):
                yield list(resampled(weeks, self.first, self.until, chance))
            return
        assert self.rules is not None
        assumed = self.form.assumptions(self._elsewhere())
        for chance in chances(runs):
            yield list(generated(assumed, self.rules, self.first, self.until, chance))

    def _known(self) -> list[TrialApplication]:
        """The applications of before; an order that nobody knows is the usual one."""
        return [one.trial(self.form.cleaned_data["order_cents"]) for one in self.past]

    def _elsewhere(self) -> tuple[str, ...]:
        """Places in the same province that the rules do not name and nobody stands behind."""
        assert self.rules is not None
        territory = self.rules.find(Territory)
        inside = {*self.members, *(territory.places if territory else ())}
        provinces = {place[:1] for place in inside}
        around = (code for code in sorted(belgian_territory().finest_codes) if code[:1] in provinces)
        return tuple(code for code in around if code not in inside)[:NEIGHBOURS]


@for_role(Role.COORDINATOR)
def trying(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with what comes of it. Nothing is kept: the address says all that was asked."""
    tried = Trying(request, draft_or_404(request, slug))
    if tried.rules is None:
        return render(request, "studio/try_out.html", {"draft": tried.draft})
    answer = tried.answer()
    context = {
        "draft": tried.draft,
        "form": tried.form,
        "answer": answer,
        "yours": tried.yours(),
        "past": tried.past,
        "first": tried.first,
        "expected": tried.form.expected,
        "asked": request.GET.urlencode(),
    }
    return render(request, "studio/try_out.html", context, status=tried.form.status)


@for_role(Role.COORDINATOR)
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """What is left of the money, as CSV; with each value that is compared."""
    tried = Trying(request, draft_or_404(request, slug))
    answer = tried.answer()
    if answer is None:
        raise Http404
    table = answer.courses if answer.is_compared else answer.course
    headers = {"Content-Disposition": f'attachment; filename="uitproberen-{slug}.csv"'}
    return HttpResponse(table.csv(), content_type="text/csv; charset=utf-8", headers=headers)


def _whole(written: DraftRules) -> RuleSet | None:
    """The rules, when they can exist: what is not complete yet cannot be tried."""
    try:
        return written.rule_set(SOURCE)
    except InvalidRule:
        return None
