"""Credit notes against what they did: where the two do not agree."""

from collections.abc import Iterator

from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.vouchers.models import CreditNote
from wisselwerk.domain.invoice import fingerprint

CHUNK = 2000
SAME = (
    "voucher_id",
    "supplier_id",
    "payee_id",
    "fingerprint",
    "invoice_number",
    "invoice_issued_on",
    "invoice_sha256",
)
"""What a redemption and the one for what is left of its invoice have in common."""


def credits_that_differ() -> Iterator[str]:
    """Where a credit note does not agree with the redemptions on either side of it, or with the trail."""
    told = all_told(["credit_invoice"])
    found = CreditNote.objects.select_related("undone__supplier", "replacement")
    for note in found.order_by("pk").iterator(CHUNK):
        yield from _of_note(note)
        if _entry_of(note) not in told:
            yield f"credit note {note.pk}: the trail tells of another voucher, actor, moment or file"
        told.discard(_entry_of(note))
    for gone in sorted(told):
        yield f"{gone.subject}: the trail tells of a credit note at {gone.at} that is not there"


def _entry_of(note: CreditNote) -> Told:
    authority = f"credit_note:{note.issued_on}:{note.sha256}"
    return Told(f"voucher:{note.undone.voucher_id}", "credit_invoice", note.actor, note.at, authority)


def _of_note(note: CreditNote) -> Iterator[str]:
    name, undone, left = f"credit note {note.pk}", note.undone, note.replacement
    if not undone.is_reversed:
        yield f"{name}: redemption {undone.pk} still stands"
    supplier = undone.supplier.enterprise_number or ""
    if note.fingerprint != fingerprint(supplier, note.number, note.issued_on.year):
        yield f"{name}: is kept as {note.fingerprint}, its supplier, day and number make something else"
    if not 0 < note.credited_cents <= undone.eligible_cents:
        yield f"{name}: takes back {note.credited_cents} cents of {undone.eligible_cents}"
    if left is None:
        return
    if left.eligible_cents != undone.eligible_cents - note.credited_cents:
        yield (
            f"{name}: leaves {undone.eligible_cents - note.credited_cents} cents, redemption {left.pk} is "
            f"for {left.eligible_cents}"
        )
    if left.voucher_part_cents > undone.voucher_part_cents:
        yield f"{name}: redemption {left.pk} pays more than redemption {undone.pk} did"
    if any(getattr(left, one) != getattr(undone, one) for one in SAME):
        yield f"{name}: redemption {left.pk} is for another invoice than redemption {undone.pk}"
