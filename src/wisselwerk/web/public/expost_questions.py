"""Asking a local government about a year, suggesting a practice, and answering: signed in, or from the link in a mail."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wisselwerk.apps.initiatives.expost_token import read_token
from wisselwerk.apps.initiatives.models import ExpostQuestion
from wisselwerk.apps.initiatives.queries.expost import public_rows
from wisselwerk.apps.initiatives.queries.expost_questions import (
    answering_for,
    government_shown,
    may_reply,
    question_with_steps,
    unanswered_about,
    whom_to_mail,
)
from wisselwerk.apps.initiatives.queries.practices import schemes_elsewhere
from wisselwerk.apps.initiatives.services import note_reply
from wisselwerk.apps.initiatives.services.expost_questions import government_now
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.practices import practices
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.expost_question import can_be_asked
from wisselwerk.domain.refusal import Refusal
from wisselwerk.web.access import actor_of_request, for_role, signed_in
from wisselwerk.web.forms import REFUSED, RefusableForm
from wisselwerk.web.public.expost import known_government
from wisselwerk.web.public.expost_forms import AskForm, SuggestForm, reply_form
from wisselwerk.web.public.expost_talk import talk_of
from wisselwerk.web.public.expost_view import badge_of

MOST_PRACTICES = 10


@for_role(Role.FLANDERS)
def ask(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One question about the outcome of a year."""
    government = known_government(year, code)
    (row,) = public_rows(year, [government])
    day = today()
    is_reachable = bool(whom_to_mail(government_shown(government, day), day))
    form = AskForm(request.POST if request.method == "POST" else None, is_reachable=is_reachable)
    if form.is_valid() and form.sent(actor_of_request(request), year, government) is not None:
        messages.success(request, _("Your question stands on this page, and waits for the government."))
        return redirect("public:expost-government", year, government)
    context = {
        "year": year,
        "row": row,
        "badge": badge_of(row.control.outcome),
        "can_be_asked": can_be_asked(row.control.outcome) and not unanswered_about(year, government),
        "form": form,
    }
    return render(request, "public/expost_ask.html", context, status=form.status)


@for_role(Role.FLANDERS)
def suggest(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A practice to look at."""
    government = known_government(year, code)
    (row,) = public_rows(year, [government])
    data = request.POST if request.method == "POST" else None
    # Whoever only looks makes nobody known.
    own = government_shown(government, today()) if data is None else government_now(government)
    choices = _choices(own)
    is_reachable = all(whom_to_mail(one, today()) for one in choices)
    form = SuggestForm(data, choices, is_reachable=is_reachable, practice=request.GET.get("praktijk", ""))
    if form.is_valid() and form.sent(actor_of_request(request), year, government) is not None:
        messages.success(request, _("Your suggestion stands on this page. Whoever gets it may answer."))
        return redirect("public:expost-government", year, government)
    context = {
        "year": year,
        "row": row,
        "form": form,
        "elsewhere": schemes_elsewhere(own, [one.pk for one in choices if one.pk]),
        "practices": _practices_elsewhere(own, choices),
    }
    return render(request, "public/expost_suggest.html", context, status=form.status)


@signed_in
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer, by who speaks for whoever was asked."""
    actor, question = actor_of_request(request), question_with_steps(pk)
    if question is None or not may_reply(actor, question, today()):
        raise Http404
    return _replied(request, actor, question)


def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the link in a mail. Opening it answers nothing: programs that look into mails open every address."""
    try:
        question, actor = read_token(token)
    except Refusal as refusal:
        form = RefusableForm()
        form.reasons = refusal.reasons
        return render(request, "public/expost_expired.html", {"form": form}, status=REFUSED)
    return _replied(request, actor, question)


@require_POST
@for_role(Role.FLANDERS)
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """That the administration saw the answer. Pressed twice, it says the same; an answer that came since is left to be seen."""
    question = question_with_steps(pk)
    if question is None:
        raise Http404
    last_step = request.POST.get("last", "")
    if last_step.isdecimal():
        note_reply(actor_of_request(request), question=question, last_step=int(last_step))
    return redirect(talk_of(question).page)


def _replied(request: HttpRequest, actor: Actor, question: ExpostQuestion) -> HttpResponse:
    form = reply_form(question, request.POST if request.method == "POST" else None)
    talk = talk_of(question)
    if form.is_valid() and form.sent(actor) is not None:
        messages.success(request, _("Thank you. Your answer stands on this page."))
        return redirect(talk.page)
    context = {"talk": talk, "form": form}
    return render(request, "public/expost_reply.html", context, status=form.status)


def _choices(own: Organisation) -> list[Organisation]:
    """To whom a practice can be suggested: the local government, and the partnerships it takes part in."""
    partnerships = Organisation.objects.filter(pk__in=answering_for(own, today())).exclude(pk=own.pk)
    return [own, *partnerships.order_by("name", "pk")]


def _practices_elsewhere(own: Organisation, choices: Sequence[Organisation]) -> list[Practice]:
    """Published practices of others that were not suggested to it, published last first: the first few. One query."""
    found = practices().exclude(organisation__in=[one.pk for one in choices if one.pk])
    if own.pk:
        found = found.exclude(slug__in=ExpostQuestion.objects.filter(to=own).values("practice"))
    return list(found[:MOST_PRACTICES])
