"""The pages of practices: written and looked at, read by everybody, taken over, and what a reader is told of what is missing."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.test_adoptions import child, measure, others
from tests.practices import (
    ELSEWHERE,
    TOLD,
    WHOLE,
    elsewhere,
    government,
    guide,
    in_order,
    open_and_publish,
    published,
    revised,
    written,
)
from tests.scene import EMAIL, Rules, Scene, rule_set, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.practices.models import AdoptionStep, Practice, PracticeVersion
from wisselwerk.apps.practices.services import close_practice, revise_practice, say_adoption
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.adoption import ABANDONED, EVALUATED, INTERESTED
from wisselwerk.domain.practice import Language, Part, PracticeText, Wording

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

ALL = "/praktijken/"
CARD = "/praktijken/een-cheque-om-kennis-te-maken/"
FRENCH = Wording("Un chèque pour faire connaissance", {Part.PROBLEM: "Personne ne se connaissait."})
IN_FRENCH = replace(WHOLE, wordings={**WHOLE.wordings, Language.FR: FRENCH})
COUNTS = {"practices": 6, "practice": 27, "versions": 3, "adopters": 13}
"""How often each page asks the database, of whoever has not signed in: for three practices and adopters as for one."""


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def of_network() -> Client:
    guide()
    client = Client()
    client.force_login(person(EMAIL["network"]))
    return client


def of_elsewhere() -> Client:
    elsewhere()
    client = Client()
    client.force_login(person("samenwerking@tongeren.example"))
    return client


def send(client: Client, url: str, **filled: object) -> Any:
    return client.post(url, {"once": token(client.get(url)), **filled}, follow=True)


TYPED = {
    "title": "Een avond bij de buren",
    "nl_PROBLEM": "Niemand kende elkaar.",
    "nl_APPROACH": "We nodigden iedereen uit.",
    "fr_title": "Une soirée",
    "materials": "Uitnodiging voor de avond https://voorbeeld.example/uitnodiging.pdf",
}


def test_from_the_first_word_to_what_everybody_reads(scene: Scene) -> None:
    author = browser("coordinator_genk")
    preview = text(
        author.post(f"{ALL}nieuw/", {"once": token(author.get(f"{ALL}nieuw/")), **TYPED, "preview": "1"})
    )
    assert "Zo lezen anderen het" in preview
    assert "Une soirée" in preview
    assert not Practice.objects.exists()
    page = send(author, f"{ALL}nieuw/", **TYPED)
    assert "Alleen wie meedoet aan het netwerk kan dit lezen." in text(page)
    card = f"{ALL}een-avond-bij-de-buren/"
    assert browser().get(card).status_code == browser("owner").get(card).status_code == 404
    assert "Uitnodiging voor de avond" in text(of_elsewhere().get(card))
    send(author, f"{card}openstellen/", seen=1)
    network = of_network()
    assert "Praktijken om na te kijken" in text(network.get(ALL))
    send(network, f"{card}terugsturen/", seen=1, reason="Wie betaalde de avond?")
    assert "Wie betaalde de avond?" in text(author.get(card))
    send(author, f"{card}bewerken/", seen=1, **TYPED, nl_CONDITIONS="De gemeente betaalde de avond.")
    send(author, f"{card}openstellen/", seen=2)
    send(of_elsewhere(), f"{card}publiceren/", seen=2)
    told = text(browser().get(card))
    assert "De gemeente betaalde de avond." in told
    assert "Een avond bij de buren" in text(browser().get(f"{ALL}?q=avonden"))
    send(author, f"{card}terugnemen/", seen=2, reason="We kijken het na.")
    assert browser().get(card).status_code == 404


def test_its_author_cannot_publish_it_on_the_page_either(scene: Scene) -> None:
    practice = written(scene)
    send(browser("coordinator_genk"), f"{CARD}openstellen/", seen=1)
    answer = send(browser("coordinator_genk"), f"{CARD}publiceren/", seen=1)
    assert answer.status_code == 422
    assert "Dit is uw eigen praktijk" in text(answer)
    practice.refresh_from_db()
    assert practice.published is None


def test_who_is_named_is_told_at_the_door_and_nothing_is_lost(scene: Scene) -> None:
    author = browser("coordinator_genk")
    answer = send(author, f"{ALL}nieuw/", **TYPED | {"nl_PEOPLE": "Bel Jan Peeters op het gemeentehuis."})
    assert answer.status_code == 422
    assert "Jan Peeters" in text(answer)
    assert "We nodigden iedereen uit." in text(answer)
    assert not Practice.objects.exists()


def test_an_address_that_is_none_is_told(scene: Scene) -> None:
    answer = send(
        browser("coordinator_genk"), f"{ALL}nieuw/", **TYPED | {"materials": "Brief javascript:alert(1)"}
    )
    assert answer.status_code == 422
    assert "een adres dat begint met https://" in text(answer)


def test_two_write_at_once_and_the_second_is_told(scene: Scene) -> None:
    revised(scene, written(scene), WHOLE)
    answer = send(browser("coordinator_genk"), f"{CARD}bewerken/", seen=1, **TYPED)
    assert "Iemand anders schreef een nieuwere versie" in text(answer)
    assert PracticeVersion.objects.count() == 2


# Reading


def test_a_missing_translation_is_said_and_the_dutch_is_marked(scene: Scene) -> None:
    published(scene, IN_FRENCH)
    page = browser().get(f"{CARD}?taal=fr")
    assert "Un chèque pour faire connaissance" in text(page)
    assert "Nog niet vertaald in het Frans. U leest dit in het Nederlands: “Wat is er gedaan?”" in text(page)
    html = page.content.decode()
    assert '<div lang="fr"><p>Personne ne se connaissait.' in html
    assert '<div lang="nl"><p>Een cheque voor een eerste aankoop' in html
    assert "Nog niet vertaald" not in text(browser().get(CARD))
    assert "Nog niet vertaald in het Duits" in text(browser().get(f"{CARD}?taal=de"))


def test_a_practice_whose_scheme_stopped_says_so_and_stays(scene: Scene) -> None:
    published(scene, WHOLE, scheme=scene.scheme)
    assert "is gestopt" not in text(browser().get(CARD))
    stop(scene.scheme)
    told = text(browser().get(CARD))
    assert "De regeling Kennismakingscheque genk achter deze praktijk is gestopt" in told
    assert "Bedrijven kennen de maatwerkbedrijven in hun buurt niet." in told


def stop(scheme: Scheme) -> None:
    """As a next version does that takes no applications from today on."""
    closed: Rules = {"application_window": {"opens_on": "2016-01-01", "closes_on": "2016-12-31"}}
    publish_version(SYSTEM, scheme=scheme, rule_set=rule_set(closed), valid_from=today(), source="Test")


def test_figures_come_by_themselves_with_what_they_mean(scene: Scene) -> None:
    published(scene, WHOLE, scheme=scene.scheme)
    measure(scene.scheme)
    told = text(browser().get(CARD))
    assert "100 % 95 %-interval:" in told
    assert "7 van 7 van 1 januari 2015 tot en met" in told
    assert "Cijfers van de eigen regeling tonen wat het opleverde." in told
    assert "Niet getoond, omdat er nog niets te tellen is" in told


def test_the_first_line_of_a_failure_says_so(scene: Scene) -> None:
    published(scene, replace(TOLD, is_failure=True))
    told = text(browser().get(CARD))
    assert "probeerde dit, en vertelt waarom het niet lukte." in told
    assert "Overnemen" not in told
    assert "Lukte niet" in text(browser().get(f"{ALL}?turnout=werkte-niet"))
    assert "Niets past" in text(browser().get(f"{ALL}?turnout=werkte"))


def test_a_newer_version_waits_while_everybody_reads_the_one_before(scene: Scene) -> None:
    practice = revised(scene, published(scene), WHOLE)
    assert "Zonder avond kwam er niemand." not in text(browser().get(f"{CARD}?versie=nieuwste"))
    author = browser("coordinator_genk")
    assert "Er wordt aan een nieuwere versie geschreven." in text(author.get(CARD))
    assert "Zonder avond kwam er niemand." in text(author.get(f"{CARD}?versie=nieuwste"))
    history = author.get(f"{CARD}geschiedenis/").content.decode()
    assert "<ins>Zonder avond kwam er niemand.</ins>" in history
    assert "<ins>" not in browser().get(f"{CARD}geschiedenis/").content.decode()
    open_and_publish(scene, practice)
    assert "<ins>" in browser().get(f"{CARD}geschiedenis/").content.decode()


# Taking over


def test_taking_over_begins_in_the_studio_with_the_rules_or_with_the_text(scene: Scene) -> None:
    published(scene, WHOLE, scheme=scene.scheme)
    coordinator = browser("coordinator_genk")
    assert coordinator.get(f"{CARD}overnemen/").headers["Location"] == "/regelingen/genk/overnemen/"
    member = of_elsewhere()
    page = member.get(f"{CARD}overnemen/", follow=True)
    assert page.redirect_chain[-1][0] == "/praktijken/nieuw/?van=een-cheque-om-kennis-te-maken"
    assert "Een cheque voor een eerste aankoop" in text(page)
    send(member, page.redirect_chain[-1][0], **TYPED)
    own = Practice.objects.get(organisation=government())
    assert own.built_on == Practice.objects.exclude(pk=own.pk).get()


def test_who_cannot_take_the_scheme_over_reads_why_and_takes_over_what_has_none(scene: Scene) -> None:
    practice = published(scene, WHOLE, scheme=scene.scheme)
    why = "De regisseur van een samenwerking neemt de regeling erachter over"
    assert why in text(of_elsewhere().get(CARD))
    assert why not in text(browser("coordinator_genk").get(CARD))
    assert why not in text(browser().get(CARD))
    open_and_publish(scene, revised_without_scheme(scene, practice))
    told = of_elsewhere().get(CARD)
    assert why not in text(told)
    assert f'{CARD}overnemen/"' in told.content.decode()


def revised_without_scheme(scene: Scene, practice: Practice) -> Practice:
    revise_practice(scene.coordinator, practice=practice.pk, seen=1, text=TOLD)
    return practice


def test_who_waits_for_another_side_reads_so(scene: Scene) -> None:
    practice = written(scene)
    send(browser("coordinator_genk"), f"{CARD}openstellen/", seen=1)
    told = "Niemand publiceert wat de eigen kant schreef."
    assert told in text(browser("coordinator_genk").get(CARD))
    assert told not in text(of_elsewhere().get(CARD))
    assert practice.slug in CARD


def test_an_adopter_says_how_far_it_is_and_only_who_takes_part_reads_that(scene: Scene) -> None:
    practice = published(scene)
    member, whose = of_elsewhere(), government()
    send(member, f"{CARD}overnemers/", adopter=whose.pk, state="adoption_interested", words="")
    answer = send(member, f"{CARD}overnemers/", adopter=whose.pk, state="adoption_abandoned", words="")
    assert answer.status_code == 422
    send(
        member,
        f"{CARD}overnemers/",
        adopter=whose.pk,
        state="adoption_abandoned",
        words="Te weinig bedrijven.",
    )
    assert AdoptionStep.objects.filter(practice=practice).count() == 2
    assert "Te weinig bedrijven." in text(browser("coordinator_genk").get(f"{CARD}overnemers/"))
    told = text(browser().get(f"{CARD}overnemers/"))
    assert "Te weinig bedrijven." not in told
    assert whose.name not in told


def test_what_somebody_with_a_scheme_says_stays_among_those_who_take_part(scene: Scene) -> None:
    practice = published(scene, scheme=scene.scheme)
    scheme = child(scene)
    _whose, coordinator = others()
    for state, words in ((EVALUATED, "Drie bleven klant."), (ABANDONED, "De raad wil niet meer.")):
        say_adoption(coordinator, practice=practice, adopter=scheme.partnership, state=state, words=words)
    for page in (CARD, f"{CARD}overnemers/"):
        told = text(browser().get(page))
        assert scheme.partnership.name in told
        assert "Past het toe" in told
        assert "bleven klant" not in told
        assert "raad wil niet" not in told
    assert "De raad wil niet meer." in text(browser("coordinator_genk").get(f"{CARD}overnemers/"))


def test_what_was_taken_back_is_not_read_again_in_the_history_of_what_comes_after(scene: Scene) -> None:
    practice = published(scene, TOLD)
    close_practice(scene.coordinator, practice=practice.pk, seen=1, reason="Er stond iets in dat niet klopt.")
    part = {**TOLD.own.parts, Part.APPROACH: "Een avond om elkaar te zien."}
    open_and_publish(
        scene, revised(scene, practice, PracticeText({Language.NL: Wording(TOLD.own.title, part)}))
    )
    told = text(browser().get(f"{CARD}geschiedenis/"))
    assert "Een avond om elkaar te zien." in text(browser().get(CARD))
    assert "eerste aankoop" not in told
    assert "eerste aankoop" in text(browser("coordinator_genk").get(f"{CARD}geschiedenis/"))


def test_what_an_adopter_changed_stands_there_for_everybody(scene: Scene) -> None:
    published(scene, scheme=scene.scheme)
    scheme = child(scene)
    measure(scheme)
    told = text(browser().get(f"{CARD}overnemers/"))
    assert scheme.partnership.name in told
    assert "250,00 euro" in told or "€ 250" in told
    assert "100 %" in told
    assert "Past het toe" in text(browser().get(CARD))


@pytest.mark.parametrize("number", [2, 4])
def test_it_is_asked_as_often_for_many(scene: Scene, number: int) -> None:
    first = published(scene, WHOLE, scheme=scene.scheme)
    for one in range(1, number):
        published(scene, replace(TOLD, is_failure=True), built_on=first)
        child(scene, f"elders-{one}")
        who = elsewhere(f"bestuur-{one}@tongeren.example", (ELSEWHERE, "71022", "71053", "71004")[one])
        (code,) = {organisation for _role, organisation in who.roles}
        adopter = Organisation.objects.get(pk=code)
        say_adoption(who, practice=first, adopter=adopter, state=INTERESTED)
    pages = {
        "practices": ALL,
        "practice": CARD,
        "versions": f"{CARD}geschiedenis/",
        "adopters": f"{CARD}overnemers/",
    }
    asked = {}
    for name, url in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert browser().get(url).status_code == 200
        asked[name] = len(queries)
    assert asked == COUNTS
