"""Who was brought together by whom, and how far they got: a quote is recorded, the rest is read from what happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.acquaintance import acts, introduced, planned, refused, registered, stated
from tests.scene import EMAIL, GENK, IN_PARTS, LONG_AGO, Scene, award, invoice, set_provider, set_scene
from wisselwerk.apps.catalogue.models import ProviderPlace
from wisselwerk.apps.introductions.models import Introduction, Quote
from wisselwerk.apps.introductions.places import partnerships_of
from wisselwerk.apps.introductions.queries.introductions import (
    followed,
    funnel,
    introductions_coordinated,
    introductions_of,
    introductions_received,
    waiting_for_provider,
    waiting_introductions,
)
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import (
    record_introduction,
    record_quote,
    withdraw_introduction,
)
from wisselwerk.apps.introductions.services.introductions import Recorded
from wisselwerk.apps.parties.models import OrganisationKind
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import found_partnership, grant_role, person
from wisselwerk.apps.vouchers.services import redeem_voucher, reverse_redemption
from wisselwerk.clock import midnight, now, today
from wisselwerk.demo.cast import OTHER_ENTERPRISE, OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.introduction import FOLLOW_UP_AFTER, IntroducedBy, Step
from wisselwerk.domain.money import Cents
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


def step_of(introduction: Introduction) -> Step:
    [found] = followed(Introduction.objects.filter(pk=introduction.pk).select_related("provider"), SYSTEM)
    return found.step


def test_it_is_recorded_who_did_it(scene: Scene) -> None:
    by_business = introduced(scene)
    by_coordinator = record_introduction(
        scene.coordinator,
        provider=scene.provider,
        enterprise_number=OTHER_ENTERPRISE.number,
        partnership=scene.partnership,
    ).introduction
    by_provider = record_introduction(
        acts(EMAIL["provider_staff"]),
        provider=scene.provider,
        enterprise_number=invented_number(990),
        partnership=scene.partnership,
    ).introduction
    made = [by_business, by_coordinator, by_provider]
    assert [one.made_by for one in made] == list(IntroducedBy)
    assert [one.person is None for one in made] == [False, True, True], (
        "only a business gives its own address"
    )
    numbers = funnel(followed(introductions_coordinated(scene.coordinator), scene.coordinator))
    assert (numbers.introduced, numbers.quoted, numbers.by) == (3, 0, dict.fromkeys(IntroducedBy, 1))
    assert list(differences()) == []


def test_recording_the_same_again_records_nothing(scene: Scene) -> None:
    event = planned(scene)

    def record(**through: object) -> Recorded:
        return record_introduction(
            scene.coordinator,
            provider=scene.provider,
            enterprise_number=OWN_ENTERPRISE.number,
            partnership=scene.partnership,
            **through,  # type: ignore[arg-type]  # an event, or nothing
        )

    for through in ({}, {"event": event}):
        first, again = record(**through), record(**through)
        assert first.introduction == again.introduction
        assert (first.is_new, again.is_new) == (True, False)
    assert Introduction.objects.count() == 2


def test_the_same_two_are_introduced_in_each_partnership(scene: Scene) -> None:
    elsewhere = found_partnership(SYSTEM, slug="elders", name="Elders")
    for partnership in (scene.partnership, elsewhere):
        assert record_introduction(
            SYSTEM,
            provider=scene.provider,
            enterprise_number=OWN_ENTERPRISE.number,
            partnership=partnership,
        ).is_new
    assert len(introductions_coordinated(scene.coordinator)) == 1


def test_a_provider_is_followed_by_partnerships_in_whose_places_it_works(scene: Scene) -> None:
    assert list(partnerships_of([scene.provider], today())) == []
    ProviderPlace.objects.create(provider=scene.provider, place=GENK)
    found_partnership(SYSTEM, slug="elders", name="Elders")
    assert list(partnerships_of([scene.provider], today())) == [scene.partnership]


def test_who_has_nothing_to_do_with_them_introduces_nobody(scene: Scene) -> None:
    for who in ("owner", "stranger", "coordinator_zuidoost_limburg", "auditor"):
        code = refused(
            lambda who=who: record_introduction(  # type: ignore[misc]  # bound at once
                acts(EMAIL[who]),
                provider=scene.provider,
                enterprise_number=OWN_ENTERPRISE.number,
                partnership=scene.partnership,
            )
        )
        assert code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("123", RefusalCode.ENTERPRISE_NUMBER_INVALID),
        (PROVIDER_NUMBER, RefusalCode.INTRODUCED_TO_ITSELF),
    ],
)
def test_who_cannot_be_introduced(scene: Scene, number: str, code: RefusalCode) -> None:
    assert code is refused(
        lambda: record_introduction(
            scene.coordinator,
            provider=scene.provider,
            enterprise_number=number,
            partnership=scene.partnership,
        )
    )


def test_an_event_of_another_partnership_is_not_where_they_met(scene: Scene) -> None:
    elsewhere = set_scene(slug="elders").partnership
    with pytest.raises(ValueError, match="not of partnership"):
        record_introduction(
            SYSTEM,
            provider=scene.provider,
            enterprise_number=OWN_ENTERPRISE.number,
            partnership=elsewhere,
            event=planned(scene),
        )


def test_a_quote_can_come_before_anything_else(scene: Scene) -> None:
    made, provider = introduced(scene), acts(EMAIL["provider_staff"])
    quote = record_quote(provider, introduction=made, quoted_on=today(), amount_cents=Cents(45_000))
    assert step_of(made) is Step.QUOTED
    assert record_quote(provider, introduction=made, quoted_on=today(), amount_cents=Cents(45_000)) == quote
    assert Quote.objects.count() == 1
    other_amount = refused(lambda: record_quote(provider, introduction=made, quoted_on=today()))
    assert other_amount is RefusalCode.WRONG_STATE
    assert list(differences()) == []


def test_when_and_by_whom_a_quote_is_recorded(scene: Scene) -> None:
    made, provider = introduced(scene), acts(EMAIL["provider_staff"])

    def quote(actor: object, on: object) -> Callable[[], object]:
        return lambda: record_quote(actor, introduction=made, quoted_on=on)  # type: ignore[arg-type]

    assert refused(quote(acts(EMAIL["owner"]), today())) is RefusalCode.NOT_ALLOWED
    assert refused(quote(scene.coordinator, today())) is RefusalCode.NOT_ALLOWED
    assert refused(quote(provider, today() + A_DAY)) is RefusalCode.DAY_TO_COME
    assert refused(quote(provider, today() - A_DAY)) is RefusalCode.DAY_TOO_EARLY
    withdraw_introduction(acts(EMAIL["owner"]), introduction=made)
    assert refused(quote(provider, today())) is RefusalCode.INTRODUCTION_WITHDRAWN


def test_voucher_and_first_invoice_are_read_from_what_happened(scene: Scene) -> None:
    made = introduced(scene)
    assert step_of(made) is Step.INTRODUCED
    voucher = award(scene)
    assert step_of(made) is Step.VOUCHER
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="K-1"))
    assert step_of(made) is Step.INVOICED
    withdraw_introduction(acts(EMAIL["owner"]), introduction=made)
    assert step_of(made) is Step.INVOICED, "they know each other by now"
    reverse_redemption(SYSTEM, redemption=done.id, reason="Fout.")
    assert step_of(made) is Step.WITHDRAWN


def test_a_voucher_for_another_or_from_before_did_not_come_of_it(scene: Scene) -> None:
    voucher = award(scene)
    with time_machine.travel(now() + 3 * A_DAY, tick=False):
        made = introduced(scene)
        assert step_of(made) is Step.INTRODUCED
        other = record_introduction(
            SYSTEM,
            provider=set_provider(invented_number(77)),
            enterprise_number=OWN_ENTERPRISE.number,
            partnership=scene.partnership,
        ).introduction
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="K-2"))
        assert step_of(made) is Step.INVOICED
        assert step_of(other) is Step.INTRODUCED


def test_on_one_day_the_hour_tells_what_came_first(scene: Scene) -> None:
    """A voucher and an invoice of this morning did not come of the introduction of this afternoon; those of after it did."""
    noon = midnight(today()) + timedelta(hours=12)
    with time_machine.travel(noon, tick=False):
        voucher = award(scene)
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="U-1"))
    with time_machine.travel(noon + AN_HOUR, tick=False):
        made = introduced(scene)
        [found] = followed(introductions_coordinated(scene.coordinator), scene.coordinator)
        assert (found.progress.voucher_on, found.progress.invoiced_on) == (None, None)
    with time_machine.travel(noon + 2 * AN_HOUR, tick=False):
        redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="U-2"))
        assert step_of(made) is Step.INVOICED


def test_a_voucher_of_an_hour_after_the_introduction_came_of_it(scene: Scene) -> None:
    noon = midnight(today()) + timedelta(hours=12)
    with time_machine.travel(noon, tick=False):
        made = introduced(scene)
    with time_machine.travel(noon + AN_HOUR, tick=False):
        voucher = award(scene)
        [found] = followed(introductions_coordinated(scene.coordinator), scene.coordinator)
        assert (found.introduction, found.progress.voucher_on) == (made, voucher.awarded_on)


def test_a_voucher_without_a_provider_counts_once_it_is_used_there(scene: Scene) -> None:
    made = introduced(scene)
    voucher = award(scene, provider=None)
    assert step_of(made) is Step.INTRODUCED
    data = invoice(voucher, 20_000, number="K-3")
    redeem_voucher(SYSTEM, code=voucher.code, data=data)
    [found] = followed(introductions_coordinated(scene.coordinator), scene.coordinator)
    assert (found.progress.voucher_on, found.step) == (voucher.awarded_on, Step.INVOICED)


def test_what_stands_still_waits_for_provider_and_coordinator(scene: Scene) -> None:
    made, provider = introduced(scene), acts(EMAIL["provider_staff"])
    day = today() + FOLLOW_UP_AFTER
    for received in (introductions_received(provider), introductions_coordinated(scene.coordinator)):
        assert waiting_introductions(received, provider, day - A_DAY) == []
        assert [one.introduction for one in waiting_introductions(received, provider, day)] == [made]
    award(scene)
    assert waiting_introductions(introductions_received(provider), provider, day) == []


def test_a_new_introduction_waits_for_its_provider_at_once_until_it_gave_a_quote(scene: Scene) -> None:
    made, provider = introduced(scene), acts(EMAIL["provider_staff"])
    received = introductions_received(provider)
    assert waiting_introductions(received, provider, today()) == []
    assert [one.introduction for one in waiting_for_provider(received, provider, today())] == [made]
    record_quote(provider, introduction=made, quoted_on=today(), amount_cents=None)
    assert waiting_for_provider(received, provider, today()) == []
    later = today() + FOLLOW_UP_AFTER
    assert [one.introduction for one in waiting_for_provider(received, provider, later)] == [made]
    award(scene)
    assert waiting_for_provider(received, provider, later) == []


def test_what_a_provider_recorded_itself_is_not_new_to_it(scene: Scene) -> None:
    made, provider = introduced(scene), acts(EMAIL["provider_staff"])
    Introduction.objects.filter(pk=made.pk).update(made_by=IntroducedBy.PROVIDER)
    received = introductions_received(provider)
    assert waiting_for_provider(received, provider, today()) == []
    later = today() + FOLLOW_UP_AFTER
    assert [one.introduction for one in waiting_for_provider(received, provider, later)] == [made]


def test_everybody_sees_their_own(scene: Scene) -> None:
    made = introduced(scene)
    registered(planned(scene), EMAIL["stranger"])
    assert list(introductions_of(acts(EMAIL["owner"]))) == [made]
    for who in ("stranger", "coordinator_zuidoost_limburg", "auditor"):
        actor = acts(EMAIL[who])
        for seen in (
            introductions_of(actor),
            introductions_received(actor),
            introductions_coordinated(actor),
        ):
            assert list(seen) == []


def test_who_typed_the_number_or_coordinates_elsewhere_does_not_learn_what_was_bought(scene: Scene) -> None:
    made = introduced(scene, stated(email=EMAIL["stranger"]))
    elsewhere = found_partnership(SYSTEM, slug="elders", name="Elders")
    Introduction.objects.filter(pk=made.pk).update(partnership=elsewhere)
    neighbour = person(EMAIL["coordinator_zuidoost_limburg"])
    grant_role(
        SYSTEM, person=neighbour, organisation=elsewhere, role=Role.COORDINATOR, valid=Period(LONG_AGO)
    )
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="K-9"))
    stranger, coordinator = acts(EMAIL["stranger"]), actor_for(neighbour)
    for found, actor in (
        (introductions_of(stranger), stranger),
        (introductions_coordinated(coordinator), coordinator),
    ):
        [one] = followed(found, actor)
        assert (one.progress.voucher_on, one.progress.invoiced_on) == (None, None)
    provider = acts(EMAIL["provider_staff"])
    [one] = followed(introductions_received(provider), provider)
    assert one.step is Step.INVOICED, "whose invoice it is sees it"


def test_a_list_costs_the_same_however_long(
    scene: Scene, django_assert_num_queries: Callable[[int], object]
) -> None:
    for serial in range(3):
        stated(invented_number(900 + serial), email=f"zaak{serial}@zaak.example")
        record_introduction(
            SYSTEM,
            provider=scene.provider,
            enterprise_number=invented_number(900 + serial),
            partnership=scene.partnership,
        )
    with django_assert_num_queries(4):  # type: ignore[attr-defined]  # a context manager
        assert len(followed(introductions_coordinated(scene.coordinator), scene.coordinator)) == 3
    assert scene.partnership.kind == OrganisationKind.INTERLOKALE_VERENIGING
