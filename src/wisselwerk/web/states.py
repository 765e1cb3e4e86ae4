"""How each state looks: its tone and its icon. One table, so that the same state is the same everywhere."""

from collections.abc import Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """``tone`` is a colour of the design system, ``symbol`` a Lucide icon. The name stands in ``wording.STATES``."""

    tone: str
    symbol: str


UNFAMILIAR = Look("neutral", "circle")

STATES: Mapping[str, Look] = {
    # of a voucher
    "open": Look("success", "circle-dot"),
    "partly_used": Look("info", "circle-dashed"),
    "used": Look("neutral", "circle-check"),
    "lapsed": Look("neutral", "circle-slash"),
    "revoked": Look("danger", "circle-x"),
    "frozen": Look("warning", "circle-pause"),
    # of an application
    "awarded": Look("success", "circle-check"),
    "refused": Look("danger", "circle-x"),
    "waiting_list": Look("info", "hourglass"),
    "review": Look("warning", "user-search"),
    "unconfirmed": Look("neutral", "mail-question-mark"),
    # of the delivery of a decision
    "to_mail": Look("warning", "hourglass"),
    "mailed": Look("success", "circle-check"),
    "mail_refused": Look("danger", "circle-x"),
    "posted": Look("success", "circle-check"),
    # of a redemption
    "accepted": Look("success", "circle-check"),
    "reversed": Look("neutral", "undo-2"),
    # of a scheme
    "running": Look("success", "circle-dot"),
    "unfunded": Look("warning", "euro"),
    "upcoming": Look("info", "calendar-clock"),
    "closed": Look("neutral", "circle-slash"),
    # of one rule, for one application
    "PASS": Look("success", "circle-check"),
    "FAIL": Look("danger", "circle-x"),
    "REVIEW": Look("warning", "user-search"),
}
