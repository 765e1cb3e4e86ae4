"""How well do you know the social economy now? One click."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.introductions.queries.familiarity import question_by_token
from wisselwerk.apps.introductions.services import answer_familiarity
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.introduction.fields import FAMILIARITY_NAMES
from wisselwerk.web.purpose import asks


@asks(record="answer")
class AnswerForm(RefusableForm):
    """Each answer is a button."""

    answer = forms.ChoiceField(choices=[(one.value, name) for one, name in FAMILIARITY_NAMES.items()])


def familiarity(request: HttpRequest, token: str) -> HttpResponse:
    """The question from the mail. Opening it answers nothing: programs that look into mails open every address."""
    question = question_by_token(token)
    if question is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answer = Familiarity(form.cleaned_data["answer"])
        form.attempt(lambda: answer_familiarity(actor_of_request(request), token=token, answer=answer))
        question.refresh_from_db()
    context = {"question": question, "form": form, "answers": FAMILIARITY_NAMES}
    return render(request, "introduction/familiarity.html", context, status=form.status)
