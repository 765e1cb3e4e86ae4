"""What is kept of who acts for whom and takes part in the learning network: its part of the register."""

from datetime import timedelta

from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, Erasure, PersonalField
from wisselwerk.domain.refusal import gettext_noop

LETTER_KEPT_FOR = timedelta(days=365)
"""A question by mail: as long as it can be answered by replying."""
RECEIVED_KEPT_FOR = timedelta(days=90)
"""That a reply was dealt with: longer than mail servers hold a mail on its way."""
ATTENDANCE_KEPT_FOR = timedelta(days=365)
"""Who was at a meeting: until the same one comes round again."""

_SELF = gettext_noop(
    "the person, the coordinator of the partnership; of who acts for a local government or a partnership, also who looks after "
    "the learning network"
)

NETWORK: tuple[PersonalField, ...] = (
    PersonalField(
        field="parties.RoleHolding.person",
        what=gettext_noop("role for an organisation"),
        purpose=gettext_noop("know who may do what"),
        seen_by=_SELF,
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="network.QuestionLetter.*",
        what=gettext_noop("to whom a question of the learning network was mailed"),
        purpose=gettext_noop("let who was asked answer by replying, and send nobody too many"),
        seen_by=gettext_noop("nobody"),
        kept_for=LETTER_KEPT_FOR,
        counted_from="planned_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="network.ReceivedMail.*",
        what=gettext_noop(
            "that a reply to such a mail came in and what came of it, without its words or its sender"
        ),
        purpose=gettext_noop("have the same mail do nothing a second time"),
        seen_by=gettext_noop("nobody"),
        kept_for=RECEIVED_KEPT_FOR,
        counted_from="at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="network.StoppedLetters.*",
        what=gettext_noop("that somebody wants no questions by mail"),
        purpose=gettext_noop("send none"),
        seen_by=gettext_noop("the person"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="network.Attendance.person",
        what=gettext_noop("whether somebody comes to a meeting of the learning network, and was there"),
        purpose=gettext_noop(
            "know for how many it is, mail who comes when it changes, and tell who was there"
        ),
        seen_by=gettext_noop(
            "the person, who called the meeting, who looks after the learning network; others see for whom somebody comes"
        ),
        kept_for=ATTENDANCE_KEPT_FOR,
        counted_from="meeting_ends_at",
        erasure=Erasure.LINK,
    ),
    PersonalField(
        field="network.Attendance.salt",
        what=gettext_noop(
            "a secret number by which the trail can be held to who said so, and that names nobody"
        ),
        purpose=gettext_noop("prove that nobody was put in the place of somebody else"),
        seen_by=gettext_noop("nobody"),
        kept_for=ATTENDANCE_KEPT_FOR,
        counted_from="meeting_ends_at",
        erasure=Erasure.TEXT,
    ),
)
