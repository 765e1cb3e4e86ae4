"""Signing in: ask a code for a mail address, type the code. An address nobody knows is answered the same."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core.ratelimit import clear, consume
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.outbox.mail import mail_is_down
from wisselwerk.demo.mailbox import is_demo
from wisselwerk.web.account.adapter import AccountAdapter
from wisselwerk.web.purpose import asks


@asks(right="email")
class EmailForm(RequestLoginCodeForm):  # type: ignore[misc]  # the library has no types
    """Which address the code goes to."""

    email = forms.EmailField(
        label=_("Your mail address"),
        help_text=_("The address you applied with, or that your organisation gave us."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your mail address."),
            "invalid": _("This is not a mail address. An address looks like name@example.be."),
        },
    )


@asks(right="code")
class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # the library has no types
    """The code that was mailed."""

    code = forms.CharField(
        label=_("The code from the mail"),
        help_text=_("Capitals and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Fill in the code from the mail.")},
    )


class SignIn(RequestLoginCodeView):  # type: ignore[misc]  # the library has no types
    """Ask for a code."""

    form_class = EmailForm
    template_name = "account/sign_in.html"


class SignInCode(ConfirmLoginCodeView):  # type: ignore[misc]  # the library has no types
    """Type the code, or have a new one sent."""

    form_class = CodeForm
    template_name = "account/sign_in_code.html"

    def _resend_form_valid(self, form: forms.Form) -> HttpResponse:
        """Send a new code, which counts as one that was asked: the library counts these only within one session."""
        if consume(self.request, action="request_login_code", key=self._process.state["email"].lower()):
            answer: HttpResponse = super()._resend_form_valid(form)
            return answer
        messages.error(self.request, AccountAdapter.error_messages["rate_limited"])
        return HttpResponseRedirect(self.request.get_full_path())

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        """Sign in. In a demo everybody plays every role and can read all mail, so a code that was used no longer counts."""
        email: str = self._process.state["email"]
        if is_demo():
            clear(self.request, action="request_login_code", key=email.lower())
        answer: HttpResponse = super()._verify_form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, and whether mail goes out at all."""
        return {**super().get_context_data(**kwargs), "mail_is_down": mail_is_down()}


class SignOut(LogoutView):  # type: ignore[misc]  # the library has no types
    """Sign out: by pressing the button, never by following a link."""

    http_method_names = ["post", "options"]
