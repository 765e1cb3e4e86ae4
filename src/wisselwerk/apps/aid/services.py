"""Writing the register of de minimis aid: what is granted, what is taken back, and that a line was entered."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.aid.queries import visible_lines
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.ledger.models import Transfer
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.aid import Activity, Entry, EntryKind, correction_entry, grant_entry, regulation_on
from wisselwerk.domain.money import Cents
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS


def wait_for_aid(recipients: Collection[int]) -> None:
    """Let only one at a time decide about aid to any of these organisations, until the transaction ends.

    In the order of their ids, so that two who decide about the same two never wait for each other in a circle.
    """
    for recipient in sorted(set(recipients)):
        take_turns(f"aid {recipient}")


def grant_aid(
    *,
    scheme: Scheme,
    granting_body_id: int,
    recipient_id: int,
    transfer: Transfer,
    activity: Activity,
    on: date,
) -> RegisterLine:
    """Write the line of aid that ``transfer`` grants ``on`` this day. Call it inside a command's transaction."""
    entry = grant_entry(on, transfer.amount_cents, BELGIAN_HOLIDAYS)
    return RegisterLine.objects.create(
        scheme=scheme,
        recipient_id=recipient_id,
        granting_body_id=granting_body_id,
        kind=entry.kind,
        activity=activity,
        regulation=regulation_on(activity, on),
        transfer=transfer,
        granted_on=entry.granted_on,
        happened_on=entry.happened_on,
        amount_cents=entry.amount_cents,
        register_by=entry.register_by,
    )


def correct_aid(transfer: Transfer, kind: EntryKind, *, on: date) -> list[RegisterLine]:
    """Write that money went back ``on`` this day, for every grant that it was a part of; nothing when it was no aid.

    A transfer that undoes another takes back what that one granted; any other, what came to the account it comes from.
    Call it inside a command's transaction, with the voucher locked.

    Raises:
        ValueError: more went back than was granted: a bug in the caller.
    """
    undone = transfer.reverses_id
    source = Q(transfer=undone) if undone else Q(transfer__to_account=transfer.from_account_id)
    grants = RegisterLine.objects.filter(source, kind=EntryKind.GRANT).prefetch_related("corrections")
    return [_correct(grant, transfer, kind, on) for grant in grants.order_by("pk")]


def _correct(grant: RegisterLine, transfer: Transfer, kind: EntryKind, on: date) -> RegisterLine:
    so_far = [entry_of(line) for line in (grant, *grant.corrections.all())]
    entry = correction_entry(so_far, kind, on, transfer.amount_cents, BELGIAN_HOLIDAYS)
    return RegisterLine.objects.create(
        scheme_id=grant.scheme_id,
        recipient_id=grant.recipient_id,
        granting_body_id=grant.granting_body_id,
        kind=entry.kind,
        activity=grant.activity,
        regulation=grant.regulation,
        transfer=transfer,
        grant=grant,
        granted_on=entry.granted_on,
        happened_on=entry.happened_on,
        amount_cents=entry.amount_cents,
        register_by=entry.register_by,
    )


def entry_of(line: RegisterLine) -> Entry:
    """A line as the domain knows it."""
    return Entry(
        kind=EntryKind(line.kind),
        granted_on=line.granted_on,
        happened_on=line.happened_on,
        amount_cents=Cents(line.amount_cents),
        register_by=line.register_by,
    )


@command
def register_aid(
    actor: Actor, *, lines: Collection[int], reference: str, registered_on: date
) -> list[Registration]:
    """Keep that these lines were entered in the central register, under one reference. Repeated it changes nothing.

    A reference that turns out to be wrong is put right by giving the right one: the latest counts.

    Raises:
        RegisterLine.DoesNotExist: a line is not there, or not the actor's to see.
        Refusal: NOT_ALLOWED; DAY_TO_COME; DAY_TOO_EARLY when one of them happened after that day.
        ValueError: no reference is given.
    """
    if not (reference := reference.strip()):
        raise ValueError("what was entered has a reference")
    if registered_on > today():
        raise Refusal(Reason(RefusalCode.DAY_TO_COME, {"on": registered_on}))
    # Locked, so that who enters the same at the same moment finds it entered.
    wanted = visible_lines(actor).filter(pk__in=lines).select_related("scheme").order_by("pk")
    found = list(wanted.select_for_update(of=("self",), no_key=True))
    if len(found) != len(set(lines)):
        raise RegisterLine.DoesNotExist
    for line in found:
        require(actor, "register_aid", line.scheme.partnership_id, line.granting_body_id)
        if registered_on < line.happened_on:
            params = {"on": registered_on, "earliest_on": line.happened_on}
            raise Refusal(Reason(RefusalCode.DAY_TOO_EARLY, params))
    return [_register(actor, line, reference, registered_on) for line in found]


def _register(actor: Actor, line: RegisterLine, reference: str, registered_on: date) -> Registration:
    latest = line.registrations.order_by("-pk").first()
    if latest is not None and (latest.reference, latest.registered_on) == (reference, registered_on):
        return latest
    record(actor, "register_aid", f"aid_line:{line.pk}")
    return Registration.objects.create(
        line=line, reference=reference, registered_on=registered_on, actor=str(actor), at=now()
    )
