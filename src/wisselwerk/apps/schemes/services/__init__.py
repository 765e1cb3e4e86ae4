"""The commands over schemes, one module per noun."""

from wisselwerk.apps.schemes.services.budgets import (
    BudgetDecision,
    ceiling_rooms,
    fund_scheme,
    reduce_budget,
)
from wisselwerk.apps.schemes.services.councils import (
    amend_for_council,
    record_council_step,
    set_plan,
    take_back_council_step,
)
from wisselwerk.apps.schemes.services.drafts import (
    GrantedBy,
    arrange_draft,
    change_rule,
    date_draft,
    describe_draft,
    discard_draft,
    drop_rule,
    explain_draft,
    publish_draft,
    put_back_rule,
    start_draft,
    start_scheme,
    take_over,
)
from wisselwerk.apps.schemes.services.loading import DoesNotFit, Misfit, load_scheme
from wisselwerk.apps.schemes.services.partnerships import load_partnership
from wisselwerk.apps.schemes.services.versions import arrange_granting, publish_version, record_decision
from wisselwerk.apps.schemes.services.visa import give_visum, record_exemption, refuse_visum

__all__ = [
    "BudgetDecision",
    "DoesNotFit",
    "GrantedBy",
    "Misfit",
    "amend_for_council",
    "arrange_draft",
    "arrange_granting",
    "ceiling_rooms",
    "change_rule",
    "date_draft",
    "describe_draft",
    "discard_draft",
    "drop_rule",
    "explain_draft",
    "fund_scheme",
    "give_visum",
    "load_partnership",
    "load_scheme",
    "publish_draft",
    "publish_version",
    "put_back_rule",
    "record_council_step",
    "record_decision",
    "record_exemption",
    "reduce_budget",
    "refuse_visum",
    "set_plan",
    "start_draft",
    "start_scheme",
    "take_back_council_step",
    "take_over",
]
