"""A need in a sentence: proven by a code, matched with reasons, shown to whom the business chose and to nobody else."""

from datetime import timedelta

import pytest
import time_machine

from tests.acquaintance import SENTENCE, acts, code_of, introduced, refused, stated
from tests.scene import (
    EMAIL,
    GENK,
    LONG_AGO,
    TONGEREN,
    Scene,
    put_in_outbox,
    refusal_of,
    set_provider,
    set_scene,
)
from wisselwerk.apps.catalogue.models import ProviderPlace, Recognition
from wisselwerk.apps.catalogue.services import end_service, offer_service
from wisselwerk.apps.introductions.matching import matching_services
from wisselwerk.apps.introductions.models import Introduction, Need, Pending
from wisselwerk.apps.introductions.queries.introductions import introductions_received
from wisselwerk.apps.introductions.queries.needs import need_of, needs_of, needs_unanswered
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    ask_introductions,
    needs,
    prove_address,
    state_need,
    withdraw_introduction,
    withdraw_need,
)
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.privacy.entry import UNCONFIRMED_KEPT_FOR
from wisselwerk.apps.privacy.introduction_entries import NEED_KEPT_FOR
from wisselwerk.apps.privacy.services import erase_expired, erase_person, export_person
from wisselwerk.apps.vouchers.services import submit_application
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Role
from wisselwerk.domain.need import FoundIn, Why
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ServiceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = set_scene()
    ProviderPlace.objects.create(provider=scene.provider, place=GENK)
    return scene


def test_nothing_is_entered_before_the_code_comes_back(scene: Scene) -> None:
    number = invented_number(990)
    pending = state_need(
        ANONYMOUS, sentence=SENTENCE, enterprise_number=number, place=GENK, email="Wie@zaak.example "
    )
    assert not Need.objects.exists()
    assert not Organisation.objects.filter(enterprise_number=number).exists()
    assert not Person.objects.filter(email="wie@zaak.example").exists()

    need = prove_address(ANONYMOUS, token=pending.token, code=code_of(pending))
    assert isinstance(need, Need)
    assert (need.sentence, need.place, need.partnership) == (SENTENCE, GENK, scene.partnership)
    assert need.person is not None
    assert need.person.email == "wie@zaak.example"
    pending.refresh_from_db()
    assert (pending.code, pending.asked, pending.made) == ("", {}, str(need.pk))


def test_a_code_works_once_and_guesses_are_counted(scene: Scene) -> None:
    pending = state_need(
        ANONYMOUS,
        sentence=SENTENCE,
        enterprise_number=OWN_ENTERPRISE.number,
        place=GENK,
        email=EMAIL["owner"],
    )
    code = code_of(pending)
    wrong = "000000" if code != "000000" else "111111"
    assert (
        refused(lambda: prove_address(ANONYMOUS, token=pending.token, code=wrong)) is RefusalCode.CODE_WRONG
    )
    prove_address(ANONYMOUS, token=pending.token, code=f" {code[:3]} {code[3:]}")
    assert (
        refused(lambda: prove_address(ANONYMOUS, token=pending.token, code=code)) is RefusalCode.CODE_EXPIRED
    )
    assert refused(lambda: prove_address(ANONYMOUS, token="anders", code=code)) is RefusalCode.CODE_EXPIRED
    assert Need.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sentence": "Wij zoeken iemand"}, RefusalCode.NEED_UNCLEAR),
        ({"sentence": "tuin " * 61}, RefusalCode.NEED_UNCLEAR),
        ({"enterprise_number": "0123456789"}, RefusalCode.ENTERPRISE_NUMBER_INVALID),
        ({"place": "99999"}, RefusalCode.PLACE_UNKNOWN),
        ({"email": "geen adres"}, RefusalCode.EMAIL_INVALID),
    ],
)
def test_what_cannot_be_stated(scene: Scene, changed: dict[str, str], code: RefusalCode) -> None:
    asked = {
        "sentence": SENTENCE,
        "enterprise_number": OWN_ENTERPRISE.number,
        "place": GENK,
        "email": EMAIL["owner"],
    } | changed
    assert refused(lambda: state_need(ANONYMOUS, **asked)) is code
    assert not Pending.objects.exists()


def test_codes_for_needs_and_applications_share_one_limit(scene: Scene) -> None:
    for _ in range(5):
        state_need(
            ANONYMOUS,
            sentence=SENTENCE,
            enterprise_number=OWN_ENTERPRISE.number,
            place=GENK,
            email="vol@zaak.example",
        )
    from_needs = refused(
        lambda: submit_application(
            ANONYMOUS,
            scheme=scene.scheme,
            enterprise_number=OWN_ENTERPRISE.number,
            email="vol@zaak.example",
        )
    )
    assert from_needs is RefusalCode.TOO_MANY_REQUESTS


def test_a_service_is_proposed_with_the_reason(scene: Scene) -> None:
    match = matching_services(SENTENCE, GENK, today())[0]
    assert (match.service.slug, match.why) == ("tuin", (Why("tuin", FoundIn.NAME),))
    assert matching_services("Wie maait ons gras?", GENK, today()) == []
    assert matching_services(SENTENCE, TONGEREN, today()) == [], "they do not work there"


def test_one_word_that_only_looks_like_theirs_is_not_proposed_beside_a_better_answer(scene: Scene) -> None:
    offer_service(SYSTEM, provider=scene.provider, slug="montage", name="Monteren en verpakken")
    printer = set_provider(invented_number(78))
    ProviderPlace.objects.create(provider=printer, place=GENK)
    offer_service(SYSTEM, provider=printer, slug="drukwerk", name="Klein drukwerk", description="Kaartjes.")
    alone = matching_services("Wie heeft kratjes?", GENK, today())
    assert [(one.service.slug, one.why) for one in alone] == [
        ("drukwerk", (Why("kratjes", FoundIn.ALIKE),))
    ], "where there is nothing better it may be a typing error"
    asked = "Wie kan onze kratjes monteren en verpakken in Genk?"
    assert [one.service.slug for one in matching_services(asked, GENK, today())] == ["montage"]


TRIED = {
    "Wie kan de ramen van ons kantoor poetsen?": [],
    "Wie poetst ons kantoor?": [],
    "Wij zoeken iemand voor ons kantoor.": ["drukwerk"],
    "Wie doet de administratie van onze winkel?": ["drukwerk"],
    "Wie drukt folders voor ons kantoor?": ["drukwerk"],
    "Wij zoeken iemand voor de tuin.": ["tuin"],
    "Wie maait het gras, snoeit de haag en wiedt de tuin?": ["tuin"],
    "Wie levert broodjes op een vergadering in ons gebouw in Genk?": ["broodjes"],
    "Wie kan de gevel van ons gebouw in Genk schilderen?": [],
    "Wie verhuist kasten, stoelen en papier naar ons nieuw kantoor?": [],
}
"""What is looked for, and which services are proposed where a printer, a gardener and a kitchen work."""


@pytest.mark.parametrize(("sentence", "found"), TRIED.items())
def test_a_word_that_only_says_where_proposes_nothing(scene: Scene, sentence: str, found: list[str]) -> None:
    other = set_provider(invented_number(78))
    ProviderPlace.objects.create(provider=other, place=GENK)
    end_service(SYSTEM, service=other.services.get(), on=today())
    for slug, name, description, kind in (
        ("drukwerk", "Klein drukwerk", "Kaartjes, folders en affiches, op papier.", ServiceKind.OFFICE),
        ("broodjes", "Broodjeslunch", "Voor een vergadering of een feest.", ServiceKind.CATERING),
    ):
        offer_service(SYSTEM, provider=other, slug=slug, name=name, description=description, kind=kind)
    assert [one.service.slug for one in matching_services(sentence, GENK, today())] == found


def test_nobody_is_proposed_to_itself_or_after_its_recognition(scene: Scene) -> None:
    own = scene.provider.organisation_id
    assert matching_services(SENTENCE, GENK, today(), besides=own) == []
    Recognition.objects.update(valid_until=today())
    assert matching_services(SENTENCE, GENK, today()) == []


def test_only_whom_the_business_chose_sees_its_address(scene: Scene) -> None:
    other = set_provider(invented_number(77))
    need = stated()
    provider = acts(EMAIL["provider_staff"])
    assert list(introductions_received(provider)) == []
    made = introduced(scene, need)
    [seen] = introductions_received(provider)
    assert seen == made
    assert seen.person is not None
    assert seen.person.email == EMAIL["owner"]
    assert not Introduction.objects.filter(provider=other).exists()
    assert list(differences()) == []


def test_asking_again_introduces_once(scene: Scene) -> None:
    need = stated()
    assert introduced(scene, need) == introduced(scene, need)
    assert Introduction.objects.count() == 1


def test_a_provider_gets_one_mail_a_day_of_one_person(scene: Scene) -> None:
    begin = now()

    def mails() -> int:
        return sum(name == "send_introduction" for name, _ in put_in_outbox())

    for hours, sent in ((0, 1), (1, 1), (26, 2)):
        with time_machine.travel(begin + timedelta(hours=hours), tick=False):
            introduced(scene, stated())
            assert mails() == sent
    introduced(scene, stated(OTHER_ENTERPRISE.number, email=EMAIL["stranger"]))
    assert mails() == 3
    assert Introduction.objects.count() == 4


def test_somebody_is_introduced_so_many_times_a_day(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "PER_PERSON_A_DAY", 2)
    first = stated()
    for need in (first, stated(), first):
        introduced(scene, need)
    third = stated()
    with pytest.raises(Refusal) as refusal:
        introduced(scene, third)
    assert refusal_of(refusal) == (RefusalCode.TOO_MANY_INTRODUCTIONS, {"most": 2, "left": 0})
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        introduced(scene, third)


def test_a_network_asks_so_many_introductions_an_hour_whoever_asks(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "MAILS_PER_NETWORK", 1)
    service = scene.provider.services.get()

    def ask(email: str, network: str) -> object:
        return ask_introductions(acts(email), need=stated(email=email), services=[service], sent_from=network)

    with time_machine.travel(now().replace(minute=10), tick=False):
        assert ask("a@zaak.example", "here")
        assert refused(lambda: ask("b@zaak.example", "here")) is RefusalCode.TOO_MANY_REQUESTS
        assert ask("b@zaak.example", "there")


def test_a_colleague_does_not_give_ones_address_away(scene: Scene) -> None:
    need = stated()
    grant_role(
        SYSTEM,
        person=person(EMAIL["stranger"]),
        organisation=need.enterprise,
        role=Role.HOLDER,
        valid=Period(LONG_AGO),
    )
    colleague, service = acts(EMAIL["stranger"]), scene.provider.services.get()
    assert need_of(colleague, need.pk) == need
    code = refused(lambda: ask_introductions(colleague, need=need, services=[service]))
    assert code is RefusalCode.NEED_OF_ANOTHER
    assert not Introduction.objects.exists()


def test_a_need_is_its_enterprises_own(scene: Scene) -> None:
    need = stated()
    stranger = acts(EMAIL["stranger"])
    service = scene.provider.services.get()
    assert list(needs_of(stranger)) == []
    with pytest.raises(Need.DoesNotExist):
        need_of(stranger, need.pk)
    with pytest.raises(Need.DoesNotExist):
        ask_introductions(stranger, need=need, services=[service])
    with pytest.raises(Need.DoesNotExist):
        withdraw_need(stranger, need=need)
    with pytest.raises(Introduction.DoesNotExist):
        withdraw_introduction(stranger, introduction=introduced(scene, need))


def test_taking_one_back_hides_the_address_from_that_provider(scene: Scene) -> None:
    made = introduced(scene)
    owner = acts(EMAIL["owner"])
    for _ in range(2):
        withdrawn = withdraw_introduction(owner, introduction=made)
    assert withdrawn.person is None
    assert withdrawn.withdrawn_at is not None
    again = refused(lambda: introduced(scene, made.need))
    assert again is RefusalCode.INTRODUCTION_WITHDRAWN
    assert list(differences()) == []


def test_taking_a_need_back_takes_everything_back(scene: Scene) -> None:
    made = introduced(scene)
    assert made.need is not None
    need = withdraw_need(acts(EMAIL["owner"]), need=made.need)
    made.refresh_from_db()
    assert need.sentence == ""
    assert made.person is None
    assert refused(lambda: introduced(scene, need)) is RefusalCode.NEED_WITHDRAWN
    assert list(differences()) == []


def test_a_social_economy_enterprise_has_needs_too(scene: Scene) -> None:
    set_provider(invented_number(77))
    need = stated(PROVIDER_NUMBER, email=EMAIL["provider_staff"])
    to_itself = refused(
        lambda: ask_introductions(
            acts(EMAIL["provider_staff"]), need=need, services=[scene.provider.services.get()]
        )
    )
    assert to_itself is RefusalCode.INTRODUCED_TO_ITSELF


def test_who_is_recognised_no_longer_is_introduced_to_nobody(scene: Scene) -> None:
    need = stated()
    Recognition.objects.update(valid_until=today())
    assert refused(lambda: introduced(scene, need)) is RefusalCode.NOT_RECOGNISED_NOW


def test_the_coordinator_sees_the_need_that_led_to_nobody(scene: Scene) -> None:
    need = stated()
    assert list(needs_unanswered(scene.coordinator)) == [need]
    assert list(needs_unanswered(acts(EMAIL["coordinator_zuidoost_limburg"]))) == []
    introduced(scene, need)
    assert list(needs_unanswered(scene.coordinator)) == []


def test_a_need_outside_every_partnership_is_nobodys_to_follow(scene: Scene) -> None:
    assert stated(place="11002").partnership is None


def test_words_and_addresses_go_at_their_term(scene: Scene) -> None:
    made = introduced(scene)
    state_need(
        ANONYMOUS,
        sentence=SENTENCE,
        enterprise_number=OTHER_ENTERPRISE.number,
        place=GENK,
        email="x@zaak.example",
    )
    erase_expired(SYSTEM, at=now() + UNCONFIRMED_KEPT_FOR + timedelta(days=1))
    assert not Pending.objects.exists()
    erase_expired(SYSTEM, at=now() + NEED_KEPT_FOR - timedelta(days=1))
    made.refresh_from_db()
    assert made.person is not None
    erase_expired(SYSTEM, at=now() + NEED_KEPT_FOR + timedelta(days=1))
    made.refresh_from_db()
    assert (made.person_id, Need.objects.get().sentence) == (None, "")
    assert list(differences()) == []


def test_somebody_is_handed_over_and_erased_with_what_was_looked_for(scene: Scene) -> None:
    introduced(scene)
    kept = export_person(EMAIL["owner"])
    assert [one["sentence"] for one in kept["needs"]] == [SENTENCE]
    assert len(kept["introductions"]) == 1
    assert erase_person(SYSTEM, email=EMAIL["owner"])
    need, made = Need.objects.get(), Introduction.objects.get()
    assert (need.person_id, need.sentence, made.person_id) == (None, "", None)
    assert list(differences()) == []
