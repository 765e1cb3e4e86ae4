"""I have no e-invoice: how do I hand in the PDF? And where is the PDF that I handed in?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.models import PdfFile
from wisselwerk.apps.vouchers.queries import pdf_file as file_of
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request, signed_in
from wisselwerk.web.enterprise.voucher import voucher_or_404
from wisselwerk.web.pdf_form import PdfInvoiceForm


@signed_in
def pdf_invoice(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in the PDF of an invoice on one voucher, with what stands on it."""
    page = voucher_or_404(request, code)
    chosen = page.voucher.provider
    number = chosen.organisation.enterprise_number if chosen else None
    form = PdfInvoiceForm(request, supplier_number=number or "")
    if form.is_valid() and form.keep(actor_of_request(request), code):
        checks_it = actor_of_request(request).has(Role.COORDINATOR, page.voucher.scheme.partnership_id)
        messages.success(
            request,
            _("The invoice is handed in. It now waits for you to check it.")
            if checks_it
            else _("The invoice is handed in. The coordinator checks it, and you get a mail."),
        )
        return redirect("enterprise:voucher", code)
    return render(request, "enterprise/pdf_invoice.html", {"voucher": page, "form": form}, status=form.status)


@signed_in
def pdf_file(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The PDF as it was sent, to be kept as a file: a stranger's file is not opened on this site."""
    try:
        data = file_of(actor_of_request(request), invoice_id)
    except PdfFile.DoesNotExist as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="factuur-{invoice_id}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
