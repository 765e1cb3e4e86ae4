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
    "entered": Look("info", "circle-dashed"),
    "waiting_list": Look("info", "hourglass"),
    "not_drawn": Look("neutral", "circle-slash"),
    "review": Look("warning", "user-search"),
    "unconfirmed": Look("neutral", "mail-question-mark"),
    "withdrawn": Look("neutral", "undo-2"),
    # of an application that waits for a person
    "to_decide": Look("warning", "user-search"),
    "late": Look("danger", "triangle-alert"),
    "answer_awaited": Look("info", "hourglass"),
    # of the delivery of a decision
    "to_mail": Look("warning", "hourglass"),
    "mailed": Look("success", "circle-check"),
    "mail_refused": Look("danger", "circle-x"),
    "to_post": Look("warning", "hourglass"),
    "posted": Look("success", "circle-check"),
    # of a redemption
    "accepted": Look("success", "circle-check"),
    "reversed": Look("neutral", "undo-2"),
    # of what a redemption is proven by
    "asked": Look("info", "hourglass"),
    "silent": Look("success", "circle-check"),
    "confirmed": Look("success", "circle-check"),
    "found": Look("success", "circle-check"),
    "disputed": Look("warning", "triangle-alert"),
    # of the check of an invoice
    "to_check": Look("info", "hourglass"),
    "check_passed": Look("success", "circle-check"),
    "check_failed": Look("warning", "triangle-alert"),
    "check_accepted": Look("success", "circle-check"),
    # of an invoice that is no e-invoice
    "pdf_to_check": Look("warning", "user-search"),
    "pdf_failed": Look("neutral", "circle-slash"),
    # of what is said in the learning network
    "among_participants": Look("info", "users"),
    "open_to_everybody": Look("success", "globe"),
    "taken_down": Look("neutral", "circle-slash"),
    # of a scheme
    "running": Look("success", "circle-dot"),
    "unfunded": Look("warning", "euro"),
    "upcoming": Look("info", "calendar-clock"),
    "not_open_yet": Look("info", "hourglass"),
    "closed": Look("neutral", "circle-slash"),
    # of a council and a text
    "OPEN": Look("neutral", "circle"),
    "AGENDA": Look("info", "calendar-clock"),
    "DECIDED": Look("success", "circle-check"),
    "VOTED_DOWN": Look("danger", "circle-x"),
    "MISTAKEN": Look("warning", "triangle-alert"),
    # of a draw
    "draw_sealed": Look("info", "file-text"),
    "draw_seeded": Look("warning", "user-search"),
    "draw_confirmed": Look("warning", "circle-dot"),
    "draw_done": Look("success", "circle-check"),
    # of a sample
    "sample_sealed": Look("info", "hourglass"),
    "sample_drawn": Look("warning", "user-search"),
    "sample_passed_on": Look("success", "circle-check"),
    # of a batch of payments
    "proposed": Look("warning", "pen-line"),
    "ordered": Look("warning", "pen-line"),
    "signed": Look("success", "circle-check"),
    "held": Look("danger", "circle-pause"),
    "emptied": Look("neutral", "undo-2"),
    "overtaken": Look("neutral", "circle-check"),
    "answered": Look("neutral", "circle-check"),
    # of a payment
    "planned": Look("neutral", "circle-dashed"),
    "taken_out": Look("neutral", "undo-2"),
    "paid": Look("success", "circle-check"),
    "returned": Look("warning", "undo-2"),
    "recovered": Look("neutral", "undo-2"),
    # of an invoice on its way to being paid, and what it can wait for
    "payable": Look("info", "circle-dot"),
    "in_batch": Look("info", "pen-line"),
    "at_bank": Look("info", "landmark"),
    "ACCOUNT": Look("warning", "landmark"),
    "ON_HOLD": Look("warning", "circle-pause"),
    "CHECK": Look("info", "hourglass"),
    "CHECK_FAILED": Look("warning", "file-text"),
    "CAME_BACK": Look("warning", "undo-2"),
    "DELIVERY": Look("info", "hourglass"),
    "DISPUTE": Look("warning", "triangle-alert"),
    "OWN_PART": Look("info", "hourglass"),
    "EVALUATION": Look("info", "hourglass"),
    "SET_ASIDE": Look("warning", "circle-pause"),
    "REVERSED_IN_BATCH": Look("warning", "undo-2"),
    "DISPUTED_IN_BATCH": Look("warning", "triangle-alert"),
    "CONTESTED_IN_BATCH": Look("warning", "circle-pause"),
    "UNPROVEN_IN_BATCH": Look("warning", "hourglass"),
    "ACCOUNT_CHANGED_IN_BATCH": Look("warning", "landmark"),
    "LOOK_AT_BATCH": Look("warning", "landmark"),
    # of a line of the bank
    "PAID": Look("success", "circle-check"),
    "RETURNED": Look("warning", "undo-2"),
    "RECOVERED": Look("neutral", "undo-2"),
    "BESIDE": Look("neutral", "circle-dot"),
    "SETTLED": Look("success", "circle-check"),
    "REFUSED": Look("danger", "circle-x"),
    "KNOWN": Look("neutral", "circle-check"),
    "DIFFERENT": Look("warning", "triangle-alert"),
    "UNKNOWN": Look("warning", "triangle-alert"),
    # of an introduction
    "introduced": Look("info", "handshake"),
    "quoted": Look("info", "file-text"),
    "has_voucher": Look("success", "ticket"),
    "first_invoice": Look("success", "receipt-euro"),
    "introduction_withdrawn": Look("neutral", "undo-2"),
    # of an event
    "event_coming": Look("success", "circle-dot"),
    "event_full": Look("warning", "users"),
    "event_started": Look("info", "calendar-clock"),
    "event_over": Look("neutral", "circle-check"),
    "event_called_off": Look("danger", "circle-x"),
    # of a joint offer
    "joint_proposed": Look("warning", "hourglass"),
    "joint_offered": Look("success", "circle-check"),
    "joint_ended": Look("neutral", "circle-slash"),
    # of an initiative
    "NOTICED": Look("warning", "mail-question-mark"),
    "CONFIRMED": Look("success", "circle-check"),
    "CORRECTED": Look("success", "pen-line"),
    "DENIED": Look("danger", "circle-x"),
    "ENDED": Look("neutral", "circle-slash"),
    # of a practice
    "practice_written": Look("neutral", "pen-line"),
    "practice_offered": Look("warning", "user-search"),
    "practice_sent_back": Look("warning", "mail-question-mark"),
    "practice_published": Look("success", "circle-check"),
    "practice_closed": Look("neutral", "undo-2"),
    # of who takes a practice over
    "adoption_interested": Look("info", "circle-dot"),
    "adoption_adapting": Look("info", "pen-line"),
    "adoption_running": Look("success", "circle-check"),
    "adoption_evaluated": Look("success", "trending-up"),
    "adoption_abandoned": Look("neutral", "circle-slash"),
    # of one rule, for one application
    "PASS": Look("success", "circle-check"),
    "FAIL": Look("danger", "circle-x"),
    "APPLIES": Look("neutral", "circle-dot"),
    "REVIEW": Look("warning", "user-search"),
    "WAIT": Look("info", "hourglass"),
}
