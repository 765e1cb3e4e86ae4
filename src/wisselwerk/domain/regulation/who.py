"""Who gets a voucher, how many, and where it can be used: the words of those rules in official Dutch."""

from collections.abc import Iterator
from datetime import date

from wisselwerk.domain.regulation.said import Said, Writing, condition, enumerated, paragraphs
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.regulation.words import counted, day, euro, listed, months
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance, Independence
from wisselwerk.domain.rule.base import EnterpriseSize, ProviderKind, ServiceKind
from wisselwerk.domain.rule.enterprise import (
    CountPeriod,
    EnterpriseCeiling,
    NumberPerEnterprise,
    RegularEnterprise,
    Sector,
    SectorList,
    SizeOfEnterprise,
)
from wisselwerk.domain.rule.provider import ProviderCategory, RecognitionDay, ServiceCategory
from wisselwerk.domain.rule.territory import Located, Territory

SIZES = {
    EnterpriseSize.SMALL: "kleine",
    EnterpriseSize.MEDIUM: "middelgrote",
    EnterpriseSize.LARGE: "grote",
}
PROVIDERS = {
    ProviderKind.SOCIALE_WERKPLAATS: "sociale werkplaats, met toepassing van het decreet van 14 juli 1998 inzake "
    "sociale werkplaatsen",
    ProviderKind.BESCHUTTE_WERKPLAATS: "beschutte werkplaats, door de Vlaamse overheid",
    ProviderKind.MAATWERKBEDRIJF: "maatwerkbedrijf, met toepassing van het decreet van 12 juli 2013 betreffende "
    "maatwerk bij collectieve inschakeling",
    ProviderKind.MAATWERKAFDELING: "maatwerkafdeling, met toepassing van het decreet van 12 juli 2013 betreffende "
    "maatwerk bij collectieve inschakeling",
    ProviderKind.LOKALE_DIENSTENECONOMIE: "onderneming van de lokale diensteneconomie, met toepassing van het decreet van "
    "22 november 2013 betreffende de lokale diensteneconomie",
}
"""What a provider is recognised as, with the law of that recognition."""

NO_MORE_LOCAL_SERVICES = date(2023, 7, 1)
"""From this day individual tailored work took the place of new recognitions in the local service economy."""

SERVICES = {
    ServiceKind.GREEN: "groenonderhoud",
    ServiceKind.CLEANING: "schoonmaak",
    ServiceKind.CATERING: "catering",
    ServiceKind.LAUNDRY: "was en strijk",
    ServiceKind.PACKAGING: "verpakking en montage",
    ServiceKind.BUILDING: "bouw en renovatie",
    ServiceKind.REUSE: "hergebruik en herstelling",
    ServiceKind.TRANSPORT: "vervoer",
    ServiceKind.OFFICE: "administratief en digitaal werk",
    ServiceKind.OTHER: "een andere dienst",
}
_RECOGNISED = {
    RecognitionDay.INVOICE: "De aanbieder is erkend op de dag van de aanvraag en op de dag van de factuur. Kiest de onderneming "
    "haar aanbieder pas later, dan telt de dag van de factuur.",
    RecognitionDay.AWARD: "De aanbieder is erkend op de dag van de aanvraag. Is de cheque toegekend voor een aanbieder die op de "
    "dag van de toekenning erkend is, dan kan hij daar worden gebruikt tot zijn laatste dag, ook na het einde van die "
    "erkenning. In alle andere gevallen telt de dag van de factuur.",
}
_LOCATED = {
    Located.SEAT: "haar zetel ligt",
    Located.SEAT_OR_ESTABLISHMENT: "haar zetel of een van haar vestigingen ligt",
}


def regular_enterprise(rule: RegularEnterprise, writing: Writing) -> Said:
    """The business is not itself one of those that offer services."""
    return condition("zij is zelf niet erkend als onderneming van de sociale economie")


def territory(rule: Territory, writing: Writing) -> Said:
    """Where the seat lies. After a merger a regulation goes on within the former municipality only (DLB, art. 351)."""
    names = [writing.setting.place(one) for one in rule.places]
    where = f"{_LOCATED[rule.located]} op het grondgebied van {listed(list(map(str, names)), 'of')}"
    former = any(one.part_of for one in names)
    others = (
        (
            (
                "Waar dit artikel een vroegere gemeente noemt, geldt alleen het grondgebied dat die gemeente voor de "
                "samenvoeging had."
            ),
        )
        if former
        else ()
    )
    return condition(where, *others)


def enterprise_size(rule: SizeOfEnterprise, writing: Writing) -> Said:
    """Which sizes are admitted."""
    return condition(f"zij is een {listed([SIZES[one] for one in rule.sizes], 'of')} onderneming")


def sector(rule: Sector, writing: Writing) -> Said:
    """Which main activities are admitted, or are not."""
    codes = [_nace(one) for one in rule.sectors]
    named = f"code {codes[0]}" if len(codes) == 1 else f"een van de codes {listed(codes)}"
    if rule.admitted is SectorList.ALL_BUT:
        falls = "valt niet onder"
    else:
        falls = "valt onder"
    return condition(
        f"haar hoofdactiviteit {falls} {named} van de NACE-BEL-nomenclatuur",
        "Een code van de NACE-BEL-nomenclatuur omvat alle activiteiten waarvan de code ermee begint.",
    )


def first_acquaintance(rule: FirstAcquaintance, writing: Writing) -> Said:
    """The business and the provider are strangers to each other."""
    return condition("zij was nooit eerder klant van de aanbieder bij wie zij de cheque gebruikt")


def independence(rule: Independence, writing: Writing) -> Said:
    """Neither has a say in the other."""
    return condition(
        "zij en de aanbieder zijn onafhankelijk van elkaar: geen van beide heeft zeggenschap over de andere en zij horen niet "
        "tot dezelfde groep"
    )


def provider_category(rule: ProviderCategory, writing: Writing) -> Said:
    """With which providers, and on which days that is looked at."""
    return Said(
        (),
        (
            enumerated(
                "De cheque kan alleen worden gebruikt bij een aanbieder die erkend is als:",
                tuple(PROVIDERS[one] for one in rule.kinds),
                of_one="De cheque kan alleen worden gebruikt bij een aanbieder die erkend is als",
            ),
            Paragraph(_RECOGNISED[rule.recognition_day]),
            *_no_longer_given(rule, writing),
        ),
    )


def _no_longer_given(rule: ProviderCategory, writing: Writing) -> Iterator[Paragraph]:
    """That a recognition is given no more, where a regulation names it that holds from then on."""
    is_over = writing.setting.decides_on >= NO_MORE_LOCAL_SERVICES
    if is_over and ProviderKind.LOKALE_DIENSTENECONOMIE in rule.kinds:
        yield Paragraph(
            f"Sinds {day(NO_MORE_LOCAL_SERVICES)} worden geen nieuwe erkenningen in de lokale diensteneconomie meer gegeven. "
            "Een erkenning van voordien telt mee zolang zij loopt."
        )


def any_service(writing: Writing) -> tuple[Paragraph, ...]:
    """What holds without a rule about services."""
    if writing.find(ServiceCategory) is not None:
        return ()
    return (Paragraph("De cheque kan worden gebruikt voor elke dienst van de aanbieder."),)


def any_provider(writing: Writing) -> tuple[Paragraph, ...]:
    """What holds without a rule about providers: an invoice needs a recognition, whatever its kind."""
    if writing.find(ProviderCategory) is not None:
        return ()
    return (
        Paragraph(
            "De cheque kan worden gebruikt bij elke aanbieder die op de dag van de factuur erkend is. Het "
            "samenwerkingsverband maakt de lijst bekend."
        ),
    )


def service_category(rule: ServiceCategory, writing: Writing) -> Said:
    """For which services."""
    return Said(
        (),
        (
            enumerated(
                "De cheque is bestemd voor deze diensten:",
                tuple(SERVICES[one] for one in rule.services),
                of_one="De cheque is bestemd voor deze dienst:",
            ),
        ),
    )


def number_per_enterprise(rule: NumberPerEnterprise, writing: Writing) -> Said:
    """How many vouchers one business gets."""
    most = f"ten hoogste {counted(rule.maximum, 'cheque', 'cheques')}"
    first = {
        CountPeriod.EVER: f"Een onderneming krijgt {most} op grond van {_this(writing)}.",
        CountPeriod.CALENDAR_YEAR: f"Een onderneming krijgt {most} per kalenderjaar.",
        CountPeriod.MONTHS: f"Een onderneming krijgt {most} in een periode van {months(rule.months or 0)}. De periode loopt "
        "terug vanaf de dag van de beslissing.",
    }[rule.period]
    per_provider = (
        ()
        if rule.maximum_per_provider is None
        else (f"Daarvan zijn er {_at_most(rule.maximum_per_provider)} bestemd voor dezelfde aanbieder.",)
    )
    return paragraphs(
        first,
        *per_provider,
        "Een cheque die geblokkeerd of ingetrokken is, telt alleen mee als er iets van betaald is.",
    )


def enterprise_ceiling(rule: EnterpriseCeiling, writing: Writing) -> Said:
    """What one business gets at most in a year."""
    return paragraphs(
        f"De cheques die een onderneming in één kalenderjaar krijgt, zijn samen ten hoogste {euro(rule.per_year_cents)} waard. "
        "Een cheque die daar niet volledig in past, wordt niet toegekend.",
        "Van een cheque die geblokkeerd, vervallen of ingetrokken is, telt voor dat plafond alleen wat ervan betaald is.",
    )


def _this(writing: Writing) -> str:
    """What vouchers count by that are counted for ever: those of the regulations before it are among them."""
    return (
        "dit reglement"
        if writing.setting.replaces_from is None
        else "dit reglement of een reglement dat het vervangt"
    )


def _at_most(maximum: int) -> str:
    return f"ten hoogste {counted(maximum, '', '').strip()}"


def _nace(code: str) -> str:
    """A code as the nomenclature writes it: ``81.300``."""
    return f"{code[:2]}.{code[2:]}" if len(code) > 2 else code
