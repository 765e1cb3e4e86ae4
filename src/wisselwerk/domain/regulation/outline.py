"""Where each kind of rule stands in the regulation: chapters, articles, and who writes what. The one place to look.

A kind that has no place here stops every text: a regulation that leaves a rule out would be another regulation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wisselwerk.domain.regulation import fixed, grant, money, use, who
from wisselwerk.domain.regulation.said import Said, Writing
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance, Independence
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.allocation import Allocation, Method
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.decision import DecisionMode
from wisselwerk.domain.rule.enterprise import (
    EnterpriseCeiling,
    NumberPerEnterprise,
    RegularEnterprise,
    Sector,
    SizeOfEnterprise,
)
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder
from wisselwerk.domain.rule.payee import PaidTo, Payee
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.provider import ProviderCategory, ServiceCategory
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis
from wisselwerk.domain.rule.window import ApplicationWindow, Validity

Fixed = Callable[[Writing], tuple[Paragraph, ...]]

WRITERS: Mapping[str, Callable[[Any, Writing], Said]] = {
    Amount.kind: money.amount,
    OwnContribution.kind: money.own_contribution,
    MinimumOrder.kind: money.minimum_order,
    InvoicesPerVoucher.kind: use.invoices_per_voucher,
    Payee.kind: use.payee,
    EligibleAmount.kind: money.eligible_amount,
    Territory.kind: who.territory,
    RegularEnterprise.kind: who.regular_enterprise,
    SizeOfEnterprise.kind: who.enterprise_size,
    Sector.kind: who.sector,
    ProviderCategory.kind: who.provider_category,
    ServiceCategory.kind: who.service_category,
    FirstAcquaintance.kind: who.first_acquaintance,
    Independence.kind: who.independence,
    NumberPerEnterprise.kind: who.number_per_enterprise,
    EnterpriseCeiling.kind: who.enterprise_ceiling,
    ApplicationWindow.kind: grant.application_window,
    Allocation.kind: grant.allocation,
    Validity.kind: use.validity,
    Reminders.kind: use.reminders,
    Proof.kind: use.proof,
    LastPart.kind: use.last_part,
    BudgetCeiling.kind: money.budget_ceiling,
    DeMinimis.kind: money.de_minimis,
    CostKey.kind: money.cost_key,
    DecisionMode.kind: grant.decision_mode,
}
"""Who writes a rule of each kind."""

USUAL: Mapping[str, Callable[[Writing], Rule]] = {
    Payee.kind: lambda _writing: Payee(paid_to=PaidTo.PROVIDER),
    EligibleAmount.kind: lambda _writing: EligibleAmount(without_deduction=VatBasis.WITHOUT_VAT),
    Allocation.kind: lambda _writing: Allocation(method=Method.FIRST_COME),
    Reminders.kind: use.usual_reminders,
}
"""What holds without a rule of a kind is law too, and is written as if it were one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedArticle:
    """An article as it is planned: the rules that it says, and what stands around them."""

    key: str
    title: str
    kinds: tuple[str, ...] = ()
    """In the order in which they are said."""
    lead: str = ""
    """What the list of conditions begins with."""
    lead_of_one: str = ""
    """The same where there is one condition."""
    before: Fixed | None = None
    after: Fixed | None = None
    without: Fixed | None = None
    """What it says when the scheme has none of its rules; without it the article is left out then."""


PLAN: tuple[tuple[str, tuple[PlannedArticle, ...]], ...] = (
    (
        "Doel en definities",
        (
            PlannedArticle(key="purpose", title="Doel", before=fixed.purpose),
            PlannedArticle(key="definitions", title="Definities", before=fixed.definitions),
        ),
    ),
    (
        "Voorwaarden",
        (
            PlannedArticle(
                key="enterprises",
                title="Wie een cheque kan krijgen",
                lead="Een onderneming kan een cheque krijgen als zij op de dag van haar aanvraag aan deze voorwaarden voldoet:",
                lead_of_one="Een onderneming kan een cheque krijgen als zij op de dag van haar aanvraag aan deze voorwaarde voldoet:",
                kinds=(
                    RegularEnterprise.kind,
                    Territory.kind,
                    SizeOfEnterprise.kind,
                    Sector.kind,
                    FirstAcquaintance.kind,
                    Independence.kind,
                ),
                without=lambda _writing: (Paragraph("Elke onderneming kan een cheque krijgen."),),
            ),
            PlannedArticle(
                key="providers",
                title="Aanbieders en diensten",
                before=who.any_provider,
                kinds=(ProviderCategory.kind, ServiceCategory.kind),
                after=who.any_service,
            ),
            PlannedArticle(
                key="number",
                title="Aantal cheques per onderneming",
                kinds=(NumberPerEnterprise.kind, EnterpriseCeiling.kind),
                without=lambda _writing: (
                    Paragraph(
                        "Een onderneming kan meer dan één cheque krijgen. Voor elke cheque dient zij een aanvraag in."
                    ),
                ),
            ),
        ),
    ),
    (
        "Bedrag en eigen bijdrage",
        (
            PlannedArticle(
                key="amount",
                title="Bedrag van de cheque",
                kinds=(Amount.kind, MinimumOrder.kind, EligibleAmount.kind),
            ),
            PlannedArticle(key="own_contribution", title="Eigen bijdrage", kinds=(OwnContribution.kind,)),
            PlannedArticle(key="aid", title="De-minimissteun", kinds=(DeMinimis.kind,)),
            PlannedArticle(key="credit", title="Beschikbaar krediet", kinds=(BudgetCeiling.kind,)),
        ),
    ),
    (
        "Aanvraag",
        (
            PlannedArticle(
                key="application",
                title="Aanvraag",
                kinds=(ApplicationWindow.kind,),
                after=fixed.application,
                without=fixed.open_window,
            ),
            PlannedArticle(key="order", title="Volgorde van toekenning", kinds=(Allocation.kind,)),
        ),
    ),
    (
        "Beslissing",
        (
            PlannedArticle(key="decision", title="Beslissing", kinds=(DecisionMode.kind,)),
            PlannedArticle(key="notification", title="Kennisgeving en beroep", before=fixed.notification),
        ),
    ),
    (
        "Gebruik en uitbetaling",
        (
            PlannedArticle(key="validity", title="Geldigheidsduur", kinds=(Validity.kind,)),
            PlannedArticle(key="reminders", title="Herinneringen", kinds=(Reminders.kind,)),
            PlannedArticle(
                key="invoice",
                title="Factuur",
                before=fixed.invoice,
                kinds=(InvoicesPerVoucher.kind,),
                without=use.any_number_of_invoices,
            ),
            PlannedArticle(key="payment", title="Uitbetaling", kinds=(Payee.kind, LastPart.kind, Proof.kind)),
            PlannedArticle(
                key="cost",
                title="Verdeling van de kosten",
                kinds=(CostKey.kind,),
                without=lambda _writing: (
                    Paragraph("De beherende gemeente draagt de kosten van de cheques."),
                ),
            ),
        ),
    ),
    (
        "Controle en terugvordering",
        (
            PlannedArticle(key="control", title="Controle", before=fixed.control),
            PlannedArticle(
                key="recovery", title="Blokkering, intrekking en terugvordering", before=fixed.recovery
            ),
            PlannedArticle(key="personal_data", title="Persoonsgegevens", before=fixed.personal_data),
        ),
    ),
    (
        "Slotbepalingen",
        (PlannedArticle(key="entry_into_force", title="Inwerkingtreding", before=fixed.entry_into_force),),
    ),
)
"""The whole regulation, as a Flemish council reads its subsidy regulations."""

PLACED = frozenset(kind for _title, articles in PLAN for one in articles for kind in one.kinds)
"""The kinds of rules that have an article."""
