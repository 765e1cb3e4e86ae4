"""What is told of a practice: in which language it is read, how it stands, and what changed from version to version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.practice import (
    FIRST,
    NEXT,
    Action,
    Change,
    Language,
    Material,
    Part,
    PracticeState,
    PracticeText,
    Standing,
    Step,
    Wording,
    changes,
    is_address,
    standing,
)
from wisselwerk.domain.practice_sentence import (
    ACTION_NAMES,
    LANGUAGE_NAMES,
    PART_HINTS,
    PART_NAMES,
    STATE_NAMES,
)
from wisselwerk.domain.priority import Priority

DUTCH = Wording("Een cheque", {Part.PROBLEM: "Niemand kende elkaar.", Part.APPROACH: "Een cheque."})
FRENCH = Wording("Un chèque", {Part.PROBLEM: "Personne ne se connaissait."})
TOLD = PracticeText(
    {Language.NL: DUTCH, Language.FR: FRENCH},
    (Material("Brief", "https://voorbeeld.example/brief.pdf"),),
    Priority.ENTERPRISE,
)


def test_what_is_not_translated_is_read_in_dutch_and_named() -> None:
    found = TOLD.read_in(Language.FR)
    assert (found.title.text, found.title.language) == ("Un chèque", Language.FR)
    assert found.parts[Part.PROBLEM].language is Language.FR
    assert found.parts[Part.APPROACH].text == "Een cheque."
    assert found.untranslated == (Part.APPROACH,)
    assert not found.is_whole


def test_in_a_language_of_which_there_is_nothing_all_is_dutch() -> None:
    found = TOLD.read_in(Language.DE)
    assert found.title.language is Language.NL
    assert found.untranslated == (Part.PROBLEM, Part.APPROACH)
    assert TOLD.read_in(Language.NL).is_whole
    assert TOLD.languages == (Language.NL, Language.FR)


def test_as_json_it_says_the_same() -> None:
    assert PracticeText.from_plain(TOLD.to_plain()) == TOLD


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://voorbeeld.example/a", True),
        ("http://voorbeeld.example", True),
        ("javascript:alert(1)", False),
        ("voorbeeld.example", False),
        ("https://", False),
        ("https://[", False),
        ("https://voorbeeld.example/" + 500 * "a", False),
    ],
)
def test_only_a_page_on_the_web_is_pointed_at(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


WRITE, OFFER, SEND_BACK, PUBLISH, CLOSE = Action


def test_it_is_public_once_somebody_looked_at_what_its_author_opened() -> None:
    found = standing([Step(WRITE, 1), Step(OFFER, 1), Step(PUBLISH, 1)])
    assert found == Standing(PracticeState.PUBLISHED, 1, 1)


def test_a_next_version_leaves_what_is_public_as_it_is() -> None:
    found = standing([Step(WRITE, 1), Step(OFFER, 1), Step(PUBLISH, 1), Step(WRITE, 2), Step(OFFER, 2)])
    assert found == Standing(PracticeState.OFFERED, 2, 1)
    assert found.after(Step(PUBLISH, 2)).published == 2
    assert found.after(Step(SEND_BACK, 2)).published == 1
    assert found.after(Step(CLOSE, 2)) == Standing(PracticeState.CLOSED, 2)


def test_what_was_written_after_it_was_opened_is_not_published_with_it() -> None:
    found = standing([Step(WRITE, 1), Step(OFFER, 1), Step(WRITE, 2)])
    assert found.state is PracticeState.WRITTEN
    with pytest.raises(ValueError, match="cannot follow"):
        found.after(Step(PUBLISH, 2))


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [Step(OFFER, 1)],
        [Step(WRITE, 2)],
        [Step(WRITE, 1), Step(PUBLISH, 1)],
        [Step(WRITE, 1), Step(CLOSE, 1)],
        [Step(WRITE, 1), Step(OFFER, 2)],
        [Step(WRITE, 1), Step(OFFER, 1), Step(PUBLISH, 1), Step(PUBLISH, 1)],
    ],
)
def test_this_cannot_have_happened(steps: list[Step]) -> None:
    with pytest.raises(ValueError, match=r"begins with|cannot follow"):
        standing(steps)


@given(st.lists(st.sampled_from(Action), max_size=12))
def test_only_what_was_offered_and_published_is_ever_public(actions: list[Action]) -> None:
    found, offered = FIRST, set[int]()
    for action in actions:
        if not found.can(action):
            continue
        found = found.after(Step(action, found.latest + (action is WRITE)))
        if action is OFFER:
            offered.add(found.latest)
        assert found.published is None or found.published in offered


def test_every_state_goes_on_and_everything_has_its_words() -> None:
    assert NEXT.keys() == set(PracticeState)
    assert all(Action.WRITE in following for following in NEXT.values())
    assert STATE_NAMES.keys() == set(PracticeState)
    assert ACTION_NAMES.keys() == set(Action)
    assert PART_NAMES.keys() == PART_HINTS.keys() == set(Part)
    assert LANGUAGE_NAMES.keys() == set(Language)


WORDS = st.lists(st.sampled_from(["een", "twee", "drie", "vier"]), max_size=8).map(" ".join)


@given(WORDS, WORDS)
def test_from_what_stayed_and_what_went_one_reads_the_old_and_from_what_came_the_new(
    before: str, after: str
) -> None:
    found = list(changes(before, after))
    assert " ".join(text for kind, text in found if kind is not Change.NEW) == before
    assert " ".join(text for kind, text in found if kind is not Change.GONE) == after
