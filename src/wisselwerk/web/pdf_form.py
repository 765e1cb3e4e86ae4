"""What a person fills in of an invoice that is no e-invoice: when handing it in, and again when checking it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.models import PdfInvoice, Voucher
from wisselwerk.apps.vouchers.services import hand_in_pdf
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.invoice import NUMBER_MAX_LENGTH, can_be_number
from wisselwerk.domain.pdf_invoice import CHECKS, GROUNDS, Check, Ground, Stated
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.formats import enterprise_number
from wisselwerk.web.forms import ActForm
from wisselwerk.web.handing_in import CodedInvoiceForm, InvoiceForm
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.web.purpose import asks
from wisselwerk.wording import enterprise_number as shown_number

ACCEPT, REFUSE = "accept", "refuse"


class NumberField(forms.CharField):
    """An enterprise number, however it is written; gives ten digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value: Any) -> str:
        """Ten digits whose check digits agree."""
        given = str(super().clean(value))
        try:
            return enterprise_number.parse(given) if given else ""
        except enterprise_number.EnterpriseNumberInvalid as error:
            raise forms.ValidationError(
                _(
                    "This is no enterprise number: a digit is wrong or missing. It has ten digits, and the first is 0 or 1."
                )
            ) from error


@asks(money="ground supplier_number buyer_number number issued_on net vat gross")
class StatedFields(forms.Form):
    """What stands on the invoice, and why it is no e-invoice."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why is there no e-invoice?"),
        choices=[(ground.value, gettext_lazy(said)) for ground, said in GROUNDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why there is no e-invoice.")},
    )
    supplier_number = NumberField(
        label=gettext_lazy("Enterprise number of the supplier"),
        help_text=gettext_lazy("The provider that wrote the invoice, as it stands on it."),
        error_messages={"required": gettext_lazy("Fill in the enterprise number of the supplier.")},
    )
    buyer_number = NumberField(
        label=gettext_lazy("Enterprise number of the customer"),
        help_text=gettext_lazy("The business that the invoice is written to, as it stands on it."),
        error_messages={"required": gettext_lazy("Fill in the enterprise number of the customer.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the invoice"),
        max_length=NUMBER_MAX_LENGTH,
        error_messages={"required": gettext_lazy("Fill in the number of the invoice.")},
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Date of the invoice"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the date of the invoice."),
            "invalid": gettext_lazy("Write the day like 2027-01-31."),
        },
    )
    net = EuroField(
        label=gettext_lazy("Amount without VAT"), help_text=gettext_lazy("For example 12.500 or 1.500,50.")
    )
    vat = EuroField(
        label=gettext_lazy("VAT"),
        help_text=gettext_lazy("0 when there is no VAT on the invoice."),
        may_be_nothing=True,
    )
    gross = EuroField(label=gettext_lazy("Total of the invoice"))

    def clean_number(self) -> str:
        """As on an e-invoice: single spaces, and something to see."""
        number = " ".join(str(self.cleaned_data["number"]).split())
        if not can_be_number(number):
            raise forms.ValidationError(
                _("This cannot be the number of an invoice. Copy it as it stands there.")
            )
        return number

    @property
    def filled_in(self) -> dict[str, Any]:
        """The ground and what stands on the invoice, as the commands take them."""
        given = self.cleaned_data
        stated = Stated(
            number=given["number"],
            issued_on=given["issued_on"],
            supplier_number=given["supplier_number"],
            buyer_number=given["buyer_number"],
            net_cents=given["net"],
            vat_cents=given["vat"],
            gross_cents=given["gross"],
        )
        return {"ground": Ground(given["ground"]), "stated": stated}


class PdfInvoiceForm(StatedFields, InvoiceForm):
    """An invoice as a PDF, with what stands on it."""

    file = forms.FileField(
        label=gettext_lazy("The invoice (PDF)"),
        help_text=gettext_lazy("One PDF without a password, at most 5 MB and 20 pages."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, request: HttpRequest, *, supplier_number: str = "") -> None:
        super().__init__(request)
        self.fields["supplier_number"].initial = shown_number(supplier_number)

    @property
    def carried(self) -> str:
        """The file when something else has to be mended: nobody should choose a file twice."""
        given = getattr(self, "cleaned_data", {})
        is_bad = any(reason.code is RefusalCode.PDF_UNREADABLE for reason in self.reasons)
        return "" if is_bad or "file" in self.errors or "data" not in given else self.packed()

    def keep(self, actor: Actor, code: str) -> PdfInvoice | None:
        """Hand it in; None when that was refused or is an error now."""
        try:
            return self.attempt(
                lambda: hand_in_pdf(actor, code=code, data=self.cleaned_data["data"], **self.filled_in)
            )
        except Voucher.DoesNotExist:
            self.add_error(*self.not_found)
            return None


class CodedPdfInvoiceForm(PdfInvoiceForm, CodedInvoiceForm):
    """The same, for somebody who holds a code in hand."""


@asks(money="ticked answer reason")
class CheckForm(StatedFields, ActForm):
    """The check of one: what the paper says, what was looked at, and the answer."""

    ticked = forms.MultipleChoiceField(
        label=gettext_lazy("The check list"),
        help_text=gettext_lazy("Tick what you saw for yourself. To accept, all of it has to be true."),
        choices=[(check.value, gettext_lazy(said)) for check, said in CHECKS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you saw for yourself, or refuse the invoice.")},
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (ACCEPT, gettext_lazy("Accept: the voucher pays")),
            (REFUSE, gettext_lazy("Refuse: the voucher pays nothing")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("When you refuse: why?"),
        help_text=gettext_lazy("Both sides read this. Say what is missing, and name no persons."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Say why, in a sentence or two that both sides will understand.")
        },
    )

    # What is needed follows from the answer, which a browser cannot tell.
    use_required_attribute = False

    def __init__(self, one: PdfInvoice, data: Mapping[str, Any] | None) -> None:
        super().__init__(
            data,
            initial={
                "ground": one.ground,
                "supplier_number": shown_number(one.supplier_number),
                "buyer_number": shown_number(one.buyer_number),
                "number": one.number,
                "issued_on": one.issued_on,
                "net": as_typed(one.net_cents),
                "vat": as_typed(one.vat_cents),
                "gross": as_typed(one.gross_cents),
            },
        )
        answer = (data or {}).get("answer")
        self.fields["ticked"].required = answer != REFUSE
        self.fields["reason"].required = answer != ACCEPT

    @property
    def checked(self) -> dict[str, Any]:
        """What the command takes."""
        ticked = frozenset(Check(value) for value in self.cleaned_data["ticked"])
        reason = {"reason": self.cleaned_data["reason"]} if self.cleaned_data["answer"] == REFUSE else {}
        return {**self.filled_in, "ticked": ticked, **reason}
