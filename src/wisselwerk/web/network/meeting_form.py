"""Calling a meeting, changing what was told of it, and calling it off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.network.models import TITLE_LENGTH, AgendaItem, Meeting, NetworkQuestion
from wisselwerk.apps.network.queries.meetings import agenda_of, can_answer, looks_after, meetings_for
from wisselwerk.apps.network.queries.profiles import spoken_for
from wisselwerk.apps.network.queries.talk import state_of
from wisselwerk.apps.network.services import Invitation, Item, call_meeting, call_off_meeting, change_meeting
from wisselwerk.apps.network.services.meetings import MOST_ITEMS
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import PARTICIPANTS
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import BRUSSELS, now
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import Answer, hangs_on_a_choice
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.network.about import about_field, found_at
from wisselwerk.web.network.fields import SpeakingForm
from wisselwerk.web.public_text import SharedTextField
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.web.when import WhenForm

AT_FIRST = 4
"""Rows of the agenda that are shown at once; the others fold out."""


@asks(record="title place link", made=Purpose.RECORD)
class MeetingForm(SpeakingForm, WhenForm):
    """What those who take part are told of it."""

    title = SharedTextField(
        label=gettext_lazy("What is it about?"),
        max_length=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    place = hangs_on_a_choice(
        forms.CharField(
            label=gettext_lazy("Where?"),
            help_text=gettext_lazy(
                "The building, the street and the municipality. Leave it open when it is online only."
            ),
            max_length=200,
            required=False,
        )
    )
    link = hangs_on_a_choice(
        forms.URLField(
            label=gettext_lazy("Link with which one joins online"),
            help_text=gettext_lazy("Only participants see it."),
            max_length=300,
            required=False,
            assume_scheme="https",
            error_messages={
                "invalid": gettext_lazy(
                    "This is no address of a page. Copy the whole link, from https:// on."
                )
            },
        )
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "on", "starts", "ends", "place", "link", "speaks_for")

    def __init__(self, actor: Actor, own: Sequence[Organisation], data: Any, initial: Any = None) -> None:
        super().__init__(own, data)
        self.actor, self.initial = actor, initial or {}
        for number in range(1, MOST_ITEMS + 1):
            self.fields[f"item_{number}"] = SharedTextField(
                label=_("Item {number}").format(number=number), max_length=TITLE_LENGTH, required=False
            )
            self.fields[f"about_{number}"] = about_field(_("About which practice or question?"), "")

    def clean(self) -> dict[str, Any]:
        """The items that were filled in, with what each is about."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        self.agenda: list[Item] = []
        for number in range(1, MOST_ITEMS + 1):
            text, address = told.get(f"item_{number}", ""), told.get(f"about_{number}", "")
            try:
                found = found_at(self.actor, address)
            except forms.ValidationError as error:
                self.add_error(f"about_{number}", error)
                continue
            if text or found:
                self.agenda.append(_item(text, found))
        return told

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of the agenda."""
        return [(self[f"item_{number}"], self[f"about_{number}"]) for number in range(1, MOST_ITEMS + 1)]

    @property
    def first_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Those that are shown at once."""
        return self.rows[:AT_FIRST]

    @property
    def other_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Those that fold out."""
        return self.rows[AT_FIRST:]

    @property
    def has_others(self) -> bool:
        """Whether something stands in those."""
        return any(one.value() for row in self.other_rows for one in row)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """All that is not the agenda."""
        return [one for one in self.visible_fields() if not one.name.startswith(("item_", "about_"))]

    @property
    def invitation(self) -> Invitation:
        """What was typed."""
        told = self.cleaned_data
        return Invitation(
            title=told["title"],
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=told["place"],
            link=told["link"],
            agenda=tuple(self.agenda),
        )


@for_role(*PARTICIPANTS)
def call(request: HttpRequest) -> HttpResponse:
    """One form. It is told in the mail of the week, and stands on the page at once."""
    actor = actor_of_request(request)
    form = MeetingForm(actor, spoken_for(actor), request.POST if request.method == "POST" else None)

    def act() -> Answer:
        return {"meeting": call_meeting(actor, called_for=form.speaker, told=form.invitation).pk}

    if form.is_valid() and (answer := form.carry_out(actor, "web:call-meeting", act)):
        messages.success(request, _("The meeting is called. Everybody who takes part sees it here."))
        return redirect("network:meeting", answer["meeting"])
    return render(request, "network/meeting_form.html", {"form": form}, status=form.status)


@for_role(*PARTICIPANTS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form, filled in. Who comes is mailed when the moment or the place is another."""
    actor = actor_of_request(request)
    meeting = looked_after_or_404(actor, pk)
    if not can_answer(meeting, now()):
        return redirect("network:meeting", pk)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(actor, [meeting.called_for], data, _as_typed(meeting))

    def act() -> Answer:
        seen = form.cleaned_data["seen"] or 0
        changed = change_meeting(actor, meeting=meeting, seen=seen, told=form.invitation)
        return {"sequence": changed.sequence}

    if form.is_valid() and form.carry_out(actor, f"web:change-meeting:{pk}", act):
        messages.success(
            request, _("The meeting is changed. Who comes is mailed when its moment or its place is another.")
        )
        return redirect("network:meeting", pk)
    return render(
        request, "network/meeting_form.html", {"form": form, "meeting": meeting}, status=form.status
    )


@for_role(*PARTICIPANTS)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it not take place: say what will happen, and do it."""
    actor = actor_of_request(request)
    meeting = looked_after_or_404(actor, pk)
    form = SureForm.of(request)
    if form.does(lambda: call_off_meeting(actor, meeting=meeting)):
        messages.success(request, _("The meeting is cancelled. Who said yes gets a mail at once."))
        return redirect("network:meeting", pk)
    context = {"meeting": meeting, "form": form, "number": meeting.attendances.filter(comes=True).count()}
    return render(request, "network/meeting_call_off.html", context, status=form.status)


def looked_after_or_404(actor: Actor, pk: int) -> Meeting:
    """A meeting that the actor looks after."""
    found = meetings_for(actor).filter(pk=pk).first()
    if found is None or not looks_after(actor, found):
        raise Http404
    return found


def _item(text: str, found: Practice | NetworkQuestion | None) -> Item:
    """An item that says nothing itself is called by what it is about."""
    if isinstance(found, Practice):
        title = found.published.title if found.published else found.slug
        return Item(text=text or title[:TITLE_LENGTH], practice=found)
    return Item(text=text or (found.title if found else ""), question=found)


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    """What a form has to begin with."""
    starts, ends = (one.astimezone(BRUSSELS) for one in (meeting.starts_at, meeting.ends_at))
    typed: dict[str, Any] = {
        "title": meeting.title,
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "link": meeting.link,
        "seen": meeting.sequence,
    }
    for one in agenda_of(meeting):
        typed |= {f"item_{one.number}": one.text, f"about_{one.number}": _address(one)}
    return typed


def _address(item: AgendaItem) -> str:
    """Where lies what it is about; nothing where nobody may read it any more."""
    if item.practice is not None and item.practice.published_id is not None:
        return reverse("practice:card", args=[item.practice.slug])
    if item.question is not None and state_of(item.question) is not TalkState.TAKEN_DOWN:
        return reverse("network:question", args=[item.question_id])
    return ""
