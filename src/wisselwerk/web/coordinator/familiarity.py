"""How familiar are businesses with the social economy, before and after? Numbers, none of them small."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wisselwerk.apps.introductions.queries.familiarity import Answered, familiarity_of
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.vouchers.queries.lines import DISCLOSED_FROM
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.familiarity import SCALE, Moment
from wisselwerk.web.introduction.fields import FAMILIARITY_NAMES
from wisselwerk.web.pieces import Column, DataTable, Kind

HIDDEN = "–"
"""Stands for a number that is too small to show."""


@dataclass(frozen=True, slots=True)
class FamiliarityBoard:
    """What businesses of one partnership answered."""

    partnership: Organisation
    table: DataTable
    disclosed_from: int = DISCLOSED_FROM


def familiarity_boards(actor: Actor, known: Iterable[Organisation]) -> list[FamiliarityBoard]:
    """One for each partnership the actor coordinates where somebody was asked. Two queries each, and one where not all are ``known``."""
    asked = actor.organisations(Role.COORDINATOR)
    own = {one.pk: one for one in known if one.pk in asked}
    if rest := asked - own.keys():
        own |= Organisation.objects.in_bulk(rest)
    found = [(one, familiarity_of(one)) for one in sorted(own.values(), key=lambda one: one.name)]
    return [
        FamiliarityBoard(one, _table(moments))
        for one, moments in found
        if any(m.tally.asked for m in moments)
    ]


def _table(moments: list[Answered]) -> DataTable:
    """Each answer in percents at both moments, and how many that is of how many."""
    tallies = [one.tally for one in moments]
    rows: list[list[object]] = [
        [str(FAMILIARITY_NAMES[answer]), *(_percent(one.shares[answer]) for one in moments)]
        for answer in SCALE
    ]
    return DataTable(
        _("How well businesses know the social economy"),
        (
            Column(_("Answer")),
            *(Column(_before_or_after(one.moment), Kind.NUMBER) for one in moments),
        ),
        [
            *rows,
            [_("on average, from 1 (top) to 5"), *(_mean(one.mean) for one in moments)],
            [_("answered (n)"), *(one.said for one in tallies)],
            [_("would rather not say"), *(one.not_said for one in tallies)],
            [_("asked, no answer (yet) in these figures"), *(one.silent for one in tallies)],
        ],
    )


def _before_or_after(moment: Moment) -> str:
    return {
        Moment.BEFORE: _("Before"),
        Moment.AFTER: _("After the first invoice"),
        Moment.MONTHS_6: _("6 months later"),
        Moment.MONTHS_12: _("12 months later"),
    }[moment]


def _percent(share: int | None) -> str:
    return HIDDEN if share is None else f"{share} %"


def _mean(value: float | None) -> str:
    return HIDDEN if value is None else number_format(value, 1)
