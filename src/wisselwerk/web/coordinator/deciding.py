"""Deciding as a person: what, why, and with which correction."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.declarations import Declarations, asks_aid, rules_on
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import latest_decision, outcomes_of
from wisselwerk.clock import day_of, today
from wisselwerk.domain.rule import refusable
from wisselwerk.domain.rule.base import Verdict
from wisselwerk.web.aid_form import FIELDS, as_filled_in
from wisselwerk.web.places import seat_choices
from wisselwerk.web.purpose import asks
from wisselwerk.web.question_form import QuestionForm, as_answered
from wisselwerk.wording import rule_name, spoken_value

AWARD, REFUSE = "award", "refuse"


@asks(right="answer motivation refused_on municipality")
class DecideForm(QuestionForm):
    """A decision with its reasons. The words go to the business; what was declared wrongly is corrected here."""

    voice = "told"

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(AWARD, _("Award the voucher")), (REFUSE, _("Refuse, or keep to the refusal"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    motivation = forms.CharField(
        label=_("Why?"),
        help_text=_("The business reads this. Name no persons."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why, in a sentence or two that the business will understand.")},
    )
    refused_on = forms.ChoiceField(
        label=_("Which rule is not met?"),
        help_text=_("Only when you refuse. The business reads it with your reasons."),
        required=False,
    )
    municipality = forms.ChoiceField(
        label=_("Municipality of the seat"),
        help_text=_("Change it when something else was declared than what is true."),
        required=False,
    )

    read_until = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Up to which answer of the applicant the page was shown."""

    def __init__(self, application: Application, data: QueryDict | None) -> None:
        self.declared = application.declarations
        applied_on = day_of(application.applied_at)
        rules = rules_on(application.scheme, applied_on)
        questions = rules.questions if rules else ()
        answered = as_answered(questions, self.declared)
        asked = {"municipality": self.declared.get("municipality", ""), **answered}
        super().__init__(data, initial={**asked, **as_filled_in(self.declared)})
        self.fields["municipality"].choices = seat_choices(today(), ())  # type: ignore[attr-defined]
        self.fields["refused_on"].choices = _refusable(application)  # type: ignore[attr-defined]
        self.ask_aid(is_asked=asks_aid(application.scheme, applied_on))
        self.ask(questions, (), required=False)
        self._offer_what_was_declared()

    def _offer_what_was_declared(self) -> None:
        """A place that no list of today holds, such as a municipality that was merged: looking must not change it."""
        for name, field in self.fields.items():
            declared = self.initial.get(name)
            if isinstance(field, forms.ChoiceField) and declared and not field.valid_value(declared):
                choice = (declared, spoken_value("places", declared))
                field.choices = [*field.choices, choice]  # type: ignore[misc]

    def decided(self) -> dict[str, Any]:
        """The decision as the command takes it."""
        return {
            "award": self.cleaned_data["answer"] == AWARD,
            "motivation": self.cleaned_data["motivation"],
            "refused_on": self.cleaned_data["refused_on"],
            "declarations": self._corrected(),
            "read_until": self.cleaned_data["read_until"] or 0,
        }

    def _corrected(self) -> Declarations | None:
        """What was declared with what is changed here; None when nothing is."""
        kept = dict(self.declared)
        if municipality := self.cleaned_data["municipality"]:
            kept["municipality"] = municipality
        # What is left as it was stays as it was declared: grant by grant, and not as one sum.
        if not set(FIELDS).isdisjoint(self.changed_data):
            aid = ("activity", "de_minimis_aid")
            untouched = {name: value for name, value in kept.items() if name not in aid}
            kept = {"municipality": "", **untouched, **self.aid_declared()}
        answered = self.answered()
        for question in self.questions:
            if question.name in self.changed_data:
                kept.pop(question.name, None)
                kept |= {name: answer for name, answer in answered.items() if name == question.name}
        return None if kept == self.declared else kept


def _refusable(application: Application) -> list[tuple[str, Any]]:
    """The rules that a refusal can rest on: those with a doubt first, and never one that nobody can fail."""
    made = latest_decision(application)
    outcomes = refusable(outcomes_of(made)) if made else ()
    doubted = [one.kind for one in outcomes if one.verdict is not Verdict.PASS]
    others = [one.kind for one in outcomes if one.verdict is Verdict.PASS]
    groups: list[tuple[Any, list[str]]] = [(_("In doubt"), doubted), (_("Other rules"), others)]
    return [
        ("", _("Choose a rule")),
        *((name, [(kind, capfirst(rule_name(kind))) for kind in kinds]) for name, kinds in groups if kinds),
    ]
