"""Commands of follow-ups, figures and adjustments."""

from wisselwerk.apps.evaluation.services.adjusting import (
    Decision,
    Picked,
    add_to_adjustment,
    decide_adjustment,
    link_adjustment,
    look_at_adjustments,
)
from wisselwerk.apps.evaluation.services.answering import answer_follow_up
from wisselwerk.apps.evaluation.services.asking import ask_follow_ups, remind_follow_ups, stop_follow_ups
from wisselwerk.apps.evaluation.services.figures import renew_figures
from wisselwerk.apps.evaluation.services.persistence import renew_persistence

__all__ = [
    "Decision",
    "Picked",
    "add_to_adjustment",
    "answer_follow_up",
    "ask_follow_ups",
    "decide_adjustment",
    "link_adjustment",
    "look_at_adjustments",
    "remind_follow_ups",
    "renew_figures",
    "renew_persistence",
    "stop_follow_ups",
]
