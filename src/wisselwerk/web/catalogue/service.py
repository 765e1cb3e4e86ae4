"""How is one of my services told, is there room, and do I still offer it?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.services import add_service, end_service, offer_service, say_room
from wisselwerk.clock import today
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.room import MOST_WEEKS, Room
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.provider_file import DESCRIPTION
from wisselwerk.formats.service_file import PRICE, SERVICE
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.catalogue.access import kept_provider
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word


def _kinds() -> list[tuple[str, str]]:
    return [("", _("Choose the sort")), *((kind.value, capfirst(word(kind))) for kind in ServiceKind)]


@asks(record="name description price kind waiting_weeks free_from")
class ServiceForm(RefusableForm):
    """A service in the words of who offers it; saying the same again changes nothing."""

    name = forms.CharField(
        label=gettext_lazy("What is the service called?"),
        help_text=gettext_lazy("As a customer would call it: Strijkdienst, Onderhoud van tuinen."),
        max_length=SERVICE.max_length,
        error_messages={"required": gettext_lazy("Give the service a name.")},
    )
    description = forms.CharField(
        label=gettext_lazy("What do you do?"),
        help_text=gettext_lazy("One or two sentences. Customers find you by these words."),
        max_length=DESCRIPTION.max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    price = forms.CharField(
        label=gettext_lazy("What does it cost?"),
        help_text=gettext_lazy("In your own words, such as: 38 euro per uur, zonder btw."),
        max_length=PRICE.max_length,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What sort of service is it?"),
        help_text=gettext_lazy("Some schemes are for some sorts only."),
        choices=_kinds,
        error_messages={"required": gettext_lazy("Choose the sort.")},
    )
    waiting_weeks = forms.IntegerField(
        label=gettext_lazy("How many weeks does a new customer wait?"),
        help_text=gettext_lazy("0 when you have room now. Leave both open when you would rather not say."),
        min_value=0,
        max_value=MOST_WEEKS,
        required=False,
    )
    free_from = forms.DateField(
        label=gettext_lazy("Or from which day do you have room?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A number of weeks or a day, not both."""
        told = super().clean() or {}
        if told.get("waiting_weeks") is not None and told.get("free_from") is not None:
            self.add_error("free_from", _("Give the weeks or the day, not both."))
        return told

    def save(self, actor: Actor, provider: Provider, service: Service | None) -> Service:
        """Offer it, and tell whether there is room as of today: the day counts anew also when the answer is the same."""
        told = {name: self.cleaned_data[name] for name in ("name", "description", "price")}
        kind = ServiceKind(self.cleaned_data["kind"])
        weeks, day = self.cleaned_data["waiting_weeks"], self.cleaned_data["free_from"]
        room = (
            None
            if weeks is None and day is None
            else Room(said_on=today(), waiting_weeks=weeks, free_from=day)
        )

        def act() -> Service:
            if service is None:
                saved = add_service(actor, provider=provider, kind=kind, **told)
            else:
                saved = offer_service(actor, provider=provider, slug=service.slug, kind=kind, **told)
            return say_room(actor, service=saved, room=room)

        return in_one_transaction(act)


@signed_in
def service_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a service."""
    return _service_page(request, kept_provider(request, slug), None)


@signed_in
def service(request: HttpRequest, slug: str, service_slug: str) -> HttpResponse:
    """Change a service, or stop offering it."""
    provider = kept_provider(request, slug)
    found = provider.services.filter(slug=service_slug).first()
    if found is None:
        raise Http404
    if "end" in request.POST:
        end_service(actor_of_request(request), service=found, on=today())
        messages.success(request, _("{service} is no longer offered.").format(service=found.name))
        return redirect("catalogue:page", slug)
    return _service_page(request, provider, found)


def _service_page(request: HttpRequest, provider: Provider, found: Service | None) -> HttpResponse:
    initial = {} if found is None else {name: getattr(found, name) for name in ServiceForm.base_fields}
    form = ServiceForm(request.POST or None, initial=initial)
    actor = actor_of_request(request)
    if form.is_valid() and (saved := form.attempt(lambda: form.save(actor, provider, found))):
        messages.success(request, _("{service} is saved.").format(service=saved.name))
        return redirect("catalogue:page", provider.organisation.slug)
    context = {"provider": provider, "service": found, "form": form, "today": today()}
    return render(request, "catalogue/service.html", context, status=form.status)
