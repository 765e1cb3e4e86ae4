"""The log of adjustments on screen: written down on the figures of today, linked, added to, and looked at again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.adjustments import decided, new_rules, picked, shown, when_looked_at
from tests.practices import guide, published
from tests.scene import EMAIL, Scene, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.evaluation.models import Adjustment, AdjustmentLook, SchemeFigure
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_readers import readers_on
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now, today
from wisselwerk.domain.adjustment import Direction, Expectation
from wisselwerk.domain.digest import News, chosen_for
from wisselwerk.domain.indicator import Indicator
from wisselwerk.jobs.adjustments import look_at_adjustments

pytestmark = pytest.mark.django_db

ALL = "/beheer/leren/bijsturen/"
NEW = f"{ALL}nieuw/genk/"
COORDINATOR = "coordinator_genk"
NB = "\N{NO-BREAK SPACE}"
USED = Indicator.USED
OF_LIST, OF_FORM, OF_ONE, OF_PRACTICE = 9, 7, 9, 6
"""How often each page asks the database, however much there is."""


@pytest.fixture
def scene() -> Scene:
    scene = set_scene()
    shown(scene.scheme, USED, 20, 40)
    return scene


def typed(page: Any, **changed: object) -> dict[str, object]:
    """What somebody fills in, with the token of the form."""
    return {
        "once": token(page),
        "question": "Waarom blijft de helft van de cheques liggen?",
        "evidence": [f"{USED} {picked(Scheme.objects.get(slug='genk'), USED).mark}"],
        "decision": "Wij bellen iedereen na drie maanden.",
        "changes": "nothing",
        "decided_by": "PARTNERSHIP",
        "decided_on": today().isoformat(),
        "indicator": USED,
        "direction": "UP",
        "target": "70",
        "look_on": (today() + timedelta(days=200)).isoformat(),
        **changed,
    }


def at(one: Adjustment) -> str:
    return reverse("evaluation:adjustment", args=[one.pk])


def used(scene: Scene, **changed: Any) -> Adjustment:
    expected = Expectation(USED, Direction.UP, 0.7)
    return decided(scene, [picked(scene.scheme, USED)], **{"expected": expected, **changed})


def test_an_empty_log_says_what_it_is_for(scene: Scene) -> None:
    page = text(browser(COORDINATOR).get(ALL))
    assert "Nog geen beslissing opgeschreven" in page
    assert "Schrijf het nu op: de vraag, de cijfers, de beslissing en wat u verwacht." in page


def test_a_decision_is_kept_with_the_figures_of_today(scene: Scene) -> None:
    client = browser(COORDINATOR)
    page = client.get(NEW)
    assert f"50{NB}% (95%-interval: 35–65{NB}%, 20 van 40)" in page.content.decode()
    kept = client.post(NEW, typed(page), follow=True)
    one = Adjustment.objects.get()
    assert one.looked_at_on > one.look_on
    assert "Dan is er sinds de beslissing nog geen heel jaar voorbij" in text(kept)
    assert kept.redirect_chain == [(at(one), 302)]
    assert (one.target, one.changes_rules) == (0.7, False)
    shown(scene.scheme, USED, 39, 40)
    told = client.get(at(one)).content.decode()
    assert f"minstens 70{NB}%" in told
    assert "20 van 40" in told
    assert "39 van 40" not in told
    assert "De regels blijven zoals ze zijn." in told
    assert "Waarom blijft de helft van de cheques liggen?" in text(client.get(ALL))


def test_beside_another_scheme_both_sides_are_frozen(scene: Scene) -> None:
    other = set_scene(slug="elders")
    shown(other.scheme, USED, 30, 40)
    client = browser(COORDINATOR)
    page = client.get(f"{NEW}?naast=elders")
    assert f"bij Kennismakingscheque elders 75{NB}%" in page.content.decode()
    both = f"{USED} {picked(scene.scheme, USED).mark} {picked(other.scheme, USED).mark}"
    client.post(f"{NEW}?naast=elders", typed(page, evidence=[both]))
    told = client.get(at(Adjustment.objects.get())).content.decode()
    assert "20 van 40" in told
    assert "30 van 40" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"evidence": []}, "Kies minstens één cijfer."),
        ({"evidence": [f"{USED} 2020-01-01"]}, "is intussen opnieuw geteld"),
        ({"question": "Wat vindt mevrouw Lina Peeters?"}, "Wij haalden weg"),
        ({"target": "170"}, "Een aandeel is hoogstens 100 procent."),
        ({"target": "", "indicator": "own-money"}, "Hoger of lager dan wat?"),
        ({"look_on": "2020-01-01"}, "de dag om opnieuw te kijken komt na vandaag"),
        ({"decided_on": "gisteren"}, "2027-01-31"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(
    scene: Scene, changed: dict[str, object], said: str
) -> None:
    client = browser(COORDINATOR)
    answer = client.post(NEW, typed(client.get(NEW), **changed))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Adjustment.objects.exists()


def test_without_a_figure_there_is_nothing_to_decide_on(scene: Scene) -> None:
    SchemeFigure.objects.all().delete()
    assert "Er is nog geen cijfer" in text(browser(COORDINATOR).get(NEW))


def test_money_and_days_are_typed_as_they_are_told(scene: Scene) -> None:
    client = browser(COORDINATOR)
    for indicator, target in (("own-money", "1,50"), ("days-to-payment", "21")):
        client.post(NEW, typed(client.get(NEW), indicator=indicator, target=target))
    money, days = Adjustment.objects.order_by("pk")
    assert (money.target, days.target) == (150.0, 21.0)
    assert "minstens € 1,50" in text(client.get(at(money))).replace(NB, " ")
    assert "minstens 21 dagen" in text(client.get(at(days)))


def test_rules_are_linked_when_they_are_there_and_something_is_added(scene: Scene) -> None:
    one = used(scene)
    client = browser(COORDINATOR)
    assert "Verbind deze regels" not in text(client.get(at(one)))
    rules = new_rules(scene.scheme, today() + timedelta(days=10))
    page = client.get(at(one))
    assert "Verbind deze regels" in text(page)
    client.post(at(one), {"once": token(page), "version": rules.pk})
    page = client.get(at(one))
    assert "Ze leidde tot versie 2 van de regels" in text(page)
    assert "Verbind deze regels" not in text(page)
    client.post(at(one), {"once": token(page), "text": "Er was ook een staking."})
    assert "Er was ook een staking." in text(client.get(at(one)))


def test_others_of_the_network_read_it_and_cannot_touch_it(scene: Scene) -> None:
    one = used(scene)
    set_scene(slug="elders")
    guide()
    client = browser("network")
    page = client.get(at(one))
    assert "De regisseur belt elke onderneming" in text(page)
    assert "Zet het erbij" not in text(page)
    client.post(at(one), {"once": "x" * 20, "text": "Ik weet het beter."})
    assert not one.notes.exists()


def test_on_its_day_what_was_measured_stands_beside_it_and_the_mail_of_the_week_says_so(scene: Scene) -> None:
    one = used(scene)
    client = browser(COORDINATOR)
    assert "wordt gekeken wat ervan kwam" in text(client.get(at(one)))
    with when_looked_at(one):
        look_at_adjustments()
        look_at_adjustments()
        assert AdjustmentLook.objects.count() == 1
        told = text(browser(COORDINATOR).get(at(one)))
        assert "te weinig om het te zeggen" in told
        assert "Het zegt niet dat het door de beslissing komt." in told
        [line] = [
            line for line in news_between(now() - timedelta(hours=1), now()) if line.news is News.LOOKED_AT
        ]
        assert (line.key, line.title, line.is_shared) == (str(one.pk), one.question, True)
        reader = readers_on(today())[person(EMAIL[COORDINATOR]).pk]
        [group] = chosen_for(reader, [line])
        assert group.is_own


def test_everybody_reads_it_at_the_practice(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    path = reverse("practice:adjustments", args=[practice.slug])
    assert "Nog geen beslissing opgeschreven" in text(browser().get(path))
    used(scene)
    told = text(browser().get(path))
    assert "De regisseur belt elke onderneming" in told
    assert "20 van 40" in told
    assert path in browser().get(reverse("practice:card", args=[practice.slug])).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_is_asked_as_often_for_many(scene: Scene, number: int) -> None:
    practice = published(scene, scheme=scene.scheme)
    for _ in range(number):
        one = used(scene)
    pages = {
        ALL: (COORDINATOR, OF_LIST),
        NEW: (COORDINATOR, OF_FORM),
        at(one): (COORDINATOR, OF_ONE),
        reverse("practice:adjustments", args=[practice.slug]): ("anonymous", OF_PRACTICE),
    }
    found = {}
    for path, (who, _bound) in pages.items():
        client = browser(who)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        found[path] = len(queries)
    assert found == {path: bound for path, (_who, bound) in pages.items()}
