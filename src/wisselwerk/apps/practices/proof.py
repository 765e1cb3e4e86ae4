"""Whether every practice stands as its steps say, and every row is what the trail tells of it. See ``verify``."""

from collections import defaultdict
from collections.abc import Iterator

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.queries import Told, all_told
from wisselwerk.apps.practices.models import AdoptionStep, Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.services.steps import TOLD_AS
from wisselwerk.apps.practices.words import words_of
from wisselwerk.domain.practice import Action, Step, standing

WRITTEN = ("write_practice", "revise_practice")
COMMANDS = (*WRITTEN, *TOLD_AS.values(), "say_adoption")


def differences() -> Iterator[str]:
    """All of them. Read it in one snapshot: while it looks, others go on."""
    versions = list(PracticeVersion.objects.order_by("pk"))
    steps = list(PracticeStep.objects.select_related("version").order_by("pk"))
    yield from _of_trail(versions, steps)
    yield from _of_versions(versions, steps)
    by_practice: defaultdict[int, list[PracticeStep]] = defaultdict(list)
    for step in steps:
        by_practice[step.practice_id].append(step)
    for practice in Practice.objects.select_related("latest", "published").order_by("pk"):
        yield from _of_practice(practice, by_practice[practice.pk])


def _of_trail(versions: list[PracticeVersion], steps: list[PracticeStep]) -> Iterator[str]:
    """Each row against the entry that was written with it."""
    first = {one.practice_id: one for one in steps if one.version.number == 1}
    kept = {_told(one.version, f"practicestep:{one.pk}", one) for one in steps}
    kept |= {_told(one, f"practiceversion:{one.pk}", one) for one in versions}
    kept |= {
        Told(f"practice:{one.pk}", WRITTEN[0], first[one.pk].version.actor, one.begun_at, one.seal())
        for one in Practice.objects.all()
        if one.pk in first
    }
    kept |= {
        Told(f"adoptionstep:{one.pk}", "say_adoption", one.actor, one.at, digest_of(one))
        for one in AdoptionStep.objects.all()
    }
    told = all_told(COMMANDS)
    for one in sorted(kept - told):
        yield f"{one.subject}: is not what the trail tells of {one.command}"
    for one in sorted(told - kept):
        yield f"{one.subject}: the trail tells of another {one.command}, or of one that is gone"


def _told(version: PracticeVersion, subject: str, row: PracticeVersion | PracticeStep) -> Told:
    """A version, or a step of it, as the trail has it."""
    name = WRITTEN[0] if version.number == 1 else WRITTEN[1]
    if isinstance(row, PracticeStep) and row.action != Action.WRITE:
        name = TOLD_AS[Action(row.action)]
    return Told(subject, name, row.actor, row.at, digest_of(row))


def _of_versions(versions: list[PracticeVersion], steps: list[PracticeStep]) -> Iterator[str]:
    """Each against the words it is found by, and against the step that says it was written."""
    wrote = {one.version_id: one for one in steps if one.action == Action.WRITE}
    for one in versions:
        if one.title != one.text.own.title or one.words != words_of(one.text):
            yield f"practice version {one.pk}: is found by other words than it says"
        step = wrote.get(one.pk)
        if step is None or (step.practice_id, step.actor, step.at) != (one.practice_id, one.actor, one.at):
            yield f"practice version {one.pk}: no step says that it was written"


def _of_practice(practice: Practice, steps: list[PracticeStep]) -> Iterator[str]:
    """How it stands against what its steps come to."""
    try:
        found = standing([Step(Action(one.action), one.version.number) for one in steps])
    except ValueError as error:
        yield f"practice {practice.pk}: {error}"
        return
    public = [one for one in steps if one.action == Action.PUBLISH and found.published is not None]
    since = public[-1].at if public else None
    if practice.latest is None or practice.standing != found or practice.published_at != since:
        yield f"practice {practice.pk}: stands otherwise than its steps say"
