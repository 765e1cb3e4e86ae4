"""Writing the trail, and doing a repeated command once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from wisselwerk.apps.audit.models import Entry, Receipt
from wisselwerk.clock import now
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

Answer: TypeAlias = tuple[int, dict[str, Any]]
"""A status and the body that went with it."""


def record(
    actor: Actor, command: str, subject: str, *, authority: str = "", at: datetime | None = None
) -> Entry:
    """Tell the trail that ``actor`` did ``command`` to ``subject``. Call it inside the command's transaction.

    ``at`` is the moment where another row has it already; else it is now.
    """
    return Entry.objects.create(
        at=at or now(), actor=str(actor), command=command, subject=subject, authority=authority
    )


def once(actor: Actor, route: str, key: str, request_hash: str, act: Callable[[], Answer]) -> Answer:
    """Do ``act`` the first time this actor sends ``key`` to ``route``; answer the same ever after.

    The receipt is written before ``act`` in one transaction with it, so a duplicate that arrives meanwhile waits
    for the outcome and then reads it. When ``act`` refuses, nothing is kept and the key may be used again.

    Raises:
        Refusal: IDEMPOTENCY_CONFLICT when the key came before with another request; or what ``act`` raises.
    """

    def whole() -> Receipt:
        receipt, created = Receipt.objects.get_or_create(
            actor=str(actor),
            route=route,
            key=key,
            defaults={"request_hash": request_hash, "at": now()},
        )
        if created:
            receipt.status, receipt.answer = act()
            receipt.save(update_fields=["status", "answer"])
        return receipt

    receipt = in_one_transaction(whole)
    if receipt.request_hash != request_hash:
        raise Refusal(Reason(RefusalCode.IDEMPOTENCY_CONFLICT, {"key": key}))
    return receipt.status, receipt.answer or {}


def answered(actor: Actor, route: str, key: str, request_hash: str) -> Answer | None:
    """What was answered when this actor sent ``key`` to ``route`` before; None when that is not on record.

    For a command that minds its own transactions, and does the same thing twice only once: its receipt comes after it.

    Raises:
        Refusal: IDEMPOTENCY_CONFLICT when the key came before with another request.
    """
    receipt = Receipt.objects.filter(actor=str(actor), route=route, key=key).first()
    if receipt is None:
        return None
    if receipt.request_hash != request_hash:
        raise Refusal(Reason(RefusalCode.IDEMPOTENCY_CONFLICT, {"key": key}))
    return receipt.status, receipt.answer or {}
