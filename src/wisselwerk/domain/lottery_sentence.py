"""The words that are about a draw: what its refusals say and what its states are called.

``refusal_sentence`` and ``wording`` hold the others, and these with them.
"""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

LOTTERY_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.ALREADY_ENTERED: gettext_noop(
        "This enterprise stands in the draw of this scheme already, or on its waiting list. An enterprise has one chance. "
        "Look in your mail for the letter about that application, or ask the coordinator."
    ),
    RefusalCode.DRAW_TO_COME: gettext_noop(
        "A draw decides who gets a voucher. It is held after the last day to apply, and everybody has the same chance. "
        "You do not have to do anything: you get a mail with the outcome."
    ),
    RefusalCode.DRAW_FULL: gettext_noop(
        "You were drawn as number {drawn}. This draw gives {maximum} vouchers, and they went to who was drawn before you."
    ),
    RefusalCode.DRAWN_TOO_LATE: gettext_noop(
        "You were drawn as number {drawn}. When it was your turn, {left_cents} was left for your voucher and "
        "{missing_cents} was missing."
    ),
    RefusalCode.WAITING_ENDED: gettext_noop(
        "Your place on the waiting list lasted up to and including {waited_until}. No voucher came free for you in that time."
    ),
    RefusalCode.NOBODY_ENTERED: gettext_noop(
        "No application waits for a draw. Seal the list once somebody applied under rules that have a draw decide."
    ),
    RefusalCode.DRAW_WINDOW_OPEN: gettext_noop(
        "Enterprises can still apply, up to and including {closes_on}. Seal the list after that day."
    ),
    RefusalCode.DRAW_WAITS_FOR_OTHERS: gettext_noop(
        "Of some applications that came in on time it is not clear yet whether they stand in the draw. How many wait for a "
        "person: {review}. How many wait for a code that was mailed less than a day ago: {unconfirmed}. Decide those that "
        "wait for a person, and seal the list after that."
    ),
    RefusalCode.DRAW_NOT_DONE: gettext_noop(
        "A list of this scheme is sealed and not drawn yet. Finish that draw first: nobody can take it back."
    ),
    RefusalCode.DRAW_HAS_DOUBTS: gettext_noop(
        "A person has to decide on some applications before the draw is held, or on the waiting list of an earlier one. How "
        "many: {review}. Is only a delegation missing, then record it first. Choose “Look for doubts before the draw”, and "
        "decide on each."
    ),
    RefusalCode.DOUBT_IN_FRONT: gettext_noop(
        "Some applications that were drawn before this one wait for a person. How many: {review}. Decide on those first: the "
        "draw says who gets a voucher first."
    ),
    RefusalCode.SEED_DAY_OUT_OF_REACH: gettext_noop(
        "The seed must come after the list is sealed, and not too long after. Choose a day from {earliest_on} up to and "
        "including {latest_on}."
    ),
    RefusalCode.SEED_SOURCE_MISSING: gettext_noop(
        "Say where the seed comes from, so that anybody can look it up: which public draw or number, of which hour, and what "
        "counts when it is not held."
    ),
    RefusalCode.SEED_NOT_YET: gettext_noop(
        "The seed comes on {seed_on}. Type it from that day on, from the source that was named."
    ),
    RefusalCode.SEED_INVALID: gettext_noop(
        "This cannot be the seed. Type the numbers or characters of the source: at least {minimum} and at most {maximum}, "
        "without accents, with a space between numbers."
    ),
    RefusalCode.SEED_DIFFERS: gettext_noop(
        "This is not the seed that was typed first. Look at the source again, both of you. When the first one is wrong, it can "
        "be typed anew."
    ),
    RefusalCode.SEED_BY_ANOTHER: gettext_noop(
        "You typed the seed yourself. A second person looks it up and types it: a coordinator or an auditor of the "
        "partnership."
    ),
}
"""By code, as there."""

LOTTERY_STATES: Mapping[str, str] = {
    # of an application
    "entered": gettext_noop("in the draw"),
    "not_drawn": gettext_noop("not drawn"),
    # of a draw
    "draw_sealed": gettext_noop("the list is sealed"),
    "draw_seeded": gettext_noop("waits for a second person"),
    "draw_confirmed": gettext_noop("ready to be held"),
    "draw_done": gettext_noop("held"),
    # of a sample
    "sample_sealed": gettext_noop("waits for the seed"),
    "sample_drawn": gettext_noop("being looked at"),
    "sample_passed_on": gettext_noop("outcome passed on"),
    # of one rule, for one application
    "WAIT": gettext_noop("waits its turn"),
}
"""What a state is called that only a draw brings; ``wording.STATES`` holds the others, and these with them."""
