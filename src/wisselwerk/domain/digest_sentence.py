"""What is said of what is new: one sentence for each thing that can happen, and what groups are called."""

from collections.abc import Mapping

from wisselwerk.domain.digest import News, Section
from wisselwerk.domain.refusal import gettext_noop

NEWS: Mapping[News, str] = {
    News.NOTICED: gettext_noop("{who}: noticed, and not answered yet ({on})"),
    News.CONFIRMED: gettext_noop("{who}: confirmed by who does it ({on})"),
    News.CORRECTED: gettext_noop("{who}: corrected by who does it ({on})"),
    News.ENDED: gettext_noop("{who}: ended ({on})"),
    News.PUBLISHED: gettext_noop("{who}: new rules, which hold from {on}"),
    News.ADJUSTED: gettext_noop("{who}: adjusted rules, which hold from {on}"),
    News.SAME: gettext_noop("may be the same as “{who}”; nobody answered yet"),
    News.SIMILAR: gettext_noop("looks like “{who}”"),
    News.OUTCOME: gettext_noop("was “{before}”, is now “{after}”"),
    News.PRACTICE: gettext_noop("{who}: a new practice ({on})"),
    News.PRACTICE_CHANGED: gettext_noop("{who}: told anew ({on})"),
    News.ASKED: gettext_noop("{who} asks this ({on})"),
    News.ANSWERED: gettext_noop("{who} answered ({on})"),
    News.LOOKED_AT: gettext_noop("{who}: what came of this decision is measured ({on})"),
    News.MEETING: gettext_noop("{who} calls a meeting, on {on}"),
    News.LESSON: gettext_noop("{who} wrote down what was learnt ({on})"),
}
"""What stands behind its title."""
FIRST_OUTCOME = gettext_noop("looked at for the first time: “{after}”")
"""Of an outcome where nothing was known before."""

SECTIONS: Mapping[Section, str] = {
    Section.INITIATIVES: gettext_noop("Initiatives without a priority"),
    Section.SCHEMES: gettext_noop("Schemes published or adjusted"),
    Section.LINKS: gettext_noop("May be the same: waits for an answer"),
    Section.SIMILAR: gettext_noop("Similar initiatives elsewhere"),
    Section.OUTCOMES: gettext_noop("What plans and accounts show"),
    Section.PRACTICES: gettext_noop("Practices"),
    Section.QUESTIONS: gettext_noop("Questions of the learning network"),
    Section.MEETINGS: gettext_noop("Meetings of the learning network"),
}
"""What a group is called; one of initiatives with a priority is called by that."""
