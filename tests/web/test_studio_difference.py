"""What differs from where a draft began: put back, what follows by itself, and what of it everybody reads."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Stage
from tests.studio import typed_in
from tests.web.test_studio import SLUG, amount_of, at, client_of, send, take_over
from wisselwerk.apps.schemes.draft_model import Draft


@pytest.fixture
def genk(stage: Stage) -> Client:
    return client_of("coordinator_genk")


@pytest.mark.django_db
def test_one_press_puts_a_change_back_and_keeps_the_reasons_of_others(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    path = at("difference", SLUG)
    page = genk.get(path)
    assert 'name="put_back" value="amount"' in page.content.decode()
    assert 'name="put_back" value="territory"' not in page.content.decode()  # is as it was when begun
    sent = typed_in(page.context["form"]) | {"put_back": "amount", "territory.places": "Onze gemeenten."}
    assert genk.post(path, sent).status_code == 302
    assert amount_of(SLUG) == 50_000
    assert Draft.objects.get(slug=SLUG).whys == {"territory.places": "Onze gemeenten."}
    assert "Bedrag: weer zoals het was." in genk.get(path).content.decode()


@pytest.mark.django_db
def test_nothing_is_put_back_that_somebody_else_changed_meanwhile(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    path = at("difference", SLUG)
    sent = typed_in(genk.get(path).context["form"]) | {"put_back": "amount"}
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "300"})
    refused = genk.post(path, sent)
    assert refused.status_code == 422
    assert "Iemand anders wijzigde dit ontwerp op" in refused.content.decode()
    assert amount_of(SLUG) == 30_000


@pytest.mark.django_db
def test_what_follows_by_itself_is_a_difference_that_needs_no_reason(genk: Client) -> None:
    take_over(genk)
    path = at("difference", SLUG)
    assert "volgt vanzelf" not in genk.get(path).content.decode().lower()
    own = {"own_contribution-minimum_cents": "250", "own_contribution-when_short": "refuse"}
    assert send(genk, at("rule", SLUG, "own_contribution"), **own).status_code == 302
    said = " ".join(genk.get(path).content.decode().split())
    assert "Volgt vanzelf uit wat u wijzigde, en vraagt geen reden: eigen bijdrage." in said


@pytest.mark.django_db
def test_what_followed_by_itself_is_public_in_words_for_readers(genk: Client) -> None:
    take_over(genk)
    own = {"own_contribution-minimum_cents": "250", "own_contribution-when_short": "refuse"}
    send(genk, at("rule", SLUG, "own_contribution"), **own)
    send(genk, at("publish", SLUG), valid_from="2030-01-01", source="Gemeenteraad")
    asked = genk.get(at("difference", SLUG)).context["form"]
    send(genk, at("difference", SLUG), **{name: "Zo willen wij het." for name in asked.fields if "." in name})
    send(genk, at("confirm", SLUG), without_councils="on")
    page = " ".join(genk.get(reverse("public:scheme", args=[SLUG])).content.decode().split())
    assert "Volgt vanzelf uit wat gewijzigd werd: eigen bijdrage." in page
    assert "Facturen per cheque</th>" in page
    assert "Volgt vanzelf: dit is een ander samenwerkingsverband." in page
    assert "geen reden" not in page
