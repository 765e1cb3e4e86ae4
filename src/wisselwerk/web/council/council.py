"""What does one council decide about, how far is it, and what did it change?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.council_text import Submitted, Text
from wisselwerk.apps.schemes.councils import MemberCouncil
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.services import record_council_step, take_back_council_step
from wisselwerk.apps.schemes.services.councils import BEHIND
from wisselwerk.apps.settlements.queries.settlements import MEMBERS
from wisselwerk.clock import day_of, today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule import KINDS, REQUIRED
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import coordinates, council_or_404, submitted_or_404
from wisselwerk.web.council.papers import annotated, plan_of
from wisselwerk.web.forms import ActForm, hangs_on_a_choice
from wisselwerk.web.purpose import asks
from wisselwerk.wording import day, word

MISTAKE = "mistake"
"""The name of the button that takes back what was recorded, and of its form."""


@asks(record="state on document same_text why")
class StepForm(ActForm):
    """How far the council is."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far is the council?"), choices=[], widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=gettext_lazy("Day of the meeting"),
        help_text=gettext_lazy("Only when it is not on an agenda yet, there is no day."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
    )
    document = forms.CharField(
        label=gettext_lazy("Where can the decision be read?"),
        help_text=gettext_lazy(
            "The address or the number under which the municipality published it. You can add it later."
        ),
        max_length=300,
        required=False,
    )

    same_text = forms.BooleanField(
        label=gettext_lazy("The council decided on the text as it is now"), required=False
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("What was wrong?"),
        help_text=gettext_lazy("Only with that tick. It is kept with what was recorded. Name no persons."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, council: MemberCouncil, text: Text, data: QueryDict | None) -> None:
        told = {"state": council.state, "on": council.on, "document": council.document}
        super().__init__(data, initial=told)
        self.council, self.text = council, text
        hangs_on_a_choice(self.fields["on"])
        hangs_on_a_choice(self.fields["why"])
        # What was decided stays; its day and its document may still be put right.
        every = [one for one in StepState if one is not StepState.MISTAKEN]
        states = [StepState.DECIDED] if council.has_decided else every
        self.fields["state"].choices = [(one.value, capfirst(word(one.value))) for one in states]  # type: ignore[attr-defined]
        self._ask_about_the_text()

    def clean(self) -> dict[str, Any]:
        """A day where there is a meeting, none in the future where it was held, and nothing that would not be kept."""
        asked = super().clean() or {}
        state, on = asked.get("state"), asked.get("on")
        if state == StepState.OPEN:
            if on is not None and on != self.initial["on"]:
                self.add_error(
                    "on", _("Not on an agenda there is no day. Leave it open, or say how far it is.")
                )
            asked["on"] = None
        elif state and on is None and "on" not in self.errors:
            self.add_error("on", _("Give the day of the meeting."))
        elif state in BEHIND and on is not None and on > today():
            self.add_error(
                "on", _("That day is still to come. Choose “On the agenda” until the council has met.")
            )
        elif state == StepState.AGENDA and on is not None and on < today():
            self.add_error(
                "on", _("That day is past. What did the council decide? Choose that, or a later day.")
            )
        if asked.get("same_text") and state != StepState.DECIDED:
            self.add_error(
                "same_text", _("That goes with “Decided” only. Choose that, or take the tick away.")
            )
        if "why" in self.fields and bool(asked.get("same_text")) is not bool(
            (asked.get("why") or "").strip()
        ):
            self.add_error("why", _("Say what was wrong with the tick above, or leave both open."))
        return asked

    def _ask_about_the_text(self) -> None:
        """Only where a draft is another text than the council had before it somebody has to say which one it was."""
        text, tick = self.text, self.fields["same_text"]
        if not isinstance(text, Draft):
            del self.fields["same_text"], self.fields["edition"], self.fields["why"]
            return
        self.initial["edition"] = text.edition
        if self.council.has_decided:
            if self.council.is_of_earlier_text:
                tick.label = _("What is on record is wrong: the council decided on the text as it is now")
                tick.help_text = _(
                    "The common text is no longer the one this council decided on. Leave this open if its decision was about "
                    "the text of then: it stays as it is."
                )
                return
        elif self._changed_after_the_meeting(text) or "same_text" in self.data:
            tick.help_text = _("The draft was changed on {day}, after that meeting.").format(
                day=day(day_of(text.changed_at))
            )
            del self.fields["why"]
            return
        del self.fields["same_text"], self.fields["why"]

    def _changed_after_the_meeting(self, draft: Draft) -> bool:
        """Whether what was typed is a decision of before the last change."""
        try:
            on = date.fromisoformat(self.data.get("on", ""))
        except ValueError:
            return False
        return self.data.get("state") == StepState.DECIDED and on < day_of(draft.changed_at)


@asks(record="why")
class MistakeForm(ActForm):
    """Why what was recorded is not so."""

    why = forms.CharField(
        label=gettext_lazy("What was wrong?"),
        help_text=gettext_lazy("It is kept with what was recorded. Name no persons."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )


@for_role(Role.COORDINATOR, *MEMBERS)
def council(request: HttpRequest, slug: str, text: str, nis_code: str) -> HttpResponse:
    """The decision of one council with its papers; who coordinates records how far it is."""
    found = submitted_or_404(request, slug, text)
    one = council_or_404(request, found, nis_code)
    may_record = coordinates(actor_of_request(request), found.partnership.pk)
    is_mistake = MISTAKE in request.POST
    form = StepForm(one, found.text, None if is_mistake else request.POST or None)
    mistake = MistakeForm(request.POST if is_mistake else None, prefix=MISTAKE)
    if request.method == "POST" and not may_record:
        raise Http404
    if (form.is_valid() and _recorded(request, found, one, form)) or (
        mistake.is_valid() and _taken_back(request, found, one, mistake)
    ):
        messages.success(request, _("{member}: kept.").format(member=one.member.name))
        return redirect("council:council", slug, text, nis_code)
    doc = annotated(request, found, one, request.path)
    context = {
        "one": found,
        "council": one,
        "doc": doc,
        "blanks": doc.decision.blanks,
        "plan": plan_of(found, one),
        "form": form,
        "mistake": mistake,
        "may_take_back": may_record and one.state in BEHIND,
        "may_record": may_record,
        "is_draft": isinstance(found.text, Draft),
        "slug": slug,
        "text": text,
        "kinds": [(kind, kind in REQUIRED) for kind in KINDS],
    }
    return render(request, "council/council.html", context, status=max(form.status, mistake.status))


def _recorded(request: HttpRequest, found: Submitted, one: MemberCouncil, form: StepForm) -> object:
    actor, asked = actor_of_request(request), form.cleaned_data
    return form.carry_out(
        actor,
        f"web:record_council_step:{found.slug}:{one.member.pk}",
        lambda: {
            "step": record_council_step(
                actor,
                text=found.text,
                member=one.member,
                state=StepState(asked["state"]),
                on=asked["on"],
                document=asked["document"],
                edition=asked["edition"] if asked.get("same_text") else None,
                why=asked.get("why", ""),
            ).pk
        },
    )


def _taken_back(request: HttpRequest, found: Submitted, one: MemberCouncil, form: MistakeForm) -> object:
    actor, why = actor_of_request(request), form.cleaned_data["why"]
    return form.carry_out(
        actor,
        f"web:take_back_council_step:{found.slug}:{one.member.pk}",
        lambda: {
            "step": take_back_council_step(actor, text=found.text, member=one.member, why=why).pk,
        },
    )
