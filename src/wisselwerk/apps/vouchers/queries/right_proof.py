"""Whether no right ended or moved otherwise than by the law of ``domain.reminder``: read again from the trail."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import TypeVar

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.queries import entries_of, last_entry
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import DeadlineChange, DeadlineGround, Notice, NoticeAbout, Voucher
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED, deadlines_of, read_deadlines
from wisselwerk.apps.vouchers.terms import latest_until
from wisselwerk.clock import day_of
from wisselwerk.domain.reminder import may_lapse
from wisselwerk.domain.voucher import VoucherState

M = TypeVar("M", Notice, DeadlineChange)

BEGAN = "begin_to_remind"
"""From this entry on nothing lapses without reminders; without one, since ever. What lapsed before is left in peace."""
CHANGED: Mapping[str, str] = {
    DeadlineGround.EXTENDED: "extend_voucher",
    DeadlineGround.NOT_REMINDED: "give_time",
    DeadlineGround.RELEASED: "shorten_voucher",
}
TOLD = ("deliver_notice", "post_notice")
COMMANDS = (*CHANGED.values(), *TOLD, "lapse_voucher")


@dataclass(frozen=True, slots=True)
class Trail:
    """What the trail, and the house itself, hold of the rights that some vouchers give, by voucher."""

    entries: Mapping[str, list[Entry]]
    notices: Mapping[int, list[Notice]]
    changes: Mapping[int, list[DeadlineChange]]
    """Oldest first, as the notices."""
    began: int
    """The number of the entry from which on reminders count."""

    def of(self, voucher: Voucher, *commands: str) -> list[Entry]:
        """What was done with a voucher by these commands, oldest first."""
        return [entry for entry in self.entries.get(f"voucher:{voucher.pk}", ()) if entry.command in commands]


def rights_with_trail(chunk: int) -> Iterator[tuple[Voucher, Trail]]:
    """Every voucher with what the trail holds of it, so many at a time: nobody can hold all of it at once."""
    began = last_entry(BEGAN)
    found = Voucher.objects.prefetch_related("rule_set").order_by("pk").iterator(chunk)
    while vouchers := list(islice(found, chunk)):
        entries = entries_of([f"voucher:{voucher.pk}" for voucher in vouchers], COMMANDS)
        read_deadlines(*(one for one in vouchers if one.state == VoucherState.LAPSED))
        trail = Trail(entries, _kept(Notice, vouchers), _kept(DeadlineChange, vouchers), began)
        for voucher in vouchers:
            yield voucher, trail


def _kept(model: type[M], vouchers: Sequence[Voucher]) -> Mapping[int, list[M]]:
    """Rows of some vouchers, oldest first, by voucher. One query."""
    found: defaultdict[int, list[M]] = defaultdict(list)
    for row in model._default_manager.filter(voucher__in=vouchers).order_by("pk"):
        found[row.voucher_id].append(row)
    return found


def rights_that_differ(voucher: Voucher, trail: Trail) -> Iterator[str]:
    """Where a voucher, its notices and its deadlines say something else than the trail and the law."""
    name = f"voucher {voucher.pk}"
    yield from _of_notices(name, voucher, trail)
    yield from _of_changes(name, voucher, trail)
    yield from _of_claim(name, voucher, trail)
    yield from _of_lapse(name, voucher, trail)


def proof_of(notice: Notice) -> str:
    """What the trail holds of a notice that was delivered: what it was, so that a change shows."""
    return f"notice:{notice.pk}:{notice.about}:{notice.deadline or ''}:{notice.told_until or ''}"


def _of_notices(name: str, voucher: Voucher, trail: Trail) -> Iterator[str]:
    told = {(entry.authority, entry.at) for entry in trail.of(voucher, *TOLD)}
    kept = {(proof_of(one), one.at) for one in trail.notices.get(voucher.pk, ()) if one.state in DELIVERED}
    for proof, _ in sorted(told - kept):
        yield f"{name}: the trail tells of {proof}, which is not kept like that"
    for proof, _ in sorted(kept - told):
        yield f"{name}: {proof} is kept as delivered, and the trail does not tell of it"


def _of_changes(name: str, voucher: Voucher, trail: Trail) -> Iterator[str]:
    every = trail.changes.get(voucher.pk, [])
    entries = trail.of(voucher, *CHANGED.values())
    told = {(entry.command, entry.actor, entry.at) for entry in entries}
    for one in every:
        if (CHANGED.get(one.ground), one.actor, one.at) not in told:
            yield f"{name}: its {one.about} became {one.becomes}, and the trail does not tell of it"
        if (one.becomes < one.was) != (one.ground == DeadlineGround.RELEASED):
            yield f"{name}: its {one.about} went from {one.was} to {one.becomes} as {one.ground}"
    changes = [one for one in every if one.about == NoticeAbout.LAST_DAY]
    for before, after in pairwise(changes):
        if before.becomes != after.was:
            yield f"{name}: its last day became {before.becomes}, and then went on from {after.was}"
    if changes and changes[-1].becomes != voucher.valid_until:
        yield f"{name}: is valid until {voucher.valid_until}, decided was {changes[-1].becomes}"
    extended = len([entry for entry in entries if entry.command == CHANGED[DeadlineGround.EXTENDED]])
    kept = len([one for one in changes if one.ground == DeadlineGround.EXTENDED])
    yield from _of_start(name, voucher, changes, has_older=extended > kept)


def _of_start(
    name: str, voucher: Voucher, changes: list[DeadlineChange], *, has_older: bool
) -> Iterator[str]:
    """The day it all began with is that of the rules; ``has_older``: or of an extension from before changes were kept."""
    given = rule_set(voucher.rule_set).grant(voucher.awarded_on).valid_until
    start = changes[0].was if changes else voucher.valid_until
    latest = latest_until(voucher.awarded_on)
    if not given <= start <= (latest if has_older else given):
        more = f", and more time at most until {latest}" if has_older else ""
        said = "was" if changes else "is"
        yield f"{name}: {said} valid until {start}, its rules give {given}{more}"
    for one in changes:
        if one.ground == DeadlineGround.EXTENDED and one.becomes > latest:
            yield f"{name}: was extended until {one.becomes}, {latest} is the last day possible"


def _of_claim(name: str, voucher: Voucher, trail: Trail) -> Iterator[str]:
    moved: date | None = None
    for one in trail.changes.get(voucher.pk, ()):
        if one.about == NoticeAbout.CLAIM:
            moved = one.becomes
        elif one.ground != DeadlineGround.NOT_REMINDED:
            moved = None
    if moved != voucher.claim_moved_to:
        yield f"{name}: its last day to hand in was moved to {voucher.claim_moved_to}, kept is {moved}"


def _of_lapse(name: str, voucher: Voucher, trail: Trail) -> Iterator[str]:
    """No right ended without two reminders on record before its end."""
    if voucher.state != VoucherState.LAPSED:
        return
    for entry in trail.of(voucher, "lapse_voucher"):
        on = day_of(entry.at)
        for deadline in deadlines_of(voucher) if entry.pk > trail.began else ():
            sent = [day for day in deadline.sent if day <= on]
            if not may_lapse(deadline.ladder, deadline.decided, sent, on):
                yield (
                    f"{name}: lapsed on {on}, and of its {deadline.about} {deadline.decided} only {len(sent)} reminders "
                    "are on record in time"
                )
