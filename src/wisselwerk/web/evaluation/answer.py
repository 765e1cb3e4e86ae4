"""Do you still work together, without a voucher? One click, and what somebody wants to say besides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.evaluation.link import STOPPING, read_answer_token
from wisselwerk.apps.evaluation.models import FollowUpAnswer, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.evaluation.queries.answers import last_answer
from wisselwerk.apps.evaluation.services import answer_follow_up, stop_follow_ups
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.follow_up import AMOUNTS, Said, Side
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.introduction.fields import FAMILIARITY_NAMES
from wisselwerk.web.mail_stop import StopPage, not_ours, stop_view
from wisselwerk.web.purpose import asks
from wisselwerk.wording import round_money

OVER = 410


@asks(voluntary="said")
class AnswerForm(RefusableForm):
    """Both answers are buttons."""

    said = forms.ChoiceField(choices=[(one.value, one.value) for one in Said])


@asks(voluntary="amount_cents familiarity")
class MoreForm(RefusableForm):
    """What somebody may say besides."""

    amount_cents = forms.TypedChoiceField(
        label=_("About how much was ordered since, without a voucher?"),
        help_text=_("A guess is enough."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    familiarity = forms.TypedChoiceField(
        label=_("How well do you know the social economy now?"),
        help_text=_("Counted apart, so that nothing tells that it was your answer."),
        coerce=Familiarity,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, question: FollowUpQuestion, last: FollowUpAnswer | None, data: Any) -> None:
        super().__init__(data, initial={"amount_cents": last.amount_cents if last else None})
        amounts = [(cents, gettext("about {amount}").format(amount=round_money(cents))) for cents in AMOUNTS]
        self.fields["amount_cents"].choices = amounts  # type: ignore[attr-defined]
        if question.side == Side.BUSINESS:
            names = [(one.value, name) for one, name in FAMILIARITY_NAMES.items()]
            self.fields["familiarity"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["familiarity"]


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question from the mail. Opening it answers nothing: programs that look into mails open every address."""
    question = read_answer_token(token)
    if question is None:
        return not_ours(request)
    last = last_answer(question)
    is_business = question.side == Side.BUSINESS
    context: dict[str, object] = {
        "question": question,
        "follow_up": question.follow_up,
        "other": question.follow_up.provider if is_business else question.follow_up.business,
        "last": last,
        "says_yes": bool(last) and last is not None and last.said == Said.YES,
    }
    if today() > question.follow_up.closes_on:
        return render(request, "evaluation/over.html", context, status=OVER)
    is_more = "more" in request.POST
    form = AnswerForm(request.POST if request.method == "POST" and not is_more else None)
    more = MoreForm(question, last, request.POST if is_more else None)
    if form.is_valid() and _say(form, token, said=Said(form.cleaned_data["said"])):
        return redirect("evaluation:answer", token)
    if last and more.is_valid() and _say(more, token, said=Said(last.said), **more.cleaned_data):
        messages.success(request, gettext("Thank you. What you said was kept."))
        return redirect("evaluation:answer", token)
    status = max(form.status, more.status)
    return render(request, "evaluation/answer.html", {**context, "form": form, "more": more}, status=status)


def _say(form: RefusableForm, token: str, *, said: Said, **more: Any) -> bool:
    """Whether it was taken; what was said before, once more, is. By whom stands nowhere: who has the link acts for nobody."""
    return form.attempt(lambda: answer_follow_up(ANONYMOUS, token=token, said=said, **more)) is not None


stop = stop_view(
    StopPage(
        link=STOPPING,
        is_on=lambda person: not FollowUpStop.objects.filter(person=person).exists(),
        stop=lambda person: stop_follow_ups(ANONYMOUS, person=person),
        title=_("Stop these questions"),
        question=_("Stop these questions?"),
        offer=_(
            "One click, and we ask you no more whether you still work together with somebody you met through a voucher. You need not sign in."
        ),
        button=_("Stop the questions"),
        stopped=_("These questions are stopped"),
        after=_(
            "We ask you no more whether you still work together with somebody. Mails about your own vouchers and invoices go on."
        ),
        note=_("What you answered before stays counted."),
    )
)
