"""Where what is new stands: the pages that lines and groups of it lead to, in mails and on pages."""

from collections.abc import Mapping

from django.urls import reverse

from wisselwerk.domain.digest import Group, Line, News, Section

PAGES: Mapping[News, str] = {
    News.NOTICED: "initiative:page",
    News.CONFIRMED: "initiative:page",
    News.CORRECTED: "initiative:page",
    News.ENDED: "initiative:page",
    News.PUBLISHED: "public:scheme",
    News.ADJUSTED: "public:scheme",
    News.SAME: "initiative:page",
    News.SIMILAR: "initiative:page",
    News.OUTCOME: "public:expost-government",
    News.PRACTICE: "practice:card",
    News.PRACTICE_CHANGED: "practice:card",
    News.ASKED: "network:question",
    News.ANSWERED: "network:question",
    News.LOOKED_AT: "evaluation:adjustment",
    News.MEETING: "network:meeting",
    News.LESSON: "network:meeting",
}
LISTS: Mapping[Section, str] = {
    Section.INITIATIVES: "initiative:register",
    Section.SCHEMES: "public:schemes",
    Section.LINKS: "initiative:register",
    Section.SIMILAR: "initiative:register",
    Section.OUTCOMES: "public:expost-newest",
    Section.PRACTICES: "practice:practices",
    Section.QUESTIONS: "network:home",
    Section.MEETINGS: "network:meetings",
}


def page_of(line: Line) -> str:
    """The page of one thing that is new."""
    return reverse(PAGES[line.news], args=[line.key] if line.year is None else [line.year, line.key])


def list_of(group: Group) -> str:
    """Where the others of a group stand too."""
    if group.section is Section.LINKS and group.is_own:
        return reverse("initiative:desk")
    return reverse(LISTS[group.section], query={"priority": group.priority} if group.priority else None)
