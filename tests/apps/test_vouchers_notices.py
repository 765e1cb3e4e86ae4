"""What a holder is told leaves by mail or by post, counts from the day it left, and is proven by the trail."""

from datetime import timedelta
from importlib import import_module
from unittest.mock import Mock

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from tests.nights import DAY, at_night, deliver, let_lapse, remind, reminded
from tests.scene import (
    EMAIL,
    Scene,
    actor,
    award,
    put_in_outbox,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.privacy.services import erase_person, export_person
from wisselwerk.apps.vouchers.models import (
    DeliveryState,
    Notice,
    NoticeAbout,
    Voucher,
)
from wisselwerk.apps.vouchers.notice_paper import notice_paper
from wisselwerk.apps.vouchers.queries.notices import undelivered_notices
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import (
    lapse_vouchers,
    post_notice,
    refuse_notice,
    revoke_voucher,
)
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


@pytest.fixture
def voucher(scene: Scene) -> Voucher:
    return award(scene)


# -- By post --------------------------------------------------------------------------------------------------------


def test_who_has_no_mail_address_gets_a_letter_that_counts_from_the_day_it_was_posted(
    scene: Scene, voucher: Voucher
) -> None:
    erase_person(SYSTEM, email=EMAIL["owner"])
    first = voucher.valid_until - 30 * DAY
    assert remind(first) == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.person) == (DeliveryState.TO_POST, None)
    assert list(undelivered_notices(scene.coordinator)) == [notice]
    assert list(undelivered_notices(actor("auditor"))) == []
    with at_night(first + 5 * DAY):
        post_notice(scene.coordinator, notice=notice)
        with pytest.raises(Refusal) as refused:
            post_notice(scene.coordinator, notice=notice)
        assert refusal_of(refused) == (RefusalCode.WRONG_STATE, {"state": "posted"})
    assert reminded() == [25]
    assert list(undelivered_notices(scene.coordinator)) == []
    assert remind(voucher.valid_until - 14 * DAY) == 1
    assert list(differences()) == []


def test_a_mail_that_is_refused_waits_for_a_letter(scene: Scene, voucher: Voucher) -> None:
    on = voucher.valid_until - 30 * DAY
    remind(on)
    notice = Notice.objects.get()
    assert refuse_notice(SYSTEM, notice=notice)
    assert not refuse_notice(SYSTEM, notice=notice)
    assert reminded() == []
    assert list(undelivered_notices(scene.coordinator)) == [notice]
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    assert [one.about for one in Notice.objects.all()] == [NoticeAbout.REVOCATION]


def test_a_mail_that_did_not_leave_within_the_hour_is_shown(scene: Scene, voucher: Voucher) -> None:
    on = voucher.valid_until - 30 * DAY
    remind(on)
    with at_night(on):
        assert list(undelivered_notices(scene.coordinator)) == []
    with time_machine.travel(Notice.objects.get().at + timedelta(hours=1, seconds=1)):
        assert len(undelivered_notices(scene.coordinator)) == 1


def test_whoever_acts_for_the_business_is_told_when_who_applied_is_gone(scene: Scene) -> None:
    voucher = award(scene, OWN_ENTERPRISE.number)
    colleague = person(EMAIL["colleague"])
    grant_role(SYSTEM, person=colleague, organisation=voucher.holder, role=Role.HOLDER)
    erase_person(SYSTEM, email=EMAIL["owner"])
    remind(voucher.valid_until - 30 * DAY)
    assert Notice.objects.get().person == colleague


@pytest.mark.parametrize("key", ["owner", "provider_staff", "auditor", "stranger"])
def test_only_a_coordinator_marks_a_letter_as_posted(voucher: Voucher, key: str) -> None:
    remind(voucher.valid_until - 30 * DAY)
    with pytest.raises(Refusal) as refused:
        post_notice(actor(key), notice=Notice.objects.get())
    assert refused.value.code is RefusalCode.NOT_ALLOWED


def test_a_withdrawn_voucher_is_told_to_its_holder(scene: Scene, voucher: Voucher) -> None:
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Onjuiste gegevens.")
    notice = Notice.objects.get()
    assert (notice.about, notice.state, notice.deadline) == (NoticeAbout.REVOCATION, "to_mail", None)
    assert put_in_outbox()[-1] == ("send_notice", {"notice_id": notice.pk})
    deliver(today())
    assert list(differences()) == []


def test_a_letter_that_waits_tells_the_day_that_counts_now(scene: Scene, voucher: Voucher) -> None:
    erase_person(SYSTEM, email=EMAIL["owner"])
    remind(voucher.valid_until - 30 * DAY)
    remind(voucher.valid_until)
    notice = Notice.objects.get()
    assert notice.told_until == voucher.valid_until + 14 * DAY
    with at_night(voucher.valid_until + 2 * DAY):
        paper = notice_paper(notice)
        assert (paper.made_on, paper.dated) == (today(), day(today()))
        assert day(voucher.valid_until + 14 * DAY) in paper.subject
        post_notice(scene.coordinator, notice=notice)
    assert notice_paper(Notice.objects.get()).made_on == voucher.valid_until + 2 * DAY
    assert list(differences()) == []


def test_who_was_told_can_be_handed_over_and_goes_with_the_person(scene: Scene, voucher: Voucher) -> None:
    remind(voucher.valid_until - 30 * DAY)
    deliver(voucher.valid_until - 30 * DAY)
    (told,) = export_person(EMAIL["owner"])["told"]
    assert (told["about"], told["told_until"]) == ("LAST_DAY", voucher.valid_until)
    erase_person(SYSTEM, email=EMAIL["owner"])
    assert Notice.objects.get().person is None
    assert reminded() == [30]
    assert list(differences()) == []


# -- What is proven -------------------------------------------------------------------------------------------------


def test_a_voucher_that_lapsed_without_reminders_is_named(
    voucher: Voucher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("wisselwerk.apps.vouchers.services.vouchers.deadlines_of", lambda _: ())
        assert lapse_vouchers(SYSTEM, on=voucher.valid_until + 31 * DAY) == 1
    lines = list(differences())
    assert len(lines) == 2
    assert all(f"voucher {voucher.pk}: lapsed on {today()}" in line for line in lines)


def test_what_lapsed_before_reminders_were_sent_is_left_in_peace(
    voucher: Voucher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("wisselwerk.apps.vouchers.services.vouchers.deadlines_of", lambda _: ())
        lapse_vouchers(SYSTEM, on=voucher.valid_until + 31 * DAY)
    Entry.objects.create(
        at=Entry.objects.latest("pk").at, actor="system", command="begin_to_remind", subject="vouchers"
    )
    assert list(differences()) == []


def test_a_voucher_extended_before_changes_were_kept_is_proven_as_it_was(voucher: Voucher) -> None:
    until = voucher.valid_until + 40 * DAY
    Voucher.objects.filter(pk=voucher.pk).update(valid_until=until)
    assert len(list(differences())) == 1
    Entry.objects.create(
        at=Entry.objects.latest("pk").at,
        actor="person:1",
        command="extend_voucher",
        subject=f"voucher:{voucher.pk}",
    )
    assert list(differences()) == []
    assert let_lapse(voucher) == 1
    assert list(differences()) == []


def test_an_installation_with_lapsed_vouchers_begins_to_count_where_it_is_brought_up_to_date(
    voucher: Voucher,
) -> None:
    migration = import_module("wisselwerk.apps.vouchers.migrations.0005_notice")
    editor = Mock(connection=connection)
    migration.begin_to_count(apps, editor)
    assert not Entry.objects.filter(command="begin_to_remind").exists()
    Entry.objects.create(at=now(), actor="system", command="lapse_voucher", subject="voucher:1")
    migration.begin_to_count(apps, editor)
    assert Entry.objects.latest("pk").command == "begin_to_remind"
