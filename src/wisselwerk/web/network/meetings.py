"""Which meetings there are, what is on the agenda, may I come, and what was learnt?"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wisselwerk.apps.network.meeting_file import meeting_file
from wisselwerk.apps.network.models import AgendaItem, Meeting
from wisselwerk.apps.network.queries.meetings import (
    agenda_of,
    answered_by,
    can_answer,
    coming_to,
    gone_by,
    looks_after,
    meetings_for,
    said_lessons,
    to_come,
)
from wisselwerk.apps.network.queries.profiles import spoken_for
from wisselwerk.apps.network.queries.talk import state_of
from wisselwerk.apps.network.services import (
    answer_meeting,
    open_lesson,
    take_down_lesson,
    write_lesson,
)
from wisselwerk.apps.parties.permissions import PARTICIPANTS, is_participant
from wisselwerk.apps.practices.models import Practice
from wisselwerk.clock import day_of, now
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.calendar_file import calendar_file
from wisselwerk.web.forms import Answer, RefusableForm
from wisselwerk.web.network.about import about_field, found_at
from wisselwerk.web.network.fields import SpeakingForm, words
from wisselwerk.web.purpose import asks

ON_A_PAGE = 20


@asks(voluntary="text about")
class LessonForm(SpeakingForm):
    """What somebody learnt."""

    field_order = ("text", "about", "speaks_for")
    text = words(
        gettext_lazy("What did you learn?"),
        gettext_lazy("Write down what you learnt. What will not work counts as much as what will."),
        rows=3,
    )
    about = about_field(
        gettext_lazy("About which practice?"), gettext_lazy("Paste the address of the page of that practice.")
    )

    def __init__(self, actor: Actor, data: Any) -> None:
        super().__init__(spoken_for(actor), data)
        self.actor = actor

    def clean_about(self) -> Practice | None:
        """The practice at the address that was pasted."""
        found = found_at(self.actor, self.cleaned_data["about"])
        if found is not None and not isinstance(found, Practice):
            raise forms.ValidationError(
                _("This is the address of a question. Paste that of a practice, or leave it open.")
            )
        return found

    def sent(self, meeting: Meeting) -> Answer | None:
        """Write it down; None when that was refused."""
        told = self.cleaned_data

        def act() -> Answer:
            lesson = write_lesson(
                self.actor,
                meeting=meeting,
                written_for=self.speaker,
                text=told["text"],
                practice=told["about"],
            )
            return {"lesson": lesson.pk}

        return self.carry_out(self.actor, f"web:write-lesson:{meeting.pk}", act)


def meetings(request: HttpRequest) -> HttpResponse:
    """Those to come, soonest first, and those that were; for everybody else those of which a lesson is open."""
    actor, at = actor_of_request(request), now()
    coming = list(to_come(actor, at))
    page = Paginator(gone_by(actor, at), ON_A_PAGE).get_page(request.GET.get("page"))
    answers = answered_by(actor, coming)
    context = {
        "coming": [(one, one.state(at), answers.get(one.pk)) for one in coming],
        "page": page,
        "past": [(one, one.state(at)) for one in page.object_list],
        "is_participant": is_participant(actor),
    }
    return render(request, "network/meetings.html", context)


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one meeting that whoever looks may read; afterwards a place to write down what was learnt."""
    actor = actor_of_request(request)
    found = _meeting_or_404(actor, pk)
    has_begun = day_of(found.starts_at) <= day_of(now()) and found.called_off_at is None
    form = None
    if is_participant(actor) and has_begun:
        form = LessonForm(actor, request.POST if request.method == "POST" else None)
    if form and form.is_valid() and form.sent(found) is not None:
        messages.success(request, _("Thank you. Your lesson stands here, among participants."))
        return redirect("network:meeting", pk)
    return _shown(request, found, form)


@for_role(*PARTICIPANTS)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as a file for somebody's own calendar."""
    found = _meeting_or_404(actor_of_request(request), pk)
    url = settings.BASE_URL + reverse("network:meeting", args=[pk])
    return calendar_file(f"bijeenkomst-{pk}", meeting_file(found, url))


@require_POST
@for_role(*PARTICIPANTS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no with one click. Clicked twice, it says the same."""
    actor = actor_of_request(request)
    found = _meeting_or_404(actor, pk)
    button = request.POST.get("comes", "")
    if button not in {"yes", "no"}:
        raise Http404
    form = RefusableForm(request.POST)
    if form.attempt(lambda: answer_meeting(actor, meeting=found, comes=button == "yes")) is None:
        return _shown(request, found, None, form)
    said = (
        _("You come. Put it in your calendar.")
        if button == "yes"
        else _("You do not come. Thank you for telling.")
    )
    messages.success(request, said)
    return redirect("network:meeting", pk)


@require_POST
@for_role(*PARTICIPANTS)
def lesson_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a lesson to everybody, or take it down. Pressed twice, it says the same."""
    actor = actor_of_request(request)
    found = _meeting_or_404(actor, pk)
    number, button = request.POST.get("lesson", ""), request.POST.get("act", "")
    said = next((one for one in said_lessons(actor, found.told) if str(one.row.pk) == number), None)  # type: ignore[attr-defined]  # read with it
    if said is None:
        raise Http404
    if button == "open" and said.is_own:
        open_lesson(actor, lesson=said.row)
        messages.success(request, _("Everybody can read this now."))
    elif button == "take_down" and said.may_take_down:
        take_down_lesson(actor, lesson=said.row)
        messages.success(request, _("This was taken down. Nobody reads it any more."))
    else:
        raise Http404
    return redirect("network:meeting", pk)


def _meeting_or_404(actor: Actor, pk: int) -> Meeting:
    found = meetings_for(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, found: Meeting, form: LessonForm | None, refused: RefusableForm | None = None
) -> HttpResponse:
    """The page of a meeting, with what was refused on top of it."""
    actor, at = actor_of_request(request), now()
    takes_part, state = is_participant(actor), found.state(at)
    context: dict[str, Any] = {
        "meeting": found,
        "state": state,
        "lessons": said_lessons(actor, found.told),  # type: ignore[attr-defined]  # read with it
        "is_participant": takes_part,
        "form": form,
        "refused": refused,
    }
    if takes_part:
        context |= {
            "agenda": [(one, _is_readable(one)) for one in agenda_of(found)],
            "coming": coming_to(actor, found),
            "can_answer": can_answer(found, at),
            "looks_after": looks_after(actor, found),
        }
    status = max(one.status if one else 200 for one in (form, refused))
    return render(request, "network/meeting.html", context, status=status)


def _is_readable(item: AgendaItem) -> bool:
    """Whether what it is about can still be opened: not a practice that was taken back, nor a question that was taken down."""
    if item.practice is not None:
        return item.practice.published_id is not None
    return item.question is not None and state_of(item.question) is not TalkState.TAKEN_DOWN
