"""How long a voucher lasts, what an invoice needs, and who is paid when: those rules in official Dutch."""

from wisselwerk.domain.evaluation import BETWEEN_REMINDERS, MOST_REMINDERS
from wisselwerk.domain.regulation.said import Said, Writing, paragraphs
from wisselwerk.domain.regulation.text import Paragraph
from wisselwerk.domain.regulation.words import article, counted, listed, months, number, percent
from wisselwerk.domain.reminder import LADDERS, NEEDED, SHORT_LADDERS, Ladder, ladder_on
from wisselwerk.domain.rule.amount import Amount, OwnContribution
from wisselwerk.domain.rule.at_once import is_used_at_once
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher, MinimumOrder
from wisselwerk.domain.rule.payee import PaidTo, Payee
from wisselwerk.domain.rule.proof import Proof
from wisselwerk.domain.rule.reminders import Reminders
from wisselwerk.domain.rule.window import Validity
from wisselwerk.domain.voucher import MOST_MONTHS

MONTHS_OF_A_YEAR = 12


def validity(rule: Validity, writing: Writing) -> Said:
    """How long a voucher can be used."""
    return paragraphs(
        f"De cheque kan vanaf de toekenning worden gebruikt, gedurende {months(rule.months)}. De termijn eindigt op de dag met "
        "hetzelfde nummer als de dag van de toekenning, of op de laatste dag van de maand als die geen dag met dat nummer heeft.",
        "De datum van de factuur valt binnen die termijn. De factuur wordt ingediend uiterlijk "
        f"{counted(rule.days_to_claim, 'dag', 'dagen')} na het einde ervan. Wat daarna nog op de cheque staat, vervalt.",
        "Het bestuur kan de termijn met een gemotiveerde beslissing verlengen, tot ten hoogste "
        f"{number(MOST_MONTHS // MONTHS_OF_A_YEAR)} jaar na de toekenning. Het kan ze met een gemotiveerde beslissing over het hele "
        "krediet ook verkorten. De onderneming verneemt dat dan meteen, met de reden en met wat zij ertegen kan doen, en "
        f"{article('reminders')} blijft van toepassing.",
    )


def reminders(rule: Reminders, writing: Writing) -> Said:
    """When the business is reminded; without days of its own what is usual."""
    on = max(writing.setting.decides_on, LADDERS[0].valid_from)
    hand_in = rule.hand_in or ladder_on(on, SHORT_LADDERS)
    return paragraphs(
        f"De onderneming krijgt een herinnering {_days(rule.last_day.days_before)} dagen voor de laatste dag van de termijn, en "
        f"{_days(hand_in.days_before)} dagen voor de laatste dag waarop een factuur kan worden ingediend.",
        f"Een cheque vervalt niet zonder twee herinneringen. Ontbreekt er een, dan schuift de laatste dag op tot er {number(NEEDED)} "
        f"zijn verstuurd, met {_time_for(rule.last_day)}."
        if _time_for(rule.last_day) == _time_for(hand_in)
        else f"Een cheque vervalt niet zonder twee herinneringen. Ontbreekt er een, dan schuift de laatste dag van de termijn op tot "
        f"er {number(NEEDED)} zijn verstuurd, met {_time_for(rule.last_day)}. Voor de laatste dag waarop een factuur kan worden "
        f"ingediend, is dat met {_time_for(hand_in)}.",
    )


def _time_for(ladder: Ladder) -> str:
    """What is left between the two last reminders and after them, where the last day moves (``reminder.last_day``)."""
    *_, second, last = ladder.days_before
    return f"ten minste {counted(second - last, 'dag', 'dagen')} ertussen en {counted(last, 'dag', 'dagen')} erna"


def usual_reminders(writing: Writing) -> Reminders:
    """What holds where nothing was decided."""
    on = max(writing.setting.decides_on, LADDERS[0].valid_from)
    return Reminders(days_before_last_day=ladder_on(on).days_before)


def invoices_per_voucher(rule: InvoicesPerVoucher, writing: Writing) -> Said:
    """With how many invoices."""
    if rule.maximum == 1:
        return paragraphs("De cheque kan met één factuur worden gebruikt.")
    return paragraphs(f"De cheque kan met ten hoogste {number(rule.maximum)} facturen worden gebruikt.")


def any_number_of_invoices(writing: Writing) -> tuple[Paragraph, ...]:
    """What holds without a rule about it: where each invoice must cover voucher and own money, the first uses it up."""
    own, amount, order = writing.find(OwnContribution), writing.find(Amount), writing.find(MinimumOrder)
    if not is_used_at_once(amount, own, order):
        return (Paragraph("De cheque kan met meer dan één factuur worden gebruikt, tot zij op is."),)
    return (Paragraph("De cheque wordt met één factuur gebruikt."),)


def payee(rule: Payee, writing: Writing) -> Said:
    """Who is paid."""
    if rule.paid_to is PaidTo.PROVIDER:
        return paragraphs(
            "De beherende gemeente betaalt het deel van de cheque aan de aanbieder. De onderneming betaalt de rest van de factuur "
            "aan de aanbieder."
        )
    return paragraphs(
        "De onderneming betaalt de volledige factuur aan de aanbieder. De beherende gemeente betaalt haar het deel van de cheque "
        "terug."
    )


def proof(rule: Proof, writing: Writing) -> Said:
    """What must be known before anything is paid."""
    found = []
    if rule.delivery_working_days is not None:
        found.append(
            "Voor de betaling krijgt de onderneming de vraag of de dienst geleverd is. Antwoordt zij niet binnen "
            f"{counted(rule.delivery_working_days, 'werkdag', 'werkdagen')}, dan geldt de dienst als geleverd. Betwist zij de "
            "levering, dan wordt niets betaald tot daarover beslist is."
        )
    if rule.asks_own_part:
        found.append(
            "Er wordt pas betaald als vaststaat dat de onderneming haar eigen deel heeft betaald: de aanbieder bevestigt de "
            "ontvangst, of de onderneming legt een bewijs van haar bank voor."
        )
    return paragraphs(*found)


def last_part(rule: LastPart, writing: Writing) -> Said:
    """What is paid only once both sides have said how it went."""
    silence = (MOST_REMINDERS + 1) * BETWEEN_REMINDERS
    return paragraphs(
        f"Van het deel van de cheque wordt {percent(rule.held_back_percent)} pas betaald nadat de onderneming en de aanbieder elk "
        "hebben gezegd hoe de samenwerking verliep. De rest wordt eerst betaald.",
        f"Wie niet antwoordt, krijgt {number(MOST_REMINDERS)} herinneringen: {counted(BETWEEN_REMINDERS.days, 'dag', 'dagen')} na het "
        f"indienen van de factuur en {counted(BETWEEN_REMINDERS.days, 'dag', 'dagen')} later.",
        f"Antwoordt een van beide niet na die herinneringen, of was er {counted(silence.days, 'dag', 'dagen')} na het indienen van "
        "de factuur niemand om te herinneren, dan kan namens het bestuur gemotiveerd beslist worden om zonder dat antwoord te betalen.",
    )


def _days(days_before: tuple[int, ...]) -> str:
    return listed(list(map(str, days_before)))
