"""Two initiatives that are one or alike: proposed with the reason, answered by who may, told apart again."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from tests.initiatives import WIJK_WERKEN, fresh, in_order, member_of, noted, noticed, refused
from tests.invariants.together import together
from tests.scene import AS_, GENK, set_scene
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink
from wisselwerk.apps.initiatives.queries.initiative_owners import may_answer, owners_of
from wisselwerk.apps.initiatives.queries.initiative_proof import differences
from wisselwerk.apps.initiatives.queries.initiative_waiting import answers_to_link
from wisselwerk.apps.initiatives.queries.initiatives import initiative_told, initiatives
from wisselwerk.apps.initiatives.services import (
    accept_link,
    confirm_initiative,
    decline_link,
    deny_initiative,
    part_initiative,
    reopen_link,
    tell_scheme,
)
from wisselwerk.apps.initiatives.services.initiatives import told_of
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.initiative_link import LinkAnswer, LinkKind
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.published_decision import Body, PublishedArticle
from wisselwerk.domain.refusal import RefusalCode

__all__ = ["in_order"]
pytestmark = pytest.mark.django_db

ELSEWHERE = "https://raad.essel.example/notulen/7"
A_DAY = timedelta(days=1)


# The same, and similar


def two_of_one() -> tuple[Initiative, Initiative, InitiativeLink]:
    first = noticed()
    second = noticed(address=ELSEWHERE, description=())
    return first, second, InitiativeLink.objects.get()


def test_two_sources_of_one_initiative_are_proposed_once_with_the_reason() -> None:
    first, second, link = two_of_one()
    assert (link.kind, link.initiative, link.other) == ("SAME", second, first)
    assert [one["code"] for one in link.reasons] == [
        "SAME_PLACE",
        "SAME_PERIOD",
        "ALIKE_WORDS",
        "SAME_AMOUNTS",
    ]
    noted(address=ELSEWHERE, description=("Meer.",))
    assert InitiativeLink.objects.count() == 1
    assert list(InitiativeLink.objects.filter(answer="OPEN")) == [link]


def test_who_accepts_has_one_go_on_for_both_and_can_tell_them_apart_again() -> None:
    first, second, link = two_of_one()
    genk = member_of(GENK)
    assert refused(accept_link, member_of(AS_, "x@as.example"), link=link) is RefusalCode.NOT_ALLOWED
    accept_link(genk, link=link)
    assert fresh(second).merged_into == first
    assert [one.pk for one in initiatives()] == [first.pk]
    told = initiative_told(second.pk)
    assert told is not None
    assert (told.initiative, len(told.signals)) == (first, 2)
    assert [step.action for step in told.steps] == ["NOTICE", "NOTICE", "MERGE"]
    assert refused(accept_link, genk, link=link) is RefusalCode.WRONG_STATE
    # Answering the one that was merged answers the whole.
    confirm_initiative(genk, initiative=second)
    assert fresh(first).state == "CONFIRMED"
    part_initiative(genk, initiative=second)
    assert fresh(second).merged_into is None
    assert (fresh(first).state, fresh(second).state) == ("CONFIRMED", "NOTICED")
    assert len(list(initiatives())) == 2
    assert InitiativeLink.objects.get().answer == "DECLINED"
    assert refused(part_initiative, genk, initiative=second) is RefusalCode.WRONG_STATE


def test_the_one_that_was_answered_goes_on() -> None:
    first, second, link = two_of_one()
    genk = member_of(GENK)
    confirm_initiative(genk, initiative=second)
    accept_link(genk, link=link)
    assert fresh(first).merged_into == second


def test_what_was_merged_before_comes_along_and_can_still_be_told_apart() -> None:
    first, second, link = two_of_one()
    genk = member_of(GENK)
    accept_link(genk, link=link)
    third = noticed(address="https://raad.essel.example/derde")
    confirm_initiative(genk, initiative=third)
    accept_link(genk, link=InitiativeLink.objects.get(initiative=third))
    assert {one.merged_into_id for one in (fresh(first), fresh(second))} == {third.pk}
    part_initiative(genk, initiative=second)
    assert [one.pk for one in initiatives().order_by("pk")] == [second.pk, third.pk]


def test_what_is_in_it_only_by_what_is_told_apart_goes_along_and_nobody_declined_that() -> None:
    """The second is the same as the first, and the third as the second: without the second the third has no place in the first."""
    first, second, link = two_of_one()
    genk = member_of(GENK)
    third = noticed(address="https://raad.essel.example/derde")
    # That the third may be the second is asked once neither is the first; then both answers are taken back.
    with_first = list(InitiativeLink.objects.filter(other=first).order_by("pk"))
    for answer in (decline_link, reopen_link):
        for one in with_first:
            answer(genk, link=one)
    accept_link(genk, link=link)
    accept_link(genk, link=InitiativeLink.objects.get(initiative=third, other=second))
    assert [fresh(one).merged_into for one in (second, third)] == [first, first]
    # That the third may be the first was asked, and is no question any more while both are one.
    told = initiative_told(first.pk)
    assert told is not None
    assert [(one.initiative, one.answer) for one in told.links] == [(second, "ACCEPTED")]
    part_initiative(genk, initiative=second)
    assert [fresh(one).merged_into for one in (first, second, third)] == [None, None, second]
    answers = {(one.initiative_id, one.other_id): one.answer for one in InitiativeLink.objects.all()}
    assert answers == {
        (second.pk, first.pk): "DECLINED",
        (third.pk, second.pk): "ACCEPTED",
        (third.pk, first.pk): "OPEN",
    }
    told = initiative_told(second.pk)
    assert told is not None
    assert len(told.signals) == 2
    assert list(differences()) == []


def test_a_new_word_of_a_merged_source_counts_for_the_whole() -> None:
    first, _second, link = two_of_one()
    genk = member_of(GENK)
    accept_link(genk, link=link)
    confirm_initiative(genk, initiative=first)
    noted(address=ELSEWHERE, title="Wijk-werken. Nieuw.", decided_on=date(2026, 1, 5))
    assert (fresh(first).title, fresh(first).state) == ("Wijk-werken. Nieuw.", "NOTICED")


def test_who_declines_is_not_asked_again() -> None:
    _first, _second, link = two_of_one()
    decline_link(member_of(GENK), link=link)
    noted(address=ELSEWHERE, description=("Meer.",))
    assert not InitiativeLink.objects.filter(answer="OPEN").exists()
    assert Initiative.objects.filter(merged_into=None).count() == 2


def test_what_was_denied_is_proposed_to_nobody() -> None:
    deny_initiative(member_of(GENK), initiative=noticed())
    noticed(address=ELSEWHERE)
    assert not InitiativeLink.objects.exists()


REGULATION = replace(
    WIJK_WERKEN,
    address=ELSEWHERE,
    title="Reglement kennismakingscheque sociale economie",
    body=Body(government="Stad Hasselt"),
    amounts=(),
    articles=(
        PublishedArticle("1", "", ("Een cheque is 500 euro waard.",)),
        PublishedArticle("2", "", ("De onderneming betaalt zelf ten minste 100 euro.",)),
    ),
)


@pytest.mark.parametrize("scheme_first", [True, False])
def test_a_decision_elsewhere_is_similar_to_a_scheme_here_with_what_differs(scheme_first: bool) -> None:
    scene = set_scene()
    if scheme_first:
        tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    there = noticed(REGULATION)
    if not scheme_first:
        tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    link = InitiativeLink.objects.get()
    assert (link.kind, link.initiative, link.answer) == ("SIMILAR", there, "OPEN")
    found = {one["aspect"]: (one["here"], one["there"], one["said"]) for one in link.differences}
    assert found["AMOUNT"] == (25_000, 50_000, "Een cheque is 500 euro waard.")
    assert found["OWN_CONTRIBUTION"] == (25_000, 10_000, "De onderneming betaalt zelf ten minste 100 euro.")
    accept_link(scene.coordinator, link=link)
    assert InitiativeLink.objects.get().answer == "ACCEPTED"
    assert fresh(there).merged_into is None


def test_a_word_and_its_plural_are_one_word() -> None:
    noticed(title="Toelage kennismakingscheque sociale economie", amounts=())
    noticed(title="Kennismakingscheques voor sociale economie", amounts=(), address=ELSEWHERE)
    (alike,) = [one for one in InitiativeLink.objects.get().reasons if one["code"] == "ALIKE_WORDS"]
    assert alike["params"]["words"] == ["economie", "kennismakingscheques", "sociale"], (
        "as the title writes them"
    )


def test_what_differs_is_what_differs_now_until_somebody_answered() -> None:
    scene = set_scene()
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())

    def differs(worth: int) -> int:
        noted(REGULATION, articles=(PublishedArticle("1", "", (f"Een cheque is {worth} euro waard.",)),))
        link = InitiativeLink.objects.get()
        (amount,) = [one["there"] for one in link.differences if one["aspect"] == "AMOUNT"]
        return int(amount)

    assert (differs(500), differs(300)) == (50_000, 30_000)
    accept_link(scene.coordinator, link=InitiativeLink.objects.get())
    assert differs(400) == 30_000


# What a merge changes, whom it is of, and taking an answer back


def same_as_the_scheme(ends_on: date | None = None) -> tuple[Initiative, InitiativeLink, Actor]:
    """What a decision tells and nobody answered, proposed to the scheme in that place; and who answers for the scheme."""
    scene = set_scene()
    told = tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    assert told is not None
    in_genk = replace(REGULATION, title=told.title, body=Body(government="Stad Genk"))
    noticed(replace(in_genk, decided_on=today(), ends_on=ends_on))
    return told.initiative, InitiativeLink.objects.get(kind=LinkKind.SAME), scene.coordinator


def test_an_unanswered_decision_changes_nothing_of_what_a_scheme_here_says() -> None:
    whole, link, coordinator = same_as_the_scheme(ends_on=today() + A_DAY)
    before = told_of(fresh(whole))
    accept_link(coordinator, link=link)
    after = told_of(fresh(whole))
    assert (fresh(whole).merged_into, fresh(whole).state) == (None, InitiativeState.CONFIRMED)
    assert {name: after[name] for name, said in before.items() if said} == {
        name: said for name, said in before.items() if said
    }
    assert owners_of(fresh(whole), today()) == [fresh(whole).partnership_id]


def test_what_was_confirmed_waits_anew_when_a_source_that_nobody_answered_says_otherwise() -> None:
    first = noticed()
    genk = member_of(GENK)
    confirm_initiative(genk, initiative=first)
    noticed(
        address=ELSEWHERE,
        title="Wijk-werken. Samenwerkingsovereenkomst 2025. Goedkeuring.",
        decided_on=date(2025, 1, 6),
    )
    accept_link(genk, link=InitiativeLink.objects.get())
    assert (fresh(first).title, fresh(first).state, fresh(first).asked_at) == (
        "Wijk-werken. Samenwerkingsovereenkomst 2025. Goedkeuring.",
        "NOTICED",
        None,
    )


def test_what_was_confirmed_stays_so_when_the_other_says_the_same() -> None:
    first, _second, link = two_of_one()
    genk = member_of(GENK)
    confirm_initiative(genk, initiative=first)
    accept_link(genk, link=link)
    assert fresh(first).state == "CONFIRMED"


def test_who_answers_for_a_part_alone_does_not_merge_what_goes_on_for_it() -> None:
    _whole, link, coordinator = same_as_the_scheme()
    accept_link(coordinator, link=link)
    elsewhere = noticed(address="https://raad.essel.example/derde", body=Body(government="Stad Hasselt"))
    part = Initiative.objects.get(merged_into__isnull=False)
    link = InitiativeLink.objects.create(
        kind=LinkKind.SAME, initiative=elsewhere, other=part, reasons=[], proposed_at=now()
    )
    genk = member_of(GENK)
    assert may_answer(genk, part, today())
    for act in (accept_link, decline_link):
        assert refused(act, genk, link=link) is RefusalCode.NOT_ALLOWED


def test_a_wrong_answer_is_taken_back_and_given_anew() -> None:
    first, second, link = two_of_one()
    genk = member_of(GENK)
    assert refused(reopen_link, genk, link=link) is RefusalCode.WRONG_STATE
    decline_link(genk, link=link)
    assert refused(reopen_link, member_of(AS_, "x@as.example"), link=link) is RefusalCode.NOT_ALLOWED
    noted(address=ELSEWHERE, amounts=())
    before = InitiativeLink.objects.get().reasons
    reopen_link(genk, link=link)
    assert InitiativeLink.objects.get().reasons != before
    accept_link(genk, link=link)
    assert fresh(second).merged_into == first
    assert refused(reopen_link, genk, link=link) is RefusalCode.WRONG_STATE
    part_initiative(genk, initiative=second)
    reopen_link(genk, link=link)
    accept_link(genk, link=link)
    assert fresh(second).merged_into == first
    answered = [answer for _at, answer in answers_to_link(link)]
    assert answered == ["DECLINED", "OPEN", "ACCEPTED", "DECLINED", "OPEN", "ACCEPTED"]


def test_that_two_are_similar_is_taken_back_too() -> None:
    scene = set_scene()
    tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    noticed(REGULATION)
    link = InitiativeLink.objects.get()
    accept_link(scene.coordinator, link=link)
    reopen_link(scene.coordinator, link=link)
    decline_link(scene.coordinator, link=link)
    assert InitiativeLink.objects.get().answer == "DECLINED"


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_in_at_the_same_moment_sees_each_other() -> None:
    numbers = range(4)
    together([partial(noted, address=f"https://raad.example/{number}") for number in numbers])
    # Three with the first of them: whichever that is, all four hang together.
    links = list(InitiativeLink.objects.values_list("initiative", "other"))
    assert len(links) == len(numbers) - 1
    assert {pk for both in links for pk in both} == set(Initiative.objects.values_list("pk", flat=True))


def links_of(*alike: Initiative) -> dict[tuple[int, int], str]:
    """How each two of these were answered, by their places among them."""
    place = {one.pk: at for at, one in enumerate(alike)}
    return {
        (place[one.other_id], place[one.initiative_id]): one.answer
        for one in InitiativeLink.objects.filter(kind=LinkKind.SAME)
    }


def some_alike(number: int) -> list[Initiative]:
    return [noticed(address=f"https://raad.example/{serial}", amounts=()) for serial in range(number)]


def test_of_many_that_are_alike_each_is_asked_about_once_with_the_first() -> None:
    alike = some_alike(6)
    assert links_of(*alike) == {(0, later): LinkAnswer.OPEN for later in range(1, 6)}
    # What is said anew of one of them asks nothing more.
    noticed(address="https://raad.example/3", amounts=(), decided_on=today())
    assert len(links_of(*alike)) == 5


def test_who_is_another_one_is_asked_about_with_the_rest_when_those_are_no_group_any_more() -> None:
    genk, alike = member_of(GENK), some_alike(3)
    first, second = InitiativeLink.objects.order_by("pk")
    decline_link(genk, link=first)
    # The third waits with the first, and may be it: then the second is not it either.
    assert links_of(*alike) == {(0, 1): "DECLINED", (0, 2): "OPEN"}
    decline_link(genk, link=second)
    assert links_of(*alike) == {(0, 1): "DECLINED", (0, 2): "DECLINED", (1, 2): "OPEN"}


@pytest.mark.parametrize("how", ["denied", "merged into another"])
def test_where_the_first_is_none_any_more_the_next_takes_its_place(how: str) -> None:
    genk, alike = member_of(GENK), some_alike(4)
    if how == "denied":
        deny_initiative(genk, initiative=alike[0])
    else:
        confirm_initiative(genk, initiative=alike[1])
        accept_link(genk, link=InitiativeLink.objects.earliest("pk"))
        assert fresh(alike[0]).merged_into == alike[1]
    found = {both: answer for both, answer in links_of(*alike).items() if 0 not in both}
    assert found == {(1, 2): LinkAnswer.OPEN, (1, 3): LinkAnswer.OPEN}
    if how != "denied":
        part_initiative(genk, initiative=fresh(alike[0]))
        assert len(InitiativeLink.objects.filter(answer=LinkAnswer.OPEN)) == 4
    assert list(differences()) == []
