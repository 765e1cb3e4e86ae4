"""Do the plans and accounts of local governments show what is asked of a year?

For everybody: policy reports are public, and so is what a council planned for a scheme. Nothing here comes from files of businesses: what
a member bore or was paid stays out, because of a few vouchers it would point at one of them.
"""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.queries.expost import ExpostRow, is_controlled, public_rows, years_controlled
from wisselwerk.apps.initiatives.queries.expost_questions import questions_on
from wisselwerk.apps.initiatives.queries.expost_schemes import government_on
from wisselwerk.apps.initiatives.queries.policy_report import reports_of, years_reported
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.expost_control import Outcome
from wisselwerk.domain.expost_question import QuestionState, can_be_asked
from wisselwerk.domain.expost_sentence import OUTCOME_NAMES
from wisselwerk.domain.territory import Region, fold
from wisselwerk.formats.territory import belgian_territory
from wisselwerk.web.access import actor_of_request
from wisselwerk.web.htmx import partial
from wisselwerk.web.public.expost_talk import talks_for
from wisselwerk.web.public.expost_view import (
    badge_of,
    file_table,
    line_of,
    priority_lines,
    report_name,
    scheme_lines,
    sources_of,
    told_sentence,
)
from wisselwerk.web.purpose import asks
from wisselwerk.wording import word

PER_PAGE = 50


def outcome_choices() -> list[tuple[str, str]]:
    """Every outcome, all of them first."""
    names = [(one.value, capfirst(word(OUTCOME_NAMES[one]))) for one in Outcome]
    return [("", gettext("All outcomes")), *names]


@asks(find="q outcome")
class Filter(forms.Form):
    """Which governments to show."""

    q = forms.CharField(label=_("Which municipality or partnership?"), max_length=100, required=False)
    outcome = forms.ChoiceField(label=_("Which outcome?"), choices=outcome_choices, required=False)

    def chosen(self, rows: Sequence[ExpostRow]) -> list[ExpostRow]:
        """The rows in which every word stands, with the outcome; nothing is asked by what could not be read."""
        told = self.cleaned_data if self.is_valid() else {}
        words, outcome = fold(told.get("q", "")).split(), told.get("outcome", "")
        return [
            one
            for one in rows
            if outcome in ("", one.control.outcome.value)
            and all(each in fold(" ".join((one.name, one.government, *one.role_of))) for each in words)
        ]


def newest(request: HttpRequest) -> HttpResponse:
    """To the newest year of which a report tells; without any, to this year."""
    day = today()
    return redirect("public:expost", max(years_reported(day), default=day.year))


def expost(request: HttpRequest, year: int) -> HttpResponse:
    """Every local government of which something is known of a year, those that were asked for."""
    years = _years(year)
    rows = public_rows(year)
    form = Filter(request.GET)
    chosen = form.chosen(rows)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    outcomes = [one.control.outcome for one in rows]
    context = {
        "year": year,
        "form": form,
        "is_any": bool(rows),
        "is_read": any(sources_of(one) for one in rows),
        "counts": [(badge_of(one), outcomes.count(one)) for one in Outcome],
        "page": page,
        "lines": [line_of(one) for one in page.object_list],
        "others": [one for one in reversed(years) if one != year],
    }
    return render(request, partial(request, "public/expost.html", "results"), context)


def government(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One local government in a year: what each report shows, and where that stands."""
    current, actor = known_government(year, code), actor_of_request(request)
    if current != code:
        return redirect("public:expost-government", year, current)
    (row,) = public_rows(year, [code])
    talks = talks_for(actor, questions_on(year, code))
    is_official = bool(actor.organisations(Role.FLANDERS))
    waits = any(one.state is QuestionState.OPEN and not one.is_suggestion for one in talks)
    sources = sources_of(row)
    used = {(one.report_type, one.report_year) for one in sources}
    reports = reports_of(sources[0].government if sources else code)
    context = {
        "year": year,
        "row": row,
        "badge": badge_of(row.control.outcome),
        "priorities": priority_lines(row),
        "schemes": scheme_lines(row),
        "sources": sources,
        "reports": [
            (report_name(one), one, one.is_newest and (one.report_type, one.report_year) in used)
            for one in reports
        ],
        "told": told_sentence(row),
        "talks": talks,
        "may_ask": is_official and can_be_asked(row.control.outcome) and not waits,
        "may_suggest": is_official,
        "others": [one for one in reversed(_years(year)) if one != year],
    }
    return render(request, "public/expost_government.html", context)


def known_government(year: int, code: str) -> str:
    """The Flemish municipality that this code means on the last day of a year that can be looked at; 404 where there is none."""
    _can_be_looked_at(year)
    day = date(year, 12, 31)
    current = government_on(code, day)
    if current not in {one.code for one in belgian_territory().municipalities(day, Region.FLANDERS)}:
        raise Http404
    return current


def table(request: HttpRequest, year: int) -> HttpResponse:
    """All of a year for a spreadsheet or a program."""
    _can_be_looked_at(year)
    headers = {"Content-Disposition": f'attachment; filename="nazicht-{year}.csv"'}
    content = file_table(year, public_rows(year)).csv()
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _can_be_looked_at(year: int) -> None:
    if not is_controlled(year, today()):
        raise Http404


def _years(year: int) -> list[int]:
    """The years that can be looked at, of which this is one."""
    years = years_controlled(today())
    if year not in years:
        raise Http404
    return years
