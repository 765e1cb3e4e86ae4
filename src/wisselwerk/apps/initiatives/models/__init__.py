"""The tables of what local governments do, by what they are about."""

from wisselwerk.apps.initiatives.models.digest import (
    DigestMail,
    DigestSubscription,
    ExpostChange,
    MailState,
)
from wisselwerk.apps.initiatives.models.expost_questions import (
    ExpostAddressee,
    ExpostQuestion,
    ExpostStep,
)
from wisselwerk.apps.initiatives.models.frame import CoordinationRole, RoleStatement, RoleSupport
from wisselwerk.apps.initiatives.models.initiative import (
    Initiative,
    InitiativeLink,
    InitiativePlace,
    InitiativeStep,
)
from wisselwerk.apps.initiatives.models.policy_reports import (
    PolicyAction,
    PolicyAmount,
    PolicyCode,
    PolicyFile,
    PolicyHeading,
    PolicyReport,
    PolicyTotal,
)
from wisselwerk.apps.initiatives.models.signal import Signal, amounts_of

__all__ = [
    "CoordinationRole",
    "DigestMail",
    "DigestSubscription",
    "ExpostAddressee",
    "ExpostChange",
    "ExpostQuestion",
    "ExpostStep",
    "Initiative",
    "InitiativeLink",
    "InitiativePlace",
    "InitiativeStep",
    "MailState",
    "PolicyAction",
    "PolicyAmount",
    "PolicyCode",
    "PolicyFile",
    "PolicyHeading",
    "PolicyReport",
    "PolicyTotal",
    "RoleStatement",
    "RoleSupport",
    "Signal",
    "amounts_of",
]
