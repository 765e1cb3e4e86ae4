"""Money out, in the demo and the stories: accounts for everybody who is paid, and batches that two directors approve."""

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.services import name_account, order_batch, propose_batch, sign_batch
from wisselwerk.clock import today
from wisselwerk.demo.cast import CAST, invented_account
from wisselwerk.domain.actor import SYSTEM, Actor, Role

PAYER_SERIALS = {"71016": 1, "73111": 2}
"""The two managing municipalities, each with the serial of its account."""
PAYEE_SERIALS_FROM = 100


def load_payments() -> None:
    """An account for either municipality and each provider; what was redeemed is ordered and signed."""
    if PaymentBatch.objects.exists():
        return
    give_accounts()
    for code in PAYER_SERIALS:
        approve(local_government(code, today()))


def give_accounts() -> None:
    """An account number for everybody who pays or is paid here and has none."""
    for code, serial in PAYER_SERIALS.items():
        _give(local_government(code, today()), serial)
    for serial, provider in enumerate(
        Provider.objects.select_related("organisation").order_by("pk"), start=PAYEE_SERIALS_FROM
    ):
        _give(provider.organisation, serial)


def approve(payer: Organisation) -> PaymentBatch:
    """A batch of all that can be paid, ordered by one director and signed by the other."""
    batch = propose_batch(SYSTEM, payer=payer, pay_on=today())
    batch = order_batch(director(payer, Role.GENERAL_DIRECTOR), batch=batch)
    return sign_batch(director(payer, Role.FINANCIAL_DIRECTOR), batch=batch)


def director(payer: Organisation, role: Role) -> Actor:
    """Who of the cast orders or signs for a local government; given the role where nobody has it yet."""
    email = next(one.email for one in CAST if one.role is role and payer.nis_code in one.at)
    somebody: Person = person(email)
    grant_role(SYSTEM, person=somebody, organisation=payer, role=role)
    return actor_for(somebody)


def _give(organisation: Organisation, serial: int) -> None:
    if account_on(organisation, today()) is None:
        name_account(SYSTEM, organisation=organisation, iban=invented_account(serial))
