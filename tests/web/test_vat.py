"""One question more at application, only where VAT can count; after a no, pages and papers speak of amounts with VAT."""

import io
from typing import Any

import pytest

from tests.scene import GENK, Rules, enter, invoice, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER

pytestmark = pytest.mark.django_db

QUESTION = "btw aftrekken?"
COUNTS: Rules = {"eligible_amount": {"without_deduction": "with_vat"}}


def asked_by_telephone(answer: str | None) -> Any:
    """The coordinator enters an application, with this answer to the question about VAT."""
    coordinator, url = browser("coordinator_genk"), "/beheer/aanvragen/nieuw/"
    given = {
        "enterprise_number": OWN_ENTERPRISE.number,
        "municipality": GENK,
        "offer": f"{PROVIDER_NUMBER} tuin",
        "email": "iemand@voorbeeld.example",
    }
    more = {} if answer is None else {"deducts_vat": answer}
    return coordinator.post(url, {"once": token(coordinator.get(url)), **given, **more}, follow=True)


@pytest.mark.parametrize("rules", [{}, {"eligible_amount": {"without_deduction": "without_vat"}}])
def test_nobody_asks_where_it_changes_nothing(rules: Rules) -> None:
    set_scene(rules=rules)
    assert QUESTION not in text(browser().get("/regelingen/genk/aanvragen/"))


def test_the_question_has_to_be_answered() -> None:
    set_scene(rules=COUNTS)
    assert QUESTION in text(browser().get("/regelingen/genk/aanvragen/"))
    page = asked_by_telephone(None)
    assert page.status_code == 422
    assert "Kies ja of nee" in text(page)


@pytest.mark.parametrize(("answer", "basis"), [("no", "met btw"), ("yes", "zonder btw")])
def test_after_the_answer_pages_speak_of_the_right_amount(answer: str, basis: str) -> None:
    set_scene(rules=COUNTS)
    asked_by_telephone(answer)
    voucher = Voucher.objects.select_related("holder").get()
    assert voucher.application.declarations.get("deducts_vat") is (False if answer == "no" else None)
    coordinator = browser("coordinator_genk")
    page = text(coordinator.get(f"/mijn/cheques/{voucher.code}/"))
    assert f"minstens € 500 {basis}" in page
    assert f"minstens € 250,00, {basis}" in page
    url = f"/mijn/cheques/{voucher.code}/factuur/"
    said = text(hand_in(coordinator, url, voucher))
    if answer == "no":
        assert "€ 250,01" in said
        assert "btw inbegrepen" in said
    else:
        assert "€ 86,77 te laag" in said
        assert "€ 500,00 zijn, zonder btw" in said


def hand_in(client: Any, url: str, voucher: Voucher) -> Any:
    """An invoice of 413,23 and 21 % VAT: 500,01 in all."""
    file = io.BytesIO(invoice(voucher, 41_323))
    file.name = "factuur.xml"
    return client.post(url, {"once": token(client.get(url)), "file": file})


def test_the_coordinator_corrects_what_was_declared() -> None:
    scene = set_scene(rules=COUNTS | {"decision_mode": {"mode": "review"}})
    application = enter(scene)
    url = f"/beheer/aanvragen/{application.pk}/"
    coordinator = browser("coordinator_genk")
    page = coordinator.get(url)
    assert QUESTION in text(page)
    given = {"answer": "award", "motivation": "Vrijgesteld.", "municipality": GENK, "deducts_vat": "no"}
    coordinator.post(url, {"once": token(page), **given})
    kept = Application.objects.get()
    assert (kept.state, kept.declarations) == ("awarded", {"municipality": GENK, "deducts_vat": False})
    assert "kan er geen aftrekken" in text(coordinator.get(url))
