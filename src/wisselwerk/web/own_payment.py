"""How much a business paid of its own part, and when: asked of the provider, and of a coordinator who saw it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wisselwerk.web.forms import ActForm
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.purpose import asks


@asks(money="amount paid_on")
class OwnPaymentForm(ActForm):
    """The amount and the day."""

    amount = EuroField(
        label=gettext_lazy("Amount, in euro"),
        help_text=gettext_lazy("All that the business paid of this invoice, with or without the VAT."),
    )
    paid_on = forms.DateField(
        label=gettext_lazy("Day on the statement of the bank"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Fill in the day on which it was paid."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )

    def asked(self) -> dict[str, Any]:
        """What the command takes besides the redemption."""
        return {
            "amount_cents": int(self.cleaned_data["amount"]),
            "paid_on": self.cleaned_data["paid_on"],
        }


@asks(money="seen")
class SeenForm(OwnPaymentForm):
    """The same of a proof that somebody looked at."""

    seen = forms.BooleanField(
        label=gettext_lazy(
            "I looked at a proof of the bank of the business: it shows this amount and this day."
        ),
        error_messages={"required": gettext_lazy("Look at the proof first, and tick that you did.")},
    )
