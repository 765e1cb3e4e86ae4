"""Proving a mail address: a code goes out, and until it comes back nothing is decided and nobody is entered.

Nobody can use this to fill somebody's mailbox: an address and a network get only so many codes in an hour, and an
address only so many in a day.
"""

import hmac
import ipaddress
import math
import secrets
from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils.crypto import salted_hmac

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Confirmation, Decision
from wisselwerk.apps.vouchers.services.decisions import decide_by_rules, lock
from wisselwerk.apps.vouchers.services.waiting import serve_before_others
from wisselwerk.clock import now
from wisselwerk.db import command_without_transaction, in_one_transaction, take_turns
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

VALID_FOR = timedelta(hours=24)
MAX_ATTEMPTS = 5
"""Of a million codes: who guesses needs an average of 100,000 confirmations."""

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


def ask_confirmation(application: Application, email: str, sent_from: str) -> Confirmation:
    """Send a code to ``email``. Call it inside a command's transaction.

    Raises:
        Refusal: TOO_MANY_REQUESTS, with the minutes to wait.
    """
    _within_limit("email", email, MAILS_PER_ADDRESS_A_DAY, DAY)
    _within_limit("email", email, MAILS_PER_ADDRESS, HOUR)
    if sent_from:
        _within_limit("sent_from", sent_from, MAILS_PER_NETWORK, HOUR)
    asked = Confirmation.objects.create(
        application=application,
        token=secrets.token_urlsafe(32),
        code=f"{secrets.randbelow(10**6):06}",
        email=email,
        sent_from=sent_from,
        expires_at=now() + VALID_FOR,
        created_at=now(),
    )
    enqueue("send_confirmation_code", confirmation_id=asked.pk)
    return asked


def can_be_confirmed(confirmation: Confirmation) -> bool:
    """Whether its code is still good: in time, and not guessed at too often."""
    return now() < confirmation.expires_at and confirmation.attempts < MAX_ATTEMPTS


@command_without_transaction
def confirm_application(actor: Actor, *, token: str, code: str) -> Application:
    """Bring the mailed code back: the applicant is known from now on, and the application is decided.

    An application that was sent twice is one: the code of the second leads to the one that was confirmed first.

    A code works once, so whoever finds the mail later has nothing. An attempt is counted in a transaction of its own
    and before the code is looked at: a refusal must not undo it, and many guesses at once must not share it.

    Raises:
        Refusal: CODE_WRONG with the attempts left; CODE_EXPIRED when there are none left, when it is too late, when
            it was used, or when nothing goes by this token.
    """
    attempts = Confirmation.objects.filter(token=token, expires_at__gt=now(), attempts__lt=MAX_ATTEMPTS)
    if not attempts.update(attempts=F("attempts") + 1):
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    return in_one_transaction(lambda: _confirm(token, code))


def _confirm(token: str, code: str) -> Application:
    asked = Confirmation.objects.select_related("application__scheme").filter(token=token).first()
    left = MAX_ATTEMPTS - asked.attempts if asked else 0
    given = "".join(code.split())
    if asked is None or not asked.code:
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    if not hmac.compare_digest(asked.code.encode(), given.encode()):
        wrong = Reason(RefusalCode.CODE_WRONG, {"left": left}) if left else Reason(RefusalCode.CODE_EXPIRED)
        raise Refusal(wrong)
    serve_before_others(asked.application.scheme)
    application = lock(asked.application)
    if application.state != ApplicationState.UNCONFIRMED:
        # Somebody else brought it back at the same moment and was first.
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    same = _repeated(application, asked.email)
    if same is not None:
        asked.code = ""
        asked.save(update_fields=["code"])
        return same
    _proven(application, asked)
    return application


def _repeated(application: Application, email: str) -> Application | None:
    """The confirmed application that this one says again: of the same enterprise, scheme and mail, not decided yet when
    this one came in. Somebody went back and sent the form once more.

    It is looked for only now that the code came back: before that, anybody could ask whether there is one.
    """
    found = Application.objects.filter(
        scheme=application.scheme,
        enterprise=application.enterprise,
        applicant__email__iexact=email,
        applied_at__gte=application.applied_at - VALID_FOR,
        confirmation__isnull=False,
    ).exclude(state=ApplicationState.UNCONFIRMED)
    first_decided = Decision.objects.filter(application=OuterRef("pk")).order_by("decided_at", "pk")
    found = found.annotate(first_decided_at=Subquery(first_decided.values("decided_at")[:1]))
    return found.filter(first_decided_at__gt=application.applied_at).order_by("first_decided_at").last()


def _proven(application: Application, asked: Confirmation) -> None:
    """Enter the applicant and decide; the code is worth nothing from now on."""
    application.applicant = person(asked.email)
    application.save(update_fields=["applicant"])
    asked.code = ""
    asked.save(update_fields=["code"])
    proven = Actor(ActorKind.PERSON, application.applicant.pk)
    record(proven, "confirm_application", f"application:{application.pk}")
    decide_by_rules(proven, application)


def _within_limit(field: str, value: str, limit: int, window: timedelta) -> None:
    """Counting is no use when many count at once, so they take turns."""
    take_turns(f"{field} {value}")
    sent = Confirmation.objects.filter(**{field: value}, created_at__gt=now() - window)
    oldest = sent.order_by("-created_at").values_list("created_at", flat=True)[limit - 1 : limit].first()
    if oldest is not None:
        minutes = math.ceil((oldest + window - now()) / timedelta(minutes=1))
        raise Refusal(Reason(RefusalCode.TOO_MANY_REQUESTS, {"minutes": minutes}))
