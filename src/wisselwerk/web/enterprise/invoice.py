"""What does this invoice give on my voucher? And: use it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.services.redemptions import Redeemed
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.voucher import voucher_or_404
from wisselwerk.web.handing_in import InvoiceForm
from wisselwerk.wording import money


@signed_in
def invoice(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in an invoice on one voucher: see what it gives, then confirm."""
    page = voucher_or_404(request, code)
    form = InvoiceForm(request)
    result = form.hand_in(actor_of_request(request), code) if form.is_valid() else None
    if isinstance(result, Redeemed):
        messages.success(
            request, _("The voucher pays {amount}.").format(amount=money(result.voucher_part_cents))
        )
        return redirect("enterprise:voucher", code)
    context = {"voucher": page, "form": form, "settlement": result}
    return render(request, "enterprise/invoice.html", context, status=form.status)
