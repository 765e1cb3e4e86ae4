"""Mails about money that goes out."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.formats import iban
from wisselwerk.jobs.mail import send
from wisselwerk.wording import name_of


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
