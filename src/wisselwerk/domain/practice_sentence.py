"""The words that are about practices: what is refused, what is told, on what the evidence rests, how far adopters are."""

from collections.abc import Mapping

from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.evidence import Point, Rung
from wisselwerk.domain.practice import Action, Language, Part, PracticeState
from wisselwerk.domain.refusal import RefusalCode, gettext_noop

PRACTICE_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.PRACTICE_INCOMPLETE: gettext_noop(
        "Others cannot read this yet. Give it a title, and tell in Dutch what the problem was and what you did."
    ),
    RefusalCode.PRACTICE_CHANGED: gettext_noop(
        "Somebody else wrote a newer version of this practice. Load the page again to see what it says now."
    ),
    RefusalCode.PRACTICE_OF_OWN: gettext_noop(
        "This is your own practice, or your own text. Somebody of another municipality, or of the network, looks at it."
    ),
    RefusalCode.PRACTICE_REASON_MISSING: gettext_noop("Say why, in a sentence or two."),
    RefusalCode.ADDRESS_INVALID: gettext_noop(
        "“{address}” is no address of a page. It begins with https:// or http://."
    ),
    RefusalCode.ADOPTION_OF_OWN: gettext_noop("This is your own practice: only others can take it over."),
    RefusalCode.ADOPTION_NOT_NOW: gettext_noop(
        "That does not follow on how far you are with this practice. Load the page again to see what is possible."
    ),
}
"""Of the refusals of practices; ``domain.refusal_sentence`` holds them all."""

STATE_NAMES: Mapping[PracticeState, str] = {
    PracticeState.WRITTEN: gettext_noop("being written"),
    PracticeState.OFFERED: gettext_noop("waits to be looked at"),
    PracticeState.SENT_BACK: gettext_noop("something else was asked"),
    PracticeState.PUBLISHED: gettext_noop("for everybody"),
    PracticeState.CLOSED: gettext_noop("taken back"),
}
ACTION_NAMES: Mapping[Action, str] = {
    Action.WRITE: gettext_noop("written"),
    Action.OFFER: gettext_noop("opened by its author"),
    Action.SEND_BACK: gettext_noop("sent back with a question"),
    Action.PUBLISH: gettext_noop("published"),
    Action.CLOSE: gettext_noop("taken back by its author"),
}
PART_NAMES: Mapping[Part, str] = {
    Part.PROBLEM: gettext_noop("What was the problem?"),
    Part.APPROACH: gettext_noop("What was done?"),
    Part.CONDITIONS: gettext_noop("What does it take?"),
    Part.PEOPLE: gettext_noop("Who does what?"),
    Part.PITFALLS: gettext_noop("What went wrong, or could?"),
}
PART_HINTS: Mapping[Part, str] = {
    Part.PROBLEM: gettext_noop("What did you see, and for whom was it a problem?"),
    Part.APPROACH: gettext_noop("What did you do, in which order?"),
    Part.CONDITIONS: gettext_noop("Time, money, decisions, partners: what has to be there first?"),
    Part.PEOPLE: gettext_noop("Functions and hours. Name nobody."),
    Part.PITFALLS: gettext_noop(
        "What would you do otherwise? What did not work is worth as much as what did."
    ),
}
LANGUAGE_NAMES: Mapping[Language, str] = {
    Language.NL: gettext_noop("Dutch"),
    Language.FR: gettext_noop("French"),
    Language.DE: gettext_noop("German"),
    Language.EN: gettext_noop("English"),
}
RUNG_NAMES: Mapping[Rung, str] = {
    Rung.TOLD: gettext_noop("told"),
    Rung.DOCUMENTED: gettext_noop("documented"),
    Rung.MEASURED: gettext_noop("measured"),
    Rung.COMPARED: gettext_noop("compared"),
    Rung.REPLICATED: gettext_noop("replicated"),
}
RUNG_SENTENCES: Mapping[Rung | None, str] = {
    None: gettext_noop("What the problem was and what was done is not both told yet."),
    Rung.TOLD: gettext_noop("We know it because who does it tells of it. Nothing was measured."),
    Rung.DOCUMENTED: gettext_noop(
        "It is told whole, and there is material that others can use. Whether it works was not measured."
    ),
    Rung.MEASURED: gettext_noop(
        "Figures of its own scheme show what it gave. Whether it was the cause, they do not."
    ),
    Rung.COMPARED: gettext_noop(
        "Its figures stand beside those of another scheme, with what differs between both."
    ),
    Rung.REPLICATED: gettext_noop("Others took it over, measured it themselves, and told what came of it."),
}
"""What may be concluded from it, and what not."""
POINTS: Mapping[Point, tuple[str, str]] = {
    Point.PROBLEM: (
        gettext_noop("It tells what the problem was."),
        gettext_noop("Tell what the problem was."),
    ),
    Point.APPROACH: (gettext_noop("It tells what was done."), gettext_noop("Tell what you did.")),
    Point.CONDITIONS: (
        gettext_noop("It tells what it takes."),
        gettext_noop("Tell what it takes: time, money, decisions."),
    ),
    Point.PEOPLE: (gettext_noop("It tells who does what."), gettext_noop("Tell who does what.")),
    Point.MATERIAL: (
        gettext_noop("There is material that others can use."),
        gettext_noop("Add material that others can use: rules, a letter, an invitation."),
    ),
    Point.SCHEME: (
        gettext_noop("There is a scheme behind it, of which figures come by themselves."),
        gettext_noop(
            "Name the scheme behind it: its figures come by themselves. Without one nothing is measured here."
        ),
    ),
    Point.FIGURES: (
        gettext_noop("Figures of it are known of enough vouchers."),
        gettext_noop("Wait until enough vouchers were used for figures that point at nobody."),
    ),
    Point.COMPARISON: (
        gettext_noop(
            "There is another scheme, or a group that was drawn by lot, beside which its figures stand."
        ),
        gettext_noop(
            "Wait until a scheme that was made from it, or that it was made from, has figures too, or a draw has a waiting list."
        ),
    ),
    Point.REPLICATION: (
        gettext_noop("Somebody elsewhere took it over, has figures of its own, and told what came of it."),
        gettext_noop("Wait until somebody elsewhere who runs it has figures, and tells what came of it."),
    ),
}
"""That it is there; what it takes."""
ADOPTION_NAMES: Mapping[AdoptionState, str] = {
    AdoptionState.INTERESTED: gettext_noop("interested"),
    AdoptionState.ADAPTING: gettext_noop("adapting it"),
    AdoptionState.RUNNING: gettext_noop("running it"),
    AdoptionState.EVALUATED: gettext_noop("evaluated"),
    AdoptionState.ABANDONED: gettext_noop("abandoned"),
}
WORDS_OF_STATES: Mapping[str, str] = {
    **{one.value: name for one, name in STATE_NAMES.items()},
    **{one.value: name for one, name in ADOPTION_NAMES.items()},
}
"""Of ``wording.STATES``."""
