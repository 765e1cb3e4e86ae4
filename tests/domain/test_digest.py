"""What is new, chosen for one reader: the own first, by priority, never more than fits, and kept as it was chosen."""

from datetime import date, timedelta

import pytest

from wisselwerk.domain.digest import (
    MOST_LINES,
    SECTION_OF,
    Line,
    News,
    Reader,
    Section,
    chosen_for,
    groups_from_plain,
    number_of,
    week_of,
)
from wisselwerk.domain.digest_sentence import NEWS, SECTIONS
from wisselwerk.domain.priority import Priority

DAY = date(2026, 3, 2)
HERE = Reader(frozenset({"71016"}), frozenset({7}))


def line(news: News = News.NOTICED, title: str = "Wijk-werken", **told: object) -> Line:
    return Line(**{"news": news, "key": "1", "title": title, "on": DAY} | told)  # type: ignore[arg-type]


def test_nothing_new_makes_no_group() -> None:
    assert chosen_for(HERE, []) == ()
    assert number_of(()) == 0


def test_the_own_comes_first_and_initiatives_go_by_priority() -> None:
    own = frozenset({"71016", "73066"})
    groups = chosen_for(
        HERE,
        [
            line(News.OUTCOME, places=own),
            line(priority=None),
            line(priority=Priority.TOGETHER),
            line(priority=Priority.ROLE),
            line(News.PUBLISHED, partnership=7),
            line(News.SAME),
            line(News.SIMILAR),
            line(priority=Priority.WORK, places=own),
            line(News.CONFIRMED, priority=Priority.ROLE),
        ],
    )
    assert [(one.is_own, one.section, one.priority, len(one.lines)) for one in groups] == [
        (True, Section.INITIATIVES, Priority.WORK, 1),
        (True, Section.SCHEMES, None, 1),
        (True, Section.OUTCOMES, None, 1),
        (False, Section.INITIATIVES, Priority.ROLE, 2),
        (False, Section.INITIATIVES, Priority.TOGETHER, 1),
        (False, Section.INITIATIVES, None, 1),
        (False, Section.LINKS, None, 1),
        (False, Section.SIMILAR, None, 1),
    ]


def test_who_acts_for_nobody_has_nothing_of_the_own() -> None:
    groups = chosen_for(Reader(), [line(places=frozenset({"71016"}), partnership=None)])
    assert [one.is_own for one in groups] == [False]


@pytest.mark.parametrize(
    ("number", "more"),
    [(1, 0), (MOST_LINES - 1, 0), (MOST_LINES, 0), (MOST_LINES + 1, 1), (MOST_LINES + 37, 37)],
)
def test_of_many_the_newest_are_told_and_the_rest_is_counted(number: int, more: int) -> None:
    news = [line(title=str(day), on=DAY + timedelta(days=day)) for day in range(number)]
    (group,) = chosen_for(HERE, news)
    assert group.more == more
    assert len(group.lines) == number - more
    assert group.lines[0].title == str(number - 1)
    assert number_of([group]) == number


def test_the_order_does_not_depend_on_how_it_was_found() -> None:
    news = [line(title=title, key=key) for title in "ab" for key in "12"]
    assert chosen_for(HERE, news) == chosen_for(HERE, reversed(news))


def test_what_is_kept_says_the_same_without_what_chose_it() -> None:
    told = line(
        News.OUTCOME,
        year=2025,
        before="differs",
        after="in_order",
        places=frozenset({"71016"}),
        partnership=7,
    )
    groups = chosen_for(HERE, [told, line(priority=Priority.ROLE)])
    plain = [one.to_plain() for one in groups]
    assert [one.to_plain() for one in groups_from_plain(plain)] == plain
    assert "71016" not in str(plain)
    kept = groups_from_plain(plain)[-1].lines[0]
    assert (kept.news, kept.on, kept.priority) == (News.NOTICED, DAY, Priority.ROLE)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 8), date(2026, 3, 2)),
        (date(2026, 3, 9), date(2026, 3, 9)),
        # The first days of a year may lie in a week of the one before.
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_week_begins_on_monday(day: date, monday: date) -> None:
    assert week_of(day) == monday


def test_everything_that_can_be_new_has_its_words_and_its_place() -> None:
    assert NEWS.keys() == SECTION_OF.keys() == set(News)
    assert SECTIONS.keys() == set(Section)
