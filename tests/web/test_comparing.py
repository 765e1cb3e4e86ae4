"""Two schemes side by side: any two, with their difference, how sure it is, and what to mind."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.follow_ups import all_over, asked, say
from tests.scene import Scene, set_scene
from tests.web.stage import browser
from wisselwerk.apps.evaluation.services import renew_figures, renew_persistence
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.comparison import DOUBTS, Doubt
from wisselwerk.domain.follow_up import Said
from wisselwerk.wording import say as told

pytestmark = pytest.mark.django_db

PATH = "/beheer/leren/vergelijken/"
NB = "\N{NO-BREAK SPACE}"


def answered(scene: Scene, lasts: int, ended: int, *, since: int) -> None:
    for number, one in enumerate(asked(scene, *range(since, since + lasts + ended))):
        say(one, Said.YES if number < lasts else Said.NO)


def test_a_difference_stands_beside_how_sure_it_is_and_what_to_mind() -> None:
    scene, other = set_scene(), set_scene(slug="elders")
    answered(scene, 15, 5, since=0)
    answered(other, 5, 14, since=50)
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=all_over())
    client = browser("coordinator_genk")
    page = client.get(PATH, {"first": "genk", "second": "elders"}).content.decode()
    assert f"75{NB}% (15 van 20)" in page
    assert f"26{NB}% (5 van 19)" in page
    assert "+49 procentpunt" in page
    assert "meer dan toeval" in page
    # What is so of several figures is said once, and a difference without an interval says why.
    assert page.count("20 geteld bij de ene, 19 bij de andere") == 1
    assert "Eerste kennismakingen en" in page.split(": Grootte: 20 geteld bij de ene")[0]
    assert "geen interval: alles wat er is, is geteld" in page
    with CaptureQueriesContext(connection) as queries:
        client.get(PATH, {"first": "genk", "second": "elders"})
    # Session, person, roles, demo; the two lists to choose from and the two chosen, figures, and draws of both.
    assert len(queries) == 11


def test_what_matters_comes_first() -> None:
    scene, other = set_scene(), set_scene(slug="elders")
    answered(scene, 15, 5, since=0)
    answered(other, 5, 14, since=50)
    renew_figures(SYSTEM, on=all_over())
    page = browser("coordinator_genk").get(PATH, {"first": "genk", "second": "elders"}).content.decode()
    # The difference with its interval is the answer; then the warning; what was chosen can wait.
    answer = page.split('class="ww-answer">')[1].split("</p>")[0]
    assert "Werkt nog samen na 6 maanden: <strong>+49 procentpunt</strong>" in answer
    assert re.search(r"95%-interval van \+\d+ tot \+\d+ procentpunt: meer dan toeval", answer)
    places = [page.index(one) for one in (answer, "Let hierop voor u vergelijkt", 'name="first"')]
    assert places == sorted(places)


def test_a_percentage_is_said_with_one_sign() -> None:
    with translation.override("nl"):
        said = told(DOUBTS[Doubt.ANSWERS], {"first_percent": 81, "second_percent": 60})
    assert f"antwoordde 81{NB}% duidelijk, bij de andere 60{NB}%." in said


def test_without_an_interval_the_page_says_so() -> None:
    set_scene(), set_scene(slug="elders")
    page = browser("coordinator_genk").get(PATH, {"first": "genk", "second": "elders"}).content.decode()
    assert "Van geen cijfer heeft het verschil een interval" in page


def test_a_scheme_is_not_compared_with_itself() -> None:
    set_scene()
    page = browser("coordinator_genk").get(PATH, {"first": "genk", "second": "genk"}).content.decode()
    assert "Kies twee verschillende regelingen." in page


def test_without_a_choice_there_is_only_the_form() -> None:
    set_scene()
    page = browser("coordinator_genk").get(PATH).content.decode()
    assert "Naast elkaar" not in page
