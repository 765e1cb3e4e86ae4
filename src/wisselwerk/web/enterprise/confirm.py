"""Is this mail address yours? The code from the mail says so; the decision follows at once."""

from django import forms
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.introductions.services import note_familiarity
from wisselwerk.apps.outbox.mail import mail_is_down
from wisselwerk.apps.parties.codes import is_good
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.privacy.entry import UNCONFIRMED_KEPT_FOR
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries import confirmation_by_token
from wisselwerk.apps.vouchers.services.confirmations import confirm_application
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.introduction.fields import FamiliarityField
from wisselwerk.web.purpose import asks

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@asks(right="code")
class CodeForm(RefusableForm):
    """The code from the mail."""

    code = forms.CharField(
        label=_("The code from the mail"),
        help_text=_("Six digits."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Fill in the code from the mail.")},
    )

    def clean_code(self) -> str:
        """The digits, without the spaces that a mail program may put between them."""
        return "".join(self.cleaned_data["code"].split())


@asks(record="familiarity")
class FamiliarCodeForm(CodeForm):
    """The same with one question beside it: here it is known that a business asks, and nothing was decided yet."""

    familiarity = FamiliarityField()


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Bring the code back. Once that has been done this page only shows the way to the decision."""
    form = FamiliarCodeForm(request.POST or None)
    if form.is_valid() and (confirmed := _bring_back(request, token, form)):
        return redirect("enterprise:decision", confirmed.pk)
    confirmation = confirmation_by_token(token)
    if confirmation is None:
        raise Http404
    application = confirmation.application
    if application.state != ApplicationState.UNCONFIRMED:
        # The page there asks whoever is not known to sign in.
        return redirect("enterprise:decision", application.pk)
    context = {
        "confirmation": confirmation,
        "form": form,
        # A second code that led to the application that was confirmed first leaves nothing to type here.
        "is_good": is_good(confirmation) and bool(confirmation.code),
        "mail_is_down": mail_is_down(),
        "kept_for": UNCONFIRMED_KEPT_FOR,
    }
    return render(request, "enterprise/confirm.html", context, status=form.status)


def _bring_back(request: HttpRequest, token: str, form: FamiliarCodeForm) -> Application | None:
    """Confirm the application; the applicant it makes known is signed in by that, this once."""
    actor, code = actor_of_request(request), form.cleaned_data["code"]
    confirmed = form.attempt(lambda: confirm_application(actor, token=token, code=code))
    if not confirmed or not confirmed.applicant:
        return None
    answer = form.cleaned_data["familiarity"]
    note_familiarity(actor_for(confirmed.applicant), application=confirmed, answer=answer)
    if only_own(confirmed.applicant):
        login(request, confirmed.applicant, backend=BACKEND)
    return confirmed


def only_own(person: Person) -> bool:
    """Whether nothing but own vouchers opens for this person: six digits, good for a day, are no key to an office."""
    return all(role is Role.HOLDER for role, _organisation in actor_for(person).roles)
