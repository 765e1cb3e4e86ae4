"""Mails of the learning network: a question to who has done it, and that a role was handed over."""

import logging
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.network.letter_token import reply_address
from wisselwerk.apps.network.models import QuestionLetter
from wisselwerk.apps.network.queries.letters import has_use, letter_by_id
from wisselwerk.apps.network.services import close_letter
from wisselwerk.apps.network.services import pass_on_practices as pass_on
from wisselwerk.apps.network.services.letters import STOPPING
from wisselwerk.apps.outbox.aside import look_aside, throw_away
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.network import WhyAsked
from wisselwerk.domain.network_mail import LetterState
from wisselwerk.domain.network_sentence import ROLE_NAMES, WHY_ASKED
from wisselwerk.jobs.mail import send
from wisselwerk.wording import listed, word

logger = logging.getLogger(__name__)

ANSWERS_A_MAIL = {"Auto-Submitted": "auto-replied"}
"""No program that minds RFC 3834 answers such a mail."""


def pass_on_practices() -> None:
    """Pass practices on to those for whom they fit, a few a week."""
    logger.info("practices_passed_on", extra={"number": pass_on(SYSTEM)})


def send_question_letter(letter_id: int) -> None:
    """Mail somebody a question, unless it has no use any more.

    Raises:
        MailDelayed: try again later.
    """
    letter = letter_by_id(letter_id)
    if letter is None or letter.state != LetterState.WAITING:
        return
    if not letter.person.email or not has_use(letter):
        close_letter(SYSTEM, letter=letter, state=LetterState.SKIPPED)
        return
    state = LetterState.SENT
    try:
        send("question_letter", letter.person.email, _context(letter), headers=_headers(letter))
    except MailRefused:
        state = LetterState.REFUSED
    close_letter(SYSTEM, letter=letter, state=state)


def send_reply_kept(letter_id: int, attachments: int, has_named: int, is_cut: int) -> None:
    """Tell who replied to a letter that the answer stands, and what of the mail was left out.

    Raises:
        MailDelayed: try again later.
    """
    letter = letter_by_id(letter_id)
    if letter is None or not letter.person.email:
        return
    told: dict[str, object] = {
        "attachments": attachments,
        "has_named": bool(has_named),
        "is_cut": bool(is_cut),
    }
    with suppress(MailRefused):
        send("reply_kept", letter.person.email, _of_question(letter) | told, headers=ANSWERS_A_MAIL)


def send_reply_not_kept(letter_id: int, address: str, outcome: str) -> None:
    """Tell who sent a mail to a reply address why it is no answer. It says nothing of the question or whom that was for.

    Raises:
        MailDelayed: try again later.
    """
    to = look_aside(address)
    letter = letter_by_id(letter_id)
    if to is None or letter is None:
        return
    context = _of_question(letter) | {"outcome": outcome}
    with suppress(MailRefused):
        send("reply_not_kept", to, context, headers=ANSWERS_A_MAIL)
    throw_away(address)


def send_handover(role_id: int) -> None:
    """Mail who takes a role over from which day on, and where the open questions are.

    Raises:
        MailDelayed: try again later.
    """
    held = RoleHolding.objects.filter(pk=role_id).select_related("person", "organisation").first()
    if held is None or not held.person.email:
        return
    context: dict[str, object] = {
        "role": lambda: word(ROLE_NAMES[Role(held.role)]),
        "organisation": held.organisation.name,
        "from_on": held.valid_from,
        "url": settings.BASE_URL + reverse("network:home"),
    }
    with suppress(MailRefused):
        send("handover", held.person.email, context)


def send_handover_undone(person_id: int, organisation_id: int, role: str) -> None:
    """Mail who was to take a role over that it does not go on, unless that one has it all the same.

    Raises:
        MailDelayed: try again later.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.email:
        return
    if person.roles.filter(organisation=organisation_id, role=role).exists():
        return
    context: dict[str, object] = {
        "role": lambda: word(ROLE_NAMES[Role(role)]),
        "organisation": Organisation.objects.get(pk=organisation_id).name,
    }
    with suppress(MailRefused):
        send("handover_undone", person.email, context)


def _of_question(letter: QuestionLetter) -> dict[str, object]:
    question = letter.call.question
    return {
        "title": question.title,
        "organisation": letter.call.organisation.name,
        "url": settings.BASE_URL + reverse("network:question", args=[question.pk]),
    }


def _context(letter: QuestionLetter) -> dict[str, object]:
    call = letter.call
    return {
        "question": call.question,
        "organisation": call.organisation.name,
        # Called while the mail is written, in its language.
        "why": lambda: listed([word(WHY_ASKED[WhyAsked(one)]) for one in call.why]),
        "url": settings.BASE_URL + reverse("network:question", args=[call.question_id]),
        "can_reply": bool(reply_address(letter.pk)),
        "own_page": settings.BASE_URL + reverse("network:letters"),
        "stop_page": _stop_page(letter),
    }


def _headers(letter: QuestionLetter) -> dict[str, str]:
    """Where a reply goes, one click that stops these mails (RFC 8058), and that no person wrote it (RFC 3834)."""
    headers = {
        "Message-ID": f"<question-letter.{letter.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{_stop_page(letter)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    address = reply_address(letter.pk)
    return headers | ({"Reply-To": address} if address else {})


def _stop_page(letter: QuestionLetter) -> str:
    return settings.BASE_URL + reverse("network:letters-stop", args=[STOPPING.token(letter.person_id)])
