"""Accounts at a bank: who has one says so once, for all schemes; who changes it says so twice, and waits a day.

A changed account number is the oldest way to have somebody else paid. So a change is told to everybody who gives the
organisation's number, one of them confirms it from that mail, and there is a working day left in which to object. The
first number of a business goes the same way when who gives it is only known as the one who applied for a voucher.
"""

from collections.abc import Collection
from datetime import date

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import may, require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import (
    account_on,
    change_of,
    coming_of,
    has_had_account,
    pays_from,
)
from wisselwerk.apps.payouts.queries.keepers import ACCOUNT_KEEPERS, is_paid_back, keepers_of, told_of
from wisselwerk.apps.payouts.services.telling import tell_refused
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import SYSTEM, Actor, ActorKind
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.working_day import working_day_after
from wisselwerk.formats import iban as account_numbers
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

WAITING_DAYS = 1
"""Whole working days between the confirmation of a change and its first use. Ours."""


@command
def name_account(actor: Actor, *, organisation: Organisation, iban: str, in_name_of: str = "") -> BankAccount:
    """The organisation's account number. The first can be used at once; another waits for ``confirm_account``.

    So does the first of who applied for a voucher and holds no role for the organisation. Naming the account that is
    in use again changes nothing, and withdraws a change that is not used yet, confirmed or not. ``in_name_of`` is the
    name that the bank knows, for an organisation of which only the number is known; of another it is left out.

    Raises:
        Refusal: NOT_ALLOWED, IBAN_INVALID, ACCOUNT_NAME_MISSING; ACCOUNT_NOT_YOURS when a local government pays from
            it; ACCOUNT_CHANGE_WAITS for who is known by an
            application only, while a change waits that somebody gave who acts for the organisation.
    """
    _require(actor, "name_account", organisation)
    number, name = _number(iban), " ".join(in_name_of.split())
    if not organisation.name and not name:
        raise Refusal(Reason(RefusalCode.ACCOUNT_NAME_MISSING))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if pays_from(number, but=organisation):
        raise Refusal(Reason(RefusalCode.ACCOUNT_NOT_YOURS, {"iban": account_numbers.show(number)}))
    _withdraw_change(actor, organisation)
    known_as = "" if organisation.name else name
    current = account_on(organisation, today())
    if current is not None and (current.iban, current.in_name_of) == (number, known_as):
        _withdraw_coming(actor, organisation)
        return current
    account = BankAccount(
        organisation=organisation, iban=number, in_name_of=known_as, named_by=str(actor), named_at=now()
    )
    if is_used_at_once(actor, organisation):
        account.confirmed_by, account.confirmed_at, account.usable_from = str(actor), now(), today()
    account.save()
    record(actor, "name_account", f"bank_account:{account.pk}")
    if account.confirmed_at is None:
        for somebody in told_of(organisation.pk):
            enqueue("send_account_change", account_id=account.pk, person_id=somebody)
    return account


@command
def confirm_account(actor: Actor, *, account: BankAccount) -> BankAccount:
    """Confirm a change of account, from the mail that told of it. It can be used after one whole working day.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when another number was given meanwhile; ACCOUNT_BY_ANOTHER for who gave it
            and is known by an application only, as long as somebody else can confirm it.
    """
    _require(actor, "confirm_account", account.organisation)
    Organisation.objects.select_for_update(no_key=True).get(pk=account.organisation_id)
    account.refresh_from_db()
    if account.closed_at is not None:
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": "closed"}))
    if account.confirmed_at is None:
        _not_alone(actor, account)
        account.confirmed_by, account.confirmed_at = str(actor), now()
        account.usable_from = first_use(today())
        account.save(update_fields=["confirmed_by", "confirmed_at", "usable_from"])
        record(actor, "confirm_account", f"bank_account:{account.pk}")
        for somebody in told_of(account.organisation_id):
            enqueue("send_account_confirmed", account_id=account.pk, person_id=somebody)
    return account


def close_accounts(payer: Organisation, account_ids: Collection[int]) -> None:
    """Close what the bank of ``payer`` says is of no use, and tell who gives the number: nothing is paid before another is."""
    useless = BankAccount.objects.filter(pk__in=account_ids, closed_at=None)
    for account in useless.order_by("pk"):
        account.closed_at = now()
        account.save(update_fields=["closed_at"])
        tell_refused(payer, account)


def is_used_at_once(actor: Actor, organisation: Organisation) -> bool:
    """Whether the number that the actor gives waits for nothing: it is the first, and the actor acts for who has it."""
    return may(actor, "name_account", organisation.pk) and not has_had_account(organisation)


def first_use(confirmed_on: date) -> date:
    """From which day a change of account can be used that is confirmed on this day."""
    return working_day_after(confirmed_on, WAITING_DAYS + 1, BELGIAN_HOLIDAYS)


def _require(actor: Actor, command_name: str, organisation: Organisation) -> None:
    if not is_paid_back(actor, organisation.pk):
        require(actor, command_name, organisation.pk)


def _withdraw_change(actor: Actor, organisation: Organisation) -> None:
    """Close the change that waits. Who only applied does not undo what was given by who acts for the organisation."""
    change = change_of(organisation)
    if change is None:
        return
    if not may(actor, "name_account", organisation.pk) and not _gave_as_applicant(change):
        raise Refusal(Reason(RefusalCode.ACCOUNT_CHANGE_WAITS))
    change.closed_at = now()
    change.save(update_fields=["closed_at"])


def _withdraw_coming(actor: Actor, organisation: Organisation) -> None:
    """Close what was confirmed and is not used yet: that is how somebody objects in the day that it waits."""
    coming = coming_of(organisation, today())
    if coming is None:
        return
    if not may(actor, "name_account", organisation.pk) and not _gave_as_applicant(coming):
        raise Refusal(Reason(RefusalCode.ACCOUNT_CHANGE_WAITS))
    coming.closed_at = now()
    coming.save(update_fields=["closed_at"])
    record(actor, "name_account", f"bank_account:{coming.pk}")


def _gave_as_applicant(change: BankAccount) -> bool:
    acting = people_of(change.organisation_id, *ACCOUNT_KEEPERS)
    return change.named_by not in {str(SYSTEM), *(str(Actor(ActorKind.PERSON, pk)) for pk in acting)}


def _not_alone(actor: Actor, account: BankAccount) -> None:
    """Anybody can apply in the name of a business: that alone must not be enough to take over its account."""
    if may(actor, "confirm_account", account.organisation_id) or account.named_by != str(actor):
        return
    if set(keepers_of(account.organisation_id)) - {actor.id}:
        raise Refusal(Reason(RefusalCode.ACCOUNT_BY_ANOTHER))


def _number(given: str) -> str:
    try:
        return account_numbers.parse(given)
    except account_numbers.IbanInvalid as error:
        raise Refusal(Reason(RefusalCode.IBAN_INVALID, {"iban": given})) from error
