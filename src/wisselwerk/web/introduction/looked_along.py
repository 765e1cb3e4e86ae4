"""What may help this business, of which no search knows?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.queries import services_on
from wisselwerk.apps.catalogue.search import find_services
from wisselwerk.apps.introductions.models import Need
from wisselwerk.apps.introductions.queries.needs import need_coordinated, suggestions_of
from wisselwerk.apps.introductions.services import suggest_services
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.need import LONGEST_REASON
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.purpose import asks

PER_PAGE = 20
MOST_LISTED = 100
"""Of what words find: who has to look further chooses other words."""


@asks(find="q everywhere")
class LookForm(forms.Form):
    """Which services are listed."""

    q = forms.CharField(label=_("Look for a service"), max_length=200, required=False)
    everywhere = forms.BooleanField(label=_("Also who works elsewhere"), required=False)


@asks(record="services reason")
class SuggestForm(ActForm):
    """What is proposed, and why."""

    services = forms.MultipleChoiceField(
        label=_("What do you propose?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("Choose from the list below: one of your choices is no longer offered."),
        },
    )
    reason = forms.CharField(
        label=_("Why may this help?"),
        help_text=_("A sentence for the business. Name no persons."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say in a sentence why this may help."),
            "max_length": _("Say it shorter: one sentence of at most 300 characters."),
        },
    )


@for_role(Role.COORDINATOR)
def need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """A need in the coordinator's places, what was proposed for it, and what can be."""
    try:
        asked = need_coordinated(actor_of_request(request), need_id)
    except Need.DoesNotExist as error:
        raise Http404 from error
    suggested = list(suggestions_of(asked))
    look, form = LookForm(request.GET), SuggestForm(request.POST or None)
    page = _listed(request, look, asked)
    # Pressing twice asks for what the first time proposed.
    form.fields["services"].choices = _choices(page.object_list)  # type: ignore[attr-defined]  # a field of choices
    if form.is_valid() and (answer := _suggest(request, form, asked, page.object_list)):
        number = answer["number"]
        told = ngettext(
            "The business now sees your proposal, and gets a mail.",
            "The business now sees your {number} proposals, and gets a mail.",
            number,
        )
        messages.success(request, told.format(number=number))
        return redirect("introduction:look-along", asked.pk)
    known = {one.service_id for one in suggested}
    offered = [one for one in page.object_list if one.pk not in known]
    form.fields["services"].choices = _choices(offered)  # type: ignore[attr-defined]
    context = {
        "need": asked,
        "suggested": suggested,
        "heard": list(asked.introductions.all()),
        "look": look,
        "page": page,
        "offered": offered,
        "form": form,
    }
    return render(request, "introduction/look_along.html", context, status=form.status)


def _choices(services: Iterable[Service]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name} ({one.provider.organisation.name})") for one in services]


def _listed(request: HttpRequest, look: LookForm, asked: Need) -> Page[Service]:
    """Services of whoever works there, or everywhere, but not of the business itself; by words the best first."""
    told = look.cleaned_data if look.is_valid() else {}
    place = "" if told.get("everywhere") else asked.place
    if told.get("q"):
        best = find_services(today(), told["q"], place=place)[:MOST_LISTED]
        own = asked.enterprise_id
        return _page(request, [one for one in best if one.provider.organisation_id != own])
    others = services_on(today(), place=place).exclude(provider__organisation=asked.enterprise_id)
    return _page(request, others)


def _page(request: HttpRequest, found: Sequence[Service] | QuerySet[Service]) -> Page[Service]:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _suggest(
    request: HttpRequest, form: SuggestForm, asked: Need, listed: Iterable[Service]
) -> Answer | None:
    actor = actor_of_request(request)
    chosen = [one for one in listed if str(one.pk) in form.cleaned_data["services"]]

    def act() -> Answer:
        made = suggest_services(actor, need=asked, services=chosen, reason=form.cleaned_data["reason"])
        return {"number": len(made)}

    return form.carry_out(actor, f"web:suggest_services:{asked.pk}", act)
