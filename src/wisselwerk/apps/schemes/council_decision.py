"""The decision of one council about a text, as official Dutch writes it."""

from wisselwerk.apps.schemes.council_text import Submitted
from wisselwerk.apps.schemes.councils import MemberCouncil
from wisselwerk.apps.schemes.plan import ALL, code_of
from wisselwerk.apps.schemes.plan_parts import with_amounts
from wisselwerk.domain.regulation.council import Council, Decision, decide
from wisselwerk.domain.regulation.planned import Amounts


def decision_of(submitted: Submitted, council: MemberCouncil) -> Decision:
    """The decision of one council: a draft until it has decided, then what it decided, or what it voted down."""
    found = council.proposed if council.has_decided else with_amounts(council.proposed, council.member)
    return decide(
        council.rules,
        found.setting,
        Council(
            member=council.member.name,
            decided_on=council.decided_on,
            voted_down_on=council.voted_down_on,
            parent=found.parent,
            before=found.before,
            reasons=found.reasons,
            budgets=found.budgets,
            planned=_amounts(found, ALL),
            share=_amounts(found, code_of(council.member)),
            visum=found.visum,
        ),
        common=found.rules,
        own_source=found.source,
    )


def _amounts(submitted: Submitted, member: str) -> Amounts:
    planned = submitted.planned.get(member)
    return planned.amounts if planned else ()
