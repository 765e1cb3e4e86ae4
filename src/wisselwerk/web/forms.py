"""What every form here shares: it checks the shape of what was typed, asks for one act, and shows a refusal kept with it.

What was typed *means* is for the domain to judge. A form carries a token of its own, so that pressing twice, or going
back and pressing again, does the thing once and shows the same answer.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.audit.services import once
from wisselwerk.apps.parties.models import LONGEST_ADDRESS
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

R = TypeVar("R")
Answer: TypeAlias = dict[str, Any]
"""What an act leaves to be known, as plain JSON: it is kept with the token."""

CREATED = 201
REFUSED = 422
"""The status of a page that shows a form again: nothing was changed."""


def new_token() -> str:
    """A token nobody else can guess: for somebody who is not signed in, it is all that tells callers apart."""
    return secrets.token_urlsafe(16)


def hangs_on_a_choice(field: forms.Field) -> forms.Field:
    """A field that a choice beside it makes required or not: nothing says of it that it may be left open."""
    field.hangs_on_a_choice = True  # type: ignore[attr-defined]  # read by components/field.html
    return field


class RefusableForm(forms.Form):
    """A form that asks for something that may be refused. ``reasons`` holds why it was; what was typed stays."""

    reasons: tuple[Reason, ...] = ()

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        return REFUSED if self.reasons or self.errors else 200

    def attempt(self, act: Callable[[], R]) -> R | None:
        """Do ``act``, which knows itself when it is repeated; None when it was refused, and ``reasons`` says why."""
        try:
            return act()
        except Refusal as refusal:
            self.reasons = refusal.reasons
            return None


class ActForm(RefusableForm):
    """A form whose act is done once, however often it is sent."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16, initial=new_token)

    def carry_out(self, actor: Actor, route: str, act: Callable[[], Answer]) -> Answer | None:
        """Do ``act`` once for this token and give its answer; None when it was refused, and ``reasons`` says why."""
        asked = self._hash()
        # Somebody who goes back and changes what was typed asks for something else, with the token of that page.
        key = f"{self.cleaned_data['once']} {asked}"
        done = self.attempt(lambda: once(actor, route, key, asked, lambda: (CREATED, act())))
        return None if done is None else done[1]

    def _hash(self) -> str:
        """What was asked, so that the same token with another question is told apart."""
        asked = {name: str(value) for name, value in self.cleaned_data.items()}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def mail_field(help_text: "StrOrPromise") -> forms.EmailField:
    """A mail address to which a code goes."""
    return forms.EmailField(
        label=_("Your mail address"),
        help_text=help_text,
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your mail address."),
            "invalid": _("This is not a mail address. An address looks like name@example.be."),
            "max_length": _("A mail address is no longer than 254 characters. Check it for a typing error."),
        },
    )
