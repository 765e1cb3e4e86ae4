"""Letters that bring a question to people, for who sends them and for who reads what comes back."""

from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, QuestionLetter, StoppedLetters
from wisselwerk.apps.network.queries.profiles import SPEAKING
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.clock import today


def letter_by_id(pk: int) -> QuestionLetter | None:
    """A letter with all that is said in it. One query."""
    found = QuestionLetter.objects.select_related("person", "call__organisation", "call__question__asked_for")
    return found.filter(pk=pk).first()


def has_use(letter: QuestionLetter) -> bool:
    """Whether it is still worth sending: its reader acts for whom was asked, wants letters, and the question waits for an answer."""
    call = letter.call
    if not NetworkQuestion.objects.standing().filter(pk=call.question_id).exists():
        return False
    if StoppedLetters.objects.filter(person=letter.person_id).exists() or not acts_for(letter):
        return False
    return not NetworkAnswer.objects.filter(
        question=call.question_id, given_for=call.organisation_id
    ).exists()


def acts_for(letter: QuestionLetter) -> bool:
    """Whether its reader still acts for whom was asked."""
    held = RoleHolding.objects.on(today()).filter(
        person=letter.person_id, organisation=letter.call.organisation_id, role__in=SPEAKING
    )
    return held.exists()
