"""What the forms of rules say beside the name of a parameter: the one table of such words.

A kind of rule gets its form without a line here: labels are the names in ``wording.PARAMETERS``, which a test asks for,
and limits explain themselves. What stands here helps somebody who has never seen the rule.
"""

from collections.abc import Mapping

from wisselwerk.domain.refusal import gettext_noop

ABOUT: Mapping[str, str] = {
    "amount": gettext_noop("How much a business gets."),
    "own_contribution": gettext_noop("What a business puts in itself, shown by its invoice."),
    "minimum_order": gettext_noop("How large an order must be at least."),
    "invoices_per_voucher": gettext_noop("With how many invoices one voucher can be used."),
    "payee": gettext_noop("Whether the provider is paid, or the business gets its money back."),
    "eligible_amount": gettext_noop("Whether VAT counts for a business that cannot deduct it."),
    "territory": gettext_noop("In which municipalities a business has its seat."),
    "regular_enterprise": gettext_noop("The voucher is for businesses outside the social economy."),
    "enterprise_size": gettext_noop("For businesses of which size the voucher is."),
    "sector": gettext_noop("For which sectors the voucher is, or for which it is not."),
    "provider_category": gettext_noop("With which social-economy enterprises the voucher can be used."),
    "service_category": gettext_noop("For which services the voucher can be used."),
    "first_acquaintance": gettext_noop("The business was never a customer of the provider before."),
    "independence": gettext_noop("The business and the provider do not belong together."),
    "number_per_enterprise": gettext_noop("How many vouchers one business can have."),
    "enterprise_ceiling": gettext_noop("How much one business can get in one year."),
    "application_window": gettext_noop("From when and until when a business can apply."),
    "allocation": gettext_noop("Whether who applies first gets a voucher, or a draw decides."),
    "validity": gettext_noop("How long a voucher can be used."),
    "reminders": gettext_noop("How long before the end a business is reminded."),
    "proof": gettext_noop("What must be known before an invoice is paid."),
    "last_part": gettext_noop("How much is paid only when both sides have said how it went."),
    "budget_ceiling": gettext_noop("How much all vouchers together may cost."),
    "de_minimis": gettext_noop("The voucher counts as European de minimis aid."),
    "cost_key": gettext_noop("How the municipalities share the cost."),
    "decision_mode": gettext_noop("Whether the system decides at once or a person does."),
}
"""What a kind of rule is for, in a sentence, by its kind; a kind without one stands there by its name alone."""

HELP: Mapping[str, str] = {
    "own_contribution.minimum_cents": gettext_noop(
        "Without VAT. It is held against the invoice, not asked beforehand."
    ),
    "amount.share_percent": gettext_noop(
        "Only when the voucher pays a part of each invoice. The amount above is then the most it pays."
    ),
    "amount.minimum_cents": gettext_noop(
        "Only with a share: an invoice of which the share is less than this is refused."
    ),
    "amount.by_size": gettext_noop("Only when enterprises of another size get another amount."),
    "decision_mode.mode": gettext_noop(
        "The system decides at once from the day on which a council has delegated that. Until then a person confirms each "
        "application."
    ),
    "own_contribution.share_percent": gettext_noop(
        "Only when a business pays a part of each invoice besides the minimum."
    ),
    "own_contribution.when_short": gettext_noop(
        "Refused: one invoice must cover the voucher and the own money, so a voucher is for one invoice. Own money first: "
        "invoices are added up."
    ),
    "territory.places": gettext_noop(
        "Where your members take part. Others stand here only when the rule names them."
    ),
    "number_per_enterprise.maximum": gettext_noop("One is usual: it is about getting to know each other."),
    "application_window.closes_on": gettext_noop("Leave it open when there is no last day."),
    "allocation.vouchers": gettext_noop(
        "Only with a draw. Leave it open when the money decides how many are drawn."
    ),
    "allocation.waiting_months": gettext_noop(
        "Only with a draw. Leave it open when there is no waiting list."
    ),
    "validity.claim_days": gettext_noop(
        "Counted from the last day that an invoice may bear. Leave it open for 30 days."
    ),
    "decision_mode.term_working_days": gettext_noop("Leave it open for 20 working days."),
    "number_per_enterprise.maximum_per_provider": gettext_noop(
        "Leave it open when all vouchers may be for one provider."
    ),
    "budget_ceiling.per_member_cents": gettext_noop(
        "For the businesses of one municipality together. Leave it open when there is none."
    ),
    "budget_ceiling.per_year_cents": gettext_noop(
        "For all vouchers of one calendar year. Leave it open when there is none."
    ),
    "reminders.days_before_last_day": gettext_noop("At least two numbers, such as 30, 14 and 3."),
    "reminders.days_before_hand_in": gettext_noop("Leave it open for 14 and 3."),
    "validity.months": gettext_noop("Counted from the day of the award. Six months are usual."),
    "budget_ceiling.total_cents": gettext_noop("Leave it open when the budget itself is the ceiling."),
    "proof.delivery_working_days": gettext_noop(
        "Leave it open when nobody is asked whether it was delivered."
    ),
    "cost_key.shares": gettext_noop("Only for a division by inhabitants or by fixed shares."),
    "cost_key.shares_source": gettext_noop(
        "Where the numbers come from, with their day. Needed when the cost is shared by inhabitants."
    ),
    "number_per_enterprise.months": gettext_noop("Only when you count over a number of months."),
}
"""What helps to answer, by kind and parameter."""
HANG_ON_A_CHOICE = frozenset({"number_per_enterprise.months", "cost_key.shares_source"})
"""What another answer of the same rule makes required or not, by kind and parameter."""

PARTS: Mapping[str, str] = {
    "place": gettext_noop("municipality"),
    "size": gettext_noop("size of the enterprise"),
    "share": gettext_noop("share"),
    "ceiling_cents": gettext_noop("at most per year"),
}
"""What the parts of a parameter that is a list of several values are called, where it is no parameter's own name."""
