"""Drafts: begun, taken over, changed by two people at once, published by the one road, and proven afterwards."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.cast import Stage
from tests.councils import GRANTED_BY, not_decided, publish
from tests.scene import refusal_of
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import checked, open_draft, open_drafts
from wisselwerk.apps.schemes.models import Granter, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.queries import granting_on, lineage, rule_set, version_on
from wisselwerk.apps.schemes.services import (
    arrange_draft,
    change_rule,
    date_draft,
    describe_draft,
    discard_draft,
    drop_rule,
    explain_draft,
    publish_draft,
    publish_version,
    start_draft,
    start_scheme,
    take_over,
)
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.cost_key import CostKey
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule_draft import DraftRules
from wisselwerk.domain.rule_finding import Finding

GENK_PLACES = ("71002", "71016", "71047", "71067")
TOMORROW = timedelta(days=1)
DECISION = "Gemeenteraad van Genk, 17 december 2026"


def parent_of(stage: Stage) -> RuleSetVersion:
    found = version_on(stage.zuidoost_limburg, today())
    assert found is not None
    return found


def taken_over(stage: Stage, actor: Actor) -> Draft:
    return take_over(
        actor, version=parent_of(stage), partnership=stage.partnership("genk"), name="Nieuw in Genk"
    )


def with_rule(actor: Actor, draft: Draft, kind: str, **parameters: object) -> Draft:
    return change_rule(actor, draft=draft.pk, edition=draft.edition, kind=kind, parameters=parameters)


def explained(actor: Actor, draft: Draft) -> Draft:
    whys = {f"{one.kind}.{one.parameter}": "Omdat." for one in checked(draft).unexplained}
    return explain_draft(actor, draft=draft.pk, edition=draft.edition, whys=whys)


def dated(actor: Actor, draft: Draft, day: date | None = None) -> Draft:
    day = day or today() + TOMORROW
    return date_draft(actor, draft=draft.pk, edition=draft.edition, valid_from=day, source=DECISION)


def ready(stage: Stage, actor: Actor) -> Draft:
    """Taken over, 250 instead of 500, with its reasons, its day and its decision."""
    changed = with_rule(actor, taken_over(stage, actor), "amount", amount_cents=25_000)
    return dated(actor, explained(actor, changed))


def test_what_is_taken_over_is_for_the_own_members(stage: Stage, coordinator_genk: Actor) -> None:
    parent = parent_of(stage)
    draft = taken_over(stage, coordinator_genk)
    rules, theirs = DraftRules.read(draft.rules), rule_set(parent)
    assert rules.find(Territory) == Territory(places=GENK_PLACES)
    assert rules.find(Amount) == theirs.find(Amount)
    assert {one.source for one in rules.rules} == {""}
    assert (draft.slug, draft.parent, draft.scheme) == ("nieuw-in-genk", parent, None)
    assert [(one.kind, one.parameter) for one in checked(draft).unexplained] == [("territory", "places")]


def test_a_cost_key_that_names_places_of_the_parent_stays_behind(
    stage: Stage, coordinator_genk: Actor
) -> None:
    draft = start_draft(SYSTEM, scheme=stage.zuidoost_limburg)
    shares = [{"place": "73083", "share": 1}]
    draft = with_rule(SYSTEM, draft, "cost_key", division="fixed", shares=shares)
    publish(SYSTEM, dated(SYSTEM, draft, today()))
    taken = DraftRules.read(taken_over(stage, coordinator_genk).rules)
    assert rule_set(parent_of(stage)).find(CostKey) is not None
    assert taken.written("cost_key") is None


def test_who_takes_over_twice_has_one_draft(stage: Stage, coordinator_genk: Actor) -> None:
    assert taken_over(stage, coordinator_genk) == taken_over(stage, coordinator_genk)
    assert [one.slug for one in open_drafts(coordinator_genk)] == ["nieuw-in-genk"]
    assert Entry.objects.filter(command="take_over").count() == 1


def test_a_draft_of_a_scheme_is_begun_once(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    assert start_draft(coordinator_genk, scheme=stage.genk) == draft
    assert checked(draft).changes == ()


def test_names_in_addresses_are_never_given_twice(stage: Stage, coordinator_genk: Actor) -> None:
    genk = stage.partnership("genk")
    slugs = [
        start_scheme(coordinator_genk, partnership=genk, name=name).slug for name in ("Genk", "Genk", "!!!")
    ]
    assert slugs == ["genk-2", "genk-3", "regeling"]


def test_an_empty_draft_tells_what_it_needs(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_scheme(coordinator_genk, partnership=stage.partnership("genk"), name="Leeg")
    assert [one.kind for one in checked(draft).stops] == [
        "amount",
        "validity",
        "budget_ceiling",
        "decision_mode",
    ]
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, dated(coordinator_genk, draft))
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_INCOMPLETE


def test_it_is_published_with_its_lineage(stage: Stage, coordinator_genk: Actor) -> None:
    version = publish(coordinator_genk, ready(stage, coordinator_genk))
    scheme = Scheme.objects.get(slug="nieuw-in-genk")
    assert (version.number, version.source, scheme.adopted_from) == (1, DECISION, parent_of(stage))
    assert {one.source for one in rule_set(version).rules} == {DECISION}
    told = {f"{one.kind}.{one.parameter}": one.why for one in lineage(scheme).differences if one.why}
    assert told == {"amount.amount_cents": "Omdat.", "territory.places": "Omdat."}
    granting = granting_on(scheme, version.valid_from)
    assert granting is not None
    assert (granting.granter, granting.delegation) == (Granter.MANAGING_MUNICIPALITY, None)
    assert open_draft(coordinator_genk, "nieuw-in-genk") is None
    assert list(proof.differences()) == []


def test_nothing_is_taken_over_without_its_reasons(stage: Stage, coordinator_genk: Actor) -> None:
    draft = ready(stage, coordinator_genk)
    draft = explain_draft(
        coordinator_genk, draft=draft.pk, edition=draft.edition, whys={"amount.amount_cents": "  "}
    )
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, draft)
    assert refusal_of(refused) == (RefusalCode.WHY_MISSING, {"number": 1})
    assert not Scheme.objects.filter(slug="nieuw-in-genk").exists()


def test_a_reason_of_what_was_changed_back_is_not_published(stage: Stage, coordinator_genk: Actor) -> None:
    draft = with_rule(coordinator_genk, ready(stage, coordinator_genk), "amount", amount_cents=50_000)
    assert publish(coordinator_genk, draft).whys == {"territory.places": "Omdat."}
    assert list(proof.differences()) == []


def test_a_next_version_needs_no_reasons(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    draft = with_rule(coordinator_genk, draft, "amount", amount_cents=30_000)
    version = publish(coordinator_genk, dated(coordinator_genk, draft))
    assert (version.scheme, version.number) == (stage.genk, (draft.parent.number if draft.parent else 0) + 1)
    assert list(proof.differences()) == []


def test_what_publishing_refuses_is_refused_here_too(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, dated(coordinator_genk, draft, date(2016, 1, 1)))
    assert refusal_of(refused)[0] is RefusalCode.VERSION_NOT_LATER
    assert Draft.objects.get(pk=draft.pk).version is None


@pytest.mark.parametrize("missing", ["day", "source", "rule", "place"])
def test_half_a_draft_is_not_published(stage: Stage, coordinator_genk: Actor, missing: str) -> None:
    draft = ready(stage, coordinator_genk)
    if missing == "rule":
        draft = drop_rule(coordinator_genk, draft=draft.pk, edition=draft.edition, kind="amount")
    if missing == "place":
        # Tongeren-Borgloon was made by a merger: rules name what it was made from.
        draft = with_rule(coordinator_genk, draft, "territory", places=["71016", "73111"])
        draft = explained(coordinator_genk, draft)
    if missing == "source":
        draft = date_draft(
            coordinator_genk, draft=draft.pk, edition=draft.edition, valid_from=today(), source=" "
        )
    if missing == "day":
        Draft.objects.filter(pk=draft.pk).update(valid_from=None)
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, draft)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_INCOMPLETE


def test_a_wrong_rule_is_kept_and_told(stage: Stage, coordinator_genk: Actor) -> None:
    draft = with_rule(coordinator_genk, ready(stage, coordinator_genk), "amount", amount_cents=0)
    assert [one.finding for one in checked(draft).stops] == [Finding.CANNOT_EXIST]
    with pytest.raises(ValueError, match="no kind of rule"):
        with_rule(coordinator_genk, draft, "bedrag", amount_cents=1)


def commands(draft: Draft) -> dict[str, Callable[[Actor, int], object]]:
    return {
        "describe_draft": lambda actor, edition: describe_draft(
            actor, draft=draft.pk, edition=edition, name="Anders", purpose="", slug="anders"
        ),
        "change_rule": lambda actor, edition: change_rule(
            actor, draft=draft.pk, edition=edition, kind="amount", parameters={"amount_cents": 1}
        ),
        "drop_rule": lambda actor, edition: drop_rule(actor, draft=draft.pk, edition=edition, kind="amount"),
        "explain_draft": lambda actor, edition: explain_draft(
            actor, draft=draft.pk, edition=edition, whys={"amount.amount_cents": "Anders."}
        ),
        "date_draft": lambda actor, edition: date_draft(
            actor, draft=draft.pk, edition=edition, valid_from=today(), source="Anders"
        ),
        "discard_draft": lambda actor, edition: discard_draft(actor, draft=draft.pk, edition=edition),
        "arrange_draft": lambda actor, edition: arrange_draft(
            actor, draft=draft.pk, edition=edition, valid_from=today(), granted_by=GRANTED_BY
        ),
        "publish_draft": lambda actor, edition: publish_draft(
            actor, draft=draft.pk, edition=edition, without_councils=not_decided(draft)
        ),
    }


COMMANDS = (
    "describe_draft",
    "change_rule",
    "drop_rule",
    "explain_draft",
    "date_draft",
    "arrange_draft",
    "discard_draft",
    "publish_draft",
)


@pytest.mark.parametrize("name", COMMANDS)
def test_nobody_writes_over_what_was_not_seen(stage: Stage, coordinator_genk: Actor, name: str) -> None:
    draft = ready(stage, coordinator_genk)
    before = Draft.objects.filter(pk=draft.pk).values().get()
    with pytest.raises(Refusal) as refused:
        commands(draft)[name](coordinator_genk, draft.edition - 1)
    assert refusal_of(refused) == (RefusalCode.DRAFT_CHANGED, {"changed_at": draft.changed_at})
    assert Draft.objects.filter(pk=draft.pk).values().get() == before


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("who", ["coordinator_zuidoost_limburg", "owner", "auditor"])
def test_only_the_own_coordinator_writes(stage: Stage, coordinator_genk: Actor, name: str, who: str) -> None:
    draft = ready(stage, coordinator_genk)
    with pytest.raises(Refusal) as refused:
        commands(draft)[name](stage.actor(who), draft.edition)
    assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    assert open_draft(stage.actor(who), draft.slug) is None


def test_only_the_own_coordinator_begins(stage: Stage, coordinator_zuidoost_limburg: Actor) -> None:
    actor, genk = coordinator_zuidoost_limburg, stage.partnership("genk")
    begin: tuple[Callable[[], object], ...] = (
        lambda: start_draft(actor, scheme=stage.genk),
        lambda: start_scheme(actor, partnership=genk, name="Nieuw"),
        lambda: take_over(actor, version=parent_of(stage), partnership=genk, name="Nieuw"),
    )
    for attempt in begin:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refusal_of(refused)[0] is RefusalCode.NOT_ALLOWED
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_what_was_published_is_no_longer_written_on(stage: Stage, coordinator_genk: Actor, name: str) -> None:
    draft = ready(stage, coordinator_genk)
    publish(coordinator_genk, draft)
    edition = Draft.objects.get(pk=draft.pk).edition
    with pytest.raises(Refusal) as refused:
        commands(draft)[name](coordinator_genk, edition)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_PUBLISHED


def test_a_draft_is_thrown_away_with_a_trace(stage: Stage, coordinator_genk: Actor) -> None:
    draft = taken_over(stage, coordinator_genk)
    discard_draft(coordinator_genk, draft=draft.pk, edition=draft.edition)
    assert not Draft.objects.exists()
    assert Entry.objects.get(command="discard_draft").actor == str(coordinator_genk)
    assert taken_over(stage, coordinator_genk).slug == "nieuw-in-genk"


def test_an_address_of_others_is_not_taken(stage: Stage, coordinator_genk: Actor) -> None:
    draft = taken_over(stage, coordinator_genk)

    def call_it(slug: str) -> Draft:
        return describe_draft(
            coordinator_genk, draft=draft.pk, edition=draft.edition, name="Genk", purpose="Doel", slug=slug
        )

    with pytest.raises(Refusal) as refused:
        call_it("zuidoost-limburg")
    assert refusal_of(refused) == (RefusalCode.SLUG_TAKEN, {"slug": "zuidoost-limburg"})
    assert call_it("genk-opnieuw").slug == "genk-opnieuw"


def test_a_scheme_that_is_there_keeps_its_name(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    with pytest.raises(ValueError, match="has its name already"):
        describe_draft(
            coordinator_genk, draft=draft.pk, edition=draft.edition, name="Anders", purpose="", slug="anders"
        )


def test_what_was_thrown_away_is_no_longer_open(stage: Stage, coordinator_genk: Actor) -> None:
    draft = taken_over(stage, coordinator_genk)
    discard_draft(coordinator_genk, draft=draft.pk, edition=draft.edition)
    with pytest.raises(Refusal) as refused:
        with_rule(coordinator_genk, draft, "amount", amount_cents=1)
    assert refusal_of(refused)[0] is RefusalCode.DRAFT_PUBLISHED


def test_an_address_that_was_taken_meanwhile_stops_publishing(stage: Stage, coordinator_genk: Actor) -> None:
    draft = ready(stage, coordinator_genk)
    Scheme.objects.create(slug=draft.slug, name="Sneller", partnership=stage.partnership("zuidoost-limburg"))
    with pytest.raises(Refusal) as refused:
        publish(coordinator_genk, draft)
    assert refusal_of(refused)[0] is RefusalCode.SLUG_TAKEN


def test_a_version_from_elsewhere_is_told(stage: Stage, coordinator_genk: Actor) -> None:
    draft = start_draft(coordinator_genk, scheme=stage.genk)
    last = version_on(stage.genk, today())
    assert last is not None
    publish_version(
        coordinator_genk, scheme=stage.genk, rule_set=rule_set(last), valid_from=today(), source="Bestand"
    )
    found = [one.finding for one in checked(draft).found]
    assert Finding.NEWER_VERSION in found


def test_a_partnership_without_members_is_told_so(stage: Stage) -> None:
    nobody: Organisation = found_partnership(SYSTEM, slug="niemand", name="Zonder leden")
    draft = take_over(SYSTEM, version=parent_of(stage), partnership=nobody, name="Zonder leden")
    assert [(one.finding, one.kind) for one in checked(draft).stops] == [(Finding.CANNOT_EXIST, "territory")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rules": []}, "says otherwise than version"),
        ({"whys": {"amount": "Anders."}}, "says otherwise than version"),
        ({"source": "Anders"}, "says otherwise than version"),
        ({"valid_from": date(2040, 1, 1)}, "says otherwise than version"),
        ({"parent": None}, "says that it comes from another version"),
    ],
    ids=["rules", "whys", "source", "day", "parent"],
)
def test_verify_finds_a_draft_that_was_tampered_with(
    stage: Stage, coordinator_genk: Actor, change: dict[str, object], told: str
) -> None:
    publish(coordinator_genk, ready(stage, coordinator_genk))
    Draft.objects.update(**change)
    (found,) = proof.differences()
    assert told in found


def test_a_parameter_that_came_later_is_no_difference(stage: Stage, coordinator_genk: Actor) -> None:
    """A draft of before it says nothing about it; its version was stored with what it meant."""
    publish(coordinator_genk, ready(stage, coordinator_genk))
    draft = Draft.objects.get()
    for one in draft.rules:
        one["parameters"].pop("closes_on", None)
    draft.save()
    assert list(proof.differences()) == []


def test_verify_finds_a_version_nobody_published(stage: Stage, coordinator_genk: Actor) -> None:
    draft = ready(stage, coordinator_genk)
    version = publish(coordinator_genk, draft)
    other = RuleSetVersion.objects.filter(scheme=stage.genk).latest("number")
    Draft.objects.update(version=other)
    found = list(proof.differences())
    assert any("the trail does not tell" in one for one in found)
    assert any("is of another scheme" in one for one in found)
    Draft.objects.update(version=None)
    (lost,) = proof.differences()
    assert (
        lost
        == f"draft:{draft.pk}: the trail tells that version:{version.pk} was published of it, and it does not say so"
    )
