"""What was entered of a text for the multi-year plans of its members."""

from django.db.models import Q

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.council_text import Text
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.plan_model import PlanEntry
from wisselwerk.domain.regulation.planned import Planned, read_amounts

ALL = ""
"""The key of what was entered for all members together."""


def planned_of(text: Text) -> dict[str, Planned]:
    """What was entered, by the code of the member; ``ALL`` for all together. One query."""
    of_text = Q(draft=text) if isinstance(text, Draft) else Q(version=text) | Q(draft__version=text)
    found = PlanEntry.objects.filter(of_text).select_related("member").order_by("pk")
    return {code_of(one.member): planned(one) for one in found}


def code_of(member: Organisation | None) -> str:
    """Under which key a member stands: its NIS code, as its council does."""
    return ALL if member is None else member.nis_code or str(member.pk)


def planned(entry: PlanEntry) -> Planned:
    """An entry as a value.

    Raises:
        ValueError: its amounts cannot be read.
    """
    return Planned(
        amounts=read_amounts(entry.amounts),
        action=entry.action,
        policy_field=entry.policy_field,
        general_account=entry.general_account,
    )
