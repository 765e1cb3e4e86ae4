"""A scheme played from council decision to bank statement and settlement, through the same commands as everybody else.

It shows what a year of such a scheme looks like in numbers, and proves that its books balance. The enterprises and the
bank are invented.
"""

import io
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.queries import recognised_providers
from wisselwerk.apps.ledger.queries import differences
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.payouts.models import BankLine, Payment
from wisselwerk.apps.payouts.queries import proof as payouts
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.queries.payable import paid_cents
from wisselwerk.apps.payouts.services import look_at_line, read_statement
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries import proof as settlements
from wisselwerk.apps.settlements.queries.settlements import lines_of
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    DeadlineChange,
    DeadlineGround,
    DeliveryState,
    Notice,
    Voucher,
)
from wisselwerk.apps.vouchers.queries import proof as rights
from wisselwerk.apps.vouchers.queries.applications import latest_decision, reasons_of
from wisselwerk.apps.vouchers.queries.lines import main_lines
from wisselwerk.apps.vouchers.services import (
    deliver_notice,
    extend_voucher,
    lapse_vouchers,
    redeem_voucher,
    remind_holders,
    reverse_redemption,
    submit_application,
)
from wisselwerk.apps.vouchers.terms import TIME_TO_HAND_IN
from wisselwerk.clock import as_if, midnight, today
from wisselwerk.demo.cast import invented_number
from wisselwerk.demo.load import load_partnerships, load_providers
from wisselwerk.demo.payments import (
    approve,
    check_all_invoices,
    director,
    give_accounts,
    give_accounts_of_paid_back,
)
from wisselwerk.demo.settlements import pay_settlement, publish_cost_keys, settle_year
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import months_later
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import Refusal
from wisselwerk.domain.reminder import SHORT_LADDERS, days_of, ladder_on
from wisselwerk.domain.rule import SourcedRule
from wisselwerk.domain.rule.payee import PaidTo, Payee
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.bank_statement import read_bank_statements
from wisselwerk.formats.credit_transfer import CreditTransfer
from wisselwerk.formats.ubl_sample import SampleInvoice, SampleParty, write_invoice


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a story is set: a scheme of the demo, and where its enterprises have their seat."""

    scheme: str
    places: tuple[str, ...]
    rules: tuple[SourcedRule, ...] = ()
    """What the scheme asks besides."""


GENK = ("71016", "71047", "71002", "71067")
PAID_BACK = SourcedRule(Payee(paid_to=PaidTo.HOLDER), "Verzonnen: geen van beide regelingen betaalt terug")
STORIES: dict[str, Setting] = {
    "zuidoost-limburg": Setting("zuidoost-limburg", ("73083", "73006", "73032", "73066", "73109")),
    "genk": Setting("genk", GENK),
    "genk-paid-back": Setting("genk", GENK, (PAID_BACK,)),
}
"""The stories by name. In the last the enterprises pay the providers, and the municipality pays the enterprises back."""

OUTSIDE = "11002"
"""Antwerpen, which takes part in neither."""

FIRST_SERIAL = 5000
AWARDED = 34


@dataclass(slots=True)
class Story:
    """One scheme while it is being played."""

    scheme: Scheme
    places: tuple[str, ...]
    providers: list[Provider]
    refusals: Counter[str] = field(default_factory=Counter)

    def apply(self, serial: int, place: str, number: str | None = None) -> Application:
        """One enterprise asks for a voucher with one of the providers."""
        provider = self.providers[serial % len(self.providers)]
        asked = submit_application(
            SYSTEM,
            scheme=self.scheme,
            enterprise_number=number or invented_number(FIRST_SERIAL + serial),
            email=f"onderneming{serial}@verzonnen.example",
            provider=provider.organisation.enterprise_number,
            declarations={"municipality": place},
        )
        decision = latest_decision(asked)
        if decision is not None and asked.state == ApplicationState.REFUSED:
            self.refusals.update(reason.code.value for reason in reasons_of(decision))
        return asked

    def redeem(self, voucher: Voucher, net_cents: int, number: str) -> Any:
        """One invoice on a voucher; a refusal is counted and gives None."""
        try:
            return redeem_voucher(SYSTEM, code=voucher.code, data=_invoice(voucher, net_cents, number))
        except Refusal as refusal:
            self.refusals.update([refusal.code.value])
            return None


def play(name: str) -> dict[str, Any]:
    """Play the story of this name in the current, empty database; gives the report of ``wisselwerk story --json``.

    Raises:
        KeyError: there is no story of this name.
    """
    setting = STORIES[name]
    load_providers()
    load_partnerships(today())
    publish_cost_keys(setting.rules)
    scheme = Scheme.objects.get(slug=setting.scheme)
    story = Story(scheme, setting.places, list(recognised_providers(today())))
    vouchers = list(_awarded(story))
    _refused(story)
    _redeemed(story, vouchers)
    _ended(vouchers)
    _paid(story)
    return _report(story, _settled(scheme))


def _awarded(story: Story) -> Iterator[Voucher]:
    for serial in range(AWARDED):
        yield story.apply(serial, story.places[serial % len(story.places)]).voucher


def _refused(story: Story) -> None:
    story.apply(0, story.places[0])
    story.apply(AWARDED, OUTSIDE)
    story.apply(AWARDED + 1, story.places[0], story.providers[0].organisation.enterprise_number)


def _redeemed(story: Story, vouchers: list[Voucher]) -> None:
    """Most are used at once, some too low at first, one is undone, and the last five are left to lapse."""
    for serial, voucher in enumerate(vouchers[:-5]):
        needed = voucher.amount_cents + voucher.own_contribution_cents
        if serial % 7 == 3:
            # Where own money is asked this is too low and refused; where none is, it uses a part.
            story.redeem(voucher, needed - 5_000, f"{serial}-a")
        done = story.redeem(voucher, needed + serial * 1_000, f"{serial}-b")
        if serial == 0:
            # The same invoice once more, on a voucher for the same provider.
            story.redeem(vouchers[len(story.providers)], needed, "0-b")
            reverse_redemption(SYSTEM, redemption=done.id, reason="De factuur is vervangen door een andere.")
            story.redeem(voucher, needed, f"{serial}-c")


def _ended(vouchers: list[Voucher]) -> None:
    """Time passes: two get longer because their provider was ill, the others that were not used lapse.

    Those were reminded in time. Then nobody looks after the system for months, so that the two could not be reminded:
    they do not end, and their last day moves.
    """
    last_day = max(voucher.valid_until for voucher in vouchers)
    later = months_later(last_day, 3)
    for voucher in vouchers[-2:]:
        extend_voucher(SYSTEM, voucher=voucher, until=later, reason="De aanbieder was lang ziek.")
    for day in _nights_before(last_day):
        _night(day)
    stood_still_until = later + TIME_TO_HAND_IN + timedelta(days=20)
    for day in (stood_still_until, stood_still_until + timedelta(days=11)):
        _night(day)


def _nights_before(last_day: date) -> list[date]:
    """The nights in which something happens to a voucher that nobody uses: reminders, and its end."""
    claim = last_day + TIME_TO_HAND_IN
    return [
        *sorted(days_of(ladder_on(last_day), last_day).values()),
        *sorted(days_of(ladder_on(last_day, SHORT_LADDERS), claim).values()),
        claim + timedelta(days=1),
    ]


def _night(day: date) -> None:
    """What background work does in the night that begins ``day``, with a mail server that takes every mail."""
    with as_if(midnight(day) + timedelta(hours=3)):
        remind_holders(SYSTEM, on=day)
        for notice in Notice.objects.filter(state=DeliveryState.WAITING):
            deliver_notice(SYSTEM, notice=notice)
        lapse_vouchers(SYSTEM, on=day)


def _paid(story: Story) -> None:
    """Two batches go to the bank: of the first one payment comes back, and goes again in the second."""
    give_accounts()
    give_accounts_of_paid_back(story.scheme)
    check_all_invoices()
    agreement = agreement_on(story.scheme.partnership_id, today())
    assert agreement is not None, "a scheme that awards has an agreement"
    payer = agreement.managing_municipality
    signs = director(payer, Role.FINANCIAL_DIRECTOR)
    first = order_of(approve(payer))
    unlucky = first.payments[0].end_to_end_id
    _booked(signs, first, returned=[unlucky])
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    look_at_line(signs, line=line, text="Gebeld met de bank: een storing, de rekening is goed.")
    _booked(signs, order_of(approve(payer)))


def _settled(scheme: Scheme) -> YearSettlement:
    """The members settle the year, and each pays what it owes."""
    settlement = settle_year(scheme)
    pay_settlement(settlement)
    return settlement


def _booked(actor: Actor, order: CreditTransfer, returned: Collection[str] = ()) -> None:
    data = write_statement(order, statement_id=order.message_id, booked_on=today(), returned=returned)
    for statement in read_bank_statements(io.BytesIO(data), today()):
        read_statement(actor, statement=statement)


def _invoice(voucher: Voucher, net_cents: int, number: str) -> bytes:
    provider = voucher.provider
    assert provider is not None
    return write_invoice(
        SampleInvoice(
            number=f"V-{number}",
            issued_on=today(),
            supplier=_party(provider.organisation.name, provider.organisation.enterprise_number),
            buyer=_party("Verzonnen onderneming", voucher.holder.enterprise_number),
            description="Kennismaking",
            net_cents=Cents(net_cents),
            payment_terms="Te betalen binnen 30 dagen.",
        )
    )


def _party(name: str, number: str | None) -> SampleParty:
    return SampleParty(name=name, enterprise_number=number or "", city="Genk")


def _report(story: Story, settlement: YearSettlement) -> dict[str, Any]:
    lines = main_lines(story.scheme, today().year)
    found = [
        *differences(),
        *rights.differences(),
        *payouts.differences(),
        *settlements.differences(),
    ]
    return {
        "scheme": story.scheme.slug,
        "year": lines.year,
        "budget_cents": lines.budget_cents,
        "left_cents": lines.left_cents,
        "reserved_cents": lines.reserved_cents,
        "settled_cents": lines.settled_cents,
        "released_cents": lines.released_cents,
        "payees": Payment.objects.values("to_account__organisation").distinct().count(),
        "paid_cents": paid_cents(story.scheme),
        "applications": lines.applications,
        "vouchers": lines.vouchers,
        "redemptions": lines.redemptions,
        "reminders": Notice.objects.filter(state=DeliveryState.MAILED).count(),
        "last_days_moved": DeadlineChange.objects.filter(ground=DeadlineGround.NOT_REMINDED).count(),
        "refusals": dict(sorted(story.refusals.items())),
        "settlement": _statement(settlement),
        "balanced": lines.is_balanced and not found,
    }


def _statement(settlement: YearSettlement) -> dict[str, Any]:
    """What the members bore and owed; ``owes_cents`` sums to zero."""
    shares = [line.share for line in lines_of(settlement)]
    return {
        "year": settlement.year,
        "total_cents": settlement.total_cents,
        "managing_municipality": settlement.managing_municipality.name,
        "members": [
            {
                "member": one.member.name,
                "nis_code": one.member.nis_code,
                "borne_cents": one.borne_cents,
                "paid_cents": one.paid_cents,
                "owes_cents": one.owes_cents,
            }
            for one in shares
        ],
        "owed_between_members_cents": sum(one.owes_cents for one in shares),
    }
