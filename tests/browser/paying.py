"""Where an invoice that a local government pays stands in the demo."""

from typing import Any

from tests.browser.places import Where, payment_in, waits_for_account
from tests.scene import GENK
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.payouts.queries.payable import unpaid
from wisselwerk.clock import today
from wisselwerk.domain.payment import BatchState


def invoice_in(state: BatchState) -> Where:
    """One in a batch."""
    return lambda: {"redemption_id": Payment.objects.get(pk=payment_in(state)()["payment_id"]).redemption_id}


def invoice_due() -> dict[str, Any]:
    """One that Genk has still to pay, and that is in no batch."""
    waits_for_account()
    genk = Organisation.objects.get(nis_code=GENK)
    return {"redemption_id": unpaid(genk, today())[0].pk}
