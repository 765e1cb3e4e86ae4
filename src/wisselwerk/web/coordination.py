"""What waits for a coordinator: shown on the dashboard, and where a coordinator lands after signing in."""

from dataclasses import dataclass

from wisselwerk.apps.vouchers.models import Application, Delivery
from wisselwerk.apps.vouchers.pdf_models import PdfInvoice
from wisselwerk.apps.vouchers.queries import (
    delivery_of,
    latest_decision,
    pdf_invoices_to_check,
    undelivered_applications,
    vouchers_coordinated,
    waiting_applications,
)
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.web.voucher_view import VoucherView


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A decision that did not reach who applied."""

    application: Application
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The few things that only a coordinator can move, each list with the oldest first."""

    applications: list[Application]
    undelivered: list[Undelivered]
    pdf_invoices: list[PdfInvoice]
    """Invoices that are no e-invoices, to be checked."""
    frozen: list[VoucherView]
    """Vouchers on hold: they do not lapse, and their money stays where it is until somebody decides."""

    @property
    def is_any(self) -> bool:
        """Whether there is anything."""
        return bool(self.applications or self.undelivered or self.pdf_invoices or self.frozen)


def waiting_for(actor: Actor) -> Waiting:
    """What waits for the actor. Seven queries; none for who coordinates nothing."""
    if not actor.organisations(Role.COORDINATOR):
        return Waiting([], [], [], [])
    frozen = vouchers_coordinated(actor, state=VoucherState.FROZEN).order_by("awarded_on", "pk")
    return Waiting(
        list(waiting_applications(actor)),
        [Undelivered(one, _delivery(one)) for one in undelivered_applications(actor)],
        list(pdf_invoices_to_check(actor)),
        [VoucherView(voucher) for voucher in frozen],
    )


def _delivery(application: Application) -> Delivery | None:
    decision = latest_decision(application)
    return delivery_of(decision) if decision else None
