"""Partnerships from files: recorded once, never over what was recorded, and only where they fit."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.cast import Stage
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.network.services import ask_network
from wisselwerk.apps.parties.models import Membership, Organisation, OrganisationKind
from wisselwerk.apps.parties.queries import agreement_on, members_on
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.apps.schemes.models import (
    CouncilDecision,
    DecisionSubject,
    Granter,
    GrantingArrangement,
    Scheme,
    Visum,
)
from wisselwerk.apps.schemes.services import DoesNotFit, load_partnership
from wisselwerk.apps.search.documents import differences
from wisselwerk.apps.search.models import Document
from wisselwerk.apps.search.queries import find_documents
from wisselwerk.cli.documents import documents
from wisselwerk.demo.load import demo_partnerships
from wisselwerk.domain.actor import SYSTEM, Actor
from wisselwerk.domain.finding import Shelf, shelves
from wisselwerk.domain.network import Topic
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.formats.partnership_file import DecisionShape, GrantingShape, PartnershipFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def genk() -> PartnershipFile:
    return next(one for one in demo_partnerships() if one.slug == "genk")


def with_(read: PartnershipFile, part: str, i: int, **changes: Any) -> PartnershipFile:
    """The file with one entry changed, as somebody would have written it."""
    plain = read.model_dump(mode="json")
    plain[part][i] |= changes
    return PartnershipFile.model_validate(plain)


def added(read: PartnershipFile, part: str, entry: dict[str, Any]) -> PartnershipFile:
    plain = read.model_dump(mode="json")
    plain[part].append(entry)
    return PartnershipFile.model_validate(plain)


def misfits(read: PartnershipFile) -> list[str]:
    before = rows()
    with pytest.raises(DoesNotFit) as found:
        load_partnership(SYSTEM, read)
    assert rows() == before
    for one in found.value.misfits:
        assert one.message.format_map(one.params) in str(found.value)
    return [".".join(map(str, one.path)) for one in found.value.misfits]


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("wisselwerk.")
    }


def test_before_its_scheme_members_and_agreements_are_recorded_and_the_rest_waits(
    genk: PartnershipFile,
) -> None:
    assert load_partnership(SYSTEM, genk) == ("genk",)
    partnership = Organisation.objects.get(slug="genk")
    assert (partnership.kind, partnership.name) == (OrganisationKind.INTERLOKALE_VERENIGING, genk.name)
    assert {one.member.name for one in members_on(partnership.pk, date(2026, 1, 1))} == {
        "Genk", "Oudsbergen", "As", "Zutendaal",
    }  # fmt: skip
    agreement = agreement_on(partnership.pk, date(2026, 1, 1))
    assert agreement is not None
    assert agreement.managing_municipality.name == "Genk"
    assert not CouncilDecision.objects.exists()
    assert not GrantingArrangement.objects.exists()


def test_with_its_scheme_all_of_it_is_recorded(stage: Stage, genk: PartnershipFile) -> None:
    delegated = stage.genk.granting_arrangements.get(valid_from=date(2019, 1, 1))
    assert delegated.granter == Granter.MANAGING_MUNICIPALITY
    assert delegated.signatory == "algemeen directeur"
    assert delegated.delegation is not None
    assert delegated.delegation.local_government.name == "Genk"
    told = stage.genk.council_decisions.exclude(subject=DecisionSubject.BUDGET).count()
    assert told == len(genk.council_decisions)


def test_loading_again_adds_nothing(stage: Stage, genk: PartnershipFile) -> None:
    before = rows()
    assert load_partnership(SYSTEM, genk) == ()
    assert rows() == before


def test_what_is_of_a_partnership_that_gets_another_name_is_found_by_that(
    stage: Stage, genk: PartnershipFile, coordinator_genk: Actor
) -> None:
    partnership = stage.partnership("genk")
    ask_network(
        coordinator_genk,
        asked_for=partnership,
        topic=Topic.OWN_CONTRIBUTION,
        title="Wie weet dat?",
        text="Wij niet.",
    )
    of_it = Document.objects.filter(around=partnership.name)
    assert {Shelf(one) for one in of_it.values_list("shelf", flat=True)} >= {Shelf.SCHEMES, Shelf.QUESTIONS}
    load_partnership(SYSTEM, genk.model_copy(update={"name": "Zeppelinstreek"}))
    assert not of_it.exists()
    found = find_documents("zeppelinstreek", shelves(takes_part=True), second_opinion=False)
    assert {Shelf(one.shelf) for one in found} >= {Shelf.SCHEMES, Shelf.QUESTIONS}
    assert list(differences(documents())) == []


def test_of_two_partnerships_of_one_name_the_other_keeps_it(stage: Stage, genk: PartnershipFile) -> None:
    name = stage.partnership("genk").name
    other = found_partnership(SYSTEM, slug="ander", name=name)
    load_partnership(SYSTEM, genk.model_copy(update={"name": "Zeppelinstreek"}))
    assert Document.objects.filter(around=name).exists(), "by hand, for nobody can tell of whom it is"
    assert Organisation.objects.get(pk=other.pk).name == name


def test_what_is_new_is_added_and_what_went_on_ends(stage: Stage, genk: PartnershipFile) -> None:
    ended = with_(genk, "members", 3, valid_until="2027-01-01")
    renamed = ended.model_copy(update={"name": "Nieuwe naam", "contact": "089 00 00 00"})
    entry = {"place": "71017", "valid_from": "2027-01-01", "source": "Toetreding"}
    decision = {
        "scheme": "genk", "local_government": "71017", "subject": "AGREEMENT", "title": "Toetreding",
        "decided_on": "2026-12-15", "reference": "GR 2026/12/7",
    }  # fmt: skip
    read = added(added(renamed, "members", entry), "council_decisions", decision)
    entries = Entry.objects.count()
    for _ in range(2):
        load_partnership(SYSTEM, read)
    partnership = stage.partnership("genk")
    names = [
        {one.member.name for one in members_on(partnership.pk, date(year, 1, 1))} for year in (2026, 2027)
    ]
    assert names[0] - names[1] == {"As"}
    assert names[1] - names[0] == {"Gingelom"}
    assert (partnership.name, partnership.contact) == ("Nieuwe naam", "089 00 00 00")
    assert CouncilDecision.objects.get(title="Toetreding").reference == "GR 2026/12/7"
    # The end, the name, the member and the decision: each once.
    assert Entry.objects.count() == entries + 4


def test_what_members_contribute_and_how_they_leave_is_added_once(
    stage: Stage, genk: PartnershipFile
) -> None:
    told = {"contributions": "Naar inwoners.", "leaving": "Eind van het jaar."}
    entries = Entry.objects.count()
    # Told, told again, and left out: what stands there stays.
    for file in (with_(genk, "agreements", 2, **told), with_(genk, "agreements", 2, **told), genk):
        load_partnership(SYSTEM, file)
        agreement = agreement_on(stage.partnership("genk").pk, genk.agreements[2].valid_from)
        assert agreement is not None
        assert (agreement.contributions, agreement.leaving) == ("Naar inwoners.", "Eind van het jaar.")
    assert Entry.objects.count() == entries + 1
    with pytest.raises(DoesNotFit):
        load_partnership(SYSTEM, with_(genk, "agreements", 2, leaving="Nooit"))


@pytest.mark.parametrize(
    ("part", "i", "changes"),
    [
        ("members", 0, {"source": "Iets anders"}),
        ("members", 1, {"valid_until": "2018-01-01"}),
        ("agreements", 2, {"mandate": "Iets anders"}),
        ("agreements", 2, {"evaluation": "Nooit"}),
        ("agreements", 2, {"managing_municipality": "71002"}),
        ("agreements", 2, {"valid_until": "2031-01-01"}),
        ("council_decisions", 0, {"title": "Iets anders"}),
        ("council_decisions", 0, {"reference": "GR 1"}),
        ("granting", 0, {"granter": "MANAGING_MUNICIPALITY"}),
        ("granting", 0, {"signatory": "burgemeester"}),
        ("granting", 1, {"delegation": None}),
    ],
)
def test_what_was_recorded_stays(
    stage: Stage, genk: PartnershipFile, part: str, i: int, changes: dict[str, Any]
) -> None:
    assert misfits(with_(genk, part, i, **changes)) == [f"{part}.{i}"]


@pytest.mark.parametrize(
    ("part", "i", "changes", "places"),
    [
        ("members", 4, {"place": "99999"}, ["members.4.place"]),
        ("members", 4, {"place": "72042"}, ["members.4.place"]),
        # Opglabbeek became part of Oudsbergen while this stretch went on, into the next one.
        ("members", 1, {"valid_until": "2020-01-01"}, ["members.1", "members.1", "members.2"]),
        ("agreements", 2, {"managing_municipality": "99999"}, ["agreements.2.managing_municipality"]),
        # No member; and Oudsbergen was not even a municipality then.
        ("agreements", 2, {"managing_municipality": "11001"}, ["agreements.2.managing_municipality"]),
        ("agreements", 0, {"managing_municipality": "72042"}, ["agreements.0.managing_municipality"]),
        (
            "agreements",
            1,
            {"managing_municipality": "71047", "valid_from": "2018-06-01"},
            ["agreements.1", "agreements.0", "agreements.1"],
        ),
        ("council_decisions", 0, {"local_government": "99999"}, ["council_decisions.0.local_government"]),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    genk: PartnershipFile, part: str, i: int, changes: dict[str, Any], places: list[str]
) -> None:
    assert misfits(with_(genk, part, i, **changes)) == places


def test_stretches_do_not_overlap_with_those_of_an_earlier_file(stage: Stage, genk: PartnershipFile) -> None:
    again = {"place": "71002", "valid_from": "2024-01-01", "source": "Nog eens"}
    alone = genk.model_copy(update={"members": added(genk, "members", again).members[-1:]})
    assert misfits(alone) == ["members.0"]


@pytest.mark.parametrize("code", ["71002", "99999"])
def test_granting_points_at_a_decision_that_is_here(stage: Stage, genk: PartnershipFile, code: str) -> None:
    granting = GrantingShape.model_validate(
        {
            "scheme": "genk", "granter": "MANAGING_MUNICIPALITY", "signatory": "schepen",
            "delegation": {"local_government": code, "decided_on": "2019-01-01"}, "valid_from": "2027-01-01",
        }
    )  # fmt: skip
    assert misfits(genk.model_copy(update={"granting": (granting,)})) == ["granting.0.delegation"]


def test_it_speaks_of_its_own_schemes_only(stage: Stage, genk: PartnershipFile) -> None:
    assert misfits(with_(genk, "granting", 0, scheme="zuidoost-limburg"))[0] == "granting.0.scheme"
    assert misfits(with_(genk, "council_decisions", 0, scheme="zuidoost-limburg"))[0] == (
        "council_decisions.0.scheme"
    )


def test_the_slug_of_another_organisation_is_not_taken_over(genk: PartnershipFile) -> None:
    Organisation.objects.create(
        kind=OrganisationKind.ONDERNEMING, enterprise_number="1999000050", slug="genk"
    )
    assert misfits(genk) == ["slug"]


def test_it_is_for_whoever_holds_the_shell(
    stage: Stage, genk: PartnershipFile, coordinator_genk: Actor
) -> None:
    with pytest.raises(Refusal) as refused:
        load_partnership(coordinator_genk, genk)
    assert refused.value.code is RefusalCode.NOT_ALLOWED
    assert Membership.objects.count() == 13


def test_the_file_knows_every_subject_and_granter() -> None:
    for shape, name, known in (
        (DecisionShape, "subject", DecisionSubject),
        (GrantingShape, "granter", Granter),
    ):
        assert shape.model_json_schema()["properties"][name]["enum"] == known.values


EXEMPT = {
    "scheme": "genk",
    "local_government": "71016",
    "subject": "VISUM",
    "title": "Geen visum voor cheques",
    "decided_on": "2026-01-05",
    "reference": "GR 2026/1",
}


def test_an_exemption_from_the_visum_opens_the_scheme_and_read_again_changes_nothing(
    stage: Stage, genk: PartnershipFile
) -> None:
    other = added(genk, "council_decisions", EXEMPT | {"scheme": "tweede"})
    second = Scheme.objects.create(slug="tweede", name="Tweede", partnership=stage.genk.partnership)
    for _ in range(2):
        load_partnership(SYSTEM, other)
    visum = Visum.objects.get(scheme=second)
    assert (visum.kind, visum.decision and visum.decision.title) == ("EXEMPT", "Geen visum voor cheques")
    assert CouncilDecision.objects.filter(scheme=second, subject="VISUM").count() == 1


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"local_government": "71002"}, "council_decisions.{i}.local_government"),
        ({"local_government": "99999"}, "council_decisions.{i}.local_government"),
        ({"reference": ""}, "council_decisions.{i}"),
        ({"decided_on": "2999-01-01"}, "council_decisions.{i}"),
    ],
)
def test_an_exemption_that_does_not_fit_is_told(
    stage: Stage, genk: PartnershipFile, changes: dict[str, str], where: str
) -> None:
    Scheme.objects.create(slug="tweede", name="Tweede", partnership=stage.genk.partnership)
    read = added(genk, "council_decisions", EXEMPT | {"scheme": "tweede"} | changes)
    assert misfits(read) == [where.format(i=len(genk.council_decisions))]


def test_an_exemption_after_a_visum_is_told(stage: Stage, genk: PartnershipFile) -> None:
    """The director of the demo gave it to Genk."""
    read = added(genk, "council_decisions", EXEMPT)
    assert misfits(read) == [f"council_decisions.{len(genk.council_decisions)}"]
