"""What is read of a scheme that is taken over: while its rules are typed, and by everybody once it is published."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_studio import SLUG, at, genk, preview, send, take_over

__all__ = ["genk"]


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


@pytest.mark.django_db
def test_the_preview_of_what_contradicts_itself_does_not_say_the_rule_is_missing(genk: Client) -> None:
    take_over(genk)
    twisted = {"amount-share_percent": "80", "amount-minimum_cents": "300", "amount-amount_cents": "200"}
    said = preview(genk, "amount", **twisted)
    assert "Deze voorwaarde staat niet in het ontwerp." not in said
    assert "Wat u invulde, spreekt zichzelf tegen" in said
