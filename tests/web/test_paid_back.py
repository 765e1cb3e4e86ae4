"""A scheme that pays the business back, on the pages, on paper and in the mails: who pays whom."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage

from tests.payments import set_treasury, treasury_of
from tests.scene import EMAIL, Scene, actor, award, invoice, set_scene
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on
from wisselwerk.apps.payouts.services import name_account, read_statement
from wisselwerk.apps.vouchers.models import Redemption, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption, tell_redemptions
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.money import Cents
from wisselwerk.formats.bank_statement import BankEntry, BankStatement, BankTransaction, StatementKind
from wisselwerk.formats.iban import show
from wisselwerk.wording import enterprise_number

pytestmark = pytest.mark.django_db

IBAN, THEIRS = "NL91ABNA0417164300", "BE43068999999501"
NAME = "Houthandel Lindekruin"
ACCOUNT = "/mijn/rekening/"
HOLDER = enterprise_number(OWN_ENTERPRISE.number)


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules={"payee": {"paid_to": "holder"}})


def redeem(scene: Scene, voucher: Voucher) -> Redemption:
    done = redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 60_000))
    return Redemption.objects.get(pk=done.id)


def test_who_hands_in_sees_who_pays_whom(scene: Scene) -> None:
    voucher = award(scene)
    url = f"/mijn/cheques/{voucher.code}/factuur/"
    client = browser("owner")
    file = SimpleUploadedFile("f.xml", invoice(voucher, 60_000), "application/xml")
    seen = text(client.post(url, {"once": token(client.get(url)), "file": file}))
    assert "De onderneming betaalt aan de aanbieder, naast de btw € 600,00" in seen
    assert "De onderneming krijgt terug € 250,00" in seen
    assert "De cheque betaalt" not in seen


def test_the_page_of_the_voucher_says_what_to_do_and_asks_the_account(scene: Scene) -> None:
    voucher = award(scene)
    client = browser("owner")
    page = text(client.get(f"/mijn/cheques/{voucher.code}/"))
    assert "betaal de aanbieder de hele factuur. Dien ze in: u krijgt € 250 terug" in page
    assert "kan nog niet betaald worden: er is geen rekeningnummer in gebruik" in page
    assert "kan nog niet betaald worden" in text(client.get("/mijn/"))
    provider = text(browser("provider_staff").get(f"/mijn/cheques/{voucher.code}/"))
    assert "rekeningnummer" not in provider
    assert "de klant betaalt u de hele factuur" in text(browser("provider_staff").get("/aanbieder/"))


def test_a_business_gives_its_account_and_confirms_it(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    client = browser("owner")
    given = {"organisation": str(voucher.holder_id), "iban": IBAN}
    short = client.post(ACCOUNT, {"once": token(client.get(ACCOUNT)), **given})
    assert short.status_code == 422
    assert "Vul in op wiens naam de rekening staat" in text(short)
    given["in_name_of"] = NAME
    seen = text(client.post(ACCOUNT, {"once": token(client.get(ACCOUNT)), **given}))
    assert f"op naam van {NAME}" in seen
    assert "Een van u bevestigt de wijziging" in seen
    assert not BankAccount.objects.exists()
    done = client.post(ACCOUNT, {"once": token(client.get(ACCOUNT)), **given, "give": "yes"}, follow=True)
    assert "Er is een mail onderweg" in text(done)
    mailoutbox.clear()
    work()
    mail = next(one for one in mailoutbox if show(IBAN) in one.body)
    assert mail.to == [EMAIL["owner"]]
    found = re.search(r"/rekening/\d+/bevestigen/", str(mail.body))
    assert found
    assert NAME in text(client.get(found[0]))
    assert "gebruikt vanaf" in text(client.post(found[0], follow=True))
    change = BankAccount.objects.get()
    assert change.usable_from is not None
    assert account_on(voucher.holder, change.usable_from) == change


def test_who_only_applied_sees_how_the_number_of_the_business_ends(scene: Scene) -> None:
    holder = award(scene).holder
    colleague = person(EMAIL["colleague"])
    grant_role(SYSTEM, person=colleague, organisation=holder, role=Role.HOLDER)
    name_account(actor("colleague"), organisation=holder, iban=THEIRS, in_name_of=NAME)
    waiting = name_account(actor("colleague"), organisation=holder, iban=IBAN, in_name_of=NAME)
    page = text(browser("owner").get(ACCOUNT))
    for number in (THEIRS, IBAN):
        assert show(number) not in page
        assert f"een nummer dat eindigt op {number[-4:]}" in page
    assert NAME not in page
    confirming = browser("owner").get(f"/rekening/{waiting.pk}/bevestigen/")
    assert "een nummer dat eindigt op 9501" in text(confirming)
    assert show(THEIRS) not in text(confirming)
    for number in (THEIRS, IBAN):
        assert show(number) in text(browser("colleague").get(ACCOUNT))
    waiting.delete()
    name_account(actor("owner"), organisation=holder, iban=IBAN, in_name_of=NAME)
    page = text(browser("owner").get(ACCOUNT))
    assert show(IBAN) in page, "what somebody gave is no secret to that person"
    assert show(THEIRS) not in page


def test_the_page_of_the_account_is_for_who_is_paid(scene: Scene) -> None:
    assert browser().get(ACCOUNT).status_code == 302
    assert browser("stranger").get(ACCOUNT).status_code == 403
    award(scene)
    assert browser("owner").get(ACCOUNT).status_code == 200
    assert browser("coordinator_genk").get(ACCOUNT).status_code == 403


def test_the_mails_say_who_pays_whom_and_ask_the_account(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    done = redeem(scene, award(scene))
    work()
    mailoutbox.clear()
    tell_redemptions(SYSTEM)
    work()
    mails = {one.to[0]: " ".join(str(one.body).split()) for one in mailoutbox}
    owner, provider = (
        mails[EMAIL[who]].replace("\N{NO-BREAK SPACE}", " ") for who in ("owner", "provider_staff")
    )
    for body in (owner, provider):
        assert "van De Zilverspar is ingediend" in body
        assert "De onderneming betaalt aan de aanbieder, naast de btw: € 600,00" in body
        assert "De onderneming krijgt terug: € 250,00" in body
    assert "/mijn/rekening/" in owner
    assert "/mijn/rekening/" not in provider
    mailoutbox.clear()
    reverse_redemption(scene.coordinator, redemption=done.pk, reason="Niet geleverd.")
    work()
    for one in mailoutbox:
        assert "De onderneming krijgt er de" in one.body
        assert "wie ze nu betaalt" not in one.body


def test_the_decision_mail_and_the_paper_say_it_too(scene: Scene, mailoutbox: list[EmailMessage]) -> None:
    voucher = award(scene)
    work()
    assert any("betaal de hele factuur" in " ".join(str(one.body).split()) for one in mailoutbox)
    paper = browser("owner").get(f"/mijn/cheques/{voucher.code}/cheque.pdf")
    assert paper.status_code == 200
    assert paper.content.startswith(b"%PDF")


def test_who_pays_sees_the_business_as_payee(scene: Scene) -> None:
    treasury_of(scene)
    done = redeem(scene, award(scene))
    due = text(browser("financial_director").get("/financien/te-betalen/71016/"))
    assert f"F-1 {HOLDER} " in due
    assert "wacht op een rekeningnummer" in due.lower()
    coordinator = text(browser("coordinator_genk").get(f"/beheer/cheques/{done.voucher.code}/"))
    assert "F-1 van De Zilverspar" in coordinator


def test_the_auditor_follows_the_money_to_the_business_and_back(scene: Scene) -> None:
    treasury = treasury_of(scene)
    done = redeem(scene, award(scene))
    name_account(SYSTEM, organisation=done.payee, iban=IBAN, in_name_of=NAME)
    batch = treasury.signed()
    treasury.bank_pays(batch)
    owner = text(browser("owner").get(f"/mijn/cheques/{done.voucher.code}/"))
    assert f"€ 250,00 betaald aan {HOLDER}" in owner
    assert HOLDER in text(browser("owner").get(f"/betalingen/{batch.payments.get().pk}/"))
    reverse_redemption(scene.coordinator, redemption=done.pk, reason="Niet geleverd.")
    road = f"/audit/cheques/{done.voucher.code}/"
    page = browser("auditor").get(road)
    assert (
        "Van wat ze betaalde voor wat intussen ongedaan gemaakt werd, moet € 250,00 nog terugbetaald worden"
        in text(page)
    )
    assert f'href="/terug/{batch.payments.get().pk}/"' in page.content.decode()
    one = BankTransaction(Cents(25_000), structured_reference=batch.payments.get().reference)
    entry = BankEntry(1, Cents(25_000), today(), None, "TERUG", None, (one,))
    iban = batch.from_account.iban
    read_statement(
        treasury.signs,
        statement=BankStatement(StatementKind.STATEMENT, "TERUG", iban, "EUR", None, None, (entry,)),
    )
    page = browser("auditor").get(road)
    assert page.status_code == 200
    assert "moet terugbetaald worden" not in text(page)
    assert f"te betalen aan {HOLDER}" in text(page)
    assert "Terugbetaald door wie het kreeg, voor factuur F-1" in text(page)
    director = browser("financial_director")
    said = text(director.get(f"/betalingen/{batch.payments.get().pk}/"))
    assert "en wie betaald was, betaalde terug" in said
    assert "De bank heeft geantwoord: € 250,00 is betaald" in text(
        director.get(f"/financien/opdrachten/{batch.pk}/")
    )


def test_a_provider_sees_what_it_gets_beside_what_it_has_to_pay_back() -> None:
    """Nobody sets the one off against the other, so neither is taken off the other on its page."""
    treasury = set_treasury()
    undone, stays = treasury.redeem(1), treasury.redeem(2)
    treasury.bank_pays(treasury.signed())
    due = treasury.redeem(3)
    reverse_redemption(treasury.scene.coordinator, redemption=undone.pk, reason="Niet geleverd.")
    page = browser("provider_staff").get("/aanbieder/")
    assert f"{treasury.payee.name} € 250,00" in text(page)
    assert f"€ 250,00 voor factuur {undone.invoice_number} moet terugbetaald worden" in text(page)
    claim = f'href="/terug/{undone.payments.get().pk}/"'
    assert claim in page.content.decode()
    assert claim in browser("provider_staff").get("/mijn/").content.decode()
    assert {stays.is_reversed, due.is_reversed} == {False}
