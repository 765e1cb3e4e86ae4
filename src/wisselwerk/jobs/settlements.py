"""Mails about what members of a partnership owe each other."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.settlements.asking import pay_facts, standing, title_of, where_to_ask
from wisselwerk.apps.settlements.models import SettlementNotice, YearSettlement
from wisselwerk.apps.settlements.paper import reference
from wisselwerk.apps.settlements.queries.dues import dues_in
from wisselwerk.apps.settlements.queries.settlements import lines_of, replaced_by, sent_before
from wisselwerk.apps.settlements.services import deliver_settlement
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.mail import send


def send_settlement(settlement_id: int, member_id: int, person_id: int) -> None:
    """Tell somebody who acts for a member what it owes in a settlement and how to pay, and keep that it left.

    Nothing is sent to a person erased meanwhile, or of a settlement that was replaced meanwhile: another mail tells of
    the one that holds.

    Raises:
        MailDelayed: try again later.
    """
    found = YearSettlement.objects.select_related("scheme__partnership", "managing_municipality", "sending")
    settlement = found.get(pk=settlement_id)
    if replaced_by(settlement) is not None:
        return
    notice = SettlementNotice.objects.filter(share__settlement=settlement, share__member=member_id).first()
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        _keep(notice, DeliveryState.MAIL_REFUSED)
        return
    url = settings.BASE_URL + reverse("member:dashboard")
    try:
        send("settlement", person.email, {**_told(settlement, member_id), "url": url})
    except MailRefused:
        _keep(notice, DeliveryState.MAIL_REFUSED)
    else:
        _keep(notice, DeliveryState.MAILED)


def _keep(notice: SettlementNotice | None, state: DeliveryState) -> None:
    """The managing municipality, which sent it itself, has no notice."""
    if notice is not None:
        deliver_settlement(SYSTEM, notice=notice, state=state)


def _told(settlement: YearSettlement, member_id: int) -> dict[str, object]:
    line = next(one for one in lines_of(settlement) if one.share.member_id == member_id)
    due = next((one for one in dues_in([settlement]) if one.line == line and one.cents > 0), None)
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "title": title_of(settlement),
            "share": line.share,
            "settlement": settlement,
            "open_cents": line.open_cents,
            "gets_back_cents": -line.open_cents,
            "standing": list(standing(settlement, sent_before(settlement))),
            "facts": pay_facts(due) if due else (),
            "ask": where_to_ask(settlement) if due and not due.account else "",
            "reference": reference(settlement),
        }
