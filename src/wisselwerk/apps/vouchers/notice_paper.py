"""What a holder is told about a voucher, in the reader's language: the mail and the letter say the same."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from wisselwerk.apps.vouchers.models import DeadlineGround, Notice, NoticeAbout, RemarkSubject
from wisselwerk.apps.vouchers.paper import granting_body_of, recipient_of
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.clock import day_of, today
from wisselwerk.domain.voucher import show_code
from wisselwerk.formats.paper import NoticePaper
from wisselwerk.formats.paper.letter import APPEAL_TEXT, APPEAL_TITLE, Remedy
from wisselwerk.wording import day, money, whom_to_ask


def notice_paper(notice: Notice, *, demo: str = "") -> NoticePaper:
    """What stands in the mail and in the letter. ``demo`` is what a demo says of itself."""
    voucher = notice.voucher
    # A letter bears the day on which it goes.
    dated = day_of(notice.at) if notice.state in DELIVERED else today()
    return NoticePaper(
        language=get_language() or "nl",
        sender=granting_body_of(voucher),
        recipient=recipient_of(voucher.holder),
        dated=day(dated),
        reference=reference(notice),
        subject=subject(notice),
        paragraphs=tuple(_paragraphs(notice)),
        facts=(
            (gettext("Scheme"), voucher.scheme.name),
            (gettext("Code of the voucher"), show_code(voucher.code)),
        ),
        remedies=tuple(_remedies(notice)),
        contact=whom_to_ask(voucher.scheme.partnership),
        notice=demo,
        made_on=dated,
    )


def reference(notice: Notice) -> str:
    """How it is named in letters."""
    return f"WW-B-{notice.asked_on.year}-{notice.pk:06}"


def subject(notice: Notice) -> str:
    """What it is about, in one line."""
    if notice.about == NoticeAbout.REVOCATION:
        return gettext("Your voucher was withdrawn")
    assert notice.told_until is not None, "a reminder tells a last day"
    said = (
        gettext("Hand in your invoice by {day}")
        if notice.about == NoticeAbout.CLAIM
        else gettext("Use your voucher by {day}")
    )
    return said.format(day=day(notice.told_until))


def _paragraphs(notice: Notice) -> Iterator[str]:
    if notice.about == NoticeAbout.REVOCATION:
        yield gettext(
            "We withdrew this voucher. You cannot use it any more. What was paid from it stays paid."
        )
        yield from _reason(notice, RemarkSubject.REVOCATION)
        return
    until = day(notice.told_until) if notice.told_until else ""
    left = money(notice.voucher.account.balance_cents)
    if notice.about == NoticeAbout.CLAIM:
        yield gettext(
            "There is still {left} on your voucher. Did the provider send you an invoice in time? Then hand it in by {day}."
        ).format(left=left, day=until)
        yield gettext("After that day the voucher ends. You cannot use what is left on it any more.")
    else:
        yield gettext(
            "There is still {left} on your voucher. You can use it up to and including {day}: that is the last day that "
            "the invoice may bear."
        ).format(left=left, day=until)
        yield gettext("After that day you have {days} days more to hand the invoice in.").format(
            days=notice.voucher.claim_days
        )
    if notice.told_until != notice.deadline:
        yield gettext(
            "Your last day was {was}. We had not reminded you twice in time, so it is now {day}. You need not do anything "
            "for that."
        ).format(was=day(notice.deadline) if notice.deadline else "", day=until)
    if is_release(notice):
        yield gettext("Your voucher was valid for longer. It was decided that it ends sooner.")
        yield from _reason(notice, RemarkSubject.RELEASE)


def is_release(notice: Notice) -> bool:
    """Whether it reminds of a day that was decided to be sooner than the voucher said."""
    if notice.about != NoticeAbout.LAST_DAY or notice.deadline is None:
        return False
    released = notice.voucher.deadline_changes.filter(ground=DeadlineGround.RELEASED)
    return released.filter(becomes=notice.deadline).exists()


def _reason(notice: Notice, subject: RemarkSubject) -> Iterator[str]:
    """The words of who decided it; none once they have been erased."""
    said = notice.voucher.application.remarks.filter(subject=subject).exclude(text="").order_by("-at").first()
    if said is not None:
        yield gettext("Why: {reason}").format(reason=said.text)


def _remedies(notice: Notice) -> Iterator[Remedy]:
    """What can be done against a decision; a reminder is none."""
    if notice.about != NoticeAbout.REVOCATION and not is_release(notice):
        return
    yield Remedy(
        gettext("Ask to look again"),
        gettext(
            "Tell the coordinator why you do not agree, or that you need more time. Name the reference. It costs nothing, "
            "and a person looks at it. It does not stop the term for an appeal to the Council of State."
        ),
    )
    yield Remedy(gettext(APPEAL_TITLE), gettext(APPEAL_TEXT))
