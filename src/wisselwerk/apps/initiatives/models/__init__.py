"""The tables of what local governments do, by what they are about."""

from wisselwerk.apps.initiatives.models.frame import CoordinationRole, RoleSupport
from wisselwerk.apps.initiatives.models.policy_reports import (
    PolicyAction,
    PolicyAmount,
    PolicyCode,
    PolicyFile,
    PolicyHeading,
    PolicyReport,
    PolicyTotal,
)

__all__ = [
    "CoordinationRole",
    "PolicyAction",
    "PolicyAmount",
    "PolicyCode",
    "PolicyFile",
    "PolicyHeading",
    "PolicyReport",
    "PolicyTotal",
    "RoleSupport",
]
