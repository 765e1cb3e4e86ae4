"""Mails about deliveries: the question to the business, a dispute, and how that ended."""

from collections.abc import Mapping
from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.vouchers.models import FulfilmentStep
from wisselwerk.domain.fulfilment import FulfilmentVerb
from wisselwerk.domain.voucher import show_code
from wisselwerk.jobs.evaluations import last_part_context
from wisselwerk.jobs.mail import send
from wisselwerk.jobs.redemptions import account_url

TEMPLATES: Mapping[str, str] = {
    FulfilmentVerb.ASK: "delivery_question",
    FulfilmentVerb.GO_ON: "delivery_question",
    FulfilmentVerb.DISPUTE: "delivery_disputed",
    FulfilmentVerb.CONFIRM: "delivery_settled",
    FulfilmentVerb.FIND: "delivery_settled",
    FulfilmentVerb.WITHDRAW: "delivery_settled",
}


def send_fulfilment(step_id: int, person_id: int) -> None:
    """Mail what was said of a delivery to one person; nothing to a person erased meanwhile, or of an invoice undone.

    Words of whoever said it go along as long as those are kept.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    step = FulfilmentStep.objects.select_related(
        "remark",
        "redemption__supplier",
        "redemption__voucher__account",
        "redemption__voucher__application",
        "redemption__voucher__holder",
        "redemption__voucher__rule_set",
        "redemption__voucher__scheme",
    ).get(pk=step_id)
    if person is None or not person.email or step.redemption.is_reversed:
        return
    voucher = step.redemption.voucher
    is_applicant = voucher.application.applicant_id == person_id
    page = reverse("enterprise:delivery", args=[voucher.code, step.redemption_id])
    context: dict[str, object] = {
        "step": step,
        "redemption": step.redemption,
        "voucher": voucher,
        "shown_code": show_code(voucher.code),
        "left_cents": voucher.account.balance_cents,
        "words": step.remark.text if step.remark else "",
        "account_url": account_url(step.redemption) if is_applicant else "",
        "url": settings.BASE_URL + page,
        **last_part_context(step.redemption),
    }
    # Whose address is no good any more sees it on the page all the same.
    with suppress(MailRefused):
        send(TEMPLATES[step.verb], person.email, context)
