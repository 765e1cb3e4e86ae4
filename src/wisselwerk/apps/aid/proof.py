"""Where the register of aid does not agree with itself, or with the money it follows. See ``wisselwerk verify``."""

from collections.abc import Iterator

from django.db.models import Sum

from wisselwerk.apps.aid.models import RegisterLine
from wisselwerk.domain.aid import WORKING_DAYS_TO_REGISTER, EntryKind
from wisselwerk.domain.working_day import working_day_after
from wisselwerk.formats.holidays import BELGIAN_HOLIDAYS

CHUNK = 2000


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    found = RegisterLine.objects.select_related("transfer", "grant").order_by("pk")
    for line in found.iterator(CHUNK):
        yield from _of_line(line)
    grants = RegisterLine.objects.filter(kind=EntryKind.GRANT).annotate(back=Sum("corrections__amount_cents"))
    for pk, cents, back in grants.order_by("pk").values_list("pk", "amount_cents", "back").iterator():
        if cents + (back or 0) < 0:
            yield f"aid line {pk}: grants {cents} cents, and {-back} were taken back"


def _of_line(line: RegisterLine) -> Iterator[str]:
    name, grant = f"aid line {line.pk}", line.grant
    moved = line.transfer.amount_cents if grant is None else -line.transfer.amount_cents
    if line.amount_cents != moved:
        yield f"{name}: says {line.amount_cents} cents, transfer {line.transfer_id} moved {moved}"
    last_day = working_day_after(line.happened_on, WORKING_DAYS_TO_REGISTER, BELGIAN_HOLIDAYS)
    if line.register_by != last_day:
        yield f"{name}: is to be entered by {line.register_by}, its term ends on {last_day}"
    if grant is None:
        return
    for what in ("scheme_id", "recipient_id", "granting_body_id", "activity", "regulation", "granted_on"):
        if getattr(line, what) != getattr(grant, what):
            yield f"{name}: corrects aid line {grant.pk}, and its {what.removesuffix('_id')} is another"
