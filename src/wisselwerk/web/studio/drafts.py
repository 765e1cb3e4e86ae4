"""Which rules am I writing, and how do I begin?"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.drafting import open_drafts
from wisselwerk.apps.schemes.queries import scheme_overviews
from wisselwerk.apps.schemes.services import start_scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.studio.access import offer_partnerships, own_partnerships


@asks(record="partnership name")
class NameForm(ActForm):
    """What a new scheme will be called, and whose it is."""

    partnership = forms.ModelChoiceField(
        label=gettext_lazy("For which partnership?"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name of your scheme"),
        help_text=gettext_lazy("As businesses will read it. You can still change it."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give your scheme a name.")},
    )

    def __init__(self, actor: Actor, *args: object, unlike: str = "", **kwargs: object) -> None:
        """``unlike`` is the name of the scheme that is taken over: two of one name cannot be told apart."""
        self._unlike = unlike
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # those of a form
        offer_partnerships(self.fields["partnership"], own_partnerships(actor))

    def clean_name(self) -> str:
        """Another name than that of the scheme that is taken over."""
        name = str(self.cleaned_data["name"])
        if name.strip().casefold() == self._unlike.casefold():
            raise forms.ValidationError(
                gettext("The scheme that you take over has this name. Give yours another one.")
            )
        return name


@for_role(Role.COORDINATOR)
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that are open, the schemes one can take over, and the form that begins an empty one."""
    actor = actor_of_request(request)
    form = NameForm(actor, request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data
        done = form.carry_out(
            actor,
            "web:start_scheme",
            lambda: {"slug": start_scheme(actor, partnership=asked["partnership"], name=asked["name"]).slug},
        )
        if done:
            return redirect("studio:draft", done["slug"])
    mine = actor.organisations(Role.COORDINATOR)
    overviews = scheme_overviews(today())
    context = {
        "form": form,
        "drafts": open_drafts(actor),
        "own": [one for one in overviews if one.scheme.partnership_id in mine],
        "others": [one for one in overviews if one.scheme.partnership_id not in mine and one.version],
    }
    return render(request, "studio/drafts.html", context, status=form.status)
