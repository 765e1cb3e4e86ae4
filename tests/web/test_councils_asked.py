"""The page of a council asks which text it had only where there are two, and tells that it voted one down."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.councils import arranged
from tests.scene import GENK, Scene
from tests.web.stage import text
from tests.web.test_councils import DRAFT, coordinator, member, scene, send
from wisselwerk.apps.schemes.council_model import CouncilStep
from wisselwerk.apps.schemes.services import change_rule, start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM

__all__ = ["coordinator", "member", "scene"]
pytestmark = pytest.mark.django_db


def test_which_text_a_council_had_is_asked_only_where_there_are_two(
    scene: Scene, coordinator: Client
) -> None:
    draft = arranged(SYSTEM, start_draft(SYSTEM, scheme=scene.scheme))

    def asked() -> bool:
        return 'name="same_text"' in coordinator.get(DRAFT).content.decode()

    assert not asked()
    tomorrow = (today() + timedelta(1)).isoformat()
    swallowed = send(coordinator, DRAFT, state="AGENDA", on=tomorrow, same_text="on")
    assert swallowed.status_code == 422
    assert "Dat hoort alleen bij “Beslist”" in text(swallowed)
    assert not CouncilStep.objects.exists()
    send(coordinator, DRAFT, state="DECIDED", on=today().isoformat())
    assert not asked()
    change_rule(
        SYSTEM,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    assert asked()


@pytest.mark.parametrize("typed", [{"same_text": "on"}, {"why": "Zo was het niet."}])
def test_what_was_decided_is_not_written_over_without_a_why(
    scene: Scene, coordinator: Client, typed: dict[str, str]
) -> None:
    draft = arranged(SYSTEM, start_draft(SYSTEM, scheme=scene.scheme))
    meeting = {"state": "DECIDED", "on": today().isoformat()}
    send(coordinator, DRAFT, **meeting)
    decided = CouncilStep.objects.get()
    change_rule(
        SYSTEM,
        draft=draft.pk,
        edition=draft.edition,
        kind="number_per_enterprise",
        parameters={"maximum": 4},
    )
    answer = send(coordinator, DRAFT, **meeting, **typed)
    assert answer.status_code == 422
    assert "Zeg wat er fout was, samen met het vinkje" in text(answer)
    assert CouncilStep.objects.get() == decided
    both = {"same_text": "on", "why": "Het was de tekst van nu."}
    assert send(coordinator, DRAFT, **meeting, **both).status_code == 302
    kept = CouncilStep.objects.order_by("pk")
    assert [(one.state, one.why) for one in kept] == [
        ("DECIDED", ""),
        ("MISTAKEN", "Het was de tekst van nu."),
        ("DECIDED", ""),
    ]
    assert kept[2].rules != decided.rules == kept[0].rules


@pytest.mark.parametrize("who", ["coordinator", "member"])
def test_a_council_that_voted_it_down_has_decided_nothing(
    scene: Scene, coordinator: Client, member: Client, who: str
) -> None:
    mine = f"/raad/genk/versie-1/{GENK}/"
    send(coordinator, mine, state="VOTED_DOWN", on="2025-11-03")
    client = coordinator if who == "coordinator" else member
    answer = client.get(mine)
    page = text(answer)
    assert "Afgekeurd op 3 november 2025." in page
    assert "De tekst die afgekeurd is" in page
    assert "[in te vullen" not in page
    for said in (
        "besluit:Besluit",
        "eli:passed_by",
        "eli:first_date_entry_in_force",
        f'href="{mine}besluit.html"',
    ):
        assert said not in answer.content.decode()
    assert client.get(f"{mine}besluit.html").status_code == 404
    pdf = PdfReader(io.BytesIO(client.get(f"{mine}besluit.pdf").content))
    pages = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    assert "Afgekeurd op 3 november 2025. Dit is de tekst die voorlag." in pages
    assert "Zitting van 3 november 2025" in pages
    assert "De gemeenteraad keurde het voorstel af om dit reglement vast te stellen:" in pages
    assert "De gemeenteraad beslist" not in pages
    for blank in ("datum van de zitting", "wie aanwezig is", "uitslag van de stemming", "wie ondertekent"):
        assert blank not in pages
    # What comes back is a draft again.
    tomorrow = (today() + timedelta(1)).isoformat()
    assert send(coordinator, mine, state="AGENDA", on=tomorrow).status_code == 302
    assert client.get(f"{mine}besluit.html").status_code == 200
