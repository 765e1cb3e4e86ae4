"""What every command on a practice shares: one at a time, on what its actor saw, and how it stands worked out anew."""

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.permissions import PARTICIPANTS, may, require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.practices.documents import show
from wisselwerk.apps.practices.models import Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.queries.practices import is_of_own_side
from wisselwerk.clock import now
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.practice import Action, Step
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

TOLD_AS = {
    Action.OFFER: "offer_practice",
    Action.SEND_BACK: "send_back_practice",
    Action.PUBLISH: "publish_practice",
    Action.CLOSE: "close_practice",
}
"""How the trail calls each; of writing, the version is told."""


def locked(practice: int, seen: int) -> Practice:
    """A practice, held until the command ends.

    Raises:
        Refusal: PRACTICE_CHANGED when ``seen`` is not its newest version.
    """
    one = Practice.objects.select_for_update(of=("self",), no_key=True).get(pk=practice)
    if one.standing.latest != seen:
        raise Refusal(Reason(RefusalCode.PRACTICE_CHANGED))
    return one


def author_of(actor: Actor, command: str, practice: Practice) -> int:
    """For whom the actor may do what only the author may.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    require(actor, command, practice.organisation_id)
    return practice.organisation_id


def editor_of(actor: Actor, command: str, practice: Practice) -> int:
    """For whom the actor edits: the author, else the network that the actor looks after.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    if may(actor, command, practice.organisation_id):
        return practice.organisation_id
    networks = sorted(actor.organisations(Role.NETWORK))
    require(actor, command, *networks)
    return networks[0]


def moderator_of(actor: Actor, command: str, practice: Practice) -> int:
    """For whom the actor looks at what others wrote: the network, else a government or partnership of another side.

    Raises:
        Refusal: NOT_ALLOWED; PRACTICE_OF_OWN when the actor wrote this version, or acts for a side whose it is.
    """
    acts_for = actor.organisations(*PARTICIPANTS)
    if may(actor, command, *acts_for) and is_of_own_side(actor, practice):
        raise Refusal(Reason(RefusalCode.PRACTICE_OF_OWN))
    networks = sorted(actor.organisations(Role.NETWORK))
    require(actor, command, *networks, *acts_for)
    return (networks or sorted(acts_for))[0]


def take_step(
    actor: Actor, practice: Practice, action: Action, *, organisation_id: int, reason: str = ""
) -> PracticeStep:
    """Let something happen to the newest version, as far as how it stands allows. Call it with the practice locked.

    Raises:
        Refusal: WRONG_STATE; PERSON_NAMED.
    """
    if not practice.standing.can(action):
        raise Refusal(Reason(RefusalCode.WRONG_STATE, {"state": practice.state}))
    assert practice.latest is not None, "a practice begins with its first version"
    step = PracticeStep(
        practice=practice,
        version=practice.latest,
        action=action,
        organisation_id=organisation_id,
        reason=of_nobody(reason),
        actor=str(actor),
        at=now(),
    )
    step.save()
    record(actor, TOLD_AS[action], f"practicestep:{step.pk}", authority=digest_of(step), at=step.at)
    stand(practice, step, practice.latest)
    return step


def stand(practice: Practice, step: PracticeStep, version: PracticeVersion) -> None:
    """Keep how a practice stands after a step, and what is found of it."""
    found = practice.standing.after(Step(Action(step.action), version.number))
    practice.state = found.state
    practice.latest = version
    if found.published is None:
        practice.published, practice.published_at = None, None
    elif found.published == version.number and step.action == Action.PUBLISH:
        practice.published, practice.published_at = version, step.at
    practice.save(update_fields=["state", "latest", "published", "published_at"])
    show(practice)
