"""Who wants to know us, what did they ask, and what did we do since?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import providers_of
from wisselwerk.apps.introductions.places import partnerships_of
from wisselwerk.apps.introductions.queries.introductions import (
    followed,
    introductions_received,
    waiting_for_provider,
)
from wisselwerk.apps.introductions.services import record_introduction, record_quote
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.introduction.fields import EnterpriseNumberField
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.purpose import asks

PER_PAGE = 25


@asks(record="quoted_on amount")
class QuoteForm(ActForm):
    """That a quote was given."""

    quoted_on = forms.DateField(
        label=_("Day of the quote"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("Write the day like 2027-01-31."),
        },
    )
    amount = EuroField(
        label=_("What it came to without VAT, in euro"),
        help_text=_("For example 1.500,50. You may keep this to yourself."),
        required=False,
    )


@asks(record="provider enterprise_number partnership")
class MetForm(ActForm):
    """A business that the provider met."""

    provider = forms.ModelChoiceField(
        label=_("Your enterprise"), queryset=Provider.objects.none(), empty_label=None
    )
    enterprise_number = EnterpriseNumberField(
        label=_("Enterprise number of the business"), help_text=_("Ten digits. For example 0123.456.749.")
    )
    partnership = forms.ModelChoiceField(
        label=_("Who follows it with you?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )

    def clean(self) -> dict[str, Any]:
        """A partnership follows a provider that works in one of its places."""
        asked = super().clean() or {}
        provider, partnership = asked.get("provider"), asked.get("partnership")
        if provider and partnership and partnership not in partnerships_of([provider], today()):
            self.add_error(
                "partnership",
                _("Your enterprise does not work in a place of this partnership. Choose another."),
            )
        return asked


@for_role(Role.PROVIDER)
def received(request: HttpRequest) -> HttpResponse:
    """Introductions to the provider, newest first; what waits for it on top; and one that it made itself."""
    actor = actor_of_request(request)
    form = met_form(request)
    if form.is_valid() and (answer := _met(request, form)):
        is_new = answer["is_new"]
        messages.success(
            request,
            _("The introduction is on record.") if is_new else _("This introduction was on record already."),
        )
        return redirect("introduction:received")
    found = introductions_received(actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": waiting_for_provider(found, actor, today()),
        "page": page,
        "introductions": followed(page.object_list, actor),
        "form": form,
    }
    return render(request, "introduction/received.html", context, status=form.status)


@for_role(Role.PROVIDER)
def quote(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Record a quote."""
    actor = actor_of_request(request)
    introduction = introductions_received(actor).filter(pk=introduction_id).first()
    if introduction is None:
        raise Http404
    form = QuoteForm(request.POST or None, initial={"quoted_on": today()})
    if form.is_valid():
        asked = form.cleaned_data

        def act() -> Answer:
            made = record_quote(
                actor,
                introduction=introduction,
                quoted_on=asked["quoted_on"],
                amount_cents=asked["amount"],
            )
            return {"quote": made.pk}

        if form.carry_out(actor, f"web:record_quote:{introduction.pk}", act):
            messages.success(request, _("The quote is on record."))
            return redirect("introduction:received")
    context = {"introduction": introduction, "form": form}
    return render(request, "introduction/quote.html", context, status=form.status)


def met_form(request: HttpRequest) -> MetForm:
    """With the provider's own enterprises, and the partnerships in whose places these work."""
    form = MetForm(request.POST or None)
    own = providers_of(actor_of_request(request).organisations(Role.PROVIDER), today())
    partnerships = partnerships_of(own, today())
    form.fields["provider"].queryset = own  # type: ignore[attr-defined]  # a field of rows
    form.fields["partnership"].queryset = partnerships  # type: ignore[attr-defined]
    return form


def _met(request: HttpRequest, form: MetForm) -> Answer | None:
    actor, asked = actor_of_request(request), form.cleaned_data

    def act() -> dict[str, Any]:
        made = record_introduction(
            actor,
            provider=asked["provider"],
            enterprise_number=asked["enterprise_number"],
            partnership=asked["partnership"],
        )
        return {"introduction": made.introduction.pk, "is_new": made.is_new}

    return form.carry_out(actor, "web:record_introduction", act)
