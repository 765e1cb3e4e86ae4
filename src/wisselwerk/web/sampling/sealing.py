"""Seal the list of a new sample: of what is public by the administration, of dossiers by the auditor."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.samples.models import Sample
from wisselwerk.apps.samples.queries import schemes_audited
from wisselwerk.apps.samples.services import seal_dossier_sample, seal_public_sample
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.sample import LARGEST, STRATA_OF, SampleKind, Strata
from wisselwerk.domain.sample_sentence import STRATA_NAMES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.draws import SealForm
from wisselwerk.web.forms import Answer
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word


@asks(record="year strata size at_least_one")
class SampleForm(SealForm):
    """From which year, how many, by which groups; and where the seed will come from."""

    field_order = ("year", "size", "strata", "at_least_one", "seed_source", "seed_on")
    year = forms.IntegerField(
        label=_("Of which year?"),
        min_value=2000,
        max_value=2100,
        error_messages={"required": _("Give the year.")},
    )
    size = forms.IntegerField(
        label=_("How many do you draw?"),
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": _("Give a number.")},
    )
    strata = forms.ChoiceField(
        label=_("By which groups?"),
        help_text=_("Each group gets its share, by how much is in it."),
    )
    at_least_one = forms.BooleanField(label=_("At least one from each group"), required=False)

    def __init__(self, kind: SampleKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, capfirst(word(STRATA_NAMES[one]))) for one in STRATA_OF[kind]]
        self.fields["strata"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].initial = today().year

    def asked(self) -> dict[str, Any]:
        """What is asked, as the commands take it."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return found | {"strata": Strata(found["strata"])}


@for_role(Role.FLANDERS)
def public(request: HttpRequest) -> HttpResponse:
    """A new sample of decisions and reported actions."""
    actor = actor_of_request(request)
    office = Organisation.objects.filter(pk__in=actor.organisations(Role.FLANDERS)).earliest("pk")
    form = SampleForm(SampleKind.PUBLIC, request.POST or None)
    about = {"kind": SampleKind.PUBLIC, "office": office}
    return _sealed(
        request, form, about, lambda: seal_public_sample(actor, office=office, **form.asked()), actor
    )


@for_role(Role.AUDITOR)
def dossiers(request: HttpRequest, slug: str) -> HttpResponse:
    """A new sample of the dossiers of a scheme; 404 for one that the actor does not audit."""
    actor = actor_of_request(request)
    scheme = schemes_audited(actor).filter(slug=slug).first()
    if scheme is None:
        raise Http404
    form = SampleForm(SampleKind.DOSSIERS, request.POST or None)
    about = {"kind": SampleKind.DOSSIERS, "scheme": scheme}
    return _sealed(
        request, form, about, lambda: seal_dossier_sample(actor, scheme=scheme, **form.asked()), actor
    )


def _sealed(
    request: HttpRequest,
    form: SampleForm,
    about: dict[str, object],
    seal: Callable[[], Sample],
    actor: Actor,
) -> HttpResponse:
    def do() -> Answer:
        return {"sample": seal().pk}

    done = form.carry_out(actor, "web:seal_sample", do) if form.is_valid() else None
    if done is not None:
        messages.success(request, gettext("The list is sealed and published."))
        return redirect("sample:page", done["sample"])
    return render(request, "sampling/new.html", {"form": form} | about, status=form.status)
