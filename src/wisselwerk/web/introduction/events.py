"""Which events do I organise, who comes, who was there, and who met whom?"""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.introductions.models import Event, Registration
from wisselwerk.apps.introductions.queries.events import (
    event_coordinated,
    events_coordinated,
    list_at_the_door,
)
from wisselwerk.apps.introductions.queries.introductions import followed, introductions_at
from wisselwerk.apps.introductions.services import call_off_event, plan_event, tick_attendance
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.privacy.introduction_entries import REGISTRATION_KEPT_FOR
from wisselwerk.clock import day_of, now
from wisselwerk.domain.actor import Role
from wisselwerk.domain.event import MOST_PLACES, EventState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import Answer
from wisselwerk.web.introduction.followed import IntroduceForm, told_of
from wisselwerk.web.introduction.sure import SureForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.ticks import TicksForm
from wisselwerk.web.when import WhenForm


@asks(record="partnership title description place capacity")
class EventForm(WhenForm):
    """An event in the agenda."""

    field_order = ("partnership", "title", "description", "place", "on", "starts", "ends", "capacity")

    partnership = forms.ModelChoiceField(
        label=_("For which partnership?"), queryset=Organisation.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        error_messages={"required": _("Give it a name.")},
    )
    description = forms.CharField(
        label=_("What happens there?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("The building, the street and the municipality."),
        max_length=200,
        error_messages={"required": _("Fill in where it is.")},
    )
    capacity = forms.IntegerField(
        label=_("For how many people?"),
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={"required": _("Fill in how many can come.")},
    )


@for_role(Role.COORDINATOR)
def events(request: HttpRequest) -> HttpResponse:
    """All events of the coordinator's partnerships, newest first, with how many came."""
    at = now()
    found = [(event, event.occasion.state(at)) for event in events_coordinated(actor_of_request(request))]
    return render(request, "introduction/events.html", {"events": found})


@for_role(Role.COORDINATOR)
def plan(request: HttpRequest) -> HttpResponse:
    """Put an event in the agenda."""
    actor = actor_of_request(request)
    form = EventForm(request.POST or None)
    own = Organisation.objects.filter(pk__in=actor.organisations(Role.COORDINATOR)).order_by("name")
    form.fields["partnership"].queryset = own  # type: ignore[attr-defined]  # a field of rows
    if form.is_valid() and (answer := _planned(request, form)):
        messages.success(request, _("The event is in the agenda."))
        return redirect("introduction:attendance", answer["slug"])
    return render(request, "introduction/plan.html", {"form": form}, status=form.status)


@for_role(Role.COORDINATOR)
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Who registered, who was there, and who was introduced to whom there. Two forms: ticks, and an introduction."""
    event = _event_or_404(request, slug)
    is_tick = "ticks" in request.POST
    ticks = TicksForm(event.registrations.all(), request.POST if is_tick else None)
    form = IntroduceForm(request.POST if request.POST and not is_tick else None)
    if ticks.is_valid() and ticks.attempt(lambda: _ticked(request, ticks)):
        messages.success(request, _("Who was there is on record."))
        return redirect("introduction:attendance", slug)
    if form.is_valid() and (answer := form.introduce(request, event.partnership, event)):
        messages.success(request, told_of(answer))
        return redirect("introduction:attendance", slug)
    state = event.occasion.state(now())
    context = {
        "event": event,
        "state": state,
        "places": list(list_at_the_door(event)),
        "ticks": ticks,
        "may_tick": state is not EventState.CALLED_OFF and day_of(event.starts_at) <= day_of(now()),
        "may_call_off": state in {EventState.COMING, EventState.FULL},
        "introductions": followed(introductions_at(event), actor_of_request(request)),
        "form": form,
        "kept_for": REGISTRATION_KEPT_FOR,
    }
    return render(request, "introduction/attendance.html", context, status=max(ticks.status, form.status))


@for_role(Role.COORDINATOR)
def call_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Let it not take place: say what will happen, and do it."""
    event = _event_or_404(request, slug)
    form = SureForm.of(request)
    if form.does(lambda: call_off_event(actor_of_request(request), event=event)):
        told = _("The event was called off. Who registered gets a mail.")
        messages.success(request, told if event.registered else _("The event was called off."))
        return redirect("introduction:attendance", slug)
    return render(request, "introduction/call_off.html", {"event": event, "form": form}, status=form.status)


def _event_or_404(request: HttpRequest, slug: str) -> Event:
    found = event_coordinated(actor_of_request(request), slug)
    if found is None:
        raise Http404
    return found


def _planned(request: HttpRequest, form: EventForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data

    def act() -> Answer:
        event = plan_event(
            actor,
            partnership=asked["partnership"],
            title=asked["title"],
            description=asked["description"],
            place=asked["place"],
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            capacity=asked["capacity"],
        )
        return {"slug": event.slug}

    return form.carry_out(actor, "web:plan_event", act)


def _ticked(request: HttpRequest, ticks: TicksForm) -> bool:
    actor = actor_of_request(request)
    for place, is_there in ticks.changed:
        assert isinstance(place, Registration), "a list of those"
        tick_attendance(actor, registration=place, has_attended=is_there)
    return True
