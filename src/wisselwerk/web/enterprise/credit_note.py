"""What does this credit note take back of an invoice on my voucher? And: take it back."""

import hashlib

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.payouts.queries.payable import claims_on
from wisselwerk.apps.payouts.queries.road import AT_BANK, steps_of
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.services import Credited, credit_invoice, try_credit_note
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.credit import Credit
from wisselwerk.domain.payment import PaymentState
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.voucher import credits_for, voucher_or_404
from wisselwerk.web.handing_in import FileForm
from wisselwerk.wording import money


class CreditNoteForm(FileForm):
    """A credit note, in either step."""

    file = forms.FileField(
        label=gettext_lazy("The credit note (XML)"),
        help_text=gettext_lazy(
            "The Peppol credit note (UBL, a file that ends in .xml), at most 5 MB. It names the invoice it corrects."
        ),
        required=False,
        allow_empty_file=True,
    )
    none_chosen = gettext_lazy("Choose the credit note.")

    def hand_in(self, actor: Actor, code: str) -> Credit | Credited | None:
        """See what the note takes back or, confirmed, take it back; None when that was refused or is an error now."""
        data = self.cleaned_data["data"]
        # Another file sent from the same page is another request.
        key = f"{self.cleaned_data['once']} {hashlib.sha256(data).hexdigest()}"
        try:
            if self.is_confirmed:
                return self.attempt(lambda: credit_invoice(actor, code=code, data=data, key=key))
            return self.attempt(lambda: try_credit_note(actor, code=code, data=data))
        except Voucher.DoesNotExist:
            self.add_error(
                "file",
                _("This credit note is not of a provider you act for. Check that you chose the right file."),
            )
            return None


@signed_in
def credit_note(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in a credit note on one voucher: see what it takes back, then confirm."""
    page = voucher_or_404(request, code)
    if not credits_for(actor_of_request(request), page):
        raise PermissionDenied
    form = CreditNoteForm(request)
    result = form.hand_in(actor_of_request(request), page.code) if form.is_valid() else None
    if isinstance(result, Credited):
        messages.success(request, said_of(result))
        return redirect("enterprise:voucher", page.code)
    context = {
        "voucher": page,
        "form": form,
        "credit": result,
        "claims": claims_on(page.voucher),
        "is_paid": _is_paid(page.voucher) if result is not None and result.ok else "",
    }
    return render(request, "enterprise/credit_note.html", context, status=form.status)


def _is_paid(voucher: Voucher) -> str:
    """Whether what counts on a voucher was paid: ``yes`` or ``no``; empty where some was, or is on its way."""
    standing = [one for one in voucher.redemptions.all() if not one.is_reversed]
    steps = steps_of(standing, today()).values()
    states = {part.state for step in steps for part in (step, step.last) if part is not None}
    if PaymentState.PAID.value not in states and AT_BANK not in states:
        return "no"
    return "yes" if states == {PaymentState.PAID.value} else ""


def said_of(done: Credited) -> str:
    """What came of it, in a sentence or two."""
    taken = _("The credit note is taken in: {amount} of the invoice no longer counts.").format(
        amount=money(done.credited_cents)
    )
    if done.replacement is None:
        return taken + " " + _("Nothing of the invoice counts any more; another invoice can take its place.")
    pays = _("The voucher now pays {amount} of it.").format(amount=money(done.voucher_part_cents))
    return f"{taken} {pays}"
