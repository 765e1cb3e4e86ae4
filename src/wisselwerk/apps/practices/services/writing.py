"""Writing a practice, and writing it again."""

from django.utils.text import slugify

from wisselwerk.apps.audit.digest import digest_of
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.parties.public_words import of_nobody
from wisselwerk.apps.practices.models import SLUG_LENGTH, Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.queries.practices import schemes_for
from wisselwerk.apps.practices.services.steps import editor_of, locked, stand
from wisselwerk.apps.practices.words import words_of
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.clock import now
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.practice import FIRST, Action, PracticeText, is_address
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

SLUG_WITHOUT_TITLE = "praktijk"
TAKEN_BY_PAGES = frozenset({"nieuw"})


@command
def write_practice(
    actor: Actor,
    *,
    organisation: Organisation,
    text: PracticeText,
    scheme: Scheme | None = None,
    built_on: Practice | None = None,
) -> Practice:
    """Write a practice of an organisation. It stays among those who take part until somebody opens it.

    Raises:
        Refusal: NOT_ALLOWED, also for a scheme that is not theirs; PERSON_NAMED; PRACTICE_INCOMPLETE without a title;
            ADDRESS_INVALID.
    """
    require(actor, "write_practice", organisation.pk)
    _check(text, organisation, scheme)
    take_turns("names of practices")
    practice = Practice.objects.create(
        slug=_free_slug(text.own.title),
        organisation=organisation,
        built_on=built_on,
        begun_at=now(),
        state=FIRST.state,
    )
    record(
        actor,
        "write_practice",
        f"practice:{practice.pk}",
        authority=practice.seal(),
        at=practice.begun_at,
    )
    version = _keep(actor, "write_practice", practice, 1, text, scheme)
    _note(actor, "write_practice", practice, version, organisation.pk)
    practice.latest = version
    practice.save(update_fields=["latest"])
    return practice


@command
def revise_practice(
    actor: Actor, *, practice: int, seen: int, text: PracticeText, scheme: Scheme | None = None
) -> PracticeVersion:
    """Write the next version of a practice, having read version ``seen``; the same words again are no version.

    What everybody reads stays as it is until the new version is published.

    Raises:
        Refusal: NOT_ALLOWED, also for a scheme that is not the author's; PRACTICE_CHANGED; PERSON_NAMED;
            PRACTICE_INCOMPLETE; ADDRESS_INVALID.
    """
    one = locked(practice, seen)
    whose = editor_of(actor, "revise_practice", one)
    _check(text, one.organisation, scheme, one)
    assert one.latest is not None, "a practice begins with its first version"
    if one.latest.text == text and one.latest.scheme == scheme:
        return one.latest
    version = _keep(actor, "revise_practice", one, one.latest.number + 1, text, scheme)
    step = _note(actor, "revise_practice", one, version, whose)
    stand(one, step, version)
    return version


def _check(
    text: PracticeText, organisation: Organisation, scheme: Scheme | None, practice: Practice | None = None
) -> None:
    if not text.own.title.strip():
        raise Refusal(Reason(RefusalCode.PRACTICE_INCOMPLETE))
    if scheme is not None and not schemes_for(organisation, practice).filter(pk=scheme.pk).exists():
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": "write_practice"}))
    for material in text.materials:
        if not is_address(material.address):
            raise Refusal(Reason(RefusalCode.ADDRESS_INVALID, {"address": material.address}))
    for wording in text.wordings.values():
        for told in (wording.title, *wording.parts.values()):
            of_nobody(told)
    for material in text.materials:
        of_nobody(material.title)


def _keep(
    actor: Actor,
    name: str,
    practice: Practice,
    number: int,
    text: PracticeText,
    scheme: Scheme | None,
) -> PracticeVersion:
    plain = text.to_plain()
    version = PracticeVersion(
        practice=practice,
        number=number,
        title=text.own.title,
        wordings=plain["wordings"],
        materials=plain["materials"],
        priority=plain["priority"],
        is_failure=text.is_failure,
        scheme=scheme,
        words=words_of(text),
        actor=str(actor),
        at=now(),
    )
    version.save()
    record(actor, name, f"practiceversion:{version.pk}", authority=digest_of(version), at=version.at)
    return version


def _note(
    actor: Actor, name: str, practice: Practice, version: PracticeVersion, organisation_id: int
) -> PracticeStep:
    """That it was written is a step too, so that all that happened to a practice stands in one row."""
    step = PracticeStep(
        practice=practice,
        version=version,
        action=Action.WRITE,
        organisation_id=organisation_id,
        actor=str(actor),
        at=version.at,
    )
    step.save()
    record(actor, name, f"practicestep:{step.pk}", authority=digest_of(step), at=step.at)
    return step


def _free_slug(title: str) -> str:
    """A name for addresses that nothing has yet, made from the title."""
    slug = slugify(title)[: SLUG_LENGTH - 4].strip("-") or SLUG_WITHOUT_TITLE
    taken = set(Practice.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= TAKEN_BY_PAGES
    return next(
        one for number in range(1, 1000) if (one := slug if number == 1 else f"{slug}-{number}") not in taken
    )
