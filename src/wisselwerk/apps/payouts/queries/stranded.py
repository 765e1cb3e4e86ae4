"""Who cannot be paid and whom nobody can ask here: no number is in use, and nobody acts for it who could give one."""

from datetime import date

from django.db.models import Exists, OuterRef

from wisselwerk.apps.parties.models import Organisation, RoleHolding
from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.queries.accounts import without_account
from wisselwerk.apps.payouts.queries.desk import Desk
from wisselwerk.apps.payouts.queries.keepers import ACCOUNT_KEEPERS
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.domain.actor import Actor

Stranded = tuple[Desk, list[Organisation]]
"""What one local government has to pay, and the payees of it that no mail reaches, by name."""


def stranded(actor: Actor, desks: list[Desk], day: date) -> list[Stranded]:
    """Payees that the actor has to reach in another way before they can be paid, as no mail asks them for a number.

    For who signs the payments; nothing where none are. A fixed number of queries for each desk on which something waits for
    an account number, and none for the others.
    """
    mine = [one for one in desks if Wait.ACCOUNT in one.waits and may(actor, "sign_batch", one.payer.pk)]
    found = [(one, _of(one.payer, day)) for one in mine]
    return [(desk, payees) for desk, payees in found if payees]


def _of(payer: Organisation, day: date) -> list[Organisation]:
    waiting = unpaid(payer, day).filter(account_id__isnull=True).order_by()
    acting = RoleHolding.objects.on(day).filter(organisation=OuterRef("pk"), role__in=ACCOUNT_KEEPERS)
    applied = Voucher.objects.filter(payee=OuterRef("pk"), application__applicant__isnull=False)
    unheard = Organisation.objects.filter(
        ~Exists(acting), ~Exists(applied.exclude(state__in=DOUBTED)), pk__in=waiting.values("payee")
    )
    lacking = without_account(list(unheard.values_list("pk", flat=True)), day)
    return [one for one in lacking if one.coming_from is None and not one.has_change]
