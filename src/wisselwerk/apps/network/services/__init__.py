"""Commands over questions, answers and letters of the learning network."""

from wisselwerk.apps.network.services.incoming import count_mail, receive_reply
from wisselwerk.apps.network.services.letters import close_letter, stop_letters, take_letters
from wisselwerk.apps.network.services.routes import pass_on_practices, read_route
from wisselwerk.apps.network.services.talk import answer_network, ask_network, open_to_everybody, take_down

__all__ = [
    "answer_network",
    "ask_network",
    "close_letter",
    "count_mail",
    "open_to_everybody",
    "pass_on_practices",
    "read_route",
    "receive_reply",
    "stop_letters",
    "take_down",
    "take_letters",
]
