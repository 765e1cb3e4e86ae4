"""Who bears the VAT? One question, and only where the rules of the scheme let VAT count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.web.aid_form import NO, YES, AidForm


class VatForm(AidForm):
    """A form that asks whether the business can deduct VAT, where that changes what an invoice gives."""

    deducts_vat = forms.ChoiceField(
        label=_("Can your business deduct VAT?"),
        help_text=_(
            "Answer no when it deducts nothing at all: it is not liable to VAT, it is exempt (article 44 of the VAT code, "
            "such as care, education or many associations), or it has the exemption for small enterprises. Does it deduct "
            "a part? Then answer yes."
        ),
        choices=[(YES, _("Yes, all of it or a part")), (NO, _("No, nothing"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )

    def ask_vat(self, *, is_asked: bool) -> None:
        """Leave the question out where nobody asks it."""
        if not is_asked:
            del self.fields["deducts_vat"]

    @property
    def asks_vat(self) -> bool:
        """Whether this form asks about VAT."""
        return "deducts_vat" in self.fields

    def vat_declared(self) -> dict[str, Any]:
        """What was filled in, as the command takes it."""
        return {"deducts_vat": False} if self.cleaned_data.get("deducts_vat") == NO else {}
