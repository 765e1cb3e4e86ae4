"""What does this invoice give, and when it is good: use the voucher."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.services.redemptions import Redeemed
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.handing_in import CodedInvoiceForm
from wisselwerk.wording import money


@for_role(Role.PROVIDER)
def invoice(request: HttpRequest) -> HttpResponse:
    """Hand in an invoice on the voucher of a customer."""
    form = CodedInvoiceForm(request)
    result = form.hand_in(actor_of_request(request), form.cleaned_data["code"]) if form.is_valid() else None
    if isinstance(result, Redeemed):
        said = _("The voucher pays {amount}.").format(amount=money(result.voucher_part_cents))
        messages.success(request, said)
        return redirect("provider:dashboard")
    context = {"form": form, "settlement": result}
    return render(request, "provider/invoice.html", context, status=form.status)
