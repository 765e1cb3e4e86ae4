"""The studio: forms made from types, drafts that keep what was typed, taking over, and publishing."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Stage
from tests.scene import EMAIL
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.rule import KINDS

pytestmark = pytest.mark.django_db

PARENT = "zuidoost-limburg"
NAME = "Kennismakingscheque Genk 2027"
SLUG = "kennismakingscheque-genk-2027"
INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


def client_of(key: str) -> Client:
    client = Client()
    client.force_login(person(EMAIL[key]))
    return client


@pytest.fixture
def genk(stage: Stage) -> Client:
    return client_of("coordinator_genk")


def at(route: str, *args: object) -> str:
    return reverse(f"studio:{route}", args=args)


def send(client: Client, path: str, **typed: Any) -> HttpResponse:
    """Fill in the form of a page with what it holds already, change some of it, and send it."""
    page = client.get(path)
    assert page.status_code == 200, path
    form = page.context["form"]
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        data[name] = "" if value is None else value
    for rows in getattr(form, "rows", {}).values() if isinstance(getattr(form, "rows", None), dict) else ():
        data |= {
            f"{rows.formset.prefix}-{key}": value
            for key, value in rows.formset.management_form.initial.items()
        }
        for row in rows.formset:
            data |= {
                row.add_prefix(part.name): "" if part.value() is None else part.value() for part in row.parts
            }
    return client.post(path, data | typed)


def take_over(client: Client) -> Draft:
    answer = send(client, at("take-over", PARENT), name=NAME)
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get(slug=SLUG)


def test_smoke(genk: Client) -> None:
    one = take_over(genk)
    print(genk.get(at("draft", SLUG)).content.decode())
    for kind in KINDS:
        page = genk.get(at("rule", SLUG, kind))
        assert page.status_code == 200, kind
    assert send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"}).status_code == 302
    assert (
        send(
            genk,
            at("rule", SLUG, "own_contribution"),
            **{"own_contribution-minimum_cents": "250", "own_contribution-when_short": "refuse"},
        ).status_code
        == 302
    )
    print(genk.get(at("difference", SLUG)).content.decode())
    page = send(
        genk,
        at("difference", SLUG),
        **{
            k: "Omdat."
            for k in ("amount.amount_cents", "own_contribution.minimum_cents", "own_contribution.when_short")
        },
    )
    assert page.status_code == 302
    page = send(genk, at("publish", SLUG), valid_from="2027-01-01", source="Gemeenteraad")
    assert page.status_code == 302, page.content.decode()
    print(genk.get(at("confirm", SLUG)).content.decode())
    page = send(genk, at("confirm", SLUG))
    assert page.status_code == 302, page.content.decode()
    assert Scheme.objects.get(slug=SLUG).adopted_from == one.parent
