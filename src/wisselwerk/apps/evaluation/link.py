"""Links in the mail of a follow-up: signed, without login, and each good for one thing.

How long the link of a question is good stands with what it asks (``FollowUp.closes_on``), so that a reminder cannot
make it longer. Who has a link acts for nobody: all it can do is answer this question, or stop these mails.
"""

from django.core import signing

from wisselwerk.apps.evaluation.models import FollowUpQuestion
from wisselwerk.apps.parties.models import Person

ANSWERING = "wisselwerk.follow-up"
STOPPING = "wisselwerk.follow-up.stop"


def answer_token(question: FollowUpQuestion) -> str:
    """What goes into the link of a question."""
    return signing.dumps(question.pk, salt=ANSWERING)


def read_answer_token(token: str) -> FollowUpQuestion | None:
    """The question that is answered by it; None when it is not ours. One query."""
    try:
        pk = signing.loads(token, salt=ANSWERING)
    except signing.BadSignature:
        return None
    found = FollowUpQuestion.objects.select_related(
        "follow_up__scheme__partnership", "follow_up__business", "follow_up__provider"
    )
    return found.filter(pk=pk, not_asked="").first()


def stop_token(person_id: int) -> str:
    """What goes into the link that stops these mails to one person."""
    return signing.dumps(person_id, salt=STOPPING)


def read_stop_token(token: str) -> Person | None:
    """Whose mails it stops; None when it is not ours, or the person was erased. One query."""
    try:
        pk = signing.loads(token, salt=STOPPING)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()
