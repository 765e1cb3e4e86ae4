"""Write down what was decided, on which figures, and what is expected of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.services import Decision, Picked, decide_adjustment
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.adjustment import LOOKED_AT, DecidedBy, Direction, Expectation, mark_of
from wisselwerk.domain.adjustment_sentence import DECIDED_BY
from wisselwerk.domain.indicator import DEFINITIONS, Figure, Indicator, Unit
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.figures import figure_line
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.public_text import SharedTextField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

LONGEST_WORDS = 2000
BETWEEN = " "
"""What stands between the parts of a choice: a figure, and on which day it was counted of both."""
NEW_RULES, NOTHING = "rules", "nothing"
Figures = Mapping[Indicator, Figure]
_CHOOSE = {"required": _("Choose one of these.")}


@asks(find="naast")
class BesideForm(forms.Form):
    """Beside which scheme the figures are looked at."""

    naast = forms.ModelChoiceField(
        Scheme.objects.none(),
        to_field_name="slug",
        label=_("Beside which scheme do you look at them?"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, scheme: Scheme, data: QueryDict) -> None:
        parent = scheme.adopted_from.scheme.slug if scheme.adopted_from else ""
        super().__init__(data if "naast" in data else {"naast": parent})
        self.fields["naast"].queryset = Scheme.objects.exclude(pk=scheme.pk).order_by("name")  # type: ignore[attr-defined]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("Write the day like 2027-01-31."),
        },
    )


@asks(
    record="question evidence decision changes decided_by decided_on indicator direction target look_on",
)
class AdjustmentForm(ActForm):
    """Question, figures, decision, expectation."""

    question = SharedTextField(
        label=_("Which question did you have?"),
        error_messages={"required": _("Write which question you had.")},
        help_text=_("For instance: why do so few businesses use their voucher?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.MultipleChoiceField(
        label=_("On which figures did you decide?"),
        help_text=_("They are kept as they are now, whatever is counted later."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one figure."),
            "invalid_choice": _(
                "A figure that you chose was counted anew meanwhile. Read what it says now, and choose again."
            ),
        },
    )
    decision = SharedTextField(
        label=_("What was decided?"),
        error_messages={"required": _("Write what was decided.")},
        help_text=_("Also when nothing changes: say so, and why."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    changes = forms.ChoiceField(
        label=_("Do the rules change?"),
        choices=[
            (NEW_RULES, _("Yes, a new version of the rules follows")),
            (NOTHING, _("No, the rules stay as they are")),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    decided_by = forms.ChoiceField(label=_("Who decided?"), widget=forms.RadioSelect, error_messages=_CHOOSE)
    decided_on = _day(_("On which day?"))
    indicator = forms.ChoiceField(
        label=_("Which figure will tell whether it worked?"),
        help_text=_(
            "It is counted of what begins after the decision, or from the first day of the new rules."
        ),
    )
    direction = forms.ChoiceField(
        label=_("What do you expect?"),
        choices=[
            (Direction.UP.value, _("That it is higher, or at least the number below")),
            (Direction.DOWN.value, _("That it is lower, or at most the number below")),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    target = forms.DecimalField(
        label=_("Which number?"),
        help_text=_(
            "In percents, days, a number or euro, as the figure is told. Leave it open for: higher or lower than it is now."
        ),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        localize=True,
        error_messages={"invalid": _("Write a number like 70 or 1,50.")},
    )
    look_on = _day(
        _("When do you look again?"),
        _(
            "On that day what was measured is kept beside it. Whole years are counted: where none is over by then, it is kept as soon as one is."
        ),
    )

    def __init__(self, choices: list[tuple[str, str]], data: QueryDict | None) -> None:
        super().__init__(data, initial={"decided_on": today()})
        fields: dict[str, Any] = self.fields
        fields["evidence"].choices = choices
        fields["decided_by"].choices = [(one.value, capfirst(word(DECIDED_BY[one]))) for one in DecidedBy]
        fields["indicator"].choices = [(one.value, word(DEFINITIONS[one].label)) for one in LOOKED_AT]

    def clean(self) -> None:
        """A share is at most all."""
        told = self.cleaned_data
        if "indicator" not in told:
            return
        unit = DEFINITIONS[Indicator(told["indicator"])].unit
        if unit is Unit.SHARE and (told.get("target") or 0) > 100:
            self.add_error("target", gettext("A share is at most 100 percent."))

    def told(self) -> Decision:
        """What was written."""
        typed, indicator = self.cleaned_data, Indicator(self.cleaned_data["indicator"])
        return Decision(
            question=typed["question"],
            decision=typed["decision"],
            changes_rules=typed["changes"] == NEW_RULES,
            decided_by=DecidedBy(typed["decided_by"]),
            decided_on=typed["decided_on"],
            expected=Expectation(indicator, Direction(typed["direction"]), self._target(indicator)),
            look_on=typed["look_on"],
        )

    def _target(self, indicator: Indicator) -> float | None:
        typed = self.cleaned_data["target"]
        if typed is None:
            return None
        match DEFINITIONS[indicator].unit:
            case Unit.SHARE:
                return float(typed / 100)
            case Unit.MONEY:
                return float(typed * 100)
            case _:
                return float(typed)


@for_role(Role.COORDINATOR)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A decision about a scheme that somebody coordinates. Beside it stand the figures of another, where one is chosen."""
    actor = actor_of_request(request)
    own = Scheme.objects.filter(partnership__in=actor.organisations(Role.COORDINATOR))
    scheme = get_object_or_404(own.select_related("adopted_from__scheme"), slug=slug)
    beside = BesideForm(scheme, request.GET)
    other: Scheme | None = beside.cleaned_data["naast"] if beside.is_valid() else None
    figures = figures_of([scheme.pk, *([other.pk] if other else [])], today=today())
    form = AdjustmentForm(
        list(_choices(figures[scheme.pk], other, figures[other.pk] if other else {})), request.POST or None
    )
    if form.is_valid():

        def do() -> Answer:
            evidence = list(_picked(scheme, other, form.cleaned_data["evidence"]))
            return {"pk": decide_adjustment(actor, scheme=scheme, told=form.told(), evidence=evidence).pk}

        if done := form.carry_out(actor, f"web:decide_adjustment:{scheme.pk}", do):
            messages.success(request, gettext("It is kept, with the figures as they are now."))
            return redirect("evaluation:adjustment", done["pk"])
    context = {"scheme": scheme, "beside": beside, "form": form}
    return render(request, "evaluation/adjustment_new.html", context, status=form.status)


def _choices(own: Figures, other: Scheme | None, beside: Figures) -> Iterator[tuple[str, str]]:
    """The figures that are shown now, each with that of the other scheme where that is shown too."""
    for indicator, figure in own.items():
        if not figure.is_shown:
            continue
        marks, text = [mark_of(figure)], f"{word(figure.definition.label)}: {_told(figure)}"
        against = beside.get(indicator)
        if other and against and against.is_shown:
            marks.append(mark_of(against))
            text = gettext("{figure}; at {scheme} {value}").format(
                figure=text, scheme=other.name, value=_told(against)
            )
        yield BETWEEN.join([indicator, *marks]), text


def _told(figure: Figure) -> str:
    line = figure_line(figure)
    sure = gettext("95% interval: {span}").format(span=line.sure) if figure.interval else ""
    more = ", ".join(one for one in (sure, line.counted) if one)
    return f"{line.value} ({more})" if more else line.value


def _picked(scheme: Scheme, other: Scheme | None, chosen: list[str]) -> Iterator[Picked]:
    for one in chosen:
        indicator, *marks = one.split(BETWEEN)
        schemes = [scheme, *([other] if other else [])]
        # Where only the scheme itself shows it, there is one mark.
        for of, mark in zip(schemes, marks, strict=False):
            yield Picked(of.pk, Indicator(indicator), mark)
