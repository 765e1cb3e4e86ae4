"""What is said about initiatives: how they stand, what kind of source tells of them, why two look alike and what differs."""

from collections.abc import Mapping

from wisselwerk.domain.coordination_sentence import COORDINATION_SENTENCES
from wisselwerk.domain.initiative_link import Aspect, LinkAnswer, LinkKind, LinkReason
from wisselwerk.domain.initiative_state import Action, InitiativeState
from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.signal import SignalKind

INITIATIVE_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.LINK_EXPIRED: gettext_noop(
        "This link is too old, or it is not complete. Sign in to answer: what waits for you stands there."
    ),
    RefusalCode.PERSON_NAMED: gettext_noop("This becomes public, so it can name nobody. Leave out: {names}."),
    RefusalCode.NOTHING_CORRECTED: gettext_noop(
        "Nothing was filled in that is otherwise. Say what is not right, or confirm that it is."
    ),
    **COORDINATION_SENTENCES,
}
"""Of the refusals of initiatives, and of the role in them; ``domain.refusal_sentence`` holds them all."""

STATE_NAMES: Mapping[InitiativeState, str] = {
    InitiativeState.NOTICED: gettext_noop("noticed, not answered"),
    InitiativeState.CONFIRMED: gettext_noop("confirmed by who does it"),
    InitiativeState.CORRECTED: gettext_noop("corrected by who does it"),
    InitiativeState.DENIED: gettext_noop("denied by who was thought to do it"),
    InitiativeState.ENDED: gettext_noop("ended"),
}
KIND_NAMES: Mapping[SignalKind, str] = {
    SignalKind.SCHEME: gettext_noop("scheme published here"),
    SignalKind.DECISION: gettext_noop("published decision"),
    SignalKind.REPORT: gettext_noop("policy report"),
    SignalKind.NOTE: gettext_noop("note of its own accord"),
    SignalKind.CORRECTION: gettext_noop("correction by who does it"),
}
ACTION_NAMES: Mapping[Action, str] = {
    Action.NOTICE: gettext_noop("noticed"),
    Action.ASK: gettext_noop("asked by mail"),
    Action.CONFIRM: gettext_noop("confirmed"),
    Action.CORRECT: gettext_noop("corrected"),
    Action.DENY: gettext_noop("denied"),
    Action.END: gettext_noop("ended"),
    Action.MERGE: gettext_noop("taken together with another one"),
    Action.PART: gettext_noop("told apart again"),
}
LINK_NAMES: Mapping[LinkKind, str] = {
    LinkKind.SAME: gettext_noop("may be the same initiative"),
    LinkKind.SIMILAR: gettext_noop("similar initiative elsewhere"),
}
ANSWER_NAMES: Mapping[LinkAnswer, str] = {
    LinkAnswer.OPEN: gettext_noop("the answer was taken back"),
    LinkAnswer.ACCEPTED: gettext_noop("it is so"),
    LinkAnswer.DECLINED: gettext_noop("it is not so"),
}
REASON_SENTENCES: Mapping[LinkReason, str] = {
    LinkReason.SAME_PLACE: gettext_noop("Both are done in {places}."),
    LinkReason.SAME_PERIOD: gettext_noop("Both are of {years}."),
    LinkReason.NEXT_PERIOD: gettext_noop(
        "They follow each other: one is of {earlier}, the other of {later}."
    ),
    LinkReason.SAME_ADDRESS: gettext_noop("Both name the same page: {addresses}."),
    LinkReason.SAME_AMOUNTS: gettext_noop("Both name {cents}."),
    LinkReason.ALIKE_WORDS: gettext_noop("Their titles have in common: {words}."),
    LinkReason.BOTH_VOUCHERS: gettext_noop("Both give vouchers."),
}
"""Why two look alike, with what was compared."""
DIFFERENCE_SENTENCES: Mapping[Aspect, str] = {
    Aspect.AMOUNT: gettext_noop("{there_name}: a voucher is worth {there}. {here_name}: {here}."),
    Aspect.OWN_CONTRIBUTION: gettext_noop(
        "{there_name}: businesses pay {there} themselves. {here_name}: {here}."
    ),
    Aspect.PLACES: gettext_noop("{there_name} is for {there}. {here_name} is for {here}."),
    Aspect.YEARS: gettext_noop("{there_name} is of {there}. {here_name} is of {here}."),
}
"""What differs, with both sides by their names: who reads it may be at either one."""
UNKNOWN = gettext_noop("not said")
NOTHING = gettext_noop("nothing")
