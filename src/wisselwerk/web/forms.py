"""What every form here shares: it checks the shape of what was typed, asks for one act, and shows a refusal kept with it.

What was typed *means* is for the domain to judge. A form carries a token of its own, so that pressing twice, or going
back and pressing again, does the thing once and shows the same answer.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django import forms

from wisselwerk.apps.audit.services import once
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal

REFUSED = 422
"""The status of a page that shows a form again: nothing was changed."""


def new_token() -> str:
    """A token nobody else can guess: for somebody who is not signed in, it is all that tells callers apart."""
    return secrets.token_urlsafe(16)


class ActForm(forms.Form):
    """A form that asks for one act. ``reasons`` holds why it was refused; what was typed stays."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16, initial=new_token)
    required_css_class = "required"
    reasons: tuple[Reason, ...] = ()

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        return REFUSED if self.reasons or self.errors else 200

    def carry_out(self, actor: Actor, route: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        """Do ``act`` once for this token and give its answer; None when it was refused, and ``reasons`` says why."""
        try:
            _, answer = once(actor, route, self.cleaned_data["once"], self._hash(), lambda: (201, act()))
        except Refusal as refusal:
            self.reasons = refusal.reasons
            return None
        return answer

    def _hash(self) -> str:
        """What was asked, so that the same token with another question is told apart."""
        asked = {name: str(value) for name, value in self.cleaned_data.items()}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
