"""The rules of EN 16931 in plain words, for who has to have an invoice corrected: what is wrong and what to ask.

The rules have a family (``BR-S-08`` is about the standard rate) and a number. What is often broken has a sentence of its
own; the others get that of their family. Each is a message id; the official text stands beside it on the page.
"""

import re
from collections.abc import Mapping

from wisselwerk.domain.invoice_check import UNCHECKABLE
from wisselwerk.domain.refusal import gettext_noop

_FAMILY = re.compile(r"[A-Z]+-[A-Z]+|[A-Z]+")

RULES: Mapping[str, str] = {
    "BR-02": gettext_noop("The invoice has no number."),
    "BR-03": gettext_noop("The invoice has no date."),
    "BR-05": gettext_noop("It does not say in which currency the amounts are."),
    "BR-06": gettext_noop("The name of the supplier is missing."),
    "BR-07": gettext_noop("The name of the customer is missing."),
    "BR-08": gettext_noop("The address of the supplier is missing."),
    "BR-09": gettext_noop("The country is missing in the address of the supplier."),
    "BR-10": gettext_noop("The address of the customer is missing."),
    "BR-11": gettext_noop("The country is missing in the address of the customer."),
    "BR-16": gettext_noop("The invoice has no line: it does not say what was bought."),
    "BR-21": gettext_noop("A line of the invoice has no number of its own."),
    "BR-22": gettext_noop("A line does not say how much or how many were delivered."),
    "BR-23": gettext_noop("A line does not say in which unit was counted, such as hours or pieces."),
    "BR-24": gettext_noop("A line has no amount."),
    "BR-25": gettext_noop("A line does not say what was bought."),
    "BR-26": gettext_noop("A line has no price."),
    "BR-27": gettext_noop("The price on a line is below zero."),
    "BR-53": gettext_noop("The VAT is missing in the currency of the books."),
    "BR-62": gettext_noop("It does not say of which kind the electronic address of the supplier is."),
    "BR-63": gettext_noop("It does not say of which kind the electronic address of the customer is."),
    "BR-CO-04": gettext_noop("A line does not say which VAT applies to it."),
    "BR-CO-09": gettext_noop("A VAT number does not begin with the letters of its country, such as BE."),
    "BR-CO-10": gettext_noop("The lines do not add up to the total of the lines."),
    "BR-CO-11": gettext_noop("The discounts do not add up to the total of the discounts."),
    "BR-CO-12": gettext_noop("The extra charges do not add up to the total of the extra charges."),
    "BR-CO-13": gettext_noop(
        "The total without VAT is not the lines less the discounts plus the extra charges."
    ),
    "BR-CO-14": gettext_noop("The VAT of each rate does not add up to the total of the VAT."),
    "BR-CO-15": gettext_noop("The total with VAT is not the total without VAT plus the VAT."),
    "BR-CO-16": gettext_noop("The amount due is not the total with VAT less what was paid before."),
    "BR-CO-17": gettext_noop("The VAT of a rate is not that rate of the amount it is counted on."),
    "BR-CO-18": gettext_noop("The invoice does not say how much VAT there is at each rate."),
    "BR-CO-26": gettext_noop(
        "The supplier cannot be told from the invoice: it shows no number of the supplier."
    ),
    "BR-S-02": gettext_noop("There is a line with VAT, and the VAT number of the supplier is missing."),
    "BR-S-08": gettext_noop(
        "The amount on which VAT is counted at a rate is not what the lines at that rate come to."
    ),
    "BR-E-10": gettext_noop("There is an exemption from VAT, and the reason for it is missing."),
    "BR-AE-02": gettext_noop(
        "The VAT is to be paid by the customer, and the VAT number of the supplier or of the customer is missing."
    ),
    "BR-AE-10": gettext_noop("The VAT is to be paid by the customer, and the reason for it is missing."),
}
"""What is often broken, by rule."""

FAMILIES: Mapping[str, str] = {
    "BR": gettext_noop("A part that every invoice must have is missing or not complete."),
    "BR-CO": gettext_noop("Two parts of the invoice do not agree with each other."),
    "BR-CL": gettext_noop(
        "A code is used that does not stand in the official list, such as that of a country or a unit."
    ),
    "BR-DEC": gettext_noop("An amount has more than two decimals."),
    "BR-S": gettext_noop("The VAT at a normal or reduced rate is not filled in as it should be."),
    "BR-Z": gettext_noop("The VAT at the zero rate is not filled in as it should be."),
    "BR-E": gettext_noop("The exemption from VAT is not filled in as it should be."),
    "BR-AE": gettext_noop(
        "The VAT that the customer pays (reverse charge) is not filled in as it should be."
    ),
    "BR-IC": gettext_noop(
        "The VAT on a delivery to another country of the Union is not filled in as it should be."
    ),
    "BR-G": gettext_noop("The VAT on a delivery outside the Union is not filled in as it should be."),
    "BR-O": gettext_noop("What lies outside VAT is not filled in as it should be."),
    "BR-AF": gettext_noop("The tax of the Canary Islands is not filled in as it should be."),
    "BR-AG": gettext_noop("The tax of Ceuta and Melilla is not filled in as it should be."),
    "BR-B": gettext_noop("The Italian split payment is not filled in as it should be."),
    "UBL-CR": gettext_noop("There is a part in it that does not belong in an electronic invoice."),
    "UBL-DT": gettext_noop("A part is not written in the form it should have."),
    "UBL-SR": gettext_noop("A part that may be there once is there more than once."),
    "UBL": gettext_noop(
        "The file is not built as an electronic invoice (UBL) should be, or holds a number that is none."
    ),
}
"""What is wrong in all others, by family."""

OTHER = gettext_noop("The invoice breaks a rule for electronic invoices.")


NOT_CHECKED = gettext_noop(
    "It is not known whether it breaks a rule: the official check broke down each time."
)


def in_plain_words(rule: str) -> str:
    """What is wrong with an invoice that breaks ``rule``, as a message id; of a rule nobody knew, that it is broken."""
    if rule == UNCHECKABLE:
        return NOT_CHECKED
    family = _FAMILY.match(rule)
    return RULES.get(rule) or FAMILIES.get(family[0] if family else "", OTHER)
