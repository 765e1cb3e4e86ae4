"""Fields that several of these pages ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.formats import enterprise_number

FAMILIARITY_NAMES = {
    Familiarity.UNKNOWN: _("I do not know it"),
    Familiarity.HEARD_OF: _("I have heard of it"),
    Familiarity.KNOWN: _("I know what it does"),
    Familiarity.WORKED_WITH: _("We bought something from it before"),
    Familiarity.REGULAR: _("We work with it regularly"),
    Familiarity.NOT_SAID: _("I would rather not say"),
}
"""What each answer is called, in the order in which it is offered."""


class EnterpriseNumberField(forms.CharField):
    """Takes an enterprise number as people write it; gives ten digits, or nothing where it may be left open."""

    default_error_messages = {"required": _("Fill in the enterprise number.")}

    def __init__(self, **kwargs: object) -> None:
        given: dict[str, object] = {
            "label": _("Enterprise number of your business"),
            "help_text": _("Ten digits, as on your invoices. For example 0123.456.749."),
            "max_length": 30,
            "widget": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        super().__init__(**(given | kwargs))  # type: ignore[arg-type]  # the stubs name each of them

    def clean(self, value: object) -> str:
        """Ten digits whose check digits agree; whose number it is, is not looked at here."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return enterprise_number.parse(text)
        except enterprise_number.EnterpriseNumberInvalid as error:
            raise forms.ValidationError(
                _(
                    "This is no enterprise number: a digit is wrong or missing. It has ten digits, and the first is 0 or 1."
                )
            ) from error


class FamiliarityField(forms.ChoiceField):
    """How well somebody knows the social economy; need not be answered."""

    def __init__(self) -> None:
        super().__init__(
            label=_("How well do you know the social economy?"),
            help_text=_(
                "We only count answers, apart from your business. Nobody sees what you chose, and it changes nothing."
            ),
            choices=[(one.value, name) for one, name in FAMILIARITY_NAMES.items()],
            widget=forms.RadioSelect,
            required=False,
        )

    def clean(self, value: object) -> Familiarity | None:
        """The answer; None where there is none."""
        text = super().clean(value)
        return Familiarity(text) if text else None
