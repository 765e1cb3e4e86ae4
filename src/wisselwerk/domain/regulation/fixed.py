"""The articles that no single rule says: purpose, definitions, how to apply, control, recovery, entry into force."""

from collections.abc import Iterator
from datetime import date

from wisselwerk.domain.pdf_invoice import TIME_TO_MEND
from wisselwerk.domain.regulation.law import PRIVACY_BEFORE, PRIVACY_REGULATION
from wisselwerk.domain.regulation.said import Writing
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.regulation.words import article, blank, counted, day, listed
from wisselwerk.domain.rule.aid import DeMinimis
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.enterprise import SizeOfEnterprise
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.payee import PaidTo
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.question import (
    AFFILIATED,
    DEDUCTS_VAT,
    EARLIER_CUSTOMER,
    ENTERPRISE_SIZE,
    ESTABLISHMENT,
    NACE_CODE,
)
from wisselwerk.domain.rule.territory import Located, Territory

ASKED = {
    DEDUCTS_VAT.name: "of zij btw kan aftrekken",
    ENTERPRISE_SIZE.name: "of zij een kleine, middelgrote of grote onderneming is",
    NACE_CODE.name: "de NACE-code van haar hoofdactiviteit",
    ESTABLISHMENT.name: "de gemeente van haar vestiging, als haar zetel elders ligt",
    EARLIER_CUSTOMER.name: "of zij eerder klant was van de aanbieder",
    AFFILIATED.name: "of zij met de aanbieder verbonden is",
}
"""What a business declares, by the name of the question."""


def purpose(writing: Writing) -> tuple[Paragraph, ...]:
    """What the regulation is about, and what it is for in the words of the partnership."""
    first = Paragraph(
        "Dit reglement regelt de toekenning, het gebruik en de betaling van kennismakingscheques, waarmee ondernemingen "
        "kennismaken met de diensten van de sociale economie."
    )
    told = writing.setting.purpose.strip()
    return (first, Paragraph(told)) if told else (first,)


def definitions(writing: Writing) -> tuple[Paragraph, ...]:
    """The words with a meaning of their own, in the order of the alphabet."""
    return (Paragraph("In dit reglement wordt verstaan onder:", tuple(sorted(_defined(writing)))),)


def _defined(writing: Writing) -> Iterator[str]:
    setting = writing.setting
    yield (
        "aanbieder: een onderneming of afdeling van de sociale economie die voldoet aan "
        f"{article('providers')} en die door het samenwerkingsverband als aanbieder is opgenomen"
    )
    yield (
        f"beherende gemeente: de gemeente {setting.managing_municipality or blank('de beherende gemeente')}, die het "
        "samenwerkingsverband beheert en namens de deelnemende gemeenten de cheques betaalt"
    )
    located = writing.find(Territory)
    elsewhere = located is not None and located.located is Located.SEAT_OR_ESTABLISHMENT
    seat = "haar zetel heeft of, als die elders ligt, haar vestiging" if elsewhere else "haar zetel heeft"
    granter = {
        True: f"de deelnemende gemeente waar de onderneming {seat}",
        False: "de beherende gemeente, die namens de deelnemende gemeenten over de aanvragen beslist",
        None: blank("wie over de aanvragen beslist"),
    }[setting.granted_by_seat]
    yield f"bestuur: {granter}"
    yield (
        "cheque: een kennismakingscheque, dat is een subsidie op naam van een onderneming waarmee een factuur van een "
        "aanbieder geheel of gedeeltelijk wordt betaald"
    )
    members = listed(setting.members) if setting.members else ""
    yield "deelnemende gemeenten: de gemeenten die lid zijn van het samenwerkingsverband" + (
        f", bij de inwerkingtreding van dit reglement {members}" if members else ""
    )
    if writing.find(OwnContribution) is not None:
        yield "eigen bijdrage: wat de onderneming zelf betaalt van wat zij bij de aanbieder bestelt"
    amount = writing.find(Amount)
    if writing.find(SizeOfEnterprise) is not None or (amount is not None and amount.by_size is not None):
        yield (
            "kleine, middelgrote en grote onderneming: wat daaronder wordt verstaan in de aanbeveling 2003/361/EG van de "
            "Commissie van 6 mei 2003 betreffende de definitie van kleine, middelgrote en micro-ondernemingen, met dien "
            "verstande dat een micro-onderneming een kleine onderneming is"
        )
    yield (
        "onderneming: een natuurlijke persoon, een rechtspersoon of een andere organisatie met een ondernemingsnummer in de "
        "Kruispuntbank van Ondernemingen"
    )
    yield f"samenwerkingsverband: de {_lowered(setting.partnership)}"
    yield "werkdag: elke dag behalve een zaterdag, een zondag en een wettelijke feestdag"


def application(writing: Writing) -> tuple[Paragraph, ...]:
    """What an application holds, beside what its window says."""
    asked = [
        "haar ondernemingsnummer",
        "de gemeente van haar zetel",
        "een e-mailadres, of een postadres als zij de beslissing met de post wil krijgen",
        "de dienst die zij kiest, of dat zij later kiest",
        *(ASKED[one.name] for one in writing.rules.questions),
    ]
    if writing.find(DeMinimis) is not None:
        asked.append("de de-minimissteun die zij in de drie jaar voordien heeft gekregen")
    return (
        Paragraph(
            "De onderneming dient haar aanvraag elektronisch in, via de webpagina over de cheques, en bevestigt ze. Zij kan ze ook "
            "laten invoeren door de regisseur van het samenwerkingsverband."
        ),
        Paragraph(
            "De onderneming vermeldt in haar aanvraag, voor zover de gegevens niet uit de Kruispuntbank van Ondernemingen "
            "blijken:",
            tuple(asked),
        ),
        Paragraph("Wie een aanvraag indient, verklaart dat de gegevens juist en volledig zijn."),
    )


def open_window(writing: Writing) -> tuple[Paragraph, ...]:
    """When to apply, where no rule says it."""
    return (Paragraph("Een aanvraag kan worden ingediend zolang dit reglement van kracht is."),)


def notification(writing: Writing) -> tuple[Paragraph, ...]:
    """What a decision says and what can be done against it (law of 29 July 1991; laws on the Council of State)."""
    return (
        Paragraph(
            "De beslissing vermeldt voor elke voorwaarde wat bekend was en wat de uitkomst is. Zij wordt met haar motivering "
            "aan de onderneming bezorgd, per e-mail of met de post."
        ),
        Paragraph(
            "De onderneming kan het bestuur vragen dat een medewerker haar aanvraag opnieuw bekijkt. Die vraag schorst de "
            "termijn van het derde lid niet."
        ),
        Paragraph(
            "Tegen de beslissing kan een beroep tot nietigverklaring worden ingesteld bij de Raad van State, binnen zestig dagen "
            "na de kennisgeving."
        ),
    )


def invoice(writing: Writing) -> tuple[Paragraph, ...]:
    """What any invoice needs."""
    who = (
        "De onderneming dient de factuur in."
        if writing.rules.paid_to is PaidTo.HOLDER
        else "De aanbieder of de onderneming dient de factuur in."
    )
    return (
        Paragraph("Een factuur komt in aanmerking als zij:", INVOICE),
        Paragraph(
            f"{who} Dat gebeurt met het bestand van de elektronische factuur. Een factuur die niet elektronisch hoeft te zijn, "
            "wordt door een medewerker nagekeken voor zij in aanmerking komt."
        ),
        Paragraph(
            "Zolang een factuur wordt nagekeken, vervalt de cheque niet. Wordt een factuur geweigerd als het te laat is om nog een "
            "andere in te dienen, dan kan dat eenmaal nog binnen "
            f"{counted(TIME_TO_MEND.days, 'dag', 'dagen')} na de weigering."
        ),
    )


INVOICE = (
    "van de aanbieder komt en op naam staat van de onderneming die de cheque heeft",
    f"gedateerd is op of na de dag van de toekenning en binnen de termijn van {article('validity')}",
    "in euro is opgemaakt en voldoet aan de wettelijke voorschriften",
    "nog voor geen andere cheque gebruikt is, ook niet op grond van een ander reglement",
)


def control(writing: Writing) -> tuple[Paragraph, ...]:
    """The law of 14 November 1983 on the control of subsidies, art. 3 to 6."""
    asks_more = writing.find(Proof) is not None or writing.find(LastPart) is not None
    no_more = "" if asks_more else "; andere stukken worden alleen bij een controle gevraagd"
    return (
        Paragraph(
            "De wet van 14 november 1983 betreffende de controle op de toekenning en op de aanwending van sommige toelagen is "
            "van toepassing. De onderneming gebruikt de cheque voor het doel waarvoor zij is toegekend. De factuur is daarvan "
            f"de verantwoording{no_more}."
        ),
        Paragraph(
            "Het bestuur en de beherende gemeente kunnen nagaan of de cheque juist is gebruikt. De onderneming en de aanbieder "
            "bezorgen daarvoor op eenvoudig verzoek de nodige stukken."
        ),
    )


def recovery(writing: Writing) -> tuple[Paragraph, ...]:
    """When a voucher is put on hold or taken back, and what is claimed (law of 14 November 1983, art. 7)."""
    return (
        Paragraph(
            "Het bestuur kan een cheque blokkeren zolang niet duidelijk is of zij terecht is toegekend of juist wordt gebruikt. "
            "Het trekt een cheque alleen in met een gemotiveerde beslissing, die aan de onderneming wordt bezorgd samen met wat "
            "zij ertegen kan doen."
        ),
        Paragraph(
            "Wat ten onrechte is betaald, wordt teruggevorderd van wie het heeft gekregen. Dat is het geval als:",
            (
                "de cheque is toegekend op grond van onjuiste of onvolledige gegevens",
                "de factuur niet overeenstemt met wat geleverd is",
                "de factuur geheel of gedeeltelijk is gecrediteerd",
                "de controle wordt verhinderd",
            ),
        ),
    )


def personal_data(writing: Writing) -> tuple[Paragraph, ...]:
    """Regulation (EU) 2016/679; before it applied, the law of 8 December 1992."""
    return (
        Paragraph(
            "Het bestuur en het samenwerkingsverband verwerken alleen de persoonsgegevens die nodig zijn om dit reglement uit te "
            f"voeren, overeenkomstig {_privacy_law(writing.setting.decides_on)}. De gegevens worden gewist zodra hun bewaartermijn om is."
        ),
    )


def _privacy_law(on: date) -> str:
    if on < PRIVACY_REGULATION:
        return PRIVACY_BEFORE
    return "verordening (EU) 2016/679"


def entry_into_force(writing: Writing) -> tuple[Paragraph, ...]:
    """From when, for which applications, and what it takes the place of."""
    setting = writing.setting
    start = blank("de eerste dag") if setting.starts_on is None else day(setting.starts_on)
    first = f"Dit reglement treedt in werking op {start} en is van toepassing op de aanvragen die vanaf die dag worden ingediend."
    if setting.replaces_from is None:
        return (Paragraph(first),)
    return (
        Paragraph(first),
        Paragraph(
            f"Het vervangt vanaf dan het reglement dat geldt sinds {day(setting.replaces_from)}. Aanvragen die voordien zijn "
            "ingediend, worden verder behandeld volgens het reglement van de dag van de aanvraag."
        ),
    )


def _lowered(name: str) -> str:
    """A name inside a sentence: only its first letter changes."""
    return name[:1].lower() + name[1:]
