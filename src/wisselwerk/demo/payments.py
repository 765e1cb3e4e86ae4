"""Money out, in the demo and the stories: accounts for everybody who is paid, and batches that two directors approve."""

import io
from collections.abc import Collection
from datetime import date

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.services import (
    name_account,
    order_batch,
    propose_batch,
    read_bank_file,
    sign_batch,
)
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.services import check_invoices
from wisselwerk.clock import today
from wisselwerk.demo.applications import LATER_APPLICATIONS, are_entered, enter
from wisselwerk.demo.bank import statement_on
from wisselwerk.demo.cast import CAST, FOUNDED, invented_account
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.period import Period
from wisselwerk.formats.en16931 import findings_in
from wisselwerk.formats.territory import belgian_territory

GENK, TONGEREN = "71016", "73111"
PAYER_SERIALS = {GENK: 1, TONGEREN: 2, "73083": 3}
"""The managing municipalities, each with the serial of its account: the last is Tongeren, until it merged."""
PAYEE_SERIALS_FROM = 100
PAID_BACK_SERIALS_FROM = 10_000


def load_payments() -> None:
    """An account for either municipality and each provider, and what was redeemed at each stage of its road.

    Tongeren-Borgloon's bank has answered: it paid, but one payment came back and waits for a look. Genk has a batch at
    the bank, and one that waits for its financial director.
    """
    genk, tongeren = (local_government(code, today()) for code in (GENK, TONGEREN))
    if are_entered(LATER_APPLICATIONS):
        return
    give_accounts()
    check_all_invoices()
    approve(genk)
    answer_but_one(approve(tongeren))
    enter(LATER_APPLICATIONS)
    check_all_invoices()
    order_batch(director(genk, Role.GENERAL_DIRECTOR), batch=propose(genk))


def check_all_invoices() -> None:
    """Hold every invoice that waits to the official rules, as background work does: only then it can be paid."""
    while check_invoices(SYSTEM, judge=findings_in):
        pass


def give_accounts() -> None:
    """An account number for everybody who pays or is paid here and has none."""
    for code, serial in PAYER_SERIALS.items():
        if today() in belgian_territory().place(code, today()).valid:
            _give(local_government(code, today()), serial)
    for serial, provider in enumerate(
        Provider.objects.select_related("organisation").order_by("pk"), start=PAYEE_SERIALS_FROM
    ):
        _give(provider.organisation, serial)


def give_accounts_of_paid_back(scheme: Scheme) -> None:
    """The same for every enterprise that the vouchers of a scheme pay back; its bank knows it by an invented name."""
    paid_back = Organisation.objects.filter(vouchers__scheme=scheme, vouchers__payee__isnull=False)
    for serial, enterprise in enumerate(paid_back.distinct().order_by("pk"), start=PAID_BACK_SERIALS_FROM):
        _give(enterprise, serial, in_name_of="Verzonnen onderneming")


def approve(payer: Organisation) -> PaymentBatch:
    """A batch of all that can be paid, ordered by one director and signed by the other."""
    batch = order_batch(director(payer, Role.GENERAL_DIRECTOR), batch=propose(payer))
    return sign_batch(director(payer, Role.FINANCIAL_DIRECTOR), batch=batch)


def propose(payer: Organisation) -> PaymentBatch:
    """A batch of all that can be paid, as the financial director proposes it."""
    return propose_batch(director(payer, Role.FINANCIAL_DIRECTOR), payer=payer, pay_on=today())


def answer(batch: PaymentBatch, returned: Collection[str] = ()) -> None:
    """The bank pays all of a batch, and gives back what stands in ``returned``: end-to-end ids."""
    bring_in(batch.payer, statement_on(batch, returned=returned))


def answer_but_one(batch: PaymentBatch) -> None:
    """The same, and the first payment comes back."""
    answer(batch, returned=[batch.payments.order_by("pk")[0].end_to_end_id])


def bring_in(payer: Organisation, statement: bytes) -> None:
    """The financial director of a local government reads a statement of its bank in."""
    signs = director(payer, Role.FINANCIAL_DIRECTOR)
    read_bank_file(signs, source=io.BytesIO(statement), name="rekeninguittreksel.xml")


def director(payer: Organisation, role: Role) -> Actor:
    """Who of the cast orders or signs for a local government, or for what it became; given the role where nobody has it yet."""
    place = belgian_territory().place(payer.nis_code or "", today())
    became = belgian_territory().municipality_of(place.code, date.max).code
    email = next(one.email for one in CAST if one.role is role and became in one.at)
    somebody: Person = person(email)
    valid = Period(FOUNDED, place.valid.end)
    grant_role(SYSTEM, person=somebody, organisation=payer, role=role, valid=valid)
    return actor_for(somebody)


def _give(organisation: Organisation, serial: int, in_name_of: str = "") -> None:
    if account_on(organisation, today()) is None:
        iban = invented_account(serial)
        name_account(SYSTEM, organisation=organisation, iban=iban, in_name_of=in_name_of)
