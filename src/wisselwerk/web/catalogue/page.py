"""What does everybody read about my enterprise, and how do I change it?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from wisselwerk.apps.audit.queries import entries_of
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.services import describe_provider
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.formats.provider_file import CONTACT, DESCRIPTION, places_named
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.catalogue.access import kept_provider
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import place_name

TOLD: Mapping[str, str] = {
    "register_provider": gettext_noop("Entered in the catalogue"),
    "describe_provider": gettext_noop("Words, contact or places changed"),
    "recognise_provider": gettext_noop("Recognition recorded"),
    "offer_service": gettext_noop("Service added or changed"),
    "say_room": gettext_noop("Told whether there is room"),
    "end_service": gettext_noop("Service ended"),
}
"""The trail of a page, in the words of its reader."""
SHOWN = 20


@asks(record="description contact places")
class PageForm(RefusableForm):
    """What an enterprise tells of itself; saying the same again changes nothing, so pressing twice does no harm."""

    description = forms.CharField(
        label=gettext_lazy("What do you do?"),
        help_text=gettext_lazy("One or two sentences. Customers find you by these words."),
        max_length=DESCRIPTION.max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("How do customers reach you?"),
        help_text=gettext_lazy(
            "The general mail address or telephone number of the enterprise. Not that of a person: everybody reads this."
        ),
        max_length=CONTACT.max_length,
        required=False,
    )
    places = forms.CharField(
        label=gettext_lazy("In which municipalities do you work?"),
        help_text=gettext_lazy("Names, with commas between them. For example: Genk, As, Zutendaal."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_places(self) -> tuple[str, ...]:
        """Codes of finest places; a name that is no municipality is told."""
        found = list(places_named(self.cleaned_data["places"], today()))
        if unknown := [given for given, codes in found if not codes]:
            raise forms.ValidationError(
                _("No municipality of Belgium: {names}. Write each name in full, or its NIS code.").format(
                    names=", ".join(unknown)
                )
            )
        return tuple(dict.fromkeys(code for _given, codes in found for code in codes))


@signed_in
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the words, see the services, and look at the page as everybody does."""
    provider = kept_provider(request, slug)
    actor = actor_of_request(request)
    form = PageForm(request.POST or None, initial=_as_it_is(provider))
    saved = form.attempt(lambda: _save(actor, provider, form)) if form.is_valid() else None
    if saved is not None:
        messages.success(request, _("Saved. This is what everybody reads now."))
        if not form.cleaned_data["places"]:
            messages.warning(request, _("No municipality is filled in: nobody finds you by a place."))
        return redirect("catalogue:page", slug)
    services = list(provider.services.order_by("name"))
    context = {
        "provider": provider,
        "form": form,
        "recognises": bool(actor.organisations(Role.COORDINATOR)),
        "offered": [one for one in services if not one.ended_on or one.ended_on > today()],
        "ended": [one for one in services if one.ended_on and one.ended_on <= today()],
        "history": _history(provider, services),
        "recognitions": provider.recognitions.order_by("-valid_from"),
        "today": today(),
    }
    return render(request, "catalogue/page.html", context, status=form.status)


def _save(actor: Actor, provider: Provider, form: PageForm) -> Provider:
    return describe_provider(actor, provider=provider, **form.cleaned_data)


def _as_it_is(provider: Provider) -> dict[str, Any]:
    places = provider.places.order_by("place").values_list("place", flat=True)
    return {
        "description": provider.description,
        "contact": provider.contact,
        "places": ", ".join(place_name(place) for place in places),
    }


def _history(provider: Provider, services: Sequence[Service]) -> list[tuple[datetime, str]]:
    """What changed lately, last first; who did it is in the trail, and no business of the next who looks."""
    recognitions = provider.recognitions.values_list("pk", flat=True)
    subjects = [
        f"provider:{provider.pk}",
        *(f"service:{one.pk}" for one in services),
        *(f"recognition:{pk}" for pk in recognitions),
    ]
    entries = [entry for found in entries_of(subjects, TOLD).values() for entry in found]
    entries.sort(key=lambda entry: entry.pk, reverse=True)
    return [(entry.at, _(TOLD[entry.command])) for entry in entries[:SHOWN]]
