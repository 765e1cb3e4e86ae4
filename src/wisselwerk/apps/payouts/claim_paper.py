"""What a payee is told that has to pay back, in the reader's language: the mail and the letter say the same."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language, gettext

from wisselwerk.apps.enterprises.queries import seat_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.queries.claims import Claim
from wisselwerk.apps.vouchers.models import DeliveryState, Redemption
from wisselwerk.apps.vouchers.paper import recipient_of
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.clock import day_of, today
from wisselwerk.domain.money import Cents
from wisselwerk.formats import iban, structured_reference
from wisselwerk.formats.paper import NoticePaper
from wisselwerk.formats.paper.letter import Remedy
from wisselwerk.wording import day, enterprise_number, money, whom_to_ask

BY_POST = frozenset({DeliveryState.TO_POST, DeliveryState.MAIL_REFUSED, DeliveryState.POSTED})
"""How far something is that is printed and sent: then it has to say where to."""


def claim_paper(claim: Claim, notice: ClaimNotice, *, demo: str = "") -> NoticePaper:
    """What stands in the mail and in the letter. ``demo`` is what a demo says of itself."""
    payment = claim.payment
    # A letter bears the day on which it goes.
    dated = day_of(notice.at) if notice.state in DELIVERED else today()
    payer = payment.batch.payer
    is_first = claim.notices[0].pk == notice.pk
    amount, until = money(_open_at(claim, notice)), day(notice.told_until)
    by_post = notice.state in BY_POST
    title = (
        gettext("Pay {amount} back by {day}") if is_first else gettext("Reminder: pay {amount} back by {day}")
    )
    return NoticePaper(
        language=get_language() or "nl",
        sender=payer.name,
        address=sender_lines(payer) if by_post else (),
        recipient=addressee(payment.redemption.payee) if by_post else recipient_of(payment.redemption.payee),
        dated=day(dated),
        reference=f"WW-T-{notice.asked_on.year}-{notice.pk:06}",
        subject=title.format(amount=amount, day=until),
        paragraphs=tuple(_paragraphs(claim, notice)),
        facts=(
            (gettext("Amount"), amount),
            (gettext("Pay by"), until),
            (gettext("To account"), _account(claim, dated)),
            (gettext("In the name of"), payer.name),
            (gettext("Structured reference"), structured_reference.show(payment.reference)),
        ),
        remedies=(
            Remedy(
                gettext("Ask to look again"),
                gettext(
                    "Tell the coordinator why you do not agree, or that you cannot pay at once. Name the reference of this "
                    "letter. It costs nothing, and a person looks at it."
                ),
            ),
        ),
        contact=whom_to_ask(payment.redemption.voucher.scheme.partnership),
        notice=demo,
        made_on=dated,
    )


def why_undone(claim: Claim) -> str:
    """Why the redemption was undone: a credit note, or the words of who did it; empty once those have been erased."""
    redemption = claim.payment.redemption
    note = getattr(redemption, "credit_note", None)
    if note is not None:
        return gettext("Credit note {number} of {day}.").format(number=note.number, day=day(note.issued_on))
    why = getattr(redemption.reversal, "why", None)
    return why.text if why else ""


def sender_lines(payer: Organisation) -> tuple[str, ...]:
    """The number of who sends it, and room for the address."""
    return (*_number(payer), *_by_hand())


def addressee(payee: Organisation) -> tuple[str, ...]:
    """Who it goes to and where, as far as that is known: no street is kept here of anybody."""
    seat = seat_of(payee.enterprise_number) if payee.enterprise_number else ""
    return (*recipient_of(payee), *_by_hand(), *filter(None, [seat]))


def _number(payer: Organisation) -> tuple[str, ...]:
    return (enterprise_number(payer.enterprise_number),) if payer.enterprise_number else ()


def _by_hand() -> tuple[str, ...]:
    """A line for who prints the letter."""
    return (gettext("Address, to fill in by hand:"), "." * 40)


def _paragraphs(claim: Claim, notice: ClaimNotice) -> Iterator[str]:
    redemption = claim.payment.redemption
    yield gettext(
        "{payer} paid you {amount} for invoice {number} of {day}, because a voucher of {scheme} paid a part of it."
    ).format(
        payer=claim.payment.batch.payer.name,
        amount=money(claim.payment.amount_cents),
        number=redemption.invoice_number,
        day=day(redemption.invoice_issued_on),
        scheme=redemption.voucher.scheme.name,
    )
    yield _what_counts(redemption)
    counted = claim.counted_at(notice.at if notice.state in DELIVERED else None)
    back = claim.payment.amount_cents - _open_at(claim, notice) - counted
    if back:
        yield gettext("Of that you paid back {amount} already.").format(amount=money(back))
    if counted:
        yield gettext(
            "We owed you {amount} for this invoice: more came in from you, or the bank had paid you too little. That counted "
            "first."
        ).format(amount=money(counted))
    why = why_undone(claim)
    if why:
        yield gettext("Why: {reason}").format(reason=why)
    yield gettext(
        "Use the structured reference exactly as it stands here, and for nothing else: then we find your payment by "
        "itself. You may pay in parts. Did you pay already? Then you need not do anything."
    )
    if notice.told_until != notice.deadline:
        yield gettext("You had to pay by {was}. You were not told twice in time, so it is now {day}.").format(
            was=day(notice.deadline), day=day(notice.told_until)
        )


def _open_at(claim: Claim, notice: ClaimNotice) -> Cents:
    """What it asks: read again later, a letter still says what it said when it left."""
    return claim.open_at(notice.at) if notice.state in DELIVERED else claim.open_cents


def _what_counts(redemption: Redemption) -> str:
    undone_on, left = day(redemption.reversal.reversed_at), redemption.remainder
    if left is None:
        return gettext(
            "On {day} that was undone: the invoice no longer counts for the voucher. So we ask this money back."
        ).format(day=undone_on)
    return gettext(
        "On {day} that was undone: a credit note took back a part of the invoice. So we ask this money back. Of what "
        "still counts of the invoice the voucher pays {amount}. That is paid separately: do not take it off."
    ).format(day=undone_on, amount=money(left.voucher_part_cents))


def _account(claim: Claim, on: date) -> str:
    """The account of who pays that can be used; else the one that it was paid from."""
    account = account_on(claim.payment.batch.payer, on) or claim.payment.batch.from_account
    return iban.show(account.iban)
