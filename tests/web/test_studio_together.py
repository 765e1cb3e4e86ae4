"""Two people write on one draft at the same time: nothing that one of them wrote is lost unseen."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.apps.test_drafts import with_rule
from tests.cast import Stage
from tests.studio import typed_in
from tests.web.stage import text
from tests.web.test_studio import NAME, SLUG, at, client_of, send, take_over
from wisselwerk import wording
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.queries import rule_set, version_on
from wisselwerk.apps.schemes.services import publish_version, start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule import RuleSet

AMOUNT, TERRITORY = "amount.amount_cents", "territory.places"


@pytest.fixture
def genk(stage: Stage) -> Client:
    return client_of("coordinator_genk")


def opened(client: Client, route: str) -> dict[str, Any]:
    """What stands in a page that is opened, to be sent later."""
    return typed_in(client.get(at(route, SLUG)).context["form"])


def refused_once(client: Client, route: str, mine: dict[str, Any]) -> Any:
    answer = client.post(at(route, SLUG), mine)
    assert answer.status_code == 422
    assert "Iemand anders wijzigde dit ontwerp op" in answer.content.decode()
    return answer


def press_again(client: Client, route: str, refused: Any) -> Draft:
    assert client.post(at(route, SLUG), typed_in(refused.context["form"])).status_code == 302
    return Draft.objects.get()


@pytest.mark.django_db
def test_the_reason_of_a_colleague_stays(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    mine = opened(genk, "difference")
    send(genk, at("difference", SLUG), **{AMOUNT: "Reden van een collega"})
    refused = refused_once(genk, "difference", mine | {TERRITORY: "Mijn reden"})
    assert "Reden van een collega" in refused.content.decode()
    kept = press_again(genk, "difference", refused)
    assert kept.whys == {AMOUNT: "Reden van een collega", TERRITORY: "Mijn reden"}


@pytest.mark.django_db
def test_where_both_gave_a_reason_one_reads_the_other_and_chooses(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    mine = opened(genk, "difference")
    send(genk, at("difference", SLUG), **{AMOUNT: "<b>Reden</b> van een collega"})
    refused = refused_once(genk, "difference", mine | {AMOUNT: "Mijn reden"})
    assert "Het ontwerp zegt nu: &lt;b&gt;Reden&lt;/b&gt; van een collega" in refused.content.decode()
    assert press_again(genk, "difference", refused).whys[AMOUNT] == "Mijn reden"


@pytest.mark.django_db
def test_the_decision_of_a_colleague_stays_beside_another_day(genk: Client) -> None:
    take_over(genk)
    mine = opened(genk, "publish") | {"source": "Mijn besluit", "valid_from": "2030-02-01"}
    send(genk, at("publish", SLUG), valid_from="2030-01-01", source="Besluit van een collega")
    said = refused_once(genk, "publish", mine).content.decode()
    assert "Het ontwerp zegt nu: Besluit van een collega" in said
    assert f"Het ontwerp zegt nu: {wording.day(date(2030, 1, 1))}" in said
    mine = opened(genk, "publish") | {"valid_from": "2030-03-01"}
    send(genk, at("publish", SLUG), source="Beter besluit")
    kept = press_again(genk, "publish", refused_once(genk, "publish", mine))
    assert (str(kept.valid_from), kept.source) == ("2030-03-01", "Beter besluit")


@pytest.mark.django_db
def test_the_aim_of_a_colleague_stays_beside_another_name(genk: Client) -> None:
    take_over(genk)
    mine = opened(genk, "describe") | {"name": "Mijn naam"}
    send(genk, at("describe", SLUG), name="Naam van een collega", purpose="Doel\nvan een collega")
    refused = refused_once(genk, "describe", mine)
    assert "Het ontwerp zegt nu: Naam van een collega" in refused.content.decode()
    kept = press_again(genk, "describe", refused)
    assert (kept.name, kept.purpose) == ("Mijn naam", "Doel\nvan een collega")


@pytest.mark.django_db
def test_the_rule_of_a_colleague_is_told_as_everybody_reads_it(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    page = at("rule", "genk", "own_contribution")
    mine = typed_in(genk.get(page).context["form"])
    send(genk, page, **{"own_contribution-minimum_cents": "300"})
    refused = genk.post(page, mine | {"own_contribution-minimum_cents": "200"})
    assert refused.status_code == 422
    said = text(refused).partition("Het ontwerp zegt nu:")[2]
    assert said.startswith(" De onderneming betaalt zelf minstens € 300,00, zonder btw.")


@pytest.mark.django_db
def test_who_sends_no_more_than_the_fields_loses_nothing_either(genk: Client) -> None:
    """A page of before an upgrade does not say what was seen; the refusal shows what stands there now."""
    take_over(genk)
    mine = {key: value for key, value in opened(genk, "describe").items() if not key.startswith("initial-")}
    send(genk, at("describe", SLUG), name="Naam van een collega")
    refused = refused_once(genk, "describe", mine)
    assert "Het ontwerp zegt nu: Naam van een collega" in refused.content.decode()
    assert press_again(genk, "describe", refused).name == NAME


@pytest.mark.django_db
def test_what_a_version_of_meanwhile_changed_stands_beside_the_draft(genk: Client, stage: Stage) -> None:
    draft = start_draft(SYSTEM, scheme=stage.genk)
    last = version_on(stage.genk, today())
    assert last is not None
    plain = rule_set(last).to_plain()
    (amount,) = (one["parameters"] for one in plain["rules"] if one["kind"] == "amount")
    before, amount["amount_cents"] = amount["amount_cents"], 33_300
    assert "from_newer" not in differing(genk)
    newer = publish_version(
        SYSTEM, scheme=stage.genk, rule_set=RuleSet.from_plain(plain), valid_from=today(), source="Bestand"
    )
    (change,) = differing(genk)["from_newer"]
    assert (change.parameter, change.before, change.after) == ("amount_cents", 33_300, before)
    page = genk.get(at("difference", "genk")).content.decode()
    assert f"Vergeleken met versie {newer.number}" in page
    with_rule(SYSTEM, draft, "amount", amount_cents=33_300)
    assert "from_newer" not in differing(genk)
    assert "Uw ontwerp zegt hetzelfde." in genk.get(at("difference", "genk")).content.decode()


def differing(client: Client) -> dict[str, Any]:
    """What the page of the differences of Genk's draft shows beside those with where it was made from."""
    context = client.get(at("difference", "genk")).context
    return {name: context[name] for name in ("from_newer", "from_origin") if context[name]}
