"""What rules, their parameters and their choices are called: message ids, by the names that files and decisions use.

The sentences of a rule stand with its kind; these are the words of tables and differences.
"""

from collections.abc import Mapping

from wisselwerk.domain.lineage import APPLIES, PARTNERSHIP
from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import ProviderKind

PROVIDER_KINDS: Mapping[str, str] = {
    ProviderKind.SOCIALE_WERKPLAATS: gettext_noop("sheltered social workplace"),
    ProviderKind.BESCHUTTE_WERKPLAATS: gettext_noop("sheltered workshop"),
    ProviderKind.MAATWERKBEDRIJF: gettext_noop("custom work enterprise"),
    ProviderKind.MAATWERKAFDELING: gettext_noop("custom work department"),
    ProviderKind.LOKALE_DIENSTENECONOMIE: gettext_noop("enterprise of the local services economy"),
}
"""Categories fixed by law. Their English is ours and only a help; the Dutch name is the legal one."""

RULES: Mapping[str, str] = {
    "amount": gettext_noop("amount"),
    "own_contribution": gettext_noop("own contribution"),
    "minimum_order": gettext_noop("minimum order"),
    "invoices_per_voucher": gettext_noop("invoices per voucher"),
    "payee": gettext_noop("who is paid"),
    "eligible_amount": gettext_noop("what of an invoice counts"),
    "territory": gettext_noop("territory"),
    "regular_enterprise": gettext_noop("kind of enterprise"),
    "enterprise_size": gettext_noop("size of the enterprise"),
    "sector": gettext_noop("sector"),
    "provider_category": gettext_noop("providers"),
    "service_category": gettext_noop("services"),
    "first_acquaintance": gettext_noop("first acquaintance"),
    "independence": gettext_noop("independence"),
    "number_per_enterprise": gettext_noop("number per enterprise"),
    "enterprise_ceiling": gettext_noop("ceiling per enterprise"),
    "application_window": gettext_noop("when to apply"),
    "validity": gettext_noop("time to use it"),
    "proof": gettext_noop("proof before payment"),
    "budget_ceiling": gettext_noop("ceilings"),
    "de_minimis": gettext_noop("de minimis aid"),
    "cost_key": gettext_noop("cost key"),
    "decision_mode": gettext_noop("who decides"),
    PARTNERSHIP: gettext_noop("partnership"),
}
"""What a kind of rule is called, by its name in ``domain.rule.KINDS``; a lineage also compares the partnership."""

PARAMETERS: Mapping[str, str] = {
    "amount_cents": gettext_noop("amount"),
    "share_percent": gettext_noop("share"),
    "by_size": gettext_noop("by size of the enterprise"),
    "minimum_cents": gettext_noop("minimum"),
    "when_below": gettext_noop("when the order is lower"),
    "sizes": gettext_noop("sizes of enterprise"),
    "admitted": gettext_noop("which sectors"),
    "sectors": gettext_noop("sectors (NACE)"),
    "services": gettext_noop("sorts of service"),
    "located": gettext_noop("what must lie there"),
    "period": gettext_noop("which vouchers count"),
    "maximum_per_provider": gettext_noop("maximum for one provider"),
    "claim_days": gettext_noop("days to hand an invoice in"),
    "when_short": gettext_noop("when the invoice is too low"),
    "paid_to": gettext_noop("who gets the money"),
    "without_deduction": gettext_noop("for who cannot deduct VAT"),
    "places": gettext_noop("municipalities"),
    "kinds": gettext_noop("kinds of provider"),
    "maximum": gettext_noop("maximum"),
    "opens_on": gettext_noop("first day"),
    "closes_on": gettext_noop("last day"),
    "months": gettext_noop("number of months"),
    "delivery_working_days": gettext_noop("working days to say that it was not delivered"),
    "own_part_paid": gettext_noop("whether the own part was paid"),
    "total_cents": gettext_noop("of the scheme"),
    "per_member_cents": gettext_noop("per municipality"),
    "per_year_cents": gettext_noop("per year"),
    "provider_advantage": gettext_noop("advantage of the provider"),
    "division": gettext_noop("how the cost is shared"),
    "shares": gettext_noop("shares"),
    "shares_source": gettext_noop("source of the shares"),
    "ceilings": gettext_noop("at most per member and year"),
    "excess": gettext_noop("who bears what comes above"),
    "mode": gettext_noop("way of deciding"),
    APPLIES: gettext_noop("applies"),
    "members": gettext_noop("number of members"),
    "member_names": gettext_noop("members"),
}
"""What a parameter of a rule is called, by the name of its field, and what else a lineage compares."""

CHOICES: Mapping[str, str] = {
    "refuse": gettext_noop("the invoice is refused"),
    "own_money_first": gettext_noop("the own money counts first"),
    "pro_rata": gettext_noop("the voucher pays in proportion"),
    "small": gettext_noop("small"),
    "medium": gettext_noop("medium-sized"),
    "large": gettext_noop("large"),
    "only": gettext_noop("only these"),
    "all_but": gettext_noop("all but these"),
    "green": gettext_noop("green maintenance"),
    "cleaning": gettext_noop("cleaning"),
    "catering": gettext_noop("catering"),
    "laundry": gettext_noop("washing and ironing"),
    "packaging": gettext_noop("packaging and assembly"),
    "building": gettext_noop("building and renovation"),
    "reuse": gettext_noop("reuse and repair"),
    "transport": gettext_noop("transport"),
    "office": gettext_noop("administration and digital work"),
    "other_service": gettext_noop("another service"),
    "seat_or_establishment": gettext_noop("seat or establishment"),
    "ever": gettext_noop("all of them"),
    "calendar_year": gettext_noop("those of the calendar year"),
    "rolling_months": gettext_noop("those of the last months"),
    "assumed": gettext_noop("the invoice is enough"),
    "proven": gettext_noop("must be shown"),
    "without_vat": gettext_noop("without VAT"),
    "with_vat": gettext_noop("with VAT"),
    "automatic": gettext_noop("at once, by the system"),
    "no_aid": gettext_noop("no aid to the provider"),
    "whole_voucher": gettext_noop("the whole voucher counts as aid to the provider"),
    "seat": gettext_noop("seat of the enterprise"),
    "equal": gettext_noop("equal parts"),
    "inhabitants": gettext_noop("inhabitants"),
    "fixed": gettext_noop("fixed shares"),
    "managing_municipality": gettext_noop("the managing municipality"),
    "other_members": gettext_noop("the other members"),
    "enterprise": gettext_noop("the enterprise"),
    "provider": gettext_noop("the provider"),
    "holder": gettext_noop("the enterprise that holds the voucher"),
}
"""What a choice inside a rule is called; its other values are states."""
