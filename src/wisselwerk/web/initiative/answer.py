"""Is this right? One click, from the link in a mail."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.initiative_token import read_token
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.initiatives.queries.initiatives import initiative_told
from wisselwerk.apps.initiatives.services import confirm_initiative, deny_initiative, end_initiative
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.initiative_sentence import STATE_NAMES
from wisselwerk.domain.initiative_state import Action, InitiativeState, answers_to
from wisselwerk.domain.refusal import Refusal
from wisselwerk.web.forms import REFUSED, RefusableForm

BUTTONS = {
    Action.CONFIRM: gettext_noop("Yes, this is right"),
    Action.END: gettext_noop("It is over"),
    Action.DENY: gettext_noop("No, this is not ours or no such initiative"),
}
"""The answers that need one click and no words."""
ANSWERS: dict[Action, Callable[..., Initiative]] = {
    Action.CONFIRM: confirm_initiative,
    Action.END: end_initiative,
    Action.DENY: deny_initiative,
}


class AnswerForm(RefusableForm):
    """Each answer is a button."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=[(one.value, name) for one, name in BUTTONS.items()]
    )


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question from the mail. Opening it answers nothing: programs that look into mails open every address."""
    form = AnswerForm(request.POST or None)
    try:
        initiative, actor = read_token(token)
    except Refusal as refusal:
        form.reasons = refusal.reasons
        return render(request, "initiative/answer_expired.html", {"form": form}, status=REFUSED)
    is_new = form.is_valid() and _given(form, actor, initiative)
    told = initiative_told(initiative.pk)
    if told is None:
        raise Initiative.DoesNotExist
    state = InitiativeState(told.initiative.state)
    context = {
        "told": told,
        "initiative": told.initiative,
        "statements": {topic.value: one for topic, one in told.statements.items()},
        "sources": told.signals,
        "state": gettext(STATE_NAMES[state]),
        "is_answered": state is not InitiativeState.NOTICED,
        "is_new": is_new,
        "form": form,
        "buttons": {one.value: gettext(BUTTONS[one]) for one in answers_to(state) if one in BUTTONS},
    }
    return render(request, "initiative/answer.html", context, status=form.status)


def _given(form: AnswerForm, actor: Actor, initiative: Initiative) -> bool:
    chosen = Action(form.cleaned_data["answer"])
    return form.attempt(lambda: ANSWERS[chosen](actor, initiative=initiative)) is not None
