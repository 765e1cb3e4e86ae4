"""The tables of what local governments do, by what they are about."""

from wisselwerk.apps.initiatives.models.initiative import (
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
)
from wisselwerk.apps.initiatives.models.signal import Signal, amounts_of

__all__ = [
    "Initiative",
    "InitiativeLink",
    "InitiativePlace",
    "InitiativeStep",
    "Signal",
    "amounts_of",
]
