"""Proving a mail address: a code goes out, and until it comes back nothing happens and nobody is entered.

Nobody can use this to fill somebody's mailbox: an address and a network get only so many codes in an hour, and an
address only so many in a day, whatever they are for.
"""

import hmac
import ipaddress
import math
import secrets
from datetime import timedelta
from heapq import nlargest
from itertools import chain
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db.models import F
from django.utils.crypto import salted_hmac

from wisselwerk.apps.parties.models import LONGEST_ADDRESS, MailCode
from wisselwerk.clock import now
from wisselwerk.db import take_turns
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

C = TypeVar("C", bound=MailCode)

VALID_FOR = timedelta(hours=24)
MAX_ATTEMPTS = 5
"""Of a million codes: who guesses needs an average of 100,000 codes."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MAILS_PER_ADDRESS = 5
MAILS_PER_ADDRESS_A_DAY = 15
"""Also what bounds guessing: each of them is good for ``MAX_ATTEMPTS``."""
MAILS_PER_NETWORK = 60
"""Everybody at a launch evening shares one network."""


def network_hash(address: str) -> str:
    """What to keep of a network address in order to count: a keyed hash, of IPv6 only the network (/64)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    network = ipaddress.ip_network(f"{ip}/64", strict=False) if ip.version == 6 else ip
    return salted_hmac("wisselwerk.network", str(network), algorithm="sha256").hexdigest()


def mail_address(given: str) -> str:
    """A mail address in the one way in which it is kept.

    Raises:
        Refusal: EMAIL_INVALID.
    """
    address = given.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError as error:
        raise Refusal(Reason(RefusalCode.EMAIL_INVALID)) from error
    return address


def new_code(kind: type[C], *, email: str, sent_from: str, **about: Any) -> C:
    """A code for ``email``, on record. Call it inside a command's transaction, and enqueue the mail that brings it.

    ``sent_from`` is what ``network_hash`` gives, ``about`` the fields that ``kind`` adds.

    Raises:
        Refusal: TOO_MANY_REQUESTS, with the minutes to wait.
    """
    _within_limit("email", email, MAILS_PER_ADDRESS_A_DAY, DAY)
    _within_limit("email", email, MAILS_PER_ADDRESS, HOUR)
    if sent_from:
        _within_limit("sent_from", sent_from, MAILS_PER_NETWORK, HOUR)
    return kind._default_manager.create(
        token=secrets.token_urlsafe(32),
        code=f"{secrets.randbelow(10**6):06}",
        email=email,
        sent_from=sent_from,
        expires_at=now() + VALID_FOR,
        created_at=now(),
        **about,
    )


def is_good(code: MailCode) -> bool:
    """Whether it can still come back: in time, and not guessed at too often."""
    return now() < code.expires_at and code.attempts < MAX_ATTEMPTS


def count_attempt(kind: type[MailCode], token: str) -> None:
    """Count that somebody brings a code back, in a transaction of its own and before the code is looked at.

    A refusal must not undo it, and many guesses at once must not share it.

    Raises:
        Refusal: CODE_EXPIRED when there are none left, when it is too late, or when nothing goes by this token.
    """
    good = kind._default_manager.filter(token=token, expires_at__gt=now(), attempts__lt=MAX_ATTEMPTS)
    if not good.update(attempts=F("attempts") + 1):
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))


def look_at_code(asked: MailCode | None, given: str) -> None:
    """Stop here unless what was brought back is the code. An attempt was counted before.

    Raises:
        Refusal: CODE_WRONG with the attempts left; CODE_EXPIRED when there are none, or when it was used.
    """
    if asked is None or not asked.code:
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    left = MAX_ATTEMPTS - asked.attempts
    if not hmac.compare_digest(asked.code.encode(), "".join(given.split()).encode()):
        wrong = Reason(RefusalCode.CODE_WRONG, {"left": left}) if left else Reason(RefusalCode.CODE_EXPIRED)
        raise Refusal(wrong)


def _within_limit(field: str, value: str, limit: int, window: timedelta) -> None:
    """Counting is no use when many count at once, so they take turns."""
    take_turns(f"{field} {value}")
    sent = [
        kind._default_manager.filter(**{field: value}, created_at__gt=now() - window)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[:limit]
        for kind in apps.get_models()
        if issubclass(kind, MailCode)
    ]
    newest = nlargest(limit, chain.from_iterable(sent))
    if len(newest) == limit:
        minutes = math.ceil((newest[-1] + window - now()) / timedelta(minutes=1))
        raise Refusal(Reason(RefusalCode.TOO_MANY_REQUESTS, {"minutes": minutes}))
