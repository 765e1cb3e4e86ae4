"""Telling a holder something about a voucher: by mail, or by a letter where there is no address or mail does not arrive.

It is on record from the moment that it left, and not before: a mail that the server refuses reminds nobody.
"""

from datetime import date
from functools import partial

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import people_of
from wisselwerk.apps.vouchers.models import DeliveryState, Notice, NoticeAbout, Voucher
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED
from wisselwerk.apps.vouchers.queries.right_proof import proof_of
from wisselwerk.apps.vouchers.services.arrivals import TellTrail, keep_letter, keep_mail
from wisselwerk.apps.vouchers.services.decisions import lock_enterprise
from wisselwerk.clock import now
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role


def ask_notice(
    voucher: Voucher,
    about: NoticeAbout,
    *,
    on: date,
    deadline: date | None = None,
    told_until: date | None = None,
) -> Notice:
    """Have the holder told. Call it inside the transaction of a command that has the voucher locked."""
    person = _to_tell(voucher)
    notice = Notice.objects.create(
        voucher=voucher,
        about=about,
        deadline=deadline,
        told_until=told_until,
        person=person,
        asked_on=on,
        state=DeliveryState.TO_POST if person is None else DeliveryState.WAITING,
        at=now(),
    )
    if person is not None:
        enqueue("send_notice", notice_id=notice.pk)
    return notice


def drop_reminders(voucher: Voucher) -> None:
    """Forget reminders that did not leave: they are about a day that no longer counts. Call it with the voucher locked."""
    waiting = Notice.objects.filter(voucher=voucher).exclude(about=NoticeAbout.REVOCATION)
    waiting.exclude(state__in=DELIVERED).delete()


@command
def deliver_notice(actor: Actor, *, notice: Notice) -> bool:
    """Record that the mail server took it. False when it was delivered before, or is no longer there.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "deliver_notice")
    found = _locked(notice)
    tell = _to_trail(actor, "deliver_notice", notice)
    return found is not None and keep_mail(found, DeliveryState.MAILED, tell)


@command
def refuse_notice(actor: Actor, *, notice: Notice) -> bool:
    """Record that the mail server does not take it: a coordinator sends a letter. False when it no longer waits.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "refuse_notice")
    found = _locked(notice)
    tell = _to_trail(actor, "refuse_notice", notice)
    return found is not None and keep_mail(found, DeliveryState.MAIL_REFUSED, tell)


@command
def post_notice(actor: Actor, *, notice: Notice) -> Notice:
    """Record that its letter was sent by post today, or handed over.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE when it was delivered before.
        Notice.DoesNotExist: the voucher got another last day meanwhile, so that it is no longer true.
    """
    require(actor, "post_notice", notice.voucher.scheme.partnership_id)
    found = _locked(notice)
    if found is None:
        raise Notice.DoesNotExist
    keep_letter(found, _to_trail(actor, "post_notice", found))
    return found


def _to_trail(actor: Actor, done: str, notice: Notice) -> TellTrail:
    return partial(record, actor, done, f"voucher:{notice.voucher_id}", authority=proof_of(notice))


def _locked(notice: Notice) -> Notice | None:
    """The notice as it is now, while nobody else does anything with its voucher."""
    lock_enterprise(notice.voucher.holder_id)
    return Notice.objects.filter(pk=notice.pk).first()


def _to_tell(voucher: Voucher) -> Person | None:
    """Who applied; else somebody who acts for the enterprise. None when nobody has a mail address."""
    applicant = voucher.application.applicant
    if applicant is not None and applicant.email:
        return applicant
    staff = Person.objects.filter(email__isnull=False)
    return staff.filter(pk__in=people_of(voucher.holder_id, Role.HOLDER)).order_by("pk").first()
