"""What happened, as a reader tells it: one table from the name of a command to a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.queries import Event as Done
from wisselwerk.apps.vouchers.queries import Refused
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.actor import ActorKind
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.web.pieces import Event
from wisselwerk.wording import day, money, sentence


class Told(NamedTuple):
    """How a command is told, and in which tone."""

    title: str
    tone: str = ""


TOLD: Mapping[str, Told] = {
    "submit_application": Told(gettext_noop("Applied")),
    "enter_application": Told(gettext_noop("Applied by telephone, entered by the coordinator")),
    "confirm_application": Told(gettext_noop("Mail address confirmed")),
    "request_review": Told(gettext_noop("Asked to look again"), "warning"),
    "decide_application": Told(gettext_noop("Decided by a person")),
    "review_refusal": Told(gettext_noop("Looked at again by a person")),
    "accept_invoice": Told(gettext_noop("Invoice accepted that breaks an official rule")),
    "contest_voucher": Told(gettext_noop("Contested by the business: put on hold"), "warning"),
    "resume_voucher": Told(gettext_noop("Free to use again"), "success"),
    "revoke_voucher": Told(gettext_noop("Withdrawn"), "danger"),
    "extend_voucher": Told(gettext_noop("Got more time"), "success"),
    "lapse_voucher": Told(gettext_noop("Lapsed: what was left went back to the budget"), "danger"),
}
"""Redeeming and reversing are told from the redemptions themselves, which know the amounts."""


HANDED_IN_BY: Mapping[ActorKind, str] = {
    ActorKind.PERSON: gettext_noop("a person who was signed in"),
    ActorKind.KEY: gettext_noop("software, with a key"),
    ActorKind.SYSTEM: gettext_noop("the system"),
    ActorKind.ANONYMOUS: gettext_noop("somebody unknown"),
}
"""Who is no more than that on a page: a name is nobody else's business."""

DECIDING = frozenset(
    {
        "submit_application",
        "enter_application",
        "confirm_application",
        "decide_application",
        "review_refusal",
    }
)
"""The commands that can end in an award: of a voucher that is there, the last of them did."""


def timeline_of(
    voucher: Voucher,
    done: Sequence[Done],
    payments: Iterable[Payment] = (),
    refused: Iterable[Refused] = (),
) -> list[Event]:
    """What happened with a voucher, oldest first; ``payments`` are those of its redemptions, with the lines of the bank."""
    redemptions = voucher.redemptions.all()
    events = [
        *_told(done),
        *_awarded(voucher, done),
        *_redeemed(redemptions),
        *_refused(refused),
        *_paid(payments),
    ]
    return sorted(events, key=lambda event: _instant(event.at))


def _awarded(voucher: Voucher, done: Iterable[Done]) -> Iterator[Event]:
    for one in [one for one in done if one.command in DECIDING][-1:]:
        yield Event(one.at, _("Awarded: {amount}").format(amount=money(voucher.amount_cents)), tone="success")


def _told(done: Iterable[Done]) -> Iterator[Event]:
    for one in done:
        if one.command in TOLD:
            title, tone = TOLD[one.command]
            yield Event(one.at, _(title), tone=tone)


def _refused(refused: Iterable[Refused]) -> Iterator[Event]:
    for one in refused:
        title = ngettext(
            "Invoice refused, handed in by {who}",
            "Invoice refused, handed in {times} times, last by {who}",
            one.times,
        )
        who = _(HANDED_IN_BY[ActorKind(one.actor.partition(":")[0])])
        text = " ".join(sentence(reason) for reason in one.reasons)
        yield Event(one.at, title.format(times=one.times, who=who), text, "danger")


def _paid(payments: Iterable[Payment]) -> Iterator[Event]:
    for one in payments:
        amount, payee = money(one.amount_cents), one.to_account.organisation
        if one.state == PaymentState.PLANNED and one.batch.signed_at is not None:
            title = _("{amount} goes to {payee} by bank").format(amount=amount, payee=payee)
            text = _("The bank is asked to pay on {day}.").format(day=day(one.batch.pay_on))
            yield Event(one.batch.signed_at, title, text, "info")
        for line in one.bank_lines.all():
            at = line.booked_on or line.file.read_at
            if line.meaning == Meaning.PAID:
                yield Event(
                    at, _("{amount} paid to {payee}").format(amount=amount, payee=payee), tone="success"
                )
            elif line.meaning in {Meaning.RETURNED, Meaning.REFUSED}:
                title = _("The bank could not pay {amount} to {payee}").format(amount=amount, payee=payee)
                text = _("The local government looks into it and pays again.")
                yield Event(at, title, text, "warning")


def _instant(at: date | datetime) -> datetime:
    """When to tell it: a day without an hour comes after what happened that day."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.max, BRUSSELS)


def _redeemed(redemptions: Iterable[Redemption]) -> Iterator[Event]:
    for one in redemptions:
        if not hasattr(one, "remains_of"):
            yield _handed_in(one)
        if hasattr(one, "credit_note"):
            yield _credited(one)
        elif one.is_reversed:
            undone = _("Invoice {number} undone: {amount} came back").format(
                number=one.invoice_number, amount=money(one.voucher_part_cents)
            )
            yield Event(one.reversal.reversed_at, undone, tone="warning")


def _credited(undone: Redemption) -> Event:
    note = undone.credit_note
    pays = note.replacement.voucher_part_cents if note.replacement else 0
    title = _("Credit note handed in: {amount} of invoice {number} no longer counts").format(
        amount=money(note.credited_cents), number=undone.invoice_number
    )
    text = _(
        "Credit note {number} of {day}. The voucher paid {before} of the invoice, and now pays {after}."
    ).format(
        number=note.number,
        day=day(note.issued_on),
        before=money(undone.voucher_part_cents),
        after=money(pays),
    )
    return Event(note.at, title, text, "warning")


def _handed_in(one: Redemption) -> Event:
    title = _("Invoice handed in: the voucher pays {amount}").format(amount=money(one.voucher_part_cents))
    text = _("Invoice {number} of {day}, {payee}").format(
        number=one.invoice_number, day=day(one.invoice_issued_on), payee=one.payee
    )
    return Event(one.redeemed_at, title, text, "success")
