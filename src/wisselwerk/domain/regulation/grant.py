"""When to apply, in which order vouchers are given, and who decides: those rules in official Dutch."""

from wisselwerk.domain.regulation.said import Said, Writing, paragraphs
from wisselwerk.domain.regulation.words import article, blank, counted, day, months
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.domain.rule.window import ApplicationWindow


def application_window(rule: ApplicationWindow, writing: Writing) -> Said:
    """From when until when."""
    until = "" if rule.closes_on is None else f" tot en met {day(rule.closes_on)}"
    return paragraphs(f"Een aanvraag kan worden ingediend vanaf {day(rule.opens_on)}{until}.")


def allocation(rule: Allocation, writing: Writing) -> Said:
    """In which order."""
    if not rule.is_lottery:
        return paragraphs(
            "Aanvragen worden behandeld in de volgorde waarin zij zijn bevestigd, zolang het krediet volstaat."
        )
    found = [
        (
            f"Een loting bepaalt in welke volgorde cheques worden toegekend. Aan de loting neemt elke onderneming deel die binnen de "
            f"termijn van {article('application')} een aanvraag indient en aan de voorwaarden voldoet. Een onderneming neemt één "
            "keer deel. Het ogenblik van de aanvraag speelt geen rol."
        ),
        (
            "De lijst van de deelnemende aanvragen wordt verzegeld en bekendgemaakt voor iemand het startgetal van de loting kan "
            "kennen. De lijst, het startgetal en de werkwijze zijn openbaar, zodat iedereen de loting kan overdoen."
        ),
    ]
    if rule.vouchers is not None:
        found.append(f"De loting kent ten hoogste {counted(rule.vouchers, 'cheque', 'cheques')} toe.")
    found.append(
        "Er is geen wachtlijst."
        if rule.waiting_months is None
        else f"Wie niet aan de beurt komt, staat {months(rule.waiting_months)} op een wachtlijst, in de volgorde van de loting, "
        "en krijgt een cheque als er een vrijkomt."
    )
    return paragraphs(*found)


def decision_mode(rule: DecisionMode, writing: Writing) -> Said:
    """Who decides, and how."""
    who = writing.setting.signatory or blank("de functie die namens het bestuur beslist")
    decides = (
        f"Namens het bestuur beslist de {who}."
        if writing.setting.signatory
        else f"Namens het bestuur beslist {who}."
    )
    if rule.mode is Mode.AUTOMATIC:
        how = (
            "De beslissing wordt geautomatiseerd genomen, zodra en voor zover de gemeenteraad daarvoor delegatie heeft gegeven. "
            "Staat een gegeven niet vast, dan beslist een medewerker."
        )
    else:
        how = "Over elke aanvraag beslist een medewerker, na een onderzoek van het dossier."
    term = (
        f"Beslist een medewerker, dan gebeurt dat binnen {counted(rule.term, 'werkdag', 'werkdagen')} nadat de aanvraag daarvoor "
        "klaarligt. Die termijn staat stil zolang een antwoord van de aanvrager wordt afgewacht."
    )
    return paragraphs(decides, how, term)
