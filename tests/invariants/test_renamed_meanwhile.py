"""A partnership gets another name while others publish and ask: all that is of it is found by that, and nobody waits in a circle."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from tests.initiatives import in_order
from tests.invariants.test_no_deadlock import no_second_try
from tests.invariants.together import together
from tests.practices import guide, number, written
from tests.scene import GENK, LONG_AGO, Scene, rule_set, set_scene
from wisselwerk.apps.network.services import ask_network
from wisselwerk.apps.practices.services import offer_practice, publish_practice
from wisselwerk.apps.schemes.models import Visum
from wisselwerk.apps.schemes.services import load_partnership, publish_version
from wisselwerk.apps.schemes.services.versions import lock
from wisselwerk.apps.search.documents import differences
from wisselwerk.apps.search.models import Document
from wisselwerk.cli.documents import documents
from wisselwerk.clock import today
from wisselwerk.db import in_one_transaction
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.network import Topic
from wisselwerk.formats.partnership_file import PartnershipFile

__all__ = ["in_order", "no_second_try"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_second_try")]

NAME = "Zeppelinstreek"


def file_of(scene: Scene, *decisions: dict[str, str]) -> PartnershipFile:
    """It by its new name."""
    since = {"valid_from": LONG_AGO.isoformat(), "source": "Test"}
    agreed = {"managing_municipality": GENK, "mandate": "Kent toe en betaalt.", "evaluation": "Elk jaar."}
    plain = {
        "format": "wisselwerk-partnership-1",
        "slug": scene.partnership.slug,
        "name": NAME,
        "members": [{"place": GENK, "valid_until": "2025-01-01", **since}],
        "agreements": [agreed | since],
        "council_decisions": decisions,
    }
    return PartnershipFile.model_validate(plain)


def wrong(acts: list[Callable[[], object]]) -> list[Exception]:
    return [one for one in together(acts) if isinstance(one, Exception)]


def publishes(scene: Scene) -> object:
    return publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=rule_set({}),
        valid_from=today() + timedelta(days=1),
        source="Test",
    )


def asks(scene: Scene) -> object:
    return ask_network(
        scene.coordinator,
        asked_for=scene.partnership,
        topic=Topic.OWN_CONTRIBUTION,
        title="Wie weet dat?",
        text="Wij niet.",
    )


def test_what_is_published_or_asked_while_the_name_changes_is_found_by_the_new_one() -> None:
    scene = set_scene()
    practice = written(scene)
    offer_practice(scene.coordinator, practice=practice.pk, seen=number(practice))
    seen, looks_after = number(practice), guide()

    def renames() -> object:
        load_partnership(SYSTEM, file_of(scene))
        time.sleep(0.6)
        return None

    def meanwhile(act: Callable[[], object]) -> object:
        time.sleep(0.3)
        return act()

    acts: list[Callable[[], object]] = [
        partial(publishes, scene),
        partial(asks, scene),
        partial(publish_practice, looks_after, practice=practice.pk, seen=seen),
    ]
    assert wrong([partial(in_one_transaction, renames), *(partial(meanwhile, act) for act in acts)]) == []
    assert list(differences(documents())) == []
    assert set(Document.objects.values_list("around", flat=True)) == {NAME}


def test_who_publishes_while_a_file_with_another_name_and_an_exemption_is_loaded_waits_in_no_circle() -> None:
    scene = set_scene(visum=False)
    exemption = {
        "scheme": scene.scheme.slug,
        "local_government": GENK,
        "subject": "VISUM",
        "title": "Geen visum voor cheques",
        "decided_on": "2026-01-05",
        "reference": "GR 2026/1",
    }

    def slowly() -> object:
        lock(scene.scheme)
        time.sleep(0.6)
        return publishes(scene)

    def loads() -> object:
        time.sleep(0.2)
        return load_partnership(SYSTEM, file_of(scene, exemption))

    assert wrong([partial(in_one_transaction, slowly), loads]) == []
    assert Visum.objects.filter(scheme=scene.scheme, decision__isnull=False).exists()
    assert list(differences(documents())) == []
