"""Where what is stored of warnings about recognitions does not agree with its voucher or with the trail."""

from collections.abc import Iterator

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.vouchers.models import RecognitionWarning

WARNING = "warn_of_recognition"
CHUNK = 2000


def recognition_warnings_that_differ() -> Iterator[str]:
    """All of them."""
    told = {(one.subject, one.authority) for one in all_told([WARNING])}
    kept: set[tuple[str, str]] = set()
    rows = RecognitionWarning.objects.select_related("recognition", "voucher").order_by("pk")
    for one in rows.iterator(CHUNK):
        kept.add((one.subject, one.told()))
        if one.voucher and one.voucher.provider_id != one.recognition.provider_id:
            yield f"warning {one.pk}: voucher {one.voucher_id} is for another provider than its recognition"
    for subject, authority in sorted(kept ^ told):
        yield f"{subject}: the trail and what is kept differ about the warning of {authority}"
