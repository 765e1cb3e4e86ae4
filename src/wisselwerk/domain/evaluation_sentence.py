"""The words that are about an evaluation: what is asked, what each answer is called, and what its refusal says."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

WENT_QUESTION = gettext_noop("How did the cooperation go?")
AGAIN_QUESTION = gettext_noop("Would you work together again without a voucher?")

WENT: Mapping[int, str] = {
    5: gettext_noop("very well"),
    4: gettext_noop("well"),
    3: gettext_noop("neither well nor badly"),
    2: gettext_noop("badly"),
    1: gettext_noop("very badly"),
}
"""How it went, the best first."""
AGAIN: Mapping[int, str] = {
    5: gettext_noop("certainly"),
    4: gettext_noop("probably"),
    3: gettext_noop("perhaps"),
    2: gettext_noop("probably not"),
    1: gettext_noop("certainly not"),
}
"""Whether they would work together again, the best first."""

EVALUATION_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.ALREADY_EVALUATED: gettext_noop(
        "This side has answered already, or the coordinator went on without it. There is nothing to do."
    ),
    RefusalCode.STILL_REMINDED: gettext_noop(
        "This side is still being reminded. You can go on without it after its second reminder, or from {on}."
    ),
}
"""Of the refusals of evaluations; ``domain.refusal_sentence`` holds them all."""
