"""Who cannot be paid and whom nobody can ask here: no number is in use, and nobody acts for it who could give one."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from wisselwerk.apps.parties.models import Agreement, Organisation, RoleHolding
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.models import PayeeNotice
from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.payouts.queries.desk import Desk
from wisselwerk.apps.payouts.queries.keepers import ACCOUNT_KEEPERS
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid
from wisselwerk.apps.vouchers.models import DeliveryState, Voucher
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.clock import day_of
from wisselwerk.domain.actor import Actor

ASKED_FOR = timedelta(days=180)
"""How long a letter asks for a number: who moved since, or lost it, is asked anew. The house's choice."""
Stranded = tuple[Desk, list[Any]]
"""What one local government has to pay, and the payees of it that no mail reaches, by name.

Each is an ``Organisation`` and carries ``letter_on``, the moment at which the last letter that asks it for a number left.
"""


def stranded(actor: Actor, desks: list[Desk], day: date) -> list[Stranded]:
    """Payees that the actor has to reach in another way before they can be paid, as no mail asks them for a number.

    For who signs the payments; nothing where none are. A payee whose letter waits to be posted stands with the letters.
    A fixed number of queries for each desk on which something waits for an account number, and none for the others.
    """
    mine = [one for one in desks if Wait.ACCOUNT in one.waits and may(actor, "sign_batch", one.payer.pk)]
    found = [(one, [payee for payee in _of(one.payer, day) if not payee.letter_waits]) for one in mine]
    return [(desk, payees) for desk, payees in found if payees]


def without_letter(day: date) -> Iterator[tuple[Organisation, Organisation]]:
    """Who pays and who is to be paid, where no letter that counts asked for an account number, nor waits to."""
    paying = Agreement.objects.on(day).values("managing_municipality")
    for payer in Organisation.objects.filter(pk__in=paying).order_by("pk"):
        for payee in _of(payer, day):
            if not payee.letter_waits and not _counts(payee.letter_on, day):
                yield payer, payee


def _counts(letter_on: datetime | None, day: date) -> bool:
    """Whether a letter that was posted still asks for a number, so that no other has to."""
    return letter_on is not None and day_of(letter_on) > day - ASKED_FOR


def _of(payer: Organisation, day: date) -> list[Any]:
    waiting = unpaid(payer, day).filter(account_id__isnull=True).order_by()
    acting = RoleHolding.objects.on(day).filter(
        organisation=OuterRef("pk"), role__in=ACCOUNT_KEEPERS, person__email__isnull=False
    )
    applied = Voucher.objects.filter(payee=OuterRef("pk"), application__applicant__email__isnull=False)
    unheard = Organisation.objects.filter(
        ~Exists(acting), ~Exists(applied.exclude(state__in=DOUBTED)), pk__in=waiting.values("payee")
    )
    found = list(unheard.annotate(**_letters_from(payer)))
    lacking = {one.pk: one for one in without_account([one.pk for one in found], day)}
    # Of a change that waits to be confirmed nobody is left who can.
    there = [one for one in found if one.pk in lacking and lacking[one.pk].coming_from is None]
    return sorted(there, key=lambda one: one.name)


def is_asked(payer: Organisation, payee: Organisation, day: date) -> bool:
    """Whether a letter of ``payer`` that counts asked this payee for an account number, or one waits to."""
    found: Iterable[Any] = Organisation.objects.filter(pk=payee.pk).annotate(**_letters_from(payer))
    return any(one.letter_waits or _counts(one.letter_on, day) for one in found)


def _letters_from(payer: Organisation) -> dict[str, Any]:
    """Of an organisation: when a letter of ``payer`` last asked it for an account number, and whether one waits."""
    asked = PayeeNotice.objects.filter(payer=payer, payee=OuterRef("pk"), line=None)
    left = asked.filter(state=DeliveryState.POSTED).order_by("-at").values("at")[:1]
    waits = asked.filter(state__in=(DeliveryState.TO_POST, DeliveryState.MAIL_REFUSED))
    return {"letter_on": Subquery(left), "letter_waits": Exists(waits)}
