"""Open a practice, look at what others wrote, publish it, or take it back."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.parties.permissions import PARTICIPANTS
from wisselwerk.apps.practices.models import PracticeStep
from wisselwerk.apps.practices.services import (
    close_practice,
    offer_practice,
    publish_practice,
    send_back_practice,
)
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.practice.card import practice_or_404, read_in
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks

LONGEST_REASON = 1000


class Act(NamedTuple):
    """A step on a page of its own."""

    does: Callable[..., PracticeStep]
    title: str
    button: str
    done: str
    will: tuple[str, ...]
    """What will happen, in sentences."""
    asks_why: bool = False
    tone: str = "accent"


ACTS: Mapping[str, Act] = {
    "openstellen": Act(
        offer_practice,
        gettext_noop("Open this practice"),
        gettext_noop("Open it"),
        gettext_noop("It is open. Somebody of another municipality or of the network looks at it first."),
        (
            gettext_noop("Somebody of another municipality, or of the network, looks at it."),
            gettext_noop("If that is in order, everybody can read it, also who does not sign in."),
            gettext_noop("You can take it back at any time."),
        ),
    ),
    "publiceren": Act(
        publish_practice,
        gettext_noop("Publish this practice"),
        gettext_noop("Publish it"),
        gettext_noop("It is published: everybody can read it."),
        (
            gettext_noop("Everybody can read this version, also who does not sign in."),
            gettext_noop("Whoever took the practice over gets a mail that it changed."),
        ),
    ),
    "terugsturen": Act(
        send_back_practice,
        gettext_noop("Ask for something else"),
        gettext_noop("Send it back"),
        gettext_noop("It is sent back, with your question."),
        (gettext_noop("The author reads what you ask, and can write a next version."),),
        asks_why=True,
        tone="warning",
    ),
    "terugnemen": Act(
        close_practice,
        gettext_noop("Take this practice back"),
        gettext_noop("Take it back"),
        gettext_noop("It is taken back: only those who take part can read it."),
        (
            gettext_noop("Only those who take part in the network can read it from now on."),
            gettext_noop("What others read or copied before stays with them."),
        ),
        asks_why=True,
        tone="danger",
    ),
}


class SeenForm(ActForm):
    """Which version was on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """What goes with the act."""
        return {"seen": self.cleaned_data["seen"]}


@asks(record="reason")
class ReasonForm(SeenForm):
    """The same, and why."""

    reason = PublicTextField(
        label=_("Why?"),
        help_text=_("Others who take part can read this."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence or two.")},
    )

    def said(self) -> dict[str, Any]:
        """What goes with the act."""
        return {"seen": self.cleaned_data["seen"], "reason": self.cleaned_data["reason"]}


@for_role(*PARTICIPANTS)
def moderate(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """Show the newest version and what will happen, and do it."""
    act = ACTS.get(word)
    if act is None:
        raise Http404
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    assert practice.latest is not None, "a practice begins with its first version"
    shape = ReasonForm if act.asks_why else SeenForm
    form = shape(request.POST or None, initial={"seen": practice.latest.number})

    def do() -> Answer:
        return {"step": act.does(actor, practice=practice.pk, **form.said()).pk}

    if form.is_valid() and form.carry_out(actor, f"web:{word}:{practice.pk}", do):
        messages.success(request, gettext(act.done))
        return redirect("practice:card", practice.slug)
    context = read_in(request, practice, practice.latest) | {
        "form": form,
        "title": gettext(act.title),
        "button": gettext(act.button),
        "tone": act.tone,
        "will": [gettext(one) for one in act.will],
        "asks_why": act.asks_why,
    }
    return render(request, "practice/moderate.html", context, status=form.status)
