"""Who hears of what concerns them: an account that a bank refuses, a number that changes, a visum that is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.mail import EmailMessage

from tests.payments import PAYEE_IBAN, PAYER_IBAN, Treasury, set_treasury, treasury_of
from tests.scene import EMAIL, actor, award, refusal_of, set_scene
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.payouts.models import BankAccount
from wisselwerk.apps.payouts.queries.accounts import account_on, change_of
from wisselwerk.apps.payouts.services import confirm_account, name_account, read_status
from wisselwerk.apps.schemes.services import give_visum, refuse_visum
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.iban import show
from wisselwerk.formats.payment_status import read_payment_status

pytestmark = pytest.mark.django_db

OTHER = "NL91ABNA0417164300"
CONTACT = "kennismaking@genk.example, 089 00 00 00"


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.scene.partnership.contact = CONTACT
    treasury.scene.partnership.save()
    return treasury


def bodies(mails: list[EmailMessage]) -> dict[str, str]:
    """What somebody was mailed last, on one line."""
    return {
        mail.to[0]: " ".join(f"{mail.subject} {mail.body}".replace("\N{NO-BREAK SPACE}", " ").split())
        for mail in mails
    }


def close(treasury: Treasury) -> None:
    """The account of the payee, as the bank closes it by refusing a payment."""
    treasury.redeem()
    batch = treasury.signed()
    report = f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
    <GrpHdr><MsgId>NEE-1</MsgId></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>{batch.message_id}</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch.message_id}</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{batch.payments.get().end_to_end_id}</OrgnlEndToEndId>
    <TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>
    </CstmrPmtStsRpt></Document>"""
    read_status(treasury.signs, report=read_payment_status(BytesIO(report.encode()), today()))


def test_a_payee_hears_that_the_bank_refused_its_account(
    treasury: Treasury, mailoutbox: list[EmailMessage]
) -> None:
    work()
    mailoutbox.clear()
    close(treasury)
    work()
    said = bodies(mailoutbox)[EMAIL["provider_staff"]]
    assert "De bank kon De Zilverspar niet betalen: geef een ander rekeningnummer op" in said
    assert f"eindigt op {PAYEE_IBAN[-4:]}" in said
    assert CONTACT in said
    for path in ("/mijn/", "/aanbieder/"):
        page = browser("provider_staff").get(path)
        assert "er is geen rekeningnummer in gebruik" in text(page)
    assert "Er wacht nu niets op u" not in text(browser("provider_staff").get("/mijn/"))


def test_no_number_is_asked_of_who_gave_one_that_counts_from_a_later_day(treasury: Treasury) -> None:
    close(treasury)
    name_account(SYSTEM, organisation=treasury.payee, iban=OTHER)
    staff = browser("provider_staff")
    assert "moet nog bevestigd worden vanuit de mail" in text(staff.get("/aanbieder/"))
    change = change_of(treasury.payee)
    assert change is not None
    assert f"/rekening/{change.pk}/bevestigen/" in staff.get("/mijn/").content.decode()
    confirm_account(SYSTEM, account=change)
    page = text(staff.get("/aanbieder/"))
    assert "De Zilverspar wordt betaald vanaf" in page
    assert "Geef het rekeningnummer op" not in page
    assert "om te bevestigen" not in text(staff.get("/mijn/"))


def test_both_directors_hear_of_a_new_number_and_one_confirms_it(
    treasury: Treasury, mailoutbox: list[EmailMessage]
) -> None:
    name_account(treasury.signs, organisation=treasury.payer, iban=OTHER)
    change = change_of(treasury.payer)
    assert change is not None
    work()
    for who in ("general_director", "financial_director"):
        assert show(OTHER) in bodies(mailoutbox)[EMAIL[who]]
    url = f"/rekening/{change.pk}/bevestigen/"
    looks = browser("general_director").get(url)
    assert "De financieel directeur bevestigt het" in text(looks)
    assert "Bevestig de wijziging" not in text(looks)
    assert CONTACT in text(looks)
    with pytest.raises(Refusal) as refused:
        confirm_account(treasury.orders, account=change)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    assert browser("provider_staff").get(url).status_code == 404
    signs = browser("financial_director")
    for path in ("/mijn/", "/financien/"):
        assert url in signs.get(path).content.decode()
    assert url not in browser("general_director").get("/mijn/").content.decode()
    mailoutbox.clear()
    signs.post(url, {"once": token(signs.get(url))} if "once" in text(signs.get(url)) else {})
    work()
    for who in ("general_director", "financial_director"):
        said = bodies(mailoutbox)[EMAIL[who]]
        assert "Het rekeningnummer van Genk verandert op" in said
        assert "/financien/rekening/" in said
        assert CONTACT in said
    page = signs.get(url)
    assert "<title>Het nieuwe rekeningnummer is bevestigd" in page.content.decode()
    assert "Bevestig het nieuwe rekeningnummer" not in text(page)


def test_who_objects_gives_the_number_in_use_again_and_the_new_one_never_holds(treasury: Treasury) -> None:
    name_account(treasury.signs, organisation=treasury.payer, iban=OTHER)
    change = BankAccount.objects.get(iban=OTHER)
    confirm_account(treasury.signs, account=change)
    name_account(treasury.signs, organisation=treasury.payer, iban=PAYER_IBAN)
    later = account_on(treasury.payer, today() + timedelta(days=60))
    assert later is not None
    assert later.iban == PAYER_IBAN


def test_a_refused_visum_is_told_to_who_coordinates_and_no_longer_waits_for_who_refused(
    mailoutbox: list[EmailMessage],
) -> None:
    treasury = treasury_of(set_scene(visum=False))
    scheme = treasury.scene.scheme
    work()
    mailoutbox.clear()
    refuse_visum(treasury.signs, scheme=scheme, refused_on=today(), reason="Er is geen krediet.")
    work()
    said = bodies(mailoutbox)[EMAIL["coordinator_genk"]]
    assert "Het visum is geweigerd: Kennismakingscheque genk" in said
    assert "Er is geen krediet." in said
    coordinator = browser("coordinator_genk")
    for path in ("/mijn/", "/beheer/"):
        assert "Visum geweigerd" in text(coordinator.get(path))
    page = text(coordinator.get("/beheer/regelingen/genk/"))
    assert page.index("Er is geen krediet.") < page.rindex("Geld toevoegen")
    signs = browser("financial_director")
    assert "wacht op uw visum" not in text(signs.get("/mijn/"))
    seen = text(signs.get("/financien/"))
    assert "Er wacht nu niets op u" in seen
    assert "Regelingen waaraan u het visum weigerde" in seen
    give_visum(treasury.signs, scheme=scheme, given_on=today())
    assert "Visum geweigerd" not in text(coordinator.get("/mijn/"))
    assert "weigerde" not in text(signs.get("/financien/"))


def test_who_is_alone_finds_the_number_to_confirm_and_who_is_not_does_not() -> None:
    scene = set_scene(rules={"payee": {"paid_to": "holder"}})
    holder = award(scene).holder
    name_account(actor("owner"), organisation=holder, iban=OTHER, in_name_of="Houthandel Lindekruin")
    change = change_of(holder)
    assert change is not None
    url = f"/rekening/{change.pk}/bevestigen/"
    assert url in browser("owner").get("/mijn/").content.decode()
    grant_role(SYSTEM, person=person(EMAIL["colleague"]), organisation=holder, role=Role.HOLDER)
    assert url not in browser("owner").get("/mijn/").content.decode()
    assert url in browser("colleague").get("/mijn/").content.decode()
    confirm_account(actor("colleague"), account=change)
    assert "Bel dan meteen" in text(browser("colleague").get(url))
