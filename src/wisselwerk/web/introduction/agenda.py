"""Where and when do businesses meet the social economy, and may I come?"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.introductions.models import Event
from wisselwerk.apps.introductions.queries.events import event_by_slug, events_to_come, registration_of
from wisselwerk.apps.introductions.services import give_place_back, register_for_event
from wisselwerk.apps.introductions.services.events import NAME_LENGTH
from wisselwerk.apps.parties.codes import network_hash
from wisselwerk.apps.privacy.introduction_entries import REGISTRATION_KEPT_FOR
from wisselwerk.clock import now
from wisselwerk.domain.event import EventState
from wisselwerk.formats.calendar import CalendarEvent, write_calendar
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.calendar_file import calendar_file
from wisselwerk.web.forms import ActForm, mail_field
from wisselwerk.web.introduction.fields import EnterpriseNumberField
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.purpose import asks


@asks(record="name enterprise_number email")
class RegistrationForm(ActForm):
    """Who comes."""

    name = forms.CharField(
        label=_("Your name, as it may stand on the list at the door"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in a name.")},
    )
    enterprise_number = EnterpriseNumberField(
        required=False,
        help_text=_("Leave this open when you do not come for a business. For example 0123.456.749."),
    )
    email = mail_field(_("We send a code to this address. A general address of the business is best."))


def agenda(request: HttpRequest) -> HttpResponse:
    """What is to come, first first."""
    at = now()
    found = [(event, event.occasion.state(at)) for event in events_to_come(at)]
    coming = [event for event, state in found if state in {EventState.COMING, EventState.FULL}]
    return render(request, "introduction/agenda.html", {"events": found, "to_come": len(coming)})


def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with the form to register; who registered sees that, and how to cancel."""
    found = event_or_404(slug)
    form = RegistrationForm(request.POST or None)
    if form.is_valid() and (answer := form.carry_out(*_registration(request, found, form))):
        return redirect("introduction:confirm", answer["token"])
    state = found.occasion.state(now())
    context = {
        "event": found,
        "state": state,
        "is_open": state is EventState.COMING,
        "left": found.occasion.left,
        "place": registration_of(actor_of_request(request), found),
        "form": form,
        "kept_for": REGISTRATION_KEPT_FOR,
    }
    return render(request, "introduction/event.html", context, status=form.status)


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as a file for somebody's own calendar."""
    return calendar_file(slug, write_calendar(calendar_event(event_or_404(slug))))


@signed_in
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's place back: say what will happen, and do it."""
    found = event_or_404(slug)
    actor = actor_of_request(request)
    form = SureForm.of(request)
    place = registration_of(actor, found)
    if form.does(lambda: give_place_back(actor, event=found)):
        messages.success(request, _("Your place is free for somebody else. Thank you for telling."))
        return redirect("introduction:event", slug)
    if place is None:
        return redirect("introduction:event", slug)
    context = {"event": found, "form": form}
    return render(request, "introduction/give_back.html", context, status=form.status)


def event_or_404(slug: str) -> Event:
    """An event that everybody may see."""
    found = event_by_slug(slug)
    if found is None:
        raise Http404
    return found


def calendar_event(one: Event) -> CalendarEvent:
    """What a calendar keeps of it."""
    url = settings.BASE_URL + reverse("introduction:event", args=[one.slug])
    return CalendarEvent(
        uid=f"event-{one.pk}@{settings.BASE_URL.partition('://')[2]}",
        title=one.title,
        place=one.place,
        description=one.description,
        url=url,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        stamped_at=one.called_off_at or one.planned_at,
        # Its day and place stay as they are: being called off is all that can change.
        sequence=int(one.called_off_at is not None),
        is_called_off=one.called_off_at is not None,
    )


def _registration(request: HttpRequest, found: Event, form: RegistrationForm) -> tuple[Any, str, Any]:
    actor, asked = actor_of_request(request), form.cleaned_data
    sent_from = network_hash(request.META["REMOTE_ADDR"])

    def act() -> dict[str, Any]:
        pending = register_for_event(
            actor,
            event=found,
            email=asked["email"],
            name=asked["name"],
            enterprise_number=asked["enterprise_number"],
            sent_from=sent_from,
        )
        return {"token": pending.token}

    return actor, f"web:register:{found.pk}", act
