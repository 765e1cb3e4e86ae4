"""From which day would my rules hold, and who grants the vouchers? Councils decide about both."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Granter
from wisselwerk.apps.schemes.queries import granting_on
from wisselwerk.apps.schemes.services import GrantedBy, arrange_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.access import draft_or_404
from wisselwerk.web.studio.edition import EditionForm
from wisselwerk.web.studio.first_day import FirstDayForm, told_of


@asks(record="granter signatory")
class GrantedForm(EditionForm):
    """Of a new scheme, who grants and who signs; a scheme that is there has it on record."""

    granter = forms.ChoiceField(
        label=gettext_lazy("Who grants the vouchers?"),
        choices=[
            (
                Granter.MANAGING_MUNICIPALITY.value,
                gettext_lazy("The managing municipality, for all members"),
            ),
            (
                Granter.SEAT_MUNICIPALITY.value,
                gettext_lazy("The municipality where the business has its seat"),
            ),
        ],
        initial=Granter.MANAGING_MUNICIPALITY.value,
        widget=forms.RadioSelect,
    )
    signatory = PublicTextField(
        label=gettext_lazy("Which function signs?"),
        help_text=gettext_lazy("A function, such as algemeen directeur. Name no person."),
        max_length=120,
        initial="algemeen directeur",
        error_messages={"required": gettext_lazy("Fill in the function.")},
    )

    def ask_who_grants(self, *, is_asked: bool) -> None:
        """Ask it, or leave it out."""
        if not is_asked:
            del self.fields["granter"], self.fields["signatory"]

    def granted_by(self) -> GrantedBy | None:
        """Who grants, where that was asked."""
        if "granter" not in self.fields:
            return None
        return GrantedBy(Granter(self.cleaned_data["granter"]), self.cleaned_data["signatory"])


class ArrangeForm(FirstDayForm, GrantedForm):
    """The first day, and who grants."""

    field_order = ("valid_from", "granter", "signatory")

    def __init__(self, draft: Draft, data: QueryDict | None) -> None:
        said = {"granter": draft.granter, "signatory": draft.signatory} if draft.granter else {}
        super().__init__(draft, data, said)
        self.fields["valid_from"].help_text = _(
            "Choose a day after the last council meeting, so that each council decides on the same text."
        )
        self.ask_who_grants(is_asked=draft.scheme_id is None)


@for_role(Role.COORDINATOR)
def arrange(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask it, and go on to the text for the councils."""
    found = draft_or_404(request, slug)
    form = ArrangeForm(found, request.POST or None)
    if form.is_valid() and form.keep(
        request,
        "arrange_draft",
        found,
        lambda edition: arrange_draft(
            actor_of_request(request),
            draft=found.pk,
            edition=edition,
            valid_from=form.cleaned_data["valid_from"],
            granted_by=form.granted_by(),
        ),
    ):
        messages.success(request, _("Kept. It stands in the text that the councils decide about."))
        for warning in told_of(form.cleaned_data["valid_from"]):
            messages.warning(request, warning)
        return redirect("council:councils", slug, "ontwerp")
    granting = granting_on(found.scheme, found.valid_from or today()) if found.scheme else None
    context = {"draft": found, "form": form, "granting": granting, "warnings": told_of(found.valid_from)}
    return render(request, "studio/arrange.html", context, status=form.status)
