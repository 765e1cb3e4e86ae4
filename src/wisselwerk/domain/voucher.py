"""What a voucher is: the states it goes through, and the code by which it is known."""

import base64
import string
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


class VoucherState(StrEnum):
    """Where a voucher stands; the values are part of the public interface."""

    OPEN = "open"
    PARTLY_USED = "partly_used"
    USED = "used"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    FROZEN = "frozen"
    """Contested: nothing moves until somebody has looked at it."""


class Verb(StrEnum):
    """What can be done with a voucher."""

    AWARD = "award"
    REDEEM = "redeem"
    REVERSE = "reverse"
    """Undo one redemption."""
    LAPSE = "lapse"
    REVOKE = "revoke"
    FREEZE = "freeze"
    """Contest."""
    UNFREEZE = "unfreeze"
    EXTEND = "extend"
    SHORTEN = "shorten"
    """Have it end sooner than was said."""


NOT_YET = None
"""Where a transition starts when there is no voucher yet."""

BY_WHAT_IS_LEFT = None
"""Where a transition leads when the money says it: open, partly used or used."""

TRANSITIONS: Mapping[Verb, Mapping[VoucherState | None, VoucherState | None]] = {
    Verb.AWARD: {
        NOT_YET: VoucherState.OPEN,
    },
    Verb.REDEEM: {
        VoucherState.OPEN: BY_WHAT_IS_LEFT,
        VoucherState.PARTLY_USED: BY_WHAT_IS_LEFT,
    },
    # What comes back to a voucher that is over goes on to the budget; it does not bring the voucher back to life.
    Verb.REVERSE: {
        VoucherState.OPEN: BY_WHAT_IS_LEFT,
        VoucherState.PARTLY_USED: BY_WHAT_IS_LEFT,
        VoucherState.USED: BY_WHAT_IS_LEFT,
        VoucherState.LAPSED: VoucherState.LAPSED,
        VoucherState.REVOKED: VoucherState.REVOKED,
        VoucherState.FROZEN: VoucherState.FROZEN,
    },
    Verb.LAPSE: {
        VoucherState.OPEN: VoucherState.LAPSED,
        VoucherState.PARTLY_USED: VoucherState.LAPSED,
    },
    Verb.REVOKE: {
        VoucherState.OPEN: VoucherState.REVOKED,
        VoucherState.PARTLY_USED: VoucherState.REVOKED,
        VoucherState.FROZEN: VoucherState.REVOKED,
    },
    # Somebody may have applied and paid in an enterprise's name without asking, so a used voucher can be contested too.
    Verb.FREEZE: {
        VoucherState.OPEN: VoucherState.FROZEN,
        VoucherState.PARTLY_USED: VoucherState.FROZEN,
        VoucherState.USED: VoucherState.FROZEN,
    },
    Verb.UNFREEZE: {
        VoucherState.FROZEN: BY_WHAT_IS_LEFT,
    },
    # The days go on while a voucher is frozen, so it may get them back before it is freed.
    Verb.EXTEND: {
        VoucherState.OPEN: VoucherState.OPEN,
        VoucherState.PARTLY_USED: VoucherState.PARTLY_USED,
        VoucherState.FROZEN: VoucherState.FROZEN,
    },
    Verb.SHORTEN: {
        VoucherState.OPEN: VoucherState.OPEN,
        VoucherState.PARTLY_USED: VoucherState.PARTLY_USED,
    },
}
"""From which states each verb may be done, and the state it leads to. What is not here cannot be done."""


def may(verb: Verb, state: VoucherState | None) -> bool:
    """Whether ``verb`` can be done with a voucher in ``state``."""
    return state in TRANSITIONS[verb]


def state_after(
    verb: Verb, state: VoucherState | None, *, amount_cents: int, left_cents: int
) -> VoucherState:
    """The state once ``verb`` is done, of a voucher of ``amount_cents`` on which ``left_cents`` is left by then.

    Raises:
        Refusal: ``WRONG_STATE``, when ``verb`` cannot be done with a voucher in ``state``.
    """
    if not may(verb, state):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, MappingProxyType({"state": state, "verb": verb})))
    target = TRANSITIONS[verb][state]
    return _by_what_is_left(amount_cents, left_cents) if target is BY_WHAT_IS_LEFT else target


def _by_what_is_left(amount_cents: int, left_cents: int) -> VoucherState:
    if left_cents <= 0:
        return VoucherState.USED
    return VoucherState.OPEN if left_cents >= amount_cents else VoucherState.PARTLY_USED


MOST_MONTHS = 60
"""Further than five years after its award a voucher is not extended: its money would never come free. Ours."""
CODE_LENGTH = 16
CODE_RANDOM_BYTES = 10
"""80 bits: nobody guesses a code, however many there are and however fast they try."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so a code survives the telephone and a bad printer."""

_TO_CROCKFORD = str.maketrans(string.ascii_uppercase + "234567", ALPHABET)
_AS_READ = str.maketrans("OIL", "011", " -\N{NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}\N{EN DASH}\t\r\n")


class VoucherCodeInvalid(ValueError):
    """What was given cannot be a voucher code."""


def make_code(random: bytes) -> str:
    """A voucher code out of ten bytes that nobody can predict.

    Raises:
        ValueError: not ten bytes.
    """
    if len(random) != CODE_RANDOM_BYTES:
        raise ValueError(f"a voucher code is made of {CODE_RANDOM_BYTES} bytes")
    return base64.b32encode(random).decode("ascii").translate(_TO_CROCKFORD)


def parse_code(given: str) -> str:
    """The sixteen characters of a code as somebody typed, read out or pasted it.

    Raises:
        VoucherCodeInvalid: something else, of another length or with characters that are in no code.
    """
    code = given.upper().translate(_AS_READ)
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise VoucherCodeInvalid("a voucher code has sixteen letters and digits")
    return code


def show_code(code: str) -> str:
    """A code in four groups of four, as it is printed: ``7K3M-0QXZ-9TBA-4WDE``."""
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4))
