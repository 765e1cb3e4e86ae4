"""The commands over schemes, one module per noun."""

from wisselwerk.apps.schemes.services.budgets import (
    BudgetDecision,
    ceiling_rooms,
    fund_scheme,
    reduce_budget,
)
from wisselwerk.apps.schemes.services.loading import DoesNotFit, Misfit, load_scheme
from wisselwerk.apps.schemes.services.partnerships import load_partnership
from wisselwerk.apps.schemes.services.versions import arrange_granting, publish_version, record_decision

__all__ = [
    "BudgetDecision",
    "DoesNotFit",
    "Misfit",
    "arrange_granting",
    "ceiling_rooms",
    "fund_scheme",
    "load_partnership",
    "load_scheme",
    "publish_version",
    "record_decision",
    "reduce_budget",
]
