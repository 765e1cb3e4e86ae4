"""What is new between two instants: each thing once, whatever happened to it, and outcomes only when they changed."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.departments import department
from tests.initiatives import noticed
from tests.policy_year import CODES, lines_of, load_reports
from tests.scene import AS_, GENK, rule_set, set_scene
from wisselwerk.apps.initiatives.digest_paper import parts_of
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, ExpostChange, InitiativeLink
from wisselwerk.apps.initiatives.queries.digest_news import news_between
from wisselwerk.apps.initiatives.queries.digest_proof import differences
from wisselwerk.apps.initiatives.queries.digest_readers import may_follow, reader_of, readers_on
from wisselwerk.apps.initiatives.services import accept_link, decline_link, tell_schemes
from wisselwerk.apps.initiatives.services.digest import follow_digest, note_outcomes, plan_digests
from wisselwerk.apps.initiatives.services.frame import take_up_coordination
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.clock import now, today
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM, Role
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.domain.digest import Line, News, Reader, chosen_for
from wisselwerk.domain.refusal import Refusal

# Reports are loaded through a table of the connection, which a test of its own transaction cannot have.
pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(days=30)


def news() -> list[Line]:
    with CaptureQueriesContext(connection) as asked:
        found = news_between(now() - LONG_AGO, now())
    assert len(asked) <= 6
    return found


def told(*kinds: News) -> list[tuple[str, str]]:
    return [(one.title, one.who) for one in news() if one.news in kinds]


def test_a_scheme_is_told_once_as_a_scheme_and_adjusted_when_it_has_other_rules() -> None:
    scene = set_scene()
    tell_schemes(SYSTEM, on=today())
    name = scene.scheme.name
    assert told(News.PUBLISHED) == [(name, scene.partnership.name)]
    assert told(News.NOTICED) == []
    before = now()
    publish_version(
        SYSTEM,
        scheme=scene.scheme,
        rule_set=rule_set({"amount": {"amount_cents": 30_000}}),
        valid_from=today() + timedelta(days=9),
        source="Raad",
    )
    assert told(News.PUBLISHED) == [(name, scene.partnership.name)]
    (line,) = news_between(before, now())
    assert (line.news, line.on, line.partnership) == (
        News.ADJUSTED,
        today() + timedelta(days=9),
        scene.partnership.pk,
    )


def test_two_that_may_be_one_are_told_until_somebody_answers() -> None:
    scene = set_scene()
    noticed()
    noticed(address="https://raad.example/8", amounts=())
    link = InitiativeLink.objects.get()
    one = link.initiative
    assert told(News.SAME) == [(f"{one.title} ({one.government})", link.other.title)]
    accept_link(scene.coordinator, link=link)
    assert told(News.SAME) == []


def test_a_link_that_was_declined_is_no_news() -> None:
    scene = set_scene()
    noticed()
    noticed(address="https://raad.example/8", amounts=())
    decline_link(scene.coordinator, link=InitiativeLink.objects.get())
    assert told(News.SAME, News.SIMILAR) == []


def test_an_outcome_is_noted_when_it_changed_and_told_from_first_to_last(tmp_path: Path) -> None:
    year = today().year
    load_reports(tmp_path, *lines_of(GENK, year, codes=CODES[:3]), *lines_of(AS_, year))
    assert note_outcomes(SYSTEM, on=today()) == 2
    assert note_outcomes(SYSTEM, on=today()) == 0
    began = now()
    load_reports(tmp_path, *lines_of(GENK, year), name="later.csv")
    assert note_outcomes(SYSTEM, on=today()) == 1
    (line,) = news_between(began, now())
    assert (line.title, line.before, line.after, line.year) == (
        f"Genk, {year}",
        "not_visible",
        "in_order",
        year,
    )
    (part,) = parts_of(chosen_for(Reader(frozenset({GENK})), [line]))
    assert part.heading == "In uw gebied"
    said = part.groups[0].lines[0].sentence
    assert said == "was “niet zichtbaar in de hoofdlijnen”, is nu “in orde”"
    # Over the whole time it is new, and was not known before.
    both = [one for one in news() if one.news is News.OUTCOME]
    assert {(one.title, one.before) for one in both} == {(f"Genk, {year}", ""), (f"As, {year}", "")}
    (part,) = parts_of(chosen_for(Reader(), both))
    assert {one.sentence for one in part.groups[0].lines} == {"voor het eerst bekeken: “in orde”"}
    assert list(differences()) == []


def test_what_stood_here_before_anybody_looked_is_news_to_nobody_who_asked_later(tmp_path: Path) -> None:
    scene = set_scene()
    year = today().year
    load_reports(tmp_path, *lines_of(GENK, year))
    take_up_coordination(
        SYSTEM,
        holder=scene.scheme.partnership,
        form=Form.INTERLOKALE_VERENIGING,
        valid_from=date(year, 1, 1),
        source="Meerjarenplan",
    )
    subscription = follow_digest(scene.coordinator)
    # As after an update: nobody looked at any of it before.
    assert note_outcomes(SYSTEM, on=today()) > 2
    assert news_between(subscription.since, now()) == []
    load_reports(tmp_path, *lines_of(AS_, year), name="later.csv")
    assert note_outcomes(SYSTEM, on=today()) == 1
    assert [(one.title, one.after) for one in news_between(subscription.since, now())] == [
        (f"As, {year}", "in_order")
    ]


def test_an_outcome_that_went_and_came_back_is_no_news(tmp_path: Path) -> None:
    year, at = today().year, now()
    for number, (before, after) in enumerate([("differs", "in_order"), ("in_order", "differs")]):
        ExpostChange.objects.create(
            government=GENK,
            year=year,
            before=before,
            outcome=after,
            noticed_at=at + timedelta(microseconds=number),
        )
    assert [one for one in news_between(at - LONG_AGO, at + LONG_AGO) if one.news is News.OUTCOME] == []
    # The first of them begins where nothing ended.
    assert len(list(differences())) == 1


def test_a_place_that_nobody_knows_any_more_is_told_by_its_code() -> None:
    ExpostChange.objects.create(government="99999", year=2025, before="", outcome="differs", noticed_at=now())
    (line,) = news_between(now() - LONG_AGO, now())
    assert (line.title, line.places) == ("99999, 2025", frozenset())


def test_for_whom_somebody_reads() -> None:
    scene = set_scene()
    reader = reader_of(scene.coordinator, today())
    assert {GENK, AS_} <= reader.places
    assert scene.partnership.pk in reader.organisations
    assert readers_on(today())[scene.coordinator.id or 0] == reader
    assert may_follow(scene.coordinator)
    assert not may_follow(SYSTEM)
    assert not may_follow(ANONYMOUS)


def test_the_flemish_administration_reads_everything_and_nothing_of_it_as_its_own() -> None:
    somebody = person("iemand@administratie.example")
    grant_role(SYSTEM, person=somebody, organisation=department(), role=Role.FLANDERS)
    official = actor_for(somebody)
    assert may_follow(official)
    follow_digest(official)
    noticed()
    groups = chosen_for(reader_of(official, today()), news())
    assert [one.is_own for one in groups] == [False]
    # Who has no territory is not told that something is elsewhere.
    assert [one.heading for one in parts_of(groups)] == ["Overal"]


def test_only_the_system_plans_and_notes() -> None:
    scene = set_scene()
    for act in (plan_digests, note_outcomes):
        with pytest.raises(Refusal):
            act(scene.coordinator, on=today())


def test_verify_finds_what_was_put_there_by_hand() -> None:
    scene = set_scene()
    subscription = follow_digest(scene.coordinator)
    assert list(differences()) == []
    at, week = subscription.since, date(2026, 3, 2)
    for number in range(2):
        DigestMail.objects.create(
            subscription=subscription,
            week=week + timedelta(weeks=number),
            told_from=at,
            told_until=at + timedelta(hours=1),
            groups=[{"is_own": True}] if number else [],
            planned_at=at,
        )
    found = list(differences())
    assert [one for one in found if "other days" in one]
    assert [one for one in found if "cannot be read" in one]
    assert [one for one in found if "tells again" in one]
    DigestSubscription.objects.update(since=at - timedelta(days=1))
    assert [one for one in differences() if "does not tell that it was asked for" in one]
    DigestSubscription.objects.all().delete()
    assert [one for one in differences() if "was asked for, and is not here" in one]
