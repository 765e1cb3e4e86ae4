"""What was asked, whom it went to and why, what they answered, and a place to answer oneself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wisselwerk.apps.network.models import NetworkAnswer
from wisselwerk.apps.network.queries.profiles import spoken_for
from wisselwerk.apps.network.queries.talk import Talk, calls_of, may_take_down, question_for
from wisselwerk.apps.network.services import answer_network, open_to_everybody, read_answers, take_down
from wisselwerk.apps.parties.permissions import is_participant
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network_sentence import TOPICS, WHY_ASKED
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.forms import Answer
from wisselwerk.web.network.fields import SpeakingForm, words
from wisselwerk.web.purpose import asks
from wisselwerk.wording import listed, word


@asks(voluntary="text")
class AnswerNetworkForm(SpeakingForm):
    """What one knows of it."""

    field_order = ("text", "speaks_for")
    text = words(
        gettext_lazy("Your answer"),
        gettext_lazy("Write your answer. What did not work counts as much as what did."),
    )

    def sent(self, actor: Actor, talk: Talk) -> Answer | None:
        """Answer; None when that was refused."""
        return self.carry_out(
            actor,
            f"web:answer-network:{talk.row.pk}",
            lambda: {
                "answer": answer_network(
                    actor, question=talk.row, given_for=self.speaker, text=self.cleaned_data["text"]
                ).pk
            },
        )


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one question that whoever looks may read."""
    actor = actor_of_request(request)
    talk = _talk_or_404(actor, pk)
    own = spoken_for(actor) if actor.id is not None else []
    form = AnswerNetworkForm(own, request.POST if request.method == "POST" else None) if own else None
    if form and form.is_valid() and form.sent(actor, talk) is not None:
        added = _("It stands here, among participants.")
        messages.success(
            request, added if talk.is_own else _("Thank you. Your answer stands here, among participants.")
        )
        return redirect("network:question", pk)
    if talk.new:
        read_answers(actor, question=talk.row, answers=talk.new)
    context = {
        "talk": talk,
        "topic": word(TOPICS[talk.topic]),
        "answers": [(one, may_take_down(actor, one.row.given_for_id)) for one in talk.answers],
        "calls": _calls(talk) if is_participant(actor) else [],
        "is_participant": is_participant(actor),
        "may_take_down": may_take_down(actor, talk.row.asked_for_id),
        "form": form,
    }
    return render(request, "network/question.html", context, status=form.status if form else 200)


@require_POST
@signed_in
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a question or an answer to everybody, or take it down. Pressed twice, it says the same."""
    actor = actor_of_request(request)
    talk = _talk_or_404(actor, pk)
    answer = _answer_or_404(talk, request.POST.get("answer", ""))
    whose = answer.given_for_id if answer else talk.row.asked_for_id
    is_own = any(one.pk == whose for one in spoken_for(actor))
    button = request.POST.get("act", "")
    if button == "open" and is_own:
        open_to_everybody(actor, question=talk.row, answer=answer)
        messages.success(request, _("Everybody can read this now."))
    elif button == "take_down" and may_take_down(actor, whose):
        take_down(actor, question=talk.row, answer=answer)
        messages.success(request, _("This was taken down. Nobody reads it any more."))
        if answer is None:
            return redirect("network:home")
    else:
        raise Http404
    return redirect("network:question", pk)


def _talk_or_404(actor: Actor, pk: int) -> Talk:
    talk = question_for(actor, pk)
    if talk is None:
        raise Http404
    return talk


def _answer_or_404(talk: Talk, number: str) -> NetworkAnswer | None:
    """The answer that is meant; None for the question itself."""
    if not number:
        return None
    found = next((one.row for one in talk.answers if str(one.row.pk) == number), None)
    if found is None:
        raise Http404
    return found


def _calls(talk: Talk) -> list[tuple[str, str, bool]]:
    """Who was asked, why, and whether they answered."""
    answered = {one.row.given_for_id for one in talk.answers}
    return [
        (one.name, listed([word(WHY_ASKED[why]) for why in whys]), one.pk in answered)
        for one, whys in calls_of(talk.row)
    ]
