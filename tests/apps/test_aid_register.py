"""Who enters the lines of the register of de minimis aid, by when, and the file of it."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.aid import AID, AID_TO_BOTH, director
from tests.scene import (
    EMAIL,
    GENK,
    award,
    refusal_of,
    set_scene,
)
from wisselwerk.apps.aid.models import RegisterLine, Registration
from wisselwerk.apps.aid.queries import (
    Clocks,
    clocks,
    granting_bodies,
    lines_with_registration,
    open_lines,
    rows_of,
    visible_lines,
)
from wisselwerk.apps.aid.services import register_aid
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.vouchers.services import (
    revoke_voucher,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.demo.cast import OWN_ENTERPRISE
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.aid_register import REGISTER, cells_of
from wisselwerk.formats.sheet import write_csv

pytestmark = pytest.mark.django_db


def test_lines_are_entered_once_under_a_reference() -> None:
    scene = set_scene(rules=AID_TO_BOTH)
    award(scene)
    wanted = list(RegisterLine.objects.values_list("pk", flat=True))
    done = register_aid(scene.coordinator, lines=wanted, reference=" EAID-1 ", registered_on=today())
    again = register_aid(scene.coordinator, lines=wanted, reference="EAID-1", registered_on=today())
    assert [one.pk for one in again] == [one.pk for one in done]
    assert {one.reference for one in done} == {"EAID-1"}
    assert Entry.objects.filter(command="register_aid").count() == 2
    assert list(open_lines(visible_lines(scene.coordinator))) == []


def test_a_wrong_reference_is_put_right_and_both_are_kept() -> None:
    scene = set_scene(rules=AID)
    award(scene)
    wanted = [RegisterLine.objects.get().pk]
    for reference in ("EAID-1", "EAID-2"):
        register_aid(scene.coordinator, lines=wanted, reference=reference, registered_on=today())
    assert Registration.objects.count() == 2
    (row,) = rows_of(RegisterLine.objects.all())
    assert (row.reference, row.registered_on) == ("EAID-2", today())
    (shown,) = lines_with_registration(RegisterLine.objects.filter(pk__in=wanted)[:1])
    assert (shown.reference, [one.reference for one in shown.earlier]) == ("EAID-2", ["EAID-1"])


@pytest.mark.parametrize(
    ("days", "code"), [(1, RefusalCode.DAY_TO_COME), (-1, RefusalCode.DAY_TOO_EARLY), (0, None)]
)
def test_it_is_entered_between_its_day_and_today(days: int, code: RefusalCode | None) -> None:
    scene = set_scene(rules=AID)
    award(scene)
    wanted = [RegisterLine.objects.get().pk]
    day = today() + timedelta(days=days)
    if code is None:
        assert register_aid(scene.coordinator, lines=wanted, reference="1", registered_on=day)
        return
    with pytest.raises(Refusal) as refused:
        register_aid(scene.coordinator, lines=wanted, reference="1", registered_on=day)
    assert refusal_of(refused)[0] == code
    assert not Registration.objects.exists()


def test_nobody_enters_without_a_reference() -> None:
    scene = set_scene(rules=AID)
    award(scene)
    with pytest.raises(ValueError, match="reference"):
        register_aid(
            scene.coordinator, lines=[RegisterLine.objects.get().pk], reference=" ", registered_on=today()
        )


def test_the_coordinator_and_the_financial_director_enter_it_and_the_auditor_reads_along() -> None:
    scene = set_scene(rules=AID)
    award(scene)
    wanted = [RegisterLine.objects.get().pk]
    auditor = actor_for(person(EMAIL["auditor"]))
    assert visible_lines(auditor).count() == 1
    with pytest.raises(Refusal) as refused:
        register_aid(auditor, lines=wanted, reference="1", registered_on=today())
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    for key in ("owner", "provider_staff"):
        somebody = actor_for(person(EMAIL[key]))
        assert not visible_lines(somebody).exists()
        with pytest.raises(RegisterLine.DoesNotExist):
            register_aid(somebody, lines=wanted, reference="1", registered_on=today())
    assert visible_lines(director()).count() == 1
    assert register_aid(director(), lines=wanted, reference="1", registered_on=today())


def test_a_director_of_another_municipality_sees_nothing() -> None:
    award(set_scene(rules=AID))
    assert not visible_lines(director("73083")).exists()


def test_one_line_that_is_not_theirs_enters_none() -> None:
    scene = set_scene(rules=AID)
    award(scene)
    known = RegisterLine.objects.get().pk
    with pytest.raises(RegisterLine.DoesNotExist):
        register_aid(scene.coordinator, lines=[known, known + 1], reference="1", registered_on=today())
    assert not Registration.objects.exists()


def test_the_clocks_warn_a_week_of_working_days_before_and_after_the_last_day() -> None:
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BRUSSELS)):
        scene = set_scene(rules=AID)
        award(scene)
    mine, last = visible_lines(scene.coordinator), date(2026, 12, 23)
    assert clocks(mine, date(2026, 12, 15)) == Clocks(1, 0, 0, last, 1)
    assert clocks(mine, date(2026, 12, 16)) == Clocks(1, 0, 1, last, 1)
    assert clocks(mine, last) == Clocks(1, 0, 1, last, 1)
    assert clocks(mine, date(2026, 12, 24)) == Clocks(1, 1, 0, last, 1)


def test_the_file_has_a_row_per_line_in_the_columns_of_the_reference() -> None:
    scene = set_scene(rules=AID)
    voucher = award(scene)
    revoke_voucher(scene.coordinator, voucher=voucher, reason="Fout.")
    Scheme.objects.update(name="=1+1")
    grant, correction = RegisterLine.objects.order_by("pk")
    register_aid(scene.coordinator, lines=[grant.pk], reference="EAID-1", registered_on=today())
    target = io.BytesIO()
    write_csv(target, REGISTER, map(cells_of, rows_of(RegisterLine.objects.all())))
    text = target.getvalue().decode()
    head, *rows = csv.reader(io.StringIO(text))
    assert head == [one.name for one in REGISTER.columns]
    day = today().isoformat()
    assert rows[0] == [
        str(grant.pk), "grant", "Genk", GENK, OWN_ENTERPRISE.number, day, day, "250.00", "EUR",
        "(EU) 2023/2831", "general", "'=1+1", "", grant.register_by.isoformat(), day, "EAID-1",
    ]  # fmt: skip
    assert rows[1][:2] == [str(correction.pk), "revocation"]
    assert (rows[1][7], rows[1][12], rows[1][14:]) == ("-250.00", str(grant.pk), ["", ""])
    assert [body.nis_code for body in granting_bodies()] == [GENK]
    assert not granting_bodies(scene.partnership).exists()
