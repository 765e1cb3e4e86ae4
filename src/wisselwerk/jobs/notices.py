"""Mails about the right that a voucher gives: that it ends soon, and that it was withdrawn."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.vouchers.models import DeliveryState, Notice
from wisselwerk.apps.vouchers.notice_paper import notice_paper
from wisselwerk.apps.vouchers.services import deliver_notice, refuse_notice
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.mail import send


def send_notice(notice_id: int) -> None:
    """Mail it and keep that it left, or was refused.

    Nothing is sent when it was delivered, or the voucher got another last day or was used up meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    found = Notice.objects.select_related(
        "person",
        "voucher__scheme__partnership",
        "voucher__holder",
        "voucher__account",
        "voucher__application",
    )
    notice = found.filter(pk=notice_id, state=DeliveryState.WAITING).first()
    if notice is None or not notice.still_matters():
        return
    if notice.person is None or not notice.person.email:
        refuse_notice(SYSTEM, notice=notice)
        return
    with translation.override(settings.LANGUAGE_CODE):
        paper = notice_paper(notice)
    url = settings.BASE_URL + reverse("enterprise:voucher", args=[notice.voucher.code])
    try:
        send("notice", notice.person.email, {"paper": paper, "url": url})
    except MailRefused:
        refuse_notice(SYSTEM, notice=notice)
    else:
        deliver_notice(SYSTEM, notice=notice)
