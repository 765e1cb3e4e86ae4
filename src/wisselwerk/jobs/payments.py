"""Mails about money that goes out."""

import logging
from contextlib import suppress

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.payouts.claim_paper import claim_paper
from wisselwerk.apps.payouts.models import BankAccount, ClaimNotice
from wisselwerk.apps.payouts.queries.claims import Claim, open_claims
from wisselwerk.apps.payouts.services import claim_everything_back, deliver_claim
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import iban
from wisselwerk.jobs.mail import send
from wisselwerk.wording import name_of

logger = logging.getLogger(__name__)


def send_account_change(account_id: int, person_id: int) -> None:
    """Tell somebody who acts for an organisation that its account number is to change, and where to confirm that.

    Nothing is sent when it was confirmed or replaced meanwhile, or to a person erased meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    account = BankAccount.objects.select_related("organisation").get(pk=account_id)
    person = Person.objects.filter(pk=person_id).first()
    is_over = account.confirmed_at is not None or account.closed_at is not None
    if is_over or person is None or not person.email:
        return
    context: dict[str, object] = {
        "organisation": name_of(account.organisation),
        "iban": iban.show(account.iban),
        "url": settings.BASE_URL + reverse("finance:account-confirm", args=[account.pk]),
    }
    with suppress(MailRefused):
        send("account_change", person.email, context)


def claim_repayments() -> None:
    """Ask back what was undone after it was paid, and remind who did not pay back yet."""
    logger.info("payees_asked_to_pay_back", extra={"number": claim_everything_back(SYSTEM, on=today())})


def send_claim(notice_id: int) -> None:
    """Mail that money has to be paid back, and keep that it left, or was refused.

    Nothing is sent when it left before or the money came back meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    notice = ClaimNotice.objects.select_related("person").get(pk=notice_id)
    found = open_claims().filter(pk=notice.payment_id).first()
    if found is None or notice.state != DeliveryState.WAITING:
        return
    if notice.person is None or not notice.person.email:
        deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
        return
    with translation.override(settings.LANGUAGE_CODE):
        paper = claim_paper(Claim(found), notice)
    url = settings.BASE_URL + reverse("finance:claim", args=[found.pk])
    try:
        send("notice", notice.person.email, {"paper": paper, "url": url})
    except MailRefused:
        deliver_claim(SYSTEM, notice=notice, state=DeliveryState.MAIL_REFUSED)
    else:
        deliver_claim(SYSTEM, notice=notice)
