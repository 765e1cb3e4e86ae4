"""What is said to who states a need, introduces, registers for an event or makes a joint offer, and cannot go on."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

INTRODUCTION_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.NEED_UNCLEAR: gettext_noop(
        "Say in one sentence what you look for, with at least one word that names it. At most {longest} characters."
    ),
    RefusalCode.NEED_WITHDRAWN: gettext_noop(
        "This need was withdrawn on {withdrawn_on}. State it again when you still look for something."
    ),
    RefusalCode.SUGGESTION_UNCLEAR: gettext_noop(
        "Say in a sentence why this may help. At most {longest} characters."
    ),
    RefusalCode.NEED_OF_ANOTHER: gettext_noop(
        "Somebody else of your business stated this need, so only that person can give the mail address to a provider. Ask "
        "your colleague, or state a need yourself."
    ),
    RefusalCode.TOO_MANY_INTRODUCTIONS: gettext_noop(
        "You can be introduced to at most {most} enterprises in a day; today you have {left} left. Choose fewer, or come "
        "back tomorrow."
    ),
    RefusalCode.NOT_RECOGNISED_NOW: gettext_noop(
        "{provider} is not recognised as social-economy enterprise today, so nobody is introduced to it. Choose another one."
    ),
    RefusalCode.INTRODUCED_TO_ITSELF: gettext_noop(
        "These are one and the same enterprise. Choose another one to be introduced to."
    ),
    RefusalCode.INTRODUCTION_WITHDRAWN: gettext_noop(
        "The business withdrew this introduction on {withdrawn_on}. Ask it first whether it still wants one."
    ),
    RefusalCode.EVENT_FULL: gettext_noop(
        "All places are taken ({capacity}). When somebody cancels, a place comes free here: look again later, or ask the "
        "organiser."
    ),
    RefusalCode.EVENT_OVER: gettext_noop(
        "This event has begun or is over, so nobody can register or cancel any more. Look in the agenda for the next one."
    ),
    RefusalCode.EVENT_CALLED_OFF: gettext_noop(
        "This event was called off. Look in the agenda for another one."
    ),
    RefusalCode.EVENT_NOT_BEGUN: gettext_noop(
        "This event begins on {starts_on}. Who was there is ticked from that day on."
    ),
    RefusalCode.EVENT_TIMES_WRONG: gettext_noop(
        "An event ends after it begins, within two days. Check both times."
    ),
    RefusalCode.PARTNER_MISSING: gettext_noop(
        "A joint offer has at least one other social-economy enterprise, and at most {most}. Choose who makes it with you."
    ),
    RefusalCode.JOINT_OFFER_STANDS: gettext_noop(
        "You already proposed something by this name, with other words or other partners. End that one first, or give this "
        "one another name."
    ),
}
"""Of the refusals around introductions; ``domain.refusal_sentence`` holds them all."""

INTRODUCTION_STATES: Mapping[str, str] = {
    # of an introduction
    "introduced": gettext_noop("introduced"),
    "quoted": gettext_noop("quote given"),
    "has_voucher": gettext_noop("voucher awarded"),
    "first_invoice": gettext_noop("first invoice"),
    "introduction_withdrawn": gettext_noop("address taken back"),
    # of an event
    "event_coming": gettext_noop("open to register"),
    "event_full": gettext_noop("full"),
    "event_started": gettext_noop("going on"),
    "event_over": gettext_noop("over"),
    "event_called_off": gettext_noop("called off"),
    # of a joint offer
    "joint_proposed": gettext_noop("waits for a partner"),
    "joint_offered": gettext_noop("among the services"),
    "joint_ended": gettext_noop("no longer offered"),
}
"""What the states around introductions are called."""
