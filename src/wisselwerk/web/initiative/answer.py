"""Is this right? From the link in a mail, or signed in: one button per answer, and a form for what is otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.initiative_token import read_token
from wisselwerk.apps.initiatives.models import Initiative, InitiativeStep
from wisselwerk.apps.initiatives.queries.initiative_owners import ANSWERING, may_answer
from wisselwerk.apps.initiatives.services import (
    Correction,
    confirm_initiative,
    correct_initiative,
    deny_initiative,
    end_initiative,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_sentence import STATE_NAMES
from wisselwerk.domain.initiative_state import ANSWERS, Action, InitiativeState, answers_to
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.signal import SignalAmount
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import REFUSED, RefusableForm
from wisselwerk.web.initiative.page import told_or_404
from wisselwerk.web.initiative.spoken import Row, lines_of
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks

BUTTONS = {
    Action.CONFIRM: gettext_noop("Yes, this is right"),
    Action.END: gettext_noop("It is over"),
    Action.DENY: gettext_noop("No, this is not ours or no such initiative"),
}
"""The answers that need one click and no words."""
GIVEN: dict[Action, Callable[..., Initiative]] = {
    Action.CONFIRM: confirm_initiative,
    Action.END: end_initiative,
    Action.DENY: deny_initiative,
}
LEADS_TO = {
    Action.CONFIRM: InitiativeState.CONFIRMED,
    Action.CORRECT: InitiativeState.CORRECTED,
    Action.END: InitiativeState.ENDED,
    Action.DENY: InitiativeState.DENIED,
}


@asks(voluntary="answer")
class AnswerForm(RefusableForm):
    """Each answer is a button."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(one.value, name) for one, name in BUTTONS.items()]
    )


@asks(voluntary="title what starts_on ends_on priority amount year")
class CorrectForm(RefusableForm):
    """What is otherwise than was read. What is left empty stays as it is."""

    title = PublicTextField(label=_("What is it called?"), max_length=300, required=False)
    what = PublicTextField(
        label=_("What happens in it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a few sentences. Name nobody: this is public."),
        required=False,
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2027-01-31.")},
        required=False,
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2027-01-31.")},
        required=False,
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=lambda: [
            ("", gettext("As it is")),
            *((one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()),
        ],
        help_text=_(
            "Without a priority it is in no count of the main lines of a year. A decision never names one."
        ),
        required=False,
    )
    amount = EuroField(
        label=_("Amount, in euro"), help_text=_("For example 250.000 or 1.500,50."), required=False
    )
    year = forms.IntegerField(
        label=_("For which year is that amount?"),
        min_value=2000,
        max_value=2100,
        error_messages={
            "invalid": _("Write the year like 2027."),
            "min_value": _("Write the year like 2027."),
            "max_value": _("Write the year like 2027."),
        },
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """The last day not before the first; a year only beside an amount."""
        told = super().clean() or {}
        if told.get("starts_on") and told.get("ends_on") and told["ends_on"] < told["starts_on"]:
            self.add_error("ends_on", gettext("This is before the first day. Look at both days again."))
        if told.get("year") and not told.get("amount") and "amount" not in self.errors:
            self.add_error("amount", gettext("Fill in the amount too, or leave the year empty."))
        return told

    def amounts(self) -> tuple[SignalAmount, ...]:
        """The amount that was filled in; none when that is empty."""
        told = self.cleaned_data
        return (SignalAmount(told["amount"], told["year"]),) if told["amount"] is not None else ()

    def priority_told(self) -> Priority | None:
        """The priority that was chosen."""
        chosen = self.cleaned_data["priority"]
        return Priority(chosen) if chosen else None

    def correction(self) -> Correction:
        """All that is said otherwise."""
        told = self.cleaned_data
        return Correction(
            title=told["title"],
            what=told["what"],
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            priority=self.priority_told(),
            amounts=self.amounts(),
        )


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question from the mail. Opening it answers nothing: programs that look into mails open every address."""
    try:
        initiative, actor = read_token(token)
    except Refusal as refusal:
        form = AnswerForm()
        form.reasons = refusal.reasons
        return render(request, "initiative/answer_expired.html", {"form": form}, status=REFUSED)
    return _asked(request, actor, initiative)


@for_role(*ANSWERING)
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of one of the actor's own, signed in."""
    actor, initiative = actor_of_request(request), told_or_404(pk).initiative
    if not may_answer(actor, initiative, today()):
        raise Http404
    return _asked(request, actor, initiative)


def _asked(request: HttpRequest, actor: Actor, initiative: Initiative) -> HttpResponse:
    corrects = "correct" in request.POST
    form = AnswerForm(request.POST if request.method == "POST" and not corrects else None)
    correct = CorrectForm(request.POST if corrects else None)
    is_new = _given(actor, initiative, form) or _corrected(actor, initiative, correct)
    told = told_or_404(initiative.pk)
    state, row = InitiativeState(told.initiative.state), Row(told.initiative, today())
    context = {
        "initiative": told.initiative,
        "row": row,
        "lines": lines_of(told.statements, told.rows, today()),
        "state": gettext(STATE_NAMES[state]),
        "last": last_answer(told.steps, actor),
        "is_new": is_new,
        "form": form,
        "correct": CorrectForm() if is_new else correct,
        "buttons": [(one.value, gettext(BUTTONS[one])) for one in answers_to(state) if one in BUTTONS],
    }
    return render(request, "initiative/answer.html", context, status=max(form.status, correct.status))


@dataclass(frozen=True, slots=True)
class Last:
    """The answer that stands: when it was given, and whether by whoever looks."""

    step: InitiativeStep
    is_own: bool


def last_answer(steps: list[InitiativeStep], actor: Actor) -> Last | None:
    """The last answer of an owner since it was last noticed; None when there is none."""
    for step in reversed(steps):
        if step.action == Action.NOTICE:
            return None
        if step.action in ANSWERS:
            return Last(step, step.actor == str(actor))
    return None


def _given(actor: Actor, initiative: Initiative, form: AnswerForm) -> bool:
    """Whether a button was pressed, and did something. Pressed twice, it says the same as the first time."""
    if not form.is_valid():
        return False
    chosen = Action(form.cleaned_data["answer"])
    initiative.refresh_from_db()
    if initiative.state == LEADS_TO[chosen]:
        return True
    return form.attempt(lambda: GIVEN[chosen](actor, initiative=initiative)) is not None


def _corrected(actor: Actor, initiative: Initiative, form: CorrectForm) -> bool:
    if not form.is_valid():
        return False
    said = form.correction()
    return form.attempt(lambda: correct_initiative(actor, initiative=initiative, correction=said)) is not None
