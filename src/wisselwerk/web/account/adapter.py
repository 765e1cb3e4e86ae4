"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.outbox.aside import put_aside
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person

SIGN_IN_CODE = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """A person comes to exist by applying, or by being given a role; never by filling in a form."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This code is not the one we mailed. Look at the newest mail and type it again."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait an hour and ask a new code; if that is too soon, wait a day."
        ),
        "rate_limited": _(
            "No new code was sent, because too many codes were asked for this address. Wait an hour; if that is too "
            "soon, wait a day."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave the mail to background work: the page then answers as fast for an address nobody knows.

        Raises:
            ValueError: a mail of the library that nobody here has written: a page of it was opened by mistake.
        """
        if template_prefix != SIGN_IN_CODE:
            raise ValueError(f"no such mail: {template_prefix}")
        person = Person.objects.get(email__iexact=email)
        reference = put_aside(context["code"], settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
        enqueue("send_sign_in_code", person_id=person.pk, reference=reference)
