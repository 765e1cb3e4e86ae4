"""What waits for me, what can be paid now, and how far is what went to the bank?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from wisselwerk.apps.parties.permissions import may
from wisselwerk.apps.payouts.queries.beside import owed_back
from wisselwerk.apps.payouts.queries.claims import letters_to_post, number_of_open_claims
from wisselwerk.apps.payouts.queries.desk import (
    Desk,
    desk_of,
    lines_to_look_into,
    waiting_batches,
    with_number,
)
from wisselwerk.apps.payouts.queries.keepers import changes_to_confirm
from wisselwerk.apps.payouts.queries.payee_notices import payee_letters_to_post
from wisselwerk.apps.payouts.queries.sight import DIRECTORS, batches_for, files_for, payers_of
from wisselwerk.apps.payouts.queries.stranded import stranded
from wisselwerk.apps.payouts.queries.twice import paid_twice
from wisselwerk.apps.schemes.visum import refused_by, waiting_for_visum
from wisselwerk.apps.settlements.models import YearSettlement
from wisselwerk.apps.settlements.queries.dues import dues_of, settlements_to_post
from wisselwerk.apps.settlements.queries.settlements import sent_to
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.finance.batch_view import views_of
from wisselwerk.web.finance.due import ProposeForm
from wisselwerk.web.finance.roles import READERS

SHOWN = 10
TO_SIGN = ("visa_asked", "changes", "to_post", "payee_letters", "settlements_to_post")
"""What waits for who signs payments, besides these: each of it counts."""


@dataclass(frozen=True, slots=True)
class Table:
    """The desk of one local government, with the form that proposes to pay."""

    desk: Desk
    form: ProposeForm


@for_role(*READERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Everything of the local governments somebody pays for. Two queries for each of these, the others are fixed."""
    actor = actor_of_request(request)
    lines = with_number(lines_to_look_into(actor), SHOWN)
    number = lines[0].number if lines else 0
    waiting = list(waiting_batches(actor))
    # What waits stands above already.
    batches = list(batches_for(actor).exclude(pk__in=[one.pk for one in waiting])[:SHOWN])
    views = views_of(actor, {one.pk: one for one in (*waiting, *batches)}.values())
    looks = bool(actor.organisations(Role.FINANCIAL_DIRECTOR))
    sent = list(sent_to(actor.organisations(*DIRECTORS))) if looks else []
    to_sign = _to_sign(actor, sent) if looks else dict.fromkeys(TO_SIGN, ())
    dues = dues_of(actor.organisations(*DIRECTORS), sent)
    owed = owed_back(actor)
    owed_by_us = sum(1 for one in owed if may(actor, "give_back", one.line.file.payer_id))
    tables = [
        Table(desk_of(payer, today()), ProposeForm(auto_id=f"{payer.nis_code}_%s"))
        for payer in payers_of(actor)
    ]
    unheard = stranded(actor, [one.desk for one in tables], today())
    payable = sum(1 for one in tables if one.desk.payable and may(actor, "propose_batch", one.desk.payer.pk))
    out = paid_twice(actor)
    context = {
        "tables": tables,
        "payable": payable,
        "waiting": [views[one.pk] for one in waiting],
        "batches": [views[one.pk] for one in batches],
        "lines": lines,
        "number_of_lines": number,
        "answer": _answer(
            len(waiting)
            + (number if looks else 0)
            + sum(map(len, to_sign.values()))
            + sum(1 for _, payees in unheard for one in payees if one.letter_on is None)
            + (payable + owed_by_us + len(dues.to_give_back))
        ),
        **to_sign,
        "refused": refused_by(actor, today()) if looks else [],
        "stranded": unheard,
        "open_claims": number_of_open_claims(actor),
        "twice": sum(1 for one in out if not one.is_otherwise),
        "otherwise": sum(1 for one in out if one.is_otherwise),
        "owed": len(owed),
        "dues": dues,
        "records_payments": looks,
        "files": files_for(actor)[:SHOWN],
        "looks": looks,
    }
    return render(request, "finance/dashboard.html", context)


def _to_sign(actor: Actor, sent: Sequence[YearSettlement]) -> dict[str, Sequence[Any]]:
    """``TO_SIGN`` as it waits now; ``sent`` are the settlements that went out."""
    found = (
        waiting_for_visum(actor, today()),
        changes_to_confirm(actor),
        letters_to_post(actor),
        payee_letters_to_post(actor),
        settlements_to_post(actor) if sent else [],
    )
    return dict(zip(TO_SIGN, found, strict=True))


def _answer(number: int) -> str:
    if not number:
        return gettext("Nothing waits for you now.")
    return ngettext("{number} thing waits for you.", "{number} things wait for you.", number).format(
        number=number
    )
