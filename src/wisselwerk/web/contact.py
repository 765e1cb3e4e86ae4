"""Whom to ask, and what a demo says of itself on paper."""

from django.utils.translation import gettext as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.demo.mailbox import is_demo


def contact_of(partnership: Organisation) -> str:
    """Who answers questions about a scheme."""
    return _("Questions? Ask the coordinator of {partnership}.").format(partnership=partnership.name)


def notice() -> str:
    """What stands above everything on paper of a demo; nothing elsewhere."""
    return _("This is a demo: enterprises, providers and people are invented.") if is_demo() else ""
