"""A local government that pays: its two directors, its account, and a redemption of a provider that gave its own."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from tests.scene import GENK, Scene, award, enterprise_number, invoice, set_scene
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, local_government, person
from wisselwerk.apps.payouts.models import PaymentBatch
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.payable import Wait, unpaid, waits_of
from wisselwerk.apps.payouts.services import (
    name_account,
    order_batch,
    propose_batch,
    read_statement,
    sign_batch,
)
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import check_invoices, redeem_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import CAST
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.bank_statement import read_bank_statements

EMAIL = {member.key: member.email for member in CAST}
PAYER_IBAN, PAYEE_IBAN = "BE68539007547034", "BE43068999999501"
NET_CENTS = 50_000
PART_CENTS = 25_000


@dataclass(frozen=True, slots=True)
class Treasury:
    """Who pays, and who is paid."""

    scene: Scene
    payer: Organisation
    orders: Actor
    """The general director."""
    signs: Actor
    """The financial director."""

    @property
    def payee(self) -> Organisation:
        return self.scene.provider.organisation

    def redeem(self, serial: int = 1) -> Redemption:
        """One more redemption, of 250 euro."""
        voucher = award(self.scene, enterprise_number(serial))
        data = invoice(voucher, NET_CENTS, number=f"F-{serial}")
        done = redeem_voucher(self.scene.coordinator, code=voucher.code, data=data)
        pass_checks()
        return Redemption.objects.get(pk=done.id)

    def propose(self) -> PaymentBatch:
        """A batch of what can be paid now, for today, once background work has held the invoices to the official rules."""
        pass_checks()
        return propose_batch(self.signs, payer=self.payer, pay_on=today())

    def bank_pays(self, batch: PaymentBatch, *, booked_on: date | None = None) -> None:
        """The bank books all of a batch, and its statement is read."""
        data = write_statement(order_of(batch), statement_id=batch.message_id, booked_on=booked_on or today())
        for statement in read_bank_statements(BytesIO(data), today()):
            read_statement(self.signs, statement=statement)

    def signed(self) -> PaymentBatch:
        """The same, ordered and signed."""
        batch = order_batch(self.orders, batch=self.propose())
        return sign_batch(self.signs, batch=batch)


@dataclass(frozen=True, slots=True)
class Due:
    """A redemption that was not paid yet, and what it waits for: nothing, and it can go in a batch."""

    redemption: Redemption
    waits_for: tuple[Wait, ...]


def due_by(payer: Organisation, day: date) -> list[Due]:
    """Everything that is due, with what it waits for, as the page tells it."""
    found = unpaid(payer, day).select_related("payee", "voucher__scheme", "voucher__holder")
    return [Due(one, tuple(waits_of(one))) for one in found]


def pass_checks() -> None:
    """Background work finds nothing wrong with any invoice that waits; that the rules find nothing is tested apart."""
    check_invoices(SYSTEM, judge=lambda _: ())


def set_treasury() -> Treasury:
    """Set it: two directors, an account for either side, nothing redeemed yet."""
    return treasury_of(set_scene())


def treasury_of(scene: Scene) -> Treasury:
    """The same in a scene that stands."""
    payer = local_government(GENK, today())
    held = {}
    for key, role in (
        ("general_director", Role.GENERAL_DIRECTOR),
        ("financial_director", Role.FINANCIAL_DIRECTOR),
    ):
        somebody = person(EMAIL[key])
        grant_role(SYSTEM, person=somebody, organisation=payer, role=role)
        held[role] = actor_for(somebody)
    treasury = Treasury(scene, payer, held[Role.GENERAL_DIRECTOR], held[Role.FINANCIAL_DIRECTOR])
    name_account(treasury.signs, organisation=payer, iban=PAYER_IBAN)
    name_account(actor_for(person(EMAIL["provider_staff"])), organisation=treasury.payee, iban=PAYEE_IBAN)
    return treasury
