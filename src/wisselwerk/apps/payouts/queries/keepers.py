"""Who gives the account number of an organisation: who acts for it, and who applied for a voucher that pays it back.

Who applies for a business proves a mail address and declares to act for it, and no more. That is enough to say where
its money goes, but not alone and at once: see ``services.accounts``.
"""

from django.db.models import Q, QuerySet

from wisselwerk.apps.parties.models import Agreement, Organisation
from wisselwerk.apps.parties.permissions import ALLOWED, may
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.sight import PAYEES
from wisselwerk.apps.vouchers.models import Voucher
from wisselwerk.apps.vouchers.queries.sight import DOUBTED
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, ActorKind, Role

ACCOUNT_KEEPERS = ALLOWED["confirm_account"]
"""The roles that give an organisation's account number."""


def is_paid_back(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor applied for a voucher that pays this organisation back, and nobody contests it. One query."""
    return _applied_for(actor).filter(payee=organisation_id).exists()


def gives_account(actor: Actor, organisation_id: int) -> bool:
    """Whether the account of this organisation is the actor's to give or to confirm. One query at most."""
    return may(actor, "confirm_account", organisation_id) or is_paid_back(actor, organisation_id)


def sees_number(actor: Actor, account: BankAccount) -> bool:
    """Whether the actor may read all of an account number: of who only applied for a voucher, what that person gave."""
    return (
        may(actor, "confirm_account", account.organisation_id)
        or actor.has(Role.GENERAL_DIRECTOR, account.organisation_id)
        or account.named_by == str(actor)
    )


def reads_change(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor may read a change of this organisation's account: who gives it, and the other director."""
    return actor.has(Role.GENERAL_DIRECTOR, organisation_id) or gives_account(actor, organisation_id)


def payees_of(actor: Actor) -> list[Organisation]:
    """The organisations whose account the actor gives as one of who are paid, by name. One query."""
    paid = Organisation.objects.filter(pk__in=actor.organisations(*PAYEES))
    paid_back = Organisation.objects.filter(pk__in=_applied_for(actor).values("payee"))
    return list((paid | paid_back).order_by("name", "enterprise_number"))


def keepers_of(organisation_id: int) -> list[int]:
    """The people who hear that an organisation's account is to change, and can confirm that. Two queries."""
    applied = Voucher.objects.filter(payee=organisation_id, application__applicant__isnull=False)
    applicants = applied.exclude(state__in=DOUBTED).values_list("application__applicant", flat=True)
    return sorted({*people_of(organisation_id, *ACCOUNT_KEEPERS), *applicants})


def told_of(organisation_id: int) -> list[int]:
    """The people who hear that an organisation's account changes: besides who gives it also the other director."""
    return sorted({*keepers_of(organisation_id), *people_of(organisation_id, Role.GENERAL_DIRECTOR)})


def changes_to_confirm(actor: Actor) -> list[BankAccount]:
    """Changes of account that the actor can confirm, oldest first. One query, and two for each that the actor gave.

    Who is only known by an application confirms what that same person gave only when nobody else can: see
    ``services.accounts``.
    """
    keeps = [organisation for _, organisation in actor.roles if may(actor, "confirm_account", organisation)]
    applied = Q(organisation__in=_applied_for(actor).values("payee"))
    found = BankAccount.objects.filter(Q(organisation__in=keeps) | applied, confirmed_at=None, closed_at=None)
    return [
        one
        for one in found.select_related("organisation").order_by("pk")
        if one.organisation_id in keeps
        or one.named_by != str(actor)
        or keepers_of(one.organisation_id) == [actor.id]
    ]


def looked_after_by(organisation_id: int) -> list[Organisation]:
    """The partnerships whose coordinator can be asked about this organisation's money, by name. One query."""
    party = (
        Q(payee=organisation_id)
        | Q(provider__organisation=organisation_id)
        | Q(redemptions__payee=organisation_id)
    )
    managed = Agreement.objects.on(today()).filter(managing_municipality=organisation_id)
    found = Organisation.objects.filter(
        Q(pk__in=Voucher.objects.filter(party).values("scheme__partnership"))
        | Q(pk__in=managed.values("partnership"))
    )
    return list(found.order_by("name"))


def _applied_for(actor: Actor) -> QuerySet[Voucher]:
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return Voucher.objects.none()
    found = Voucher.objects.filter(payee__isnull=False, application__applicant=actor.id)
    return found.exclude(state__in=DOUBTED)
