"""What do you want to know? It goes to those who have done it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.network.models import TITLE_LENGTH
from wisselwerk.apps.network.queries.profiles import spoken_for
from wisselwerk.apps.network.services import ask_network
from wisselwerk.apps.parties.permissions import PARTICIPANTS
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.practices import practice_for
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network import Topic
from wisselwerk.domain.network_sentence import TOPICS
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import Answer
from wisselwerk.web.network.fields import SpeakingForm, words
from wisselwerk.web.public_text import SharedTextField
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word


@asks(voluntary="topic title text")
class AskNetworkForm(SpeakingForm):
    """A question to those who have done it."""

    field_order = ("topic", "title", "text", "speaks_for")
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"))
    title = SharedTextField(
        label=gettext_lazy("Your question in one line"),
        max_length=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("Write your question in one line.")},
    )
    text = words(
        gettext_lazy("What should others know to answer it?"),
        gettext_lazy("Tell in a few sentences what you want to know, and why."),
    )

    def choose_topics(self) -> None:
        """The topics, in the language of whoever looks."""
        self.fields["topic"].choices = [(one.value, word(name)) for one, name in TOPICS.items()]  # type: ignore[attr-defined]

    def sent(self, actor: Actor, practice: Practice | None) -> Answer | None:
        """Ask it; None when that was refused."""
        asked = self.cleaned_data
        return self.carry_out(
            actor,
            f"web:ask-network:{practice.pk if practice else 0}",
            lambda: {
                "question": ask_network(
                    actor,
                    asked_for=self.speaker,
                    topic=Topic(asked["topic"]),
                    title=asked["title"],
                    text=asked["text"],
                    practice=practice,
                ).pk
            },
        )


@for_role(*PARTICIPANTS)
def ask(request: HttpRequest) -> HttpResponse:
    """One form; whom it went to is told on the page of the question."""
    actor = actor_of_request(request)
    practice = asked_at(actor, request.GET.get("praktijk", ""))
    form = AskNetworkForm(spoken_for(actor), request.POST if request.method == "POST" else None)
    form.choose_topics()
    if form.is_valid() and (answer := form.sent(actor, practice)):
        messages.success(request, _("Your question stands here, among participants."))
        return redirect("network:question", answer["question"])
    return render(request, "network/ask.html", {"form": form, "practice": practice}, status=form.status)


def asked_at(actor: Actor, slug: str) -> Practice | None:
    """The practice that an address names; None for a question in general.

    Raises:
        Http404: there is none that the actor may read.
    """
    if not slug:
        return None
    found = practice_for(actor, slug)
    if found is None or found.published is None:
        raise Http404
    return found
