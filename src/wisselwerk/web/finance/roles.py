"""For whom these pages are, and which of what stands on them is theirs."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, batches_for, payers_of
from wisselwerk.domain.actor import Role
from wisselwerk.web.access import actor_of_request

READERS = (*DIRECTORS, Role.AUDITOR)
"""Who sees what a local government pays."""


def batch_or_404(request: HttpRequest, batch_id: int) -> PaymentBatch:
    """A batch that whoever asks may see; 404 for any other."""
    return get_object_or_404(batches_for(actor_of_request(request)), pk=batch_id)


def payer_or_404(request: HttpRequest, nis_code: str) -> Organisation:
    """A local government whose payments whoever asks orders or signs; 404 for any other."""
    payer = payers_of(actor_of_request(request)).filter(nis_code=nis_code).first()
    if payer is None:
        raise Http404
    return payer
