"""Questions reach those who have done it, stay among participants until opened, and hang on the role."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.network import (
    ASKS,
    KNOWS,
    LEUVEN,
    OF_GENK,
    TEXT,
    TITLE,
    Learning,
    again,
    asked,
    learning_network,
)
from tests.plans import plan_of
from tests.web.stage import work
from wisselwerk.apps.network.models import (
    NetworkAnswer,
    NetworkQuestion,
    QuestionCall,
    QuestionLetter,
    StoppedLetters,
)
from wisselwerk.apps.network.queries.holders import HolderRow, holder_rows, holding_places
from wisselwerk.apps.network.queries.talk import (
    calls_of,
    own_questions,
    question_for,
    questions_for,
    waiting_for_answer,
)
from wisselwerk.apps.network.queries.talk_proof import differences
from wisselwerk.apps.network.services import (
    answer_network,
    ask_network,
    open_to_everybody,
    stop_letters,
    take_down,
    take_letters,
)
from wisselwerk.apps.network.services.letters import REST, plan_letters
from wisselwerk.apps.parties.handover import hand_over_role, handed_over, take_back_role
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Role
from wisselwerk.domain.network import Topic, WhyAsked
from wisselwerk.domain.network_mail import LetterState
from wisselwerk.domain.network_talk import TalkState
from wisselwerk.domain.period import Period
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db

BOTH = "van-twee-kanten@genk.example"
SUCCESSOR = "nieuwe-regisseur@genk.example"


@pytest.fixture
def there() -> Learning:
    return learning_network()


def answered(there: Learning, question: NetworkQuestion, text: str = "Reken het voor.") -> NetworkAnswer:
    return answer_network(there.knows, question=question, given_for=there.knows_for, text=text)


def rows() -> list[HolderRow]:
    return holder_rows(holding_places(today()), today())


def refused(code: RefusalCode) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=code)


def test_a_question_goes_to_who_has_done_it_with_the_reasons_on_record(there: Learning) -> None:
    question = asked(there)
    assert calls_of(question) == [(there.knows_for, [WhyAsked.DID_IT, WhyAsked.NEARBY])]
    assert [one.question for one in waiting_for_answer(there.knows)] == [question]
    assert not waiting_for_answer(there.far)
    assert not list(differences())


def test_a_question_that_nobody_can_answer_goes_to_nobody_and_is_there_for_all(there: Learning) -> None:
    question = asked(there, Topic.LAST_PART)
    assert calls_of(question) == []
    assert question in questions_for(there.far)


def test_who_answered_is_asked_no_more_and_asked_again_about_the_same(there: Learning) -> None:
    question = asked(there, Topic.LAST_PART)
    answer_network(there.far, question=question, given_for=there.far_for, text="Wij vroegen het na.")
    later = asked(there, Topic.LAST_PART)
    assert calls_of(later) == [(there.far_for, [WhyAsked.ANSWERED])]
    answer_network(there.far, question=later, given_for=there.far_for, text="Nog altijd.")
    assert not waiting_for_answer(there.far)


def test_it_stays_among_participants_until_its_author_opens_it(there: Learning) -> None:
    question = asked(there)
    answer = answered(there, question)
    assert question_for(ANONYMOUS, question.pk) is None
    for actor in (there.asks, there.far, there.of_genk, there.looks_after):
        talk = question_for(actor, question.pk)
        assert talk is not None
        assert [one.row for one in talk.answers] == [answer]
    with refused(RefusalCode.NOT_ALLOWED):
        open_to_everybody(there.knows, question=question)
    assert open_to_everybody(there.asks, question=question)
    assert not open_to_everybody(there.asks, question=question)
    talk = question_for(ANONYMOUS, question.pk)
    assert talk is not None
    assert (talk.state, talk.answers, talk.unseen) == (TalkState.OPEN, (), 1)


def test_an_answer_opens_when_who_gave_it_says_so(there: Learning) -> None:
    question = asked(there)
    answer = answered(there, question)
    open_to_everybody(there.asks, question=question)
    with refused(RefusalCode.NOT_ALLOWED):
        open_to_everybody(there.asks, question=question, answer=answer)
    open_to_everybody(there.knows, question=question, answer=answer)
    talk = question_for(ANONYMOUS, question.pk)
    assert talk is not None
    assert ([one.row for one in talk.answers], talk.unseen) == ([answer], 0)
    assert not list(differences())


def test_an_open_answer_to_a_question_among_participants_is_read_by_nobody_else(there: Learning) -> None:
    question = asked(there)
    open_to_everybody(there.knows, question=question, answer=answered(there, question))
    assert not questions_for(ANONYMOUS)


def test_what_was_taken_down_is_read_by_nobody_and_takes_no_answers(there: Learning) -> None:
    question = asked(there)
    answer = answered(there, question)
    with refused(RefusalCode.NOT_ALLOWED):
        take_down(there.far, question=question)
    assert take_down(there.looks_after, question=question, answer=answer)
    assert not take_down(there.knows, question=question, answer=answer)
    talk = question_for(there.asks, question.pk)
    assert talk is not None
    assert talk.answers == ()
    with refused(RefusalCode.TAKEN_DOWN):
        open_to_everybody(there.knows, question=question, answer=answer)
    take_down(there.asks, question=question)
    assert question_for(there.asks, question.pk) is None
    with refused(RefusalCode.TAKEN_DOWN):
        answered(there, question)
    assert not waiting_for_answer(there.knows)


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        (" ", TEXT, RefusalCode.WORDS_MISSING),
        (TITLE, "", RefusalCode.WORDS_MISSING),
        (TITLE, "Vraag het aan mevrouw Annelies Peeters.", RefusalCode.PERSON_NAMED),
    ],
)
def test_nobody_is_named_and_something_is_said(
    there: Learning, title: str, text: str, code: RefusalCode
) -> None:
    with refused(code):
        ask_network(there.asks, asked_for=there.asks_for, topic=Topic.START, title=title, text=text)
    assert not NetworkQuestion.objects.exists()


def test_nobody_speaks_for_others(there: Learning) -> None:
    with refused(RefusalCode.NOT_ALLOWED):
        ask_network(there.asks, asked_for=there.far_for, topic=Topic.START, title=TITLE, text=TEXT)
    with refused(RefusalCode.NOT_ALLOWED):
        answer_network(there.looks_after, question=asked(there), given_for=there.knows_for, text="Ja.")


def letters() -> list[EmailMultiAlternatives]:
    work()
    return [one for one in mail.outbox if isinstance(one, EmailMultiAlternatives)]


def test_a_letter_brings_the_question_with_the_reason_and_names_its_subscription(there: Learning) -> None:
    question = asked(there)
    (letter,) = letters()
    assert letter.to == [KNOWS]
    assert letter.subject == f"Een vraag: {TITLE}"
    for said in (
        "Interlokale vereniging Haspengouw vraagt:", TEXT, "deed dit al in een eigen regeling", "Vragen per mail",
        f"/netwerk/vragen/{question.pk}/",
    ):  # fmt: skip
        assert said in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Reply-To" not in letter.extra_headers
    assert QuestionLetter.objects.get().state == LetterState.SENT


def test_nobody_gets_more_than_one_letter_a_week(there: Learning) -> None:
    asked(there)
    asked(there)
    assert QuestionLetter.objects.count() == 1
    assert len(waiting_for_answer(there.knows)) == 2
    with time_machine.travel(now() + REST, tick=False):
        asked(there)
    assert QuestionLetter.objects.count() == 2


def test_who_asks_gets_no_letter_of_it_though_speaking_for_who_knows(there: Learning) -> None:
    grant_role(
        SYSTEM, person=Person.objects.get(email=ASKS), organisation=there.knows_for, role=Role.COORDINATOR
    )
    question = asked(there)
    assert [one.person.email for one in QuestionLetter.objects.filter(call__question=question)] == [KNOWS]


def test_who_speaks_for_several_reads_it_for_the_one_that_can_tell_most(there: Learning) -> None:
    first = answer_network(
        there.far, question=asked(there, Topic.DRAW), given_for=there.far_for, text="Wij lootten."
    )
    # Genk has own contribution; the other answered of it, which weighs less, and was there before it.
    grant_role(SYSTEM, person=person(BOTH), organisation=there.far_for, role=Role.COORDINATOR)
    grant_role(SYSTEM, person=person(BOTH), organisation=there.genk, role=Role.MEMBER)
    QuestionLetter.objects.all().delete()
    practice_calls = [
        QuestionCall(question=first.question, organisation=one, why=[])
        for one in sorted((there.far_for, there.genk), key=lambda one: -one.pk)
    ]
    plan_letters(QuestionCall.objects.bulk_create(practice_calls), asker_id=None)
    letter = QuestionLetter.objects.get(person__email=BOTH)
    assert letter.call.organisation == practice_calls[0].organisation


def test_who_stopped_letters_gets_none_and_finds_the_question_on_the_page(there: Learning) -> None:
    knows = Person.objects.get(email=KNOWS)
    assert stop_letters(ANONYMOUS, person=knows)
    assert not stop_letters(ANONYMOUS, person=knows)
    asked(there)
    assert not letters()
    assert len(waiting_for_answer(there.knows)) == 1
    assert take_letters(there.knows)
    assert not take_letters(there.knows)
    assert not StoppedLetters.objects.exists()


def test_a_letter_that_lost_its_use_is_not_sent(there: Learning) -> None:
    take_down(there.asks, question=asked(there))
    assert not letters()
    assert QuestionLetter.objects.get().state == LetterState.SKIPPED


def test_who_takes_a_role_over_sees_what_is_open_and_who_left_does_not(there: Learning) -> None:
    question = asked(there)
    on = today() + timedelta(days=3)
    held = hand_over_role(
        there.knows, organisation=there.knows_for, role=Role.COORDINATOR, to=SUCCESSOR, on=on
    )
    assert held.valid_from == on
    row = next(one for one in rows() if one.organisation == there.knows_for)
    assert ([one.email for one in row.holders], [one.email for one in row.coming]) == ([KNOWS], [SUCCESSOR])
    assert row.open_calls == 1
    work()
    (told,) = [one for one in mail.outbox if one.to == [SUCCESSOR]]
    assert "U neemt een rol over voor Interlokale vereniging genk" in told.subject
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        assert [one.question for one in waiting_for_answer(again(SUCCESSOR))] == [question]
        assert not waiting_for_answer(again(KNOWS))
        with refused(RefusalCode.NOT_ALLOWED):
            answer_network(again(KNOWS), question=question, given_for=there.knows_for, text="Te laat.")
        answer_network(again(SUCCESSOR), question=question, given_for=there.knows_for, text="Net begonnen.")


def test_only_a_role_that_one_holds_is_handed_over_and_not_to_oneself(there: Learning) -> None:
    held = RoleHolding.objects.count()
    for actor, role, to, code in (
        (there.far, Role.COORDINATOR, SUCCESSOR, RefusalCode.NOT_ALLOWED),
        (there.looks_after, Role.COORDINATOR, SUCCESSOR, RefusalCode.NOT_ALLOWED),
        (there.knows, Role.AUDITOR, SUCCESSOR, RefusalCode.NOT_ALLOWED),
        (there.knows, Role.COORDINATOR, KNOWS, RefusalCode.HANDED_TO_ONESELF),
    ):
        with refused(code):
            hand_over_role(actor, organisation=there.knows_for, role=role, to=to, on=today())
    assert RoleHolding.objects.count() == held


def handed(there: Learning, to: str = SUCCESSOR, days: int = 3) -> RoleHolding:
    on = today() + timedelta(days=days)
    return hand_over_role(there.knows, organisation=there.knows_for, role=Role.COORDINATOR, to=to, on=on)


def test_a_role_is_handed_over_once_and_not_in_the_past(there: Learning) -> None:
    with refused(RefusalCode.HANDED_IN_PAST):
        handed(there, days=-1)
    held = handed(there)
    with refused(RefusalCode.HANDED_ALREADY):
        handed(there, "iemand-anders@genk.example", days=5)
    assert handed_over(there.knows) == [held]
    assert not handed_over(there.far)


def test_what_was_handed_over_is_found_by_its_name_in_the_trail(there: Learning) -> None:
    held = handed(there)
    with CaptureQueriesContext(connection) as queries:
        assert handed_over(there.knows) == [held]
    assert len(queries) == 2
    assert "audit_entry_subject" in plan_of(queries, "audit_entry")


def test_who_handed_a_role_over_keeps_it_after_all(there: Learning) -> None:
    ends = today() + timedelta(days=60)
    RoleHolding.objects.filter(person__email=KNOWS).update(valid_until=ends)
    held = handed(there)
    with refused(RefusalCode.NOT_ALLOWED):
        take_back_role(there.far, held=held)
    assert take_back_role(there.knows, held=held)
    assert not handed_over(there.knows)
    assert RoleHolding.objects.get(person__email=KNOWS).valid_until == ends
    assert not RoleHolding.objects.filter(person__email=SUCCESSOR).exists()
    work()
    assert [one.subject for one in mail.outbox if one.to == [SUCCESSOR]] == [
        "U neemt geen rol over voor Interlokale vereniging genk"
    ]
    assert handed(there, "iemand-anders@genk.example").valid_from == today() + timedelta(days=3)


def test_what_somebody_else_gave_stays_with_whom_it_was_given_to(there: Learning) -> None:
    given = grant_role(
        SYSTEM,
        person=person(SUCCESSOR),
        organisation=there.knows_for,
        role=Role.COORDINATOR,
        valid=Period(today() + timedelta(days=1)),
    )
    held = handed(there)
    assert held == given
    assert take_back_role(there.knows, held=held)
    assert RoleHolding.objects.get(person__email=KNOWS).valid_until is None
    assert RoleHolding.objects.get(person__email=SUCCESSOR) == given


def test_a_place_where_nobody_ever_held_a_role_is_listed_last(there: Learning) -> None:
    found = rows()
    never = [one.organisation.nis_code for one in found if not one.holders]
    assert LEUVEN in never
    assert [bool(one.holders) for one in found] == sorted((bool(one.holders) for one in found), reverse=True)


def test_where_nobody_holds_a_role_any_more_comes_first(there: Learning) -> None:
    RoleHolding.objects.filter(person__email=ASKS).update(valid_until=today())
    first = rows()[0]
    assert (first.organisation, first.holders) == (there.asks_for, [])
    assert first.last_day == today() - timedelta(days=1)
    assert [one.email for row in rows() for one in row.holders if row.organisation == there.genk] == [OF_GENK]


def test_what_was_asked_stays_with_whom_it_was_asked_for(there: Learning) -> None:
    question = asked(there)
    assert list(own_questions(there.asks)) == [question]
    assert not own_questions(there.knows)
    assert QuestionCall.objects.get().organisation == there.knows_for
