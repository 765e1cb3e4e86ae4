"""Accounts at a bank: who has one says so once, for all schemes; who changes it says so twice, and waits a day.

A changed account number is the oldest way to have somebody else paid. So a change is told to everybody who acts for
the organisation, one of them confirms it from that mail, and there is a working day left in which to object.
"""

from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import ALLOWED, require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, has_had_account
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.working_day import working_day_after
from wisselwerk.formats import iban as account_numbers
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

WAITING_DAYS = 1
"""Whole working days between the confirmation of a change and its first use. Ours."""

ACCOUNT_KEEPERS = ALLOWED["confirm_account"]
"""Who may give an organisation's account number, and so hears of every change."""


@command
def name_account(actor: Actor, *, organisation: Organisation, iban: str) -> BankAccount:
    """The organisation's account number. The first can be used at once; another waits for ``confirm_account``.

    Naming the account that is in use again changes nothing, and withdraws a change that was not confirmed yet.

    Raises:
        Refusal: NOT_ALLOWED, IBAN_INVALID.
    """
    require(actor, "name_account", organisation.pk)
    number = _number(iban)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    BankAccount.objects.filter(organisation=organisation, confirmed_at=None, closed_at=None).update(
        closed_at=now()
    )
    current = account_on(organisation, today())
    if current is not None and current.iban == number:
        return current
    account = BankAccount(organisation=organisation, iban=number, named_by=str(actor), named_at=now())
    if not has_had_account(organisation):
        account.confirmed_by, account.confirmed_at, account.usable_from = str(actor), now(), today()
    account.save()
    record(actor, "name_account", f"bank_account:{account.pk}")
    if account.confirmed_at is None:
        for somebody in people_of(organisation.pk, *ACCOUNT_KEEPERS):
            enqueue("send_account_change", account_id=account.pk, person_id=somebody)
    return account


@command
def confirm_account(actor: Actor, *, account: BankAccount) -> BankAccount:
    """Confirm a change of account, from the mail that told of it. It can be used after one whole working day.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when another number was given meanwhile.
    """
    require(actor, "confirm_account", account.organisation_id)
    Organisation.objects.select_for_update(no_key=True).get(pk=account.organisation_id)
    account.refresh_from_db()
    if account.closed_at is not None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": "closed"}))
    if account.confirmed_at is None:
        account.confirmed_by, account.confirmed_at = str(actor), now()
        account.usable_from = first_use(today())
        account.save(update_fields=["confirmed_by", "confirmed_at", "usable_from"])
        record(actor, "confirm_account", f"bank_account:{account.pk}")
    return account


def first_use(confirmed_on: date) -> date:
    """From which day a change of account can be used that is confirmed on this day."""
    return working_day_after(confirmed_on, WAITING_DAYS + 1, BELGIAN_HOLIDAYS)


def _number(given: str) -> str:
    try:
        return account_numbers.parse(given)
    except account_numbers.IbanInvalid as error:
        raise Refusal(Reason(RefusalCode.IBAN_INVALID, {"iban": given})) from error
