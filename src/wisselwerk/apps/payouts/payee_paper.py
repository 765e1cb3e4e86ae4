"""What a payee is told of its money, in the reader's language: that something counted, or that an account number lacks."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from wisselwerk.apps.payouts.claim_paper import BY_POST, addressee, sender_lines, why_undone
from wisselwerk.apps.payouts.models import BankLine, PayeeNotice, Payment
from wisselwerk.apps.payouts.queries.claims import Claim
from wisselwerk.apps.payouts.queries.keepers import looked_after_by
from wisselwerk.apps.payouts.queries.payable import due_to
from wisselwerk.apps.vouchers.paper import recipient_of
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.clock import day_of, today
from wisselwerk.formats import structured_reference
from wisselwerk.formats.paper import NoticePaper
from wisselwerk.formats.paper.letter import Remedy
from wisselwerk.wording import day, money, name_of, whom_to_ask


def payee_paper(notice: PayeeNotice, *, url: str, demo: str = "") -> NoticePaper:
    """What stands in the mail and in the letter. ``url`` is where an account number is given; ``demo`` what a demo says."""
    line = notice.line
    dated = day_of(notice.at) if notice.state in DELIVERED else today()
    by_post = notice.state in BY_POST
    if line is not None and line.payment is not None:
        subject, paragraphs, facts = _of_set_off(notice, line, line.payment)
        contacts = [line.payment.redemption.voucher.scheme.partnership]
    else:
        subject, paragraphs, facts = _of_account(notice, url)
        contacts = looked_after_by(notice.payee_id)
    return NoticePaper(
        language=get_language() or "nl",
        sender=notice.payer.name,
        address=sender_lines(notice.payer) if by_post else (),
        recipient=addressee(notice.payee) if by_post else recipient_of(notice.payee),
        dated=day(dated),
        reference=f"WW-G-{notice.asked_on.year}-{notice.pk:06}",
        subject=subject,
        paragraphs=tuple(paragraphs),
        facts=facts,
        remedies=(
            Remedy(
                gettext("Ask to look again"),
                gettext(
                    "Tell the coordinator why you do not agree. Name the reference of this letter. It costs nothing, and a "
                    "person looks at it."
                ),
            ),
        ),
        contact=" ".join(whom_to_ask(one) for one in contacts),
        notice=demo,
        made_on=dated,
    )


def _of_set_off(
    notice: PayeeNotice, line: BankLine, payment: Payment
) -> tuple[str, Iterator[str], tuple[tuple[str, str], ...]]:
    cents = abs(line.amount_cents or 0)
    counts = (line.amount_cents or 0) > 0
    left = _left_after(line, payment)
    title = (
        gettext("We counted {amount} with what you have to pay back")
        if counts
        else gettext("{amount} counts no more for what you have to pay back")
    )
    facts = (
        (gettext("Asked back"), money(payment.amount_cents)),
        (gettext("Counted") if counts else gettext("Counts no more"), money(cents)),
        (gettext("Still to pay back"), money(left)),
        (gettext("Structured reference"), structured_reference.show(payment.reference)),
    )
    return title.format(amount=money(cents)), _why_set_off(notice, line, payment, left), facts


def _why_set_off(notice: PayeeNotice, line: BankLine, payment: Payment, left: int) -> Iterator[str]:
    redemption, amount = payment.redemption, money(abs(line.amount_cents or 0))
    yield gettext("This is about invoice {number} of {day}, of which {payer} asks {asked} back.").format(
        number=redemption.invoice_number,
        day=day(redemption.invoice_issued_on),
        payer=notice.payer.name,
        asked=money(payment.amount_cents),
    )
    why = why_undone(Claim(payment))
    if why:
        yield gettext("Why: {reason}").format(reason=why)
    on = day(line.file.read_at)
    if (line.amount_cents or 0) > 0:
        yield gettext(
            "For the same invoice we owed you {amount}: more came in from you than you had to pay, or the bank had paid you too "
            "little. On {day} we counted that with what you have to pay back. So you pay that much less, and we do not pay it "
            "to your account."
        ).format(amount=amount, day=on)
    else:
        yield gettext(
            "We told you that {amount} counted for it. On {day} that was taken back, as it had been recorded by mistake."
        ).format(amount=amount, day=on)
    yield (
        gettext(
            "You still have to pay {amount} back. How, and by when, stands in the mail or letter that asks for it."
        ).format(amount=money(left))
        if left
        else gettext("With that, everything is back. You need not do anything.")
    )


def _left_after(line: BankLine, payment: Payment) -> int:
    """What was still asked back once this counted, or counted no more."""
    parts = [one for one in Claim(payment).parts if one.pk <= line.pk]
    return payment.amount_cents - sum(one.amount_cents or 0 for one in parts)


def _of_account(notice: PayeeNotice, url: str) -> tuple[str, Iterator[str], tuple[tuple[str, str], ...]]:
    subject = gettext("Give another account number") if notice.account else gettext("Give an account number")
    cents = due_to(notice.payee, notice.payer, today())
    facts = ((gettext("To be paid to you"), money(cents)),) if cents else ()
    return subject, _why_account(notice, cents, url), facts


def _why_account(notice: PayeeNotice, cents: int, url: str) -> Iterator[str]:
    payee, payer = name_of(notice.payee), notice.payer.name
    if notice.account is not None:
        yield gettext(
            "The bank says that it does not pay {payee} on the account that ends in {ending}. The account may be closed or "
            "blocked, or the number is not right."
        ).format(payee=payee, ending=notice.account.iban[-4:])
    else:
        yield gettext("{payer} has no account number of {payee} on which it can pay.").format(
            payer=payer, payee=payee
        )
    if cents:
        yield gettext("The money stays due to you. It is paid after you gave an account number.")
    yield gettext(
        "Have somebody who acts for {payee} sign in with a mail address and give the number at {url}. Does nobody do that yet? "
        "Ask the coordinator to have one of you act for {payee}."
    ).format(payee=payee, url=url)
    yield gettext("Give the number nowhere else: we never ask for it by mail or by telephone.")
