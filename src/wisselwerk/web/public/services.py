"""Which social-economy services are near me?"""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.introductions.models import JointOffer
from wisselwerk.apps.introductions.queries.joint_offers import joint_offers_on
from wisselwerk.clock import today
from wisselwerk.web.htmx import partial
from wisselwerk.web.places import place_choices

PER_PAGE = 20


class Filter(forms.Form):
    """What to look for, and where."""

    q = forms.CharField(label=_("What do you need?"), max_length=100, required=False)
    place = forms.ChoiceField(label=_("Where?"), choices=lambda: place_choices(today()), required=False)


def services(request: HttpRequest) -> HttpResponse:
    """Providers recognised today with their services, found by word and place."""
    form = Filter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = recognised_providers(today(), text=asked.get("q", ""), place=asked.get("place", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(asked.values()),
        "joint_offers": [one for one in joint_offers_on(today()) if _says(one, asked.get("q", ""))],
    }
    return render(request, partial(request, "public/services.html", "results"), context)


def _says(offer: JointOffer, text: str) -> bool:
    """Whether what is looked for stands in what a joint offer says."""
    return text.strip().lower() in f"{offer.name} {offer.description}".lower()
