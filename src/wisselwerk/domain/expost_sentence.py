"""What is said of a year that was looked at afterwards: one sentence for each way in which it can come out."""

from collections.abc import Mapping

from wisselwerk.domain.expost_control import Basis, Explanation, Outcome
from wisselwerk.domain.refusal import gettext_noop

OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.IN_ORDER: gettext_noop("in order"),
    Outcome.NOT_VISIBLE: gettext_noop("not visible in main lines"),
    Outcome.DIFFERS: gettext_noop("differs"),
}

BASES: Mapping[Basis, str] = {
    Basis.ENTERED: gettext_noop("entered for its plan"),
    Basis.BORNE: gettext_noop("by the newest settlement"),
    Basis.OWN: gettext_noop("set aside by itself"),
    Basis.PART: gettext_noop("its part of the budget of all members, by the cost key"),
    Basis.ALL: gettext_noop("the budget of all members; which part is its own cannot be told beforehand"),
}

ALL_FITS = gettext_noop(
    "the budget of all members; the plan shows as much, so its own part fits in it, whichever that is"
)
"""Instead of that, where the report shows as much as all members put in: what is in order then needs no part."""

EXPLANATIONS: Mapping[Explanation, str] = {
    Explanation.CODES_UNKNOWN: gettext_noop(
        "Under which codes actions of {year} were reported is not known here, so its reports cannot show them."
    ),
    Explanation.NO_REPORT: gettext_noop(
        "No report about {year} has been read here yet, so nothing can be visible; there may well be actions."
    ),
    Explanation.NO_PLAN: gettext_noop(
        "The accounts of {year} have been read here and no plan, so what was planned is not visible; there may well be a plan."
    ),
    Explanation.MISSING_IN_PLAN: gettext_noop(
        "The plan for {year} shows no action under {codes}; there may well be one that was not given its code."
    ),
    Explanation.MISSING_IN_ACCOUNTS: gettext_noop(
        "The accounts of {year} show no action under {codes}; there may well be one that was not given its code."
    ),
    Explanation.MISSING_IN_BOTH: gettext_noop(
        "For {year} the plan shows no action under {codes}, and the accounts none under {codes_accounts}; there may well be "
        "actions that were not given their code."
    ),
    Explanation.NO_ACCOUNTS: gettext_noop(
        "The plan for {year} shows an action under each priority; the accounts have not been read here yet, so what was done is "
        "not visible."
    ),
    Explanation.LESS_PLANNED: gettext_noop(
        "As far as it was exported, the plan for {year} shows {shown_cents} under action {action}, less than the {here_cents} "
        "that is planned here for {scheme}."
    ),
    Explanation.LESS_REALISED: gettext_noop(
        "As far as they were exported, the accounts of {year} show {shown_cents} under action {action}, less than the "
        "{here_cents} that is to be borne here for {scheme}."
    ),
    Explanation.IN_ORDER: gettext_noop(
        "For {year} both the plan and the accounts show at least one action under each priority."
    ),
    Explanation.IN_ORDER_SO_FAR: gettext_noop(
        "The plan for {year} shows at least one action under each priority; the accounts come after the year."
    ),
}
"""Message ids; their places are the params of a ``Control``."""
