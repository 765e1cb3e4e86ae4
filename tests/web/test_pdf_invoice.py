"""An invoice that is no e-invoice, on screen: handed in by whoever has it, checked by the coordinator beside the PDF."""

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.pdfs import accepted, handed_in, locked, pdf, refused
from tests.scene import EMAIL, IN_PARTS, Scene, actor, award, set_scene
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.vouchers.models import Attempt, PdfFile, PdfInvoice, Redemption, Voucher
from wisselwerk.apps.vouchers.services import tell_redemptions
from wisselwerk.clock import today
from wisselwerk.demo.cast import PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.pdf_invoice import Check
from wisselwerk.formats.ubl import MAX_BYTES
from wisselwerk.wording import enterprise_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


def fields(voucher: Voucher, **other: str) -> dict[str, str]:
    """What somebody fills in."""
    return {
        "ground": "exempt",
        "supplier_number": enterprise_number(PROVIDER_NUMBER),
        "buyer_number": enterprise_number(voucher.holder.enterprise_number or ""),
        "number": "P-1",
        "issued_on": today().isoformat(),
        "net": "600,00",
        "vat": "0",
        "gross": "600",
        **other,
    }


def send(client: Client, url: str, data: bytes | None, **given: str) -> Any:
    more: dict[str, Any] = dict(given)
    if data is not None:
        more["file"] = io.BytesIO(data)
        more["file"].name = "factuur.pdf"
    return client.post(url, {"once": token(client.get(url)), **more})


def check_fields(one: PdfInvoice, answer: str, **other: Any) -> dict[str, Any]:
    ticked = [check.value for check in Check]
    return {**fields(one.voucher), "ticked": ticked, "answer": answer, "reason": "", **other}


def test_from_the_page_of_the_e_invoice_to_a_check_to_a_used_voucher(voucher: Voucher) -> None:
    owner, coordinator = browser("owner"), browser("coordinator_genk")
    start = owner.get(f"/mijn/cheques/{voucher.code}/factuur/")
    assert "Ik heb geen e-factuur" in text(start)
    assert "Is de factuur van vóór 2026" in text(start)
    url = f"/mijn/cheques/{voucher.code}/factuur/pdf/"
    assert "De factuur is uitgereikt vóór 1 januari 2026" in text(owner.get(url))
    assert f'href="{url}"' in start.content.decode()
    page = send(owner, url, pdf(), **fields(voucher))
    assert page.status_code == 302
    said = text(owner.get(page.url))
    assert "De factuur is ingediend" in said
    assert "Wordt nagekeken" in said
    assert not Redemption.objects.exists()

    one = PdfInvoice.objects.get()
    waiting = coordinator.get("/beheer/")
    assert "Facturen om na te kijken" in text(waiting)
    where = f"/beheer/pdf-facturen/{one.pk}/"
    assert where in waiting.content.decode()
    check = coordinator.get(where)
    assert "€ 250,00" in text(check)
    assert f'src="{where}1.png"' in check.content.decode()
    done = coordinator.post(where, {"once": token(check), **check_fields(one, "accept")}, follow=True)
    assert "De factuur is aanvaard" in text(done)
    assert Redemption.objects.get().voucher_part_cents == 25_000
    assert "Nakijken" not in text(coordinator.get(where))


def test_the_pdf_is_a_file_to_keep_and_its_pages_are_pictures(scene: Scene, voucher: Voucher) -> None:
    one = handed_in(scene, voucher)
    file = browser("owner").get(f"/mijn/facturen/{one.pk}.pdf")
    assert file.content == pdf("P-1")
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    drawn = browser("coordinator_genk").get(f"/beheer/pdf-facturen/{one.pk}/1.png")
    assert drawn["Content-Type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG\r\n\x1a\n")
    for answer in (file, drawn, browser("coordinator_genk").get(f"/beheer/pdf-facturen/{one.pk}/")):
        assert "object-src 'none'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert browser("coordinator_genk").get(f"/beheer/pdf-facturen/{one.pk}/2.png").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "Kies de factuur"),
        (b"", "het is leeg"),
        (b"<Invoice/>", "het is een ander soort bestand"),
        (b"%PDF-1.4 en dan niets", "het is beschadigd"),
        (locked("geheim"), "het is beveiligd met een wachtwoord"),
        (b"%PDF-1.4" + b"\0" * MAX_BYTES, "groter dan 5 MB"),
    ],
    ids=["none", "empty", "xml", "damaged", "locked", "huge"],
)
def test_a_file_that_is_no_pdf_is_told_in_words(voucher: Voucher, data: bytes | None, said: str) -> None:
    page = send(browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/pdf/", data, **fields(voucher))
    assert page.status_code == 422
    assert said in text(page)
    assert not PdfInvoice.objects.exists()


def test_when_we_cannot_look_it_is_our_outage_and_nothing_is_kept_of_it(
    voucher: Voucher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    client = browser("owner")
    client.raise_request_exception = False
    page = send(client, f"/mijn/cheques/{voucher.code}/factuur/pdf/", pdf(), **fields(voucher))
    assert page.status_code == 503
    assert "Er ging iets mis bij ons" in text(page)
    assert not Attempt.objects.exists()
    assert not PdfInvoice.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ground": ""}, "Kies waarom er geen e-factuur is"),
        ({"ground": "omdat"}, "omdat"),
        ({"buyer_number": "0123"}, "tien cijfers"),
        ({"number": ""}, "Vul het nummer van de factuur in"),
        ({"number": "9" * 101}, "100"),
        ({"number": "\N{ZERO WIDTH SPACE}"}, "kan het nummer van een factuur niet zijn"),
        (
            {"number": "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 10},
            "kan het nummer van een factuur niet zijn",
        ),
        ({"issued_on": "morgen"}, "2027-01-31"),
        ({"net": "6.00"}, "1.500,50"),
        ({"net": "-600"}, "1.500,50"),
        ({"vat": ""}, "Vul een bedrag in"),
        ({"net": "499,99", "gross": "499,99"}, "€ 0,01 te laag"),
        ({"gross": "600,01"}, "€ 600,00"),
        ({"ground": "before_duty"}, "1 januari 2026"),
    ],
)
def test_what_is_filled_in_wrongly_is_told_and_the_file_stays(
    voucher: Voucher, wrong: dict[str, str], said: str
) -> None:
    owner, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/pdf/"
    page = send(owner, url, pdf(), **fields(voucher, **wrong))
    assert page.status_code == 422
    assert said in text(page)
    kept = re.search(r'name="kept" value="([^"]+)"', page.content.decode())
    assert kept is not None
    mended = send(owner, url, None, kept=kept[1], **fields(voucher))
    assert mended.status_code == 302
    assert PdfInvoice.objects.filter(state="pdf_to_check").count() == PdfFile.objects.count() == 1


def test_pressing_twice_hands_in_once(voucher: Voucher) -> None:
    owner, url = browser("owner"), f"/mijn/cheques/{voucher.code}/factuur/pdf/"
    for _ in range(2):
        assert send(owner, url, pdf(), **fields(voucher)).status_code == 302
    assert PdfInvoice.objects.count() == 1


def test_a_provider_hands_in_with_the_code(voucher: Voucher) -> None:
    provider, url = browser("provider_staff"), "/aanbieder/factuur/pdf/"
    assert f'href="{url}"' in provider.get("/aanbieder/").content.decode()
    assert f'value="{enterprise_number(PROVIDER_NUMBER)}"' in provider.get(url).content.decode()
    page = send(provider, url, pdf(), code="0" * 16, **fields(voucher))
    assert "geen cheque met deze code" in text(page)
    assert send(provider, url, pdf(), code=voucher.code, **fields(voucher)).status_code == 302
    assert PdfInvoice.objects.get().handed_in_by == str(actor("provider_staff"))


def test_the_check_wants_every_tick_or_a_reason(voucher: Voucher) -> None:
    one = handed_in(actor("owner"), voucher)
    coordinator, where = browser("coordinator_genk"), f"/beheer/pdf-facturen/{one.pk}/"
    once = token(coordinator.get(where))
    for answer, other, said in (
        ("accept", {"ticked": ["parties"]}, "5 van de 6 punten"),
        ("accept", {"net": "499", "gross": "499"}, "€ 1,00 te laag"),
        ("accept", {"ticked": []}, "Vink aan wat u zelf gezien hebt"),
        ("refuse", {}, "Zeg waarom"),
        ("", {}, "Kies wat u beslist"),
    ):
        page = coordinator.post(where, {"once": once, **check_fields(one, answer, **other)})
        assert page.status_code == 422
        assert said in text(page)
    assert PdfInvoice.objects.get().state == "pdf_to_check"
    given = check_fields(one, "refuse", ticked=[], reason="Er staat geen datum op.")
    for _ in range(2):
        assert coordinator.post(where, {"once": once, **given}).status_code in {302, 200}
    assert PdfInvoice.objects.get().state == "refused"
    for who, url in (
        ("owner", f"/mijn/cheques/{voucher.code}/"),
        ("coordinator_genk", f"/beheer/cheques/{voucher.code}/"),
        ("coordinator_genk", where),
    ):
        assert "Er staat geen datum op." in text(browser(who).get(url))


def test_who_handed_it_in_is_told_to_leave_the_check_to_another(scene: Scene, voucher: Voucher) -> None:
    one = handed_in(scene, voucher)
    coordinator, where = browser("coordinator_genk"), f"/beheer/pdf-facturen/{one.pk}/"
    page = coordinator.post(where, {"once": token(coordinator.get(where)), **check_fields(one, "accept")})
    assert "Laat een andere regisseur" in text(page)
    assert not Redemption.objects.exists()


def test_a_failed_attempt_stays_to_be_seen(voucher: Voucher) -> None:
    owner = browser("owner")
    send(
        owner,
        f"/mijn/cheques/{voucher.code}/factuur/pdf/",
        pdf(),
        **fields(voucher, net="499,00", gross="499,00"),
    )
    said = text(owner.get(f"/mijn/cheques/{voucher.code}/"))
    assert "Kon niets geven" in said
    assert "€ 1,00 te laag" in said


def test_the_mails_say_that_it_waits_why_it_was_refused_and_what_it_paid() -> None:
    scene = set_scene(rules=IN_PARTS)
    voucher = award(scene)
    work()
    mail.outbox.clear()
    refused(scene, handed_in(actor("owner"), voucher, 1_000, number="P-1"), "De datum ontbreekt.")
    one = handed_in(actor("owner"), voucher, 2_000, number="P-2")
    work()
    accepted(scene, one)
    tell_redemptions(SYSTEM)
    work()
    subjects = sorted((message.to[0], message.subject) for message in mail.outbox)
    owner, provider = EMAIL["owner"], EMAIL["provider_staff"]
    told = {
        to: [subject.replace("\N{NO-BREAK SPACE}", " ") for by, subject in subjects if by == to]
        for to, _ in subjects
    }
    assert (
        told[owner]
        == told[provider]
        == [
            "Factuur P-1 is niet aanvaard",
            "Factuur P-2 wordt nagekeken",
            "Factuur P-2: de cheque betaalt € 20",
        ]
    )
    assert told.keys() == {owner, provider}
    no = next(message for message in mail.outbox if "niet aanvaard" in message.subject)
    assert "De datum ontbreekt." in no.body
    assert "nieuwe factuur indienen" in " ".join(no.body.split())


def test_the_provider_sees_what_is_being_checked_and_no_longer_waits_for_an_invoice(
    scene: Scene, voucher: Voucher
) -> None:
    provides = browser("provider_staff")
    awaited = f"/mijn/cheques/{voucher.code}/"
    before = text(provides.get("/aanbieder/"))
    assert "Wordt nagekeken door de regisseur" not in before
    assert "Er kan 1 cheque bij u gebruikt worden." in before
    handed_in(scene, voucher, number="P-77")
    page = provides.get("/aanbieder/")
    assert "Wordt nagekeken door de regisseur" in text(page)
    assert "P-77" in text(page)
    assert page.content.decode().count(awaited) == 1
    assert page.context["usable"] == []


def test_the_voucher_speaks_to_its_provider_as_to_a_provider(voucher: Voucher) -> None:
    page = text(browser("provider_staff").get(f"/mijn/cheques/{voucher.code}/"))
    assert "Toon dit aan de aanbieder" not in page
    assert "U betaalt zelf" not in page
    assert "De onderneming betaalt zelf" in page
    owner = text(browser("owner").get(f"/mijn/cheques/{voucher.code}/"))
    assert "Toon dit aan de aanbieder" in owner
    assert "U betaalt zelf" in owner
