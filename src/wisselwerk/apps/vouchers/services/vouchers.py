"""What happens to a voucher between its award and its last use: contest, resume, revoke, extend, shorten, lapse."""

from collections.abc import Iterator
from datetime import date

from wisselwerk.apps.aid.services import correct_aid
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.services import post
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.earlier import awarded_cents, counted_vouchers
from wisselwerk.apps.vouchers.models import (
    DeadlineChange,
    DeadlineGround,
    NoticeAbout,
    RemarkSubject,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.deadlines import CAN_LAPSE, deadlines_of, notice_period
from wisselwerk.apps.vouchers.queries.draws import waiting_lots
from wisselwerk.apps.vouchers.queries.pdf_waiting import is_kept_open
from wisselwerk.apps.vouchers.services.decisions import lock_enterprise, remark
from wisselwerk.apps.vouchers.services.fulfilments import restart_clocks, stop_clocks
from wisselwerk.apps.vouchers.services.notices import ask_notice, drop_reminders
from wisselwerk.apps.vouchers.terms import latest_until
from wisselwerk.clock import today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.aid import EntryKind
from wisselwerk.domain.ledger import Movement, Road
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.domain.rule.enterprise import EnterpriseCeiling, NumberPerEnterprise
from wisselwerk.domain.voucher import Verb, VoucherState, may, state_after


@command
def contest_voucher(actor: Actor, *, voucher: Voucher, reason: str) -> Voucher:
    """Freeze a voucher that its enterprise says it never asked for, after a check; it may then apply itself.

    Days to say whether something was delivered stand still meanwhile: silence is no yes of who contests the voucher.
    When something was paid from it, that has to be undone first: until then the voucher uses up the right to one.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING.
    """
    require(actor, "contest_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    turn(voucher, Verb.FREEZE)
    stop_clocks(actor, voucher)
    remark(actor, voucher.application, RemarkSubject.CONTEST, reason)
    record(actor, "contest_voucher", f"voucher:{voucher.pk}")
    return voucher


@command
def resume_voucher(actor: Actor, *, voucher: Voucher, reason: str) -> Voucher:
    """Free a frozen voucher, when it turns out to be its enterprise's own.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING; ALREADY_HAS_VOUCHER, ALREADY_USED_PROVIDER or
            ENTERPRISE_CEILING when the enterprise got another one meanwhile, so that this one can only be revoked.
    """
    require(actor, "resume_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    if against := tuple(_against_another(voucher)):
        raise Refusal(*against)
    turn(voucher, Verb.UNFREEZE)
    restart_clocks(actor, voucher)
    remark(actor, voucher.application, RemarkSubject.CONTEST, reason)
    record(actor, "resume_voucher", f"voucher:{voucher.pk}")
    return voucher


def _against_another(voucher: Voucher) -> Iterator[Reason]:
    """Why its enterprise may not have this one beside the others it has, judged by the day of its award."""
    rules = rule_set(voucher.rule_set)
    scheme_id, enterprise_id = voucher.scheme_id, voucher.holder_id
    if number := rules.find(NumberPerEnterprise):
        counted = counted_vouchers(
            number,
            scheme_id=scheme_id,
            enterprise_id=enterprise_id,
            provider_id=voucher.provider_id,
            on=voucher.awarded_on,
            besides=voucher.pk,
        )
        if reason := number.against(*counted):
            yield reason
    if ceiling := rules.find(EnterpriseCeiling):
        awarded = awarded_cents(
            scheme_id=scheme_id,
            enterprise_id=enterprise_id,
            year=voucher.awarded_on.year,
            besides=voucher.pk,
        )
        if reason := ceiling.against(awarded, voucher.amount_cents):
            yield reason


@command
def revoke_voucher(actor: Actor, *, voucher: Voucher, reason: str) -> Voucher:
    """Withdraw a voucher; what is left on it goes back to the budget, and the enterprise may apply again.

    When something was paid from it, it may not: it had its voucher, unless that is undone. Its holder is told why, and
    what can be done against it.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING.
    """
    require(actor, "revoke_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    turn(voucher, Verb.REVOKE)
    restart_clocks(actor, voucher)
    give_back(voucher, EntryKind.REVOCATION)
    remark(actor, voucher.application, RemarkSubject.REVOCATION, reason)
    drop_reminders(voucher)
    ask_notice(voucher, NoticeAbout.REVOCATION, on=today())
    record(actor, "revoke_voucher", f"voucher:{voucher.pk}")
    return voucher


@command
def extend_voucher(actor: Actor, *, voucher: Voucher, until: date, reason: str) -> Voucher:
    """Give a voucher more time: invoices may be dated up to and including ``until``.

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING; EXTENSION_NOT_LATER when ``until`` is not after the
            last day now; EXTENSION_TOO_FAR when it is more than five years after the award.
    """
    require(actor, "extend_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    if until <= voucher.valid_until:
        raise Refusal(Reason(RefusalCode.EXTENSION_NOT_LATER, {"valid_until": voucher.valid_until}))
    latest = latest_until(voucher.awarded_on)
    if until > latest:
        raise Refusal(Reason(RefusalCode.EXTENSION_TOO_FAR, {"latest_until": latest, "asked_until": until}))
    entry = record(actor, "extend_voucher", f"voucher:{voucher.pk}")
    _decide_last_day(voucher, DeadlineGround.EXTENDED, until, entry)
    turn(voucher, Verb.EXTEND)
    remark(actor, voucher.application, RemarkSubject.EXTENSION, reason)
    return voucher


@command
def shorten_voucher(actor: Actor, *, voucher: Voucher, until: date, reason: str) -> Voucher:
    """Have a voucher end sooner, by a decision about its whole budget. Until then it is as good as it was.

    Its holder is told at once, with the reason and what can be done against it. That is the first reminder of the new
    last day; as long as there are not two on record, that day moves. A coordinator can give the time back
    (``extend_voucher``).

    Raises:
        Refusal: NOT_ALLOWED; WRONG_STATE; MOTIVATION_MISSING.
        ValueError: ``until`` is not before the last day now, or leaves no time for all the reminders.
    """
    require(actor, "shorten_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    earliest = today() + notice_period(voucher)
    if not earliest <= until < voucher.valid_until:
        raise ValueError(
            f"voucher {voucher.pk} can end from {earliest} on and before {voucher.valid_until}, not on {until}"
        )
    entry = record(actor, "shorten_voucher", f"voucher:{voucher.pk}")
    _decide_last_day(voucher, DeadlineGround.RELEASED, until, entry)
    turn(voucher, Verb.SHORTEN)
    remark(actor, voucher.application, RemarkSubject.RELEASE, reason)
    ask_notice(voucher, NoticeAbout.LAST_DAY, on=today(), deadline=until, told_until=until)
    return voucher


@command
def lapse_voucher(actor: Actor, *, voucher: Voucher, on: date) -> bool:
    """End a voucher whose time has passed ``on`` this day; what is left goes back to the budget and the ceilings.

    False when there is nothing to end: it was extended, used or ended meanwhile, its holder was not reminded twice, or an
    invoice still waits for its check or just failed it.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "lapse_voucher", voucher.scheme.partnership_id)
    voucher = lock_voucher(voucher)
    is_over = all(deadline.may_end(on) for deadline in deadlines_of(voucher))
    if not is_over or not may(Verb.LAPSE, VoucherState(voucher.state)):
        return False
    if is_kept_open(voucher, on):
        return False
    turn(voucher, Verb.LAPSE)
    give_back(voucher, EntryKind.LAPSE)
    record(actor, "lapse_voucher", f"voucher:{voucher.pk}")
    return True


def lapse_vouchers(actor: Actor, *, on: date) -> int:
    """End every voucher whose time has passed, each in a transaction of its own; returns how many."""
    ended = Voucher.objects.filter(valid_until__lt=on, state__in=CAN_LAPSE).select_related("scheme")
    overdue = (voucher for voucher in ended if voucher.claim_until < on)
    return sum(lapse_voucher(actor, voucher=voucher, on=on) for voucher in overdue)


def lock_voucher(voucher: Voucher) -> Voucher:
    """The voucher as it is now, while nobody else changes it or decides anything for its enterprise."""
    lock_enterprise(voucher.holder_id)
    Voucher.objects.select_for_update(no_key=True).get(pk=voucher.pk)
    # Only now: what is joined to a row that had to be waited for is older than the row.
    return Voucher.objects.select_related("application", "account", "scheme", "rule_set").get(pk=voucher.pk)


def left_cents(voucher: Voucher) -> Cents:
    """What is left on a voucher."""
    return voucher.account.balance_cents


def give_back(voucher: Voucher, kind: EntryKind) -> None:
    """Return what is left on a voucher that is over to its budget, and the room it took to its ceilings.

    ``kind`` says what that is in the register of aid, where the voucher was aid.
    """
    amount = left_cents(voucher)
    if not amount:
        return
    rooms = [Movement(one.limit_id, one.room_id, amount) for one in voucher.ceilings.all()]
    back = Movement(voucher.account_id, voucher.budget_account_id, amount)
    given_back, *_ = post(Road.LAPSE, [back, *rooms])
    correct_aid(given_back, kind, on=today())
    if waiting_lots(voucher.scheme).exists():
        enqueue("move_up_waiting_list", scheme_id=voucher.scheme_id)


def change_deadline(
    voucher: Voucher, about: NoticeAbout, ground: DeadlineGround, *, was: date, becomes: date, entry: Entry
) -> None:
    """Make a deadline of a locked voucher another day, and keep on which ground; ``entry`` is what the trail holds of it.

    ``turn`` saves the voucher.
    """
    DeadlineChange.objects.create(
        voucher=voucher,
        about=about,
        was=was,
        becomes=becomes,
        ground=ground,
        actor=entry.actor,
        at=entry.at,
    )
    if about == NoticeAbout.LAST_DAY:
        voucher.valid_until = becomes
    else:
        voucher.claim_moved_to = becomes


def _decide_last_day(voucher: Voucher, ground: DeadlineGround, until: date, entry: Entry) -> None:
    """A last day that somebody decided: reminders begin anew for it."""
    change_deadline(
        voucher, NoticeAbout.LAST_DAY, ground, was=voucher.valid_until, becomes=until, entry=entry
    )
    voucher.claim_moved_to = None
    drop_reminders(voucher)


def turn(voucher: Voucher, verb: Verb) -> None:
    """Bring a locked voucher to the state that ``verb`` leads to, and save it.

    Raises:
        Refusal: WRONG_STATE.
    """
    voucher.state = state_after(
        verb,
        VoucherState(voucher.state),
        amount_cents=voucher.amount_cents,
        left_cents=left_cents(voucher),
    )
    voucher.changes += 1
    voucher.save(update_fields=["state", "valid_until", "claim_moved_to", "changes"])
