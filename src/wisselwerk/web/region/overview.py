"""What is new in the region, what came of it, and what was learnt?"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wisselwerk.apps.evaluation.queries.adjustments import looked_at_in
from wisselwerk.apps.initiatives.digest_paper import Part, SpokenLine, parts_of
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_readers import reader_of
from wisselwerk.apps.initiatives.queries.expost_questions import replies_for
from wisselwerk.apps.initiatives.queries.initiative_map import counted_by_municipality, numbers_of
from wisselwerk.apps.initiatives.queries.initiatives import initiatives
from wisselwerk.apps.network.queries.region import (
    practices_by_title,
    region_counts,
    schemes_measured,
    year_learnt,
)
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.digest import chosen_for, number_of
from wisselwerk.domain.indicator import DEFINITIONS as FIGURES
from wisselwerk.domain.main_lines import DEFINITIONS, Code
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.evaluation.adjusted import AdjustmentView
from wisselwerk.web.initiative.digest import offer_to
from wisselwerk.web.initiative.map import map_of
from wisselwerk.web.public.expost_talk import talk_of
from wisselwerk.web.region.report import years_reported
from wisselwerk.web.region.spoken import (
    IN_SHORT,
    LASTING,
    SPREAD,
    by_province,
    happenings,
    in_short,
    measured,
    rungs,
)

A_WEEK = timedelta(weeks=1)
NEWEST = 5
"""News, practices and answers that the page names; all of them stand on pages of their own."""


def newest_of(parts: list[Part]) -> list[SpokenLine]:
    """The first of each group, and then the others: the first few of all that is new."""
    groups = [one.lines for part in parts for one in part.groups]
    lines = [one for lines in groups for one in lines[:1]] + [one for lines in groups for one in lines[1:]]
    return lines[:NEWEST]


@for_role(Role.FLANDERS, Role.NETWORK)
def overview(request: HttpRequest) -> HttpResponse:
    """All of it on one page, in numbers and lessons; each figure leads to what it means."""
    actor, day = actor_of_request(request), today()
    counts = region_counts(years_reported(day)[0], day)
    lines = counts.lines
    news = chosen_for(reader_of(actor, day), news_between(now() - A_WEEK, now()))
    register = initiatives(day=day)
    learnt, schemes = year_learnt(day.year), schemes_measured(day)
    context = {
        "lines": lines,
        "counted_at": counts.at,
        "earlier": years_reported(day)[1:],
        "in_short": in_short(lines),
        "by_province": by_province(lines),
        "spread": measured(schemes, SPREAD),
        "means_in_year": [DEFINITIONS[one] for one in (*IN_SHORT, Code.REGIONS)],
        "newest_news": newest_of(parts_of(news)),
        "more_news": max(number_of(news) - NEWEST, 0),
        "digest": offer_to(actor),
        "map": map_of(counted_by_municipality(register, day)),
        "initiatives": numbers_of(register),
        "lasting": measured(schemes, LASTING),
        "means_of_schemes": [FIGURES[one] for one in (*LASTING, *SPREAD)],
        "rungs": rungs(counts.rungs),
        "failures": counts.failures,
        "newest": practices_by_title()[:NEWEST],
        "year": day.year,
        "learnt": learnt,
        "happenings": happenings(learnt),
        "adjusted": [AdjustmentView(one) for one in looked_at_in(day.year)[-NEWEST:]],
        "answers": [talk_of(one) for one in replies_for(actor)[: -NEWEST - 1 : -1]],
        "is_official": bool(actor.organisations(Role.FLANDERS)),
        "looks_after": bool(actor.organisations(Role.NETWORK)),
    }
    return render(request, "region/overview.html", context)
