"""What did our businesses get, what do we owe, and which decision of our council is missing?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.schemes.councils import MemberCouncil, member_councils, texts_before
from wisselwerk.apps.schemes.decided import Stand, stand
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import DecisionSubject
from wisselwerk.apps.settlements.asking import pay_facts, share_sentence, standing, where_to_ask
from wisselwerk.apps.settlements.queries.dues import Due, dues_of
from wisselwerk.apps.settlements.queries.member import MemberScheme, member_schemes
from wisselwerk.apps.settlements.queries.settlements import MEMBERS, sent_to
from wisselwerk.clock import today
from wisselwerk.domain.actor import Role
from wisselwerk.domain.rule.parameter import InvalidRule
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.council.access import is_before, submitted, text_name
from wisselwerk.web.initiative.desk import register_work
from wisselwerk.web.initiative.digest import offer_to
from wisselwerk.web.pieces import Column, DataTable, Kind, versions_named

SUBJECTS = {
    DecisionSubject.AGREEMENT: gettext_noop("taking part in the partnership"),
    DecisionSubject.REGULATION: gettext_noop("the rules of the scheme"),
    DecisionSubject.DELEGATION: gettext_noop("who may decide on applications"),
    DecisionSubject.BUDGET: gettext_noop("money for the scheme"),
    DecisionSubject.TERRITORY: gettext_noop("for which part of the municipality the scheme goes"),
    DecisionSubject.VISUM: gettext_noop("that the scheme needs no visum of the financial director"),
}
"""What a decision of a council is about."""


@dataclass(frozen=True, slots=True)
class BeforeCouncil:
    """A text before the council of a local government."""

    name: str
    slug: str
    text: str
    council: MemberCouncil
    stand: Stand | None
    """How the council stands to a version; None of what is still being written."""


@for_role(*MEMBERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every scheme in which the local governments of whoever asks take part."""
    actor = actor_of_request(request)
    members = actor.organisations(*MEMBERS)
    sent = list(sent_to(members))
    texts = list(_before_councils(members))
    stands: dict[int, list[Stand]] = defaultdict(list)
    for text in texts:
        if text.stand is not None:
            stands[text.council.member.pk].append(text.stand)
    found, dues = member_schemes(members, sent, stands), dues_of(members, sent)
    boards = [
        {
            "one": one,
            "table": years_table(one),
            "missing": [_(SUBJECTS[subject]) for subject in one.missing],
            "decisions": [
                (_(SUBJECTS[DecisionSubject(each.subject)]), versions_named(one.about.get(each.pk, ())), each)
                for each in one.decisions
            ],
            "papers": [year for year in one.years if year.settlement],
        }
        for one in found
    ]
    context = {
        "boards": boards,
        "dues": dues,
        "records_payments": bool(actor.organisations(Role.FINANCIAL_DIRECTOR)),
        "owed_cents": sum(one.cents for one in dues.to_pay),
        "give_back_cents": sum(one.gets_back_cents for one in dues.to_give_back),
        "to_pay": [_how(one) for one in dues.to_pay],
        "missing": sum(one.number_missing for one in found),
        "texts": texts,
        "work": register_work(actor),
        "digest": offer_to(actor),
    }
    return render(request, "member/dashboard.html", context)


def _how(due: Due) -> dict[str, object]:
    """What has to be paid, and how."""
    return {
        "due": due,
        "facts": pay_facts(due),
        "ask": "" if due.account else where_to_ask(due.settlement),
        "standing": list(standing(due.settlement, due.before)),
    }


def _before_councils(members: Iterable[int]) -> Iterator[BeforeCouncil]:
    """What lies before the councils of these local governments, what is being written first."""
    mine = set(members)
    partnerships = (
        Membership.objects.on(today()).filter(member__in=mine).values_list("partnership", flat=True)
    )
    for text in texts_before(set(partnerships)):
        try:
            found = submitted(text)
        except InvalidRule:
            continue
        councils = member_councils(found)
        for council in councils:
            if council.member.pk in mine and is_before(council, text):
                how = None if isinstance(text, Draft) else stand(text, councils, council.member)
                yield BeforeCouncil(found.setting.name, found.slug, text_name(text), council, how)


def years_table(one: MemberScheme) -> DataTable:
    """What its businesses got and what it owes, year by year."""
    rows = []
    for year in one.years:
        amounts, line = year.actuals.amounts if year.actuals else None, year.line
        rows.append(
            (
                str(year.year),
                amounts.vouchers if amounts else 0,
                amounts.awarded_cents if amounts else 0,
                amounts.settled_cents if amounts else 0,
                line.share.borne_cents if line else _("not settled yet"),
                share_sentence(line.share.owes_cents) if line else "",
                share_sentence(line.open_cents) if line else "",
            )
        )
    return DataTable(
        _("What our businesses got and what we owe"),
        [
            Column(_("Year")),
            Column(_("Vouchers"), Kind.NUMBER),
            Column(_("Awarded"), Kind.MONEY),
            Column(_("Used"), Kind.MONEY),
            Column(_("Bears"), Kind.MONEY),
            Column(_("Pays or gets"), Kind.MONEY),
            Column(_("Still open"), Kind.MONEY),
        ],
        rows,
    )
