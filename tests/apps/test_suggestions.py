"""What a coordinator proposes for a need that led to nobody: the business chooses itself, and nobody learns its address."""

from datetime import timedelta

import pytest

from tests.acquaintance import acts, refused, stated
from tests.scene import EMAIL, GENK, Scene, set_provider, set_scene
from wisselwerk.apps.catalogue.models import ProviderPlace, Recognition, Service
from wisselwerk.apps.catalogue.services import end_service
from wisselwerk.apps.introductions.models import Introduction, Need, Suggestion
from wisselwerk.apps.introductions.queries.needs import (
    need_coordinated,
    needs_unanswered,
    needs_without_introduction,
    suggestions_of,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import ask_introductions, suggest_services, withdraw_need
from wisselwerk.apps.privacy.introduction_entries import NEED_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person, export_person
from wisselwerk.clock import as_if, now, today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

SENTENCE = "Wie poetst de ramen?"
WHY = "Hun  ploeg doet ook ramen."


@pytest.fixture
def scene() -> Scene:
    scene = set_scene()
    ProviderPlace.objects.create(provider=scene.provider, place=GENK)
    return scene


def service(scene: Scene) -> Service:
    return scene.provider.services.get()


def suggested(scene: Scene, need: Need, *, actor: Actor | None = None, reason: str = WHY) -> list[Suggestion]:
    return suggest_services(actor or scene.coordinator, need=need, services=[service(scene)], reason=reason)


def test_a_need_waits_until_something_is_proposed(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    assert list(needs_unanswered(scene.coordinator)) == [need]
    [made] = suggested(scene, need)
    assert (made.service, made.reason) == (service(scene), "Hun ploeg doet ook ramen.")
    assert list(needs_unanswered(scene.coordinator)) == []
    assert list(suggestions_of(need)) == [made]
    assert not Introduction.objects.exists(), "no provider hears of it"
    assert list(differences()) == []


def test_the_business_chooses_what_was_proposed_as_anything_else(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    [made] = suggested(scene, need)
    [introduction] = ask_introductions(acts(EMAIL["owner"]), need=need, services=[made.service])
    assert introduction.person == need.person
    assert list(differences()) == []


def test_the_same_is_proposed_once_and_keeps_its_reason(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    assert suggested(scene, need) == suggested(scene, need, reason="Anders gezegd.")
    assert Suggestion.objects.get().reason == "Hun ploeg doet ook ramen."


def test_only_the_coordinator_of_the_place_proposes(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    for email in ("owner", "provider_staff", "stranger", "coordinator_zuidoost_limburg"):
        assert refused(lambda: suggested(scene, need, actor=acts(EMAIL[email]))) is RefusalCode.NOT_ALLOWED  # noqa: B023
    assert refused(lambda: suggested(scene, need, actor=ANONYMOUS)) is RefusalCode.NOT_ALLOWED
    assert need_coordinated(scene.coordinator, need.pk) == need
    with pytest.raises(Need.DoesNotExist):
        need_coordinated(acts(EMAIL["owner"]), need.pk)
    nobodys = stated(sentence=SENTENCE, place="11002")
    assert refused(lambda: suggested(scene, nobodys)) is RefusalCode.NOT_ALLOWED
    assert not Suggestion.objects.exists()


def test_what_cannot_be_proposed(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    for reason in (" ", "w" * 301):
        unclear = refused(lambda: suggested(scene, need, reason=reason))  # noqa: B023
        assert unclear is RefusalCode.SUGGESTION_UNCLEAR
    other = set_provider(invented_number(77))
    own = stated(invented_number(77), email="zelf@zaak.example", sentence=SENTENCE)
    itself = refused(
        lambda: suggest_services(scene.coordinator, need=own, services=other.services.all(), reason=WHY)
    )
    assert itself is RefusalCode.INTRODUCED_TO_ITSELF
    Recognition.objects.update(valid_until=today())
    assert refused(lambda: suggested(scene, need)) is RefusalCode.NOT_RECOGNISED_NOW
    assert not Suggestion.objects.exists()


def test_what_is_offered_no_longer_is_not_shown(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    suggested(scene, need)
    assert [one.is_proposed for one in needs_without_introduction(scene.coordinator)] == [True]  # type: ignore[attr-defined]
    end_service(SYSTEM, service=service(scene), on=today())
    assert list(suggestions_of(need)) == []
    assert list(needs_unanswered(scene.coordinator)) == [need], "the coordinator looks along again"


def test_reasons_go_with_the_words_of_their_need(scene: Scene) -> None:
    need = stated(sentence=SENTENCE)
    [made] = suggested(scene, need)
    withdraw_need(acts(EMAIL["owner"]), need=need)
    made.refresh_from_db()
    assert made.reason == ""
    assert refused(lambda: suggested(scene, need)) is RefusalCode.NEED_WITHDRAWN
    with pytest.raises(Need.DoesNotExist):
        need_coordinated(scene.coordinator, need.pk)
    assert list(differences()) == []


def test_reasons_go_at_their_term_and_with_the_person(scene: Scene) -> None:
    with as_if(now() - NEED_KEPT_FOR + timedelta(days=10)):
        earlier = stated(sentence=SENTENCE)
    [made] = suggested(scene, earlier)
    [of_person] = suggested(scene, stated(invented_number(970), email="weg@zaak.example", sentence=SENTENCE))
    erase_person(SYSTEM, email="weg@zaak.example")
    of_person.refresh_from_db()
    made.refresh_from_db()
    assert (made.reason, of_person.reason) == ("Hun ploeg doet ook ramen.", "")
    assert [one["reason"] for one in export_person(EMAIL["owner"])["proposals"]] == [made.reason]
    erase_expired(SYSTEM, at=now() + timedelta(days=11))
    made.refresh_from_db()
    assert made.reason == ""
    with pytest.raises(Need.DoesNotExist):
        suggested(scene, made.need)
    assert list(differences()) == []
