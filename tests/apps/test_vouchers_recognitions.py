"""A recognition that ends while vouchers are open: what the rules say of it, and who hears of it when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from tests.scene import (
    EMAIL,
    Rules,
    Scene,
    actor,
    award,
    enterprise_number,
    invoice,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.catalogue.models import Recognition
from wisselwerk.apps.catalogue.services import recognise_provider
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.vouchers.models import RecognitionWarning, Voucher
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.queries.recognitions import (
    ending_of,
    endings,
    endings_coordinated,
    endings_with_us,
)
from wisselwerk.apps.vouchers.services import contest_voucher, redeem_voucher, warn_of_recognitions
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ProviderKind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AWARD: Rules = {"provider_category": {"kinds": ["MAATWERKBEDRIJF"], "recognition_day": "day_of_award"}}


def ends(scene: Scene, last_day: date) -> Recognition:
    """Let the recognition of the provider end."""
    scene.provider.recognitions.update(valid_until=last_day + DAY)
    return Recognition.objects.get(provider=scene.provider)


def recognise(scene: Scene, kind: ProviderKind, start: date, end: date | None = None) -> Recognition:
    return recognise_provider(
        SYSTEM, provider=scene.provider, kind=kind, source="Test", valid=Period(start, end)
    )


def mailed() -> list[dict[str, object]]:
    return [payload for name, payload in put_in_outbox() if name == "send_recognition_warning"]


def test_where_the_day_of_the_award_counts_the_voucher_stays_good_and_nobody_is_warned() -> None:
    scene = set_scene(rules=AWARD)
    voucher = award(scene)
    ends(scene, today())
    assert endings(Q(), today()) == []
    assert ending_of(voucher) is None
    with time_machine.travel(now() + DAY):
        data = invoice(voucher, 50_000)
        assert redeem_voucher(scene.coordinator, code=voucher.code, data=data).left_cents == 0
    assert warn_of_recognitions(SYSTEM, on=today()) == 0
    assert list(differences()) == []


def test_where_the_day_of_the_award_counts_who_was_awarded_after_the_end_is_warned() -> None:
    scene = set_scene(rules=AWARD)
    voucher = award(scene)
    ends(scene, today() - DAY)  # between the application and the award, so that nothing can be used there
    assert [one.number for one in endings(Q(), today())] == [1]
    assert ending_of(voucher) is not None


def test_where_the_day_of_the_award_counts_it_does_so_for_a_provider_that_was_chosen_only() -> None:
    scene = set_scene(rules=AWARD)
    voucher = award(scene, provider=None)
    ends(scene, today())
    with time_machine.travel(now() + DAY), pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=invoice(voucher, 50_000))
    assert refusal_of(refused)[0] is RefusalCode.PROVIDER_NOT_RECOGNISED


@pytest.mark.parametrize(("days", "number"), [(60, 1), (61, 0), (0, 1), (-1, 1)])
def test_it_is_told_from_sixty_days_ahead_and_goes_on_being_told(days: int, number: int) -> None:
    scene = set_scene()
    award(scene)
    ends(scene, today() + timedelta(days=days))
    assert [one.number for one in endings(Q(), today())] == [1] * number


def test_a_voucher_that_ends_first_is_in_no_danger() -> None:
    scene = set_scene()
    voucher = award(scene)
    ends(scene, today() + 10 * DAY)
    for until, is_told in ((9, False), (10, False), (11, True)):
        Voucher.objects.update(valid_until=today() + until * DAY)
        voucher.refresh_from_db()
        assert (ending_of(voucher) is not None, bool(endings(Q(), today()))) == (is_told, is_told)


def test_the_voucher_says_it_however_far_away_it_is() -> None:
    scene = set_scene()
    voucher = award(scene)
    recognition = ends(scene, voucher.valid_until - DAY)
    found = ending_of(voucher)
    assert found is not None
    assert (found.recognition, found.until) == (recognition, voucher.valid_until - DAY)
    contest_voucher(scene.coordinator, voucher=voucher, reason="Nooit gevraagd.")
    assert ending_of(Voucher.objects.select_related("rule_set").get(pk=voucher.pk)) is None


def test_each_holder_and_the_provider_hear_it_once_for_each_end() -> None:
    scene = set_scene()
    first, second = award(scene), award(scene, enterprise_number(1))
    ends(scene, today() + 10 * DAY)
    assert warn_of_recognitions(SYSTEM, on=today()) == 3
    assert warn_of_recognitions(SYSTEM, on=today()) == 0
    owner, staff = (Person.objects.get(email=EMAIL[key]).pk for key in ("owner", "provider_staff"))
    kept = RecognitionWarning.objects.order_by("pk")
    assert [(one.voucher_id, one.told_until) for one in kept] == [
        (pk, today() + 10 * DAY) for pk in (first.pk, second.pk, None)
    ]
    assert [one["person_id"] for one in mailed()] == [owner, owner, staff]
    third = award(scene, enterprise_number(2))
    assert warn_of_recognitions(SYSTEM, on=today() + DAY) == 1
    assert RecognitionWarning.objects.filter(voucher=third).count() == 1
    ends(scene, today() + 20 * DAY)
    assert warn_of_recognitions(SYSTEM, on=today() + 2 * DAY) == 4
    assert list(differences()) == []


def test_the_database_keeps_no_second_warning() -> None:
    scene = set_scene()
    award(scene)
    ends(scene, today() + 10 * DAY)
    warn_of_recognitions(SYSTEM, on=today())
    for one in RecognitionWarning.objects.all():
        one.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            one.save(force_insert=True)


def test_a_newer_recognition_that_goes_on_takes_the_warning_away() -> None:
    scene = set_scene()
    voucher = award(scene)
    old = ends(scene, today() + 10 * DAY)
    recognise(scene, ProviderKind.MAATWERKAFDELING, today())
    assert [one.recognition for one in endings(Q(), today())] == [old]  # the scheme admits no such kind
    newer = recognise(scene, ProviderKind.MAATWERKBEDRIJF, today() + 11 * DAY, today() + 30 * DAY)
    assert [one.recognition for one in endings(Q(), today())] == [newer]
    recognise(scene, ProviderKind.MAATWERKBEDRIJF, newer.valid_from)
    assert endings(Q(), today()) == []
    assert ending_of(voucher) is None


def test_who_has_nobody_to_mail_stays_on_the_list_and_is_told_later() -> None:
    scene = set_scene()
    award(scene)
    desk = RoleHolding.objects.filter(organisation=scene.provider.organisation_id)
    desk.update(valid_until=today())
    ends(scene, today() + 10 * DAY)
    assert warn_of_recognitions(SYSTEM, on=today()) == 1
    assert [one.number for one in endings_coordinated(scene.coordinator, today())] == [1]
    assert not RecognitionWarning.objects.filter(voucher=None).exists()
    desk.update(valid_until=None)
    assert warn_of_recognitions(SYSTEM, on=today()) == 1


def test_only_the_provider_and_who_coordinates_find_it_on_their_list() -> None:
    scene = set_scene()
    award(scene)
    award(scene, enterprise_number(1), provider=None)
    ends(scene, today() + 10 * DAY)
    assert [one.number for one in endings_with_us(actor("provider_staff"), today())] == [1]
    assert [one.number for one in endings_coordinated(scene.coordinator, today())] == [1]
    for stranger in ("owner", "auditor"):
        assert (
            endings_with_us(actor(stranger), today()) == endings_coordinated(actor(stranger), today()) == []
        )


def test_nobody_but_the_system_warns() -> None:
    scene = set_scene()
    award(scene)
    ends(scene, today() + 10 * DAY)
    with pytest.raises(Refusal) as refused:
        warn_of_recognitions(scene.coordinator, on=today())
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    assert mailed() == []


def test_many_vouchers_cost_no_more_questions() -> None:
    scene = set_scene()
    counts = []
    for serial in (1, 2, 3):
        award(scene, enterprise_number(serial))
        ends(scene, today() + 10 * DAY)
        with CaptureQueriesContext(transaction.get_connection()) as asked:
            (one,) = endings(Q(), today())
            assert {voucher.holder.name for voucher in one.vouchers}
        counts.append(len(asked))
    assert counts == [4, 4, 4]
    ends(scene, today() + 400 * DAY)
    with CaptureQueriesContext(transaction.get_connection()) as asked:
        assert endings(Q(), today()) == []
    assert len(asked) == 3
