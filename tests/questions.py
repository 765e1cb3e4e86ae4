"""A scheme that asks an applicant all there is to ask, with the answers of somebody who may have a voucher."""

from tests.scene import GENK, Rules

EVERY_QUESTION: Rules = {
    "amount": {
        "amount_cents": 50_000,
        "share_percent": 50,
        "by_size": [{"size": "large", "amount_cents": 25_000}],
    },
    "own_contribution": None,
    "minimum_order": {"minimum_cents": 10_000, "when_below": "refuse"},
    "invoices_per_voucher": {"maximum": 3},
    "eligible_amount": {"without_deduction": "with_vat"},
    "territory": {"places": [GENK], "located": "seat_or_establishment"},
    "enterprise_size": {"sizes": ["small", "medium", "large"]},
    "sector": {"admitted": "all_but", "sectors": ["92"]},
    "first_acquaintance": {},
    "independence": {},
}
ANSWERS = {
    "municipality": GENK,
    "enterprise_size": "small",
    "nace_code": "43320",
    "earlier_customer": False,
    "affiliated": False,
}
