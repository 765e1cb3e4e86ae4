"""As what is this enterprise recognised, since when, and where does that stand? Every coordinator records it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.catalogue.models import Provider, Recognition
from wisselwerk.apps.catalogue.services import recognise_provider
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

NO_DAY = gettext_lazy("Write the day like 2027-01-31.")


@asks(record="kind valid_from last_day source")
class RecognitionForm(RefusableForm):
    """A recognition with its source; recording the same again changes nothing, so pressing twice does no harm."""

    kind = forms.ChoiceField(
        label=gettext_lazy("As what is it recognised?"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("From which day?"),
        help_text=gettext_lazy(
            "Is it here already, then the same first day puts its last day and its source right."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the day."), "invalid": NO_DAY},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Up to and including which day?"),
        help_text=gettext_lazy("Leave it open when it has no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DAY},
    )
    source = forms.CharField(
        label=gettext_lazy("Where does that stand?"),
        help_text=gettext_lazy("The decision or the public list, with its date. Everybody reads this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Name the source: vouchers rest on it.")},
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        kinds = [(kind.value, capfirst(word(kind.value))) for kind in ProviderKind]
        self.fields["kind"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A last day that is not before the first."""
        asked = super().clean() or {}
        start, last = asked.get("valid_from"), asked.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("That is before the first day. Look at both days."))
        return asked

    def record(self, actor: Actor, provider: Provider) -> Recognition | None:
        """Record it; None when it was refused, and ``reasons`` says why."""
        asked = self.cleaned_data
        last = asked["last_day"]
        valid = Period(asked["valid_from"], last + timedelta(days=1) if last else None)
        return self.attempt(
            lambda: recognise_provider(
                actor,
                provider=provider,
                kind=ProviderKind(asked["kind"]),
                source=asked["source"],
                valid=valid,
            )
        )


@for_role(Role.COORDINATOR)
def recognition(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on record, and a form for what is not; also of a provider whose words others keep."""
    provider = Provider.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if provider is None:
        raise Http404
    form = RecognitionForm(request.POST or None)
    if form.is_valid() and form.record(actor_of_request(request), provider) is not None:
        messages.success(request, _("The recognition is recorded, with its source."))
        return redirect("catalogue:recognition", slug)
    context = {
        "provider": provider,
        "form": form,
        "recognitions": provider.recognitions.order_by("-valid_from"),
    }
    return render(request, "catalogue/recognition.html", context, status=form.status)
