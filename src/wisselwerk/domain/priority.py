"""The four Flemish priorities of the local role in social economy and work, by their code in plan and accounts.

Source: socialeeconomie.be, «Het lokale bestuur als regisseur»; the codes hold from 2023, those before were not found.
"""

from collections.abc import Mapping
from enum import StrEnum

from wisselwerk.domain.refusal import gettext_noop

CODES_SINCE = 2023
"""The first year of the codes."""


class Priority(StrEnum):
    """What Flanders asks of the local role, by the code under which it is reported."""

    ROLE = "WSE-LR1"
    WORK = "WSE-LR2"
    ENTERPRISE = "WSE-LR3"
    TOGETHER = "WSE-LR4"


PRIORITY_NAMES: Mapping[Priority, str] = {
    Priority.ROLE: gettext_noop("WSE-LR1: taking up the role, with a vision and consultation"),
    Priority.WORK: gettext_noop("WSE-LR2: work for people far from the labour market"),
    Priority.ENTERPRISE: gettext_noop("WSE-LR3: entrepreneurship, social entrepreneurship among it"),
    Priority.TOGETHER: gettext_noop("WSE-LR4: working together with VDAB"),
}
"""What each is about, in a few words behind its code."""
