"""Mails about what members of a partnership owe each other."""

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.settlements.models import SettlementShare
from wisselwerk.apps.settlements.paper import reference
from wisselwerk.jobs.mail import send


def send_settlement(settlement_id: int, member_id: int, person_id: int) -> None:
    """Tell somebody who acts for a member what it owes in a settlement. Nothing is sent to a person erased meanwhile.

    Raises:
        MailOutage: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    found = SettlementShare.objects.select_related(
        "member", "settlement__scheme", "settlement__managing_municipality"
    )
    share = found.get(settlement=settlement_id, member=member_id)
    context = {
        "share": share,
        "settlement": share.settlement,
        "gets_back_cents": -share.owes_cents,
        "reference": reference(share.settlement),
        "url": settings.BASE_URL + reverse("member:dashboard"),
    }
    send("settlement", person.email, context)
