"""Who applied, and what became of it?"""

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries import coordinated_application, coordinated_applications
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.htmx import partial
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

PER_PAGE = 25


def state_choices(states: type[ApplicationState]) -> list[tuple[str, str]]:
    """The states to filter on, in the reader's language, all of them first."""
    return [("", str(_("All states"))), *((state.value, capfirst(word(state.value))) for state in states)]


@asks(find="state")
class Filter(forms.Form):
    """Which applications to show."""

    state = forms.ChoiceField(
        label=_("State"), choices=lambda: state_choices(ApplicationState), required=False
    )


@for_role(Role.COORDINATOR)
def applications(request: HttpRequest) -> HttpResponse:
    """Applications in the coordinator's schemes, newest first."""
    form = Filter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = coordinated_applications(
        actor_of_request(request), state=ApplicationState(state) if state else None
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, partial(request, "coordinator/applications.html", "results"), context)


def application_or_404(request: HttpRequest, application_id: UUID) -> Application:
    """An application that whoever asks coordinates; 404 for any other."""
    try:
        return coordinated_application(actor_of_request(request), application_id)
    except Application.DoesNotExist as error:
        raise Http404 from error
