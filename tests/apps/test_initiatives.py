"""Initiatives from their signals to the answer of who does it: kept once, asked once, answered by who may, merged and parted."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from tests.initiatives import WIJK_WERKEN, fresh, in_order, member_of, noted, noticed, refused, steps
from tests.scene import AS_, GENK, OPGLABBEEK, OUDSBERGEN, actor, put_in_outbox, set_scene
from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR, read_token, token_for
from wisselwerk.apps.initiatives.models import Initiative, InitiativeStep, Signal
from wisselwerk.apps.initiatives.queries.initiative_owners import may_answer, owners_of
from wisselwerk.apps.initiatives.queries.initiative_waiting import answered_for_by, unanswered_of
from wisselwerk.apps.initiatives.queries.initiatives import initiative_told
from wisselwerk.apps.initiatives.services import (
    Correction,
    ask_owners,
    confirm_initiative,
    correct_initiative,
    deny_initiative,
    end_initiative,
    note_decision,
)
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.parties.services import local_government
from wisselwerk.clock import today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor
from wisselwerk.domain.initiative import Judgement
from wisselwerk.domain.initiative_statement import Topic
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.published_decision import Body
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.signal import SignalAmount

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

ELSEWHERE = "https://raad.essel.example/notulen/7"
A_DAY = timedelta(days=1)


# Signals


def waits(actor: Actor) -> list[Initiative]:
    """What waits for somebody's answer."""
    return list(unanswered_of(answered_for_by(actor, today())))


def test_a_decision_is_noticed_with_all_it_says() -> None:
    one = noticed()
    assert (one.state, one.title, one.government) == ("NOTICED", WIJK_WERKEN.title, "Stad Genk")
    assert [place.place for place in one.places.all()] == [GENK]
    assert (one.held_on, one.known_on) == (date(2024, 5, 13), date(2024, 5, 23))
    assert one.amounts == [[125_050, None]]
    assert (one.priority, one.partnership_id, one.kinds) == ("", None, ["DECISION"])
    assert steps(one) == [("NOTICE", "NOTICED")]


def test_the_same_again_is_nothing_new_whatever_its_file_is_called() -> None:
    noticed()
    assert noted(file="elders.html", line=3, published_on=today()) is None
    assert (Signal.objects.count(), Initiative.objects.count()) == (1, 1)


def test_other_words_at_the_same_address_follow_the_older_and_both_stay() -> None:
    one = noticed()
    later = noted(title="Wijk-werken. Nieuwe samenwerkingsovereenkomst.")
    assert later is not None
    assert (later.follows, later.initiative) == (Signal.objects.earliest("pk"), one)
    assert fresh(one).title == "Wijk-werken. Nieuwe samenwerkingsovereenkomst."
    assert later.known_on == today(), "when the first text was published says nothing of this one"
    assert noted(title=later.title) is None


def test_a_decision_that_goes_back_to_what_it_said_counts_again_and_is_known_since_then() -> None:
    one = noticed()
    wrong = noted(title="Wijk-werken. CoÃ¶peratie.")
    again = noted()
    assert again is not None
    assert (again.follows, again.initiative) == (wrong, one)
    assert (fresh(one).title, fresh(one).known_on) == (WIJK_WERKEN.title, date(2024, 5, 23))
    assert noted() is None
    assert (Signal.objects.count(), Initiative.objects.count()) == (3, 1)


def test_without_an_address_a_decision_is_told_from_others_by_what_it_is() -> None:
    noticed(address="")
    assert noted(address="", file="elders.html") is None
    assert noted(address="", decided_on=date(2025, 1, 13)) is not None


@pytest.mark.parametrize(
    ("body", "decided_on", "places"),
    [
        (Body(name="Gemeenteraad Genk"), date(2024, 5, 13), [GENK]),
        (Body(government="Gemeente Oudsbergen"), date(2024, 5, 13), ["71047", "72040"]),
        (Body(government="Opglabbeek"), date(2017, 5, 13), [OPGLABBEEK]),
        (Body(government="Provincie Limburg"), date(2024, 5, 13), []),
        (Body(), None, []),
    ],
)
def test_where_it_is_follows_from_who_decided_on_the_day(
    body: Body, decided_on: date | None, places: list[str]
) -> None:
    one = noticed(body=body, decided_on=decided_on)
    assert sorted(place.place for place in one.places.all()) == places


def test_a_very_long_text_is_cut_and_not_refused() -> None:
    one = noticed(
        title="Wijk-werken " * 100, description=("Zin. " * 4_000,), address=f"https://a.example/{'x' * 600}"
    )
    assert len(one.title) == 500
    assert len(one.what) == 4_000
    assert len(one.signals.get().key) == 71


def test_nobody_but_the_system_brings_decisions_in() -> None:
    scene = set_scene()
    for who in (ANONYMOUS, scene.coordinator, actor("auditor")):
        code = refused(note_decision, who, decision=WIJK_WERKEN, judgement=Judgement(()))
        assert code is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("model", [Signal, InitiativeStep])
def test_signals_and_steps_never_change(model: type[Signal | InitiativeStep]) -> None:
    noticed()
    row = model.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(actor="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


# Who answers


def test_a_municipality_answers_and_so_does_the_coordinator_of_its_partnership() -> None:
    scene = set_scene()
    one = noticed()
    genk, elsewhere = member_of(GENK), member_of(AS_, "bestuur@as.example")
    assert owners_of(one, today()) == [local_government(GENK, today()).pk, scene.partnership.pk]
    assert may_answer(genk, one, today())
    assert waits(genk) == waits(scene.coordinator) == [one]
    assert waits(elsewhere) == waits(ANONYMOUS) == []
    for who in (elsewhere, ANONYMOUS, actor("auditor"), actor("stranger")):
        assert refused(confirm_initiative, who, initiative=one) is RefusalCode.NOT_ALLOWED
    assert confirm_initiative(genk, initiative=one).state == "CONFIRMED"
    assert waits(genk) == []


def test_after_a_merger_the_new_municipality_answers_for_what_the_former_one_decided() -> None:
    one = noticed(body=Body(government="Opglabbeek"), decided_on=date(2017, 5, 13))
    assert may_answer(member_of(OUDSBERGEN), one, today())
    assert waits(member_of(OUDSBERGEN)) == [one]


def test_of_whom_nobody_is_here_nobody_answers_and_it_stays_noticed() -> None:
    one = noticed(body=Body(government="Gemeente Essel"))
    assert owners_of(one, today()) == []
    assert ask_owners(SYSTEM, on=today()) == 0
    assert fresh(one).state == "NOTICED"


def test_each_answer_is_a_step_with_who_and_when() -> None:
    one, genk = noticed(), member_of(GENK)
    deny_initiative(genk, initiative=one)
    confirm_initiative(genk, initiative=one)
    end_initiative(genk, initiative=one)
    found = list(one.steps.order_by("pk"))
    assert steps(one) == [
        ("NOTICE", "NOTICED"),
        ("DENY", "DENIED"),
        ("CONFIRM", "CONFIRMED"),
        ("END", "ENDED"),
    ]
    assert (found[1].actor, found[1].at) == (str(genk), max(one.at for one in found[:2]))
    assert refused(end_initiative, genk, initiative=one) is RefusalCode.WRONG_STATE


def test_a_correction_wins_and_what_was_read_stays_beside_it() -> None:
    one, genk = noticed(), member_of(GENK)
    correct_initiative(
        genk,
        initiative=one,
        correction=Correction(
            title="Wijk-werken Limburg",
            priority=Priority.WORK,
            amounts=(SignalAmount(Cents(100_000), 2025),),
        ),
    )
    found = fresh(one)
    assert (found.state, found.title, found.priority) == ("CORRECTED", "Wijk-werken Limburg", "WSE-LR2")
    assert found.what == "De overeenkomst loopt zes jaar."
    noted(title="Wijk-werken, nog eens.", decided_on=today())
    assert (fresh(one).state, fresh(one).title) == ("CORRECTED", "Wijk-werken Limburg")
    told = initiative_told(one.pk)
    assert told is not None
    statement = told.statements[Topic.TITLE]
    assert told.rows[statement.signal.kind, statement.signal.key].kind == "CORRECTION"
    assert [other.title for other in statement.otherwise] == ["Wijk-werken, nog eens."]
    nothing = refused(correct_initiative, genk, initiative=one, correction=Correction())
    assert nothing is RefusalCode.NOTHING_CORRECTED
    for named in (
        Correction(title="Project van de heer Lowie Vos"),
        Correction(what="Bel mevrouw Zohra Qaderi."),
    ):
        assert refused(correct_initiative, genk, initiative=one, correction=named) is RefusalCode.PERSON_NAMED
    assert fresh(one).title == "Wijk-werken Limburg"


def test_a_second_correction_counts_from_then_on() -> None:
    one, genk = noticed(), member_of(GENK)
    for name in ("Eerste", "Tweede"):
        correct_initiative(genk, initiative=one, correction=Correction(title=name))
    assert fresh(one).title == "Tweede"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"starts_on": date(2025, 2, 1)}, (date(2025, 2, 1), date(2025, 12, 31))),
        ({"ends_on": date(2026, 6, 30)}, (date(2024, 9, 1), date(2026, 6, 30))),
        # A day that cannot be any more is not said along.
        ({"starts_on": date(2026, 1, 1)}, (date(2026, 1, 1), None)),
        ({"ends_on": date(2024, 8, 31)}, (None, date(2024, 8, 31))),
        ({"title": "Anders"}, (date(2024, 9, 1), date(2025, 12, 31))),
    ],
)
def test_a_correction_of_one_day_leaves_the_other(
    said: dict[str, Any], days: tuple[date | None, date | None]
) -> None:
    one = noticed(in_force_on=date(2024, 9, 1), ends_on=date(2026, 1, 1))
    correct_initiative(member_of(GENK), initiative=one, correction=Correction(**said))
    assert (fresh(one).starts_on, fresh(one).ends_on) == days


def test_a_correction_of_the_amount_of_one_year_leaves_the_others() -> None:
    one, genk = noticed(), member_of(GENK)
    for cents, year in ((2_000, 2026), (1_000, 2025), (3_000, 2026)):
        amounts = (SignalAmount(Cents(cents), year),)
        correct_initiative(genk, initiative=one, correction=Correction(amounts=amounts))
    assert fresh(one).amounts == [[1_000, 2025], [3_000, 2026]]
    whole = Correction(amounts=(SignalAmount(Cents(9_000)),))
    correct_initiative(genk, initiative=one, correction=whole)
    assert fresh(one).amounts == [[9_000, None]]


def test_what_was_confirmed_and_is_told_otherwise_is_noticed_again() -> None:
    one, genk = noticed(), member_of(GENK)
    confirm_initiative(genk, initiative=one)
    noted(amounts=(Cents(200_000),))
    assert fresh(one).state == "NOTICED"
    assert waits(genk) == [one]


# Asking by mail


def test_who_has_an_address_is_asked_once_about_all_that_is_new() -> None:
    genk = member_of(GENK)
    first, second = noticed(), noticed(address=ELSEWHERE, title="Artikel 60: overeenkomst met De Werkhoek")
    noticed(address="https://a.example", body=Body(government="Essel"))
    assert ask_owners(SYSTEM, on=today()) == 2
    ((_name, payload),) = [one for one in put_in_outbox() if one[0] == "send_initiatives"]
    assert payload == {
        "organisation_id": local_government(GENK, today()).pk,
        "person_id": genk.id,
        "initiatives": f"{first.pk},{second.pk}",
        "others": 0,
    }
    assert ask_owners(SYSTEM, on=today()) == 0
    assert fresh(first).asked_at is not None
    assert fresh(first).state == "NOTICED"


def test_without_an_address_at_the_municipality_the_coordinator_is_asked() -> None:
    scene = set_scene()
    noticed()
    assert ask_owners(SYSTEM, on=today()) == 1
    (payload,) = [one for name, one in put_in_outbox() if name == "send_initiatives"]
    assert payload["person_id"] == scene.coordinator.id


def test_who_cannot_answer_any_more_is_not_asked() -> None:
    member_of(GENK)
    one = noticed()
    Person.objects.filter(email="bestuur@genk.example").update(is_active=False)
    assert ask_owners(SYSTEM, on=today()) == 0
    assert fresh(one).asked_at is None


def test_what_is_noticed_again_is_asked_again() -> None:
    one, genk = noticed(), member_of(GENK)
    ask_owners(SYSTEM, on=today())
    confirm_initiative(genk, initiative=one)
    noted(amounts=(Cents(200_000),))
    assert ask_owners(SYSTEM, on=today()) == 1


def test_what_was_confirmed_before_is_not_asked_again_and_what_was_not_is() -> None:
    one, genk = noticed(), member_of(GENK)
    confirm_initiative(genk, initiative=one)
    for cents in (Cents(200_000), Cents(300_000)):
        noted(amounts=(cents,))
    confirm_initiative(genk, initiative=fresh(one))
    noted()
    assert (fresh(one).state, fresh(one).amounts) == ("CONFIRMED", [[125_050, None]])
    assert ask_owners(SYSTEM, on=today()) == 0
    noted(amounts=(Cents(200_000),))
    assert fresh(one).state == "NOTICED"
    assert ask_owners(SYSTEM, on=today()) == 1


def test_a_link_opens_one_initiative_as_one_person_for_a_while() -> None:
    one, genk = noticed(), member_of(GENK)
    assert genk.id is not None
    with time_machine.travel(today()) as clock:
        token = token_for(one.pk, genk.id)
        assert read_token(token) == (one, genk)
        clock.shift(HOLDS_FOR - A_DAY)
        assert read_token(token) == (one, genk)
        clock.shift(2 * A_DAY)
        with pytest.raises(Refusal) as old:
            read_token(token)
    assert old.value.code is RefusalCode.LINK_EXPIRED


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0:1abc:def"])
def test_a_link_that_is_not_ours_opens_nothing(token: str) -> None:
    with pytest.raises(Refusal) as wrong:
        read_token(token)
    assert wrong.value.code is RefusalCode.LINK_EXPIRED


def test_the_link_of_who_was_erased_opens_nothing() -> None:
    one, genk = noticed(), member_of(GENK)
    assert genk.id is not None
    token = token_for(one.pk, genk.id)
    Person.objects.filter(pk=genk.id).update(email=None)
    with pytest.raises(Refusal):
        read_token(token)
