"""The page of the one search: what stands there, what is marked, what it teaches when nothing is found."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.judged import corpus
from tests.network import ASKS, TITLE, asked, learning_network
from tests.practices import TOLD, published
from tests.scene import set_scene
from tests.web.stage import text
from wisselwerk.apps.network.services import answer_network
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.search.documents import write_all
from wisselwerk.apps.search.meaning import give_meanings
from wisselwerk.domain.finding import Document, Shelf
from wisselwerk.web.public.search import PAGES

pytestmark = pytest.mark.django_db
PAGE = "/zoeken/"
COUNT = 7
"""How often it asks the database, of whoever has not signed in: for twenty results as for one."""


def judged() -> list[Document]:
    """The judged documents, with keys as addresses have them."""
    numbered = {Shelf.INITIATIVES, Shelf.QUESTIONS}
    return [replace(one, key=str(one.subject)) if one.shelf in numbered else one for one in corpus().values()]


def test_what_answers_stands_there_with_its_kind_and_the_words_marked() -> None:
    published(set_scene(), TOLD)
    page = Client().get(PAGE, {"q": "avonden"})
    body = page.content.decode()
    assert TOLD.own.title in text(page)
    assert "Praktijk" in text(page)
    assert "<mark>avond</mark>" in body
    assert 'href="/praktijken/een-cheque-om-kennis-te-maken/"' in body


def test_only_words_by_which_it_was_found_are_marked() -> None:
    """*Wandel* is a slip of the hand for *handel*, and not where somebody has a *handel*; a *tuin* is no *bedrijfstuin* here."""
    told = {"a": "Handel in hout van een bedrijfstuin.", "b": "Fietsen op wandel naar de tuin."}
    write_all(
        lambda: [
            Document(shelf=Shelf.PRACTICES, subject=at, key=key, title=key, text=text)
            for at, (key, text) in enumerate(told.items())
        ]
    )
    body = Client().get(PAGE, {"q": "handel fiets bedrijfstuin"}).content.decode()
    assert re.findall(r"<mark>(.+?)</mark>", body) == ["Handel", "bedrijfstuin"]
    body = Client().get(PAGE, {"q": "handel fiets"}).content.decode()
    assert sorted(re.findall(r"<mark>(.+?)</mark>", body)) == ["Fietsen", "Handel"]


def test_a_compound_marks_both_its_parts_and_a_slip_what_it_was_taken_for() -> None:
    write_all(judged)

    def marks(text: str) -> list[str]:
        return re.findall(r"<mark>(.+?)</mark>", Client().get(PAGE, {"q": text}).content.decode())

    assert "kringwinkel" in marks("kringwnkel")
    assert {"stoelen", "Tweedehands"} <= set(marks("tweedehandsstoelen"))


def test_what_is_told_of_others_is_no_markup() -> None:
    body = Client().get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in body


def test_a_word_that_only_participants_read_looks_like_nothing_to_others() -> None:
    there = learning_network()
    answer_network(there.far, question=asked(there), given_for=there.far_for, text="Let op faillissementen.")
    typed = {"q": "faillisementen"}
    assert "faillissementen" not in text(Client().get(PAGE, typed))
    client = Client()
    client.force_login(person(ASKS))
    assert "faillissementen" in text(client.get(PAGE, typed))


def test_questions_are_for_who_takes_part() -> None:
    asked(learning_network())
    assert TITLE not in text(Client().get(PAGE, {"q": "eigen bijdrage"}))
    client = Client()
    client.force_login(person(ASKS))
    assert TITLE in text(client.get(PAGE, {"q": "eigen bijdrage"}))
    assert TITLE in text(client.get(PAGE, {"q": "eigen bijdrage", "kind": "QUESTION"}))
    assert TITLE not in text(client.get(PAGE, {"q": "eigen bijdrage", "kind": "PRACTICE"}))


def test_a_slip_of_the_hand_is_told() -> None:
    write_all(judged)
    told = text(Client().get(PAGE, {"q": "kringwnkel"}))
    assert "“kringwnkel”" in told
    assert "De kringwinkel richt kantoren in" in told


def test_what_says_it_in_other_words_says_so() -> None:
    write_all(judged)
    give_meanings()
    told = text(Client().get(PAGE, {"q": "woningen energiezuinig"}))
    assert "Niemand gebruikt hier deze woorden" in told
    assert "Energiesnoeiers isoleren zolders" in told


def test_nothing_found_says_what_to_do_next() -> None:
    told = text(Client().get(PAGE, {"q": "zeepbellen", "kind": "SCHEME"}))
    assert "Eén woord vindt vaak meer dan een zin" in told
    assert "Zoek “zeepbellen” in alle soorten" in told


def test_without_words_it_leads_to_all_there_is() -> None:
    page = Client().get(PAGE)
    for address in ("/praktijken/", "/netwerk/", "/regelingen/", "/initiatieven/", "/aanbod/"):
        assert f'href="{address}"' in page.content.decode()
    assert "too long" not in text(page)
    assert "te lang" in text(Client().get(PAGE, {"q": "a" * 201}))


def test_every_page_leads_to_it() -> None:
    assert 'href="/zoeken/"' in Client().get("/").content.decode()


@pytest.mark.parametrize("query", ["bedrijven", "kringloop"])
def test_it_is_asked_as_often_for_many(query: str) -> None:
    write_all(judged)
    give_meanings()
    Client().get(PAGE, {"q": query})
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(PAGE, {"q": query}).status_code == 200
    assert len(queries) <= COUNT, [one["sql"][:90] for one in queries]


def test_each_kind_leads_to_its_page() -> None:
    write_all(judged)
    body = Client().get(PAGE, {"q": "onderhoud"}).content.decode()
    for address in ("/praktijken/groenploeg/", "/regelingen/s_groen/"):
        assert f'href="{address}"' in body
    assert all(reverse(route, args=["1"]) for route in PAGES.values())
