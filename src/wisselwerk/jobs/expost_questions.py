"""The mail with which a local government gets a question after a year, or a practice to look at: once, and never a reminder."""

from contextlib import suppress

from django.conf import settings
from django.urls import reverse

from wisselwerk.apps.initiatives.expost_token import token_for
from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR
from wisselwerk.apps.initiatives.queries.expost_questions import question_with_steps, state_of
from wisselwerk.apps.outbox.mail import MailRefused
from wisselwerk.apps.parties.models import Person
from wisselwerk.domain.expost_question import QuestionState
from wisselwerk.jobs.mail import send


def send_expost_question(question_id: int, person_id: int) -> None:
    """Mail somebody what was asked, unless it was answered meanwhile.

    Raises:
        MailDelayed: try again later.
    """
    person, question = Person.objects.filter(pk=person_id).first(), question_with_steps(question_id)
    if person is None or not person.email or question is None:
        return
    if state_of(question) is not QuestionState.OPEN:
        return
    context: dict[str, object] = {
        "question": question,
        "url": _url("public:expost-by-mail", token_for(question.pk, person.pk)),
        "practice": "",
        "days": HOLDS_FOR.days,
    }
    if question.scheme is not None:
        url = _url("public:scheme", question.scheme.slug)
        context |= {"practice": question.scheme.name, "practice_url": url}
    elif question.initiative is not None:
        url = _url("initiative:page", question.initiative.pk)
        context |= {"practice": question.initiative.title or url, "practice_url": url}
    elif question.practice:
        url = _url("practice:card", question.practice)
        context |= {"practice": question.practice_title, "practice_url": url}
    with suppress(MailRefused):
        send("expost_question", person.email, context)


def _url(route: str, *args: object) -> str:
    return settings.BASE_URL + reverse(route, args=args)
