"""Practices that the administration can show a local government or a partnership: what others do, never what it does itself."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from wisselwerk.apps.initiatives.models import ExpostQuestion, Initiative
from wisselwerk.apps.initiatives.queries.expost_questions import answering_for
from wisselwerk.apps.initiatives.queries.initiative_owners import owners_of
from wisselwerk.apps.parties.models import Organisation, OrganisationKind
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.expost_question import ShownPractice


def is_own(practice: Scheme | Initiative | ShownPractice, to: Organisation, day: date) -> bool:
    """Whether ``to`` does this itself on ``day``, or as one of a partnership. What one member does is no practice of the partnership:
    the others may learn from it. Two queries at most.
    """
    if isinstance(practice, ShownPractice):
        return practice.organisation_id == to.pk or practice.organisation_id in answering_for(to, day)
    if practice.partnership_id is not None:
        return practice.partnership_id in answering_for(to, day)
    assert isinstance(practice, Initiative), "a scheme is of a partnership"
    return to.kind == OrganisationKind.LOKAAL_BESTUUR and to.pk in owners_of(practice, day)


def schemes_elsewhere(to: Organisation, owners: Collection[int]) -> QuerySet[Scheme]:
    """The schemes with published rules that are not of ``owners``, who do what ``to`` does (``answering_for``), and were not
    suggested to it, by name. One query.
    """
    found = Scheme.objects.filter(versions__isnull=False).exclude(partnership__in=owners)
    if to.pk:
        found = found.exclude(
            pk__in=ExpostQuestion.objects.filter(to=to, scheme__isnull=False).values("scheme")
        )
    return found.select_related("partnership").distinct().order_by("name", "pk")
