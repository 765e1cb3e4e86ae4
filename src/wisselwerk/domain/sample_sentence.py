"""The words that are about samples: what is refused, what is drawn from, what is looked at and what came of it."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop
from wisselwerk.domain.sample import ABOVE, ALL, OTHER, WITHOUT, SampleKind, Strata
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen

SAMPLE_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.SAMPLE_EMPTY: gettext_noop(
        "{asked} cannot be drawn from {population}. Ask for at least one, and choose a year of which there is something."
    ),
    RefusalCode.SAMPLE_TOO_LARGE: gettext_noop(
        "{asked} cannot be drawn here. Ask for {most} at most: so many there are, or one sample can hold."
    ),
    RefusalCode.SAMPLE_TOO_SMALL: gettext_noop(
        "{asked} is not enough for one from each of the {strata} groups. Ask for more, or do not ask for one from each."
    ),
    RefusalCode.SAMPLE_POINTS_AT_ONE: gettext_noop(
        "There are too few dossiers to publish a list of: fewer than {minimum}. Look at all of them, without a sample."
    ),
    RefusalCode.SAMPLE_YEAR_RUNS: gettext_noop(
        "As long as {year} is not over, dossiers are drawn without groups: a list by groups would show from one day to the "
        "next what came in. Choose no groups, or wait until the year is over."
    ),
    RefusalCode.SAMPLE_YEAR_MOVED: gettext_noop(
        "A list of {year} by groups stands here already. Since then dossiers came in or were undone, and a second list beside "
        "it would show in which group. Choose no groups."
    ),
    RefusalCode.SAMPLE_DRAWN: gettext_noop(
        "This sample was drawn already, with another seed. What was drawn stands on its page. Is that seed not the one of the "
        "source, then seal a new sample and say why."
    ),
    RefusalCode.SAMPLE_NOT_DRAWN: gettext_noop("This sample was not drawn yet. Type the seed first."),
    RefusalCode.SAMPLE_PASSED_ON: gettext_noop(
        "The outcome of this sample was passed on already. It is not changed any more."
    ),
    RefusalCode.SAMPLE_UNJUDGED: gettext_noop(
        "Not everything was looked at yet. How many checks are left: {left}. Say “cannot tell” where that is so."
    ),
    RefusalCode.SAMPLE_MOVED: gettext_noop(
        "Something was judged or passed on since this page was opened. The numbers below are those of now: look at them, and pass "
        "them on once more."
    ),
    RefusalCode.CHECK_NOT_ASKED: gettext_noop(
        "The rules of that day do not ask this, so it is not looked at here."
    ),
    RefusalCode.FINDING_INCOMPLETE: gettext_noop(
        "Say what a finding asks for: nothing, put right, or get money back. Without a finding leave that open."
    ),
}
"""Of the refusals of samples; ``domain.refusal_sentence`` holds them all."""

KIND_NAMES: Mapping[SampleKind, str] = {
    SampleKind.PUBLIC: gettext_noop("decisions and reported actions"),
    SampleKind.DOSSIERS: gettext_noop("dossiers"),
}
STRATA_NAMES: Mapping[Strata, str] = {
    Strata.NONE: gettext_noop("no groups"),
    Strata.GOVERNMENT: gettext_noop("by local government"),
    Strata.SOURCE: gettext_noop("by kind of source"),
    Strata.PRIORITY: gettext_noop("by priority"),
    Strata.AMOUNT: gettext_noop("by what the voucher paid"),
    Strata.QUARTER: gettext_noop("by quarter of the invoice"),
}
STRATUM_NAMES: Mapping[str, str] = {
    ALL: gettext_noop("all together"),
    OTHER: gettext_noop("all other groups together"),
    WITHOUT[Strata.GOVERNMENT]: gettext_noop("local government not known"),
    WITHOUT[Strata.PRIORITY]: gettext_noop("without a priority"),
    "amount-1": gettext_noop("up to € 250"),
    "amount-2": gettext_noop("above € 250, up to € 500"),
    ABOVE: gettext_noop("above € 500"),
    "quarter-1": gettext_noop("first quarter"),
    "quarter-2": gettext_noop("second quarter"),
    "quarter-3": gettext_noop("third quarter"),
    "quarter-4": gettext_noop("fourth quarter"),
    "DECISION": gettext_noop("published decision"),
    "REPORT": gettext_noop("policy report"),
}
"""What a group is called; any other is a name or a code itself."""
CHECK_NAMES: Mapping[SampleCheck, str] = {
    SampleCheck.PERIOD: gettext_noop("The invoice is dated while the voucher was valid"),
    SampleCheck.AMOUNT: gettext_noop("The voucher paid what the rules give"),
    SampleCheck.OWN_PART: gettext_noop("The own contribution is shown"),
    SampleCheck.PROOF: gettext_noop("The proof that the rules ask is there"),
    SampleCheck.ENTERPRISE: gettext_noop("The enterprise was admitted by the rules of that day"),
    SampleCheck.PROVIDER: gettext_noop(
        "The provider and what it sold were admitted by the rules of that day"
    ),
    SampleCheck.LAST_PART: gettext_noop("The last part was paid after both sides were heard"),
    SampleCheck.DOUBLE_USE: gettext_noop("The invoice was used once, here and elsewhere"),
    SampleCheck.SOURCE: gettext_noop("The source can be found where the register says"),
    SampleCheck.SAYS_SO: gettext_noop("The source says what the register reads in it"),
    SampleCheck.FITS: gettext_noop("It is an initiative for the social economy or for work"),
}
SEEN_NAMES: Mapping[Seen, str] = {
    Seen.FINE: gettext_noop("in order"),
    Seen.FINDING: gettext_noop("finding"),
    Seen.CANNOT_TELL: gettext_noop("cannot tell"),
}
CONSEQUENCE_NAMES: Mapping[Consequence, str] = {
    Consequence.NONE: gettext_noop("nothing has to be done"),
    Consequence.CORRECT: gettext_noop("has to be put right"),
    Consequence.RECOVER: gettext_noop("money may have to come back"),
}
