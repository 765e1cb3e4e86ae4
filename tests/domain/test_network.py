"""Whom a question reaches, and why; and how what was said stands."""

from dataclasses import replace
from itertools import permutations

import pytest

from wisselwerk.domain.network import MOST_ASKED, Phase, Profile, Topic, WhyAsked, chosen_for
from wisselwerk.domain.network_talk import TalkState, TalkVerb, state_after

ASKER = Profile(
    organisation=1, name="Haspengouw", phase=Phase.PREPARING, inhabitants=100_000, places=frozenset({"73083"})
)
DID_IT = Profile(
    organisation=2, name="Genk", phase=Phase.RUNNING, did=frozenset({Topic.DRAW}), places=frozenset({"71016"})
)


def whys(
    topic: Topic, *others: Profile, behind: frozenset[int] = frozenset()
) -> dict[int, tuple[WhyAsked, ...]]:
    return {one.organisation: one.why for one in chosen_for(topic, ASKER, others, behind)}


def test_it_goes_to_who_has_done_it_and_says_so() -> None:
    assert whys(Topic.DRAW, DID_IT) == {2: (WhyAsked.DID_IT,)}


def test_who_only_runs_a_scheme_is_asked_what_every_scheme_has_seen_and_nothing_in_particular() -> None:
    assert whys(Topic.START, DID_IT) == {2: (WhyAsked.RUNS,)}
    assert whys(Topic.LAST_PART, DID_IT) == {}


def test_who_lies_next_door_and_never_did_it_is_not_asked() -> None:
    alike = replace(ASKER, organisation=3, name="Buur")
    assert whys(Topic.START, alike) == {}


def test_who_answered_alike_before_is_asked_again_also_without_a_scheme() -> None:
    wise = Profile(organisation=4, name="Wijs", answered=frozenset({Topic.COUNCIL}))
    assert whys(Topic.COUNCIL, wise) == {4: (WhyAsked.ANSWERED,)}
    assert whys(Topic.COST, wise) == {}


def test_of_those_who_did_it_who_is_most_alike_comes_first() -> None:
    near = replace(DID_IT, organisation=5, name="Zonhoven", inhabitants=60_000, places=frozenset({"73006"}))
    assert list(whys(Topic.DRAW, DID_IT, near)) == [5, 2]
    assert whys(Topic.DRAW, near)[5] == (WhyAsked.DID_IT, WhyAsked.SAME_SIZE, WhyAsked.NEARBY)


@pytest.mark.parametrize(
    ("inhabitants", "is_alike"),
    [(50_000, True), (49_999, False), (200_000, True), (200_001, False), (None, False)],
)
def test_of_about_the_same_size_is_within_twice_as_many(inhabitants: int | None, is_alike: bool) -> None:
    other = replace(DID_IT, inhabitants=inhabitants)
    assert (WhyAsked.SAME_SIZE in whys(Topic.DRAW, other)[2]) is is_alike


def test_the_practice_behind_a_question_counts_most() -> None:
    theirs = Profile(organisation=6, name="Behind")
    assert list(whys(Topic.DRAW, DID_IT, theirs, behind=frozenset({6}))) == [6, 2]


def test_nobody_is_asked_by_oneself_and_never_more_than_a_few() -> None:
    many = [replace(DID_IT, organisation=10 + number, name=f"Plaats {number}") for number in range(9)]
    itself = replace(DID_IT, organisation=ASKER.organisation)
    found = chosen_for(Topic.DRAW, ASKER, [itself, *reversed(many)])
    assert [one.organisation for one in found] == [10, 11, 12, 13, 14]
    assert len(found) == MOST_ASKED


def test_what_was_taken_down_stays_so_in_whatever_order() -> None:
    assert state_after([]) is TalkState.AMONG_PARTICIPANTS
    assert state_after([TalkVerb.OPEN]) is TalkState.OPEN
    for order in permutations(TalkVerb):
        assert state_after(order) is TalkState.TAKEN_DOWN
