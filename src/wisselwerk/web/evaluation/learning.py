"""What stays of what was brought together? For the coordinator: follow-ups and figures, per scheme."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.persistence import MomentLines, Share, persistence_of
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, REMINDED_AFTER
from wisselwerk.domain.indicator import DEFINITIONS, Definition, Figure, Indicator, Unit
from wisselwerk.web import plots
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.figures import EN_DASH, figures_table, percent, span
from wisselwerk.web.pieces import Column, DataTable, Kind
from wisselwerk.wording import day, place_name, round_money


@dataclass(frozen=True, slots=True)
class LearningBoard:
    """One scheme: what came of its pairs, and its figures."""

    scheme: Scheme
    moments: tuple[MomentLines, ...]
    figures: Mapping[Indicator, Figure]

    @property
    def is_counted(self) -> bool:
        """Whether anything was counted yet."""
        return any(one.is_shown for one in self.figures.values())

    @property
    def summary(self) -> str:
        """The newest share that may be told, in a sentence; empty where there is none."""
        told = [one for one in self.moments if one.share]
        if not told or told[-1].share is None:
            return ""
        last, share = told[-1], told[-1].share
        return _(
            "After {months} months {share} of the pairs that answered still work together without a voucher: {lasts} of {clear}."
        ).format(months=last.moment, share=percent(share.value), lasts=share.lasts, clear=share.clear)

    @property
    def table(self) -> DataTable:
        """What pairs came to at each moment."""
        return self._by_moment(
            _("Still working together"),
            {
                _("Still working together"): lambda one: _share(one.share),
                _("95% interval"): lambda one: _of(one.share),
                _("Whatever the others say"): lambda one: (
                    span(one.share.bounds, Unit.SHARE) if one.share else EN_DASH
                ),
                _("Answered clearly"): lambda one: one.share.clear if one.share else EN_DASH,
                _("Pairs in all"): lambda one: one.followed,
                _("Counted on"): lambda one: day(one.counted_on),
            },
        )

    @property
    def answers(self) -> DataTable:
        """Who did not answer clearly, and why not."""
        return self._by_moment(
            _("Who did not answer clearly"),
            {
                _("No answer"): lambda one: one.unclear if one.silent is None else one.silent,
                _("Both sides contradict each other"): lambda one: (
                    _("few, counted with no answer") if one.contradicted is None else one.contradicted
                ),
                _("Can still answer"): lambda one: one.open,
                _("Not asked: no address, or stopped"): lambda one: one.not_asked,
            },
        )

    def _by_moment(self, caption: str, rows: Mapping[str, Callable[[MomentLines], object]]) -> DataTable:
        return DataTable(
            caption,
            [
                Column(_("Pairs of a business and a provider")),
                *(Column(_after(one.moment), Kind.NUMBER) for one in self.moments),
            ],
            [[name, *(told(one) for one in self.moments)] for name, told in rows.items()],
        )

    @property
    def plot(self) -> SafeString | None:
        """Each share with its interval and bounds as a picture; nothing where none may be told."""
        marks = [
            plots.Mark(_months(one.moment), one.share.value, one.share.interval, one.share.bounds)
            for one in self.moments
            if one.share
        ]
        return plots.intervals(marks) if marks else None

    @property
    def places(self) -> DataTable | None:
        """The same by municipality, where at least two of them may be told."""
        rows = [
            [place_name(code) if code else _("not known"), _months(one.moment), _share(share), _of(share)]
            for one in self.moments
            for code, share in one.places.items()
        ]
        if sum(row[3] != EN_DASH for row in rows) < 2:
            return None
        return DataTable(
            _("By municipality"),
            [
                Column(_("Municipality")),
                Column(_("After")),
                Column(_("Still working together"), Kind.NUMBER),
                Column(_("95% interval"), Kind.NUMBER),
            ],
            rows,
        )

    @property
    def amounts(self) -> DataTable | None:
        """About how much was ordered since, as far as it was said."""
        rows = [
            [_months(one.moment), *(EN_DASH if number is None else number for number in one.amounts.values())]
            for one in self.moments
            if one.amounts
        ]
        if not rows:
            return None
        sums = next(one.amounts for one in self.moments if one.amounts)
        return DataTable(
            _("About how much was ordered since"),
            [
                Column(_("After")),
                *(
                    Column(_("about {amount}").format(amount=round_money(cents)), Kind.NUMBER)
                    for cents in sums
                ),
            ],
            rows,
        )

    @property
    def figures_table(self) -> DataTable:
        """All figures of the scheme."""
        return figures_table(_("Figures of this scheme"), self.figures.values())


@for_role(Role.COORDINATOR)
def learning(request: HttpRequest) -> HttpResponse:
    """Follow-ups and figures of the schemes that somebody coordinates. Three queries, and those of signing in."""
    own = actor_of_request(request).organisations(Role.COORDINATOR)
    schemes = list(Scheme.objects.filter(partnership__in=own).order_by("name"))
    ids = [one.pk for one in schemes]
    lasting, figures = persistence_of(ids), figures_of(ids, today=today())
    context = {
        "boards": [LearningBoard(one, lasting[one.pk], figures[one.pk]) for one in schemes],
        "definitions": list(definitions()),
        "answered_within": ANSWERED_WITHIN.days,
        "reminded_after": REMINDED_AFTER.days,
        "disclosed_from": DISCLOSED_FROM,
    }
    return render(request, "evaluation/learning.html", context)


def definitions() -> list[Definition]:
    """What the figures mean."""
    return list(DEFINITIONS.values())


def _months(number: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}


def _after(number: int) -> str:
    return ngettext("after %(n)s month", "after %(n)s months", number) % {"n": number}


def _share(share: Share | None) -> str:
    return _("not shown") if share is None else percent(share.value)


def _of(share: Share | None) -> str:
    return EN_DASH if share is None else span(share.interval, Unit.SHARE)
