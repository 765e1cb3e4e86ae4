"""What does your business look for? One sentence, and who may be able to help is shown at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.introductions.services import state_need
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.clock import today
from wisselwerk.domain.need import LONGEST_SENTENCE, significant_words
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import ActForm, mail_field
from wisselwerk.web.introduction.fields import EnterpriseNumberField
from wisselwerk.web.places import seat_choices
from wisselwerk.web.purpose import asks


@asks(record="sentence place enterprise_number email mandate")
class NeedForm(ActForm):
    """A need in a sentence, and whose it is."""

    sentence = forms.CharField(
        label=_("What do you look for?"),
        help_text=_("One sentence. For example: who looks after our garden, once a month?"),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say in a sentence what you look for."),
            "max_length": _("Say it shorter: one sentence of at most 300 characters."),
        },
    )
    place = forms.ChoiceField(
        label=_("Where do you need it?"),
        choices=lambda: seat_choices(today(), ()),
        error_messages={"required": _("Choose the municipality.")},
    )
    enterprise_number = EnterpriseNumberField()
    email = mail_field(_("We send a code to this address. A general address of the business is best."))
    mandate = forms.BooleanField(
        label=_("I may speak for this business."),
        error_messages={"required": _("Only who may speak for the business can ask in its name.")},
    )

    def clean_sentence(self) -> str:
        """A sentence in which something is named."""
        sentence: str = self.cleaned_data["sentence"]
        if not significant_words(sentence):
            raise forms.ValidationError(
                _("Name what you look for: a thing, or a work. With these words nothing can be found.")
            )
        return sentence


def need(request: HttpRequest) -> HttpResponse:
    """State a need; the code that confirms it is mailed. What was typed in a search elsewhere comes along."""
    form = NeedForm(request.POST or None, initial={"sentence": request.GET.get("q", "")[:LONGEST_SENTENCE]})
    if form.is_valid() and (answer := form.carry_out(*_statement(request, form))):
        return redirect("introduction:confirm", answer["token"])
    return render(request, "introduction/need.html", {"form": form}, status=form.status)


def _statement(request: HttpRequest, form: NeedForm) -> tuple[Any, str, Any]:
    """Who asks what, as ``carry_out`` takes it."""
    actor, asked = actor_of_request(request), form.cleaned_data
    sent_from = network_hash(request.META["REMOTE_ADDR"])

    def act() -> dict[str, Any]:
        pending = state_need(
            actor,
            sentence=asked["sentence"],
            enterprise_number=asked["enterprise_number"],
            place=asked["place"],
            email=asked["email"],
            sent_from=sent_from,
        )
        return {"token": pending.token}

    return actor, "web:state_need", act
