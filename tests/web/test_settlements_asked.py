"""What the pages, the mail, the paper and the table of a settlement say of paying it, and who still has to be told."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.mail import EmailMessage
from pypdf import PdfReader

from tests.apps.test_settlements_received import told
from tests.scene import AS_, EMAIL, GENK, OPGLABBEEK
from tests.settling import BY_SEAT, ZUTENDAAL, Year, member_of, municipality, set_year
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.schemes.models import CouncilDecision, DecisionSubject
from wisselwerk.apps.settlements.models import SettlementNotice, YearSettlement
from wisselwerk.apps.settlements.services import record_settlement_payment, send_settlement
from wisselwerk.apps.vouchers.models import DeliveryState
from wisselwerk.apps.vouchers.services import Redeemed, reverse_redemption
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.formats.structured_reference import show

pytestmark = pytest.mark.django_db

DIRECTOR, MEMBER = "financial_director", "member_oudsbergen"
AT = "/financien/verrekening/genk/2026/"


@pytest.fixture
def year() -> Iterator[Year]:
    """A voucher used in As on a day in the middle of a year, and somebody who acts for As."""
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        year = set_year(BY_SEAT)
        year.use(1, AS_)
        member_of(AS_, MEMBER)
        yield year


def sent(year: Year) -> YearSettlement:
    settlement = year.draw_up()
    send_settlement(year.signs, settlement=settlement)
    return settlement


def replaced(year: Year) -> tuple[YearSettlement, Redeemed]:
    """A settlement of which a part was paid, and a second in its place."""
    first = sent(year)
    record_settlement_payment(
        year.signs, settlement=first, member=municipality(AS_), amount_cents=10_000, paid_on=today()
    )
    more = year.use(2, AS_)
    return sent(year), more


def reference(settlement: YearSettlement) -> str:
    return show(settlement.shares.get(member=municipality(AS_)).structured_reference)


def plain(said: str) -> str:
    return " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())


def on_paper(settlement: YearSettlement) -> str:
    content = browser(MEMBER).get(f"{AT}{settlement.number}.pdf").content
    return plain("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def test_mail_page_and_paper_say_how_to_pay_and_whose_place_it_takes(
    year: Year, mailoutbox: list[EmailMessage]
) -> None:
    settlement, _ = replaced(year)
    mailoutbox.clear()
    work()
    (mail,) = (one for one in mailoutbox if one.to == [EMAIL[MEMBER]])
    assert mail.subject == "Voorlopige verrekening 2026 van Kennismakingscheque genk"
    page = plain(text(browser(MEMBER).get("/bestuur/")))
    for said in (plain(str(mail.body)), page, on_paper(settlement)):
        assert "komt in de plaats van verrekening nr. 1 van 1 juni 2026" in said
        assert "Voorlopig: 2026 was nog niet voorbij op 1 juni 2026" in said
        assert "€ 400,00" in said
        assert "1 juli 2026" in said
        assert "BE68 5390 0754 7034" in said
        assert reference(settlement) in said
    assert SettlementNotice.objects.get(share__member__name="As", share__settlement=settlement).state == (
        DeliveryState.MAILED
    )
    assert "As moet € 400,00 betalen aan Genk." in plain(str(mail.body))


def test_the_paper_of_what_was_replaced_says_so_and_asks_nothing(year: Year) -> None:
    replaced(year)
    first = YearSettlement.objects.get(number=1)
    said = on_paper(first)
    assert "Verrekening nr. 2 van 1 juni 2026 is in de plaats van deze gekomen." in said
    assert reference(first) not in said
    assert "Wat er veranderde sinds de vorige verrekening" in on_paper(YearSettlement.objects.get(number=2))


def test_the_page_says_what_changed_for_each_member(year: Year) -> None:
    replaced(year)
    said = plain(text(browser(DIRECTOR).get(AT)))
    assert "Wat er veranderde sinds de vorige verrekening" in said
    assert "As € 250,00 € 500,00 betaalt € 250,00 betaalt € 400,00" in said
    assert "krijgt € 400,00" in said
    assert "-€" not in said
    assert "€ 400,00: € 500,00 betaald of nog te betalen aan aanbieders, min € 100,00 van leden" in said


def test_who_has_to_pay_and_who_pays_back_find_it_on_their_list_of_work(year: Year) -> None:
    settlement, more = replaced(year)
    said = plain(text(browser(MEMBER).get("/mijn/")))
    assert "As moet € 400,00 betalen aan Genk voor 2026." in said
    assert "Er wacht nu niets op u" not in said
    record_settlement_payment(
        year.signs, settlement=settlement, member=municipality(AS_), amount_cents=40_000, paid_on=today()
    )
    assert "moet € 400,00 betalen" not in plain(text(browser(MEMBER).get("/mijn/")))
    assert "Wij moeten nu niets betalen." in text(browser(DIRECTOR).get("/bestuur/"))
    reverse_redemption(year.coordinator, redemption=more.id, reason="Dubbel.")
    sent(year)
    for path in ("/mijn/", "/bestuur/"):
        asked = browser(DIRECTOR).get(path)
        assert "€ 250,00 aan As: 2026" in plain(text(asked))
        assert f'href="{AT}betaling/{AS_}/"' in asked.content.decode()
    assert "Noteer een betaling aan As" in text(browser(DIRECTOR).get(f"{AT}betaling/{AS_}/"))
    page = plain(text(browser(DIRECTOR).get("/bestuur/")))
    assert "Wij moeten leden nog € 250,00 terugbetalen." in page
    assert "Wij moeten nu niets betalen" not in page
    assert "Genk betaalt nog € 250,00 aan As" in plain(text(browser(MEMBER).get("/bestuur/")))


def test_the_page_says_when_what_was_asked_is_no_longer_right(year: Year) -> None:
    outdated = "Sinds deze verrekening opgemaakt is, werd een factuur ongedaan gemaakt of kwam er een bij."
    _, more = replaced(year)
    assert outdated not in text(browser(DIRECTOR).get(AT))
    reverse_redemption(year.coordinator, redemption=more.id, reason="Dubbel.")
    assert outdated in text(browser(DIRECTOR).get(AT))
    assert outdated not in text(browser("auditor").get(AT)), "who only reads cannot settle again"
    year.draw_up()
    assert outdated not in text(browser(DIRECTOR).get(AT))


def test_sending_says_who_gets_a_mail_and_who_a_letter(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    year.use(3, ZUTENDAAL)
    client = browser(DIRECTOR)
    client.post(AT, {"act": "draw_up"})
    said = text(client.post(AT, {"act": "send"}, follow=True))
    assert "Er vertrekt een mail naar As." in said
    assert "Voor Oudsbergen en Zutendaal treedt hier niemand op" in said
    assert "Brief aan Zutendaal: verrekening 2026" in text(client.get("/mijn/"))
    # A letter that waits was not sent: nobody was asked by it yet.
    assert "kreeg de vraag" not in text(client.get(AT))
    assert "Wie moet betalen, doet dat ten laatste op" in text(client.get(AT))
    notice = SettlementNotice.objects.get(share__member__name="Zutendaal")
    for asked in (str(notice.pk), str(notice.pk), "x", ""):
        assert client.post(AT, {"act": "post", "notice": asked}).status_code == 302
    assert "Brief aan Zutendaal" not in text(client.get("/mijn/"))
    assert "Zutendaal: Met de post verstuurd op" in plain(text(client.get(AT)))
    other = SettlementNotice.objects.get(share__member__name="Oudsbergen")
    assert browser("coordinator_genk").post(AT, {"act": "post", "notice": str(other.pk)}).status_code == 422
    assert "Ik heb de brief vandaag verstuurd" not in text(browser("auditor").get(AT))


def test_a_year_that_is_settled_again_waits_to_be_sent_and_its_earlier_letters_do_not(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    sent(year)
    client = browser(DIRECTOR)
    assert "Brief aan Oudsbergen: verrekening 2026" in text(client.get("/mijn/"))
    assert "opgemaakt, niet verstuurd" not in text(client.get("/mijn/"))
    year.use(3, OPGLABBEEK)
    client.post(AT, {"act": "draw_up"})
    for path in ("/mijn/", "/financien/"):
        assert "Brief aan Oudsbergen" not in text(client.get(path))
    said = text(client.get("/mijn/"))
    assert f"Verrekening 2026 van {year.scheme.name} opgemaakt, niet verstuurd" in said
    client.post(AT, {"act": "send"})
    assert "Brief aan Oudsbergen: verrekening 2026" in text(client.get("/mijn/"))
    assert "opgemaakt, niet verstuurd" not in text(client.get("/mijn/"))


def test_nobody_is_told_to_print_a_settlement_for_who_owes_nothing(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    client = browser(DIRECTOR)
    client.post(AT, {"act": "draw_up"})
    said = text(client.post(AT, {"act": "send"}, follow=True))
    assert "Voor Oudsbergen treedt hier niemand op" in said
    assert "Zutendaal: Er hoeft geen brief te gaan: er staat niets open." in said
    assert "Ik heb de brief vandaag verstuurd (Oudsbergen)" in said
    assert "Ik heb de brief vandaag verstuurd (Zutendaal)" not in said
    assert "Brief aan Zutendaal" not in text(client.get("/mijn/"))


def test_who_has_paid_meanwhile_is_sent_no_letter(year: Year) -> None:
    year.use(2, OPGLABBEEK)
    sent(year)
    found = SettlementNotice.objects.filter(share__owes_cents__gt=0, state=DeliveryState.TO_POST)
    share = found.select_related("share__member", "share__settlement").get().share
    button = f"Ik heb de brief vandaag verstuurd ({share.member})"
    told(year, (share, share.owes_cents - 1), name="S-1")
    assert button in text(browser(DIRECTOR).get(AT))
    told(year, (share, 1), name="S-2", reference="T")
    said = text(browser(DIRECTOR).get(AT))
    assert button not in said
    # Nor is anybody told to print it.
    assert f"{share.member}: Er hoeft geen brief te gaan: er staat niets open." in said


def test_a_day_before_the_year_is_refused_with_what_to_do(year: Year) -> None:
    sent(year)
    client = browser(DIRECTOR)
    asked = client.get(f"{AT}betaling/{AS_}/")
    form = {"once": token(asked), "what": "moved", "amount": "250,00", "paid_on": "2025-12-31"}
    page = client.post(f"{AT}betaling/{AS_}/", form)
    assert page.status_code == 422
    assert "ligt voor 2026, het jaar dat verrekend wordt" in plain(text(page))
    taken = client.post(f"{AT}betaling/{AS_}/", form | {"what": "mistake", "paid_on": "2026-06-01"})
    assert "Kies dan “Dat ik mij vergiste: neem een eerdere notitie terug”" in text(taken)
    assert "omgekeerde teken" not in text(taken)


def test_the_table_says_what_is_provisional_and_how_to_pay(year: Year) -> None:
    settlement = sent(year)
    content = browser(DIRECTOR).get(f"{AT}1.csv").content.decode()
    rows = {row["member"]: row for row in csv.DictReader(io.StringIO(content))}
    assert {row["provisional"] for row in rows.values()} == {"1"}
    assert {row["pay_by"] for row in rows.values()} == {"2026-07-01"}
    digits = settlement.shares.get(member=municipality(AS_)).structured_reference
    assert (rows[AS_]["structured_reference"], rows[GENK]["structured_reference"]) == (digits, "")


def test_words_are_explained_where_they_stand(year: Year) -> None:
    books = text(browser(DIRECTOR).get("/financien/boekhouding/genk/2026/"))
    explained = books[books.index("Wat deze woorden betekenen") :]
    assert "rekeninguittreksels" in explained
    assert "verdeelsleutel een lid laat dragen" not in explained


def test_an_address_among_decisions_can_be_followed(year: Year) -> None:
    """As bare text it made the page wider than a telephone."""
    address = "https://raad.example/" + "besluit-" * 20
    CouncilDecision.objects.create(
        local_government=municipality(AS_),
        scheme=year.scheme,
        subject=DecisionSubject.BUDGET,
        title="Geld",
        decided_on=today(),
        reference=address,
    )
    assert f'href="{address}"' in browser(MEMBER).get("/bestuur/").content.decode()
