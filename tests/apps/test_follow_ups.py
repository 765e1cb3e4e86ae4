"""Do you still work together: who is asked when, what is kept of the answers, and what is shown of them."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.follow_ups import all_over, asked, later, question, say, used, used_long_ago
from tests.scene import EMAIL, GENK, OPGLABBEEK, Scene, put_in_outbox, refusal_of, set_scene
from wisselwerk.apps.evaluation.link import ANSWERING, read_answer_token
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion, Persistence
from wisselwerk.apps.evaluation.proof import differences
from wisselwerk.apps.evaluation.queries import figures_of
from wisselwerk.apps.evaluation.queries.persistence import MomentLines, persistence_of
from wisselwerk.apps.evaluation.services import (
    answer_follow_up,
    ask_follow_ups,
    remind_follow_ups,
    renew_figures,
    renew_persistence,
    stop_follow_ups,
)
from wisselwerk.apps.introductions.models import FamiliarityCount
from wisselwerk.apps.parties.models import Person
from wisselwerk.apps.privacy.services import erase_person
from wisselwerk.apps.vouchers.models import Redemption
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.familiarity import Familiarity, Moment
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, NotAsked, Outcome, Said, Side
from wisselwerk.domain.indicator import Indicator
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


def mails(name: str = "send_follow_up") -> list[dict[str, object]]:
    return [payload for called, payload in put_in_outbox() if called == name]


def lines(scene: Scene) -> MomentLines:
    renew_persistence(SYSTEM, on=today())
    [found] = persistence_of([scene.scheme.pk])[scene.scheme.pk]
    return found


# -- Asking -----------------------------------------------------------------------------------------------------------


def test_both_sides_are_asked_half_a_year_after_the_first_invoice_and_once(scene: Scene) -> None:
    [one] = asked(scene, 1)
    assert (one.moment, one.place, one.public_cents, one.outcome) == (6, GENK, 25_000, Outcome.UNANSWERED)
    assert one.closes_on == today() + ANSWERED_WITHIN
    assert [(each.side, each.person.email) for each in one.questions.order_by("side") if each.person] == [
        (Side.BUSINESS, "zaak1@voorbeeld.example"),
        (Side.PROVIDER, EMAIL["provider_staff"]),
    ]
    assert len(mails()) == 2
    assert ask_follow_ups(SYSTEM, on=today()) == 0
    assert FollowUp.objects.count() == 1
    assert len(mails()) == 2


def test_nobody_is_asked_too_soon_or_much_too_late(scene: Scene) -> None:
    used(scene, 1)
    used_long_ago(scene, 2, ago=timedelta(days=180))
    used_long_ago(scene, 3, ago=timedelta(days=250))
    assert ask_follow_ups(SYSTEM, on=today()) == 0
    assert FollowUp.objects.count() == 0


def test_a_year_after_they_are_asked_again(scene: Scene) -> None:
    asked(scene, 1)
    with later(183):
        assert ask_follow_ups(SYSTEM, on=today()) == 1
    assert sorted(FollowUp.objects.values_list("moment", flat=True)) == [6, 12]


def test_a_second_invoice_between_the_same_two_begins_nothing(scene: Scene) -> None:
    asked(scene, 1)
    first = Redemption.objects.get()
    again = Redemption.objects.get()
    again.pk, again.fingerprint, again.transfer = None, "other", None
    again.redeemed_at = first.redeemed_at + timedelta(days=1)
    again.save()
    assert ask_follow_ups(SYSTEM, on=today()) == 0


def test_an_invoice_that_was_undone_is_no_first_one(scene: Scene) -> None:
    used_long_ago(scene, 1)
    reverse_redemption(scene.coordinator, redemption=Redemption.objects.get().pk, reason="Fout")
    assert ask_follow_ups(SYSTEM, on=today()) == 0


def test_what_one_person_is_asked_on_a_day_is_one_mail(scene: Scene) -> None:
    asked(scene, 1, 2, 3)
    staff = Person.objects.get(email=EMAIL["provider_staff"])
    assert [one["person_id"] for one in mails()].count(staff.pk) == 1
    assert len(mails()) == 4


def test_a_side_without_an_address_is_not_asked_and_counted(scene: Scene) -> None:
    used_long_ago(scene, 1)
    Person.objects.update(email=None)
    ask_follow_ups(SYSTEM, on=today())
    one = FollowUp.objects.get()
    assert one.outcome == Outcome.NOT_ASKED
    assert set(one.questions.values_list("not_asked", flat=True)) == {NotAsked.NO_ADDRESS}
    assert mails() == []
    assert lines(scene).not_asked == 1


def test_only_background_work_asks_and_counts(scene: Scene) -> None:
    for act in (ask_follow_ups, remind_follow_ups, renew_persistence):
        with pytest.raises(Refusal) as refused:
            act(scene.coordinator, on=today())
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED


def test_who_did_not_answer_is_reminded_once(scene: Scene) -> None:
    [one] = asked(scene, 1)
    assert remind_follow_ups(SYSTEM, on=today()) == 0
    say(one, Said.YES)
    with later(14):
        # The business answered; its provider did not.
        assert remind_follow_ups(SYSTEM, on=today()) == 1
        assert remind_follow_ups(SYSTEM, on=today()) == 0
    with later(28):
        assert remind_follow_ups(SYSTEM, on=today()) == 0
    assert len(mails("send_follow_up_reminder")) == 1


def test_nobody_is_reminded_of_what_is_over(scene: Scene) -> None:
    asked(scene, 1)
    with later(ANSWERED_WITHIN.days + 1):
        assert remind_follow_ups(SYSTEM, on=today()) == 0


def test_who_stops_is_asked_and_reminded_no_more(scene: Scene) -> None:
    asked(scene, 1)
    staff = Person.objects.get(email=EMAIL["provider_staff"])
    assert stop_follow_ups(ANONYMOUS, person=staff)
    assert not stop_follow_ups(ANONYMOUS, person=staff)
    with later(14):
        assert remind_follow_ups(SYSTEM, on=today()) == 1
    [other] = asked(scene, 2)
    assert question(other, Side.PROVIDER).not_asked == NotAsked.STOPPED
    assert other.outcome == Outcome.UNANSWERED


# -- Answering --------------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_a_later_one_stands_beside_it(scene: Scene) -> None:
    [one] = asked(scene, 1)
    assert say(one, Said.YES)
    assert not say(one, Said.YES)
    assert say(one, Said.YES, amount_cents=100_000)
    assert not say(one, Said.YES)
    one.refresh_from_db()
    assert one.outcome == Outcome.LASTS
    assert say(one, Said.NO)
    one.refresh_from_db()
    assert one.outcome == Outcome.ENDED
    kept = FollowUpAnswer.objects.order_by("pk").values_list("said", "amount_cents")
    assert list(kept) == [("YES", None), ("YES", 100_000), ("NO", None)]
    assert list(differences()) == []


def test_a_business_tells_once_how_familiar_it_is_whatever_it_was_asked_about(scene: Scene) -> None:
    # It is of the business with all of the social economy, and of no pair: so two providers make no two answers.
    [one] = asked(scene, 1)
    other = FollowUp.objects.get(pk=one.pk)
    other.pk, other.provider = None, one.business
    other.save()
    FollowUpQuestion.objects.create(follow_up=other, side=Side.BUSINESS, asked_on=today())
    for follow_up in (one, other):
        say(follow_up, Said.YES, familiarity=Familiarity.KNOWN)  # type: ignore[arg-type]
    assert FamiliarityCount.objects.get(moment=Moment.MONTHS_6).number == 1


def test_who_contradict_each_other_count_as_neither(scene: Scene) -> None:
    [one] = asked(scene, 1)
    say(one, Said.YES)
    say(one, Said.NO, Side.PROVIDER)
    one.refresh_from_db()
    assert one.outcome == Outcome.CONTRADICTED
    say(one, Said.YES, Side.PROVIDER)
    one.refresh_from_db()
    assert one.outcome == Outcome.LASTS


def test_the_last_day_counts_and_the_day_after_does_not(scene: Scene) -> None:
    [one] = asked(scene, 1)
    with later(ANSWERED_WITHIN.days):
        assert say(one, Said.YES)
    with later(ANSWERED_WITHIN.days + 1), pytest.raises(Refusal) as refused:
        say(one, Said.NO)
    assert refusal_of(refused) == (RefusalCode.FOLLOW_UP_OVER, {"closes_on": one.closes_on})
    assert FollowUpAnswer.objects.count() == 1


def test_a_forged_link_answers_nothing(scene: Scene) -> None:
    [one] = asked(scene, 1)
    of_another_purpose = signing.dumps(question(one).pk, salt="wisselwerk.digest")
    for forged in ("", "x", "not:ours", of_another_purpose):
        with pytest.raises(Refusal) as refused:
            answer_follow_up(ANONYMOUS, token=forged, said=Said.YES)
        assert refusal_of(refused)[0] is RefusalCode.CODE_EXPIRED
    assert FollowUpAnswer.objects.count() == 0


def test_the_link_of_one_question_answers_no_other(scene: Scene) -> None:
    [one, other] = asked(scene, 1, 2)
    token = ANSWERING.token(question(one).pk)
    found = read_answer_token(token)
    assert found == question(one)
    assert read_answer_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert ANSWERING.token(question(other).pk) != token


def test_how_familiar_a_business_is_now_is_counted_apart(scene: Scene) -> None:
    [one] = asked(scene, 1)
    token = ANSWERING.token(question(one).pk)
    answer_follow_up(ANONYMOUS, token=token, said=Said.YES, familiarity=Familiarity.REGULAR)
    answer_follow_up(ANONYMOUS, token=token, said=Said.YES, familiarity=Familiarity.KNOWN)
    [count] = FamiliarityCount.objects.all()
    assert (count.moment, count.answer, count.number) == (Moment.MONTHS_6, Familiarity.REGULAR, 1)


def test_whoever_is_erased_is_reminded_no_more_and_the_figures_stay(scene: Scene) -> None:
    [one] = asked(scene, 1)
    say(one, Said.YES)
    before = lines(scene)
    erase_person(SYSTEM, email=EMAIL["provider_staff"])
    assert question(one, Side.PROVIDER).person is None
    with later(14):
        assert remind_follow_ups(SYSTEM, on=today()) == 0
    assert lines(scene) == before
    assert list(differences()) == []


# -- Counting ---------------------------------------------------------------------------------------------------------


def answered(
    scene: Scene, lasts: int, ended: int, *, silent: int = 0, since: int = 0, place: str = GENK
) -> None:
    """So many pairs with each answer, asked today."""
    pairs = asked(scene, *range(since, since + lasts + ended + silent), place=place)
    for number, one in enumerate(pairs[: lasts + ended]):
        say(one, Said.YES if number < lasts else Said.NO)


def test_a_share_has_an_interval_and_bounds_that_count_the_silent(scene: Scene) -> None:
    answered(scene, 8, 5, silent=3)
    found = lines(scene)
    assert found.share is not None
    assert (found.share.lasts, found.share.clear, found.share.unknown) == (8, 13, 3)
    assert found.share.value in found.share.interval
    assert (found.share.bounds.low, found.share.bounds.high) == (8 / 16, 11 / 16)
    assert (found.open, found.silent, found.followed) == (3, 0, 16)
    renew_figures(SYSTEM, on=all_over())
    figure = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.LASTING_6]
    assert (figure.numerator, figure.counted, figure.unknown) == (8, 13, 3)


def test_silence_begins_when_no_answer_is_taken_any_more(scene: Scene) -> None:
    answered(scene, 0, 0, silent=6)
    with later(ANSWERED_WITHIN.days + 1):
        found = lines(scene)
    assert (found.open, found.silent) == (0, 6)


def test_few_answers_are_not_shown_and_figures_renew_by_five(scene: Scene) -> None:
    answered(scene, 4, 6)
    assert lines(scene).share is None
    answered(scene, 1, 0, since=10)
    first = lines(scene)
    assert first.share is not None
    answered(scene, 0, 4, since=11)
    assert lines(scene) == first
    answered(scene, 0, 1, since=15)
    found = lines(scene).share
    assert found is not None
    assert (found.lasts, found.clear) == (5, 16)
    assert list(differences()) == []


def test_few_who_contradict_are_told_together_with_the_silent(scene: Scene) -> None:
    [one, *_others] = asked(scene, *range(7))
    say(one, Said.YES)
    say(one, Said.NO, Side.PROVIDER)
    with later(ANSWERED_WITHIN.days + 1):
        found = lines(scene)
    assert (found.silent, found.contradicted, found.unclear) == (None, None, 7)


def test_a_municipality_is_told_where_that_gives_nothing_back(scene: Scene) -> None:
    answered(scene, 6, 6)
    answered(scene, 7, 5, since=20, place=OPGLABBEEK)
    found = lines(scene)
    # Opglabbeek is a part of Oudsbergen today.
    assert {code: share and (share.lasts, share.clear) for code, share in found.places.items()} == {
        GENK: (6, 12),
        "72042": (7, 12),
    }
    answered(scene, 2, 8, since=40, place="71002")
    found = lines(scene)
    assert found.places["71002"] is None
    # One other goes along, so that taking away from what all together have gives back no small number.
    assert list(found.places.values()).count(None) == 2


def test_amounts_wait_for_a_share_as_without_one_they_renew_by_one(scene: Scene) -> None:
    pairs = asked(scene, *range(7))
    for one in pairs[:6]:
        say(one, Said.YES, amount_cents=100_000)
    say(pairs[6], Said.NO)
    found = lines(scene)
    assert found.share is None
    assert found.amounts == {}


def test_amounts_are_of_the_business_else_of_its_provider(scene: Scene) -> None:
    pairs = asked(scene, *range(6))
    for one in pairs[:5]:
        say(one, Said.YES, amount_cents=100_000)
        say(one, Said.YES, Side.PROVIDER, amount_cents=10_000)
    say(pairs[5], Said.YES, Side.PROVIDER, amount_cents=100_000)
    assert lines(scene).amounts == {10_000: 0, 100_000: 6, 1_000_000: 0, 10_000_000: 0}


def test_a_lasting_relation_costs_what_vouchers_paid(scene: Scene) -> None:
    answered(scene, 6, 6, silent=2)
    FollowUp.objects.update(moment=12)
    renew_persistence(SYSTEM, on=today())
    renew_figures(SYSTEM, on=all_over())
    figure = figures_of([scene.scheme.pk], today=today())[scene.scheme.pk][Indicator.LASTING_COST]
    assert (figure.value, figure.counted) == (50_000.0, 12)
    assert figure.bounds is not None
    assert (figure.bounds.low, figure.bounds.high) == (43_750, round(14 * 25_000 / 6))


def test_a_page_reads_one_row_for_each_municipality(scene: Scene) -> None:
    answered(scene, 6, 6)
    lines(scene)
    with CaptureQueriesContext(connection) as few:
        persistence_of([scene.scheme.pk])
    assert len(few) == 1
    assert Persistence.objects.count() == 1


# -- Proof ------------------------------------------------------------------------------------------------------------


def test_what_was_tampered_with_is_named(scene: Scene) -> None:
    answered(scene, 5, 5)
    lines(scene)
    one = FollowUp.objects.filter(outcome=Outcome.LASTS).earliest("pk")
    FollowUp.objects.filter(pk=one.pk).update(outcome=Outcome.ENDED)
    assert list(differences()) == [f"follow-up {one.pk}: its answers come to LASTS, stored is ENDED"]
    FollowUp.objects.filter(pk=one.pk).update(outcome=Outcome.LASTS)
    Persistence.objects.update(lasts=6)
    assert list(differences()) == [
        f"persistence of scheme {scene.scheme.pk} after 6 months in {GENK}: is not what was answered"
    ]
    Persistence.objects.update(lasts=5)
    where = f"persistence of scheme {scene.scheme.pk} after 6 months in {GENK}"
    paid, ordered = f"{where}: is not what vouchers had paid", f"{where}: is not what was ordered since"
    for column, value, told in (
        ("clear_cents", 1, paid),
        ("followed_cents", 1, paid),
        ("amounts", {"1": 9}, ordered),
    ):
        before = Persistence.objects.values_list(column, flat=True).get()
        Persistence.objects.update(**{column: value})
        assert list(differences()) == [told]
        Persistence.objects.update(**{column: before})
    assert list(differences()) == []
    FollowUpQuestion.objects.filter(answers__isnull=False).update(not_asked=NotAsked.STOPPED)
    assert "its side was not asked" in " ".join(differences())


def test_an_answer_that_the_trail_does_not_tell_is_named(scene: Scene) -> None:
    [one] = asked(scene, 1)
    answer = FollowUpAnswer.objects.create(
        question=question(one), said=Said.YES, at=now() + timedelta(days=90)
    )
    found = list(differences())
    assert f"follow-up answer {answer.pk}: is not what the trail tells" in found
    assert f"follow-up answer {answer.pk}: came when none was taken" in found
