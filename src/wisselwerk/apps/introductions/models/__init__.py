"""The tables of getting acquainted, by what they are about."""

from wisselwerk.apps.introductions.models.event import Event, Registration
from wisselwerk.apps.introductions.models.familiarity import FamiliarityCount, FamiliarityQuestion
from wisselwerk.apps.introductions.models.introduction import Introduction, Quote
from wisselwerk.apps.introductions.models.joint_offer import JointOffer, JointPartner
from wisselwerk.apps.introductions.models.need import Need, Pending, Purpose, Suggestion

__all__ = [
    "Event",
    "FamiliarityCount",
    "FamiliarityQuestion",
    "Introduction",
    "JointOffer",
    "JointPartner",
    "Need",
    "Pending",
    "Purpose",
    "Quote",
    "Registration",
    "Suggestion",
]
