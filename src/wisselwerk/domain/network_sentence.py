"""The words of the learning network: what questions are about, why somebody is asked, and what is
refused, also about the roles that people hold.
"""

from collections.abc import Mapping

from wisselwerk.domain.actor import Role
from wisselwerk.domain.network import Topic, WhyAsked, WhyFits
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.domain.refusal import RefusalCode, gettext_noop

TOPICS: Mapping[Topic, str] = {
    Topic.START: gettext_noop("Setting up a scheme"),
    Topic.COUNCIL: gettext_noop("The councils"),
    Topic.COST: gettext_noop("Budget and sharing the cost"),
    Topic.OWN_CONTRIBUTION: gettext_noop("Own contribution of businesses"),
    Topic.DRAW: gettext_noop("Drawing lots"),
    Topic.LAST_PART: gettext_noop("Paying a last part afterwards"),
    Topic.BUSINESSES: gettext_noop("Reaching businesses"),
    Topic.PROVIDERS: gettext_noop("Social-economy enterprises"),
    Topic.RESULTS: gettext_noop("What it brings"),
    Topic.OTHER: gettext_noop("Something else"),
}

WHY_ASKED: Mapping[WhyAsked, str] = {
    WhyAsked.BEHIND: gettext_noop("the practice is theirs, or they took it over"),
    WhyAsked.DID_IT: gettext_noop("has done this in a scheme of its own"),
    WhyAsked.ANSWERED: gettext_noop("answered a question about this before"),
    WhyAsked.RUNS: gettext_noop("runs a scheme"),
    WhyAsked.SAME_PHASE: gettext_noop("is as far as who asks"),
    WhyAsked.SAME_SIZE: gettext_noop("has about as many inhabitants"),
    WhyAsked.NEARBY: gettext_noop("works in the same district"),
}
"""Behind the name of who is asked."""

WHY_FITS: Mapping[WhyFits, str] = {
    WhyFits.ASKED: gettext_noop("you asked about this"),
    WhyFits.PREPARES: gettext_noop("you are writing rules, and these run already"),
    WhyFits.HAS_ALIKE: gettext_noop("your scheme has something of this too"),
    WhyFits.SAME_SIZE: gettext_noop("they have about as many inhabitants"),
    WhyFits.NEARBY: gettext_noop("they work in the same district"),
}
"""Behind the name of a practice, to whom it is passed on."""

ROLE_NAMES: Mapping[Role, str] = {
    Role.COORDINATOR: gettext_noop("coordinator"),
    Role.MEMBER: gettext_noop("acts for the local government"),
    Role.GENERAL_DIRECTOR: gettext_noop("general director"),
}
"""What those who take part are called."""

TALK_STATES: Mapping[str, str] = {
    TalkState.AMONG_PARTICIPANTS: gettext_noop("among participants"),
    TalkState.OPEN: gettext_noop("open to everybody"),
    TalkState.TAKEN_DOWN: gettext_noop("taken down"),
}
"""How what was said stands, as a badge says it."""

NETWORK_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.ROLE_DOES_NOT_FIT: gettext_noop(
        "Nobody can be {role} of {organisation}: it is another kind of organisation. Look which one is meant."
    ),
    RefusalCode.ROLE_HELD_LATER: gettext_noop(
        "This person gets the role from {from_on} already. Choose a last day before that, or end that first."
    ),
    RefusalCode.WORDS_MISSING: gettext_noop("Write what you want to ask or to say, in a few words."),
    RefusalCode.TAKEN_DOWN: gettext_noop(
        "This was taken down, so nothing can be added to it. Ask the question anew if you still need an answer."
    ),
    RefusalCode.HANDED_TO_ONESELF: gettext_noop(
        "You hold this role already. Fill in the mail address of who takes it over."
    ),
    RefusalCode.HANDED_IN_PAST: gettext_noop(
        "{on} is over: what was done since then was done by who held the role. Choose today or a later day."
    ),
    RefusalCode.HANDED_ALREADY: gettext_noop(
        "You handed this role over already, from {from_on} on. Take that back first if somebody else takes over."
    ),
    RefusalCode.MEETING_TIMES_WRONG: gettext_noop(
        "A meeting ends after it begins, within two days. Check both times."
    ),
    RefusalCode.MEETING_PAST: gettext_noop("That moment is over. Choose a later one."),
    RefusalCode.MEETING_NOWHERE: gettext_noop("Fill in where it is, or the link with which one joins."),
    RefusalCode.MEETING_CHANGED: gettext_noop(
        "Somebody else changed this meeting in the meantime. Load the page again to see what it says now."
    ),
    RefusalCode.MEETING_BEGUN: gettext_noop(
        "This meeting has begun or is over, so this cannot be changed any more. Write down what was learnt instead."
    ),
    RefusalCode.MEETING_NOT_BEGUN: gettext_noop(
        "This meeting is on {starts_on}. Who was there and what was learnt is written down from that day on."
    ),
    RefusalCode.MEETING_CALLED_OFF: gettext_noop(
        "This meeting does not take place any more. Look which other meetings there are."
    ),
    RefusalCode.NOT_A_PARTICIPANT: gettext_noop(
        "Nobody with this mail address took part in the network on that day. Check the address, or leave this person out."
    ),
    RefusalCode.PRACTICE_NOT_PUBLIC: gettext_noop(
        "This practice is not published, so not everybody can read it. Choose another one, or leave it open."
    ),
}
