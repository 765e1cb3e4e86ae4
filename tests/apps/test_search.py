"""Services are found by other forms, parts of compounds and with typing errors, the same on both databases."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from tests.scene import set_provider
from wisselwerk.apps.catalogue.models import (
    Mention,
    Provider,
    ProviderPlace,
    Recognition,
    Service,
    Spelling,
    Word,
)
from wisselwerk.apps.catalogue.search import find_providers, find_services
from wisselwerk.apps.catalogue.services import offer_service, rebuild_search, register_provider
from wisselwerk.apps.catalogue.words import words_that_differ
from wisselwerk.apps.finding.found import MOST_FOUND
from wisselwerk.demo.cast import invented_number
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule.base import ServiceKind
from wisselwerk.formats.dutch import forms

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "search_cases.yaml").read_text())


@pytest.fixture
def provider() -> Provider:
    """With the services of the labelled set, and no others."""
    provider = set_provider()
    ProviderPlace.objects.create(provider=provider, place="71016")
    Service.objects.all().delete()
    rebuild_search(SYSTEM)  # services are never deleted but here, so that no command took their words away
    for slug, told in CASES["services"].items():
        offer_service(SYSTEM, provider=provider, slug=slug, **told | {"kind": ServiceKind(told["kind"])})
    return provider


def found(text: str, **wanted: Any) -> list[str]:
    return [service.slug for service in find_services(DAY, text, **wanted)]


@pytest.mark.parametrize(
    ("group", "recall", "precision"),
    [
        ("word_forms", 0.95, 1.0),
        ("compounds", 0.97, 1.0),
        ("typing_errors", 1.0, 0.97),
        ("sentences", 0.85, 0.85),
    ],
)
@pytest.mark.usefixtures("provider")
def test_what_people_type_finds_what_they_mean(group: str, recall: float, precision: float) -> None:
    answers = {text: (set(found(text)), set(wanted)) for text, wanted in CASES[group].items()}
    right = sum(len(got & wanted) for got, wanted in answers.values())
    other = {
        text: {"missed": wanted - got, "besides": got - wanted}
        for text, (got, wanted) in answers.items()
        if got != wanted
    }
    assert right / sum(len(wanted) for _, wanted in answers.values()) >= recall, other
    assert right / sum(len(got) for got, _ in answers.values()) >= precision, other


@pytest.mark.usefixtures("provider")
def test_what_means_nothing_here_finds_nothing() -> None:
    assert {text: slugs for text in CASES["nothing"] if (slugs := found(text))} == {}


@pytest.mark.usefixtures("provider")
def test_what_only_looks_alike_is_not_found() -> None:
    assert {
        text: both for text, never in CASES["never"].items() if (both := set(found(text)) & set(never))
    } == {}


@pytest.mark.usefixtures("provider")
def test_a_name_comes_before_a_description_and_that_before_the_sort() -> None:
    assert found("broodjes")[0] == "broodjes"
    assert found("snoeien")[0] == "bomen"
    assert found("herstellen")[:2] == ["klus", "fietsen"]
    assert found("kantoor")[0] == "kantoor"
    assert found("tuin")[0] == "tuinen"


def test_who_does_what_was_typed_comes_before_who_does_something_of_the_sort(provider: Provider) -> None:
    Service.objects.all().delete()
    told = {
        "wassen": ("Werkkledij wassen", "Drogen en herstellen van werkpakken.", ServiceKind.LAUNDRY),
        "linnen": ("Linnen voor de horeca", "Tafellinnen, strijken in drie dagen.", ServiceKind.LAUNDRY),
        "montage": ("Montage in kleine reeksen", "Wij zetten in elkaar.", ServiceKind.PACKAGING),
        "verpakken": ("Verpakken en ompakken", "Van folie tot doos.", ServiceKind.PACKAGING),
        "tuin": ("Tuinwerk", "Wij verpakken het snoeihout.", ServiceKind.GREEN),
    }
    for slug, (name, description, kind) in told.items():
        offer_service(
            SYSTEM, provider=provider, slug=slug, name=name, description=description, price="", kind=kind
        )
    assert found("strijken") == ["linnen", "wassen"]
    assert found("inpakken") == ["verpakken", "montage"]  # and not who only tells of packing


@pytest.mark.usefixtures("provider")
def test_who_works_on_a_thing_comes_where_nobody_says_that_verb_of_it() -> None:
    answer = find_services(DAY, "raamwasser")
    assert {one.slug for one in answer} == {"ramen", "kantoor"}
    assert answer.read_as == {"raamwasser": ("raam",)}
    # Where somebody does say both, those alone come, and nothing was guessed.
    answer = find_services(DAY, "boomsnoeier")
    assert [one.slug for one in answer] == ["bomen"]
    assert answer.read_as == {}


@pytest.mark.usefixtures("provider")
def test_words_for_which_nothing_was_found_are_named() -> None:
    assert find_services(DAY, "zeppelin broodjes").unanswered == ("zeppelin",)
    assert find_services(DAY, "zeppelin").unanswered == ("zeppelin",)
    assert find_services(DAY, "broodjes").unanswered == ()
    assert find_services(DAY, "").unanswered == ()
    # A word that was taken for another has its answer.
    assert find_services(DAY, "schlider kantoor").unanswered == ()


@pytest.mark.usefixtures("provider")
def test_who_typed_a_word_that_nobody_uses_is_told_how_it_was_read() -> None:
    answer = find_services(DAY, "schlider kantoor")
    assert answer.read_as == {"schlider": ("schilder",)}
    assert [service.slug for service in answer] == ["schilder"]
    assert answer.because(answer[0]) == ("schlider", "kantoor")
    assert find_services(DAY, "kantoor").read_as == {}


@pytest.mark.usefixtures("provider")
def test_a_word_too_many_does_not_hide_what_answers_to_the_others() -> None:
    assert found("schilder in Brugge") == found("schilder")
    assert set(found("broodjes drukwerk")) == set(found("broodjes")) | set(found("drukwerk"))


@pytest.mark.usefixtures("provider")
def test_place_sort_and_day_narrow_what_is_found() -> None:
    assert found("kantoor", kind=ServiceKind.CLEANING) == ["kantoor"]
    assert found("kantoor", place="71016")
    assert found("kantoor", place="11002") == []
    with pytest.raises(Refusal) as refused:
        found("kantoor", place="00000")
    assert refused.value.code is RefusalCode.PLACE_UNKNOWN
    Service.objects.filter(slug="kantoor").update(ended_on=DAY)
    assert "kantoor" not in found("kantoor")
    assert "kantoor" in [one.slug for one in find_services(DAY - timedelta(days=1), "kantoor")]
    Recognition.objects.update(valid_until=DAY)
    assert found("kantoor") == []


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(("place", "is_found"), [("genk", True), ("71016", True), ("Antwerpen", False)])
def test_the_command_line_takes_a_place_by_its_name(
    capsys: pytest.CaptureFixture[str], place: str, is_found: bool
) -> None:
    call_command("search", "kantoor", place=place)
    assert ("\n0 found" not in f"\n{capsys.readouterr().out}") is is_found


def test_a_provider_is_found_by_its_own_words_and_by_those_of_its_services(provider: Provider) -> None:
    register_provider(
        SYSTEM,
        enterprise_number=invented_number(77),
        slug="onbekend",
        name="Niet erkend",
        description="Schildert ook.",
    )
    assert list(find_providers(DAY, "broodjes")) == [provider]
    assert list(find_providers(DAY, provider.organisation.name)) == [provider]
    assert list(find_providers(DAY, "schilder")) == [provider]
    assert list(find_providers(DAY, "schilder", kind=ServiceKind.OTHER)) == []


def test_the_words_follow_what_is_told(provider: Provider) -> None:
    assert found("loodgieter") == []
    offer_service(SYSTEM, provider=provider, slug="klus", name="Loodgieter", description="")
    assert found("loodgieter") == ["klus"]
    assert "klus" not in found("kraan")
    register_provider(
        SYSTEM,
        enterprise_number=str(provider.organisation.enterprise_number),
        slug="x",
        name="Windhoek",
        places=["71016"],
    )
    assert set(found("windhoek")) == set(CASES["services"])
    assert list(words_that_differ()) == []


def test_a_word_that_nobody_tells_any_more_hides_no_other(provider: Provider) -> None:
    Service.objects.exclude(slug="klus").delete()
    rebuild_search(
        SYSTEM
    )  # a service that ended keeps its words, for it may be offered again: ending them leaves those told
    offer_service(SYSTEM, provider=provider, slug="weg", name="Tuinonderhoud")
    assert found("tuinonderhoud") == ["weg"]
    offer_service(SYSTEM, provider=provider, slug="weg", name="Bloembakken")
    assert found("tuinonderhoud") == []
    offer_service(SYSTEM, provider=provider, slug="tuin", name="Onderhoud van tuinen")
    assert found("tuinonderhoud") == ["tuin"]
    assert find_services(DAY, "tuinonderhuod").read_as == {}, "nobody says what it looks like"
    offer_service(SYSTEM, provider=provider, slug="weg", name="Bloembakken", kind=ServiceKind.GREEN)
    assert found("tuinonderhoud") == ["weg"], "a word for a sort of which there are services says something"
    assert list(words_that_differ()) == []


def test_only_of_words_in_doubt_is_looked_up_whether_anybody_mentions_them(provider: Provider) -> None:
    def doubted() -> set[str]:
        return set(Word.objects.filter(may_be_untold=True).values_list("text", flat=True))

    before = doubted()
    assert set(Word.objects.filter(mentions=None).values_list("text", flat=True)) <= before
    offer_service(SYSTEM, provider=provider, slug="weg", name="Zeppelins bij de begraafplaats")
    assert doubted() == before, "what is told anew is told"
    offer_service(SYSTEM, provider=provider, slug="weg", name="Ballonnen", description="Zeppelins.")
    assert doubted() - before == set(forms("begraafplaats")), "a word that weighs less is still told"
    assert found("begraafplaats"), "another service mentions it"


def test_what_does_not_count_is_left_out_however_it_is_asked(provider: Provider) -> None:
    offer_service(SYSTEM, provider=provider, slug="weg", name="Zeppelins")
    other = register_provider(
        SYSTEM, enterprise_number=invented_number(97), slug="z", name="Zeppelins te Genk"
    )
    offer_service(SYSTEM, provider=other, slug="elders", name="Zeppelins")
    Service.objects.filter(slug="weg").update(kind=ServiceKind.GREEN)
    rebuild_search(SYSTEM)
    of_kind, here = {"kind": ServiceKind.GREEN}, {"place": "71016"}
    asked: tuple[dict[str, Any], ...] = ({}, here, of_kind, of_kind | here)
    assert [found("zeppelin", **wanted) for wanted in asked] == [["weg"]] * 4, "the other is not recognised"
    Service.objects.filter(slug="weg").update(ended_on=DAY)
    assert [found("zeppelin", **wanted) for wanted in asked] == [[]] * 4
    assert find_services(DAY, "zeppelin").unanswered == ("zeppelin",)
    assert found("zeppelin kantoor") == found("kantoor")


@pytest.mark.parametrize("name", ["xyaxybxycxydxyexyfxyg" * 4, "ĳ" * 60, "raam" * 15, "ﬃ½ Ǆ 7" * 9])
def test_a_word_longer_than_any_is_kept_and_found(provider: Provider, name: str) -> None:
    offer_service(SYSTEM, provider=provider, slug="lang", name=name)
    assert "lang" in found(name)
    assert list(words_that_differ()) == []


def test_the_same_told_again_writes_nothing(
    provider: Provider, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = set(Mention.objects.values_list("pk", flat=True))
    offer_service(
        SYSTEM,
        provider=provider,
        slug="drukken",
        name="Drukwerk",
        description=CASES["services"]["drukken"]["description"],
    )
    assert set(Mention.objects.values_list("pk", flat=True)) == before


@pytest.mark.usefixtures("provider")
def test_what_does_not_agree_with_the_catalogue_is_named_and_made_anew() -> None:
    whole = found("schilder")
    Mention.objects.filter(word__text="schilder").update(weight=9)
    Spelling.objects.filter(word__text="boom").delete()
    Word.objects.filter(text="gras").update(backwards="sarg2")
    untold = Word.objects.create(text="zeppelin", backwards="nileppez")
    boom, gras = (Word.objects.get(text=text).pk for text in ("boom", "gras"))
    told = " ".join(words_that_differ())
    assert "(schilder)" in told
    assert f"words of the catalogue, number {boom}: is not found" in told
    assert f"words of the catalogue, number {gras}: is not found" in told
    assert f"words of the catalogue, number {untold.pk}: nobody mentions it" in told
    assert rebuild_search(SYSTEM) == Word.objects.count()
    assert list(words_that_differ()) == []
    assert found("schilder") == whole


@pytest.mark.usefixtures("provider")
def test_an_answer_costs_the_same_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        assert len(find_services(DAY, "fiets")[:20]) > 0
    # A word of a sort has others that mean about the same.
    with django_assert_num_queries(4):
        assert len(find_services(DAY, "kantoor")[:20]) == len(CASES["word_forms"]["kantoren"])
    with django_assert_num_queries(2):
        assert len(find_services(DAY, "boekhouder")) == 0


def test_nobody_is_given_more_than_can_be_read(provider: Provider) -> None:
    Service.objects.bulk_create(
        Service(provider=provider, slug=f"n{at}", name=f"Tapijt {at}") for at in range(MOST_FOUND + 5)
    )
    rebuild_search(SYSTEM)
    assert len(find_services(DAY, "tapijt")) == MOST_FOUND


@pytest.mark.usefixtures("provider")
def test_a_catalogue_of_before_words_were_noted_gets_them_when_it_is_brought_up_to_date() -> None:
    Word.objects.all().delete()
    assert found("schilder") == []
    call_command("migrate", verbosity=0)
    assert found("schilder") == ["schilder", "klus"]
