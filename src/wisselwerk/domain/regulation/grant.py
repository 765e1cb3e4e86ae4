"""When to apply, in which order vouchers are given, and who decides: those rules in official Dutch."""

from wisselwerk.domain.lottery import LONGEST_WAIT
from wisselwerk.domain.regulation.said import Said, Writing, paragraphs
from wisselwerk.domain.regulation.words import article, blank, counted, day, months
from wisselwerk.domain.review import AFTER_REMINDER, ANSWER_TERM, REMINDED_AFTER
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.budget import BudgetCeiling
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
            "Aanvragen worden behandeld in de volgorde waarin zij zijn bevestigd"
            + ("." if writing.find(BudgetCeiling) else ", zolang het krediet volstaat.")
        )
    found = [
        (
            f"Een loting bepaalt in welke volgorde cheques worden toegekend. Aan de loting neemt elke onderneming deel die binnen de "
            f"termijn van {article('application')} een aanvraag indient en aan de voorwaarden voldoet. Een onderneming neemt één "
            "keer deel. Het ogenblik van de aanvraag speelt geen rol. Zij kan van de loting afzien tot die gehouden is."
        ),
        (
            "De lijst van de deelnemende aanvragen wordt verzegeld en bekendgemaakt vóór iemand het startgetal van de loting kan "
            "kennen. Het startgetal komt uit een openbare bron die bij de verzegeling wordt aangeduid, op een dag die ten hoogste "
            f"{counted(LONGEST_WAIT.days, 'dag', 'dagen')} later valt. De lijst, het startgetal en de werkwijze zijn openbaar, "
            "zodat iedereen de loting kan overdoen."
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
    signatory = writing.setting.signatory
    who = f"de {signatory}" if signatory else blank("de functie die namens het bestuur beslist")
    decides = f"Namens het bestuur beslist {who}, of de medewerker die daarvoor is aangewezen."
    if rule.mode is Mode.AUTOMATIC:
        how = (
            "De beslissing wordt geautomatiseerd genomen, zodra en voor zover de gemeenteraad daarvoor delegatie heeft gegeven. "
            "Staat een gegeven niet vast, dan wordt de aanvraag eerst door een medewerker onderzocht."
        )
    else:
        how = "Over elke aanvraag wordt beslist na een onderzoek van het dossier door een medewerker."
    term = (
        "Over een aanvraag die een medewerker onderzoekt, wordt beslist binnen "
        f"{counted(rule.term, 'werkdag', 'werkdagen')} nadat zij daarvoor klaarligt. Die termijn staat stil zolang een antwoord "
        "van de onderneming wordt afgewacht."
    )
    asked = (
        f"Een vraag aan de onderneming wordt beantwoord binnen {_working_days(ANSWER_TERM)}. Wie na "
        f"{_working_days(REMINDED_AFTER)} niet heeft geantwoord, krijgt een herinnering en heeft daarna nog ten minste "
        f"{_working_days(AFTER_REMINDER)}."
    )
    return paragraphs(decides, how, term, asked)


def _working_days(days: int) -> str:
    return counted(days, "werkdag", "werkdagen")
