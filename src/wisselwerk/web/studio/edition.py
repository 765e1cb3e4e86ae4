"""A form over a draft that somebody may have changed in the meantime: what was typed stays, and is kept when sent again."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import ActForm


class EditionForm(ActForm):
    """Knows which edition of the draft was seen."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def keep(self, request: HttpRequest, command: str, draft: Draft, act: Callable[[int], object]) -> bool:
        """Do ``act`` once with the edition that was seen; whether it was done.

        When it was not, the form holds the newest edition: who sees what the draft says now may press again.
        """
        edition: int = self.cleaned_data.get("edition", 0)

        def done() -> dict[str, Any]:
            act(edition)
            return {"draft": draft.pk}

        kept = self.carry_out(actor_of_request(request), f"web:{command}:{draft.pk}", done)
        if kept is None:
            self.data = cast("QueryDict", self.data).copy()
            self.data["edition"] = str(draft.edition)
        return kept is not None
