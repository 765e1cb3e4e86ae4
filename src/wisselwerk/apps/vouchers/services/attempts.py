"""Keeping what was refused: that an invoice was handed in on a voucher, when, by whom, and why it could not be used.

Of the file only its hash is kept, and of the reasons only what their sentences need. Keeping it never stands in the way
of the refusal itself.
"""

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.vouchers.models import Attempt, Voucher
from wisselwerk.apps.vouchers.queries.sight import Parties, is_applicant, may_see
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, RefusalCode
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule.plain import plain_value
from wisselwerk.domain.voucher import parse_code
from wisselwerk.wording import places

logger = logging.getLogger(__name__)

MOST_KEPT = 50
"""Files on one voucher. Who hands in more is told why as before, and nothing is added. Ours."""
OF_THE_CALL = frozenset({RefusalCode.NOT_ALLOWED, RefusalCode.IDEMPOTENCY_CONFLICT})
"""Reasons that say nothing about the file."""
BEFORE_THE_VOUCHER = frozenset({RefusalCode.INVOICE_UNREADABLE, RefusalCode.INVOICE_TOO_LARGE})
"""Reasons that are given before anybody asked whether the voucher is the actor's."""

_is_number_or_currency = re.compile(r"[0-9]{10}|[A-Z]{3}").fullmatch


def keep_attempt(actor: Actor, *, code: str, data: bytes, reasons: tuple[Reason, ...]) -> None:
    """Keep that this file was refused on the voucher with this code. Whatever goes wrong is in the log, nowhere else."""
    try:
        with transaction.atomic():
            _keep(actor, code, hashlib.sha256(data).hexdigest(), reasons)
    except Exception:
        logger.exception("attempt_not_kept")


def _keep(actor: Actor, code: str, sha256: str, reasons: tuple[Reason, ...]) -> None:
    codes = {one.code for one in reasons}
    if codes & OF_THE_CALL:
        return
    found = Voucher.objects.select_related("scheme", "application", "provider")
    voucher = found.filter(code=parse_code(code)).first()
    if voucher is None:
        return
    if codes <= BEFORE_THE_VOUCHER and not _may_hand_in(actor, Parties.of(voucher)):
        return
    at = now()
    said: dict[str, Any] = {"reasons": list(_plain(reasons)), "actor": str(actor)}
    # Somebody who came a moment later may have been written first.
    again = {**said, "times": F("times") + 1, "last_at": Greatest(F("last_at"), Value(at))}
    known = Attempt.objects.filter(voucher=voucher, sha256=sha256)
    if known.update(**again):
        return
    if Attempt.objects.filter(voucher=voucher).count() >= MOST_KEPT:
        return
    try:
        with transaction.atomic():
            Attempt.objects.create(voucher=voucher, sha256=sha256, first_at=at, last_at=at, **said)
    except IntegrityError:  # the same file came at the same moment
        known.update(**again)


def _may_hand_in(actor: Actor, parties: Parties) -> bool:
    return may_see(actor, parties) and (
        is_applicant(actor, parties)
        or may(actor, "redeem_voucher", parties.partnership_id, parties.holder_id, parties.provider_id)
    )


def _plain(reasons: Iterable[Reason]) -> Iterator[dict[str, Any]]:
    for one in reasons:
        told = {name: one.params.get(name) for name in places(SENTENCES[one.code])}
        yield {"code": one.code.value, "params": {name: _kept(name, value) for name, value in told.items()}}


def _kept(name: str, value: object) -> Any:
    """What the sentence needs. What an invoice gives as its number may be anything, also a name: that is not kept."""
    if name.startswith("found") and isinstance(value, str) and not _is_number_or_currency(value):
        return None
    return plain_value(value)
