"""Is this mail address yours? The code from the mail says so; the decision follows at once."""

from django import forms
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.outbox.mail import mail_is_down
from wisselwerk.apps.vouchers.models import Application
from wisselwerk.apps.vouchers.queries import confirmation_by_token
from wisselwerk.apps.vouchers.services.confirmations import confirm_application
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import RefusableForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Bring the code back. Who does has shown whose mailbox it is, and is signed in by it."""
    confirmation = confirmation_by_token(token)
    if confirmation is None:
        raise Http404
    form = CodeForm(request.POST or None)
    if form.is_valid() and (application := _confirmed(request, token, form)):
        return redirect("enterprise:decision", application.pk)
    context = {"confirmation": confirmation, "form": form, "mail_is_down": mail_is_down()}
    return render(request, "enterprise/confirm.html", context, status=form.status)


def _confirmed(request: HttpRequest, token: str, form: CodeForm) -> Application | None:
    actor, code = actor_of_request(request), form.cleaned_data["code"]
    application = form.attempt(lambda: confirm_application(actor, token=token, code=code))
    if application is not None and application.applicant is not None:
        login(request, application.applicant, backend=BACKEND)
    return application
