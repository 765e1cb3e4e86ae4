"""Joint offers: seen once every partner said yes, proposed with a reason, and led by one."""

import pytest

from tests.acquaintance import SENTENCE, acts, refused, stated
from tests.scene import EMAIL, GENK, TONGEREN, Scene, set_provider, set_scene
from wisselwerk.apps.catalogue.models import Provider, ProviderPlace, Recognition
from wisselwerk.apps.introductions.matching import matching_offers
from wisselwerk.apps.introductions.models import JointOffer, JointPartner
from wisselwerk.apps.introductions.queries.joint_offers import (
    joint_offers_of,
    joint_offers_on,
    parts_of,
    to_answer_jointly,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    answer_joint_offer,
    ask_introductions,
    end_joint_offer,
    propose_joint_offer,
)
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.clock import today
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM, Actor, Role
from wisselwerk.domain.joint_offer import OfferState
from wisselwerk.domain.need import FoundIn
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def others(scene: Scene) -> list[Provider]:
    """Two more providers, with the stranger at their desk; only the first works in Genk."""
    found = [set_provider(invented_number(serial)) for serial in (77, 78)]
    ProviderPlace.objects.create(provider=found[0], place=GENK)
    for one in found:
        grant_role(
            SYSTEM, person=person(EMAIL["stranger"]), organisation=one.organisation, role=Role.PROVIDER
        )
    return found


def lead() -> Actor:
    return acts(EMAIL["provider_staff"])


def partner() -> Actor:
    return acts(EMAIL["stranger"])


def proposed(scene: Scene, others: list[Provider]) -> JointOffer:
    return propose_joint_offer(
        lead(),
        lead=scene.provider,
        name="Tuinfeest",
        description="Tuin, tent en hapjes in een keer.",
        partners=others,
    )


def agreed(scene: Scene, others: list[Provider]) -> JointOffer:
    offer = proposed(scene, others)
    for one in offer.partners.all():
        answer_joint_offer(partner(), partner=one, takes_part=True)
    return offer


def test_it_is_seen_once_every_partner_said_yes(scene: Scene, others: list[Provider]) -> None:
    offer = proposed(scene, others)
    first, second = to_answer_jointly(partner())
    answer_joint_offer(partner(), partner=first, takes_part=True)
    assert (offer.state, list(joint_offers_on(today()))) == (OfferState.PROPOSED, [])
    for _ in range(2):
        answer_joint_offer(partner(), partner=second, takes_part=True)
    assert list(joint_offers_on(today())) == [offer]
    assert JointOffer.objects.get().state is OfferState.OFFERED
    assert list(to_answer_jointly(partner())) == []
    assert list(differences()) == []


def test_with_a_no_the_offer_ends_and_can_be_proposed_anew_without_that_one(
    scene: Scene, others: list[Provider]
) -> None:
    offer = proposed(scene, others)
    first, second = offer.partners.order_by("pk")
    answer_joint_offer(partner(), partner=first, takes_part=True)
    for _ in range(2):
        answer_joint_offer(partner(), partner=second, takes_part=False)
    assert JointOffer.objects.get().state is OfferState.ENDED
    assert list(joint_offers_on(today())) == []
    late = refused(lambda: answer_joint_offer(partner(), partner=second, takes_part=True))
    assert late is RefusalCode.WRONG_STATE
    assert proposed(scene, others[:1]) != offer
    assert list(differences()) == []


def test_a_partner_that_said_yes_can_leave(scene: Scene, others: list[Provider]) -> None:
    agreed(scene, others)
    part = parts_of(partner())[0]
    assert part.confirmed_at is not None
    answer_joint_offer(partner(), partner=part, takes_part=False)
    assert list(joint_offers_on(today())) == []
    assert list(parts_of(partner())) == []
    assert list(differences()) == []


def test_the_same_proposal_again_is_the_same(scene: Scene, others: list[Provider]) -> None:
    assert proposed(scene, others) == proposed(scene, others)
    assert JointPartner.objects.count() == 2
    assert refused(lambda: proposed(scene, others[:1])) is RefusalCode.JOINT_OFFER_STANDS


def test_who_can_make_one(scene: Scene, others: list[Provider]) -> None:
    alone = refused(lambda: proposed(scene, [scene.provider]))
    assert alone is RefusalCode.PARTNER_MISSING
    for_another = refused(
        lambda: propose_joint_offer(
            partner(), lead=scene.provider, name="X", description="Y", partners=others
        )
    )
    assert for_another is RefusalCode.NOT_ALLOWED
    offer = proposed(scene, others)
    for act in (
        lambda: answer_joint_offer(acts(EMAIL["owner"]), partner=offer.partners.all()[0], takes_part=True),
        lambda: end_joint_offer(partner(), offer=offer),
    ):
        assert refused(act) is RefusalCode.NOT_ALLOWED
    Recognition.objects.filter(provider=others[1]).update(valid_until=today())
    assert refused(lambda: proposed(scene, others)) is RefusalCode.NOT_RECOGNISED_NOW


def test_it_is_not_shown_once_a_partner_is_recognised_no_longer(scene: Scene, others: list[Provider]) -> None:
    agreed(scene, others)
    Recognition.objects.filter(provider=others[1]).update(valid_until=today())
    assert list(joint_offers_on(today())) == []


def test_it_is_proposed_where_one_of_them_works(scene: Scene, others: list[Provider]) -> None:
    offer = agreed(scene, others)
    [match] = matching_offers(SENTENCE, GENK, today())
    assert (match.offer, match.why[0].word) == (offer, "tuin")
    assert matching_offers(SENTENCE, TONGEREN, today()) == []
    assert matching_offers("Wie wast onze lakens?", GENK, today()) == []
    assert matching_offers(SENTENCE, GENK, today(), besides=scene.provider.organisation_id) == []


@pytest.mark.parametrize(
    "sentence", ["Wij zoeken tuinwerken.", "Iemand voor onze tuinen?", "Een tetn huren."]
)
def test_it_is_proposed_for_other_forms_and_compounds(
    scene: Scene, others: list[Provider], sentence: str
) -> None:
    offer = agreed(scene, others)
    [match] = matching_offers(sentence, GENK, today())
    assert (match.offer, {reason.found_in for reason in match.why}) == (offer, {FoundIn.ALIKE})


def test_choosing_it_is_being_introduced_to_its_lead(scene: Scene, others: list[Provider]) -> None:
    offer, need = agreed(scene, others), stated()
    service = scene.provider.services.get()
    made = ask_introductions(acts(EMAIL["owner"]), need=need, services=[service], leads=[offer.lead])
    assert [(one.provider, one.service) for one in made] == [(scene.provider, service)]


def test_it_ends_when_its_lead_says_so(scene: Scene, others: list[Provider]) -> None:
    offer = agreed(scene, others)
    assert list(joint_offers_of(lead())) == list(joint_offers_of(partner())) == [offer]
    assert list(joint_offers_of(acts(EMAIL["owner"]))) == []
    for _ in range(2):
        end_joint_offer(lead(), offer=offer)
    assert list(joint_offers_on(today())) == list(joint_offers_of(lead())) == []
    assert proposed(scene, others) != offer, "the name is free again"
    assert list(differences()) == []
