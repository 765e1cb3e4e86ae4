"""The pages about who bears the cost, for the director who claims, the member who owes, and everybody who may not see it."""

import csv
import io
import re
from datetime import date, datetime

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from pypdf import PdfReader

from tests.scene import AS_, EMAIL, GENK, award, enterprise_number
from tests.settling import BY_SEAT, Year, member_of, municipality, publish, set_year
from tests.web.stage import browser, text, token, work
from tests.workbooks import rows_in
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.schemes.models import DecisionSubject
from wisselwerk.apps.settlements.models import BudgetKey, SettlementPayment, YearEnd, YearSettlement
from wisselwerk.apps.settlements.queries.settlements import newest_settlement
from wisselwerk.apps.settlements.services import record_settlement_payment, send_settlement
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.web.member.dashboard import SUBJECTS

pytestmark = pytest.mark.django_db

DIRECTOR, MEMBER = "financial_director", "member_oudsbergen"


@pytest.fixture
def year() -> Year:
    """Two vouchers used in Genk and one in As, and somebody who acts for As."""
    year = set_year(BY_SEAT)
    for serial, place in enumerate((GENK, GENK, AS_)):
        year.use(serial, place)
    member_of(AS_, MEMBER)
    return year


def at(path: str = "") -> str:
    return f"/financien/verrekening/genk/{today().year}/{path}"


BOOKS = "/financien/boekhouding/genk/{}/"


def sent(year: Year) -> YearSettlement:
    settlement = year.draw_up()
    send_settlement(year.signs, settlement=settlement)
    return settlement


def test_a_director_draws_up_sends_and_records(year: Year) -> None:
    client = browser(DIRECTOR)
    page = client.get(at())
    assert "Zo zou het jaar er nu uitzien" in text(page)
    assert "Wat elk lid zou betalen of krijgen" in text(page)
    assert not YearSettlement.objects.exists()
    for act in ("draw_up", "draw_up", "send"):
        assert client.post(at(), {"act": act}).status_code == 302
    said = text(client.get(at()))
    assert "Verstuurd" in said
    assert "€ 750,00" in said
    asked = client.get(at(f"betaling/{AS_}/"))
    assert "As moet nog € 250,00 betalen." in text(asked)
    form = {"once": token(asked), "what": "moved", "amount": "250,00", "paid_on": today().isoformat()}
    for _ in range(2):
        assert client.post(at(f"betaling/{AS_}/"), form).status_code == 302
    assert SettlementPayment.objects.count() == 1
    assert "niets meer open" in text(client.get("/financien/verrekening/"))


def test_a_payment_that_is_not_owed_is_refused_on_the_page(year: Year) -> None:
    sent(year)
    client = browser(DIRECTOR)
    asked = client.get(at(f"betaling/{AS_}/"))
    form = {"once": token(asked), "what": "mistake", "amount": "250,00", "paid_on": today().isoformat()}
    page = client.post(at(f"betaling/{AS_}/"), form)
    assert page.status_code == 422
    assert "staat nog € 250,00 open" in text(page)
    below = client.post(at(f"betaling/{AS_}/"), form | {"once": token(page), "amount": "-5"})
    assert "Schrijf een bedrag zoals 250 of 1.500,50, zonder minteken." in text(below)
    for nobody in (GENK, "11002", "x"):
        assert client.get(at(f"betaling/{nobody}/")).status_code == 404


def test_two_records_of_one_amount_are_each_taken_back_once(year: Year) -> None:
    """Of two mistakes the second goes the way of the first, and what was taken back is not put there again."""
    settlement = sent(year)
    member = municipality(AS_)
    for _twice in range(2):
        record_settlement_payment(
            year.signs, settlement=settlement, member=member, amount_cents=10_000, paid_on=today()
        )
    client, page = browser(DIRECTOR), at(f"betaling/{AS_}/")
    mistake = {"what": "mistake", "amount": "100,00", "paid_on": today().isoformat()}
    answers = [
        client.post(page, mistake | {"once": token(client.get(page))}).status_code for _thrice in range(3)
    ]
    assert answers == [302, 302, 422]
    amounts = SettlementPayment.objects.order_by("pk").values_list("amount_cents", flat=True)
    assert list(amounts) == [10_000, 10_000, -10_000, -10_000]


def test_of_a_year_in_which_no_voucher_was_used_nothing_waits() -> None:
    year = set_year(BY_SEAT)
    with time_machine.travel(datetime(today().year + 1, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        page = text(browser(DIRECTOR).get("/financien/verrekening/"))
    assert "niets te verrekenen: er werd geen cheque gebruikt" in page
    assert "Geen enkel jaar wacht nog op iets." in page
    year.use(1, AS_)
    with time_machine.travel(datetime(today().year + 1, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        page = text(browser(DIRECTOR).get("/financien/verrekening/"))
    assert "niet opgemaakt" in page
    assert "niets te verrekenen" not in page


def test_of_a_year_without_a_key_nothing_waits() -> None:
    year = set_year()
    year.use(1, AS_)
    with time_machine.travel(datetime(today().year + 1, 6, 1, 12, tzinfo=BRUSSELS), tick=False):
        publish(year.scheme, BY_SEAT)
        page = text(browser(DIRECTOR).get("/financien/verrekening/"))
    assert "niets te verrekenen: de regels hebben geen verdeelsleutel" in page
    assert "Geen enkel jaar wacht nog op iets." in page


def test_without_a_key_the_page_says_so_and_offers_nothing() -> None:
    set_year()
    page = text(browser(DIRECTOR).get(at()))
    assert "geen verdeelsleutel" in page
    assert "Maak de verrekening op" not in page


def test_the_coordinator_draws_up_and_cannot_send(year: Year) -> None:
    client = browser("coordinator_genk")
    assert client.post(at(), {"act": "draw_up"}).status_code == 302
    assert "Verstuur naar de leden" not in text(client.get(at()))
    assert client.post(at(), {"act": "send"}).status_code == 422
    assert "Maak de verrekening op" not in text(browser("auditor").get(at()))


def test_a_member_sees_what_was_sent_and_nothing_before(year: Year) -> None:
    settlement = year.draw_up()
    client = browser(MEMBER)
    paths = [at(f"{settlement.number}.pdf"), at(f"{settlement.number}.csv")]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert "nog niet verrekend" in text(client.get("/bestuur/"))
    send_settlement(year.signs, settlement=settlement)
    assert [client.get(path).status_code for path in paths] == [200, 200]
    page = text(client.get("/bestuur/"))
    assert "Wij moeten nog € 250,00 betalen." in page
    assert client.get("/financien/verrekening/").status_code == 403
    assert client.get(at()).status_code == 403


def test_a_director_of_another_municipality_sees_only_what_was_sent_to_it(year: Year) -> None:
    settlement = sent(year)
    somebody = person("directeur@zutendaal.example")
    grant_role(SYSTEM, person=somebody, organisation=municipality("71067"), role=Role.FINANCIAL_DIRECTOR)
    client = browser()
    client.force_login(somebody)
    assert client.get(at()).status_code == 404
    assert client.get(BOOKS.format(today().year)).status_code == 404
    assert client.get(at(f"{settlement.number}.pdf")).status_code == 200
    grant_role(SYSTEM, person=somebody, organisation=municipality("11002"), role=Role.MEMBER)
    assert "Wij moeten nu niets betalen." in text(client.get("/bestuur/"))


def test_a_stranger_to_the_partnership_sees_an_empty_page() -> None:
    set_year(BY_SEAT)
    member_of("11002", MEMBER)
    assert "Wij nemen nog aan geen regeling deel" in text(browser(MEMBER).get("/bestuur/"))


def test_the_member_hears_which_decision_is_not_on_record(year: Year) -> None:
    page = text(browser(MEMBER).get("/bestuur/"))
    assert "2 besluiten van onze gemeenteraad staan hier nog niet." in page
    assert "deelnemen aan" in page
    assert "hier staat geen besluit van onze raad" in page


def test_every_decision_of_a_council_has_words() -> None:
    """One of a subject without words was an error for every member."""
    assert set(SUBJECTS) == set(DecisionSubject)


def test_what_the_bank_paid_by_now_stands_beside_what_was_used(year: Year) -> None:
    client = browser(DIRECTOR)
    assert "Van de facturen van dit jaar die nu gelden, heeft de bank € 0,00 betaald" in text(
        client.get(at())
    )
    year.draw_up()
    said = text(client.get(at()))
    assert "gebruikt voor € 750,00" in said
    assert "heeft de bank € 0,00 betaald" in said


def test_paper_and_table_say_what_the_page_says(year: Year) -> None:
    settlement = sent(year)
    client = browser(DIRECTOR)
    paper = client.get(at(f"{settlement.number}.pdf"))
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert f"VR-{today().year}-genk-1" in said
    assert "€ 750,00" in said.replace("\N{NO-BREAK SPACE}", " ")
    rows = list(csv.DictReader(io.StringIO(client.get(at(f"{settlement.number}.csv")).content.decode())))
    assert {row["member_name"]: row["owes"] for row in rows} == {
        "Genk": "-250.00",
        "As": "250.00",
        "Oudsbergen": "0.00",
        "Zutendaal": "0.00",
    }
    lines = list(csv.DictReader(io.StringIO(client.get(at("lijnen.csv")).content.decode())))
    assert [(row["member"], row["borne"]) for row in lines] == [
        (GENK, "250.00"),
        (GENK, "250.00"),
        (AS_, "250.00"),
    ]


def test_each_member_gets_a_mail_with_what_it_owes(year: Year, mailoutbox: list[EmailMessage]) -> None:
    gone = person("gone@verzonnen.example")
    grant_role(SYSTEM, person=gone, organisation=municipality(AS_), role=Role.MEMBER)
    sent(year)
    erase_person(SYSTEM, email="gone@verzonnen.example")
    mailoutbox.clear()
    work()
    told = {
        mail.to[0]: str(mail.body).replace("\N{NO-BREAK SPACE}", " ")
        for mail in mailoutbox
        if "verrekening" in mail.subject
    }
    assert told.keys() == {EMAIL[DIRECTOR], EMAIL[MEMBER]}
    assert "As moet € 250,00 betalen aan Genk." in told[EMAIL[MEMBER]]
    assert "Genk krijgt € 250,00." in told[EMAIL[DIRECTOR]]


@pytest.mark.parametrize("bad", ["0/", "1999/", "99999/", "9999/"])
def test_a_year_that_cannot_be_meant_is_not_there(year: Year, bad: str) -> None:
    for path in (f"/financien/verrekening/genk/{bad}", f"/financien/boekhouding/genk/{bad}"):
        assert browser(DIRECTOR).get(path).status_code == 404


# -- Bookkeeping ------------------------------------------------------------------------------------------------------


def test_the_budget_key_is_kept_from_the_page(year: Year) -> None:
    client, path = browser("coordinator_genk"), BOOKS.format(today().year)
    form = {
        "once": token(client.get(path)),
        "act": "key",
        "action": "AC1",
        "policy_field": "0550",
        "general_account": "64",
    }
    refused = client.post(path, form)
    assert refused.status_code == 422
    assert "“64” kan niet" in text(refused)
    assert client.post(path, form | {"general_account": "6490000"}).status_code == 302
    assert "actie AC1, beleidsveld 0550, algemene rekening 6490000" in text(client.get(path))
    assert BudgetKey.objects.count() == 1


def test_the_bookkeeping_has_its_sums_and_its_place_in_the_menu(year: Year) -> None:
    page = browser(DIRECTOR).get(BOOKS.format(today().year))
    cells = re.findall(
        r"<t[hd][^>]*>(.*?)</t[hd]>", page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    )
    rows = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    assert [strip_tags(row[0]) for row in rows] == [*sorted(strip_tags(row[0]) for row in rows[:-1]), "Samen"]
    assert int(strip_tags(rows[-1][1])) == sum(int(strip_tags(row[1])) for row in rows[:-1]) > 0
    current = re.findall(r'<a href="([^"]+)" aria-current="[a-z]+"', page.content.decode())
    assert current == ["/financien/verrekening/"]


def test_the_books_come_for_the_days_and_the_account_that_are_asked(year: Year) -> None:
    path = f"{BOOKS.format(today().year)}grootboek.csv"
    client = browser("auditor")

    def rows(query: str = "") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(client.get(path + query).content.decode())))

    whole = rows()
    assert len(whole) == 14
    assert len(rows(f"?account=budget genk {today().year}")) == 4
    assert rows(f"?until={today().year}-01-01") == []
    for nonsense in ("?from=morgen", "?from=2026-13-99"):
        assert rows(nonsense) == whole
    answer = client.get(path.replace(".csv", f".xlsx?account=budget genk {today().year}"))
    head, *asked = rows_in(io.BytesIO(answer.content))
    assert head[:3] == ("Boeking", "Dag", "Waarom")
    assert [row[3] for row in asked] == [f"budget genk {today().year}"] * 4
    assert sum(row[5] for row in asked) == sum(
        float(row["amount"]) for row in rows(f"?account=budget genk {today().year}")
    )


def test_open_vouchers_of_a_year_that_is_over_are_decided_on_the_page() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=BRUSSELS)) as clock:
        year = set_year()
        voucher = award(year.treasury.scene, enterprise_number(1))
        client, path = browser("coordinator_genk"), BOOKS.format(2026)
        assert "zodra het jaar voorbij is" in text(client.get(path))
        clock.move_to(datetime(2027, 1, 2, 12, tzinfo=BRUSSELS))
        client = browser("coordinator_genk")
        page = client.get(path)
        found = page.content.decode().rpartition('name="once"')[2].partition('value="')[2].partition('"')[0]
        form = {"once": found, "act": "year_end", "choice": "RELEASE", "reason": ""}
        assert client.post(path, form).status_code == 422
        assert client.post(path, form | {"reason": "Op."}).status_code == 302
        assert YearEnd.objects.get().vouchers == 1
        voucher.refresh_from_db()
        assert (voucher.state, voucher.valid_until) == (VoucherState.OPEN, date(2027, 2, 1))
        assert "eindigen op 1 februari 2027" in text(client.get(path))


def test_a_year_in_which_nothing_is_open_says_that() -> None:
    set_year(BY_SEAT)
    said = text(browser(DIRECTOR).get(BOOKS.format(today().year)))
    assert "Er staat niets open." in said
    assert "0 cheques" not in said
    assert "Zonder beslissing" not in said


def test_more_to_show_is_not_more_to_ask(year: Year) -> None:
    sent(year)
    looked = {
        "/financien/verrekening/": DIRECTOR,
        at(): DIRECTOR,
        BOOKS.format(today().year): DIRECTOR,
        "/bestuur/": MEMBER,
    }

    def counted() -> dict[str, int]:
        found = {}
        for path, who in looked.items():
            client = browser(who)
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found[path] = len(queries)
        return found

    before = counted()
    for serial in range(10, 14):
        year.use(serial, AS_)
    sent(year)
    assert newest_settlement(year.scheme, today().year) != YearSettlement.objects.first()
    assert counted() == before
    assert max(before.values()) <= 36
