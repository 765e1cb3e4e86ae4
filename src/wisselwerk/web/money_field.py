"""An amount of euro as people in Belgium type it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.domain.money import Cents
from wisselwerk.domain.rule.parameter import LARGEST_CENTS

EUROS = re.compile(r"(?P<euros>\d{1,3}(?:\.\d{3})+|\d{1,10})(?:,(?P<cents>\d{2}))?")
"""Dots only between thousands, and two decimals after a comma or none: ``1.5`` could mean two things."""


def as_typed(cents: int) -> str:
    """An amount as somebody would type it in such a field: ``1500,50``."""
    return f"{cents // 100},{cents % 100:02}"


class EuroField(forms.CharField):
    """Takes ``250000``, ``250.000``, ``€ 1.500,50``; gives whole cents."""

    default_error_messages = {
        "required": _("Fill in an amount."),
        "euros": _("Write an amount like 250 or 1.500,50."),
        "largest": _("This is more than one payment can carry. Fill in at most 999.999.999,99."),
    }

    def __init__(self, *, may_be_nothing: bool = False, **kwargs: Any) -> None:
        self.may_be_nothing = may_be_nothing
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Cents | None:
        """The amount in cents; None where it may be left open and is."""
        text = str(super().clean(value)).replace("€", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        if not text and not self.required:
            return None
        found = EUROS.fullmatch(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["euros"], code="euros")
        amount = Cents(int(found["euros"].replace(".", "")) * 100 + int(found["cents"] or 0))
        if not amount and not self.may_be_nothing:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if amount > LARGEST_CENTS:
            raise forms.ValidationError(self.error_messages["largest"], code="largest")
        return amount
