"""Nobody loses what is left on a voucher before two reminders are on record; where they are missing the day moves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.nights import DAY, at_night, deliver, fresh, let_lapse, live, night, remind, reminded
from tests.scene import (
    EMAIL,
    Scene,
    actor,
    award,
    enterprise_number,
    invoice,
    put_in_outbox,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.vouchers.models import (
    DeadlineChange,
    DeadlineGround,
    Notice,
    NoticeAbout,
    Voucher,
)
from wisselwerk.apps.vouchers.queries.deadlines import ending_vouchers
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    contest_voucher,
    deliver_notice,
    extend_voucher,
    lapse_vouchers,
    post_notice,
    redeem_voucher,
    refuse_notice,
    resume_voucher,
    reverse_redemption,
    revoke_voucher,
    shorten_voucher,
)
from wisselwerk.apps.vouchers.services.reminders import remind_holder
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


# -- When all goes well ---------------------------------------------------------------------------------------------


def test_a_holder_is_reminded_on_every_rung_of_both_deadlines_and_then_the_voucher_lapses(
    voucher: Voucher,
) -> None:
    assert let_lapse(voucher) == 1
    assert reminded() == [30, 14, 3]
    assert reminded(NoticeAbout.CLAIM) == [14, 3]
    assert fresh(voucher).valid_until == voucher.valid_until
    assert not DeadlineChange.objects.exists()
    assert list(differences()) == []


def test_the_first_night_in_which_a_reminder_is_due_is_thirty_days_before(voucher: Voucher) -> None:
    assert remind(voucher.valid_until - 31 * DAY) == 0
    assert remind(voucher.valid_until - 30 * DAY) == 1
    assert remind(voucher.valid_until - 30 * DAY) == 0
    name, payload = put_in_outbox()[-1]
    notice = Notice.objects.get()
    assert (name, payload) == ("send_notice", {"notice_id": notice.pk})
    assert (notice.deadline, notice.told_until) == (voucher.valid_until, voucher.valid_until)
    assert notice.person == person(EMAIL["owner"])
    assert Entry.objects.filter(command="remind_holder", subject=f"voucher:{voucher.pk}").count() == 1


def test_nobody_is_reminded_of_a_voucher_that_is_used_frozen_or_withdrawn(scene: Scene) -> None:
    used, frozen, revoked = (award(scene, enterprise_number(serial)) for serial in range(3))
    redeem_voucher(SYSTEM, code=used.code, data=invoice(used, 50_000))
    contest_voucher(scene.coordinator, voucher=frozen, reason="Nakijken.")
    revoke_voucher(scene.coordinator, voucher=revoked, reason="Fout.")
    assert remind(used.valid_until - 10 * DAY) == 0
    assert not remind_holder(SYSTEM, voucher=frozen, on=used.valid_until)


def test_only_background_work_reminds_and_says_that_mail_left(scene: Scene, voucher: Voucher) -> None:
    remind(voucher.valid_until - 30 * DAY)
    notice = Notice.objects.get()
    with pytest.raises(Refusal):
        remind_holder(scene.coordinator, voucher=voucher, on=today())
    for command in (deliver_notice, refuse_notice):
        with pytest.raises(Refusal):
            command(scene.coordinator, notice=notice)


# -- When it does not -----------------------------------------------------------------------------------------------


def test_nothing_lapses_while_the_system_stood_still_and_the_last_day_moves(voucher: Voucher) -> None:
    late = voucher.valid_until + 60 * DAY
    with at_night(late):
        assert lapse_vouchers(SYSTEM, on=late) == 0
    assert night(late) == 0
    change = DeadlineChange.objects.get()
    assert (change.was, change.becomes) == (voucher.valid_until, late + 14 * DAY)
    assert (change.about, change.ground) == (NoticeAbout.LAST_DAY, DeadlineGround.NOT_REMINDED)
    assert fresh(voucher).valid_until == late + 14 * DAY
    notice = Notice.objects.get()
    assert (notice.deadline, notice.told_until) == (voucher.valid_until, late + 14 * DAY)
    assert Entry.objects.get(command="give_time").subject == f"voucher:{voucher.pk}"


def test_the_moved_last_day_is_the_day_that_counts_for_an_invoice(scene: Scene, voucher: Voucher) -> None:
    late = voucher.valid_until + 60 * DAY
    night(late)
    until = late + 14 * DAY
    with at_night(until):
        with pytest.raises(Refusal):
            redeem_voucher(
                SYSTEM,
                code=voucher.code,
                data=invoice(voucher, 50_000, issued_on=until + DAY, number="F-2"),
            )
        done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000, issued_on=until))
    assert done.state == "used"
    assert list(differences()) == []


def test_after_standing_still_it_lapses_once_two_reminders_went_out(voucher: Voucher) -> None:
    late = voucher.valid_until + 60 * DAY
    for passed in range(11):
        assert night(late + passed * DAY) == 0
    assert len(reminded()) == 1
    for passed in range(11, 45):
        assert night(late + passed * DAY) == 0
    assert len(reminded()) == 2
    assert len(reminded(NoticeAbout.CLAIM)) == 2
    assert night(late + 45 * DAY) == 1
    assert fresh(voucher).state == "lapsed"
    assert list(differences()) == []


def test_only_the_first_reminder_on_record_is_not_enough(voucher: Voucher) -> None:
    first = voucher.valid_until - 30 * DAY
    night(first)
    assert night(voucher.valid_until + 31 * DAY) == 0
    assert fresh(voucher).valid_until == voucher.valid_until + 34 * DAY
    assert fresh(voucher).state == "open"


def test_while_a_mail_has_not_left_nobody_was_reminded_and_no_other_is_asked(voucher: Voucher) -> None:
    assert remind(voucher.valid_until - 30 * DAY) == 1
    for days in (14, 3, 1):
        assert remind(voucher.valid_until - days * DAY) == 0
    assert fresh(voucher).valid_until == voucher.valid_until
    remind(voucher.valid_until)
    assert fresh(voucher).valid_until == voucher.valid_until + 14 * DAY
    assert not DeadlineChange.objects.exclude(ground=DeadlineGround.NOT_REMINDED).exists()
    assert list(differences()) == []


def test_the_day_does_not_move_every_night(voucher: Voucher) -> None:
    remind(voucher.valid_until - 30 * DAY)
    for passed in range(30):
        remind(voucher.valid_until + passed * DAY)
    assert DeadlineChange.objects.count() == 3


def test_an_unanswered_claim_window_moves_only_the_day_to_hand_in(scene: Scene, voucher: Voucher) -> None:
    live(voucher.valid_until)
    late = voucher.valid_until + 50 * DAY
    assert night(late) == 0
    moved = fresh(voucher)
    assert (moved.valid_until, moved.claim_moved_to) == (voucher.valid_until, late + 14 * DAY)
    with at_night(late + 14 * DAY):
        data = invoice(voucher, 50_000, issued_on=voucher.valid_until)
        assert redeem_voucher(SYSTEM, code=voucher.code, data=data).state == "used"
    assert list(differences()) == []


def test_after_the_moved_day_to_hand_in_it_lapses(voucher: Voucher) -> None:
    live(voucher.valid_until)
    late = voucher.valid_until + 50 * DAY
    for passed in range(15):
        assert night(late + passed * DAY) == 0
    assert night(late + 15 * DAY) == 1
    assert list(differences()) == []


def test_what_comes_back_after_the_last_day_has_its_reminders_too(scene: Scene) -> None:
    voucher = award(scene)
    done = redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 50_000))
    with at_night(voucher.valid_until + 40 * DAY):
        reverse_redemption(scene.coordinator, redemption=done.id, reason="Niet geleverd.")
    assert night(voucher.valid_until + 41 * DAY) == 0
    assert fresh(voucher).valid_until == voucher.valid_until + 55 * DAY


def test_a_voucher_that_is_freed_too_late_gets_its_days(scene: Scene, voucher: Voucher) -> None:
    contest_voucher(scene.coordinator, voucher=voucher, reason="Nakijken.")
    live(voucher.valid_until + 100 * DAY)
    assert not Notice.objects.exists()
    with at_night(voucher.valid_until + 100 * DAY):
        resume_voucher(scene.coordinator, voucher=voucher, reason="Het klopt.")
    assert night(voucher.valid_until + 101 * DAY) == 0
    assert fresh(voucher).valid_until == voucher.valid_until + 115 * DAY


# -- Another last day -----------------------------------------------------------------------------------------------


def test_reminders_of_a_day_that_was_extended_do_not_count_for_the_new_one(
    scene: Scene, voucher: Voucher
) -> None:
    live(voucher.valid_until - 3 * DAY)
    assert reminded() == [30, 14, 3]
    until = voucher.valid_until + 90 * DAY
    with at_night(voucher.valid_until - 2 * DAY):
        extend_voucher(scene.coordinator, voucher=voucher, until=until, reason="Ziekte.")
    assert let_lapse(voucher) == 1
    assert reminded() == [30, 14, 3, 30, 14, 3]
    change = DeadlineChange.objects.get()
    assert (change.was, change.becomes, change.ground) == (
        voucher.valid_until,
        until,
        DeadlineGround.EXTENDED,
    )
    assert list(differences()) == []


def test_a_reminder_on_its_way_is_dropped_when_the_day_changes(scene: Scene, voucher: Voucher) -> None:
    remind(voucher.valid_until - 30 * DAY)
    notice = Notice.objects.get()
    extend_voucher(scene.coordinator, voucher=voucher, until=voucher.valid_until + 90 * DAY, reason="Ziekte.")
    assert not Notice.objects.exists()
    assert not deliver_notice(SYSTEM, notice=notice)
    with pytest.raises(Notice.DoesNotExist):
        post_notice(scene.coordinator, notice=notice)


def test_a_voucher_that_ends_sooner_is_told_at_once_and_lapses_after_two_reminders(
    scene: Scene, voucher: Voucher
) -> None:
    until = today() + 30 * DAY
    shorten_voucher(scene.coordinator, voucher=voucher, until=until, reason="Het budget is op.")
    assert fresh(voucher).valid_until == until
    assert fresh(voucher).state == "open"
    assert Notice.objects.get().deadline == until
    deliver(today())
    assert live(until + 30 * DAY) == 0
    assert night(until + 31 * DAY) == 1
    assert reminded() == [30, 14, 3]
    assert list(differences()) == []


def test_a_voucher_that_ends_sooner_while_no_mail_leaves_does_not_end(scene: Scene, voucher: Voucher) -> None:
    until = today() + 30 * DAY
    shorten_voucher(scene.coordinator, voucher=voucher, until=until, reason="Het budget is op.")
    for passed in range(1, 200, 7):
        remind(today() + passed * DAY)
        with at_night(today() + passed * DAY):
            assert lapse_vouchers(SYSTEM, on=today()) == 0
    assert fresh(voucher).valid_until > until + 150 * DAY
    assert list(differences()) == []


def test_time_can_be_given_back_after_an_objection(scene: Scene, voucher: Voucher) -> None:
    until = today() + 30 * DAY
    shorten_voucher(scene.coordinator, voucher=voucher, until=until, reason="Het budget is op.")
    extend_voucher(scene.coordinator, voucher=voucher, until=voucher.valid_until, reason="Bezwaar.")
    assert fresh(voucher).valid_until == voucher.valid_until
    assert list(differences()) == []


@pytest.mark.parametrize("days", [29, 400])
def test_no_voucher_is_made_to_end_without_time_for_reminders_or_later_than_it_does(
    scene: Scene, voucher: Voucher, days: int
) -> None:
    with pytest.raises(ValueError, match="can end from"):
        shorten_voucher(scene.coordinator, voucher=voucher, until=today() + days * DAY, reason="Op.")


@pytest.mark.parametrize("key", ["owner", "provider_staff", "auditor"])
def test_only_a_coordinator_has_a_voucher_end_sooner(voucher: Voucher, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        shorten_voucher(actor(key), voucher=voucher, until=today() + 40 * DAY, reason="Op.")
    assert refused.value.code is RefusalCode.NOT_ALLOWED


# -- Growth ---------------------------------------------------------------------------------------------------------


def test_the_nightly_work_asks_no_more_when_there_are_more_vouchers_that_end_later(scene: Scene) -> None:
    near = award(scene, enterprise_number(0))
    on = near.valid_until - 30 * DAY

    def asked() -> int:
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert remind(on) == 1
        return len(queries)

    before = asked()
    for serial in range(1, 8):
        later = award(scene, enterprise_number(serial))
        extend_voucher(scene.coordinator, voucher=later, until=later.valid_until + 90 * DAY, reason="Ziekte.")
    assert asked() == before


def test_what_ends_soon_is_found_by_its_index() -> None:
    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, Voucher._meta.db_table)
    assert kept["vouchers_voucher_ends"]["columns"] == ["state", "valid_until"]
    # PostgreSQL chooses by what a table holds, and that of a test holds next to nothing.
    if connection.vendor == "sqlite":
        assert "vouchers_voucher_ends" in ending_vouchers(today()).explain()
