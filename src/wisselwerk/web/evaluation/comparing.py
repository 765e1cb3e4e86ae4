"""Two schemes side by side: what differs, how sure that is, and why they may not be comparable."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import Lineage, lineage
from wisselwerk.apps.vouchers.queries.draws import Comparison, comparison_group
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.comparison import Compared, Doubt, compared
from wisselwerk.domain.indicator import DEFINITIONS, Indicator, Unit
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.figures import EN_DASH, FigureLine, figure_line, points, points_between, told
from wisselwerk.web.pieces import Column, DataTable
from wisselwerk.web.purpose import asks
from wisselwerk.wording import MINUS, listed, say, word


@asks(find="first second")
class SchemesForm(forms.Form):
    """Which two."""

    first = forms.ModelChoiceField(
        Scheme.objects.order_by("name"), to_field_name="slug", label=_("This scheme"), empty_label=_("Choose")
    )
    second = forms.ModelChoiceField(
        Scheme.objects.order_by("name"),
        to_field_name="slug",
        label=_("Beside this one"),
        empty_label=_("Choose"),
    )

    def clean(self) -> None:
        """Two, not one twice."""
        told = self.cleaned_data
        if told.get("first") and told.get("first") == told.get("second"):
            self.add_error("second", gettext("Choose two different schemes."))


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One figure of both, in words."""

    found: Compared
    first: FigureLine
    second: FigureLine

    @property
    def gap(self) -> str:
        """The difference, in points for shares; empty where there is none to tell."""
        return EN_DASH if self.found.gap is None else _gap(self.found.gap, self._unit)

    @property
    def sure(self) -> str:
        """What chance may do to it, in words, or why nothing is said of that; empty where there is no difference."""
        if self.found.interval is not None:
            return points_between(self.found.interval)
        return word(self.found.unsure) if self.found.unsure else ""

    @property
    def bounds(self) -> str:
        """What it can be at all; empty where nobody was silent."""
        return points_between(self.found.bounds) if self.found.bounds else ""

    @property
    def verdict(self) -> str:
        """Whether chance alone may have made it; empty where nothing is said of that."""
        if self.found.interval is None:
            return ""
        if self.found.is_chance:
            return gettext("may be chance")
        return gettext("more than chance")

    @property
    def is_shown(self) -> bool:
        """Whether it is shown of one of them."""
        return self.first.figure.is_shown or self.second.figure.is_shown

    @property
    def _unit(self) -> Unit:
        return DEFINITIONS[self.found.indicator].unit


OF_ALL = (Doubt.PERIOD, Doubt.PHASE)
"""What is so of both schemes as a whole: of it only the first is said, without naming figures."""


TOLD_FIRST = (Indicator.LASTING_12, Indicator.LASTING_6)
"""What a scheme is for: of these the first of which a difference has an interval stands on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """All that is told of two schemes."""

    first: Scheme
    second: Scheme
    lines: Sequence[ComparedLine]
    kin: Lineage
    """Of the child, where one was made from the other."""
    child: Scheme | None
    draws: Sequence[tuple[Scheme, Comparison]]

    @property
    def told_first(self) -> ComparedLine | None:
        """The difference that answers what is different elsewhere; None where no difference has an interval."""
        sure = {one.found.indicator: one for one in self.lines if one.found.interval}
        return next((sure[one] for one in (*TOLD_FIRST, *sure) if one in sure), None)

    @property
    def doubts(self) -> list[str]:
        """Why both may not be comparable: each once, with the figures of which it is so."""
        whole: dict[Doubt, str] = {}
        some: defaultdict[str, list[str]] = defaultdict(list)
        for line in self.lines:
            for one in line.found.doubts:
                said = say(one.says, one.params)
                if one.doubt in OF_ALL:
                    whole.setdefault(one.doubt, said)
                else:
                    some[said].append(line.first.label)
        return [*whole.values(), *(f"{listed(labels)}: {said}" for said, labels in some.items())]

    @property
    def table(self) -> DataTable:
        """The figures beside one another."""
        return DataTable(
            gettext("Figures side by side"),
            [
                Column(gettext("Figure")),
                # As text, so that long names and intervals are broken over lines.
                Column(self.first.name),
                Column(self.second.name),
                Column(gettext("Difference, with its 95% interval")),
            ],
            [
                [
                    one.first.label,
                    _value(one.first),
                    _value(one.second),
                    "; ".join(part for part in (one.gap, one.sure, one.verdict) if part),
                ]
                for one in self.lines
                if one.is_shown
            ],
        )

    @property
    def unshown(self) -> list[str]:
        """The figures that are shown of neither."""
        return [one.first.label for one in self.lines if not one.is_shown]


@for_role(Role.COORDINATOR, Role.FLANDERS, Role.NETWORK)
def comparing(request: HttpRequest) -> HttpResponse:
    """Any two schemes: what is told of them is told to everybody who learns from them."""
    form = SchemesForm(request.GET or None)
    coordinates = bool(actor_of_request(request).organisations(Role.COORDINATOR))
    context: dict[str, object] = {"form": form, "coordinates": coordinates}
    if form.is_valid():
        first, second = form.cleaned_data["first"], form.cleaned_data["second"]
        context["beside"] = _beside(first, second)
        mine = actor_of_request(request).organisations(Role.COORDINATOR)
        own = [pair for pair in ((first, second), (second, first)) if pair[0].partnership_id in mine]
        context["decides"], context["decides_beside"] = own[0] if own else (None, None)
    return render(request, "evaluation/comparing.html", context)


def _beside(first: Scheme, second: Scheme) -> Beside:
    figures = figures_of([first.pk, second.pk], today=today())
    rows = compared(figures[first.pk], figures[second.pk])
    child, kin = _kin(first, second)
    groups = [(one, comparison_group(one)) for one in (first, second) if one.draws.exists()]
    return Beside(
        first=first,
        second=second,
        lines=[ComparedLine(one, figure_line(one.first), figure_line(one.second)) for one in rows],
        kin=kin,
        child=child,
        draws=groups,
    )


def _kin(first: Scheme, second: Scheme) -> tuple[Scheme | None, Lineage]:
    """Which of the two was made from the other, and how it differs."""
    for child, parent in ((first, second), (second, first)):
        found = lineage(child) if child.adopted_from_id else Lineage()
        if found.parent == parent:
            return child, found
    return None, Lineage()


def _value(line: FigureLine) -> str:
    return f"{line.value} ({line.counted})" if line.counted else line.value


def _gap(gap: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return points(gap)
    sign = "+" if gap > 0 else MINUS if gap < 0 else ""
    return f"{sign}{told(abs(gap), unit)}"
