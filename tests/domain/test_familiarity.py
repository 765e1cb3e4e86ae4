"""Answers as numbers: what may be shown, and what is hidden because it could point at one business."""

from wisselwerk.domain.familiarity import SCALE, Familiarity, Tally

ANSWERS = {Familiarity.UNKNOWN: 3, Familiarity.HEARD_OF: 1, Familiarity.NOT_SAID: 4}


def test_who_would_rather_not_say_is_no_answer_of_the_scale_and_not_silent_either() -> None:
    tally = Tally(10, ANSWERS)
    assert (tally.said, tally.not_said, tally.silent) == (4, 4, 2)


def test_where_few_answered_nothing_is_shown() -> None:
    for tally in (Tally(10, ANSWERS), Tally(0, {})):
        assert tally.shares(5) == dict.fromkeys(SCALE)
        assert tally.mean(5) is None


def test_enough_answers_are_shown_in_percents_and_on_average() -> None:
    tally = Tally(30, {Familiarity.UNKNOWN: 15, Familiarity.REGULAR: 5})
    assert tally.shares(5) == dict.fromkeys(SCALE, 0) | {Familiarity.UNKNOWN: 75, Familiarity.REGULAR: 25}
    assert tally.mean(5) == 2.0


def test_an_answer_of_few_is_hidden_and_never_alone() -> None:
    """Of three shown and one hidden, the hidden one is what is missing to a hundred."""
    answers = {Familiarity.UNKNOWN: 12, Familiarity.HEARD_OF: 7, Familiarity.KNOWN: 1}
    assert Tally(20, answers).shares(5) == {
        Familiarity.UNKNOWN: 60,
        Familiarity.HEARD_OF: None,
        Familiarity.KNOWN: None,
        Familiarity.WORKED_WITH: None,
        Familiarity.REGULAR: None,
    }


def test_small_answers_that_are_hidden_cannot_be_worked_out_together() -> None:
    """Three that each were given once are one each, as soon as their sum is known."""
    answers = {
        Familiarity.UNKNOWN: 12,
        Familiarity.HEARD_OF: 6,
        Familiarity.KNOWN: 1,
        Familiarity.WORKED_WITH: 1,
        Familiarity.REGULAR: 1,
    }
    shares = Tally(21, answers).shares(5)
    assert [one for one, share in shares.items() if share is not None] == [Familiarity.UNKNOWN]
    hidden = sum(answers[one] for one, share in shares.items() if share is None)
    assert hidden >= 5


def test_there_is_no_average_while_any_answer_is_hidden() -> None:
    assert Tally(20, {Familiarity.UNKNOWN: 12, Familiarity.KNOWN: 8}).mean(5) == 1.8
    assert Tally(20, {Familiarity.UNKNOWN: 12, Familiarity.HEARD_OF: 7, Familiarity.KNOWN: 1}).mean(5) is None
