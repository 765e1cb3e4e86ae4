"""The words that are about adjustments: what is refused, who decided, what was expected and what came of it."""

from collections.abc import Mapping

from wisselwerk.domain.adjustment import DecidedBy, Direction, Verdict
from wisselwerk.domain.refusal import RefusalCode, gettext_noop

ADJUSTMENT_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.ADJUSTMENT_INCOMPLETE: gettext_noop(
        "Say what the question was and what was decided, each in a sentence or two."
    ),
    RefusalCode.ADJUSTMENT_NO_EVIDENCE: gettext_noop(
        "Choose at least one figure on which was decided, and only such as are shown now."
    ),
    RefusalCode.ADJUSTMENT_RENEWED: gettext_noop(
        "A figure that you chose was counted anew meanwhile. Read what it says now, and choose again."
    ),
    RefusalCode.ADJUSTMENT_NO_BASELINE: gettext_noop(
        "Higher or lower than what? Fill in a number, or choose this figure among those on which was decided. Of how many "
        "providers or municipalities there are, always fill in a number."
    ),
    RefusalCode.ADJUSTMENT_DAYS: gettext_noop(
        "The decision is of {first_on} up to and including {last_on}, and the day to look again comes after today."
    ),
    RefusalCode.ADJUSTMENT_VERSION: gettext_noop(
        "These rules cannot be linked. They are rules of this scheme that were published after the decision and hold before "
        "the day to look again; they are linked once, before that day."
    ),
}
"""Of the refusals of adjustments; ``domain.refusal_sentence`` holds them all."""

DECIDED_BY: Mapping[DecidedBy, str] = {
    DecidedBy.COORDINATOR: gettext_noop("the coordinator"),
    DecidedBy.PARTNERSHIP: gettext_noop("the members of the partnership, together"),
    DecidedBy.MANAGING: gettext_noop("the managing municipality"),
    DecidedBy.COUNCIL: gettext_noop("the municipal councils"),
}
BY_TARGET: Mapping[Direction, str] = {
    Direction.UP: gettext_noop("at least {target}"),
    Direction.DOWN: gettext_noop("at most {target}"),
}
BY_BEFORE: Mapping[Direction, str] = {
    Direction.UP: gettext_noop("higher than {before}"),
    Direction.DOWN: gettext_noop("lower than {before}"),
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.AS_EXPECTED: gettext_noop("as expected"),
    Verdict.OTHERWISE: gettext_noop("not as expected"),
    Verdict.TOO_FEW: gettext_noop("too few to tell"),
}
VERDICT_SENTENCES: Mapping[Verdict, str] = {
    Verdict.AS_EXPECTED: gettext_noop("It went as expected."),
    Verdict.OTHERWISE: gettext_noop("It did not go as expected."),
    Verdict.TOO_FEW: gettext_noop("Too few were counted to tell: chance alone may make this difference."),
}
