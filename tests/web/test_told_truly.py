"""What pages say of a scheme is what holds for that scheme, and is said to who reads it."""

from datetime import date
from uuid import uuid4

import pytest

from tests.draws import CLOSES, OPENS, apply_all, on, set_lottery
from tests.scene import AS_, GENK, OPGLABBEEK, Rules, award, enter, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.schemes.services import start_draft
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.apps.vouchers.queries.deadlines import hand_in_reminders_ahead, read_deadlines
from wisselwerk.apps.vouchers.services import decide_application
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.web.places import place_choices, seat_choices
from wisselwerk.wording import day

AT_ONCE = "U krijgt meteen een beslissing. Alleen bij twijfel kijkt eerst een medewerker."
BY_PERSON = "Een medewerker beslist over uw aanvraag, binnen {} werkdagen."
APPLY = "/regelingen/genk/aanvragen/"
DRAFT = "/beheer/regelingen/genk/ontwerp/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rules", "delegated", "said"),
    [
        ({}, True, AT_ONCE),
        ({}, False, BY_PERSON.format(20)),
        ({"decision_mode": {"mode": "review", "term_working_days": 8}}, True, BY_PERSON.format(8)),
    ],
)
def test_who_applies_reads_when_it_is_decided(rules: Rules, delegated: bool, said: str) -> None:
    set_scene(rules=rules, delegated=delegated)
    assert said in text(browser().get(APPLY))


@pytest.mark.django_db
def test_who_applies_for_a_draw_reads_that_a_draw_decides() -> None:
    with on(OPENS):
        set_lottery()
        said = text(browser().get(APPLY))
    assert "Een loting bepaalt in welke volgorde" in said
    assert AT_ONCE not in said


@pytest.mark.django_db
@pytest.mark.parametrize(("delegated", "at_once"), [(True, True), (False, False)])
def test_a_draft_does_not_say_more_than_was_delegated(delegated: bool, at_once: bool) -> None:
    scene = set_scene(delegated=delegated)
    start_draft(SYSTEM, scheme=scene.scheme)
    client = browser("coordinator_genk")
    for page in (DRAFT, f"{DRAFT}regels/decision_mode/"):
        assert ("Het systeem beslist meteen" in text(client.get(page))) is at_once
        assert ("Een medewerker beslist over elke aanvraag" in text(client.get(page))) is not at_once


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (None, "betaalt zelf minstens € 250,00, zonder btw. Een factuur"),
        ("without_vat", "betaalt zelf minstens € 250,00, zonder btw. Een factuur"),
        ("with_vat", "zonder btw. Kan ze geen btw aftrekken, dan telt de btw mee. Een factuur"),
    ],
)
def test_whether_vat_counts_is_what_this_scheme_says(basis: str | None, said: str) -> None:
    scene = set_scene(rules={"eligible_amount": {"without_deduction": basis} if basis else None})
    start_draft(SYSTEM, scheme=scene.scheme)
    pages = (browser().get("/regelingen/genk/"), browser().get(APPLY), browser("coordinator_genk").get(DRAFT))
    for page in pages:
        assert said in text(page)
        assert "tenzij" not in text(page)


@pytest.mark.django_db
def test_a_day_that_may_be_needed_is_not_said_to_be_left_open() -> None:
    set_scene()
    said = text(browser("coordinator_genk").get(f"/raad/genk/versie-1/{AS_}/"))
    assert "Dag van de zitting Alleen als" in said
    assert said.count("(niet verplicht)") == 1


@pytest.mark.django_db
def test_an_application_has_one_reference_and_only_once_it_is_decided() -> None:
    scene = set_scene(rules={"decision_mode": {"mode": "review"}})
    application = enter(scene)
    owner, url = browser("owner"), f"/aanvragen/{application.pk}/"
    waiting = text(owner.get(url))
    assert "WW-" not in waiting
    assert "Wie aanvroeg" not in waiting
    assert "De beslissing komt per mail." in waiting
    decide_application(scene.coordinator, application=application, award=True, motivation="Goed.")
    assert text(owner.get(url)).count("WW-") == 1


@pytest.mark.django_db
def test_the_reminders_before_the_hand_in_day_stand_on_the_voucher() -> None:
    voucher = award(set_scene())
    said = text(browser("owner").get(f"/mijn/cheques/{voucher.code}/"))
    assert "en als er dan nog geen factuur ingediend is:" in said
    read_deadlines(voucher)
    ahead = hand_in_reminders_ahead(voucher, today())
    assert len(ahead) >= 2
    assert all(voucher.valid_until < one <= voucher.claim_until for one in ahead)
    assert all(" ".join(day(one).split()) in said for one in ahead)


@pytest.mark.django_db
def test_who_applied_leaves_a_draw_on_the_page_of_the_application() -> None:
    with on(OPENS):
        scene = set_lottery()
        apply_all(scene, 2)
        application = enter(scene)
    url = f"/aanvragen/{application.pk}/"
    with on(CLOSES):
        owner = browser("owner")
        page = owner.get(url)
        assert "Dan doet u niet meer mee aan de loting" in text(page)
        sent = {"withdraw-once": str(uuid4()), "act": "withdraw"}
        for _ in range(2):
            done = owner.post(url, sent, follow=True)
            assert "Uw aanvraag is ingetrokken." in text(done)
        assert "Dan doet u niet meer mee" not in text(owner.get(url))
    assert Application.objects.get(pk=application.pk).state == ApplicationState.WITHDRAWN


def labels(area: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for code, label in seat_choices(date(2026, 11, 26), area):
        found |= {code and str(label)} if isinstance(label, str) else {one for _code, one in label}
    return found


def test_who_means_antwerpen_chooses_antwerpen() -> None:
    everywhere = labels((GENK,))
    assert {"Antwerpen", "Borsbeek (Antwerpen)", "Opglabbeek (Oudsbergen)"} <= everywhere
    assert not [label for label in everywhere if "\N{EN DASH}2024" in label]
    assert not [label for _code, label in place_choices(date(2026, 11, 26)) if "\N{EN DASH}" in label]
    # Where a part of it takes part, the former municipality is something else than the one of today.
    assert "Antwerpen (\N{EN DASH}2024)" in labels(("11002-2024",))
    assert "Meeuwen-Gruitrode (Oudsbergen)" in labels((OPGLABBEEK,))
