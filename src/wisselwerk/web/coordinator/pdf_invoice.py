"""Is this PDF the invoice that was filled in, and does it count?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wisselwerk.apps.vouchers.models import PdfFile, PdfInvoice
from wisselwerk.apps.vouchers.queries import coordinated_pdf_invoice, pdf_file
from wisselwerk.apps.vouchers.services import accept_pdf, refuse_pdf
from wisselwerk.apps.vouchers.services.pdf_invoices import reasons_against, settlement_of
from wisselwerk.domain.actor import Role
from wisselwerk.domain.pdf_invoice import GROUNDS, Ground, PdfState
from wisselwerk.formats.pdf import PdfRefused, picture
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.forms import Answer
from wisselwerk.web.pdf_form import ACCEPT, CheckForm
from wisselwerk.web.voucher_view import VoucherView

SHOWN = 5
"""Pages drawn beside the check list: a bill has fewer, and the file has them all."""


@for_role(Role.COORDINATOR)
def pdf_invoice(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The PDF beside what was filled in and the check list; once it is checked, what became of it."""
    actor, one = actor_of_request(request), _one_or_404(request, invoice_id)
    waits = one.state == PdfState.TO_CHECK
    form = CheckForm(one, request.POST or None) if waits else None
    if form and form.is_valid() and (answer := _checked(request, one, form)):
        said = (
            _("The invoice is accepted.") if answer["state"] == "accepted" else _("The invoice is refused.")
        )
        messages.success(request, said)
        return redirect("coordinator:voucher", one.voucher.code)
    file, settlement = getattr(one, "file", None), settlement_of(actor, one) if waits else None
    context = {
        "one": one,
        "ground": GROUNDS[Ground(one.ground)],
        "voucher": VoucherView(one.voucher),
        "form": form,
        "file": file,
        "pages": range(1, min(file.pages, SHOWN) + 1) if file else (),
        "settlement": settlement,
        "reasons": reasons_against(one, settlement) if settlement else (),
    }
    return render(request, "coordinator/pdf_invoice.html", context, status=form.status if form else 200)


@for_role(Role.COORDINATOR)
def pdf_page(request: HttpRequest, invoice_id: UUID, page: int) -> HttpResponse:
    """One page of the PDF as a picture."""
    one = _one_or_404(request, invoice_id)
    try:
        drawn = picture(pdf_file(actor_of_request(request), one.pk), page)
    except (PdfFile.DoesNotExist, PdfRefused) as error:
        raise Http404 from error
    return HttpResponse(drawn, content_type="image/png")


def _one_or_404(request: HttpRequest, invoice_id: UUID) -> PdfInvoice:
    try:
        return coordinated_pdf_invoice(actor_of_request(request), invoice_id)
    except PdfInvoice.DoesNotExist as error:
        raise Http404 from error


def _checked(request: HttpRequest, one: PdfInvoice, form: CheckForm) -> Answer | None:
    actor = actor_of_request(request)
    command = accept_pdf if form.cleaned_data["answer"] == ACCEPT else refuse_pdf
    return form.carry_out(
        actor,
        f"web:check_pdf:{one.pk}",
        lambda: {"state": str(command(actor, invoice=one.pk, **form.checked).state)},
    )
