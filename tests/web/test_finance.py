"""Two directors pay: what waits, proposing, ordering, signing, stopping, and the file for the bank."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.payments import PART_CENTS, PAYER_IBAN, Treasury, set_treasury
from tests.scene import EMAIL, GENK, actor
from tests.web.stage import browser, text, token
from wisselwerk.apps.parties.services import found_partnership, grant_role, local_government, person
from wisselwerk.apps.payouts.models import BatchRemark, Payment, PaymentBatch
from wisselwerk.apps.payouts.queries.order import order_of
from wisselwerk.apps.payouts.services import name_account, order_batch, sign_batch
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.services import contest_voucher, reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.payment import BatchState, PaymentState
from wisselwerk.formats.credit_transfer import write_credit_transfer
from wisselwerk.formats.iban import show
from wisselwerk.formats.structured_reference import show as show_reference
from wisselwerk.web.finance import batch as batch_page

pytestmark = pytest.mark.django_db

WHY = "De begunstigde belde: een verkeerde factuur."
DUE = f"/financien/te-betalen/{GENK}/"


@pytest.fixture
def treasury() -> Treasury:
    return set_treasury()


@pytest.fixture
def orders(treasury: Treasury) -> Client:
    return browser("general_director")


@pytest.fixture
def signs(treasury: Treasury) -> Client:
    return browser("financial_director")


def press(client: Client, url: str, page: str = "", **given: str) -> Any:
    """Fill in the form of a page and press its button."""
    return client.post(url, {"once": token(client.get(page or url)), **given}, follow=True)


def url_of(batch: PaymentBatch) -> str:
    return f"/financien/opdrachten/{batch.pk}/"


def test_one_payment_goes_the_whole_way_to_the_file(
    treasury: Treasury, orders: Client, signs: Client
) -> None:
    treasury.redeem()
    page = text(orders.get("/financien/"))
    assert "Er wacht 1 ding op u" in page
    assert "kan 1 factuur betalen: € 250,00" in text(orders.get("/mijn/"))
    assert "kan nu betaald worden: 1 factuur" in page
    assert "€ 250,00" in page
    proposed = press(orders, DUE, "/financien/", pay_on=today().isoformat())
    assert "Voorgesteld. Dit wacht nu op een bevel" in text(proposed)
    batch = PaymentBatch.objects.get()
    assert "Er wacht 1 ding op u" in text(orders.get("/financien/"))
    assert "Beveel € 250,00" in text(orders.get("/mijn/"))
    assert "Er wacht nu niets op u." in text(signs.get("/financien/"))
    assert "Beveel de betalingen" not in text(signs.get(url_of(batch)))
    assert "U beveelt deze betalingen" in text(orders.get(f"{url_of(batch)}bevelen/"))
    assert "Bevolen. Dit wacht nu op de handtekening van de financieel directeur" in text(
        press(orders, f"{url_of(batch)}bevelen/")
    )
    assert "Er wacht 1 ding op u" in text(signs.get("/financien/"))
    assert signs.get(f"{url_of(batch)}bank.xml").status_code == 404
    assert "Getekend. Download het bestand" in text(press(signs, f"{url_of(batch)}tekenen/"))
    assert "Bij de bank: € 250,00" in text(signs.get("/mijn/"))
    assert "Bij de bank" not in text(orders.get("/mijn/"))
    batch.refresh_from_db()
    assert (batch.state, batch.ordered_by, batch.signed_by) == (
        BatchState.SIGNED,
        str(treasury.orders),
        str(treasury.signs),
    )
    file = signs.get(f"{url_of(batch)}bank.xml")
    assert file["Content-Disposition"] == f'attachment; filename="{batch.message_id}.xml"'
    assert file.content == write_credit_transfer(order_of(batch))
    assert orders.get(f"{url_of(batch)}bank.xml").content == file.content


def test_the_page_of_a_batch_tells_what_a_director_must_know(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    payment = batch.payments.get()
    said = text(signs.get(url_of(batch)))
    for part in (
        "1 betaling van € 250,00.",
        show(PAYER_IBAN),
        show(payment.to_account.iban),
        show_reference(payment.reference),
        str(treasury.payee),
        payment.redemption.invoice_number,
        EMAIL["general_director"],
        EMAIL["financial_director"],
        "Wacht op ondertekening",
    ):
        assert part in said, part


def test_who_was_erased_is_not_named(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    batch = order_batch(treasury.orders, batch=treasury.propose())
    erase_person(SYSTEM, email=EMAIL["general_director"])
    said = text(signs.get(url_of(batch)))
    assert "Bevolen" in said
    assert EMAIL["general_director"] not in said


def test_who_ordered_sees_why_signing_is_for_somebody_else(treasury: Treasury) -> None:
    treasury.redeem()
    both = person(EMAIL["general_director"])
    grant_role(SYSTEM, person=both, organisation=treasury.payer, role=Role.FINANCIAL_DIRECTOR)
    batch = order_batch(actor("general_director"), batch=treasury.propose())
    client = browser("general_director")
    said = text(client.get(url_of(batch)))
    assert "de wet vraagt twee mensen" in said
    assert "Teken de betalingen" not in said
    assert "Er wacht nu niets op u." in text(client.get("/financien/"))
    sign = f"{url_of(batch)}tekenen/"
    assert "de wet vraagt twee mensen" in text(client.get(sign, follow=True))
    answer = client.post(sign, {"once": token(client.get("/financien/rekening/"))})
    assert answer.status_code == 422
    assert "Laat iemand anders tekenen" in text(answer)
    batch.refresh_from_db()
    assert batch.state == BatchState.ORDERED


@pytest.mark.parametrize(
    ("who", "word"), [("general_director", "tekenen"), ("financial_director", "bevelen")]
)
def test_neither_does_the_work_of_the_other(treasury: Treasury, who: str, word: str) -> None:
    treasury.redeem()
    batch = treasury.propose()
    if word == "tekenen":
        order_batch(treasury.orders, batch=batch)
    client, url = browser(who), f"{url_of(batch)}{word}/"
    assert "Dat is voor de andere directeur" in text(client.get(url, follow=True))
    assert client.post(url, {"once": "x" * 20}).status_code == 422
    batch.refresh_from_db()
    assert batch.signed_by == ""
    assert (batch.ordered_by == "") == (word == "bevelen")


def test_pressed_twice_it_is_proposed_and_signed_once(treasury: Treasury, signs: Client) -> None:
    treasury.redeem()
    sent = {"once": token(signs.get(DUE)), "pay_on": today().isoformat()}
    first, second = signs.post(DUE, sent), signs.post(DUE, sent)
    assert first["Location"] == second["Location"]
    batch = order_batch(treasury.orders, batch=PaymentBatch.objects.get())
    url = f"{url_of(batch)}tekenen/"
    sent = {"once": token(signs.get(url))}
    assert [signs.post(url, sent).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize(
    ("pay_on", "said"),
    [
        ("", "Kies de dag waarop u wilt betalen"),
        ("morgen", "Schrijf de dag"),
        ((today() - timedelta(days=1)).isoformat(), "is voorbij"),
    ],
)
def test_a_day_that_cannot_be_is_told(treasury: Treasury, signs: Client, pay_on: str, said: str) -> None:
    treasury.redeem()
    answer = press(signs, DUE, pay_on=pay_on)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not PaymentBatch.objects.exists()


def test_what_cannot_be_paid_says_what_it_waits_for(treasury: Treasury, signs: Client) -> None:
    held, _ = treasury.redeem(1), treasury.redeem(2)
    contest_voucher(treasury.scene.coordinator, voucher=held.voucher, reason=WHY)
    said = text(signs.get(DUE))
    assert "1 factuur kan nu betaald worden: € 250,00" in said
    assert "Cheque geblokkeerd" in said
    assert "Kan betaald worden" in said
    treasury.payee.bank_accounts.all().delete()
    assert "Wacht op een rekeningnummer" in text(signs.get(DUE))
    answer = signs.post(DUE, {"once": "x" * 20, "pay_on": today().isoformat()})
    assert answer.status_code == 422
    assert not PaymentBatch.objects.exists()


def test_without_an_account_the_page_says_who_gives_one(treasury: Treasury, orders: Client) -> None:
    treasury.redeem()
    treasury.payer.bank_accounts.all().delete()
    said = text(orders.get("/financien/"))
    assert "Er is geen rekeningnummer van Genk in gebruik" in said
    assert "Betaling voorstellen" not in said


def test_stopped_with_a_reason_and_let_go_on(treasury: Treasury, orders: Client, signs: Client) -> None:
    treasury.redeem()
    batch = treasury.signed()
    answer = press(orders, f"{url_of(batch)}tegenhouden/", reason="  ")
    assert answer.status_code == 422
    assert "Zeg waarom" in text(answer)
    assert WHY in text(press(orders, f"{url_of(batch)}tegenhouden/", reason=WHY))
    assert signs.get(f"{url_of(batch)}bank.xml").status_code == 404
    before = batch.message_id
    assert "Dit gaat verder. Het wacht nu op een bevel" in text(press(signs, f"{url_of(batch)}vrijgeven/"))
    batch.refresh_from_db()
    assert (batch.state, batch.signed_by, batch.message_id != before) == (BatchState.PROPOSED, "", True)
    BatchRemark.objects.update(text="")
    assert "Tegengehouden" in text(signs.get(url_of(batch)))


def test_one_payment_is_taken_out_with_a_reason(treasury: Treasury, signs: Client) -> None:
    treasury.redeem(1)
    treasury.redeem(2)
    batch = order_batch(treasury.orders, batch=treasury.propose())
    first = batch.payments.order_by("pk")[0]
    url = f"{url_of(batch)}eruit/{first.pk}/"
    assert "Het bevel vervalt" in text(signs.get(url))
    assert press(signs, url, reason="").status_code == 422
    said = text(press(signs, url, reason=WHY))
    assert "De betaling is eruit gehaald" in said
    assert "(eruit gehaald: 1)" in said
    assert "1 betaling van € 250,00" in said
    assert WHY in said
    first.refresh_from_db()
    assert first.state == PaymentState.TAKEN_OUT
    assert press(signs, url, reason=WHY).status_code == 422


def test_what_was_taken_out_is_not_told_as_ordered_and_signed(treasury: Treasury, signs: Client) -> None:
    treasury.redeem(1)
    treasury.redeem(2)
    batch = treasury.propose()
    taken, stays = batch.payments.order_by("pk")
    press(signs, f"{url_of(batch)}eruit/{taken.pk}/", reason=WHY)
    sign_batch(treasury.signs, batch=order_batch(treasury.orders, batch=batch))
    said = text(signs.get(f"/betalingen/{taken.pk}/"))
    happened = said[said.index("Wat er gebeurde") :]
    assert "Voorgesteld" in happened
    assert "Betaling eruit gehaald" in happened
    assert "Bevolen" not in happened
    assert "Getekend" not in happened
    assert "Het bedrag blijft te betalen" in said
    said = text(signs.get(f"/betalingen/{stays.pk}/"))
    assert "eruit gehaald" not in said
    assert "Getekend" in said
    treasury.bank_pays(treasury.signed())
    assert "Een andere betaling komt in de plaats" in text(signs.get(f"/betalingen/{taken.pk}/"))


def test_the_last_payment_ends_the_batch(treasury: Treasury, signs: Client, orders: Client) -> None:
    treasury.redeem()
    batch = treasury.propose()
    url = f"{url_of(batch)}eruit/{batch.payments.get().pk}/"
    assert "de betaalopdracht eindigt hier" in text(signs.get(url))
    said = text(press(signs, url, reason=WHY))
    assert "Er blijft niets over" in said
    assert "Elke betaling werd eruit gehaald" in said
    assert "Beveel" not in text(orders.get(url_of(batch)))


def test_a_redemption_undone_meanwhile_stops_the_order(treasury: Treasury, orders: Client) -> None:
    redemption = treasury.redeem()
    batch = treasury.propose()
    reverse_redemption(treasury.scene.coordinator, redemption=redemption.pk, reason=WHY)
    answer = press(orders, f"{url_of(batch)}bevelen/")
    assert answer.status_code == 422
    assert "Haal hun betalingen er eerst uit" in text(answer)


def test_a_payment_of_another_batch_or_a_word_we_do_not_know_is_not_there(
    treasury: Treasury, signs: Client
) -> None:
    treasury.redeem(1)
    first = treasury.propose()
    treasury.redeem(2)
    second = treasury.propose()
    other = second.payments.get().pk
    assert signs.get(f"{url_of(first)}eruit/{other}/").status_code == 404
    assert signs.get(f"{url_of(first)}verscheuren/").status_code == 404
    assert signs.get("/financien/opdrachten/999999/").status_code == 404
    assert signs.get("/financien/te-betalen/11002/").status_code == 404


def test_a_large_batch_is_read_page_by_page(
    treasury: Treasury, signs: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_page, "PER_PAGE", 2)
    for serial in range(3):
        treasury.redeem(serial)
    batch = treasury.propose()
    first, second = (text(signs.get(f"{url_of(batch)}?page={number}")) for number in (1, 2))
    assert "3 betalingen, samen € 750,00" in first
    assert "Pagina 1 van 2" in first
    shown = [show_reference(one.reference) for one in batch.payments.order_by("pk")]
    assert [reference in first for reference in shown] == [True, True, False]
    assert [reference in second for reference in shown] == [False, False, True]


def test_somebody_who_serves_two_local_governments_sees_both(treasury: Treasury, signs: Client) -> None:
    other = local_government("73111", today())
    grant_role(
        SYSTEM, person=person(EMAIL["financial_director"]), organisation=other, role=Role.FINANCIAL_DIRECTOR
    )
    said = text(signs.get("/financien/"))
    assert "Genk: wat betaald kan worden" in said
    assert "Tongeren-Borgloon: wat betaald kan worden" in said


def test_the_directors_of_another_local_government_see_nothing(treasury: Treasury) -> None:
    treasury.redeem()
    batch = treasury.signed()
    payment = batch.payments.get()
    elsewhere = person(EMAIL["financial_director_tongeren"])
    grant_role(
        SYSTEM,
        person=elsewhere,
        organisation=local_government("73111", today()),
        role=Role.FINANCIAL_DIRECTOR,
    )
    client = browser("financial_director_tongeren")
    assert "Nog geen betaalopdrachten" in text(client.get("/financien/"))
    for path in ("", "bank.xml", "tegenhouden/", f"eruit/{payment.pk}/"):
        assert client.get(f"{url_of(batch)}{path}").status_code == 404, path
    assert client.get(f"/betalingen/{payment.pk}/").status_code == 404


def test_an_auditor_sees_the_audited_schemes_only_and_changes_nothing(treasury: Treasury) -> None:
    treasury.redeem()
    batch = treasury.signed()
    auditor = browser("auditor")
    said = text(auditor.get(url_of(batch)))
    assert "U ziet de betalingen van de regelingen die u controleert" in said
    assert show(batch.payments.get().to_account.iban) in said
    assert "Houd de betalingen tegen" not in said
    assert auditor.get(f"{url_of(batch)}bank.xml").status_code == 404
    assert auditor.post(f"{url_of(batch)}tegenhouden/", {"reason": WHY}).status_code == 403
    other = person("auditor@elders.example")
    grant_role(
        SYSTEM,
        person=other,
        organisation=found_partnership(SYSTEM, slug="elders", name="Elders"),
        role=Role.AUDITOR,
    )
    client = Client()
    client.force_login(other)
    assert client.get(url_of(batch)).status_code == 404
    assert "Nog geen betaalopdrachten" in text(client.get("/financien/"))


def test_the_page_of_a_payment_shows_the_account_to_who_may_see_it(treasury: Treasury) -> None:
    treasury.redeem()
    payment = treasury.signed().payments.get()
    url, iban = f"/betalingen/{payment.pk}/", show(payment.to_account.iban)
    seen = {
        who: iban in text(browser(who).get(url))
        for who in ("financial_director", "auditor", "provider_staff", "coordinator_genk")
    }
    assert seen == {
        "financial_director": True,
        "auditor": True,
        "provider_staff": True,
        "coordinator_genk": False,
    }
    assert "de bank moet betalen op" in text(browser("provider_staff").get(url))


def test_the_provider_sees_what_each_invoice_waits_for_and_when_it_is_paid(treasury: Treasury) -> None:
    redemption = treasury.redeem()
    client = browser("provider_staff")
    assert "Kan betaald worden" in text(client.get("/aanbieder/"))
    batch = treasury.propose()
    assert "Wordt goedgekeurd" in text(client.get("/aanbieder/"))
    Payment.objects.filter(batch=batch).update(state=PaymentState.TAKEN_OUT)
    treasury.payee.bank_accounts.update(closed_at=batch.proposed_at)
    said = text(client.get("/aanbieder/"))
    assert "kan nog niet betaald worden: er is geen rekeningnummer in gebruik" in said
    assert "Wacht op een rekeningnummer" in said
    name_account(SYSTEM, organisation=treasury.payee, iban="NL91ABNA0417164300")
    treasury.payee.bank_accounts.update(closed_at=None)
    treasury.signed()
    assert "Onderweg via de bank" in text(client.get("/aanbieder/"))
    seen = text(browser("coordinator_genk").get(f"/beheer/cheques/{redemption.voucher.code}/"))
    assert "Onderweg via de bank" in seen
    assert redemption.voucher_part_cents == PART_CENTS
