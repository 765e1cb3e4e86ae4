"""What a letter and a page say of a draw: what happens when, which place somebody got, and how to check it."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.vouchers.models import ApplicationState, Decision, Lot
from wisselwerk.apps.vouchers.queries.draws import lot_of
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.base import Facts
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.wording import day


def draw_told(decision: Decision) -> tuple[str, ...]:
    """What to tell with a decision of a scheme that draws, sentence by sentence; nothing with any other.

    One query; none where no draw decides.
    """
    rule = rule_set(decision.rule_set).lottery
    if rule is None or decision.result in {ApplicationState.REFUSED, ApplicationState.REVIEW}:
        return ()
    lot = lot_of(decision.application_id)
    if lot is None:
        return ()
    drawn = Facts.from_plain(decision.facts).drawn_on is not None
    steps = _outcome(decision, lot, rule) if drawn else _to_come(decision, rule)
    return (*steps, *_check(lot))


def decided_by_draw(decision: Decision) -> str:
    """The decision in one sentence, where it is what only a draw gives; empty for any other."""
    match decision.result:
        case ApplicationState.ENTERED:
            return gettext("Your application meets the rules and is in the draw.")
        case ApplicationState.WAITING_LIST:
            return gettext("You get no voucher now. You are on the waiting list.")
        case ApplicationState.NOT_DRAWN:
            return gettext("You get no voucher: the draw did not reach you.")
    return ""


def _to_come(decision: Decision, rule: Allocation) -> Iterator[str]:
    window = rule_set(decision.rule_set).find(ApplicationWindow)
    if window is not None and window.closes_on is not None:
        yield gettext(
            "Businesses can apply up to and including {day}. After that the list of all applications is sealed and "
            "published. Then nobody can change it any more, and nobody can be added."
        ).format(day=day(window.closes_on))
    yield gettext(
        "With the list stands which public number decides, and on which day it comes. It comes after the list, from a source "
        "that nobody of us controls."
    )
    yield gettext(
        "The order follows from the list and that number alone. Who comes first in the order gets a voucher first, as far as "
        "the money reaches."
    )
    if rule.waiting_months is None:
        yield gettext("There is no waiting list. You get a mail with the outcome.")
    else:
        yield ngettext(
            "Does the draw not reach you? Then you stand on the waiting list for {number} month. You get a mail with the outcome.",
            "Does the draw not reach you? Then you stand on the waiting list for {number} months. You get a mail with the outcome.",
            rule.waiting_months,
        ).format(number=rule.waiting_months)


def _outcome(decision: Decision, lot: Lot, rule: Allocation) -> Iterator[str]:
    facts = Facts.from_plain(decision.facts)
    assert facts.drawn_on is not None, "asked of one that was drawn"
    yield gettext("You were drawn on {day}, as number {place} of {entries}.").format(
        day=day(facts.drawn_on), place=facts.drawn_place, entries=lot.draw.entries if lot.draw else ""
    )
    until = rule.waiting_until(facts.drawn_on)
    if decision.result == ApplicationState.WAITING_LIST and until is not None:
        yield gettext(
            "When a voucher comes free, or when there is new money, the next in the order gets it. Your place on the waiting "
            "list lasts up to and including {day}. You do not have to do anything: you get a mail."
        ).format(day=day(until))


def _check(lot: Lot) -> Iterator[str]:
    # Each on a line of its own, with nothing behind it: they are copied, or typed from paper.
    yield gettext("Your line in the list: {line}").format(line=lot.commitment)
    if lot.salt:
        yield gettext("The number of your application: {application}").format(application=lot.pk)
        yield gettext("Your secret: {salt}").format(salt=lot.salt)
        yield gettext(
            "Your line is made of that number and that secret, so that you can check it. Keep the secret to yourself: who knows "
            "it can find your business in the list. On the page of the draw stands how to do the whole draw again."
        )
