"""What is kept of who was asked whether a pair still works together: its part of the register."""

from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, Erasure, PersonalField
from wisselwerk.domain.refusal import gettext_noop

EVALUATION: tuple[PersonalField, ...] = (
    PersonalField(
        field="evaluation.FollowUpQuestion.person",
        what=gettext_noop("to whom it was mailed whether a business and a provider still work together"),
        purpose=gettext_noop(
            "mail one question and one reminder; what was answered stays without the person"
        ),
        seen_by=gettext_noop("nobody"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="evaluation.FollowUpStop.person",
        what=gettext_noop("that somebody wants no more of those questions"),
        purpose=gettext_noop("mail none"),
        seen_by=gettext_noop("nobody"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
)
