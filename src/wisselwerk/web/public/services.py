"""Which social-economy services are near me?"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.models import Service
from wisselwerk.apps.catalogue.queries import recognised_providers, services_on
from wisselwerk.apps.catalogue.search import find_providers, find_services
from wisselwerk.apps.finding.found import MOST_FOUND
from wisselwerk.apps.introductions.models import JointOffer
from wisselwerk.apps.introductions.queries.joint_offers import joint_offers_on
from wisselwerk.clock import today
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.likeness import answered
from wisselwerk.web.htmx import partial
from wisselwerk.web.places import place_choices
from wisselwerk.web.public.place_named import place_alike, places_named
from wisselwerk.web.purpose import asks
from wisselwerk.wording import listed, word

PER_PAGE = 20


def kind_choices() -> list[tuple[str, str]]:
    """Every sort of service, all of them first."""
    return [("", gettext("All sorts")), *((kind.value, capfirst(word(kind))) for kind in ServiceKind)]


@asks(find="q place kind")
class Filter(forms.Form):
    """What to look for, and where."""

    q = forms.CharField(
        label=_("What do you need?"),
        max_length=200,
        required=False,
        error_messages={
            "max_length": _("This is too long to look for. Use at most %(limit_value)s characters.")
        },
    )
    place = forms.ChoiceField(
        label=_("Where?"),
        choices=lambda: place_choices(today()),
        required=False,
        error_messages={"invalid_choice": _("We do not know this place. Choose one from the list.")},
    )
    kind = forms.ChoiceField(
        label=_("What sort?"),
        choices=kind_choices,
        required=False,
        error_messages={
            "invalid_choice": _("We do not know this sort of service. Choose one from the list.")
        },
    )

    def asked(self) -> tuple[str, str, ServiceKind | None]:
        """Words, place and sort; nothing is asked by what could not be read."""
        told = self.cleaned_data if self.is_valid() else {}
        kind = told.get("kind")
        return told.get("q", ""), told.get("place", ""), ServiceKind(kind) if kind else None


def services(request: HttpRequest) -> HttpResponse:
    """Providers recognised today; with words or a sort, their services that answer to it."""
    form = Filter(request.GET)
    text, place, kind = form.asked()
    context: dict[str, Any] = {"form": form, "is_filtered": any((text, place, kind)), "today": today()}
    found: Any = None
    named = places_named(text, place)
    if named:
        context["places_named"], text = named, named[-1].asked
    if text:
        found = find_services(today(), text, place=place, kind=kind)
        context["read_as"] = [(typed, ", ".join(read)) for typed, read in found.read_as.items()]
        if not named and not place:
            context["alike"] = place_alike(text, found.unanswered)
        if not found:
            # It may be told of the enterprise alone.
            found = find_providers(today(), text, place=place, kind=kind)
        if found:
            context |= _answered(found.unanswered, found.weights)
    elif kind:
        found = services_on(today(), place=place, kind=kind).prefetch_related("provider__places")
    else:
        found = recognised_providers(today(), place=place)
    offered = [*named, *filter(None, [context.get("alike")])]
    context["nothing_in"] = {one.code for one in offered if not _finds(one.rest, one.code, kind)}
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    are_services = bool(page.object_list) and isinstance(page.object_list[0], Service)
    context |= {"page": page, "are_services": are_services, "is_cut": page.paginator.count == MOST_FOUND}
    context["joint_offers"] = _joint_offers(text)
    return render(request, partial(request, "public/services.html", "results"), context)


def _finds(text: str, place: str, kind: ServiceKind | None) -> bool:
    """Whether something would be found there: who is offered the place reads it before going."""
    if text:
        by_words = (find_services, find_providers)
        return any(find(today(), text, place=place, kind=kind) for find in by_words)
    if kind:
        return services_on(today(), place=place, kind=kind).exists()
    return recognised_providers(today(), place=place).exists()


def _answered(unanswered: Sequence[str], weights: Mapping[str, object]) -> dict[str, str]:
    """The words for which nothing was found beside those to which the answer is, quoted; nothing where all have one."""
    if not unanswered:
        return {}
    named = {"unanswered": unanswered, "answers_to": [typed for typed in weights if typed not in unanswered]}
    return {name: listed([f"“{typed}”" for typed in typed_words]) for name, typed_words in named.items()}


def _joint_offers(text: str) -> list[JointOffer]:
    """Those of today; with words those that answer to most of them, as with services."""
    offers = list(joint_offers_on(today()))
    if not text:
        return offers
    found = answered(text.split(), {one: f"{one.name} {one.description}" for one in offers})
    most = max(map(len, found.values()), default=0)
    return [one for one in offers if most and len(found[one]) == most]
