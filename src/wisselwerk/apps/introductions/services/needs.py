"""Stating a need without an account, being introduced to who may answer it, and taking that back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.introductions.models import Introduction, Need, Pending, Purpose
from wisselwerk.apps.introductions.places import partnership_at
from wisselwerk.apps.introductions.services.familiarity import note_before
from wisselwerk.apps.introductions.services.introductions import make_introduction
from wisselwerk.apps.introductions.sight import own_introductions, own_needs
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.codes import MAILS_PER_NETWORK, mail_address, new_code
from wisselwerk.apps.parties.hourly import HOUR, counts_within
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.services import enterprise, number_of
from wisselwerk.apps.vouchers.models import Application, ApplicationState
from wisselwerk.clock import day_of, now, today
from wisselwerk.db import command, take_turns
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.familiarity import Familiarity
from wisselwerk.domain.introduction import IntroducedBy
from wisselwerk.domain.need import LONGEST_SENTENCE, significant_words
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats.territory import belgian_territory

PER_PERSON_A_DAY = 15
"""Introductions that somebody asks. Ours: who looks for something writes to a few."""
A_DAY = timedelta(days=1)


@command
def state_need(
    actor: Actor,
    *,
    sentence: str,
    enterprise_number: str,
    place: str,
    email: str,
    sent_from: str = "",
) -> Pending:
    """Say what an enterprise looks for. Nothing is entered before the code sent to ``email`` comes back.

    ``place`` is a place code, ``sent_from`` what ``network_hash`` gives.

    Raises:
        Refusal: NEED_UNCLEAR, ENTERPRISE_NUMBER_INVALID, PLACE_UNKNOWN, EMAIL_INVALID or TOO_MANY_REQUESTS.
    """
    words = " ".join(sentence.split())
    if not significant_words(words) or len(words) > LONGEST_SENTENCE:
        raise Refusal(Reason(RefusalCode.NEED_UNCLEAR, {"longest": LONGEST_SENTENCE}))
    asked = {
        "sentence": words,
        "enterprise_number": number_of(enterprise_number),
        "place": belgian_territory().place(place, today()).code,
    }
    pending = new_code(
        Pending, email=mail_address(email), sent_from=sent_from, purpose=Purpose.NEED, asked=asked
    )
    enqueue("send_pending_code", pending_id=pending.pk)
    record(actor, "state_need", f"pending:{pending.pk}")
    return pending


def enter_need(asked: dict[str, Any], proven: Person, familiarity: Familiarity | None) -> Need:
    """The need of whoever proved a mail address. Call it inside the command that looked at the code."""
    looks = enterprise(asked["enterprise_number"])
    place = asked["place"]
    actor = Actor(ActorKind.PERSON, proven.pk)
    need = Need.objects.create(
        enterprise=looks,
        person=proven,
        sentence=asked["sentence"],
        place=place,
        partnership=partnership_at(place, today()),
        actor=str(actor),
        stated_at=now(),
    )
    record(actor, "enter_need", f"need:{need.pk}", authority=need.seal(), at=need.stated_at)
    # Who has an application knows the social economy by now; and anybody can type its number with a need.
    if need.partnership is not None and not _has_applied(looks):
        note_before(looks, need.partnership, familiarity)
    return need


@command
def ask_introductions(
    actor: Actor,
    *,
    need: Need,
    services: Iterable[Service] = (),
    leads: Iterable[Provider] = (),
    sent_from: str = "",
) -> list[Introduction]:
    """Be introduced to the providers of these services, and to the leads of joint offers; each once for a need.

    From then on they see the need and the mail address, until the business takes that back. ``sent_from`` is what
    ``network_hash`` gives.

    Raises:
        Need.DoesNotExist: it is not the actor's.
        Refusal: NEED_OF_ANOTHER when a colleague stated it, whose address it is; NEED_WITHDRAWN, NOT_RECOGNISED_NOW or
            INTRODUCED_TO_ITSELF; TOO_MANY_INTRODUCTIONS or TOO_MANY_REQUESTS.
    """
    need = lock_own_need(actor, need)
    if not may_introduce(actor, need):
        raise Refusal(Reason(RefusalCode.NEED_OF_ANOTHER))
    if need.withdrawn_at is not None:
        on = {"withdrawn_on": day_of(need.withdrawn_at)}
        raise Refusal(Reason(RefusalCode.NEED_WITHDRAWN, on))
    chosen: dict[int, tuple[Provider, Service | None]] = {}
    for service in services:
        chosen.setdefault(service.provider_id, (service.provider, service))
    for lead in leads:
        chosen.setdefault(lead.pk, (lead, None))
    known = need.introductions.filter(provider__in=chosen).count()
    _within_limits(actor, len(chosen) - known, sent_from)
    return [
        make_introduction(
            actor,
            "ask_introductions",
            Introduction(
                enterprise=need.enterprise,
                provider=provider,
                service=service,
                partnership=need.partnership,
                need=need,
                person=need.person,
                made_by=IntroducedBy.BUSINESS,
            ),
        )
        for provider, service in chosen.values()
    ]


@command
def withdraw_introduction(actor: Actor, *, introduction: Introduction) -> Introduction:
    """Take back that a provider sees one's address; once is enough.

    Raises:
        Introduction.DoesNotExist: it is not the actor's.
    """
    found = Introduction.objects.select_for_update(no_key=True, of=("self",)).filter(own_introductions(actor))
    introduction = found.get(pk=introduction.pk)
    _take_back(actor, introduction)
    return introduction


@command
def withdraw_need(actor: Actor, *, need: Need) -> Need:
    """Look for it no longer: every provider it was shown to stops seeing the address, and the words around it are erased.

    Raises:
        Need.DoesNotExist: it is not the actor's.
    """
    need = lock_own_need(actor, need)
    if need.withdrawn_at is None:
        need.withdrawn_at, need.sentence = now(), ""
        need.save(update_fields=["withdrawn_at", "sentence"])
        need.suggestions.update(reason="")
        record(actor, "withdraw_need", f"need:{need.pk}", at=need.withdrawn_at)
        for introduction in need.introductions.select_for_update(no_key=True).order_by("pk"):
            _take_back(actor, introduction)
    return need


def lock_own_need(actor: Actor, need: Need) -> Need:
    """The need as it is now, while nobody else changes it."""
    found = Need.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "enterprise", "partnership"
    )
    return found.filter(own_needs(actor)).get(pk=need.pk)


def _has_applied(looks: Organisation) -> bool:
    return Application.objects.filter(enterprise=looks).exclude(state=ApplicationState.UNCONFIRMED).exists()


def may_introduce(actor: Actor, need: Need) -> bool:
    """Whether the actor stated the need, and so is the one whose address providers would see."""
    return actor.kind is ActorKind.PERSON and actor.id is not None and actor.id == need.person_id


def _within_limits(actor: Actor, number: int, sent_from: str) -> None:
    """Each introduction is a mail to a provider with words of whoever asks: that stays little enough to be read.

    Counting is no use when many count at once, so they take turns.
    """
    take_turns(f"introductions by {actor}")
    made = Introduction.objects.filter(
        actor=str(actor), made_by=IntroducedBy.BUSINESS, made_at__gt=now() - A_DAY
    ).count()
    if made + number > PER_PERSON_A_DAY:
        limit = {"most": PER_PERSON_A_DAY, "left": max(PER_PERSON_A_DAY - made, 0)}
        raise Refusal(Reason(RefusalCode.TOO_MANY_INTRODUCTIONS, limit))
    if sent_from and not counts_within(MAILS_PER_NETWORK, "introduced", sent_from, times=number):
        raise Refusal(Reason(RefusalCode.TOO_MANY_REQUESTS, {"minutes": HOUR // timedelta(minutes=1)}))


def _take_back(actor: Actor, introduction: Introduction) -> None:
    if introduction.withdrawn_at is None:
        introduction.withdrawn_at, introduction.person = now(), None
        introduction.save(update_fields=["withdrawn_at", "person"])
        subject = f"introduction:{introduction.pk}"
        record(actor, "withdraw_introduction", subject, at=introduction.withdrawn_at)
