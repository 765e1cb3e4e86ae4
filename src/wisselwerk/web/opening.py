"""From when a scheme takes applications, and when who applies gets a decision."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.domain.rule.decision import DecisionMode, Mode
from wisselwerk.wording import day


def when_it_opens(overview: Overview) -> str:
    """What a visum, or the exemption from one, opens: at once, on a later day, or nothing."""
    if overview.opens_on is not None:
        return _("The scheme takes applications from {day} on.").format(day=day(overview.opens_on))
    if overview.version is None or overview.state is SchemeState.CLOSED:
        return _("The rules take no applications now.")
    return _("The scheme can take applications.")


def when_decided(overview: Overview) -> str:
    """When, and by whom, an application is decided under the rules of this scheme: never more than it can promise."""
    rules = overview.rule_set
    mode = rules.find(DecisionMode) if rules else None
    if rules is None or mode is None:
        return ""
    if rules.lottery is not None:
        return _("A draw decides the order in which applications get a voucher, after the last day to apply.")
    line = next(one for one in overview.rules if one.kind == mode.kind)
    if mode.mode is Mode.AUTOMATIC and line.is_delegated:
        return _("You get the decision at once. Only a doubt is looked at by a person first.")
    by_person = ngettext(
        "A person decides on your application, within {days} working day.",
        "A person decides on your application, within {days} working days.",
        mode.term,
    )
    return by_person.format(days=mode.term)
