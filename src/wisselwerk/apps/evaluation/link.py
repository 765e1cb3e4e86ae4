"""Links in the mail of a follow-up.

How long the link of a question is good stands with what it asks (``FollowUp.closes_on``), so that a reminder cannot
make it longer. Who has a link acts for nobody: all it can do is answer this question, or stop these mails.
"""

from wisselwerk.apps.evaluation.models import FollowUpQuestion
from wisselwerk.apps.parties.mail_link import MailLink

ANSWERING = MailLink("wisselwerk.follow-up")
STOPPING = MailLink("wisselwerk.follow-up.stop")


def read_answer_token(token: str) -> FollowUpQuestion | None:
    """The question that is answered by it; None when it is not ours. One query."""
    pk = ANSWERING.read(token)
    if pk is None:
        return None
    found = FollowUpQuestion.objects.select_related(
        "follow_up__scheme__partnership", "follow_up__business", "follow_up__provider"
    )
    return found.filter(pk=pk, not_asked="").first()
