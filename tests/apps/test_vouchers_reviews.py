"""Questions to who applied, before a person decides: who may ask and answer, what stands still, what is kept."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from tests.scene import EMAIL, OPGLABBEEK, Scene, actor, enter, put_in_outbox, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Decision,
    Remark,
    ReviewStep,
)
from wisselwerk.apps.vouchers.queries import proof, reasons_of
from wisselwerk.apps.vouchers.queries.reviews import conversation_of, open_questions, review_of
from wisselwerk.apps.vouchers.services import (
    answer_question,
    ask_applicant,
    decide_application,
    remind_applicant,
    remind_applicants,
    request_review,
    review_refusal,
    undeliver_question,
    withdraw_application,
)
from wisselwerk.clock import BRUSSELS, today
from wisselwerk.db import append_only_tables
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.review import ReviewState

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)
A_DAY = timedelta(days=1)


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(10), BRUSSELS), tick=False)


def scene_with_review(**rule: object) -> tuple[Scene, Application]:
    scene = set_scene(rules={"decision_mode": {"mode": "review", **rule}})
    application = enter(scene)
    assert application.state == ApplicationState.REVIEW
    return scene, application


def ask(scene: Scene, application: Application, question: str = "Waar ligt uw zetel?") -> ReviewStep:
    return ask_applicant(scene.coordinator, application=application, question=question)


def codes(error: pytest.ExceptionInfo[Refusal]) -> RefusalCode:
    return error.value.code


def test_a_question_stops_the_term_and_the_answer_starts_it_again() -> None:
    with at(MONDAY):
        scene, application = scene_with_review(term_working_days=8)
        review = review_of(application)
        assert review is not None
        assert review.last_day == date(2026, 11, 13)
    with at(date(2026, 11, 5)):
        step = ask(scene, application)
        assert (step.days_left, step.until) == (5, None)
        assert put_in_outbox()[-1] == ("send_question", {"step_id": step.pk})
        review = review_of(application)
        assert review is not None
        assert review.state is ReviewState.ANSWER_AWAITED
    with at(date(2026, 11, 16)):
        answer_question(actor("owner"), application=application, text=" In Genk. ")
        review = review_of(application)
        assert review is not None
        assert review.last_day == date(2026, 11, 23)
        said = [(line.is_ours, line.text) for line in conversation_of(application)]
        assert said == [(True, "Waar ligt uw zetel?"), (False, "In Genk.")]
        assert list(proof.differences()) == []


def test_without_a_term_in_the_rules_it_is_twenty_working_days() -> None:
    with at(MONDAY):
        _, application = scene_with_review()
        review = review_of(application)
        assert review is not None
        # Armistice Day is none.
        assert review.last_day == date(2026, 12, 1)


@pytest.mark.parametrize("who", ["owner", "stranger", "auditor", "provider_staff"])
def test_only_a_coordinator_asks(who: str) -> None:
    _, application = scene_with_review()
    with pytest.raises(Refusal) as refused:
        ask_applicant(actor(who), application=application, question="Waarom?")
    assert codes(refused) is RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("who", ["stranger", "auditor", "coordinator_genk", "provider_staff"])
def test_only_who_applied_answers_and_withdraws(who: str) -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    with pytest.raises(Application.DoesNotExist):
        answer_question(actor(who), application=application, text="Ik zeg iets.")
    with pytest.raises(Application.DoesNotExist):
        withdraw_application(actor(who), application=application)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_nothing_is_asked_or_answered_without_words(words: str) -> None:
    scene, application = scene_with_review()
    with pytest.raises(Refusal) as refused:
        ask(scene, application, words)
    assert codes(refused) is RefusalCode.QUESTION_MISSING
    ask(scene, application)
    with pytest.raises(Refusal) as refused:
        answer_question(actor("owner"), application=application, text=words)
    assert codes(refused) is RefusalCode.ANSWER_MISSING


def test_an_answer_comes_once() -> None:
    scene, application = scene_with_review()
    with pytest.raises(Refusal) as refused:
        answer_question(actor("owner"), application=application, text="Genk.")
    assert codes(refused) is RefusalCode.NOTHING_ASKED
    ask(scene, application)
    with pytest.raises(Refusal) as refused:
        ask(scene, application)
    assert codes(refused) is RefusalCode.QUESTION_OPEN
    answer_question(actor("owner"), application=application, text="Genk.")
    with pytest.raises(Refusal) as refused:
        answer_question(actor("owner"), application=application, text="Nog eens.")
    assert codes(refused) is RefusalCode.NOTHING_ASKED
    ask(scene, application, "En sinds wanneer?")


def test_what_does_not_wait_is_not_asked_about() -> None:
    scene = set_scene()
    application = enter(scene)
    with pytest.raises(Refusal) as refused:
        ask(scene, application)
    assert codes(refused) is RefusalCode.WRONG_STATE


def test_nobody_is_asked_where_no_address_is_known() -> None:
    scene, application = scene_with_review()
    Application.objects.filter(pk=application.pk).update(applicant=None)
    with pytest.raises(Refusal) as refused:
        ask(scene, application)
    assert codes(refused) is RefusalCode.APPLICANT_UNREACHABLE


def refuse(scene: Scene, application: Application, refused_on: str = "territory") -> Decision:
    return decide_application(
        scene.coordinator, application=application, award=False, motivation="Nee.", refused_on=refused_on
    )


def test_who_was_asked_is_heard_before_a_refusal_and_not_before_an_award() -> None:
    with at(MONDAY):
        scene, application = scene_with_review()
        ask(scene, application)
        with pytest.raises(Refusal) as refused:
            refuse(scene, application)
        assert codes(refused) is RefusalCode.ANSWER_AWAITED
        decision = decide_application(
            scene.coordinator, application=application, award=True, motivation="Toch duidelijk."
        )
        assert decision.result == "awarded"
        with pytest.raises(Refusal) as refused:
            answer_question(actor("owner"), application=application, text="Genk.")
        assert codes(refused) is RefusalCode.WRONG_STATE
        assert list(proof.differences()) == []


def test_silence_is_reminded_once_and_refuses_nothing() -> None:
    with at(MONDAY):
        scene, application = scene_with_review()
        ask(scene, application)
        assert remind_applicants(SYSTEM, on=MONDAY) == 0
    with at(date(2026, 11, 9)):
        assert remind_applicants(SYSTEM, on=today()) == 1
        assert remind_applicants(SYSTEM, on=today()) == 0
        assert put_in_outbox()[-1][0] == "send_question"
    step = ReviewStep.objects.latest("pk")
    assert step.answer_by == date(2026, 11, 17)
    with at(date(2026, 11, 18)):
        assert remind_applicants(SYSTEM, on=today()) == 0
        application.refresh_from_db()
        assert application.state == ApplicationState.REVIEW
        review = review_of(application)
        assert review is not None
        assert review.state is ReviewState.TO_DECIDE
        refuse(scene, application)
        assert list(proof.differences()) == []


def test_reminding_is_for_background_work_alone() -> None:
    scene, application = scene_with_review()
    step = ask(scene, application)
    with pytest.raises(Refusal) as refused:
        remind_applicant(scene.coordinator, application=application, on=today())
    assert codes(refused) is RefusalCode.NOT_ALLOWED
    with pytest.raises(Refusal) as refused:
        undeliver_question(scene.coordinator, step=step)
    assert codes(refused) is RefusalCode.NOT_ALLOWED


def test_a_question_that_is_not_taken_lets_the_term_go_on() -> None:
    scene, application = scene_with_review()
    step = ask(scene, application)
    assert undeliver_question(SYSTEM, step=step)
    assert not undeliver_question(SYSTEM, step=step)
    review = review_of(application)
    assert review is not None
    assert review.is_undelivered
    refuse(scene, application)
    assert list(proof.differences()) == []


def test_a_reminder_that_is_not_taken_leaves_the_hearing_as_it_was() -> None:
    with at(MONDAY):
        scene, application = scene_with_review()
        ask(scene, application)
    with at(date(2026, 11, 9)):
        assert remind_applicants(SYSTEM, on=today()) == 1
        assert undeliver_question(SYSTEM, step=ReviewStep.objects.latest("pk"))
        with pytest.raises(Refusal) as refused:
            refuse(scene, application)
        assert codes(refused) is RefusalCode.ANSWER_AWAITED
        answer_question(actor("owner"), application=application, text="Genk.")
        assert list(proof.differences()) == []


def test_a_question_that_was_decided_on_is_open_no_longer() -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    assert len(open_questions()) == 1
    decide_application(scene.coordinator, application=application, award=True, motivation="Duidelijk.")
    assert list(open_questions()) == []


def test_nobody_decides_past_an_answer_that_came_in_meanwhile() -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    shown = review_of(application)
    assert shown is not None
    answer_question(actor("owner"), application=application, text="Genk.")

    def decide(read_until: int) -> None:
        decide_application(
            scene.coordinator,
            application=application,
            award=False,
            motivation="Niet duidelijk.",
            refused_on="territory",
            read_until=read_until,
        )

    with pytest.raises(Refusal) as refused:
        decide(shown.last_answer)
    assert codes(refused) is RefusalCode.ANSWER_UNREAD
    now_shown = review_of(application)
    assert now_shown is not None
    decide(now_shown.last_answer)


@pytest.mark.parametrize(
    "rule",
    ["", "decision_mode", "sector", "onzin", "amount", "validity", "budget_ceiling", "own_contribution"],
)
def test_a_refusal_names_a_rule_of_the_scheme(rule: str) -> None:
    scene, application = scene_with_review()
    with pytest.raises(Refusal) as refused:
        refuse(scene, application, rule)
    assert codes(refused) is RefusalCode.REFUSAL_RULE_MISSING
    assert not Remark.objects.exists()


def test_the_rule_of_a_refusal_is_its_reason_and_is_sealed() -> None:
    scene, application = scene_with_review()
    decision = refuse(scene, application)
    (reason,) = reasons_of(decision)
    assert (reason.code, reason.params) == (RefusalCode.RULE_NOT_MET, {"kind": "territory"})
    assert "refused_on" in decision.seals


def test_an_award_names_none_even_when_one_was_chosen() -> None:
    scene, application = scene_with_review()
    decision = decide_application(
        scene.coordinator, application=application, award=True, motivation="Ja.", refused_on="territory"
    )
    assert decision.refused_on == ""


def test_who_applied_withdraws_and_may_apply_again() -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    withdraw_application(actor("owner"), application=application)
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    for act in (
        lambda: withdraw_application(actor("owner"), application=application),
        lambda: ask(scene, application),
        lambda: refuse(scene, application),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert codes(refused) is RefusalCode.WRONG_STATE
    assert enter(scene).state == ApplicationState.REVIEW
    assert list(proof.differences()) == []


def refusal_looked_at_again() -> tuple[Scene, Application]:
    scene = set_scene(rules={"territory": {"places": [OPGLABBEEK]}})
    application = enter(scene)
    assert application.state == ApplicationState.REFUSED
    request_review(actor("owner"), application=application, text="Wij zijn verhuisd.")
    return scene, application


def test_a_refusal_that_is_looked_at_again_has_a_term_and_questions_too() -> None:
    with at(MONDAY):
        scene, application = refusal_looked_at_again()
    with at(MONDAY + A_DAY):
        ask(scene, application, "Sinds wanneer?")
        answer_question(actor("owner"), application=application, text="Sinds maandag.")
        assert list(proof.differences()) == []
        with pytest.raises(Refusal) as refused:
            withdraw_application(actor("owner"), application=application)
        assert codes(refused) is RefusalCode.WRONG_STATE
        review_refusal(scene.coordinator, application=application, award=False, motivation="Nee.")
        assert review_of(application) is None
        assert list(proof.differences()) == []


def test_words_go_with_the_person_and_the_proof_stays() -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    answer_question(actor("owner"), application=application, text="Mijn buurvrouw zegt Genk.")
    erase_person(SYSTEM, email=EMAIL["owner"])
    assert not Person.objects.filter(email=EMAIL["owner"]).exists()
    assert [line.text for line in conversation_of(application)] == ["Waar ligt uw zetel?", ""]
    assert list(proof.differences()) == []


def test_steps_are_never_changed_and_each_is_in_the_trail() -> None:
    scene, application = scene_with_review()
    ask(scene, application)
    answer_question(actor("owner"), application=application, text="Genk.")
    assert ReviewStep._meta.db_table in append_only_tables()
    told = Entry.objects.filter(subject=f"application:{application.pk}").values_list("command", flat=True)
    assert {"ask_applicant", "answer_question"} <= set(told)
