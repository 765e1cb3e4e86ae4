"""What is said while a person decides and the applicant is asked something."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

REVIEW_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.QUESTION_MISSING: gettext_noop("Write the question that the applicant has to answer."),
    RefusalCode.QUESTION_OPEN: gettext_noop(
        "The applicant can still answer your question, up to and including {answer_until}. Wait for the answer, or decide."
    ),
    RefusalCode.NOTHING_ASKED: gettext_noop(
        "There is no question to answer (any more). Load the page again to see how it stands."
    ),
    RefusalCode.ANSWER_MISSING: gettext_noop("Write your answer in a few words."),
    RefusalCode.ANSWER_AWAITED: gettext_noop(
        "You asked the applicant something. The applicant is reminded, and can answer up to and including {answer_until}. "
        "You cannot refuse before that; you can award."
    ),
    RefusalCode.ANSWER_UNREAD: gettext_noop(
        "An answer of the applicant came in since you opened this page. Read it first, and decide then."
    ),
    RefusalCode.APPLICANT_UNREACHABLE: gettext_noop(
        "No mail address is known of who applied, so nothing can be asked here. Ask it by post or on the telephone."
    ),
    RefusalCode.REFUSAL_RULE_MISSING: gettext_noop(
        "Choose the rule that is not met. Without a rule that says no, an application cannot be refused."
    ),
    RefusalCode.RULE_NOT_MET: gettext_noop(
        "A person found that the rule “{kind}” is not met. The words with the decision say why. Is that wrong? Ask a person "
        "to look again."
    ),
}
"""Of what is said there; ``domain.refusal_sentence`` holds them all."""

REVIEW_STATES: Mapping[str, str] = {
    "to_decide": gettext_noop("waits for the coordinator"),
    "late": gettext_noop("later than promised"),
    "answer_awaited": gettext_noop("waits for an answer of the applicant"),
    "withdrawn": gettext_noop("withdrawn by the applicant"),
}
