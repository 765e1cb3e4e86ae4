"""Which fact a letter names beside a rule: the one that the rule was held against, and none where there is none."""

from typing import Any

import pytest
from django.utils.translation import override

from tests.applying import applied
from tests.scene import Rules, set_scene
from wisselwerk.apps.vouchers.paper import findings_of
from wisselwerk.apps.vouchers.queries.applications import latest_decision

pytestmark = pytest.mark.django_db

BY_SIZE: Rules = {
    "amount": {"amount_cents": 25_000, "by_size": [{"size": "large", "amount_cents": 30_000}]},
}


@pytest.mark.parametrize(
    ("rules", "declared", "said"),
    [
        ({}, {}, ""),
        ({"enterprise_size": {"sizes": ["small"]}}, {"enterprise_size": "small"}, ""),
        (BY_SIZE, {}, "not known"),
        (BY_SIZE, {"enterprise_size": "large"}, "large, as declared"),
    ],
    ids=["one amount", "one amount and a rule about sizes", "by size, unknown", "by size"],
)
def test_an_amount_was_held_against_a_size_only_where_it_differs_by_size(
    rules: Rules, declared: dict[str, Any], said: str
) -> None:
    decision = latest_decision(applied(set_scene(rules=rules), **declared))
    assert decision is not None
    with override("en"):
        known = {outcome.kind: fact for outcome, fact in findings_of(decision)}
    assert known["amount"] == said
