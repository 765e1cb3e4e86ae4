"""What is kept of who follows the register of initiatives, or was asked something about it: its part of the register."""

from datetime import timedelta

from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, Erasure, PersonalField
from wisselwerk.domain.refusal import gettext_noop

DIGEST_KEPT_FOR = timedelta(days=90)
"""A mail, with what stood in it: until long after the next ones."""

INITIATIVES: tuple[PersonalField, ...] = (
    PersonalField(
        field="initiatives.DigestSubscription.person",
        what=gettext_noop("that somebody asked for the weekly mail of what is new"),
        purpose=gettext_noop("mail it; gone at once when it is stopped"),
        seen_by=gettext_noop("the person"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="initiatives.DigestMail.*",
        what=gettext_noop(
            "what of the register, of practices and of the learning network stood in somebody's weekly mail, and whether that left"
        ),
        purpose=gettext_noop("send each mail once, and tell its reader when it was refused"),
        seen_by=gettext_noop("the person"),
        kept_for=DIGEST_KEPT_FOR,
        counted_from="planned_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="practices.PracticeMailStop.person",
        what=gettext_noop("that somebody wants no mails about practices"),
        purpose=gettext_noop("send none"),
        seen_by=gettext_noop("nobody"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="initiatives.ExpostAddressee.person",
        what=gettext_noop("to which address a question to a local government was mailed"),
        purpose=gettext_noop("let a government answer of which nobody is here"),
        seen_by=gettext_noop("nobody"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
)
