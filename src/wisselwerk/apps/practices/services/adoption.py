"""Saying how far one is with a practice of somebody else."""

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.practices.models import AdoptionStep, Practice
from wisselwerk.apps.practices.queries.adoptions import adoption_of
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.adoption import NEEDS_WORDS, AdoptionState
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


@command
def say_adoption(
    actor: Actor, *, practice: Practice, adopter: Organisation, state: AdoptionState, words: str = ""
) -> AdoptionStep:
    """Say for an organisation how far it is with a practice. Who abandons says why, who evaluated says what came of it.

    Raises:
        Refusal: NOT_ALLOWED; ADOPTION_OF_OWN; ADOPTION_NOT_NOW when it does not follow on how far it is, or shows here by
            itself; PRACTICE_REASON_MISSING; PERSON_NAMED.
    """
    require(actor, "say_adoption", adopter.pk)
    if adopter.pk == practice.organisation_id:
        raise Refusal(Reason(RefusalCode.ADOPTION_OF_OWN))
    take_turns(f"adoption:{practice.pk}:{adopter.pk}")
    if state not in adoption_of(practice, adopter).may_say:
        raise Refusal(Reason(RefusalCode.ADOPTION_NOT_NOW))
    told = of_nobody(words)
    if state in NEEDS_WORDS and not told:
        raise Refusal(Reason(RefusalCode.PRACTICE_REASON_MISSING))
    step = AdoptionStep(
        practice=practice, adopter=adopter, state=state, words=told, actor=str(actor), at=now()
    )
    step.save()
    record(actor, "say_adoption", f"adoptionstep:{step.pk}", authority=digest_of(step), at=step.at)
    return step
