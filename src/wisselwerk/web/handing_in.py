"""Handing in an invoice in two steps: first see what it gives, then use the voucher.

Nothing is stored in between. The page of the first step carries the file back to the second, where everything is
checked again: a file that was changed on the way is just another invoice.
"""

import base64
import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.services.redemptions import Redeemed, redeem_voucher, try_invoice
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.redemption import Settlement
from wisselwerk.formats.ubl import MAX_BYTES
from wisselwerk.web.forms import ActForm
from wisselwerk.web.purpose import asks
from wisselwerk.web.uploads import was_too_large


@asks(money="file")
class FileForm(ActForm):
    """An electronic invoice or credit note: the file itself, or the file as the first step gave it back."""

    file = forms.FileField(
        label=gettext_lazy("The e-invoice (XML)"),
        help_text=gettext_lazy(
            "The Peppol invoice (UBL, a file that ends in .xml), at most 5 MB. Not the PDF: your accounting software has the XML."
        ),
        required=False,
        allow_empty_file=True,
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    none_chosen = gettext_lazy("Choose the invoice.")

    def __init__(self, request: HttpRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        self.is_too_large = was_too_large(request)
        self.is_confirmed = "redeem" in request.POST

    def clean(self) -> dict[str, Any]:
        """Put the bytes in ``data``, wherever they came from."""
        cleaned = super().clean() or {}
        file: UploadedFile[bytes] | None = cleaned.get("file")
        if self.is_too_large or (file and (file.size or 0) > MAX_BYTES):
            self.add_error(
                "file", _("This file is larger than 5 MB. Send the invoice without its attachments.")
            )
        elif file is not None:
            cleaned["data"] = file.read()
        elif cleaned.get("kept"):
            cleaned["data"] = self._unpacked(cleaned["kept"])
        else:
            self.add_error("file", self.none_chosen)
        return cleaned

    def packed(self) -> str:
        """The file as it travels through the page to the second step."""
        return base64.b64encode(self.cleaned_data["data"]).decode("ascii")

    @property
    def carried(self) -> str:
        """The same when something else has to be typed again: nobody should choose a file twice."""
        if not self.errors or "file" in self.errors or "data" not in self.cleaned_data:
            return ""
        return self.packed()

    def _unpacked(self, kept: str) -> bytes:
        try:
            return base64.b64decode(kept, validate=True)
        except ValueError as error:  # also letters that base64 does not have
            raise forms.ValidationError(_("Choose the invoice once more: it was lost on the way.")) from error


class InvoiceForm(FileForm):
    """An invoice, in either step."""

    not_found = (
        "file",
        gettext_lazy("This invoice is not of a provider you act for. Check that you chose the right file."),
    )
    """The field to look at, and why, when there is no such voucher for this invoice of this person."""

    def hand_in(self, actor: Actor, code: str) -> Settlement | Redeemed | None:
        """See what the invoice gives or, confirmed, use the voucher; None when that was refused or is an error now."""
        try:
            return self._handed_in(actor, code)
        except Voucher.DoesNotExist:
            self.add_error(*self.not_found)
            return None

    def _handed_in(self, actor: Actor, code: str) -> Settlement | Redeemed | None:
        data = self.cleaned_data["data"]
        # Another file sent from the same page is another request.
        key = f"{self.cleaned_data['once']} {hashlib.sha256(data).hexdigest()}"
        if self.is_confirmed:
            return self.attempt(lambda: redeem_voucher(actor, code=code, data=data, key=key))
        return self.attempt(lambda: try_invoice(actor, code=code, data=data))


@asks(money="code")
class CodedInvoiceForm(InvoiceForm):
    """The same, for somebody who holds a code in hand."""

    code = forms.CharField(
        label=gettext_lazy("Code of the voucher"),
        help_text=gettext_lazy("Sixteen letters and digits. Capitals, spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Fill in the code that stands on the voucher.")},
    )
    field_order = ("code", "file")
    not_found = (
        "code",
        gettext_lazy("We find no voucher with this code that is for you. Check each character."),
    )
