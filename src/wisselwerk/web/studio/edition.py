"""A form over a draft that somebody may have changed in the meantime: what was typed stays, and is kept when sent again."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.forms import ActForm
from wisselwerk.wording import day


class EditionForm(ActForm):
    """Knows which edition of the draft was seen.

    A field with ``show_hidden_initial`` stands apart from the others: where nothing was changed in it here, it goes along
    with what somebody else wrote. ``seen`` has to be in the page then, for it tells what was changed.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def seen(self) -> SafeString:
        """What stood in the fields that stand apart when the page was opened, to be sent along."""
        return format_html_join("", "{}", ((one.as_hidden(only_initial=True),) for one in self._apart()))

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
            changed_here = set(self.changed_data)
            data = cast("QueryDict", self.data).copy()
            data["edition"] = str(draft.edition)
            if any(reason.code is RefusalCode.DRAFT_CHANGED for reason in self.reasons):
                self._go_along(data, changed_here)
            self.data = data
        return kept is not None

    def _apart(self) -> list[BoundField]:
        return [one for one in self if one.field.show_hidden_initial]

    def _go_along(self, data: QueryDict, changed_here: set[str]) -> None:
        """Take in what the draft says now; where something else was typed here, that stays and the draft's stands beside."""
        for one in self._apart():
            stands = "" if one.initial is None else str(one.initial)
            if one.name not in changed_here:
                data[one.html_name] = data[one.html_initial_name] = stands
            else:
                told = day(one.initial) if isinstance(one.initial, date) else stands
                now = format_html("{} {}", _("The draft says now:"), told or "–")
                one.help_text = format_html("{} {}", one.help_text, now) if one.help_text else now
