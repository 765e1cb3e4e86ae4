"""From when a scheme takes applications, said to who just opened it."""

from django.utils.translation import gettext as _

from wisselwerk.apps.schemes.queries import Overview
from wisselwerk.apps.schemes.state import SchemeState
from wisselwerk.wording import day


def when_it_opens(overview: Overview) -> str:
    """What a visum, or the exemption from one, opens: at once, on a later day, or nothing."""
    if overview.opens_on is not None:
        return _("The scheme takes applications from {day} on.").format(day=day(overview.opens_on))
    if overview.version is None or overview.state is SchemeState.CLOSED:
        return _("The rules take no applications now.")
    return _("The scheme can take applications.")
