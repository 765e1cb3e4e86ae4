"""What happened, as a reader tells it: one table from the name of a command to a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wisselwerk.apps.payouts.models import Payment
from wisselwerk.apps.vouchers.models import (
    DeadlineGround,
    DeliveryState,
    FulfilmentStep,
    NoticeAbout,
    Redemption,
    Remark,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries import Event as Done
from wisselwerk.apps.vouchers.queries import Refused
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.queries.proofs import SAYING, Proofs
from wisselwerk.apps.vouchers.queries.vouchers import AWARDED
from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.actor import ActorKind
from wisselwerk.domain.fulfilment import FulfilmentVerb
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.domain.refusal import RefusalCode
from wisselwerk.web.pieces import Event
from wisselwerk.wording import day, money, name_of, sentence


class Told(NamedTuple):
    """How a command is told, and in which tone."""

    title: str
    tone: str = ""


ABOUT_A_NOTE = frozenset(code for code in RefusalCode if code.startswith("CREDIT_NOTE_")) - {
    RefusalCode.CREDIT_NOTE_EXPECTED,
    RefusalCode.CREDIT_NOTE_NOT_EXPECTED,
}
"""Refusals of a file that is a credit note, handed in as one."""

TOLD: Mapping[str, Told] = {
    "submit_application": Told(gettext_noop("Applied")),
    "enter_application": Told(gettext_noop("Applied by telephone, entered by the coordinator")),
    "confirm_application": Told(gettext_noop("Mail address confirmed")),
    "request_review": Told(gettext_noop("Asked to look again"), "warning"),
    "decide_application": Told(gettext_noop("Decided by a person")),
    "review_refusal": Told(gettext_noop("Looked at again by a person")),
    "ask_delivery": Told(gettext_noop("The business was asked whether it was delivered")),
    "confirm_delivery": Told(gettext_noop("The business says that it was delivered"), "success"),
    "dispute_delivery": Told(
        gettext_noop("The business says that it was not delivered, or not as agreed"), "warning"
    ),
    "find_delivered": Told(gettext_noop("Dispute settled: it was delivered after all"), "success"),
    "withdraw_dispute": Told(gettext_noop("Dispute withdrawn by the business")),
    "hold_delivery": Told(gettext_noop("Voucher on hold: the days to answer stand still"), "warning"),
    "resume_delivery": Told(gettext_noop("Voucher on hold no longer: the days to answer go on")),
    "state_receipt": Told(gettext_noop("The provider received the own part of the business"), "success"),
    "see_bank_proof": Told(
        gettext_noop("The coordinator saw proof that the business paid its own part"), "success"
    ),
    "evaluate_as_business": Told(gettext_noop("The business said how it went"), "success"),
    "evaluate_as_provider": Told(gettext_noop("The provider said how it went"), "success"),
    "waive_evaluation": Told(gettext_noop("The coordinator went on without the answer of a side"), "warning"),
    "accept_invoice": Told(gettext_noop("Invoice accepted that breaks an official rule")),
    "warn_of_recognition": Told(
        gettext_noop("The holder was warned that the recognition of the provider ends"), "warning"
    ),
    "contest_voucher": Told(gettext_noop("Contested by the business: put on hold"), "warning"),
    "resume_voucher": Told(gettext_noop("Free to use again"), "success"),
    "revoke_voucher": Told(gettext_noop("Withdrawn"), "danger"),
    "extend_voucher": Told(gettext_noop("Got more time"), "success"),
    "lapse_voucher": Told(gettext_noop("Lapsed: what was left went back to the budget"), "danger"),
}
"""Redeeming and reversing are told from the redemptions themselves, which know the amounts."""


REMINDED: Mapping[str, str] = {
    NoticeAbout.LAST_DAY: gettext_noop("Reminded: use it by {day}"),
    NoticeAbout.CLAIM: gettext_noop("Reminded: hand the invoice in by {day}"),
}
NOT_LEFT: Mapping[str, str] = {
    NoticeAbout.LAST_DAY: gettext_noop(
        "A reminder of the last day. Until it leaves, the voucher does not end."
    ),
    NoticeAbout.CLAIM: gettext_noop(
        "A reminder of the last day to hand in. Until it leaves, the voucher does not end."
    ),
    NoticeAbout.REVOCATION: gettext_noop("It tells why the voucher was withdrawn."),
}
MOVED: Mapping[str, str] = {
    NoticeAbout.LAST_DAY: gettext_noop("Last day moved from {was} to {day}"),
    NoticeAbout.CLAIM: gettext_noop("Last day to hand in moved from {was} to {day}"),
}
HANDED_IN_BY: Mapping[ActorKind, str] = {
    ActorKind.PERSON: gettext_noop("a person who was signed in"),
    ActorKind.KEY: gettext_noop("software, with a key"),
    ActorKind.SYSTEM: gettext_noop("the system"),
    ActorKind.ANONYMOUS: gettext_noop("somebody unknown"),
}
"""Who is no more than that on a page: a name is nobody else's business."""

EXPLAINED: Mapping[str, RemarkSubject] = {
    "accept_invoice": RemarkSubject.ACCEPTANCE,
    "contest_voucher": RemarkSubject.CONTEST,
    "resume_voucher": RemarkSubject.CONTEST,
    "revoke_voucher": RemarkSubject.REVOCATION,
    "extend_voucher": RemarkSubject.EXTENSION,
}
"""What a coordinator does with a reason, and what the words are about."""


def timeline_of(
    voucher: Voucher,
    done: Sequence[Done],
    payments: Iterable[Payment] = (),
    refused: Iterable[Refused] = (),
    remarks: Sequence[Remark] = (),
) -> list[Event]:
    """What happened with a voucher, oldest first.

    ``payments`` are those of its redemptions, with the lines of the bank; ``remarks`` why things were done, for who may
    read that.
    """
    redemptions = voucher.redemptions.all()
    events = [
        *_told(done, _reasons(done, remarks)),
        *_awarded(voucher, done),
        *_redeemed(redemptions, {one.reversal_id: one.text for one in remarks}),
        *_refused(refused),
    ]
    events += [*_reminded(voucher), *_moved(voucher)]
    told = [(_instant(event.at), event) for event in events] + list(_paid(payments))
    return [event for _, event in sorted(told, key=lambda one: one[0])]


def said_of(known: Proofs) -> list[Event]:
    """What was said of one delivery, oldest first, with the words that came with it and until when can be answered."""
    return [_said(step) for step in known.steps]


def _said(step: FulfilmentStep) -> Event:
    title, tone = TOLD[SAYING[FulfilmentVerb(step.verb)]]
    text = step.remark.text or _("erased") if step.remark else ""
    if step.until is not None:
        last_day = _("It can answer up to and including {day}.").format(day=day(step.until))
        text = f"{text} {last_day}".strip()
    return Event(step.at, _(title), text, tone)


def _awarded(voucher: Voucher, done: Iterable[Done]) -> Iterator[Event]:
    for one in [one for one in done if one.command == AWARDED][-1:]:
        yield Event(one.at, _("Awarded: {amount}").format(amount=money(voucher.amount_cents)), tone="success")


def _reminded(voucher: Voucher) -> Iterator[Event]:
    """What the holder was told of its end, and what did not arrive: that reminded nobody."""
    for one in voucher.notices.all():
        if one.state not in DELIVERED:
            yield Event(one.at, _("A letter has not left yet"), _(NOT_LEFT[one.about]), "warning")
            continue
        by_post = one.state == DeliveryState.POSTED
        text = _("By post") if by_post else _("By mail; the mail server took it")
        if one.told_until is None:
            yield Event(one.at, _("Told why it was withdrawn"), text, "info")
        else:
            title = _(REMINDED[one.about]).format(day=day(one.told_until))
            yield Event(one.at, title, text, "info")


def _moved(voucher: Voucher) -> Iterator[Event]:
    """Days that moved without anybody asking; what a coordinator gave is told by its command."""
    for one in voucher.deadline_changes.all():
        if one.ground == DeadlineGround.NOT_REMINDED:
            title = _(MOVED[one.about]).format(was=day(one.was), day=day(one.becomes))
            text = _("There had not been two reminders in time, so nothing was lost.")
            yield Event(one.at, title, text, "success")
        elif one.ground == DeadlineGround.RELEASED:
            title = _("Decided: it ends sooner, on {day}").format(day=day(one.becomes))
            yield Event(one.at, title, _("It was valid until {was}.").format(was=day(one.was)), "warning")


def _told(done: Iterable[Done], reasons: Mapping[Done, str]) -> Iterator[Event]:
    for one in done:
        if one.command in TOLD:
            title, tone = TOLD[one.command]
            yield Event(one.at, _(title), reasons.get(one, ""), tone)


def _reasons(done: Sequence[Done], remarks: Iterable[Remark]) -> dict[Done, str]:
    """Why each was done: words are written together with what they explain, so they belong to the nearest of its kind."""
    reasons = {}
    for remark in remarks:
        explained = [one for one in done if EXPLAINED.get(one.command) == remark.subject]
        if explained:
            nearest = min(explained, key=lambda one: abs(one.at - remark.at))
            reasons[nearest] = remark.text
    return reasons


def _refused(refused: Iterable[Refused]) -> Iterator[Event]:
    for one in refused:
        is_note = any(reason.code in ABOUT_A_NOTE for reason in one.reasons)
        title = (
            ngettext(
                "A credit note was looked at that cannot be used, from {who}",
                "A credit note was looked at {times} times that cannot be used, last from {who}",
                one.times,
            )
            if is_note
            else ngettext(
                "An invoice was looked at that cannot be used, from {who}",
                "An invoice was looked at {times} times that cannot be used, last from {who}",
                one.times,
            )
        )
        who = _(HANDED_IN_BY[ActorKind(one.actor.partition(":")[0])])
        text = " ".join(sentence(reason) for reason in one.reasons)
        yield Event(one.at, title.format(times=one.times, who=who), text, "danger")


def _paid(payments: Iterable[Payment]) -> Iterator[tuple[datetime, Event]]:
    """Each with when to tell it: a bank names a day, and what it told that same day was there when its file was read."""
    for one in payments:
        amount, payee = money(one.amount_cents), name_of(one.to_account.organisation)
        if one.state == PaymentState.PLANNED and one.batch.signed_at is not None:
            title = _("{amount} goes to {payee} by bank").format(amount=amount, payee=payee)
            text = _("The bank is asked to pay on {day}.").format(day=day(one.batch.pay_on))
            yield one.batch.signed_at, Event(one.batch.signed_at, title, text, "info")
        for line in one.bank_lines.all():
            at = line.booked_on or line.file.read_at
            when = min(_instant(at), line.file.read_at)
            if line.meaning == Meaning.PAID:
                title = _("{amount} paid to {payee}").format(amount=amount, payee=payee)
                yield when, Event(at, title, tone="success")
            elif line.meaning in {Meaning.RETURNED, Meaning.REFUSED}:
                title = _("The bank could not pay {amount} to {payee}").format(amount=amount, payee=payee)
                text = _("The local government looks into it and pays again.")
                yield when, Event(at, title, text, "warning")


def _instant(at: date | datetime) -> datetime:
    """When to tell it: a day without an hour comes after what happened that day."""
    return at if isinstance(at, datetime) else datetime.combine(at, time.max, BRUSSELS)


def _redeemed(redemptions: Iterable[Redemption], reasons: Mapping[int | None, str]) -> Iterator[Event]:
    for one in redemptions:
        if not hasattr(one, "remains_of"):
            yield _handed_in(one)
        if hasattr(one, "credit_note"):
            yield _credited(one)
        elif one.is_reversed:
            undone = _("Invoice {number} undone: {amount} came back").format(
                number=one.invoice_number, amount=money(one.voucher_part_cents)
            )
            why = reasons.get(one.reversal.pk, "")
            yield Event(one.reversal.reversed_at, undone, why, "warning")


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
    text = _("Invoice {number} of {day}, {supplier}").format(
        number=one.invoice_number, day=day(one.invoice_issued_on), supplier=one.supplier
    )
    return Event(one.redeemed_at, title, text, "success")
