"""An invoice is handed in on the web in two steps: see what it gives, then use the voucher. By its holder and by the provider."""

import base64
import io
import re
from typing import Any

import pytest
from django.test import Client

from tests.scene import GENK, Scene, award, invoice, set_provider, set_scene
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.models import RoleHolding
from wisselwerk.apps.parties.services import enterprise, grant_role, person
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import contest_voucher, redeem_voucher, reverse_redemption
from wisselwerk.demo.cast import CAST, OTHER_ENTERPRISE, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.voucher import show_code
from wisselwerk.formats.ubl import MAX_BYTES
from wisselwerk.wording import enterprise_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


def upload(client: Client, url: str, data: bytes, **more: str) -> Any:
    file = io.BytesIO(data)
    file.name = "factuur.xml"
    return client.post(url, {"once": token(client.get(url)), "file": file, **more})


def second_step(page: Any) -> dict[str, str]:
    """What the page of the first step sends when its button is pressed."""
    fields = re.findall(
        r'<input type="hidden" name="(once|kept|code)" value="([^"]*)"', page.content.decode()
    )
    return {**dict(fields), "redeem": "yes"}


def test_the_holder_sees_what_it_gives_and_then_uses_the_voucher(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(client, url, invoice(voucher, 60_000))
    assert "Deze factuur is goed" in text(page)
    assert "€ 250,00" in text(page)
    assert "€ 350,00" in text(page)
    assert not Redemption.objects.exists()
    answer = client.post(url, second_step(page), follow=True)
    assert "De cheque betaalt € 250,00" in text(answer)
    assert "De cheque is gebruikt" in text(answer)
    assert "Factuur F-1" in text(answer)
    assert Redemption.objects.get().actor == f"person:{person(CAST[0].email).pk}"


def test_what_is_missing_is_said_to_the_cent(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(client, url, invoice(voucher, 49_999))
    assert page.status_code == 200
    assert "Deze factuur kan nog niet gebruikt worden" in text(page)
    assert "OWN_CONTRIBUTION_TOO_LOW" in text(page)
    assert "€ 0,01" in text(page)
    assert "redeem" not in page.content.decode()


def test_pressing_twice_uses_the_voucher_once_and_says_so_twice(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    sent = second_step(upload(client, url, invoice(voucher, 60_000)))
    answers = [client.post(url, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Redemption.objects.count() == 1


def test_what_happened_meanwhile_counts(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(client, url, invoice(voucher, 60_000))
    contest_voucher(SYSTEM, voucher=voucher, reason="De zaakvoerder belde.")
    answer = client.post(url, second_step(page))
    assert answer.status_code == 422
    assert "De cheque is geblokkeerd" in text(answer)
    assert not Redemption.objects.exists()


def test_a_file_changed_on_the_way_is_just_another_invoice(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    sent = second_step(upload(client, url, invoice(voucher, 60_000)))
    too_low = base64.b64encode(invoice(voucher, 100)).decode()
    answer = client.post(url, {**sent, "kept": too_low})
    assert answer.status_code == 422
    assert "te laag" in text(answer)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "geen elektronische factuur"),
        (b"%PDF-1.7 this is a picture of an invoice", "geen elektronische factuur"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Invoice>&a;</Invoice>", "geen elektronische factuur"),
        (b"<" * 10_000, "geen elektronische factuur"),
        (b" " * (MAX_BYTES + 1), "groter dan 5 MB"),
        (b" " * (MAX_BYTES + 1_000_000), "groter dan 5 MB"),
    ],
)
def test_what_is_no_invoice_is_refused_in_words(voucher: Voucher, data: bytes, said: str) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(client, url, data)
    assert page.status_code == 422
    assert said in text(page)


@pytest.mark.parametrize("kept", ["geen base64!", "PD", "****"])
def test_what_was_lost_on_the_way_is_asked_again(voucher: Voucher, kept: str) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    answer = client.post(url, {"once": token(client.get(url)), "kept": kept, "redeem": "yes"})
    assert answer.status_code == 422
    assert "Kies de factuur nog eens" in text(answer)


def test_no_file_is_asked_for(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    answer = client.post(url, {"once": token(client.get(url))})
    assert answer.status_code == 422
    assert "Kies de factuur." in text(answer)


def test_the_provider_hands_in_with_the_code(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), "/aanbieder/factuur/"
    page = upload(client, url, invoice(voucher, 60_000), code=show_code(voucher.code).lower())
    assert "Deze factuur is goed" in text(page)
    answer = client.post(url, second_step(page), follow=True)
    assert "De cheque betaalt € 250,00" in text(answer)
    assert "F-1" in text(answer)
    assert "€ 250,00" in text(answer)


@pytest.mark.parametrize("code", ["", "BESTAATNIETWAAR1", "kort"])
def test_a_code_of_nobody_is_an_error_of_the_field(voucher: Voucher, code: str) -> None:
    client, url = browser("provider_staff"), "/aanbieder/factuur/"
    page = upload(client, url, invoice(voucher, 60_000), code=code)
    assert page.status_code == 422
    assert "Kijk elk teken na" in text(page) or "Vul de code in" in text(page)


def test_a_voucher_for_another_provider_does_not_exist_here(scene: Scene) -> None:
    other = set_provider(invented_number(9))
    theirs = award(scene, provider=other.organisation.enterprise_number)
    stranger = person(CAST[2].email)
    grant_role(SYSTEM, person=stranger, organisation=scene.provider.organisation, role=Role.PROVIDER)
    page = upload(browser("stranger"), "/aanbieder/factuur/", invoice(theirs, 60_000), code=theirs.code)
    assert "Kijk elk teken na" in text(page)


def test_a_wrong_file_of_a_provider_paid_before_is_an_error_of_the_field() -> None:
    """Of a voucher for any provider it stays to be seen what one was paid for; a file of somebody else is a mistake."""
    scene = set_scene(rules={"amount": {"amount_cents": 50_000}, "own_contribution": None})
    anywhere = award(scene, provider=None)
    set_provider(invented_number(9))
    RoleHolding.objects.filter(organisation__enterprise_number=invented_number(9)).delete()
    client, url = browser("provider_staff"), f"/mijn/cheques/{anywhere.code}/factuur/"
    redeem_voucher(SYSTEM, code=anywhere.code, data=invoice(anywhere, 10_000))
    page = upload(client, url, invoice(anywhere, 10_000, number="F-2", supplier=invented_number(9)))
    assert page.status_code == 422
    assert "niet van een aanbieder waarvoor u optreedt" in text(page)
    sent = {**second_step(upload(client, url, invoice(anywhere, 10_000, number="F-3")))}
    other = invoice(anywhere, 10_000, number="F-4", supplier=invented_number(9))
    answer = client.post(url, {**sent, "kept": base64.b64encode(other).decode()})
    assert answer.status_code == 422
    assert Redemption.objects.count() == 1


def test_a_wrong_code_does_not_lose_the_file(voucher: Voucher) -> None:
    client, url = browser("provider_staff"), "/aanbieder/factuur/"
    for code in ("BESTAATNIETWAAR1", ""):
        page = upload(client, url, invoice(voucher, 60_000), code=code)
        assert page.status_code == 422
        assert "Uw factuur is er nog" in text(page)
    sent = {**second_step(page), "code": voucher.code}
    del sent["redeem"]
    again = client.post(url, {**sent, "code": "BESTAATNIETWAAR2"})
    assert "Uw factuur is er nog" in text(again)
    page = client.post(url, sent)
    assert "Deze factuur is goed" in text(page)
    assert "Uw factuur is er nog" not in text(page)
    assert "De cheque betaalt" in text(client.post(url, second_step(page), follow=True))


def test_a_stranger_cannot_use_a_voucher_he_knows_the_code_of(voucher: Voucher) -> None:
    grant_role(
        SYSTEM,
        person=person(CAST[2].email),
        organisation=enterprise(OTHER_ENTERPRISE.number),
        role=Role.HOLDER,
    )
    url = f"/mijn/cheques/{voucher.code}/factuur/"
    sent = {"once": "x" * 22, "kept": base64.b64encode(invoice(voucher, 60_000)).decode(), "redeem": "yes"}
    assert browser("stranger").post(url, sent).status_code == 404
    assert not Redemption.objects.exists()


def test_the_auditor_looks_and_does_not_touch(voucher: Voucher) -> None:
    url = f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(browser("auditor"), url, invoice(voucher, 60_000))
    assert page.status_code == 422
    assert not Redemption.objects.exists()


def test_a_voucher_without_own_money_is_used_in_parts() -> None:
    scene = set_scene(rules={"amount": {"amount_cents": 50_000}, "own_contribution": None})
    voucher = award(scene, municipality=GENK)
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    client.post(url, second_step(upload(client, url, invoice(voucher, 12_345))))
    page = client.get(f"/mijn/cheques/{voucher.code}/")
    assert "Nog € 376,55 op deze cheque" in text(page)
    assert "Deels gebruikt" in text(page)


def test_a_used_voucher_takes_no_invoice_and_says_so_before_anybody_chooses_a_file(voucher: Voucher) -> None:
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    page = browser("owner").get(f"/mijn/cheques/{voucher.code}/factuur/")
    assert "De cheque is gebruikt" in text(page)
    assert 'type="file"' not in page.content.decode()
    assert f'href="/mijn/cheques/{voucher.code}/"' in page.content.decode()


def test_of_a_refused_invoice_nobody_says_what_the_voucher_pays(voucher: Voucher) -> None:
    client, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/"
    page = upload(client, url, invoice(voucher, 60_000, buyer=OTHER_ENTERPRISE.number))
    assert "Deze factuur kan nog niet gebruikt worden" in text(page)
    assert "De cheque betaalt" not in text(page)
    assert "Telt mee" not in text(page)
    assert "Bedrag van de factuur, zonder btw € 600,00" in text(page)
    assert "Nu over op de cheque € 250,00" in text(page)


@pytest.mark.parametrize("party", ["supplier", "buyer"])
def test_a_number_that_is_none_is_shown_as_it_stands(voucher: Voucher, party: str) -> None:
    data = invoice(voucher, 60_000)
    number = PROVIDER_NUMBER if party == "supplier" else OWN_ENTERPRISE.number
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    page = upload(
        browser("owner"),
        f"/mijn/cheques/{voucher.code}/factuur/",
        data.replace(number.encode(), mistyped.encode()),
    )
    assert f"INVOICE_WRONG_{party.upper()}" in text(page)
    assert enterprise_number(mistyped) in text(page)


def test_a_used_voucher_names_the_provider_it_paid_until_that_is_undone(scene: Scene) -> None:
    voucher = award(scene, provider=None)
    owner, coordinator = browser("owner"), browser("coordinator_genk")

    def named() -> list[bool]:
        return [
            "Aanbieder De Zilverspar" in text(owner.get(f"/mijn/cheques/{voucher.code}/")),
            "Aanbieder De Zilverspar" in text(coordinator.get(f"/beheer/cheques/{voucher.code}/")),
            "De Zilverspar" in text(coordinator.get("/beheer/cheques/")),
        ]

    assert "u kiest nog" in text(owner.get(f"/mijn/cheques/{voucher.code}/"))
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    assert named() == [True, True, True]
    reverse_redemption(SYSTEM, redemption=done.id, reason="Verkeerde factuur.")
    assert named() == [False, False, False]
    assert "u kiest nog" in text(owner.get(f"/mijn/cheques/{voucher.code}/"))
