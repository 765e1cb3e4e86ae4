"""The invoice that we pay, as it was handed in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from wisselwerk.apps.payouts.queries.invoice_file import invoice_file as file_of
from wisselwerk.apps.payouts.queries.sight import DIRECTORS
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.clock import today
from wisselwerk.web.access import actor_of_request, for_role


@for_role(*DIRECTORS)
def invoice_file(request: HttpRequest, redemption_id: UUID) -> HttpResponse:
    """Its file, to be kept as a file: a stranger's file is not opened on this site."""
    try:
        found = file_of(actor_of_request(request), redemption_id, today())
    except Redemption.DoesNotExist as error:
        raise Http404 from error
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="factuur-{redemption_id}.{found.kind}"'}
    return HttpResponse(found.data, content_type=f"application/{found.kind}", headers=headers)
