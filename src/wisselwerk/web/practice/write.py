"""Tell what you do, so that others can learn from it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import PARTICIPANTS, may
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.practices import practice_for, read_version, written_by
from wisselwerk.apps.practices.services import revise_practice, write_practice
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.practice import OWN, PracticeText, Wording
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import Answer
from wisselwerk.web.practice.card import practice_or_404
from wisselwerk.web.practice.form import OTHERS, PracticeForm, initial_of
from wisselwerk.web.practice.spoken import language_name, parts_of


@for_role(*PARTICIPANTS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a practice; with ``van`` in the address it begins with what that one says, and stays tied to it."""
    actor = actor_of_request(request)
    organisation = _for_whom(request, actor)
    parent = practice_for(actor, request.GET.get("van", ""))
    begun = _begun_from(actor, parent)
    form = PracticeForm(organisation, begun, request.POST or None)
    if form.is_valid() and "preview" not in request.POST:

        def do() -> Answer:
            written = write_practice(
                actor,
                organisation=organisation,
                text=form.text(),
                scheme=form.cleaned_data["scheme"],
                built_on=parent,
            )
            return {"slug": written.slug}

        if done := form.carry_out(actor, f"web:write_practice:{organisation.pk}", do):
            messages.success(
                request, gettext("It is kept. Those who take part can read it; open it when you are ready.")
            )
            return redirect("practice:card", done["slug"])
    choices = list(written_by(actor))
    context = {"organisation": organisation, "choices": choices if len(choices) > 1 else [], "parent": parent}
    return _shown(request, form, context)


@for_role(*PARTICIPANTS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the next version."""
    actor = actor_of_request(request)
    practice = practice_or_404(actor, slug)
    if not may(actor, "revise_practice", practice.organisation_id) and not actor.organisations(Role.NETWORK):
        raise PermissionDenied
    latest = practice.latest
    assert latest is not None, "a practice begins with its first version"
    form = PracticeForm(
        practice.organisation, latest.text, request.POST or None, practice, **initial_of(latest)
    )
    if form.is_valid() and "preview" not in request.POST:

        def do() -> Answer:
            version = revise_practice(
                actor,
                practice=practice.pk,
                seen=form.cleaned_data["seen"] or 0,
                text=form.text(),
                scheme=form.cleaned_data["scheme"],
            )
            return {"number": version.number}

        if form.carry_out(actor, f"web:revise_practice:{practice.pk}", do):
            messages.success(request, gettext("It is kept as a new version. Those before it stay."))
            return redirect("practice:card", practice.slug)
    return _shown(request, form, {"practice": practice, "organisation": practice.organisation})


def _shown(request: HttpRequest, form: PracticeForm, context: dict[str, Any]) -> HttpResponse:
    if "preview" in request.POST and form.is_valid():
        text = form.text()
        context["preview"] = [
            (language_name(one), one.value, text.read_in(one).title.text, list(parts_of(text.read_in(one))))
            for one in text.languages
        ]
        context["preview_text"] = text
    context |= {
        "form": form,
        "translations": [
            (language_name(one), one.value, form.translation(one), form.is_opened(one)) for one in OTHERS
        ],
    }
    return render(request, "practice/write.html", context, status=form.status)


def _for_whom(request: HttpRequest, actor: Actor) -> Organisation:
    """Whose practice it will be: the one that is asked for, where the actor acts for it, else the first."""
    own = list(written_by(actor))
    asked = request.GET.get("voor")
    return next((one for one in own if str(one.pk) == asked), own[0])


def _begun_from(actor: Actor, parent: Practice | None) -> PracticeText | None:
    """What is told of another practice, as far as it is about doing it: who takes it over tells the rest itself."""
    if parent is None:
        return None
    told = read_version(actor, parent).text
    return PracticeText(
        wordings={OWN: Wording(told.own.title, told.own.parts)},
        materials=told.materials,
        priority=told.priority,
    )
