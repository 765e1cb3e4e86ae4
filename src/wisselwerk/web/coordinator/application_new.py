"""Somebody is on the telephone: enter the application, and hear the decision at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.vouchers.services.applications import enter_application
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.schemes import schemes_of
from wisselwerk.web.enterprise.apply import EnterpriseFields, filled_in, looked_up, looks_up
from wisselwerk.web.forms import Answer

LABELS = {
    "enterprise_number": _("Enterprise number of the business"),
    "municipality": _("Municipality of its seat"),
    "offer": _("What would they like to try?"),
    "email": _("Mail address of the business"),
    "had_aid": _("Did the business, or the group it is a part of, get other de minimis aid?"),
    "activity": _("For which activity does it use the voucher?"),
}


class TelephoneForm(EnterpriseFields):
    """The application as the coordinator hears it: the same questions, about somebody else."""

    voice = "told"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS.keys() & self.fields.keys():
            self.fields[name].label = LABELS[name]
        self.fields["email"].help_text = _("The decision is mailed to this address.")


@for_role(Role.COORDINATOR)
def application_new(request: HttpRequest) -> HttpResponse:
    """Enter an application in one of the coordinator's schemes: the one in the address, else the first."""
    mine = schemes_of(actor_of_request(request))
    wanted = request.GET.get("regeling", "")
    overview = next((one for one in mine if wanted in ("", one.scheme.slug)), None)
    if overview is None:
        raise Http404
    form = filled_in(TelephoneForm, overview, request, sent_from="")
    if looks_up(request):
        context = {"one": overview, "schemes": mine, "form": form}
        return looked_up(request, "coordinator/application_new.html", context)
    if form.is_valid() and (answer := _entered(request, overview, form)):
        return redirect("coordinator:application", answer["id"])
    context = {"one": overview, "schemes": mine, "form": form}
    return render(request, "coordinator/application_new.html", context, status=form.status)


def _entered(request: HttpRequest, overview: Overview, form: TelephoneForm) -> Answer | None:
    actor = actor_of_request(request)
    return form.carry_out(
        actor,
        "web:enter_application",
        lambda: {"id": str(enter_application(actor, scheme=overview.scheme, **form.asked()).pk)},
    )
