"""What came of the introductions, and which of them stand still?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.introductions.models import Event
from wisselwerk.apps.introductions.queries.introductions import (
    followed,
    funnel,
    introductions_coordinated,
    waiting_introductions,
)
from wisselwerk.apps.introductions.queries.needs import needs_without_introduction
from wisselwerk.apps.introductions.services import record_introduction
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.introduction import FOLLOW_UP_AFTER
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.introduction.fields import EnterpriseNumberField
from wisselwerk.web.purpose import asks

PER_PAGE = 25


@asks(record="enterprise_number provider")
class IntroduceForm(ActForm):
    """A business and a provider that the coordinator brought together."""

    enterprise_number = EnterpriseNumberField(
        label=_("Enterprise number of the business"), help_text=_("Ten digits. For example 0123.456.749.")
    )
    provider = forms.ModelChoiceField(
        label=_("With which social-economy enterprise?"),
        queryset=Provider.objects.none(),
        empty_label=_("Choose an enterprise"),
        error_messages={"required": _("Choose an enterprise.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = recognised_providers(today())  # type: ignore[attr-defined]

    def introduce(
        self, request: HttpRequest, partnership: Organisation, event: Event | None = None
    ) -> Answer | None:
        """Record it, once."""
        actor, asked = actor_of_request(request), self.cleaned_data

        def act() -> Answer:
            made = record_introduction(
                actor,
                provider=asked["provider"],
                enterprise_number=asked["enterprise_number"],
                partnership=partnership,
                event=event,
            )
            return {"introduction": made.introduction.pk, "is_new": made.is_new}

        return self.carry_out(actor, f"web:introduce:{partnership.pk}:{event.pk if event else ''}", act)


def told_of(answer: Answer) -> str:
    """What is said of an introduction that was recorded now, or that stood there."""
    if answer["is_new"]:
        return gettext("The introduction is on record, and the provider got a mail.")
    return gettext("This introduction was on record already. Nobody gets another mail.")


@asks(record="partnership")
class CoordinatedForm(IntroduceForm):
    """The same, for one of the coordinator's partnerships."""

    partnership = forms.ModelChoiceField(
        label=_("For which partnership?"), queryset=Organisation.objects.none(), empty_label=None
    )


@for_role(Role.COORDINATOR)
def introductions(request: HttpRequest) -> HttpResponse:
    """Introductions of the coordinator's partnerships in numbers, what stands still, all of them, and a new one."""
    actor = actor_of_request(request)
    form = CoordinatedForm(request.POST or None)
    own = Organisation.objects.filter(pk__in=actor.organisations(Role.COORDINATOR)).order_by("name")
    form.fields["partnership"].queryset = own  # type: ignore[attr-defined]  # a field of rows
    if form.is_valid() and (answer := form.introduce(request, form.cleaned_data["partnership"])):
        messages.success(request, told_of(answer))
        return redirect("introduction:introductions")
    found = introductions_coordinated(actor)
    every = followed(found, actor)
    page = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    needs: list[Any] = list(needs_without_introduction(actor))
    context = {
        "funnel": funnel(every),
        "waiting": waiting_introductions(found, actor, today()),
        "unanswered": [one for one in needs if not one.is_proposed],
        "proposed": [one for one in needs if one.is_proposed],
        "page": page,
        "days": FOLLOW_UP_AFTER.days,
        "form": form,
    }
    return render(request, "introduction/introductions.html", context, status=form.status)
