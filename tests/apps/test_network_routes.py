"""Practices are passed on to those for whom they fit, and the mail of the week tells of them and of questions."""

from datetime import timedelta

import pytest
import time_machine

from tests.apps.test_adoptions import child
from tests.departments import department
from tests.network import ASKS, KNOWS, LOOKS_AFTER, Learning, acting, again, asked, learning_network
from tests.practices import WHOLE, elsewhere
from tests.practices import published as practised
from tests.scene import Scene, set_scene
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_readers import reader_of, readers_on
from wisselwerk.apps.initiatives.services.digest import follow_digest
from wisselwerk.apps.network.models import PracticeRoute
from wisselwerk.apps.network.queries.routes import route_counts, routed_practices, routes_to, users_of
from wisselwerk.apps.network.queries.talk import calls_of
from wisselwerk.apps.network.services import (
    answer_network,
    ask_network,
    open_to_everybody,
    pass_on_practices,
    read_route,
    take_down,
)
from wisselwerk.apps.network.services.routes import A_WEEK
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.services import offer_practice, publish_practice, write_practice
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.digest import Line, News, chosen_for
from wisselwerk.domain.network import Topic, WhyAsked, WhyFits
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def there() -> Learning:
    return learning_network()


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def published(there: Learning) -> Practice:
    """Genk's scheme as a practice that everybody reads."""
    practice = write_practice(
        there.knows, organisation=there.knows_for, text=WHOLE, scheme=Scheme.objects.get(slug="genk")
    )
    offer_practice(there.knows, practice=practice.pk, seen=1)
    publish_practice(elsewhere(), practice=practice.pk, seen=1)
    return Practice.objects.get(pk=practice.pk)


def test_a_practice_goes_to_who_asked_about_what_it_has_and_says_so(there: Learning) -> None:
    asked(there)
    practice = published(there)
    assert pass_on_practices(SYSTEM) == 1
    (route,) = routes_to(there.asks)
    assert (route.practice, route.why) == (practice, [WhyFits.ASKED, WhyFits.NEARBY])
    assert not routes_to(there.far)
    assert not routes_to(there.knows)


def test_it_is_passed_on_once_and_no_place_is_drowned(there: Learning) -> None:
    asked(there)
    published(there)
    pass_on_practices(SYSTEM)
    with time_machine.travel(now() + A_WEEK, tick=False):
        assert pass_on_practices(SYSTEM) == 0
    assert PracticeRoute.objects.count() == 1


def test_who_looks_after_the_network_sees_counts(there: Learning) -> None:
    asked(there)
    practice = published(there)
    pass_on_practices(SYSTEM)
    (counts,) = route_counts(list(routed_practices()))
    assert (counts.passed_on, counts.read, counts.asked, counts.used) == (1, 0, 0, 0)
    route = PracticeRoute.objects.get()
    with pytest.raises(Refusal, match=RefusalCode.NOT_ALLOWED):
        read_route(there.far, route=route)
    for _ in range(2):
        read_route(there.asks, route=route)
    question = ask_network(
        there.asks,
        asked_for=there.asks_for,
        topic=Topic.OTHER,
        title="Hoe?",
        text="Hoe dan?",
        practice=practice,
    )
    (counts,) = route_counts(list(routed_practices()))
    assert (counts.passed_on, counts.read, counts.asked, counts.used) == (1, 1, 1, 0)
    assert calls_of(question)[0] == (
        there.knows_for, [WhyAsked.BEHIND, WhyAsked.RUNS, WhyAsked.NEARBY],
    )  # fmt: skip


def test_how_far_practices_came_is_asked_of_those_on_a_page_alone(there: Learning) -> None:
    asked(there)
    first, second = published(there), published(there)
    pass_on_practices(SYSTEM)
    assert list(routed_practices()) == [second, first]
    (counts,) = route_counts([first])
    assert (counts.practice, counts.passed_on) == (first, 1)


def test_of_many_practices_the_newest_of_who_gives_them_are_passed_on(there: Learning) -> None:
    asked(there)
    *_, second, third = [published(there) for _ in range(3)]
    assert pass_on_practices(SYSTEM) == 2
    assert {one.practice for one in routes_to(there.asks)} == {second, third}


def test_who_made_a_scheme_from_theirs_uses_each_practice_that_tells_of_it(scene: Scene) -> None:
    both = [practised(scene, WHOLE, scheme=scene.scheme) for _ in range(2)]
    scheme = child(scene)
    assert users_of(both) == {one.pk: {scheme.partnership_id} for one in both}


def of_network() -> list[Line]:
    own = {News.ASKED, News.ANSWERED, News.PRACTICE, News.PRACTICE_CHANGED}
    return [one for one in news_between(now() - AN_HOUR, now()) if one.news in own]


def test_the_week_tells_of_practices_to_all_and_of_questions_to_participants(there: Learning) -> None:
    question = asked(there)
    practice = published(there)
    found = {one.news: one for one in of_network()}
    assert found[News.PRACTICE].key == practice.slug
    assert found[News.ASKED].is_shared
    official = acting("nazicht@vlaanderen.example", department(), Role.FLANDERS)
    told = [
        one.news for group in chosen_for(reader_of(official, today()), found.values()) for one in group.lines
    ]
    assert told == [News.PRACTICE]
    for who in (ASKS, KNOWS, LOOKS_AFTER):
        reader = reader_of(again(who), today())
        assert reader == readers_on(today())[again(who).id or 0]
        told = [one.news for group in chosen_for(reader, found.values()) for one in group.lines]
        # What one asked oneself is no news.
        assert set(told) == {News.PRACTICE} | ({News.ASKED} if who != ASKS else set())
    open_to_everybody(there.asks, question=question)
    assert not next(one for one in of_network() if one.news is News.ASKED).is_shared


def test_an_answer_is_news_for_who_asked_and_what_was_taken_down_is_none(there: Learning) -> None:
    with time_machine.travel(now() - 2 * AN_HOUR, tick=False):
        question = asked(there)
    assert of_network() == []
    answer = answer_network(there.knows, question=question, given_for=there.knows_for, text="Reken het voor.")
    (line,) = of_network()
    assert (line.news, line.who, line.is_shared) == (News.ANSWERED, there.knows_for.name, True)
    assert line.concerns(reader_of(there.asks, today()))
    take_down(there.knows, question=question, answer=answer)
    assert of_network() == []


def test_who_looks_after_the_network_can_ask_for_the_mail_of_the_week(there: Learning) -> None:
    assert follow_digest(there.looks_after).person_id == there.looks_after.id
