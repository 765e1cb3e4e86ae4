"""Mails about an application: the code that confirms it, and the decision."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.vouchers.models import Confirmation, Decision, DeliveryState
from wisselwerk.apps.vouchers.paper import motivation_of, reference
from wisselwerk.apps.vouchers.queries import reasons_of
from wisselwerk.apps.vouchers.queries.deliveries import delivery_of, standing_decision
from wisselwerk.apps.vouchers.queries.reviews import review_of
from wisselwerk.apps.vouchers.services.deliveries import deliver
from wisselwerk.apps.vouchers.terms import vat_basis_of
from wisselwerk.clock import now
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.domain.rule import WAITS
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs.mail import send


def send_confirmation_code(confirmation_id: int) -> None:
    """Mail the code that proves a mail address. Nothing is sent when it was used, grew old or was dropped meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = Confirmation.objects.select_related("application__scheme", "application__enterprise")
    confirmation = found.filter(pk=confirmation_id).first()
    if confirmation is None or not confirmation.code or confirmation.expires_at <= now():
        return
    context = {
        "code": confirmation.code,
        "scheme": confirmation.application.scheme,
        "enterprise": confirmation.application.enterprise,
        "url": settings.BASE_URL + reverse("enterprise:confirm", args=[confirmation.token]),
    }
    with suppress(MailRefused):
        send("confirmation_code", confirmation.email, context)


def send_decision(decision_id: int) -> None:
    """Mail a decision: what its page says, and where that page is; and keep that it left, or was refused.

    Nothing is sent when it was delivered or replaced by another one meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = Decision.objects.select_related(
        "application__scheme__partnership",
        "application__enterprise",
        "application__applicant",
        "application__voucher__rule_set",
        "delivery",
    )
    decision = found.get(pk=decision_id)
    application, delivery = decision.application, delivery_of(decision)
    if delivery is not None and delivery.state != DeliveryState.WAITING:
        return
    if standing_decision(application) != decision:
        return
    if application.applicant is None or not application.applicant.email:
        return
    voucher = application.voucher if decision.result == "awarded" else None
    review = review_of(application) if decision.result == "review" else None
    context = {
        "application": application,
        "decision": decision,
        "reference": reference(decision),
        "motivation": motivation_of(decision, application),
        # That a person decides is what the mail begins with: said again, it is no reason.
        "reasons": [one for one in reasons_of(decision) if one.code is not RefusalCode.NEEDS_REVIEW],
        "decided_by": review.last_day if review else None,
        "waits": decision.result in WAITS,
        "voucher": voucher,
        "vat_basis": vat_basis_of(voucher) if voucher else "",
        "shown_code": show_code(voucher.code) if voucher else "",
        "url": settings.BASE_URL + reverse("enterprise:decision", args=[application.pk]),
        "voucher_url": settings.BASE_URL + reverse("enterprise:voucher", args=[voucher.code])
        if voucher
        else "",
    }
    try:
        send("decision", application.applicant.email, context)
    except MailRefused:
        deliver(decision, DeliveryState.MAIL_REFUSED)
    else:
        deliver(decision, DeliveryState.MAILED)
