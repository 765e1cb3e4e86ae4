"""Where what is new stands: each thing has a page, each group a list, and pages and mails write the same address."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import resolve

from wisselwerk.apps.initiatives.digest_paper import parts_of
from wisselwerk.domain.digest import SECTION_OF, Group, Line, News, Section
from wisselwerk.domain.priority import Priority
from wisselwerk.web.initiative.digest_links import LISTS, PAGES, list_of, page_of

ON = date(2026, 11, 23)


def line(news: News) -> Line:
    year = 2025 if news is News.OUTCOME else None
    return Line(news=news, key="71016", title="Wijk-werken", who="Genk", on=ON, year=year)


def group(section: Section, *, is_own: bool = False, priority: Priority | None = None) -> Group:
    lines = tuple(line(one) for one in News if SECTION_OF[one] is section)
    return Group(is_own=is_own, section=section, priority=priority, lines=lines, more=3)


def test_everything_that_can_be_new_has_its_page_and_every_group_its_list() -> None:
    assert PAGES.keys() == set(News)
    assert LISTS.keys() == set(Section)
    for news in News:
        assert resolve(page_of(line(news))).view_name == PAGES[news]
    for section in Section:
        assert resolve(list_of(group(section))).view_name == LISTS[section]


def test_of_a_year_the_page_is_that_of_the_year() -> None:
    found = resolve(page_of(line(News.OUTCOME))).kwargs
    assert sorted(map(str, found.values())) == ["2025", "71016"]


def test_of_a_priority_the_register_shows_that_and_ones_own_links_wait_at_the_desk() -> None:
    priority = next(iter(Priority))
    assert list_of(group(Section.INITIATIVES, priority=priority)).endswith(f"/?priority={priority.value}")
    assert "?" not in list_of(group(Section.INITIATIVES))
    assert resolve(list_of(group(Section.LINKS, is_own=True))).view_name == "initiative:desk"


@pytest.mark.parametrize("section", Section)
def test_a_mail_has_each_address_whole_in_both_its_forms(section: Section) -> None:
    one = group(section, is_own=True)
    context = {
        "parts": parts_of([one]),
        "number": 1,
        "first": ON,
        "last": ON,
        "base_url": "https://c.example",
        "language": "nl",
        "subject": "Nieuw",
        "stop_page": "https://c.example/stop/",
        "own_page": "https://c.example/week/",
    }
    text, html = (render_to_string(f"mail/digest.{form}", context) for form in ("txt", "html"))
    for address in (*(page_of(spoken) for spoken in one.lines), list_of(one)):
        assert f"https://c.example{address}\n" in text
        assert f'href="https://c.example{address}"' in html
