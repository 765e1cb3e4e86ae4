"""The register of initiatives for everybody: in parts, filtered, each statement with its sources and both their days."""

from collections.abc import Callable

import pytest

from tests.api.machine import Machine
from tests.initiatives import ADDRESS, WIJK_WERKEN, member_of, noticed
from tests.scene import GENK, OUDSBERGEN, set_scene
from wisselwerk.api.pages import PAGE_SIZE
from wisselwerk.apps.initiatives.models import InitiativeLink
from wisselwerk.apps.initiatives.services import accept_link, deny_initiative, tell_scheme
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.published_decision import Body

pytestmark = pytest.mark.django_db


def titles(query: str = "") -> list[str]:
    return [one["title"] for one in Machine().get(f"/initiatives{query}").json()["items"]]


def test_an_initiative_is_told_with_its_sources_and_both_their_days() -> None:
    one = noticed()
    assert Machine().get("/initiatives?q=wijkwerken").json() == {
        "items": [
            {
                "id": one.pk,
                "state": "NOTICED",
                "title": WIJK_WERKEN.title,
                "description": "De overeenkomst loopt zes jaar.",
                "government": "Stad Genk",
                "partnership": None,
                "places": [GENK],
                "starts_on": None,
                "ends_on": None,
                "priority": None,
                "amounts": [{"cents": 125_050, "year": None}],
                "spent": [],
                "sources": [
                    {
                        "kind": "DECISION",
                        "source": ADDRESS,
                        "title": WIJK_WERKEN.title,
                        "held_on": "2024-05-13",
                        "known_on": "2024-05-23",
                    }
                ],
            }
        ],
        "next": None,
    }


def test_a_scheme_here_is_one_and_tells_its_partnership() -> None:
    scene = set_scene()
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    (one,) = Machine().get("/initiatives?priority=WSE-LR3&state=CONFIRMED").json()["items"]
    assert (one["partnership"], one["starts_on"]) == ("genk", "2015-01-01")
    assert one["amounts"] == [{"cents": 25_000_000, "year": today().year}]


def test_it_is_filtered_and_what_was_denied_is_only_told_when_asked() -> None:
    one = noticed()
    assert titles(f"?place={GENK}") == [one.title]
    assert titles(f"?place={OUDSBERGEN}") == titles("?q=tuin") == titles("?priority=WSE-LR1") == []
    deny_initiative(member_of(GENK), initiative=one)
    assert titles() == []
    assert titles("?state=DENIED") == [one.title]


@pytest.mark.parametrize("query", ["place=99999", "priority=WSE-LR5", "state=x", "page=0", f"q={'x' * 101}"])
def test_what_cannot_be_is_said_to_be_so(query: str) -> None:
    assert Machine().get(f"/initiatives?{query}").status_code == 422


def test_merged_ones_are_one_with_the_sources_of_both() -> None:
    noticed()
    noticed(address="https://raad.example/notulen")
    accept_link(member_of(GENK), link=InitiativeLink.objects.get())
    (one,) = Machine().get("/initiatives").json()["items"]
    assert {source["source"] for source in one["sources"]} == {ADDRESS, "https://raad.example/notulen"}


def test_parts_follow_each_other_and_take_as_many_queries_however_much_there_is(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for number in range(PAGE_SIZE + 1):
        noticed(address=f"https://raad.example/{number}", body=Body())
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        first = Machine().get("/initiatives").json()
    assert len(first["items"]) == PAGE_SIZE
    assert first["next"].endswith("/initiatives?page=2")
    second = Machine().get("/initiatives?page=2").json()
    assert (len(second["items"]), second["next"]) == (1, None)
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}
