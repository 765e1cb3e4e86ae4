"""Commands on practices: writing, opening, publishing and taking back, and saying how far one is with somebody else's."""

from wisselwerk.apps.practices.services.adoption import say_adoption
from wisselwerk.apps.practices.services.mails import stop_practice_mails
from wisselwerk.apps.practices.services.moderation import (
    close_practice,
    offer_practice,
    publish_practice,
    send_back_practice,
)
from wisselwerk.apps.practices.services.writing import revise_practice, write_practice

__all__ = [
    "close_practice",
    "offer_practice",
    "publish_practice",
    "revise_practice",
    "say_adoption",
    "send_back_practice",
    "stop_practice_mails",
    "write_practice",
]
