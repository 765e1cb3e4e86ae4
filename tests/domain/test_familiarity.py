"""Answers as numbers: what may be shown, and what is hidden because it could point at one business."""

from wisselwerk.domain.familiarity import SCALE, Familiarity, Tally

ANSWERS = {Familiarity.UNKNOWN: 3, Familiarity.HEARD_OF: 1, Familiarity.NOT_SAID: 4}


def test_who_would_rather_not_say_is_no_answer_of_the_scale_and_not_silent_either() -> None:
    tally = Tally(10, ANSWERS)
    assert (tally.said, tally.not_said, tally.silent) == (4, 4, 2)


def test_few_answers_are_not_shown() -> None:
    assert Tally(10, ANSWERS).shares(5) is None
    assert Tally(0, {}).shares(1) is None


def test_enough_answers_are_shown_in_percents() -> None:
    shares = Tally(10, ANSWERS | {Familiarity.REGULAR: 1}).shares(5)
    assert shares == dict.fromkeys(SCALE, 0) | {
        Familiarity.UNKNOWN: 60,
        Familiarity.HEARD_OF: 20,
        Familiarity.REGULAR: 20,
    }
