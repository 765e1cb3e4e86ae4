"""What a voucher is worth, what it takes of the money there is, and who bears it: those rules in official Dutch."""

from datetime import date

from wisselwerk.domain.regulation.said import Said, Writing, enumerated, paragraphs
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.regulation.who import SIZES
from wisselwerk.domain.regulation.words import article, euro, number, percent
from wisselwerk.domain.rule.aid import DeMinimis, ProviderAdvantage
from wisselwerk.domain.rule.amount import Amount, OwnContribution, SizeAmount
from wisselwerk.domain.rule.base import WhenShort
from wisselwerk.domain.rule.budget import BudgetCeiling
from wisselwerk.domain.rule.cost_key import CostKey, Division, Excess
from wisselwerk.domain.rule.order import MinimumOrder, WhenBelow
from wisselwerk.domain.rule.vat import EligibleAmount, VatBasis

DE_MINIMIS = (
    (
        date(2024, 1, 1),
        (
            "verordening (EU) 2023/2831 van de Commissie van 13 december 2023 betreffende de toepassing van de artikelen 107 en "
            "108 van het Verdrag betreffende de werking van de Europese Unie op de-minimissteun"
        ),
    ),
    (
        date(2014, 1, 1),
        (
            "verordening (EU) nr. 1407/2013 van de Commissie van 18 december 2013 betreffende de toepassing van de artikelen 107 "
            "en 108 van het Verdrag betreffende de werking van de Europese Unie op de-minimissteun"
        ),
    ),
)
"""The general regulation on de minimis aid, by the first day on which it applies, the newest first."""


def amount(rule: Amount, writing: Writing) -> Said:
    """What a voucher is worth."""
    first = (
        f"Een cheque is {euro(rule.amount_cents)} waard."
        if rule.share_percent is None
        else f"Een cheque betaalt {percent(rule.share_percent)} van het bedrag van elke factuur dat in aanmerking komt, naar "
        f"beneden afgerond op de cent, en in totaal ten hoogste {euro(rule.amount_cents)}."
    )
    found = [Paragraph(first)]
    if rule.by_size is not None:
        found += [
            enumerated(
                "In afwijking van het eerste lid geldt:",
                tuple(_by_size(one, rule) for one in rule.by_size),
            )
            if len(rule.by_size) > 1
            else Paragraph(f"In afwijking van het eerste lid geldt {_by_size(rule.by_size[0], rule, '')}."),
            Paragraph(
                "Zolang de grootte van een onderneming niet vaststaat, bekijkt een medewerker haar aanvraag en geldt het "
                "laagste bedrag."
            ),
        ]
    if rule.minimum_cents is not None:
        found.append(
            Paragraph(
                f"Een factuur waarvan het deel van de cheque minder bedraagt dan {euro(rule.minimum_cents)}, komt niet in "
                "aanmerking, hoeveel er ook nog op de cheque staat."
            )
        )
    return Said((), tuple(found))


def _by_size(one: SizeAmount, rule: Amount, mark: str = ":") -> str:
    who = f"voor een {SIZES[one.size]} onderneming{mark}"
    if one.share_percent is None:
        whole = "" if rule.share_percent is None else ", die een factuur volledig mag betalen"
        return f"{who} een cheque van {euro(one.amount_cents)}{whole}"
    return (
        f"{who} {percent(one.share_percent)} van elke factuur, in totaal ten hoogste {euro(one.amount_cents)}"
    )


def eligible_amount(rule: EligibleAmount, writing: Writing) -> Said:
    """Whether VAT counts."""
    if rule.without_deduction is VatBasis.WITH_VAT:
        return paragraphs(
            "Een factuur telt voor haar bedrag zonder btw. Kan de onderneming geen btw aftrekken, dan telt zij met btw. Wie een "
            "deel van de btw kan aftrekken, rekent zonder btw."
        )
    return paragraphs(
        "Een factuur telt voor haar bedrag zonder btw, ook als de onderneming de btw niet kan aftrekken."
    )


def minimum_order(rule: MinimumOrder, writing: Writing) -> Said:
    """What an order comes to at least."""
    if rule.when_below is WhenBelow.REFUSE:
        return paragraphs(
            f"Een bestelling bedraagt ten minste {euro(rule.minimum_cents)}. Een lagere factuur komt niet in aanmerking."
        )
    return paragraphs(
        f"Voor de volledige cheque bedraagt de bestelling {euro(rule.minimum_cents)}. Is een factuur lager, dan betaalt de "
        "cheque ervan een evenredig deel, naar beneden afgerond op de cent."
    )


def own_contribution(rule: OwnContribution, writing: Writing) -> Said:
    """What the business pays itself."""
    found = []
    if rule.minimum_cents:
        vat = writing.find(EligibleAmount)
        counts = vat is not None and vat.without_deduction is VatBasis.WITH_VAT
        but = ", behalve als zij geen btw kan aftrekken" if counts else ""
        found.append(
            f"De onderneming betaalt zelf ten minste {euro(rule.minimum_cents)} van haar bestelling. De btw telt daarvoor "
            f"niet mee{but}."
        )
    if rule.share_percent is not None:
        found.append(
            f"De onderneming betaalt van elke factuur ten minste {percent(rule.share_percent)} zelf, naar boven afgerond op "
            "de cent."
        )
    if rule.minimum_cents and rule.when_short is WhenShort.REFUSE:
        found.append(
            "Een factuur die na aftrek van het deel van de cheque te weinig overlaat voor de eigen bijdrage, wordt geweigerd."
        )
    elif rule.minimum_cents:
        found.append("De facturen worden opgeteld. De cheque betaalt wat de eigen bijdrage te boven gaat.")
    return paragraphs(*found)


def de_minimis(rule: DeMinimis, writing: Writing) -> Said:
    """That the voucher is aid, and to whom."""
    law = regulation_on(writing.setting.decides_on)
    advantage = {
        ProviderAdvantage.NONE: "De aanbieder verkoopt tegen zijn gewone prijs. De cheque is daarom geen steun aan de aanbieder.",
        ProviderAdvantage.WHOLE: "De cheque geldt ook als de-minimissteun aan de aanbieder, voor het volle bedrag, en wordt alleen "
        "toegekend als ook hij onder het plafond blijft. Kiest de onderneming haar aanbieder pas later, dan is het deel van de "
        "cheque in elke factuur steun aan de aanbieder op de dag waarop zij wordt ingediend. Een factuur waarmee hij het "
        "plafond zou overschrijden, wordt geweigerd.",
    }[rule.provider_advantage]
    return paragraphs(
        f"De cheque is de-minimissteun als vermeld in {law}. Heeft de onderneming haar activiteit in de landbouw, de visserij "
        "of een dienst van algemeen economisch belang, dan geldt de verordening voor die activiteit.",
        "De cheque wordt alleen toegekend als zij, samen met de de-minimissteun van de drie jaar voordien, het plafond van die "
        "verordening niet overschrijdt. Zij telt voor het volle bedrag op de dag van de toekenning.",
        advantage,
    )


def regulation_on(day: date) -> str:
    """The general regulation on de minimis aid that applies on a day."""
    return next((law for start, law in DE_MINIMIS if start <= day), DE_MINIMIS[-1][1])


def budget_ceiling(rule: BudgetCeiling, writing: Writing) -> Said:
    """How much money there is."""
    short = "het krediet of een plafond" if rule.ceilings else "het krediet"
    falls_beside = (
        f"Voor een aanvraag waarvoor {short} niet meer volstaat, wordt geen cheque toegekend, onverminderd {article('order')}."
        if writing.rules.lottery
        else f"Een aanvraag waarvoor {short} niet meer volstaat, wordt geweigerd."
    )
    limits = {
        "total": f"alle cheques samen: {euro(rule.total_cents or 0)}",
        "per_member": f"de cheques voor ondernemingen uit één deelnemende gemeente: {euro(rule.per_member_cents or 0)}",
        "per_year": f"de cheques van één kalenderjaar: {euro(rule.per_year_cents or 0)}",
    }
    found = [Paragraph("Cheques worden toegekend zolang het krediet in het meerjarenplan volstaat.")]
    if rule.ceilings:
        found.append(
            enumerated(
                "Daarbij gelden deze plafonds:",
                tuple(limits[one] for one in rule.ceilings),
                of_one="Daarbij geldt dit plafond:",
            )
        )
    return Said((), (*found, Paragraph(falls_beside)))


def cost_key(rule: CostKey, writing: Writing) -> Said:
    """Who bears what."""
    place = writing.setting.place
    first = {
        Division.SEAT: "De gemeente waar de onderneming haar zetel heeft, draagt de kosten van haar cheque.",
        Division.EQUAL: "De deelnemende gemeenten dragen de kosten van de cheques in gelijke delen.",
        Division.INHABITANTS: "De deelnemende gemeenten dragen de kosten van de cheques volgens hun aantal inwoners:",
        Division.FIXED: "De deelnemende gemeenten dragen de kosten van de cheques volgens deze aandelen:",
    }[rule.division]
    unit = " inwoners" if rule.division is Division.INHABITANTS else ""
    shares = tuple(f"{place(one.place)}: {number(one.share)}{unit}" for one in rule.shares or ())
    found = [Paragraph(first, shares)]
    if rule.shares_source is not None:
        found.append(Paragraph(f"De aantallen komen uit deze bron: {rule.shares_source}."))
    if rule.ceilings is not None:
        limits = tuple(f"voor {place(one.place)}: {euro(one.ceiling_cents)}" for one in rule.ceilings)
        found += [
            enumerated("In één kalenderjaar draagt een gemeente ten hoogste:", limits),
            Paragraph(_EXCESS[rule.excess]),
        ]
    return Said((), tuple(found))


_EXCESS = {
    Excess.MANAGING_MUNICIPALITY: "Wat daarboven komt, draagt de beherende gemeente.",
    Excess.OTHER_MEMBERS: "Wat daarboven komt, dragen de andere gemeenten, binnen hun eigen maximum. De rest draagt de beherende "
    "gemeente.",
}
