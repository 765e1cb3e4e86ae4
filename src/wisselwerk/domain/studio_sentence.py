"""What the studio says to who writes a draft and cannot go on: what is the matter, and what to do next."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

STUDIO_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.DRAFT_CHANGED: gettext_noop(
        "Somebody else changed this draft on {changed_at}. Nothing is lost: what you filled in still stands below. Look at "
        "what the draft says now, and press again to keep yours."
    ),
    RefusalCode.DRAFT_PUBLISHED: gettext_noop(
        "This draft is no longer open: it was published or thrown away. Look at the page of the scheme."
    ),
    RefusalCode.DRAFT_INCOMPLETE: gettext_noop(
        "This draft cannot be published yet. Look at what it says under “This has to be done first”."
    ),
    RefusalCode.DRAFT_BEFORE_COUNCIL: gettext_noop(
        "A council has had this draft before it, so it stays on record. Change it, or leave it as it is."
    ),
    RefusalCode.COUNCIL_HAS_DECIDED: gettext_noop(
        "This council decided on {on}, and that stays. If it decides otherwise later, that goes with a new version."
    ),
    RefusalCode.COUNCIL_NOT_DECIDED: gettext_noop(
        "It is not on record that this council decided. Record that first; then say what it changed."
    ),
    RefusalCode.TEXT_CHANGED_SINCE: gettext_noop(
        "This draft was changed on {changed_on}, after the meeting of {on}. Did the council decide on the text as it is now? "
        "Then say so. Otherwise put the draft back to what the council decided first."
    ),
    RefusalCode.DAY_BEFORE_PARTNERSHIP: gettext_noop(
        "{on} cannot be the day of that meeting: the agreement of your partnership begins on {begins_on}. Look at the year."
    ),
    RefusalCode.TEXT_HAS_BLANKS: gettext_noop(
        "The text does not say yet from which day it holds, or who grants the vouchers. A council decides about that too: "
        "fill it in first, under “Day and who grants”."
    ),
    RefusalCode.COUNCILS_NOT_DECIDED: gettext_noop(
        "Which councils did not decide is not what you were told: {members}. Look at who takes part, and choose again."
    ),
    RefusalCode.WHY_MISSING: gettext_noop(
        "Number of changes without a reason: {number}. Say of each why you do it otherwise; whoever takes your scheme over "
        "later learns from that."
    ),
    RefusalCode.SLUG_TAKEN: gettext_noop(
        "Another scheme or draft has the address “{slug}”. Choose another name for the address."
    ),
}
"""Of the refusals of drafts; ``domain.refusal_sentence`` holds them all."""
