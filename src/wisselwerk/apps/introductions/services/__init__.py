"""The commands of getting acquainted, one module per noun."""

from wisselwerk.apps.introductions.services.events import (
    call_off_event,
    give_place_back,
    plan_event,
    register_for_event,
    tick_attendance,
)
from wisselwerk.apps.introductions.services.familiarity import (
    answer_familiarity,
    ask_familiarity,
    note_familiarity,
)
from wisselwerk.apps.introductions.services.introductions import record_introduction, record_quote
from wisselwerk.apps.introductions.services.joint_offers import (
    answer_joint_offer,
    end_joint_offer,
    propose_joint_offer,
)
from wisselwerk.apps.introductions.services.needs import (
    ask_introductions,
    state_need,
    withdraw_introduction,
    withdraw_need,
)
from wisselwerk.apps.introductions.services.proving import prove_address
from wisselwerk.apps.introductions.services.suggestions import suggest_services

__all__ = [
    "answer_familiarity",
    "answer_joint_offer",
    "ask_familiarity",
    "ask_introductions",
    "call_off_event",
    "end_joint_offer",
    "give_place_back",
    "note_familiarity",
    "plan_event",
    "propose_joint_offer",
    "prove_address",
    "record_introduction",
    "record_quote",
    "register_for_event",
    "state_need",
    "suggest_services",
    "tick_attendance",
    "withdraw_introduction",
    "withdraw_need",
]
