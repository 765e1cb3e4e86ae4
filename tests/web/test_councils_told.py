"""How councils stand to the versions of a scheme: told once, the same everywhere, and each about its own version."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.apps.test_councils import amend, decide, member
from tests.councils import arranged, publish
from tests.scene import AS_, GENK, Scene, set_scene
from tests.studio import typed_in
from tests.web.stage import browser, text
from tests.web.test_councils import member as of_genk
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.council_model import StepState
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import (
    change_rule,
    date_draft,
    record_council_step,
    start_draft,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.wording import day as worded

__all__ = ["of_genk"]
pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def day(on: date) -> str:
    """A day as it is read, with plain spaces."""
    return worded(on).replace("\xa0", " ")


def begun(scene: Scene, days: int) -> Draft:
    """A draft of a next version, from so many days on, that can be published."""
    draft = start_draft(SYSTEM, scheme=scene.scheme)
    whole = arranged(SYSTEM, draft, today() + timedelta(days=days))
    assert whole.valid_from is not None
    return date_draft(
        SYSTEM, draft=whole.pk, edition=whole.edition, valid_from=whole.valid_from, source=f"Raad {days}"
    )


def next_version(scene: Scene, days: int, state: StepState | None) -> RuleSetVersion:
    """A next version, of which the council of Genk is so far."""
    draft = begun(scene, days)
    if state:
        record_council_step(
            SYSTEM, text=draft, member=member(GENK), state=state, on=today(), edition=draft.edition
        )
    return publish(SYSTEM, draft)


def test_a_member_reads_once_that_its_council_voted_a_version_down(scene: Scene, of_genk: Client) -> None:
    next_version(scene, 1, StepState.VOTED_DOWN)
    page = text(of_genk.get("/bestuur/"))
    told = f"vanaf {day(TOMORROW)}: door onze raad weggestemd op {day(today())}."
    assert page.count(f"Versie 2, {told}") == 2, "above all, and with the scheme: the same sentence"
    assert "Versie 2, " + told.partition(":")[0] + ": hier staat geen besluit" not in page
    assert "volgens deze voorwaarden beslist" in page
    assert "Alles wat nodig is" not in page


def test_a_decision_about_one_version_is_none_about_the_next_of_the_same_day(
    scene: Scene, of_genk: Client
) -> None:
    next_version(scene, 1, StepState.DECIDED)
    next_version(scene, 2, None)
    page = text(of_genk.get("/bestuur/"))
    assert f"Versie 2, vanaf {day(TOMORROW)}: door onze raad beslist op {day(today())}." in page
    after = day(today() + timedelta(days=2))
    assert f"Versie 3, vanaf {after}: hier staat geen besluit van onze raad." in page
    assert "(het reglement van de regeling, versie 2)" in page
    shown = text(browser().get("/regelingen/genk/"))
    assert "(versie 2)" in shown
    assert list(proof.differences()) == [], "the trail tells that the next was published without it"


def test_what_a_next_version_waits_for_is_public(scene: Scene) -> None:
    next_version(scene, 1, None)
    shown = text(browser().get("/regelingen/genk/"))
    coming = shown.partition("Wat verandert er vanaf")[2] or shown.partition("Wat er verandert vanaf")[2]
    assert "Genk" in coming.partition("Alle voorwaarden vanaf")[0]


def test_why_a_decision_was_written_over_is_read_at_the_council(scene: Scene, of_genk: Client) -> None:
    draft = arranged(SYSTEM, start_draft(SYSTEM, scheme=scene.scheme))
    decide(SYSTEM, draft, GENK, on=today())
    changed = change_rule(
        SYSTEM,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    decide(SYSTEM, changed, GENK, on=today(), why="Het was <de tekst> van nu.")
    for client in (browser("coordinator_genk"), of_genk):
        page = text(client.get(f"/raad/genk/ontwerp/{GENK}/"))
        assert f"teruggenomen: beslist, {day(today())}. Waarom: Het was &lt;de tekst&gt; van nu." in page
    assert "Wat rechtgezet werd" not in text(browser("coordinator_genk").get(f"/raad/genk/ontwerp/{AS_}/"))


def test_what_a_council_decided_otherwise_stands_on_its_own_decision(scene: Scene) -> None:
    draft = arranged(SYSTEM, start_draft(SYSTEM, scheme=scene.scheme))
    draft = change_rule(
        SYSTEM,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 1},
        source="Omzendbrief van de vereniging",
    )
    decide(SYSTEM, draft, AS_, on=today(), document="https://raad.example/7")
    client, page = browser("coordinator_genk"), f"/raad/genk/ontwerp/{AS_}/"
    assert "Omzendbrief van de vereniging" in text(client.get(page))
    own = f"Bron: besluit van de gemeenteraad van As van {day(today())}"
    assert own not in text(client.get(page))
    amend(SYSTEM, draft, 2)
    assert "Omzendbrief van de vereniging" not in text(client.get(page)), "that is the source of another rule"
    assert own in text(client.get(page))
    assert own in text(client.get("/beheer/raadsbesluiten/genk/ontwerp/"))
    amend(SYSTEM, draft, 1)
    assert "Omzendbrief van de vereniging" in text(client.get(page)), "decided as proposed after all"
    assert list(proof.differences()) == []


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, False)])
def test_a_first_day_in_the_past_is_told_where_it_is_typed_and_after(
    scene: Scene, days: int, is_told: bool
) -> None:
    start_draft(SYSTEM, scheme=scene.scheme)
    client, page = browser("coordinator_genk"), "/beheer/regelingen/genk/ontwerp/dag/"
    typed = typed_in(client.get(page).context["form"]) | {
        "valid_from": f"{today() + timedelta(days):%Y-%m-%d}"
    }
    after = client.post(page, typed, follow=True)
    assert after.redirect_chain
    told = "een reglement geldt niet met terugwerkende kracht"
    assert (told in text(after)) is is_told
    assert (told in text(client.get(page))) is is_told
