"""What the system says when the answer is no: a code, the numbers behind it, and what to do next.

A ``Reason`` is a value: one code with its parameters. A ``Refusal`` is a command that changed nothing and says why.
The sentences here are English message ids with named places; ``wisselwerk.wording`` speaks them in the reader's
language when they are read, so a stored reason never goes stale in one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Params = Mapping[str, object]


class RefusalCode(StrEnum):
    """Stable names, part of the public interface. Each has a sentence in ``SENTENCES``; a test holds them together."""

    OUTSIDE_TERRITORY = "OUTSIDE_TERRITORY"
    SEAT_NOT_LOCATED = "SEAT_NOT_LOCATED"
    NOT_A_REGULAR_ENTERPRISE = "NOT_A_REGULAR_ENTERPRISE"
    ALREADY_HAS_VOUCHER = "ALREADY_HAS_VOUCHER"
    BUDGET_EXHAUSTED = "BUDGET_EXHAUSTED"
    WINDOW_CLOSED = "WINDOW_CLOSED"
    PROVIDER_NOT_RECOGNISED = "PROVIDER_NOT_RECOGNISED"
    OWN_CONTRIBUTION_TOO_LOW = "OWN_CONTRIBUTION_TOO_LOW"
    INVOICE_UNREADABLE = "INVOICE_UNREADABLE"
    INVOICE_TOO_LARGE = "INVOICE_TOO_LARGE"
    INVOICE_WRONG_BUYER = "INVOICE_WRONG_BUYER"
    INVOICE_WRONG_SUPPLIER = "INVOICE_WRONG_SUPPLIER"
    INVOICE_OUTSIDE_PERIOD = "INVOICE_OUTSIDE_PERIOD"
    INVOICE_ALREADY_USED = "INVOICE_ALREADY_USED"
    INVOICE_WRONG_CURRENCY = "INVOICE_WRONG_CURRENCY"
    INVOICE_TOTALS_WRONG = "INVOICE_TOTALS_WRONG"
    CREDIT_NOTE_NOT_EXPECTED = "CREDIT_NOTE_NOT_EXPECTED"
    VOUCHER_LAPSED = "VOUCHER_LAPSED"
    VOUCHER_ALREADY_SETTLED = "VOUCHER_ALREADY_SETTLED"
    VOUCHER_REVOKED = "VOUCHER_REVOKED"
    VOUCHER_FROZEN = "VOUCHER_FROZEN"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    FACT_MISSING = "FACT_MISSING"
    IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"
    NOT_ALLOWED = "NOT_ALLOWED"
    WRONG_STATE = "WRONG_STATE"
    ENTERPRISE_NUMBER_INVALID = "ENTERPRISE_NUMBER_INVALID"
    PLACE_UNKNOWN = "PLACE_UNKNOWN"
    PROVIDER_UNKNOWN = "PROVIDER_UNKNOWN"
    SERVICE_UNKNOWN = "SERVICE_UNKNOWN"
    CODE_WRONG = "CODE_WRONG"
    CODE_EXPIRED = "CODE_EXPIRED"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    VERSION_NOT_LATER = "VERSION_NOT_LATER"
    ALREADY_REVERSED = "ALREADY_REVERSED"
    NOT_ENOUGH_MONEY = "NOT_ENOUGH_MONEY"


@dataclass(frozen=True, slots=True)
class Reason:
    """One code with the values its sentence needs. Amounts are named ``*_cents``, days ``*_on`` or ``*_until``."""

    code: RefusalCode
    params: Params = field(default_factory=lambda: MappingProxyType({}))


class Refusal(Exception):
    """A command that changed nothing. The first reason is the one shown first.

    Raised by commands; edges turn it into a form message or a problem document.
    """

    def __init__(self, *reasons: Reason) -> None:
        if not reasons:
            raise ValueError("a refusal has at least one reason")
        self.reasons = reasons
        super().__init__(", ".join(reason.code for reason in reasons))

    @property
    def code(self) -> RefusalCode:
        """The code of the first reason."""
        return self.reasons[0].code


def gettext_noop(message: str) -> str:
    """Mark ``message`` for the translators; it is spoken where it is read."""
    return message
