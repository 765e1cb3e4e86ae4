"""The commands of initiatives and policy reports, one module per noun."""

from wisselwerk.apps.initiatives.services.expost_questions import (
    ask_government,
    note_reply,
    reply_to_question,
    suggest_practice,
)
from wisselwerk.apps.initiatives.services.initiative_answers import (
    Correction,
    ask_owners,
    confirm_initiative,
    correct_initiative,
    deny_initiative,
    end_initiative,
)
from wisselwerk.apps.initiatives.services.initiative_links import (
    accept_link,
    decline_link,
    part_initiative,
    reopen_link,
)
from wisselwerk.apps.initiatives.services.initiatives import renew_initiatives
from wisselwerk.apps.initiatives.services.signal_reports import tell_policy_reports
from wisselwerk.apps.initiatives.services.signal_schemes import tell_scheme, tell_schemes
from wisselwerk.apps.initiatives.services.signals import keep_signal, note_decision, note_initiative

__all__ = [
    "Correction",
    "accept_link",
    "ask_government",
    "ask_owners",
    "confirm_initiative",
    "correct_initiative",
    "decline_link",
    "deny_initiative",
    "end_initiative",
    "keep_signal",
    "note_decision",
    "note_initiative",
    "note_reply",
    "part_initiative",
    "renew_initiatives",
    "reopen_link",
    "reply_to_question",
    "suggest_practice",
    "tell_policy_reports",
    "tell_scheme",
    "tell_schemes",
]
