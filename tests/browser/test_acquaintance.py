"""Getting acquainted, as people do it: a need in a sentence, an introduction, a quote, an evening, an offer together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL
from tests.web.test_walk import ROUTES
from wisselwerk.apps.introductions.models import (
    Event,
    FamiliarityQuestion,
    Introduction,
    JointOffer,
    JointPartner,
    Need,
)
from wisselwerk.apps.introductions.services import ask_familiarity
from wisselwerk.apps.introductions.services.familiarity import ASKED_AFTER
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.familiarity import Moment

pytestmark = pytest.mark.browser

ASKER = "zaak@lindenboom.example"


def code_in(mail: str) -> str:
    """The six digits of a mail."""
    return next(word for word in mail.split() if word.isdecimal() and len(word) == 6)


def bring_code_back(seen: Window) -> None:
    """Read the newest mail and type its code."""
    where = seen.page.url
    code = code_in(seen.newest_mail())
    seen.go(where)
    seen.page.get_by_label("De code uit de mail").fill(code)
    seen.press("Bevestigen")


def state(asks: Window) -> None:
    """Say what is looked for, and bring the code back."""
    asks.go("/behoefte/")
    assert asks.faults("need") == []
    asks.press("Bekijk wie kan helpen")
    assert "Zeg in een zin wat u zoekt." in asks.says()
    assert asks.faults() == []
    asks.page.get_by_label("Wat zoekt u?").fill("Wie neemt de montage van onze bloembakken over?")
    asks.page.get_by_label("Waar hebt u het nodig?").select_option("71016")
    asks.page.get_by_label("Ondernemingsnummer").fill(invented_number(222))
    asks.page.get_by_label("Uw mailadres").fill(ASKER)
    asks.page.get_by_label("Ik mag spreken").check()
    asks.press("Bekijk wie kan helpen")
    assert "Omdat “montage” in “Montage in kleine reeksen” zit, en ze in Genk werken." in asks.says()
    assert asks.faults() == []
    asks.page.get_by_label("Ik heb ervan gehoord").check()
    bring_code_back(asks)


def test_a_need_becomes_an_introduction_and_a_quote(window: OpenWindow) -> None:
    asks = window()
    state(asks)
    assert "U kiest zelf wie van u hoort." in asks.says()
    assert asks.faults("need-matches") == []
    asks.page.get_by_label("Stel mij voor aan De Zilverspar voor Montage").check()
    asks.press("Stel mij voor")
    assert "1 onderneming ziet nu wat u zoekt en uw mailadres." in asks.says()
    assert asks.faults() == []
    asks.follow("Vraag hiervoor een cheque aan Montage in kleine reeksen")
    assert asks.page.get_by_label("Wat wilt u proberen?").input_value().endswith("montage")
    assert asks.page.get_by_label("Gemeente van uw zetel").input_value() == "71016"

    provider = window(EMAIL["provider_staff"])
    provider.go("/aanbieder/kennismakingen/")
    assert ASKER in provider.says()
    assert provider.faults("received") == []
    made = Introduction.objects.get(need__person__email=ASKER)
    provider.go(f"/aanbieder/kennismakingen/{made.pk}/offerte/")
    assert provider.faults() == []
    provider.page.get_by_label("Het bedrag zonder btw").fill("840,50")
    provider.press("Noteer de offerte")
    assert "Offerte gegeven" in provider.says()
    assert made.quotes.get().amount_cents == 84_050

    asks.go(f"/mijn/kennismakingen/{made.pk}/intrekken/")
    assert asks.faults() == []
    asks.press("Trek het in")
    assert "ze zien het niet" in asks.says()
    provider.go("/aanbieder/kennismakingen/")
    assert ASKER not in provider.says()
    asks.go(f"/mijn/behoeften/{made.need_id}/intrekken/")
    assert asks.faults() == []
    asks.press("Trek ze in")
    assert "Niemand ziet uw mailadres nog" in asks.says()
    asks.go(f"/mijn/behoeften/{made.need_id}/")
    assert asks.faults() == []


def test_the_owner_chooses_among_services_and_a_joint_offer(window: OpenWindow) -> None:
    owner = window(EMAIL["owner"])
    need = Need.objects.get(person__email=EMAIL["owner"])
    owner.go("/mijn/")
    assert need.sentence in owner.says()
    assert owner.faults() == []
    owner.go(reverse("introduction:matches", args=[need.pk]))
    assert "Mailing van ontwerp tot brievenbus" in owner.says()
    assert "hoorde van u" in owner.says().lower()
    assert owner.faults() == []


def test_who_searches_while_typing_sees_the_joint_offers_that_fit(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/aanbod/")
    offer = anybody.page.get_by_role("heading", name="Mailing van ontwerp tot brievenbus")
    for typed, there in (("kuisen", 0), ("folders", 1), ("drukwerk", 1), ("poetsen", 0)):
        with anybody.page.expect_response(lambda answer: "/aanbod/?q=" in answer.url):
            anybody.page.get_by_label("Wat hebt u nodig?").fill(typed)
            anybody.page.keyboard.press("Enter")
        expect(offer).to_have_count(there)
    assert anybody.faults() == []


def test_a_place_at_an_evening_is_taken_and_given_back(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/agenda/")
    assert anybody.faults() == []
    coming = Event.objects.get(title="Ontmoet de mensen achter de diensten")
    anybody.go(f"/agenda/{coming.slug}/")
    assert anybody.faults("event") == []
    anybody.page.get_by_label("Uw naam").fill("Els Peeters")
    anybody.page.get_by_label("Uw mailadres").fill("els@lindenboom.example")
    anybody.press("Schrijf mij in")
    assert anybody.faults() == []
    bring_code_back(anybody)
    assert "U bent ingeschreven, als Els Peeters." in anybody.says()
    assert anybody.faults() == []
    mail = anybody.newest_mail()
    assert f"/agenda/{coming.slug}/agenda.ics" in mail
    anybody.go(f"/agenda/{coming.slug}/afzeggen/")
    assert anybody.faults() == []
    anybody.press("Ik kom niet")
    assert "Bedankt om het te laten weten" in anybody.says()


def test_a_coordinator_plans_calls_off_and_ticks_by_keyboard(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/agenda/")
    assert coordinator.faults() == []
    coordinator.follow("Een activiteit plannen")
    assert coordinator.faults() == []
    coordinator.page.get_by_label("Hoe heet het?").fill("Ontbijt")
    coordinator.page.get_by_label("Waar?").fill("Stadhuis, Genk")
    coordinator.page.get_by_label("Op welke dag?").fill((today() + timedelta(days=9)).isoformat())
    coordinator.page.get_by_label("Van", exact=True).fill("08:00")
    coordinator.page.get_by_label("Tot", exact=True).fill("09:30")
    coordinator.page.get_by_label("Voor hoeveel mensen?").fill("12")
    coordinator.press("Zet ze in de agenda")
    assert "Ingeschreven: 0, voor 12 plaatsen." in coordinator.says()
    assert coordinator.faults() == []
    coordinator.follow("Afgelasten")
    assert coordinator.faults() == []
    coordinator.press("Afgelasten")
    assert "Afgelast" in coordinator.says()

    over = Event.objects.get(title__startswith="Startavond")
    coordinator.go(f"/beheer/agenda/{over.slug}/")
    assert coordinator.faults("attendance") == []
    # By keyboard alone: to the first tick, and from there to the one that was not there.
    coordinator.page.get_by_label("An (houthandel)").focus()
    for _ in range(3):
        coordinator.page.keyboard.press("Tab")
    coordinator.page.keyboard.press("Space")
    coordinator.page.keyboard.press("Tab")
    # A key that is pressed waits for nothing, where a click waits for the page it leads to.
    with coordinator.page.expect_navigation():
        coordinator.page.keyboard.press("Enter")
    assert "4 waren er" in coordinator.says()


def test_coordinator_and_provider_see_what_waits_and_what_came_of_it(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/")
    assert "ramen van onze winkel" in coordinator.says()
    assert coordinator.faults() == []
    coordinator.follow("Wie kan elke week de ramen van onze winkel poetsen?")
    assert "Stel een dienst voor die kan helpen" in coordinator.says()
    assert coordinator.faults() == []
    coordinator.go("/beheer/kennismakingen/")
    assert "kwam er een factuur op een cheque" in coordinator.says()
    assert coordinator.faults("introductions") == []
    coordinator.page.get_by_label("Ondernemingsnummer").fill(invented_number(230))
    coordinator.page.get_by_label("Met welke sociale onderneming?").select_option(label="De Zilverspar")
    coordinator.press("Noteer de kennismaking")
    assert "De kennismaking is genoteerd" in coordinator.says()
    provider = window(EMAIL["provider_staff"])
    for path in ("/aanbieder/", "/mijn/"):
        provider.go(path)
        assert "Kennismakingen die op u wachten" in provider.says()
        assert provider.faults() == []


def test_an_offer_is_made_together(window: OpenWindow) -> None:
    provider = window(EMAIL["provider_staff"])
    provider.go("/aanbieder/samen/")
    assert provider.faults("joint") == []
    waiting = JointPartner.objects.get(confirmed_at=None)
    provider.go(f"/aanbieder/samen/{waiting.pk}/antwoord/")
    assert provider.faults() == []
    provider.press("Ja, wij doen mee")
    provider.go("/aanbieder/samen/nieuw/")
    assert provider.faults() == []
    provider.page.get_by_label("Hoe heet het?").fill("Geschenk op maat")
    provider.page.get_by_label("Wat doet u voor een klant").fill("Bedrukt, verpakt en verstuurd.")
    provider.page.get_by_label("Drukatelier Kempenvink").check()
    provider.press("Vraag het aan de anderen")
    assert "Drukatelier Kempenvink heeft nog niet geantwoord." in provider.says()
    own = JointOffer.objects.get(name="Geschenk op maat")
    provider.go(f"/aanbieder/samen/{own.pk}/stoppen/")
    assert provider.faults() == []
    provider.press("Niet meer aanbieden")
    anybody = window()
    anybody.go("/aanbod/")
    assert "Opendeurdag zonder zorgen" in anybody.says()
    assert "Geschenk op maat" not in anybody.says()
    assert anybody.faults() == []


def test_one_click_answers_the_question_after(window: OpenWindow) -> None:
    assert ask_familiarity(SYSTEM, on=today() + ASKED_AFTER)
    question = FamiliarityQuestion.objects.filter(moment=Moment.AFTER).earliest("pk")
    anybody = window()
    anybody.go(f"/bekendheid/{question.token}/")
    assert anybody.faults() == []
    anybody.press("Ik weet wat ze doet")
    assert anybody.heading() == "Dank u"
    assert anybody.faults() == []


def test_every_page_of_it_was_looked_at() -> None:
    """By the roads above; the calendar is a file."""
    assert {name.partition(":")[2] for name in ROUTES if name.startswith("introduction:")} == {
        *("need", "confirm", "matches", "withdraw", "take-back", "familiarity"),
        *("agenda", "event", "calendar", "give-back"),
        *("received", "quote", "joint", "propose", "answer", "end"),
        *("introductions", "look-along", "events", "plan", "attendance", "call-off"),
    }
