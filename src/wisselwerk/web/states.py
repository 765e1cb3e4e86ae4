"""How each state looks: its label, its tone and its icon. One table, so that the same state is the same everywhere."""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _


class State(NamedTuple):
    """A state as the reader sees it. ``tone`` is a colour of the design system, ``symbol`` a Lucide icon."""

    label: str
    tone: str
    symbol: str


STATES = {
    # of a voucher
    "open": State(_("Open"), "success", "circle-dot"),
    "partly_used": State(_("Partly used"), "info", "circle-dashed"),
    "used": State(_("Used"), "neutral", "circle-check"),
    "lapsed": State(_("Lapsed"), "neutral", "circle-slash"),
    "revoked": State(_("Revoked"), "danger", "circle-x"),
    "frozen": State(_("Frozen"), "warning", "circle-pause"),
    # of an application
    "awarded": State(_("Awarded"), "success", "circle-check"),
    "refused": State(_("Refused"), "danger", "circle-x"),
    "waiting_list": State(_("Waiting list"), "info", "hourglass"),
    "review": State(_("Waits for a person"), "warning", "user-search"),
    "proposed": State(_("Waits for a signature"), "warning", "pen-line"),
    "unconfirmed": State(_("Not confirmed yet"), "neutral", "mail-question-mark"),
    # of a rule, for one application
    "PASS": State(_("Met"), "success", "circle-check"),
    "FAIL": State(_("Not met"), "danger", "circle-x"),
    "REVIEW": State(_("To be checked"), "warning", "user-search"),
    # of a redemption
    "accepted": State(_("Accepted"), "success", "circle-check"),
    "reversed": State(_("Reversed"), "neutral", "undo-2"),
    # of a scheme
    "running": State(_("Open for applications"), "success", "circle-dot"),
    "upcoming": State(_("Opens later"), "info", "calendar-clock"),
    "closed": State(_("Closed"), "neutral", "circle-slash"),
    "draft": State(_("Draft"), "neutral", "pencil"),
}
"""Keyed by the value the domain and the API use."""
