"""A credit note is handed in on the web in two steps: see what it takes back, then take it back."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from tests.payments import pass_checks, set_treasury
from tests.scene import IN_PARTS, Scene, award, credit_note, invoice, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.vouchers.models import Attempt, CreditNote, Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    """With an invoice of 300 euro on it."""
    found = award(scene)
    redeem_voucher(SYSTEM, code=found.code, data=invoice(found, 30_000))
    return found


def page_of(voucher: Voucher) -> str:
    return f"/mijn/cheques/{voucher.code}/creditnota/"


def upload(client: Client, url: str, data: bytes) -> Any:
    file = io.BytesIO(data)
    file.name = "creditnota.xml"
    return client.post(url, {"once": token(client.get(url)), "file": file})


def second_step(page: Any) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(once|kept)" value="([^"]*)"', page.content.decode())
    return {**dict(fields), "redeem": "yes"}


@pytest.mark.parametrize("who", ["provider_staff", "coordinator_genk"])
def test_one_sees_what_it_takes_back_and_then_takes_it_back(voucher: Voucher, who: str) -> None:
    client, url = browser(who), page_of(voucher)
    page = upload(client, url, credit_note(voucher, 10_000))
    assert "Deze creditnota is goed" in text(page)
    for amount in ("€ 100,00", "€ 200,00"):
        assert amount in text(page)
    assert not CreditNote.objects.exists()
    answer = client.post(url, second_step(page), follow=True)
    assert "€ 100,00 van de factuur telt niet meer. De cheque betaalt er nu € 200,00 van." in text(answer)
    assert "Creditnota CN-1" in text(answer)
    assert "De cheque betaalde € 300,00 van de factuur en betaalt nu € 200,00" in text(answer)
    assert text(answer).count("Factuur ingediend") == 1, "what is left was not handed in again"


def test_pressing_twice_takes_back_once(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), page_of(voucher)
    step = second_step(upload(client, url, credit_note(voucher, 30_000)))
    for _ in range(2):
        answer = client.post(url, step, follow=True)
        assert "een andere factuur kan haar plaats innemen" in text(answer)
    assert CreditNote.objects.count() == 1
    assert "Factuur indienen" in text(answer), "the voucher can be used again"


def test_a_bad_one_is_refused_with_the_amount_and_kept(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), page_of(voucher)
    page = upload(client, url, credit_note(voucher, 30_001))
    assert "Deze creditnota kan niet gebruikt worden" in text(page)
    assert "neemt € 300,01 terug, en van factuur F-1 telt nog maar € 300,00: € 0,01 te veel" in text(page)
    assert Attempt.objects.count() == 1
    shown = text(browser("provider_staff").get(f"/mijn/cheques/{voucher.code}/"))
    assert "Een creditnota nagekeken die niet gebruikt kan worden, van iemand die aangemeld was" in shown
    assert "€ 0,01 te veel" in shown


def test_what_is_no_file_or_no_credit_note_is_told(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), page_of(voucher)
    empty = client.post(url, {"once": token(client.get(url))})
    assert empty.status_code == 422
    assert "Kies de creditnota" in text(empty)
    unreadable = upload(client, url, b"<a/>")
    assert unreadable.status_code == 422
    assert "Dit bestand is geen elektronische factuur" in text(unreadable)
    assert "is een factuur en geen creditnota" in text(
        upload(client, url, invoice(voucher, 1_000, number="F-9"))
    )
    on_invoice_page = upload(client, f"/mijn/cheques/{voucher.code}/factuur/", credit_note(voucher, 1_000))
    assert "Op de pagina van de cheque is er een plaats om een creditnota in te dienen" in text(
        on_invoice_page
    )


def test_without_an_invoice_there_is_nothing_to_hand_in(scene: Scene) -> None:
    voucher = award(scene)
    client = browser("provider_staff")
    assert "Creditnota indienen" not in text(client.get(f"/mijn/cheques/{voucher.code}/"))
    page = client.get(page_of(voucher))
    assert page.status_code == 200
    assert "Er telt geen factuur op deze cheque" in text(page)


def test_a_used_voucher_still_takes_a_credit_note(scene: Scene) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    client = browser("provider_staff")
    assert "Creditnota indienen" in text(client.get(f"/mijn/cheques/{voucher.code}/"))
    page = upload(client, page_of(voucher), credit_note(voucher, 20_000))
    assert "€ 400,00" in text(page)


def test_where_the_provider_is_paid_its_customer_cannot_take_that_back(voucher: Voucher) -> None:
    page = f"/mijn/cheques/{voucher.code}/"
    for key, offered, status in (("owner", False, 403), ("provider_staff", True, 200)):
        assert (page_of(voucher) in browser(key).get(page).content.decode()) == offered
        assert browser(key).get(page_of(voucher)).status_code == status


def test_who_is_paid_back_may_take_it_back() -> None:
    scene = set_scene(slug="terug", rules=IN_PARTS | {"payee": {"paid_to": "holder"}})
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 30_000))
    client = browser("owner")
    assert page_of(voucher) in client.get(f"/mijn/cheques/{voucher.code}/").content.decode()
    client.post(page_of(voucher), second_step(upload(client, page_of(voucher), credit_note(voucher, 10_000))))
    assert CreditNote.objects.exists()


def test_strangers_find_nothing(voucher: Voucher) -> None:
    assert browser("stranger").get(page_of(voucher)).status_code == 404
    assert browser().get(page_of(voucher)).status_code == 302


def test_what_has_to_be_paid_back_is_said_plainly() -> None:
    treasury = set_treasury()
    scene = set_scene(slug="deel", rules=IN_PARTS)
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 30_000))
    pass_checks()
    batch = treasury.signed()
    treasury.bank_pays(batch)
    client = browser("provider_staff")
    asked = upload(client, page_of(voucher), credit_note(voucher, 10_000))
    assert "Wat nog telt, wordt opnieuw betaald." in text(asked)
    none_left = text(upload(client, page_of(voucher), credit_note(voucher, 30_000)))
    assert "De factuur is al betaald." in none_left
    assert "Wat nog telt, wordt opnieuw betaald." not in none_left
    step = second_step(asked)
    answer = client.post(page_of(voucher), step, follow=True)
    assert "De Zilverspar moet € 300,00 terugbetalen aan" in text(answer)
    assert Redemption.objects.filter(is_reversed=False).count() == 1
    for path in (f"/mijn/cheques/{voucher.code}/", f"/beheer/cheques/{voucher.code}/"):
        page = text(browser("coordinator_genk").get(path))
        assert "De Zilverspar moet € 300,00 terugbetalen aan" in page
        assert "Wat nog telt van de factuur, wordt opnieuw betaald: € 200,00." in page
        assert "een creditnota nam daar een deel van terug" in page


def test_who_takes_back_what_was_not_paid_is_not_asked_whether_it_was(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), page_of(voucher)
    page = text(upload(client, url, credit_note(voucher, 1_000)))
    assert "De factuur is nog niet betaald, dus hoeft niemand iets terug te betalen." in page
    assert "Was de factuur al betaald?" not in page
