"""A file of the bank comes in through a page: what it meant, what is wrong with it, and the lines that ask for a look."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.formats.statements import balance
from tests.payments import Treasury, set_treasury
from tests.web.stage import browser, text, token
from wisselwerk.apps.payouts.models import BankFile, BankLine, Look
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.clock import today
from wisselwerk.domain.payment import PaymentState
from wisselwerk.domain.reconciliation import Meaning
from wisselwerk.formats.bank_answer_sample import write_statement
from wisselwerk.formats.credit_transfer import CreditTransfer
from wisselwerk.formats.ubl import MAX_BYTES
from wisselwerk.web import uploads
from wisselwerk.web.finance.bank_lines import MEANS

pytestmark = pytest.mark.django_db

LOAD = "/financien/bank/inlezen/"
WAS = "Gebeld met de bank: een storing, de rekening is goed."


@pytest.fixture
def treasury() -> Treasury:
    treasury = set_treasury()
    treasury.redeem(1)
    treasury.redeem(2)
    return treasury


@pytest.fixture
def order(treasury: Treasury) -> CreditTransfer:
    return order_of(treasury.signed())


@pytest.fixture
def client(treasury: Treasury) -> Client:
    return browser("financial_director")


def send(client: Client, data: bytes, name: str = "uittreksel.xml") -> Any:
    return client.post(LOAD, {"file": SimpleUploadedFile(name, data)}, follow=True)


def statement(order: CreditTransfer, returned: int = 0, name: str = "2026-1") -> bytes:
    back = [one.end_to_end_id for one in order.payments[:returned]]
    return write_statement(order, statement_id=name, booked_on=today(), returned=back)


def test_what_the_bank_paid_is_paid(order: CreditTransfer, client: Client) -> None:
    said = text(send(client, statement(order)))
    assert "2026-1 is ingelezen" in said
    assert "Elke lijn is duidelijk" in said
    assert "Er wacht nu niets op u." in text(client.get("/financien/"))
    batch = BankLine.objects.all()[0].payment
    assert batch is not None
    assert "€ 500,00 is betaald" in text(client.get(f"/financien/opdrachten/{batch.batch_id}/"))
    provider = text(browser("provider_staff").get("/aanbieder/"))
    assert "Betaald op" in provider
    owner = text(browser("coordinator_genk").get(f"/beheer/cheques/{batch.redemption.voucher.code}/"))
    assert f"€ 250,00 betaald aan {batch.redemption.payee}" in owner
    assert "minstens € 250,00; € 250,00 is bewezen" in owner


def test_a_statement_with_a_hole_says_both_amounts_and_what_to_do(
    order: CreditTransfer, client: Client
) -> None:
    answer = send(client, hole(statement(order)))
    assert answer.status_code == 422
    said = text(answer)
    assert "komt op € 500,00" in said
    assert "eindsaldo is € 400,00" in said
    assert "Vraag het bestand opnieuw aan de bank" in said
    assert not BankFile.objects.exists()


def hole(data: bytes) -> bytes:
    """The statement, closing a hundred euro lower than its lines say."""
    balances = balance("OPBD", "1000.00", today().isoformat()) + balance(
        "CLBD", "400.00", today().isoformat()
    )
    return data.replace(b"<Ntry>", balances.encode() + b"<Ntry>", 1)


def test_the_same_file_again_says_so_and_changes_nothing(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order))
    said = text(send(client, statement(order)))
    assert "2026-1 was al ingelezen" in said
    assert "Er is niets veranderd" in said
    assert (BankFile.objects.count(), BankLine.objects.count()) == (1, 2)


def test_another_file_of_the_same_name_is_refused(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order))
    answer = send(client, statement(order, returned=1))
    assert answer.status_code == 422
    assert "in dit bestand staat iets anders. Er is niets ingelezen" in text(answer)


def test_a_line_of_a_stranger_that_another_file_of_the_same_name_has_is_no_detail(
    order: CreditTransfer, client: Client
) -> None:
    send(client, statement(order).replace(ours(order, 0), b"HUUR"))
    answer = send(client, statement(order).replace(ours(order, 0), b"ANDERE"))
    assert answer.status_code == 422
    assert "in dit bestand staat iets anders. Er is niets ingelezen" in text(answer)


def ours(order: CreditTransfer, number: int) -> bytes:
    return order.payments[number].end_to_end_id.encode()


def test_what_came_back_is_looked_into_once_and_paid_again(
    treasury: Treasury, order: CreditTransfer, client: Client
) -> None:
    assert "1 lijn vraagt om nazicht" in text(send(client, statement(order, returned=1)))
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    url = f"/financien/lijnen/{line.pk}/"
    assert "Er wacht 1 ding op u" in text(client.get("/financien/"))
    assert "Lijnen van de bank om na te kijken : 1" in text(client.get("/mijn/"))
    assert "de bank geeft geen reden (MS03)" in text(client.get(url))
    assert line.end_to_end_id in text(client.get("/financien/lijnen/"))
    empty = client.post(url, {"once": token(client.get(url)), "text": " "})
    assert empty.status_code == 422
    assert "Zeg in een of twee zinnen wat het was" in text(empty)
    sent = {"once": token(client.get(url)), "text": WAS}
    assert "Genoteerd" in text(client.post(url, sent, follow=True))
    assert "Genoteerd" in text(client.post(url, sent, follow=True)), "pressed twice"
    assert Look.objects.get().text == WAS
    said = text(client.get(url))
    assert WAS in said
    assert "Zeg wat het was" not in said
    assert treasury.propose().payments.get().redemption_id == line.payment.redemption_id  # type: ignore[union-attr]


def test_only_the_financial_director_says_what_it_was(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order, returned=1))
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    other = browser("general_director")
    said = text(other.get(f"/financien/lijnen/{line.pk}/"))
    assert "Deze lijn wacht op de financieel directeur" in said
    assert "Noteer" not in said
    other.post(f"/financien/lijnen/{line.pk}/", {"text": WAS})
    assert not Look.objects.exists()


def test_a_line_that_is_clear_asks_for_nothing(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order))
    line = BankLine.objects.all()[0]
    said = text(client.get(f"/financien/lijnen/{line.pk}/"))
    assert "U hoeft niets meer te doen" in said
    assert "Zeg wat het was" not in said


def test_several_statements_in_one_file_are_read_together(order: CreditTransfer, client: Client) -> None:
    one = statement(order)
    inner = one[one.index(b"<Stmt>") : one.index(b"</Stmt>") + len(b"</Stmt>")]
    another = inner.replace(b"<Id>2026-1</Id>", b"<Id>2026-2</Id>", 1)
    start = another.index(b"<Ntry>")
    another = another[:start] + b"</Stmt>"
    said = text(send(client, one.replace(inner, inner + another)))
    assert "2026-1 is ingelezen" in said
    assert "2026-2 is ingelezen" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _data: b"", "Het bestand is leeg"),
        (lambda _data: b"geen xml", "Vanaf hier is het bestand geen XML"),
        (lambda data: data[: len(data) // 2], "Vanaf hier is het bestand geen XML"),
        (lambda data: data.replace(b'Ccy="EUR"', b'Ccy="USD"', 1), "USD"),
        (lambda data: data.replace(b"250.00", b"250.001", 1), "geen bedrag in euro en cent"),
        (lambda data: data.replace(today().isoformat().encode(), b"2999-01-01"), "het is pas"),
    ],
)
def test_a_file_with_something_wrong_in_it_says_where_and_changes_nothing(
    order: CreditTransfer, client: Client, change: Any, said: str
) -> None:
    answer = send(client, change(statement(order)))
    assert answer.status_code == 422
    page = text(answer)
    assert said in page
    assert "Regel " in page
    assert not BankFile.objects.exists()


def test_an_element_is_named_with_its_line(order: CreditTransfer, client: Client) -> None:
    page = text(send(client, statement(order).replace(b"250.00", b"250.001", 1)))
    assert ", element " in page
    assert "Amt" in page


def test_a_file_of_an_account_that_is_not_ours_is_refused(order: CreditTransfer, client: Client) -> None:
    data = statement(order).replace(order.debtor.iban.encode(), b"NL91ABNA0417164300")
    answer = send(client, data)
    assert answer.status_code == 422
    assert "Niemand betaalt hier van" in text(answer)


def test_without_a_file_or_with_one_that_is_too_large_the_page_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post(LOAD)
    assert answer.status_code == 422
    assert "Kies het bestand van de bank" in text(answer)
    answer = send(client, b"x" * (MAX_BYTES + 1))
    assert answer.status_code == 422
    assert "groter dan 5 MB" in text(answer)
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    answer = send(client, b"x" * 200_000)
    assert "groter dan 5 MB" in text(answer)
    assert not BankFile.objects.exists()


def test_a_payment_that_came_back_tells_the_business_too(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order, returned=1))
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    assert line.payment is not None
    assert line.payment.state == PaymentState.RETURNED
    code = line.payment.redemption.voucher.code
    said = text(browser("coordinator_genk").get(f"/beheer/cheques/{code}/"))
    assert "De bank kon € 250,00 niet betalen" in said
    assert "Een lijn van de bank wordt nagekeken" in said
    assert "Een lijn van de bank wordt nagekeken" in text(browser("provider_staff").get("/aanbieder/"))


def test_an_auditor_follows_every_euro_there_and_back(order: CreditTransfer, client: Client) -> None:
    send(client, statement(order, returned=1))
    line = BankLine.objects.get(meaning=Meaning.RETURNED)
    assert line.payment is not None
    voucher, auditor = line.payment.redemption.voucher, browser("auditor")
    url = f"/audit/cheques/{voucher.code}/"
    page = auditor.get(url)
    said = text(page)
    for part in (
        "Van de € 250,00 die is toegekend, heeft de bank € 0,00 betaald",
        "budget van",
        "Toegekend",
        f"Factuur {line.payment.redemption.invoice_number}",
        "betaald door de bank",
        "Teruggekomen, van factuur",
        line.payment.batch.message_id,
    ):
        assert part in said, part
    content = page.content.decode()
    for path in (
        f"/betalingen/{line.payment_id}/",
        f"/financien/opdrachten/{line.payment.batch_id}/",
        f"/financien/lijnen/{line.pk}/",
        f"/mijn/cheques/{voucher.code}/",
    ):
        assert f'href="{path}"' in content, path
        assert auditor.get(path).status_code == 200, path
    assert f'href="{url}"' in auditor.get(f"/betalingen/{line.payment_id}/").content.decode()
    decision = voucher.application.decisions.get()
    assert f'href="{url}"' in auditor.get(f"/audit/beslissingen/{decision.pk}/").content.decode()
    assert f'href="/audit/beslissingen/{decision.pk}/"' in content


def test_every_meaning_of_a_line_has_words() -> None:
    """One without words was an error on the page of each such line."""
    assert set(MEANS) == set(Meaning)
