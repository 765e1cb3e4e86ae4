"""The coordinator decides, looks again, answers the telephone, moves vouchers and adds money; each step says what it does."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from tests.scene import (
    EMAIL,
    GENK,
    OPGLABBEEK,
    Scene,
    actor,
    award,
    credit_note,
    enter,
    invoice,
    set_scene,
)
from tests.web.stage import browser, text, token, work
from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.schemes.models import Budget, Scheme
from wisselwerk.apps.schemes.queries import budget_decisions
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Redemption, Voucher
from wisselwerk.apps.vouchers.services import contest_voucher, credit_invoice, redeem_voucher, request_review
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import months_later
from wisselwerk.domain.voucher import VoucherState
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db

OUDSBERGEN = "72042"
LATER = months_later(today(), 24)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def client(scene: Scene) -> Client:
    return browser("coordinator_genk")


def press(client: Client, url: str, **given: str) -> Any:
    """Fill in the form of a page and press its button."""
    return client.post(url, {"once": token(client.get(url)), **given}, follow=True)


def test_an_application_that_waits_is_decided_with_a_correction(
    scene: Scene, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    asked = enter(scene, municipality=OUDSBERGEN)
    assert asked.state == ApplicationState.REVIEW
    assert "Er wacht 1 zaak op u" in text(client.get("/beheer/"))
    url = f"/beheer/aanvragen/{asked.pk}/"
    page = press(
        client, url, answer="award", motivation="De zetel ligt in Opglabbeek.", municipality=OPGLABBEEK
    )
    assert "Toegekend" in text(page)
    assert "De zetel ligt in Opglabbeek." in text(page)
    assert Voucher.objects.get().application_id == asked.pk
    page = text(client.get("/beheer/"))
    assert "Er wacht niets op u" in page
    assert "Er wachten 0" not in page
    work()
    assert "De zetel ligt in Opglabbeek." in mailoutbox[-1].body


def test_what_the_rules_forbid_a_person_cannot_award(scene: Scene, client: Client) -> None:
    asked = enter(scene, municipality="11002")
    request_review(actor("owner"), application=asked, text="Wij zijn verhuisd.")
    assert "Er wacht 1 zaak op u" in text(client.get("/beheer/"))
    url = f"/beheer/aanvragen/{asked.pk}/"
    sent = {"answer": "award", "motivation": "Ik vind van wel.", "municipality": "11002"}
    answer = press(client, url, **sent)
    assert answer.status_code == 422
    assert "De zetel ligt in Antwerpen" in text(answer)
    assert "Ik vind van wel." in answer.content.decode()
    answer = press(client, url, **{**sent, "municipality": GENK, "motivation": "Verhuisd naar Genk."})
    assert "Toegekend" in text(answer)


def test_a_decision_needs_a_choice_and_words(scene: Scene, client: Client) -> None:
    asked = enter(scene, municipality=OUDSBERGEN)
    answer = press(client, f"/beheer/aanvragen/{asked.pk}/", answer="", motivation="  ")
    assert answer.status_code == 422
    assert "Kies wat u beslist" in text(answer)
    assert "Zeg waarom" in text(answer)


def test_a_decision_pressed_twice_is_taken_once(scene: Scene, client: Client) -> None:
    asked = enter(scene, municipality=OUDSBERGEN)
    url = f"/beheer/aanvragen/{asked.pk}/"
    sent = {
        "once": token(client.get(url)),
        "answer": "refuse",
        "refused_on": "territory",
        "motivation": "De zetel ligt in Meeuwen-Gruitrode.",
        "municipality": OUDSBERGEN,
    }
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    # One proposal of the rules, one decision of a person.
    assert asked.decisions.count() == 2


def test_somebody_on_the_telephone_hears_it_at_once(scene: Scene, client: Client) -> None:
    answer = press(
        client,
        "/beheer/aanvragen/nieuw/",
        enterprise_number=OTHER_ENTERPRISE.number,
        municipality=GENK,
        offer="",
        email="zaakvoerder@vossenpoort.example",
    )
    assert "Toegekend" in text(answer)
    assert "telefoon" in text(answer)
    assert Application.objects.get().channel == "phone"


@pytest.mark.parametrize(
    ("word", "state", "given"),
    [
        ("betwisten", VoucherState.FROZEN, {}),
        ("intrekken", VoucherState.REVOKED, {}),
        ("verlengen", VoucherState.OPEN, {"until": LATER.isoformat()}),
    ],
)
def test_each_act_says_what_it_does_and_asks_why(
    scene: Scene, client: Client, word: str, state: VoucherState, given: dict[str, str]
) -> None:
    voucher = award(scene)
    assert f"/{word}/" in client.get(f"/beheer/cheques/{voucher.code}/").content.decode()
    url = f"/beheer/cheques/{voucher.code}/{word}/"
    assert "Wat er zal gebeuren" in text(client.get(url))
    assert press(client, url, **given).status_code == 422
    answer = press(client, url, reason="Er werd gebeld.", **given)
    assert answer.status_code == 200
    voucher.refresh_from_db()
    assert voucher.state == state
    assert (voucher.valid_until == LATER) == (word == "verlengen")


def test_a_voucher_on_hold_is_freed(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    press(client, f"/beheer/cheques/{voucher.code}/betwisten/", reason="Er werd gebeld.")
    press(client, f"/beheer/cheques/{voucher.code}/vrijgeven/", reason="Toch van henzelf.")
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.OPEN
    told = text(client.get(f"/beheer/cheques/{voucher.code}/"))
    assert "geblokkeerd" in told
    assert "Opnieuw vrij om te gebruiken" in told


def test_a_decision_that_did_not_arrive_waits_with_its_reason_and_is_mailed_again(
    scene: Scene, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    asked = award(scene).application
    assert "Er wacht niets op u" in text(client.get("/beheer/"))
    with override_settings(EMAIL_BACKEND="tests.web.outage.NoSuchAddress"):
        work()
    for where in ("/beheer/", "/mijn/"):
        assert "de mailserver van de ontvanger weigerde de mail" in text(client.get(where)), where
    url = f"/beheer/aanvragen/{asked.pk}/bezorging/"
    assert url in client.get("/beheer/").content.decode()
    assert EMAIL["owner"] in text(client.get(url))
    assert "Kies hoe" in text(press(client, url, way=""))
    assert "De beslissing wordt gemaild" in text(press(client, url, way="mail"))
    work()
    assert [mail.to for mail in mailoutbox] == [[EMAIL["owner"]]]
    assert "Er wacht niets op u" in text(client.get("/beheer/"))
    assert "Gemaild op" in text(client.get(f"/beheer/aanvragen/{asked.pk}/"))


def test_an_outage_that_lasts_is_told_and_the_letter_goes_by_post(scene: Scene, client: Client) -> None:
    asked = award(scene).application
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "We blijven het een week proberen" in text(client.get("/beheer/"))
        url = f"/beheer/aanvragen/{asked.pk}/bezorging/"
        assert "Met de post verstuurd" in text(press(client, url, way="post"))
        assert "Er wacht niets op u" in text(client.get("/beheer/"))


def test_of_a_proposal_there_is_nothing_to_deliver(scene: Scene, client: Client) -> None:
    asked = enter(scene, municipality=OUDSBERGEN)
    assert client.get(f"/beheer/aanvragen/{asked.pk}/bezorging/").status_code == 404


def test_a_voucher_on_hold_waits_for_the_coordinator(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    contest_voucher(SYSTEM, voucher=voucher, reason="De zaakvoerder belde.")
    for where in ("/beheer/", "/mijn/"):
        assert f"/beheer/cheques/{voucher.code}/" in client.get(where).content.decode()
    press(client, f"/beheer/cheques/{voucher.code}/intrekken/", reason="Nooit gevraagd.")
    for where in ("/beheer/", "/mijn/"):
        assert f"/beheer/cheques/{voucher.code}/" not in client.get(where).content.decode()


def test_more_time_than_five_years_is_refused_with_the_last_day_possible(
    scene: Scene, client: Client
) -> None:
    voucher = award(scene)
    url = f"/beheer/cheques/{voucher.code}/verlengen/"
    answer = press(client, url, until="2099-01-31", reason="Voor altijd.")
    assert answer.status_code == 422
    last_day = day(months_later(voucher.awarded_on, 60)).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Kies een dag tot en met {last_day}" in text(answer)
    assert Voucher.objects.get().valid_until == voucher.valid_until


def test_an_act_that_is_too_late_changes_nothing(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    url = f"/beheer/cheques/{voucher.code}/verlengen/"
    earlier = (voucher.valid_until - timedelta(days=1)).isoformat()
    answer = press(client, url, until=earlier, reason="Vergissing.")
    assert answer.status_code == 422
    assert "Kies een latere dag" in text(answer)
    assert press(client, url, until="morgen", reason="Snel.").status_code == 422
    assert client.get(f"/beheer/cheques/{voucher.code}/opblazen/").status_code == 404


def test_an_invoice_is_undone_after_asking(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    redemption = Redemption.objects.get()
    url = f"/beheer/cheques/{voucher.code}/facturen/{redemption.pk}/"
    assert "kan opnieuw ingediend worden" in text(client.get(url))
    assert "teruggedraaid" in text(press(client, url, reason="Voor een andere klant."))
    redemption.refresh_from_db()
    assert redemption.is_reversed
    again = press(client, url, reason="Nog eens.")
    assert again.status_code == 422


def test_what_a_credit_note_left_of_an_invoice_is_undone_for_good(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    credit_invoice(SYSTEM, code=voucher.code, data=credit_note(voucher, 5_000))
    left = Redemption.objects.get(is_reversed=False)
    page = text(client.get(f"/beheer/cheques/{voucher.code}/facturen/{left.pk}/"))
    assert "ze kan niet opnieuw ingediend worden" in page
    assert "De factuur kan opnieuw ingediend worden" not in page


def test_money_is_added_once(scene: Scene, client: Client) -> None:
    url = "/beheer/regelingen/genk/"
    budget = Budget.objects.select_related("account").get()
    before = budget.account.balance_cents
    sent = {"once": token(client.get(url)), "year": str(today().year), "amount": "1.500,50", "member": ""}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    budget.account.refresh_from_db()
    assert budget.account.balance_cents == before + 150_050


def test_money_names_the_decision_it_stands_on(scene: Scene, client: Client) -> None:
    url = "/beheer/regelingen/genk/"
    given = {"year": str(today().year), "amount": "100", "member": ""}
    council = str(scene.provider.pk)
    told = {"council": council, "title": "Budgetwijziging", "decided_on": str(today()), "reference": "GR 7"}
    assert press(client, url, **given, **told).status_code == 422  # a provider has no council
    told["council"] = str(Membership.objects.get(member__nis_code=GENK).member_id)
    answer = press(client, url, **given, **told)
    beside = f"€ 100,00, volgens de beslissing “Budgetwijziging”, Genk, {day(today())} (GR 7)".replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert beside in text(answer)
    (decision,) = budget_decisions(scene.scheme)
    answer = press(client, url, **given, decision=str(decision.pk))
    assert text(answer).count(beside) == 2
    assert beside in text(client.get("/regelingen/genk/"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": "Budget"}, "Vul dit ook in, of laat de hele beslissing leeg."),
        ({"reference": "GR 7"}, "Vul dit ook in, of laat de hele beslissing leeg."),
        ({"decided_on": "vandaag"}, "Schrijf de dag zoals"),
        ({"decided_on": "2100-01-05"}, "Deze dag moet nog komen."),
        ({"decision": "0"}, "Selecteer een geldige keuze"),
    ],
)
def test_half_a_decision_adds_no_money(scene: Scene, client: Client, told: dict[str, str], said: str) -> None:
    before = Budget.objects.select_related("account").get().account.balance_cents
    answer = press(client, "/beheer/regelingen/genk/", year=str(today().year), amount="100", **told)
    assert answer.status_code == 422
    assert said in text(answer)
    assert Budget.objects.select_related("account").get().account.balance_cents == before


@pytest.mark.parametrize(
    "amount", ["", "0", "-5", "1,5", "1.5", "12.34", "veel", "1e9", "9" * 19, "1.000.000.000"]
)
def test_an_amount_that_could_mean_two_things_is_not_taken(client: Client, amount: str) -> None:
    answer = press(client, "/beheer/regelingen/genk/", year=str(today().year), amount=amount, member="")
    assert answer.status_code == 422
    assert "bedrag" in text(answer)


def test_money_is_taken_out_once_and_with_a_reason(scene: Scene, client: Client) -> None:
    url = "/beheer/regelingen/genk/verminderen/"
    budget = Budget.objects.select_related("account").get()
    before = budget.account.balance_cents
    assert url in client.get("/beheer/regelingen/genk/").content.decode()
    sent = {
        "once": token(client.get(url)),
        "budget": str(budget.pk),
        "amount": "1.500,50",
        "reason": "Typfout.",
    }
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    budget.account.refresh_from_db()
    assert budget.account.balance_cents == before - 150_050
    for wrong in ({"reason": ""}, {"amount": "999.999.999"}, {"budget": "0"}, {"amount": "9.999.999.999"}):
        assert press(client, url, **sent | wrong).status_code == 422
    budget.account.refresh_from_db()
    assert budget.account.balance_cents == before - 150_050


def test_a_scheme_is_loaded_from_its_file(scene: Scene, client: Client) -> None:
    Scheme.objects.filter(slug="genk").update(slug="oud-genk")
    data = (files("wisselwerk.demo") / "schemes" / "genk.json").read_bytes()
    url = "/beheer/regelingen/inlezen/"

    def load(content: bytes) -> Any:
        return client.post(url, {"file": SimpleUploadedFile("genk.json", content)}, follow=True)

    answer = load(data)
    # Genk's scheme was made from another one, which is not here.
    assert answer.status_code == 422
    assert "zuidoost-limburg" in text(answer)
    without_parent = data.replace(b'"parent"', b'"ouder"')
    assert "ouder" in text(load(without_parent))
    assert "Regel 1" in text(load(b"{"))
    assert load(b"").status_code == 422
    # By itself, and for a place more than its members take part for.
    document = json.loads(data) | {"parent": None}
    for rule in document["versions"][-1]["rules"]:
        if rule["kind"] == "territory":
            rule["parameters"]["places"].append("72040")
    loaded = text(load(json.dumps(document).encode()))
    assert "is ingelezen" in loaded
    assert "In Meeuwen-Gruitrode (Oudsbergen) kan nog geen cheque worden toegekend" in loaded
    assert "In Genk kan" not in loaded


def test_the_uptake_is_there_as_picture_table_and_file(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 60_000))
    page = client.get("/beheer/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    csv = client.get("/beheer/regelingen/genk/verloop.csv")
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert csv.content.decode().splitlines()[-1].endswith(",1,1,1,1")


def test_lists_are_filtered_by_state(scene: Scene, client: Client) -> None:
    voucher = award(scene)
    assert voucher.code[:4] in text(client.get("/beheer/cheques/?state=open"))
    assert voucher.code[:4] not in text(client.get("/beheer/cheques/?state=used"))
    assert voucher.code[:4] in text(client.get("/beheer/cheques/?state=onzin&page=99"))
    assert "1 aanvraag" in text(client.get("/beheer/aanvragen/?state=awarded"))
    part = client.get("/beheer/aanvragen/?state=refused", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "0 aanvragen" in text(part)
