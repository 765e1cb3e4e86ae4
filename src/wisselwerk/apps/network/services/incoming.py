"""What a mail that came in comes to: an answer, when it replies to a letter and is from whom that letter was for.

Of any other mail only a count is kept. Nothing is answered to a mail that no person wrote, nor to one without a reply address of
ours, so that no loop begins and nobody can have us mail strangers.
"""

from dataclasses import dataclass

from django.db.models import F

from wisselwerk.apps.network.letter_token import letter_of_address
from wisselwerk.apps.network.models import MailCount, NetworkQuestion, QuestionLetter, ReceivedMail
from wisselwerk.apps.network.queries.letters import acts_for, letter_by_id
from wisselwerk.apps.network.services.talk import LONGEST, answer_network
from wisselwerk.apps.outbox.aside import put_aside
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.clock import now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.network_mail import MailOutcome
from wisselwerk.formats.incoming_mail import IncomingMail, Nature
from wisselwerk.formats.public_text import without_persons

TOLD_AT_MOST = 3
"""How often one letter has us say that something was no answer: two programs that answer each other find silence."""
ADDRESS_KEPT_SECONDS = 24 * 3600
"""How long the address of a stranger waits for the one mail that goes there."""
OF_MACHINES = {Nature.BOUNCE: MailOutcome.BOUNCE, Nature.AUTOMATIC: MailOutcome.AUTOMATIC}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What of a reply is kept, and what was left out."""

    text: str
    is_cut: bool
    has_named: bool


@command
def receive_reply(actor: Actor, /, *, mail: IncomingMail) -> MailOutcome:
    """Take a mail in; what it came to. The same mail once more changes nothing.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, "receive_reply")
    if mail.nature in OF_MACHINES:
        return count_mail(OF_MACHINES[mail.nature])
    letter = _letter(mail)
    if letter is None:
        return count_mail(MailOutcome.UNKNOWN)
    take_turns(f"mail {mail.fingerprint}")
    if ReceivedMail.objects.filter(fingerprint=mail.fingerprint).exists():
        return count_mail(MailOutcome.AGAIN)
    kept = _kept(mail)
    outcome = _judge(letter, mail, kept)
    ReceivedMail.objects.create(fingerprint=mail.fingerprint, letter=letter, outcome=outcome, at=now())
    if outcome is MailOutcome.ANSWERED:
        answer_network(
            actor_for(letter.person),
            question=letter.call.question,
            given_for=letter.call.organisation,
            text=kept.text,
            is_by_mail=True,
        )
        enqueue(
            "send_reply_kept",
            letter_id=letter.pk,
            attachments=mail.attachments,
            has_named=int(kept.has_named),
            is_cut=int(kept.is_cut),
        )
    else:
        _tell(letter, mail, outcome)
    return count_mail(outcome)


def count_mail(outcome: MailOutcome) -> MailOutcome:
    """Count one more of today; gives the outcome."""
    count, _ = MailCount.objects.get_or_create(day=today(), outcome=outcome)
    MailCount.objects.filter(pk=count.pk).update(number=F("number") + 1)
    return outcome


def _letter(mail: IncomingMail) -> QuestionLetter | None:
    """The letter that it replies to, by the first address of ours that proves itself."""
    numbers = (letter_of_address(one) for one in mail.addressed)
    number = next((one for one in numbers if one is not None), None)
    return letter_by_id(number) if number is not None else None


def _judge(letter: QuestionLetter, mail: IncomingMail, kept: _Kept) -> MailOutcome:
    if not letter.person.email or mail.sender != letter.person.email.lower():
        return MailOutcome.NOT_THE_HOLDER
    stands = NetworkQuestion.objects.standing().filter(pk=letter.call.question_id).exists()
    if not stands or not letter.person.is_active or not acts_for(letter):
        return MailOutcome.NOT_ALLOWED
    return MailOutcome.ANSWERED if kept.text else MailOutcome.EMPTY


def _kept(mail: IncomingMail) -> _Kept:
    # Cut first: what is cut off in the middle may read as a name.
    told = mail.text[:LONGEST].strip()
    text = without_persons(told).strip()
    return _Kept(
        text=text,
        is_cut=mail.is_cut or len(mail.text) > LONGEST,
        has_named=text.split() != told.split(),
    )


def _tell(letter: QuestionLetter, mail: IncomingMail, outcome: MailOutcome) -> None:
    """Say to who sent it that it is no answer, and what to do: a few times for one letter, and then no more."""
    before = ReceivedMail.objects.filter(letter=letter).exclude(outcome=MailOutcome.ANSWERED).count()
    if mail.sender and before <= TOLD_AT_MOST:
        address = put_aside(mail.sender, ADDRESS_KEPT_SECONDS)
        enqueue("send_reply_not_kept", letter_id=letter.pk, address=address, outcome=outcome.value)
