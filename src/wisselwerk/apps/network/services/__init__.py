"""Commands over questions, answers, letters and meetings of the learning network."""

from wisselwerk.apps.network.services.afterwards import (
    note_attendance,
    note_walk_in,
    open_lesson,
    take_down_lesson,
    write_lesson,
)
from wisselwerk.apps.network.services.incoming import count_mail, receive_reply
from wisselwerk.apps.network.services.letters import close_letter, stop_letters, take_letters
from wisselwerk.apps.network.services.meetings import (
    Invitation,
    Item,
    answer_meeting,
    call_meeting,
    call_off_meeting,
    change_meeting,
    note_told,
)
from wisselwerk.apps.network.services.routes import pass_on_practices, read_route
from wisselwerk.apps.network.services.talk import (
    answer_network,
    ask_network,
    open_to_everybody,
    read_answers,
    take_down,
)

__all__ = [
    "Invitation",
    "Item",
    "answer_meeting",
    "answer_network",
    "ask_network",
    "call_meeting",
    "call_off_meeting",
    "change_meeting",
    "close_letter",
    "count_mail",
    "note_attendance",
    "note_told",
    "note_walk_in",
    "open_lesson",
    "open_to_everybody",
    "pass_on_practices",
    "read_answers",
    "read_route",
    "receive_reply",
    "stop_letters",
    "take_down",
    "take_down_lesson",
    "take_letters",
    "write_lesson",
]
