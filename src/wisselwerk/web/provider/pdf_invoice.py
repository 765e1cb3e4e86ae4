"""My customer's invoice is no e-invoice: how do I hand in the PDF?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.pdf_form import CodedPdfInvoiceForm


@for_role(Role.PROVIDER)
def pdf_invoice(request: HttpRequest) -> HttpResponse:
    """Hand in the PDF of an invoice on the voucher of a customer."""
    actor = actor_of_request(request)
    mine = Organisation.objects.filter(pk__in=actor.organisations(Role.PROVIDER)).order_by("pk")
    numbers = mine.values_list("enterprise_number", flat=True)
    form = CodedPdfInvoiceForm(request, supplier_number=(numbers[0] or "") if len(numbers) == 1 else "")
    if form.is_valid() and form.keep(actor, form.cleaned_data["code"]):
        messages.success(
            request, _("The invoice is handed in. The coordinator checks it, and you get a mail.")
        )
        return redirect("provider:dashboard")
    return render(request, "provider/pdf_invoice.html", {"form": form}, status=form.status)
