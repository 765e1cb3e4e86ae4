"""One question before and one after: asked once, answered once, and counted without anybody's name."""

from datetime import timedelta

import pytest
import time_machine

from tests.acquaintance import acts, refused, stated
from tests.scene import EMAIL, IN_PARTS, Scene, award, invoice, set_scene
from wisselwerk.apps.introductions.models import FamiliarityCount, FamiliarityQuestion
from wisselwerk.apps.introductions.queries.familiarity import familiarity_of
from wisselwerk.apps.introductions.queries.proof import differences
from wisselwerk.apps.introductions.services import answer_familiarity, ask_familiarity, note_familiarity
from wisselwerk.apps.introductions.services.familiarity import ASKED_AFTER, NOT_ASKED_AFTER
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.apps.vouchers.services import redeem_voucher, submit_application
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OWN_ENTERPRISE, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind
from wisselwerk.domain.familiarity import Familiarity, Moment, Tally
from wisselwerk.domain.refusal import RefusalCode

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return set_scene(rules=IN_PARTS)


@pytest.fixture
def used(scene: Scene) -> Voucher:
    """A voucher of the owner with a first invoice."""
    voucher = award(scene)
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 20_000, number="V-1"))
    return voucher


def tally(scene: Scene, moment: Moment) -> tuple[int, int, int, int]:
    """What was counted, shown or not: asked, said, not said and silent."""
    rows = FamiliarityCount.objects.filter(partnership=scene.partnership, moment=moment)
    asked = FamiliarityQuestion.objects.filter(partnership=scene.partnership, moment=moment).count()
    found = Tally(asked, {Familiarity(one.answer): one.number for one in rows})
    return found.asked, found.said, found.not_said, found.silent


def answers(*given: Familiarity | None, since: int = 0) -> None:
    """Businesses that state a need and say this, one each; ``since`` is how many there were before."""
    for serial, answer in enumerate(given, since):
        stated(invented_number(900 + serial), email=f"z{serial}@zaak.example", familiarity=answer)


def test_with_a_need_it_is_asked_and_may_stay_unanswered(scene: Scene) -> None:
    stated(invented_number(901), email="a@zaak.example", familiarity=Familiarity.HEARD_OF)
    stated(invented_number(902), email="b@zaak.example", familiarity=Familiarity.NOT_SAID)
    stated(invented_number(903), email="c@zaak.example")
    assert tally(scene, Moment.BEFORE) == (3, 1, 1, 1)
    assert tally(scene, Moment.AFTER) == (0, 0, 0, 0)
    assert list(differences()) == []


def test_one_business_counts_once_and_the_first_time(scene: Scene) -> None:
    stated(familiarity=Familiarity.KNOWN)
    stated(familiarity=Familiarity.REGULAR)
    assert tally(scene, Moment.BEFORE) == (1, 1, 0, 0)
    [count] = FamiliarityCount.objects.all()
    assert (count.answer, count.number) == (Familiarity.KNOWN, 1)


def test_who_kept_silent_before_does_not_answer_of_before_later(scene: Scene) -> None:
    stated(familiarity=None)
    stated(familiarity=Familiarity.REGULAR)
    assert tally(scene, Moment.BEFORE) == (1, 0, 0, 1)


def test_a_need_of_a_business_that_applied_counts_as_no_answer_of_before(scene: Scene, used: Voucher) -> None:
    stated(email=EMAIL["stranger"], familiarity=Familiarity.UNKNOWN)
    assert tally(scene, Moment.BEFORE) == (0, 0, 0, 0)


def test_nothing_tells_which_business_gave_an_answer(scene: Scene) -> None:
    stated(familiarity=Familiarity.KNOWN)
    columns = {field.name for field in FamiliarityCount._meta.get_fields()}
    assert columns == {"id", "partnership", "moment", "answer", "number", "shown"}
    [question] = FamiliarityQuestion.objects.values()
    assert Familiarity.KNOWN.value not in {str(value) for value in question.values()}


def test_few_answers_are_not_shown(scene: Scene) -> None:
    answers(*[Familiarity.UNKNOWN] * 4)
    assert set(familiarity_of(scene.partnership)[0].shares.values()) == {None}
    answers(Familiarity.UNKNOWN, since=4)
    before = familiarity_of(scene.partnership)[0]
    assert (before.shares[Familiarity.UNKNOWN], before.mean) == (100, 1.0)


def test_the_difference_of_two_moments_is_of_five_answers_or_none(scene: Scene) -> None:
    """Who looks before and after an answer sees no other figure but that one more was asked."""
    answers(*[Familiarity.UNKNOWN] * 5)
    first = familiarity_of(scene.partnership)[0]
    for number in range(4):
        answers(Familiarity.REGULAR, since=5 + number)
        found = familiarity_of(scene.partnership)[0]
        assert (found.shares, found.mean, found.tally.said) == (first.shares, first.mean, 5)
        assert found.tally.asked == 6 + number
    answers(Familiarity.REGULAR, since=9)
    renewed = familiarity_of(scene.partnership)[0]
    assert (renewed.tally.said, renewed.shares[Familiarity.REGULAR]) == (10, 50)
    assert list(differences()) == []


def test_who_would_rather_not_say_renews_nothing(scene: Scene) -> None:
    """Else four of these and one answer would come at once, and that answer would stand alone."""
    answers(*[Familiarity.NOT_SAID] * 6)
    assert familiarity_of(scene.partnership)[0].tally.not_said == 0
    answers(*[Familiarity.KNOWN] * 4, since=6)
    assert familiarity_of(scene.partnership)[0].tally.said == 0
    answers(Familiarity.KNOWN, since=10)
    renewed = familiarity_of(scene.partnership)[0].tally
    assert (renewed.said, renewed.not_said, renewed.silent) == (5, 6, 0)


@pytest.mark.parametrize("shown", [1, 0])
def test_figures_that_did_not_renew_by_five_are_named(scene: Scene, shown: int) -> None:
    answers(*[Familiarity.UNKNOWN] * 6)
    assert list(differences()) == []
    FamiliarityCount.objects.update(shown=shown)
    [named] = differences()
    assert f"shows {shown} of 6 answers" in named


def test_who_applied_and_confirmed_it_is_asked(scene: Scene, used: Voucher) -> None:
    application = used.application
    owner = Actor(ActorKind.PERSON, application.applicant_id)
    assert note_familiarity(owner, application=application, answer=Familiarity.UNKNOWN)
    assert not note_familiarity(owner, application=application, answer=Familiarity.REGULAR)
    assert tally(scene, Moment.BEFORE) == (1, 1, 0, 0)
    for somebody in (acts(EMAIL["stranger"]), ANONYMOUS, SYSTEM):
        code = refused(
            lambda somebody=somebody: note_familiarity(  # type: ignore[misc]  # bound at once
                somebody, application=application, answer=Familiarity.UNKNOWN
            )
        )
        assert code is RefusalCode.NOT_ALLOWED


def test_an_application_that_nobody_confirmed_is_asked_nothing(scene: Scene) -> None:
    asked = submit_application(
        ANONYMOUS, scheme=scene.scheme, enterprise_number=OWN_ENTERPRISE.number, email="x@zaak.example"
    )
    Application.objects.filter(pk=asked.pk).update(applicant=acts(EMAIL["owner"]).id)
    asked.refresh_from_db()
    code = refused(
        lambda: note_familiarity(acts(EMAIL["owner"]), application=asked, answer=Familiarity.KNOWN)
    )
    assert code is RefusalCode.NOT_ALLOWED


def test_after_the_first_invoice_it_is_mailed_once(scene: Scene, used: Voucher) -> None:
    day = today() + ASKED_AFTER
    assert ask_familiarity(SYSTEM, on=day - A_DAY) == 0
    assert ask_familiarity(SYSTEM, on=day) == 1
    assert ask_familiarity(SYSTEM, on=day + A_DAY) == 0
    [question] = FamiliarityQuestion.objects.filter(moment=Moment.AFTER)
    assert question.person_id == used.application.applicant_id
    assert tally(scene, Moment.AFTER) == (1, 0, 0, 1)


def test_nobody_is_asked_about_long_ago(scene: Scene, used: Voucher) -> None:
    assert ask_familiarity(SYSTEM, on=today() + NOT_ASKED_AFTER + A_DAY) == 0
    assert ask_familiarity(SYSTEM, on=today() + NOT_ASKED_AFTER) == 1


def test_a_second_invoice_asks_nothing_more(scene: Scene, used: Voucher) -> None:
    ask_familiarity(SYSTEM, on=today() + ASKED_AFTER)
    with time_machine.travel(now() + 20 * A_DAY, tick=False):
        redeem_voucher(SYSTEM, code=used.code, data=invoice(used, 10_000, number="V-2"))
        assert ask_familiarity(SYSTEM, on=today() + ASKED_AFTER) == 0


def test_the_first_answer_counts_and_a_wrong_link_says_so(scene: Scene, used: Voucher) -> None:
    ask_familiarity(SYSTEM, on=today() + ASKED_AFTER)
    token = FamiliarityQuestion.objects.get(moment=Moment.AFTER).token
    assert answer_familiarity(ANONYMOUS, token=token, answer=Familiarity.WORKED_WITH)
    assert not answer_familiarity(ANONYMOUS, token=token, answer=Familiarity.UNKNOWN)
    assert tally(scene, Moment.AFTER) == (1, 1, 0, 0)
    wrong = refused(lambda: answer_familiarity(ANONYMOUS, token="weg", answer=Familiarity.KNOWN))
    assert wrong is RefusalCode.CODE_EXPIRED
    assert list(differences()) == []


def test_only_the_clock_mails_the_question() -> None:
    assert refused(lambda: ask_familiarity(acts(EMAIL["owner"]), on=today())) is RefusalCode.NOT_ALLOWED
