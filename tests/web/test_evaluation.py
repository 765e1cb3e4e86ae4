"""How it went, on the pages: each side answers, reads the other once both have, and a coordinator goes on without one."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.evaluations import WELL, applicant, both_evaluate, provider_staff, remind_twice, set_held_back
from tests.payments import Treasury, set_treasury
from tests.scene import award, invoice
from tests.web.stage import browser, text, token
from tests.web.test_proof import send
from wisselwerk.apps.vouchers.models import Evaluation, Redemption
from wisselwerk.apps.vouchers.services import (
    evaluate_as_business,
    evaluate_as_provider,
    redeem_voucher,
    reverse_redemption,
    waive_evaluation,
)
from wisselwerk.clock import today
from wisselwerk.domain.evaluation import Side
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db

WORDS = "Vlot & <vriendelijk>."
SHOWN = "Vlot &amp; &lt;vriendelijk&gt;."


@pytest.fixture
def treasury() -> Treasury:
    return set_held_back()


@pytest.fixture
def one(treasury: Treasury) -> Redemption:
    voucher = award(treasury.scene)
    done = redeem_voucher(treasury.scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    return Redemption.objects.select_related("voucher").get(pk=done.id)


def page_of(one: Redemption) -> str:
    return f"/mijn/cheques/{one.voucher.code}/evaluatie/{one.pk}/"


def coordinator_page(one: Redemption) -> str:
    return f"/beheer/cheques/{one.voucher.code}/facturen/{one.pk}/evaluatie/"


def test_a_business_finds_it_and_answers_once(one: Redemption) -> None:
    owner = browser("owner")
    for page in ("/mijn/", f"/mijn/cheques/{one.voucher.code}/"):
        said = text(owner.get(page))
        assert "Zeg hoe het ging" in said
        assert "eerst € 167,50" in said
        assert "€ 82,50 als beide kanten gezegd hebben hoe het ging" in said
    answer = {"side": "business", "went": "5", "again": "2", "words": WORDS}
    said = text(send(owner, page_of(one), **answer))
    assert "Uw antwoord is bewaard." in said
    assert "Het ging zeer goed." in said
    assert "Opnieuw zonder cheque: waarschijnlijk niet." in said
    assert SHOWN in said
    kept = Evaluation.objects.select_related("remark").get()
    assert kept.remark is not None
    assert (kept.side, kept.went, kept.again, kept.remark.text) == (Side.BUSINESS, 5, 2, WORDS)
    assert "Mijn antwoord versturen" not in said
    assert "Zeg hoe het ging" not in text(owner.get("/mijn/"))


def test_a_provider_finds_it_and_reads_the_business_only_after_answering(one: Redemption) -> None:
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL, words=WORDS)
    staff = browser("provider_staff")
    for page in ("/mijn/", "/aanbieder/", f"/aanbieder/facturen/{one.pk}/"):
        assert "Zeg hoe het ging" in text(staff.get(page))
    for page in (f"/aanbieder/facturen/{one.pk}/", page_of(one)):
        said = text(staff.get(page))
        assert "U leest het als beide kanten geantwoord hebben." in said
        assert SHOWN not in said
        assert "zeer goed." not in said
    said = text(send(staff, page_of(one), side="provider", went="4", again="3"))
    assert SHOWN in said
    assert "Het ging zeer goed." in said
    assert SHOWN in text(browser("owner").get(page_of(one)))


def test_what_is_not_chosen_is_asked_for_and_what_was_typed_stays(one: Redemption) -> None:
    response = send(browser("owner"), page_of(one), side="business", went="", again="9", words=WORDS)
    said = text(response)
    assert response.status_code == 422
    assert "Kies hoe het ging." in said
    assert SHOWN in said
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("who", "side"), [("owner", "provider"), ("provider_staff", "business")])
def test_nobody_answers_for_the_other_side(one: Redemption, who: str, side: str) -> None:
    response = send(browser(who), page_of(one), side=side, went="5", again="5")
    assert response.status_code == 422
    assert not Evaluation.objects.exists()


def test_a_side_that_is_made_up_answers_nothing(one: Redemption) -> None:
    assert send(browser("owner"), page_of(one), side="coordinator", went="5", again="5").status_code == 200
    assert not Evaluation.objects.exists()


def test_a_coordinator_reads_what_was_said_and_goes_on_without_a_side(one: Redemption) -> None:
    evaluate_as_business(applicant(), redemption=one.pk, answers=WELL, words=WORDS)
    coordinator = browser("coordinator_genk")
    assert "Verdergaan zonder dit antwoord" not in text(coordinator.get(coordinator_page(one)))
    remind_twice()
    said = text(coordinator.get(f"/beheer/cheques/{one.voucher.code}/"))
    assert "hoe het ging" in said
    assert SHOWN in text(coordinator.get(coordinator_page(one)))
    refused = send(coordinator, coordinator_page(one), side="provider", reason="")
    assert refused.status_code == 422
    said = text(send(coordinator, coordinator_page(one), side="provider", reason="Stopgezet."))
    assert "Het gaat verder zonder dat antwoord." in said
    assert "Verdergaan zonder dit antwoord" not in said
    assert Evaluation.objects.get(side=Side.PROVIDER).is_waived
    said = text(browser("provider_staff").get(page_of(one)))
    assert "Mijn antwoord versturen" not in said
    assert "Stopgezet." in said
    assert SHOWN in said


def test_a_coordinator_who_is_too_late_is_told(treasury: Treasury, one: Redemption) -> None:
    coordinator = browser("coordinator_genk")
    remind_twice()
    page = coordinator.get(coordinator_page(one))
    waive_evaluation(treasury.scene.coordinator, redemption=one.pk, side=Side.PROVIDER, reason="Stopgezet.")
    response = coordinator.post(
        coordinator_page(one),
        {"once": token(page), "side": "provider", "reason": "Ook ik."},
    )
    assert response.status_code == 422
    assert "Deze kant heeft al geantwoord" in text(response)


def test_a_side_that_stays_silent_waits_for_the_coordinator(treasury: Treasury, one: Redemption) -> None:
    dashboard = "/beheer/"
    assert "Wacht op antwoord over hoe het ging" not in text(browser("coordinator_genk").get(dashboard))
    # What was asked before this invoice was handed in was about another one.
    asked = {"side": Side.BUSINESS, "supplier_id": one.supplier_id}
    one.voucher.evaluation_reminders.create(**asked, asked_on="2020-01-01")
    days = [today() + timedelta(days=after) for after in (14, 28)]
    for asked_on in days:
        one.voucher.evaluation_reminders.create(**asked, asked_on=asked_on)
    assert "Wacht op antwoord over hoe het ging" in text(browser("coordinator_genk").get(dashboard))
    said = text(browser("coordinator_genk").get(coordinator_page(one)))
    with translation.override("nl"):
        reminded = " ".join(f"herinnerd op {day(days[0])}, {day(days[1])}".split())
    assert reminded in said


def test_nothing_is_asked_of_what_was_undone(treasury: Treasury, one: Redemption) -> None:
    evaluate_as_provider(provider_staff(), redemption=one.pk, answers=WELL, words=WORDS)
    reverse_redemption(treasury.scene.coordinator, redemption=one.pk, reason="Niet geleverd.")
    said = text(browser("owner").get(page_of(one)))
    assert "Deze factuur is teruggedraaid." in said
    assert "Mijn antwoord versturen" not in said
    assert SHOWN not in said


def test_where_nothing_is_held_back_there_is_no_such_page() -> None:
    treasury = set_treasury()
    one = treasury.redeem()
    assert browser("owner").get(page_of(one)).status_code == 404
    assert browser("coordinator_genk").get(coordinator_page(one)).status_code == 404
    assert "hoe het ging" not in text(browser("owner").get("/mijn/"))


def test_who_has_nothing_to_do_with_it_finds_nothing(one: Redemption) -> None:
    assert browser("stranger").get(page_of(one)).status_code == 404
    assert browser("stranger").get(coordinator_page(one)).status_code == 403


def test_who_pays_sees_which_part_it_is(treasury: Treasury, one: Redemption) -> None:
    both_evaluate(one)
    first = treasury.signed().payments.get()
    director = browser("financial_director")
    due = text(director.get("/financien/te-betalen/71016/"))
    assert "laatste deel" in due
    batch = treasury.propose()
    last = batch.payments.get()
    assert "laatste deel" in text(director.get(f"/financien/opdrachten/{batch.pk}/"))
    assert "het eerste deel" in text(director.get(f"/betalingen/{first.pk}/"))
    assert "het laatste deel" in text(director.get(f"/betalingen/{last.pk}/"))
