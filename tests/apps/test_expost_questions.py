"""What the administration asks and suggests after a year: who may, who answers, what stays, and what no answer changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from tests.departments import department
from tests.initiatives import in_order, member_of, noticed, refused
from tests.policy_report_sample import ACCOUNTS
from tests.policy_year import CODES, lines_of, load_reports
from tests.scene import GENK, set_scene
from tests.schemes_elsewhere import noticed_in_as, scheme_elsewhere
from wisselwerk.apps.initiatives.expost_token import read_token, token_for
from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR
from wisselwerk.apps.initiatives.models import ExpostQuestion, ExpostStep, Initiative
from wisselwerk.apps.initiatives.queries.expost import public_rows
from wisselwerk.apps.initiatives.queries.expost_question_proof import differences
from wisselwerk.apps.initiatives.queries.expost_questions import (
    answering_for,
    questions_on,
    replies_for,
    state_of,
    unanswered_by,
    whom_to_mail,
)
from wisselwerk.apps.initiatives.queries.main_lines_elsewhere import elsewhere
from wisselwerk.apps.initiatives.queries.practices import schemes_elsewhere
from wisselwerk.apps.initiatives.services import (
    ask_government,
    deny_initiative,
    note_reply,
    reply_to_question,
    suggest_practice,
)
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import (
    grant_role,
    local_government,
    person,
)
from wisselwerk.apps.privacy.services import erase_person, export_person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wisselwerk.domain.expost_control import Outcome
from wisselwerk.domain.expost_question import QuestionState, Reply, ToldAction
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.refusal import RefusalCode

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

AS_, OUDSBERGEN, TONGEREN, TONGEREN_BORGLOON = "71002", "72042", "73083", "73111"
YEAR = 2025
ROLE = ToldAction(title="Overleg met maatwerkbedrijven", priority=Priority.ROLE, cents=Cents(120_000))


@pytest.fixture(autouse=True)
def after_the_year() -> Iterator[None]:
    with time_machine.travel(datetime(YEAR + 1, 3, 2, 12, tzinfo=BRUSSELS), tick=False):
        yield


@pytest.fixture
def official() -> Actor:
    somebody = person("nazicht@vlaanderen.example")
    grant_role(SYSTEM, person=somebody, organisation=department(), role=Role.FLANDERS)
    return actor_for(somebody)


@pytest.fixture
def genk() -> Actor:
    return member_of(GENK)


def asked(official: Actor, code: str = GENK, **more: str) -> ExpostQuestion:
    return ask_government(
        official, year=YEAR, government=code, text="Staat overleg onder een andere code?", **more
    )


def test_the_administration_asks_and_the_government_answers_as_often_as_it_likes(
    official: Actor, genk: Actor
) -> None:
    question = asked(official)
    assert (question.outcome, question.explanation) == ("not_visible", "NO_REPORT")
    assert [one.pk for one in unanswered_by(genk, today())] == [question.pk]
    assert replies_for(official) == []
    assert state_of(question) is QuestionState.OPEN
    for text in ("Onder AC-12.", "Het is AC-13."):
        step = reply_to_question(genk, question=question, text=text)
        assert [one.pk for one in replies_for(official)] == [question.pk]
        assert note_reply(official, question=question, last_step=step.pk)
        assert not note_reply(official, question=question, last_step=step.pk)
        assert replies_for(official) == []
    assert unanswered_by(genk, today()) == []
    (shown,) = questions_on(YEAR, GENK)
    assert [one.text for one in shown.steps.all()] == ["Onder AC-12.", "", "Het is AC-13.", ""]
    assert state_of(shown) is QuestionState.SEEN


def test_there_is_one_question_at_a_time_and_another_after_the_answer(official: Actor, genk: Actor) -> None:
    question = asked(official)
    what: dict[str, Any] = {"year": YEAR, "government": GENK, "text": "Nog iets?"}
    assert refused(ask_government, official, **what) is RefusalCode.QUESTION_UNANSWERED
    # Of another year, or another government, it is another question.
    ask_government(official, year=2024, government=GENK, text="En het jaar ervoor?")
    reply_to_question(genk, question=question, text="Onder AC-12.")
    assert ask_government(official, **what).pk != question.pk


def test_an_answer_that_came_since_is_left_to_be_seen(official: Actor, genk: Actor) -> None:
    question = asked(official)
    first, second = (reply_to_question(genk, question=question, text=text) for text in ("Zo.", "Of zo."))
    assert not note_reply(official, question=question, last_step=first.pk)
    assert [one.pk for one in replies_for(official)] == [question.pk]
    assert note_reply(official, question=question, last_step=second.pk)
    assert replies_for(official) == []


def test_what_is_in_order_raises_no_question(official: Actor, genk: Actor, tmp_path: Path) -> None:
    load_reports(tmp_path, *lines_of(GENK, YEAR), *lines_of(GENK, YEAR, kind=ACCOUNTS))
    what = {"year": YEAR, "government": GENK, "text": "Waarom?"}
    assert refused(ask_government, official, **what) is RefusalCode.OUTCOME_IN_ORDER
    what |= {"year": 2024, "text": " "}
    assert refused(ask_government, official, **what) is RefusalCode.QUESTION_MISSING


def test_nobody_else_asks_suggests_answers_or_sees(official: Actor, genk: Actor) -> None:
    question, scheme = asked(official), scheme_elsewhere()
    practice = {"year": YEAR, "government": GENK, "to": question.to, "practice": scheme}
    for who in (ANONYMOUS, genk, member_of(AS_, "as@as.example")):
        asks = {"year": 2024, "government": GENK, "text": "?"}
        assert refused(ask_government, who, **asks) is RefusalCode.NOT_ALLOWED
        assert refused(suggest_practice, who, **practice) is RefusalCode.NOT_ALLOWED
        assert refused(note_reply, who, question=question, last_step=1) is RefusalCode.NOT_ALLOWED
    for who in (ANONYMOUS, official, member_of(AS_, "as@as.example")):
        assert refused(reply_to_question, who, question=question, text="Ja.") is RefusalCode.NOT_ALLOWED
        assert unanswered_by(who, today()) == []
    assert refused(reply_to_question, genk, question=question, text=" ") is RefusalCode.ANSWER_MISSING


def test_the_coordinator_of_its_partnership_may_answer_for_a_government(official: Actor) -> None:
    scene = set_scene()
    coordinator = person("regisseur@genk.example")
    grant_role(SYSTEM, person=coordinator, organisation=scene.partnership, role=Role.COORDINATOR)
    # Nobody of As itself is here, so its coordinator is mailed; nobody need type an address.
    question = asked(official, AS_)
    assert whom_to_mail(question.to, today()) == [coordinator.pk]
    assert [one.pk for one in unanswered_by(actor_for(coordinator), today())] == [question.pk]
    reply_to_question(actor_for(coordinator), question=question, text="Onder AC-12.")
    own = member_of(AS_, "as@as.example")
    assert whom_to_mail(question.to, today()) == [own.id]


def test_where_nobody_is_here_a_link_goes_to_an_address_and_opens_that_question_only(official: Actor) -> None:
    what: dict[str, Any] = {"year": YEAR, "government": TONGEREN_BORGLOON, "text": "Waar staat het?"}
    assert refused(ask_government, official, **what) is RefusalCode.NOBODY_TO_ASK
    question = ask_government(official, **what, email="Info@Tongeren.example")
    somebody = Person.objects.get(email="info@tongeren.example")
    work = DBTaskResult.objects.latest("enqueued_at").args_kwargs["args"]
    assert work == ["send_expost_question", {"question_id": question.pk, "person_id": somebody.pk}]
    found, actor = read_token(token_for(question.pk, somebody.pk))
    assert actor.roles == frozenset()
    other = ask_government(
        official, year=2025, government=OUDSBERGEN, text="En hier?", email="info@oudsbergen.example"
    )
    assert refused(reply_to_question, actor, question=other, text="Ja.") is RefusalCode.NOT_ALLOWED
    assert [one.pk for one in unanswered_by(actor, today())] == [question.pk]
    reply_to_question(actor, question=found, text="Onder actie AC2.1.3.")
    assert [one.pk for one in replies_for(official)] == [question.pk]


def test_nobody_of_the_administration_gets_the_link_to_answer_for_a_government(official: Actor) -> None:
    what: dict[str, Any] = {"year": YEAR, "government": TONGEREN_BORGLOON, "text": "Waar staat het?"}
    own = {**what, "email": " Nazicht@Vlaanderen.example"}
    assert refused(ask_government, official, **own) is RefusalCode.NOBODY_TO_ASK
    assert not ExpostQuestion.objects.exists()
    # Nor who came to it after the link was sent.
    question = ask_government(official, **what, email="info@tongeren.example")
    later = Person.objects.get(email="info@tongeren.example")
    grant_role(SYSTEM, person=later, organisation=department(), role=Role.FLANDERS)
    found, actor = read_token(token_for(question.pk, later.pk))
    assert refused(reply_to_question, actor, question=found, text="Ja.") is RefusalCode.NOT_ALLOWED
    assert unanswered_by(actor, today()) == []


def test_a_link_that_is_old_bent_or_of_somebody_who_is_gone_opens_nothing(official: Actor) -> None:
    question = asked(official, AS_, email="info@as.example")
    somebody = Person.objects.get(email="info@as.example")
    token = token_for(question.pk, somebody.pk)
    (kept,) = export_person("info@as.example")["questions_to_answer"]
    assert (kept["government"], kept["text"]) == (AS_, question.text)
    for bad in (token[:-1], "", token_for(question.pk + 99, somebody.pk)):
        assert refused(lambda _who, bad: read_token(bad), ANONYMOUS, bad=bad) is RefusalCode.LINK_EXPIRED
    with time_machine.travel(datetime(YEAR + 1, 3, 3, 12, tzinfo=BRUSSELS) + HOLDS_FOR):
        assert refused(lambda _who: read_token(token), ANONYMOUS) is RefusalCode.LINK_EXPIRED
    erase_person(SYSTEM, email="info@as.example")
    assert refused(lambda _who: read_token(token), ANONYMOUS) is RefusalCode.LINK_EXPIRED
    assert ExpostQuestion.objects.filter(pk=question.pk, addressee=None).exists()
    assert list(differences()) == []


def test_a_told_action_goes_into_the_register_and_puts_nothing_in_order(
    official: Actor, genk: Actor, tmp_path: Path
) -> None:
    load_reports(tmp_path, *lines_of(GENK, YEAR, codes=CODES[1:]), *lines_of(GENK, YEAR, kind=ACCOUNTS))
    question = asked(official)
    (before,) = public_rows(YEAR, [GENK])
    step = reply_to_question(genk, question=question, text="Zonder code.", told=ROLE)
    (after,) = public_rows(YEAR, [GENK])
    assert (after.control.outcome, after.sentence) == (Outcome.NOT_VISIBLE, before.sentence)
    assert after.control.told == 1
    assert [(one.code, one.side, one.actions) for one in after.control.priorities if one.is_told] == [
        ("WSE-LR1", "PLAN", 0)
    ]
    assert step.signal is not None
    initiative = step.signal.initiative
    assert (initiative.title, initiative.priority, initiative.state) == (
        ROLE.title, "WSE-LR1", InitiativeState.CONFIRMED,
    )  # fmt: skip
    assert (initiative.government, initiative.amounts) == ("Genk", [[120_000, YEAR]])
    assert (initiative.held_on, initiative.known_on) == (date(YEAR, 12, 31), today())
    # What is denied later is told no more; what was said stays.
    deny_initiative(genk, initiative=initiative)
    (denied,) = public_rows(YEAR, [GENK])
    assert denied.control.told == 0
    assert ExpostStep.objects.get(signal=step.signal).text == "Zonder code."


def test_told_twice_it_is_two_actions_and_without_a_code_it_is_under_none(
    official: Actor, genk: Actor
) -> None:
    question = asked(official)
    bare = ToldAction(title="Iets anders")
    for told in (bare, replace(bare, title="En nog iets")):
        reply_to_question(genk, question=question, text="Ook dit.", told=told)
    (row,) = public_rows(YEAR, [GENK])
    assert row.control.told == 2
    assert not any(one.is_told for one in row.control.priorities)
    assert Initiative.objects.count() == 2
    # It stands in the list of the year, also where nothing else is known of the government.
    assert [one.name for one in public_rows(YEAR)] == ["Genk"]


def test_asking_is_counted_beside_the_fields_and_what_it_brings_is_no_note(
    official: Actor, genk: Actor
) -> None:
    assert (elsewhere(today().year).questions, elsewhere(today().year).notes) == (0, 0)
    question = asked(official)
    reply_to_question(genk, question=question, text="Zonder code.", told=ROLE)
    suggest_practice(official, year=YEAR, government=GENK, to=question.to, practice=noticed_in_as())
    assert (elsewhere(today().year).questions, elsewhere(today().year).notes) == (1, 0)
    assert elsewhere(YEAR).questions == 0


def test_a_suggestion_is_answered_with_a_choice_and_a_no_says_why(official: Actor, genk: Actor) -> None:
    scheme = scheme_elsewhere()
    to = local_government(GENK, today())
    question = suggest_practice(official, year=YEAR, government=GENK, to=to, practice=scheme)
    assert (question.scheme, question.initiative, question.outcome) == (scheme, None, "")
    silent = {"question": question, "reply": Reply.DOES_NOT_FIT}
    assert refused(reply_to_question, genk, **silent) is RefusalCode.ANSWER_MISSING
    assert refused(reply_to_question, genk, question=question, text="Ja.") is RefusalCode.ANSWER_MISSING
    reply_to_question(genk, question=question, reply=Reply.LATER, told=ROLE)
    reply_to_question(genk, question=question, reply=Reply.DOES_NOT_FIT, text="We werken met een makelaar.")
    shown = questions_on(YEAR, GENK)[0].steps.all()
    assert [one.reply for one in shown] == ["LATER", "DOES_NOT_FIT"]
    # Only an answer about an outcome tells of an action.
    assert [one.signal for one in shown] == [None, None]
    # A suggestion does not stand in the way of a question, nor of another suggestion.
    asked(official)
    suggest_practice(official, year=YEAR, government=GENK, to=to, practice=noticed_in_as())


def test_what_was_denied_or_suggested_before_is_not_suggested(official: Actor, genk: Actor) -> None:
    to, denied = local_government(GENK, today()), noticed()
    what: dict[str, Any] = {"year": YEAR, "government": GENK, "to": to}
    deny_initiative(genk, initiative=denied)
    denied.refresh_from_db()
    assert refused(suggest_practice, official, **what, practice=denied) is RefusalCode.PRACTICE_DENIED
    scheme = scheme_elsewhere()
    suggest_practice(official, **what, practice=scheme)
    # On the page of another year it is the same suggestion.
    for year in (YEAR, YEAR - 1):
        again = {**what, "year": year, "practice": scheme}
        assert refused(suggest_practice, official, **again) is RefusalCode.PRACTICE_SUGGESTED
    elsewhere = local_government(AS_, today())
    member_of(AS_, "as@as.example")
    suggest_practice(official, year=YEAR, government=AS_, to=elsewhere, practice=scheme)
    assert ExpostQuestion.objects.count() == 2


def around(to: Organisation) -> QuerySet[Scheme]:
    """What others than ``to`` and those with whom it does it do."""
    return schemes_elsewhere(to, answering_for(to, today()))


def test_what_somebody_does_is_not_suggested_to_who_does_it(official: Actor, genk: Actor) -> None:
    scene, of_genk, of_as = set_scene(), noticed(), noticed_in_as()
    here, as_ = local_government(GENK, today()), local_government(AS_, today())
    member_of(AS_, "as@as.example")
    about: dict[str, Any] = {"year": YEAR, "government": GENK}
    # Of its own, of the partnership in which it takes part, and of the partnership itself.
    for to, practice in (
        (here, of_genk),
        (here, scene.scheme),
        (as_, scene.scheme),
        (scene.partnership, scene.scheme),
    ):
        assert (
            refused(suggest_practice, official, **about, to=to, practice=practice) is RefusalCode.PRACTICE_OWN
        )
        assert scene.scheme not in around(to)
    assert not ExpostQuestion.objects.exists()
    # Of another member it is a practice to look at, for one and for all; and of a partnership for who does not take part.
    for to, practice in ((here, of_as), (as_, of_genk), (scene.partnership, of_genk)):
        suggest_practice(official, **about, to=to, practice=practice)
    other = scheme_elsewhere()
    assert list(around(here)) == [other]
    suggest_practice(official, **about, to=here, practice=other)
    assert list(around(here)) == []
    assert set(around(local_government(TONGEREN_BORGLOON, today()))) == {
        scene.scheme,
        other,
    }


def test_what_a_partnership_is_suggested_stands_with_each_of_its_governments(official: Actor) -> None:
    scene = set_scene()
    coordinator = person("regisseur@genk.example")
    grant_role(SYSTEM, person=coordinator, organisation=scene.partnership, role=Role.COORDINATOR)
    suggest_practice(
        official,
        year=YEAR,
        government=GENK,
        to=scene.partnership,
        practice=scheme_elsewhere(),
        text="Kijk eens.",
    )
    assert [len(questions_on(YEAR, code)) for code in (GENK, AS_, TONGEREN_BORGLOON)] == [1, 1, 0]
    assert len(unanswered_by(actor_for(coordinator), today())) == 1
    # A member does not answer for the others.
    assert unanswered_by(member_of(AS_, "as@as.example"), today()) == []


def test_a_year_before_a_merger_is_asked_of_who_took_the_place(official: Actor) -> None:
    of_now = member_of(TONGEREN_BORGLOON, "bestuur@tongeren.example")
    question = ask_government(official, year=2024, government=TONGEREN, text="Waar staat het?")
    assert (question.government, question.to.nis_code) == (TONGEREN, TONGEREN_BORGLOON)
    step = reply_to_question(of_now, question=question, text="Onder AC-1.", told=ROLE)
    assert step.signal is not None
    assert step.signal.government == "Tongeren-Borgloon"
    assert [one.control.told for one in public_rows(2024, [TONGEREN])] == [1]


def test_what_was_said_cannot_be_changed_and_what_is_missing_is_found(official: Actor, genk: Actor) -> None:
    question = asked(official)
    step = reply_to_question(genk, question=question, text="Onder AC-12.")
    for row in (question, step):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(text="Anders.")
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()


def test_no_text_names_a_person_whichever_way_it_comes_in(official: Actor, genk: Actor) -> None:
    text = "Vraag het aan mevrouw Vjosa Krasniqi."
    about: dict[str, Any] = {"year": YEAR, "government": GENK}
    asked = ask_government(official, **about, text="Wat liep er?")
    practice = noticed_in_as()
    shown = suggest_practice(official, **about, to=asked.to, practice=practice)
    titled = replace(ROLE, title="Overleg van de heer Lowie Vos")
    for code in (
        refused(ask_government, official, year=YEAR - 1, government=GENK, text=text),
        refused(suggest_practice, official, **about, to=asked.to, practice=practice, text=text),
        refused(reply_to_question, genk, question=asked, text=text),
        refused(reply_to_question, genk, question=asked, text="Ja.", told=titled),
        refused(reply_to_question, genk, question=shown, text=text, reply=Reply.DOES_NOT_FIT),
    ):
        assert code is RefusalCode.PERSON_NAMED
    assert not ExpostStep.objects.exists()
