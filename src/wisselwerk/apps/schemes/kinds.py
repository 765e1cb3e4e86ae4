"""Rules of one kind, in whichever versions of whichever schemes have one."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextField
from django.db.models.functions import Cast

from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.domain.rule.base import Rule

R = TypeVar("R", bound=Rule)


def versions_with(kind: type[R]) -> Mapping[int, R]:
    """The rule of this kind in each version that has one. One query, which reads no other version."""
    text = Cast("rules", TextField())
    named = RuleSetVersion.objects.annotate(text=text).filter(text__contains=f'"{kind.kind}"')
    found = {version.pk: rule_set(version).find(kind) for version in named}
    return {pk: rule for pk, rule in found.items() if rule is not None}
