"""The address to which a letter is replied.

It is ``mailbox+NUMBER-PROOF@domain``: plus-addressing, which mail servers deliver to the mailbox itself. It fits the 64
signs that come before the @ (RFC 5321, 4.5.3.1.1) and uses one case only, because some servers change it.
"""

import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

REPLY_SALT = "wisselwerk.network.reply"
PROOF_DIGITS = 24
"""Of a keyed hash: 96 bits, which nobody guesses."""
REPLY = re.compile(rf"([1-9][0-9]{{0,18}})-([0-9a-f]{{{PROOF_DIGITS}}})")


def reply_address(letter_id: int) -> str:
    """Where a reply to a letter goes; empty where this installation receives no mail."""
    mailbox, _, domain = settings.REPLY_ADDRESS.partition("@")
    return f"{mailbox}+{letter_id}-{_proof(letter_id)}@{domain}" if domain else ""


def letter_of_address(address: str) -> int | None:
    """The number of the letter that a reply address is of; None when it is none of ours, or forged."""
    mailbox, _, domain = settings.REPLY_ADDRESS.lower().partition("@")
    local, _, at = address.strip().lower().rpartition("@")
    name, _, token = local.partition("+")
    found = REPLY.fullmatch(token)
    if not domain or (name, at) != (mailbox, domain) or found is None:
        return None
    number = int(found[1])
    return number if hmac.compare_digest(found[2], _proof(number)) else None


def _proof(letter_id: int) -> str:
    return salted_hmac(REPLY_SALT, str(letter_id), algorithm="sha256").hexdigest()[:PROOF_DIGITS]
