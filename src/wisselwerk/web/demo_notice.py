"""What a demo says of itself on paper."""

from django.utils.translation import gettext as _

from wisselwerk.demo.mailbox import is_demo


def demo_notice() -> str:
    """What stands above everything on paper of a demo; nothing elsewhere."""
    return _("This is a demo: enterprises, providers and people are invented.") if is_demo() else ""
