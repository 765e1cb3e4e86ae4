"""What forms of the network share: for whom somebody speaks, and words that others read."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.network.services.talk import LONGEST
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.web.forms import ActForm
from wisselwerk.web.public_text import SharedTextField
from wisselwerk.web.purpose import asks


def words(label: Any, required: Any, rows: int = 5) -> SharedTextField:
    """Words that others read."""
    return SharedTextField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


@asks(voluntary="speaks_for")
class SpeakingForm(ActForm):
    """Something that is said for a local government or a partnership; who speaks for one only is not asked for which."""

    speaks_for = forms.TypedChoiceField(label=_("For whom?"), coerce=int)

    def __init__(self, own: Sequence[Organisation], data: Any) -> None:
        super().__init__(data)
        self.own = {one.pk: one for one in own}
        if len(own) == 1:
            del self.fields["speaks_for"]
        else:
            self.fields["speaks_for"].choices = [(one.pk, one.name) for one in own]  # type: ignore[attr-defined]

    @property
    def speaker(self) -> Organisation:
        """For whom it is said."""
        chosen = self.cleaned_data.get("speaks_for")
        return self.own[chosen] if chosen else next(iter(self.own.values()))
