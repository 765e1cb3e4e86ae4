"""The commands over settlements and what the bookkeeping needs."""

from wisselwerk.apps.settlements.services.bookkeeping import (
    BudgetKeyLine,
    decide_year_end,
    load_budget_keys,
    set_budget_key,
)
from wisselwerk.apps.settlements.services.receiving import keep_settlement_line
from wisselwerk.apps.settlements.services.settlements import (
    draw_up_settlement,
    record_settlement_payment,
    send_settlement,
)
from wisselwerk.apps.settlements.services.telling import deliver_settlement, post_settlement

__all__ = [
    "BudgetKeyLine",
    "decide_year_end",
    "deliver_settlement",
    "draw_up_settlement",
    "keep_settlement_line",
    "load_budget_keys",
    "post_settlement",
    "record_settlement_payment",
    "send_settlement",
    "set_budget_key",
]
