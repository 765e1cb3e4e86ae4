"""What ``benchmarks.learning`` measures: a network of role holders, practices, talk and follow-ups, over a year of vouchers.

Everything follows from its number and is written in bulk. The vouchers are those of ``benchmarks.year``, each of a business and a
provider of its own, dealt out over schemes afterwards; so unlike there, ``wisselwerk verify`` is not asked about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction

from benchmarks.bulk import insert
from benchmarks.ground import PLACES
from benchmarks.steps import Step
from benchmarks.year import Year
from wisselwerk.apps.evaluation.models import FollowUp, FollowUpAnswer, FollowUpQuestion
from wisselwerk.apps.initiatives.models import DigestSubscription
from wisselwerk.apps.network.models import NetworkAnswer, NetworkQuestion, PracticeRoute, QuestionCall
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.parties.services import (
    found_network,
    found_partnership,
    grant_role,
    local_government,
    person,
)
from wisselwerk.apps.practices.models import AdoptionStep, Practice, PracticeStep, PracticeVersion
from wisselwerk.apps.practices.words import words_of
from wisselwerk.apps.schemes.models import RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.models import Application, Voucher
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.adoption import AdoptionState
from wisselwerk.domain.digest import week_of
from wisselwerk.domain.follow_up import ANSWERED_WITHIN, Outcome, Said, Side
from wisselwerk.domain.network import Topic, WhyAsked, WhyFits
from wisselwerk.domain.practice import OWN, Action, Material, Part, PracticeState, PracticeText, Wording
from wisselwerk.domain.territory import Region
from wisselwerk.formats.territory import MAP_DAY, belgian_territory

HOLDERS, SCHEMES = 300, 60
ADOPTERS, ROUTES, ASKED = 4, 3, 5
"""Of a practice, of a practice, and of a question."""
A_WEEK = timedelta(days=7)
TOLD = "Bedrijven en maatwerkbedrijven kenden elkaar niet, en wie elkaar niet kent werkt niet samen. " * 6
WORDINGS = 50
OUTCOMES = (Outcome.LASTS, Outcome.LASTS, Outcome.ENDED, Outcome.UNANSWERED)
"""In turn, so that half lasts and a quarter is silent."""
FAMOUS, GUIDE, SLUG = "praktijk-0", "begeleider@meting.example", "regeling-{}"


def fill(practices: int, follow_ups: int, invoices: int) -> None:
    """Fill the empty database of the environment."""
    step = Step()
    with step.part("vouchers"):
        Year(follow_ups, invoices).seed()
    with step.part("network"), transaction.atomic():
        there = lay_network()
        deal(there, follow_ups)
        _Seeding(there, practices, follow_ups).write()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    step.tell()


@dataclass(frozen=True, slots=True)
class There:
    """Who takes part, and the schemes."""

    organisations: tuple[Organisation, ...]
    """Local governments, and the partnership of each scheme."""
    people: tuple[Person, ...]
    schemes: tuple[Scheme, ...]


def lay_network() -> There:
    """People with a role at each organisation, and schemes of which every second was made from the first."""
    first = Scheme.objects.select_related("partnership").get()
    version = RuleSetVersion.objects.get(scheme=first)
    rules, schemes = rule_set(version), [first]
    for number in range(1, SCHEMES):
        partnership = found_partnership(SYSTEM, slug=f"samen-{number}", name=f"Samen {number}")
        scheme = Scheme.objects.create(
            slug=SLUG.format(number),
            name=f"Regeling {number}",
            partnership=partnership,
            adopted_from=version if number % 2 else None,
        )
        publish_version(
            SYSTEM, scheme=scheme, rule_set=rules, valid_from=today().replace(month=1, day=1), source="-"
        )
        schemes.append(scheme)
    places = belgian_territory().municipalities(MAP_DAY, Region.FLANDERS)[: HOLDERS - SCHEMES]
    governments = [local_government(place.nis_code, today()) for place in places]
    people = []
    for number, one in enumerate([*governments, *(one.partnership for one in schemes)]):
        people.append(person(f"houder-{number}@meting.example"))
        role = Role.MEMBER if number < len(governments) else Role.COORDINATOR
        grant_role(SYSTEM, person=people[-1], organisation=one, role=role)
    network = found_network(SYSTEM, slug="lerend-netwerk", name="Lerend netwerk")
    grant_role(SYSTEM, person=person(GUIDE), organisation=network, role=Role.NETWORK)
    partnerships = [one.partnership for one in schemes]
    return There((*governments, *partnerships), tuple(people), tuple(schemes))


def deal(there: There, vouchers: int) -> None:
    """Give each scheme as many of the vouchers."""
    first = Voucher.objects.order_by("pk").values_list("pk", flat=True)[0]
    each = vouchers // SCHEMES
    for number, scheme in enumerate(there.schemes[1:], start=1):
        some = Voucher.objects.filter(pk__gte=first + number * each, pk__lt=first + (number + 1) * each)
        Application.objects.filter(pk__in=some.values("application")).update(scheme=scheme)
        some.update(scheme=scheme)


@dataclass
class _Seeding:
    """The rows of all that happened in the network, and what is asked of the database before they are made."""

    there: There
    practices: int
    follow_ups: int
    at: datetime = field(default_factory=now)
    texts: list[PracticeText] = field(default_factory=lambda: [_text(number) for number in range(WORDINGS)])
    pairs: list[tuple[int, int, int]] = field(init=False)
    """Scheme, business and provider of each pair."""

    def __post_init__(self) -> None:
        first = Voucher.objects.order_by("pk").values_list("pk", "scheme", "holder", "redemptions__supplier")
        self.pairs = [(scheme, holder, supplier) for _, scheme, holder, supplier in first.distinct()]
        assert len(self.pairs) == self.follow_ups

    def write(self) -> None:
        insert(DigestSubscription, self._subscriptions())
        insert(Practice, self._practices())
        insert(PracticeVersion, self._versions())
        insert(PracticeStep, self._steps())
        insert(AdoptionStep, self._adoptions())
        insert(PracticeRoute, self._routes())
        insert(NetworkQuestion, self._questions())
        insert(NetworkAnswer, self._answers())
        insert(QuestionCall, self._calls())
        insert(FollowUp, self._follow_ups())
        insert(FollowUpQuestion, self._asked())
        insert(FollowUpAnswer, self._said())

    def _organisation(self, number: int) -> int:
        return self.there.organisations[number % HOLDERS].pk

    def _when(self, number: int, of: int) -> datetime:
        """Over the last three years, the first of them last."""
        return self.at - timedelta(hours=2) - timedelta(days=1095) * number / of

    # -- Practices ----------------------------------------------------------------------------------------------------

    def _subscriptions(self) -> Iterator[dict[str, Any]]:
        for number, one in enumerate(self.there.people, start=1):
            yield {
                "id": number,
                "person_id": one.pk,
                "since": self.at - 4 * A_WEEK,
                "told_until": self.at - A_WEEK,
                "week": week_of(today()) - A_WEEK,
            }

    def _scheme(self, number: int) -> int | None:
        """Two in three have one behind them; the first the scheme that most others were made from."""
        return self.there.schemes[number % SCHEMES].pk if number % 3 != 2 else None

    def _practices(self) -> Iterator[dict[str, Any]]:
        for number in range(self.practices):
            at = self._when(number, self.practices)
            yield {
                "id": number + 1,
                "slug": f"praktijk-{number}",
                "organisation_id": self._giver(number),
                "begun_at": at,
                "state": PracticeState.PUBLISHED.value,
                "latest_id": number + 1,
                "published_id": number + 1,
                "published_at": at,
            }

    def _giver(self, number: int) -> int:
        """The partnership of its scheme, else a local government."""
        scheme = number % SCHEMES
        return self._organisation(HOLDERS - SCHEMES + scheme if self._scheme(number) else number)

    def _versions(self) -> Iterator[dict[str, Any]]:
        words = [words_of(one) for one in self.texts]
        for number in range(self.practices):
            text = self.texts[number % WORDINGS]
            yield {
                "id": number + 1,
                "practice_id": number + 1,
                "number": 1,
                "title": f"{text.own.title} {number}",
                **{name: value for name, value in text.to_plain().items() if name != "priority"},
                "scheme_id": self._scheme(number),
                "words": words[number % WORDINGS],
                "actor": "system",
                "at": self._when(number, self.practices),
            }

    def _steps(self) -> Iterator[dict[str, Any]]:
        numbers = count(1)
        for number in range(self.practices):
            for action in (Action.WRITE, Action.OFFER, Action.PUBLISH):
                yield {
                    "id": next(numbers),
                    "practice_id": number + 1,
                    "version_id": number + 1,
                    "action": action.value,
                    "organisation_id": self._giver(number),
                    "actor": "system",
                    "at": self._when(number, self.practices),
                }

    def _adoptions(self) -> Iterator[dict[str, Any]]:
        """A few of each; of the first practice everybody."""
        numbers = count(1)
        for number in range(self.practices):
            for adopter in range(1, (HOLDERS if number == 0 else ADOPTERS) + 1):
                organisation = self._organisation(number * 7 + adopter)
                if organisation != self._giver(number):
                    yield {
                        "id": next(numbers),
                        "practice_id": number + 1,
                        "adopter_id": organisation,
                        "state": AdoptionState.INTERESTED.value,
                        "actor": "system",
                        "at": self._when(number, self.practices),
                    }

    def _routes(self) -> Iterator[dict[str, Any]]:
        numbers = count(1)
        for number in range(self.practices):
            for reader in range(ROUTES):
                yield {
                    "id": next(numbers),
                    "practice_id": number + 1,
                    "organisation_id": self._organisation(number * 3 + reader),
                    "why": [WhyFits.NEARBY.value],
                    "passed_at": self._when(number, self.practices) - A_WEEK - A_WEEK,
                }

    # -- Talk ---------------------------------------------------------------------------------------------------------

    @property
    def _talks(self) -> int:
        return self.practices // 2

    def _questions(self) -> Iterator[dict[str, Any]]:
        topics = list(Topic)
        for number in range(self._talks):
            yield {
                "id": number + 1,
                "asked_for_id": self._organisation(number),
                "topic": topics[number % len(topics)].value,
                "practice_id": number % self.practices + 1 if number % 2 else None,
                "title": f"Hoe pak je dit aan, vraag {number}?",
                "text": TOLD,
                "actor": "system",
                "at": self._when(number, self._talks),
            }

    def _answers(self) -> Iterator[dict[str, Any]]:
        for number in range(3 * self._talks):
            question = number % self._talks
            yield {
                "id": number + 1,
                "question_id": question + 1,
                "given_for_id": self._organisation(number + 1),
                "text": TOLD,
                "actor": "system",
                "at": self._when(question, self._talks),
            }

    def _calls(self) -> Iterator[dict[str, Any]]:
        for number in range(ASKED * self._talks):
            question = number % self._talks
            yield {
                "id": number + 1,
                "question_id": question + 1,
                "organisation_id": self._organisation(question + 1 + number // self._talks),
                "why": [WhyAsked.RUNS.value],
            }

    # -- Follow-ups ---------------------------------------------------------------------------------------------------

    def _follow_ups(self) -> Iterator[dict[str, Any]]:
        territory, on = belgian_territory(), today()
        places = [territory.municipality_of(one, on).nis_code for one in PLACES]
        for number, (scheme, business, provider) in enumerate(self.pairs):
            yield {
                "id": number + 1,
                "scheme_id": scheme,
                "business_id": business,
                "provider_id": provider,
                "moment": 12 if number % 2 else 6,
                "first_on": on.replace(month=1, day=1),
                "place": places[number % len(places)],
                "public_cents": 25_000,
                "opened_at": self.at - A_WEEK * 10,
                "closes_on": on - A_WEEK * 10 + ANSWERED_WITHIN,
                "outcome": OUTCOMES[number % len(OUTCOMES)].value,
            }

    def _asked(self) -> Iterator[dict[str, Any]]:
        for number in range(2 * self.follow_ups):
            person_id = self.there.people[number % HOLDERS].pk
            yield {
                "id": number + 1,
                "follow_up_id": number // 2 + 1,
                "side": (Side.PROVIDER if number % 2 else Side.BUSINESS).value,
                "person_id": person_id,
                "asked_on": today() - A_WEEK * 10,
                "reminded_on": today() - A_WEEK * 8,
            }

    def _said(self) -> Iterator[dict[str, Any]]:
        numbers = count(1)
        for number in range(self.follow_ups):
            outcome = OUTCOMES[number % len(OUTCOMES)]
            if outcome is not Outcome.UNANSWERED:
                yield {
                    "id": next(numbers),
                    "question_id": 2 * number + 1,
                    "said": (Said.YES if outcome is Outcome.LASTS else Said.NO).value,
                    "amount_cents": 100_000 if outcome is Outcome.LASTS else None,
                    "at": self.at - A_WEEK * 9,
                }


def _text(number: int) -> PracticeText:
    told = dict.fromkeys(list(Part)[:5], f"{TOLD} Zo ging het bij aanpak {number}.")
    wording = Wording(f"Een cheque om kennis te maken, aanpak {number}", told)
    return PracticeText({OWN: wording}, (Material("Reglement", "https://voorbeeld.example/reglement.pdf"),))
