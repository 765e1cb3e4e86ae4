"""``verify`` and initiatives: whoever changes a row with the database and not with the program is found, column by column."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, models, transaction

from tests.initiatives import member_of, noted, noticed
from tests.policy_report_sample import SampleLine, write_csv
from tests.scene import GENK, set_scene
from tests.schemes_elsewhere import scheme_elsewhere
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.initiatives.models import (
    ExpostQuestion,
    ExpostStep,
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
    Signal,
)
from wisselwerk.apps.initiatives.queries.proof import differences
from wisselwerk.apps.initiatives.services import (
    Correction,
    accept_link,
    ask_government,
    ask_owners,
    confirm_initiative,
    correct_initiative,
    note_reply,
    reply_to_question,
    suggest_practice,
    tell_policy_reports,
    tell_scheme,
)
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.expost_question import Reply, ToldAction
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

pytestmark = pytest.mark.django_db(transaction=True)

A_DAY = timedelta(days=1)
A_DATE = date(1999, 1, 1)
Tamper = Callable[..., None]


@pytest.fixture
def played(tmp_path: Path) -> None:
    """A row at least of each kind: asked, answered, merged, told by a scheme and told otherwise later, and told by a report."""
    scene = set_scene()
    genk = member_of(GENK)
    first = noticed()
    noticed(address="https://raad.example/8")
    ask_owners(SYSTEM, on=today())
    accept_link(genk, link=InitiativeLink.objects.get())
    confirm_initiative(genk, initiative=first)
    noted(description=("Anders.",))
    correct_initiative(genk, initiative=first, correction=Correction(title="Beter"))
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    lines = [SampleLine(code="WSE-LR1"), SampleLine(action="Code: AC2", code="WSE-LR2", amount="1,00")]
    path = write_csv(tmp_path / "export.csv", lines)
    export = open_policy_report(path)
    loaded = load_policy_report(SYSTEM, export=export, fingerprint=fingerprint(path), name=path.name)
    tell_policy_reports(SYSTEM, file=loaded.file)
    asked = ask_government(SYSTEM, year=today().year, government=GENK, text="Onder welke actie?")
    told = ToldAction(title="Overleg", priority=Priority.ROLE, cents=Cents(100))
    step = reply_to_question(genk, question=asked, text="Zonder code.", told=told)
    note_reply(SYSTEM, question=asked, last_step=step.pk)
    for to, practice in ((asked.to, scheme_elsewhere()), (scene.partnership, first)):
        shown = suggest_practice(
            SYSTEM,
            year=today().year,
            government=GENK,
            to=to,
            practice=practice,
            text="Kijk eens.",
            email="a@b.example",
        )
        reply_to_question(SYSTEM, question=shown, text="Later.", reply=Reply.LATER)
    assert list(differences()) == []


KEPT: Mapping[type[models.Model], Mapping[str, str]] = {
    Signal: {
        "id": "it tells rows apart",
        "source": "where a file lay is no part of what it says",
        "known_on": "no part of what it says; the outline of its initiative tells where it counts",
        "scheme": "a key of the database; its key names it too",
        "spoke": "how it was weighed, not what it says",
        "enough": "how it was weighed, not what it says",
    },
    Initiative: {
        "id": "it tells rows apart",
        "noticed_at": "nothing follows from it; its first step has it too",
    },
    InitiativeStep: {"id": "it tells rows apart"},
    InitiativeLink: {
        "id": "it tells rows apart",
        "kind": "a proposal, which a person judges",
        "initiative": "a proposal, which a person judges",
        "other": "a proposal, which a person judges",
        "reasons": "a proposal, which a person judges",
        "differences": "a proposal, which a person judges",
        "proposed_at": "a proposal, which a person judges",
    },
    InitiativePlace: {"id": "it tells rows apart"},
    ExpostQuestion: {"id": "it tells rows apart"},
    ExpostStep: {"id": "it tells rows apart"},
}
"""Which columns may hold something else and nobody is told, and why."""


def other_value(field: models.Field[object, object], row: models.Model) -> object:
    """Something else that this column could hold."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=value)
        return others.order_by("pk").values_list("pk", flat=True).first()
    if isinstance(field, models.DateTimeField):
        return now() - A_DAY
    if isinstance(field, models.DateField):
        return A_DATE
    if isinstance(field, models.JSONField):
        return (
            [["x", 1]] if field.name == "amounts" else {"amount_cents": 1} if field.name == "terms" else ["x"]
        )
    if isinstance(field, models.IntegerField):
        return int(value) + 1
    if field.choices:
        return next(one for one, _ in field.choices if one != value)
    return f"{value}x"[-10:]


def is_named(row: models.Model, field: models.Field[object, object]) -> bool:
    """Whether this column cannot hold something else without being told, or not at all."""
    found: str | None = None
    changed = {field.attname: other_value(field, row)}
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**changed)
            found = next(differences(), None)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return found is not None


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
@pytest.mark.usefixtures("played")
def test_a_change_in_any_column_of_any_row_is_named(tamper: Tamper, model: type[models.Model]) -> None:
    fields = {one.name: one for one in model._meta.concrete_fields}
    assert KEPT[model].keys() <= fields.keys()
    rows = list(model._default_manager.order_by("pk"))
    assert rows
    unnamed = {
        name
        for name in fields.keys() - KEPT[model].keys()
        for row in rows
        if not is_named(row, fields[name]) and other_value(fields[name], row) is not None
    }
    assert unnamed == set()
    assert list(differences()) == []


@pytest.mark.usefixtures("played")
def test_what_is_gone_is_named(tamper: Tamper) -> None:
    commands = (
        "keep_signal", "notice_initiative", "confirm_initiative", "accept_link", "merge_initiative",
        "ask_government", "suggest_practice", "reply_to_question", "note_reply",
    )  # fmt: skip
    for command in commands:
        with transaction.atomic():
            assert Entry.objects.filter(command=command).delete()[0]
            assert list(differences()) != [], command
            transaction.set_rollback(True)
    with transaction.atomic():
        InitiativePlace.objects.all().delete()
        assert "its places are not what its signals say" in "\n".join(differences())
        transaction.set_rollback(True)
    with transaction.atomic():
        InitiativeStep.objects.filter(action="CONFIRM").delete()
        assert "that step is gone" in "\n".join(differences())
        transaction.set_rollback(True)


@pytest.mark.usefixtures("played")
def test_what_nobody_but_the_database_did_is_named(tamper: Tamper) -> None:
    Initiative.objects.create(state="CONFIRMED", noticed_at=now(), known_on=today(), words="")
    found = list(differences())
    assert any(line.endswith("rests on no signal") for line in found)
    assert any(line.endswith("stands otherwise than its steps lead to") for line in found)
