"""What is said of questions after a year: what an answer to a suggestion is called, and why one cannot be asked."""

from collections.abc import Mapping

from wisselwerk.domain.expost_question import Reply
from wisselwerk.domain.refusal import RefusalCode, gettext_noop

REPLY_NAMES: Mapping[Reply, str] = {
    Reply.TAKE_OVER: gettext_noop("We take this over"),
    Reply.LATER: gettext_noop("We look at it later"),
    Reply.DOES_NOT_FIT: gettext_noop("It does not fit here"),
}

EXPOST_QUESTION_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.OUTCOME_IN_ORDER: gettext_noop(
        "The outcome of {year} is in order now, so there is nothing to ask about it. Load the page again to see it."
    ),
    RefusalCode.PRACTICE_DENIED: gettext_noop(
        "Who does this says that it is none, or not theirs. Show another practice, or ask them first."
    ),
    RefusalCode.PRACTICE_OWN: gettext_noop(
        "{name} does this itself, alone or with others. Show a practice of somebody else."
    ),
    RefusalCode.PRACTICE_SUGGESTED: gettext_noop(
        "This was suggested to {name} before. Look at what it answered, or show another practice."
    ),
    RefusalCode.QUESTION_UNANSWERED: gettext_noop(
        "A question about {year} was asked already, and can still be answered. There is one at a time: wait for the answer."
    ),
    RefusalCode.NOBODY_TO_ASK: gettext_noop(
        "Nobody of this government has a mail address here. Fill in its general address: it gets a link to answer with."
    ),
}
