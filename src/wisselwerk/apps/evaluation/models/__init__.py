"""Pairs that are followed up, the figures of schemes, and the log of adjustments."""

from wisselwerk.apps.evaluation.models.adjustment import (
    Adjustment,
    AdjustmentEvidence,
    AdjustmentLook,
    AdjustmentNote,
    AdjustmentRules,
)
from wisselwerk.apps.evaluation.models.follow_up import (
    FollowUp,
    FollowUpAnswer,
    FollowUpQuestion,
    FollowUpStop,
    Persistence,
    SchemeFigure,
    sealed,
)

__all__ = [
    "Adjustment",
    "AdjustmentEvidence",
    "AdjustmentLook",
    "AdjustmentNote",
    "AdjustmentRules",
    "FollowUp",
    "FollowUpAnswer",
    "FollowUpQuestion",
    "FollowUpStop",
    "Persistence",
    "SchemeFigure",
    "sealed",
]
