"""Who comes, who was there, and who walked in? For who looks after the meeting."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.network.models import Attendance, Meeting
from wisselwerk.apps.network.queries.meetings import list_of
from wisselwerk.apps.network.services import note_attendance, note_walk_in
from wisselwerk.apps.parties.models import LONGEST_ADDRESS
from wisselwerk.apps.parties.permissions import PARTICIPANTS
from wisselwerk.apps.privacy.network_entries import ATTENDANCE_KEPT_FOR
from wisselwerk.clock import day_of, now
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.network.meeting_form import looked_after_or_404
from wisselwerk.web.purpose import asks
from wisselwerk.web.ticks import TicksForm


@asks(record="email")
class WalkInForm(RefusableForm):
    """Somebody who was there without having said so. What is sent twice is known by its address."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address of who was there too"),
        help_text=gettext_lazy(
            "Of somebody who takes part in the network, and did not say beforehand that he or she comes."
        ),
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": gettext_lazy("Fill in a mail address."),
            "invalid": gettext_lazy("This is not a mail address. An address looks like name@example.be."),
        },
    )


@for_role(*PARTICIPANTS)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Two forms: ticks on the list, and who walked in."""
    meeting = looked_after_or_404(actor_of_request(request), pk)
    is_tick = "ticks" in request.POST
    ticks = TicksForm(meeting.attendances.all(), request.POST if is_tick else None)
    walk_in = WalkInForm(request.POST if request.method == "POST" and not is_tick else None)
    if ticks.is_valid() and ticks.attempt(lambda: _ticked(request, ticks)):
        messages.success(request, _("Who was there is on record."))
        return redirect("network:attendance", pk)
    if walk_in.is_valid() and walk_in.attempt(lambda: _walked_in(request, meeting, walk_in)):
        messages.success(request, _("Who was there is on record."))
        return redirect("network:attendance", pk)
    context = {
        "meeting": meeting,
        "places": list_of(meeting),
        "ticks": ticks,
        "form": walk_in,
        "may_tick": meeting.called_off_at is None and day_of(meeting.starts_at) <= day_of(now()),
        "kept_for": ATTENDANCE_KEPT_FOR,
    }
    return render(request, "network/attendance.html", context, status=max(ticks.status, walk_in.status))


def _ticked(request: HttpRequest, ticks: TicksForm) -> bool:
    actor = actor_of_request(request)
    for one, is_there in ticks.changed:
        assert isinstance(one, Attendance), "a list of those"
        note_attendance(actor, attendance=one, was_there=is_there)
    return True


def _walked_in(request: HttpRequest, meeting: Meeting, form: WalkInForm) -> bool:
    note_walk_in(actor_of_request(request), meeting=meeting, email=form.cleaned_data["email"])
    return True
