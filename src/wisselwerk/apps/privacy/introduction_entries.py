"""What is kept of who looks for something, is introduced or comes to an event: its part of the register."""

from datetime import timedelta

from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, UNCONFIRMED_KEPT_FOR, Erasure, PersonalField
from wisselwerk.domain.refusal import gettext_noop

NEED_KEPT_FOR = timedelta(days=365)
"""A need and the wish to be introduced: after a year somebody asks again."""
REGISTRATION_KEPT_FOR = timedelta(days=30)
"""After the event: long enough to tick who was there and to thank them. How many came stays."""

INTRODUCTIONS: tuple[PersonalField, ...] = (
    PersonalField(
        field="introductions.Pending.*",
        what=gettext_noop(
            "mail address, code, a hash of the network address, and the need or registration that waits for the code"
        ),
        purpose=gettext_noop("prove that the mail address is of who asks, and stop mail bombs"),
        seen_by=gettext_noop("nobody"),
        kept_for=UNCONFIRMED_KEPT_FOR,
        counted_from="created_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="introductions.Need.sentence",
        what=gettext_noop("what an enterprise looks for, in its own words"),
        purpose=gettext_noop("propose services, and introduce it to who offers them"),
        seen_by=gettext_noop("the enterprise, the providers it chose, the coordinator of the partnership"),
        kept_for=NEED_KEPT_FOR,
        counted_from="stated_at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="introductions.Suggestion.reason",
        what=gettext_noop("why a coordinator proposes a service for a need"),
        purpose=gettext_noop("let the enterprise choose"),
        seen_by=gettext_noop("the enterprise, the coordinator of the partnership"),
        kept_for=NEED_KEPT_FOR,
        counted_from="need_stated_at",
        erasure=Erasure.TEXT,
    ),
    PersonalField(
        field="introductions.Need.person",
        what=gettext_noop("who stated a need"),
        purpose=gettext_noop("let the enterprise see and withdraw it"),
        seen_by=gettext_noop("the enterprise"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
    PersonalField(
        field="introductions.Introduction.person",
        what=gettext_noop("whose mail address a provider may see"),
        purpose=gettext_noop("let the provider that the business chose answer it"),
        seen_by=gettext_noop(
            "the enterprise, the provider it chose; of the coordinator only that there is one"
        ),
        kept_for=NEED_KEPT_FOR,
        counted_from="made_at",
        erasure=Erasure.LINK,
    ),
    PersonalField(
        field="introductions.Registration.*",
        what=gettext_noop("who registered for an event, for which enterprise, and who was there"),
        purpose=gettext_noop("keep a place free, and know who was there"),
        seen_by=gettext_noop("the person, the coordinator of the partnership"),
        kept_for=REGISTRATION_KEPT_FOR,
        counted_from="event_ends_at",
        erasure=Erasure.ROW,
    ),
    PersonalField(
        field="introductions.FamiliarityQuestion.person",
        what=gettext_noop("to whom the question after the first invoice was mailed"),
        purpose=gettext_noop("mail one question; what is answered is counted apart, without who answered"),
        seen_by=gettext_noop("nobody"),
        kept_for=PERSON_KEPT_FOR,
        counted_from=gettext_noop("the last sign-in, application or end of a voucher"),
        erasure=Erasure.PERSON,
    ),
)
