"""A sample from its sealed list to what is passed on: who may, what is drawn, what is refused, and who sees what."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine

from tests.departments import department
from tests.samples import (
    SEED,
    SOURCE,
    administration,
    auditor,
    decisions,
    dossier_sample,
    dossiers,
    draw,
    judge_all,
    pass_on,
    public_sample,
)
from tests.scene import Scene, actor, set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.samples.models import Judgement, Sample, SampleDraw, SampleItem
from wisselwerk.apps.samples.proof import differences
from wisselwerk.apps.samples.queries import (
    drawn_of,
    groups_of,
    items_of,
    list_of,
    points_of,
    samples_to_do,
    tally_of,
)
from wisselwerk.apps.samples.services import (
    draw_sample,
    judge_item,
    pass_on_sample,
    seal_dossier_sample,
    seal_public_sample,
)
from wisselwerk.apps.samples.words import named, names_in, without_names
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.apps.vouchers.queries import main_lines
from wisselwerk.apps.vouchers.services import reverse_redemption
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.disclosure import DISCLOSED_FROM
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.sample import Strata
from wisselwerk.domain.sample_check import Consequence, SampleCheck, Seen

pytestmark = pytest.mark.django_db


def refused(code: RefusalCode, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code is code


def clean() -> None:
    assert list(differences()) == []


def test_the_administration_draws_what_is_public_and_everybody_draws_the_same() -> None:
    found = decisions(6)
    sample = public_sample(size=3)
    assert [(one.stratum, one.held, one.drawn) for one in groups_of(sample)] == [
        ("Gemeente As, Limburg", 3, 2),
        ("Stad Genk", 3, 1),
    ]
    assert '"Gemeente As, Limburg",signal:' in list_of(sample).decode()
    items = draw(administration(), sample)
    assert [one.place for one in items] == [1, 2, 3]
    assert {one.line.signal_id for one in items} <= {one.pk for one in found}
    assert drawn_of(sample).decode().count("\n") == 4
    clean()


def test_what_was_denied_or_replaced_is_not_drawn_from() -> None:
    found = decisions(4)
    Initiative.objects.filter(pk=found[0].initiative_id).update(state=InitiativeState.DENIED)
    sample = public_sample(size=2)
    assert sample.population == 3
    assert f"signal:{found[0].pk}\n" not in list_of(sample).decode()


def test_the_auditor_draws_dossiers_and_the_list_names_nobody() -> None:
    scene = set_scene()
    redeemed = dossiers(scene, 6)
    reverse_redemption(SYSTEM, redemption=redeemed[0].pk, reason="Dubbel.")
    sample = dossier_sample(scene, size=2)
    assert sample.population == 5
    listed = list_of(sample).decode()
    for one in redeemed:
        for telling in (str(one.pk), one.voucher.code, one.invoice_number, str(one.voucher.holder)):
            assert telling not in listed
    items = draw(auditor(), sample)
    assert {one.line.redemption_id for one in items} <= {one.pk for one in redeemed[1:]}
    clean()


def test_the_size_of_a_list_of_dossiers_is_what_main_lines_take_as_public() -> None:
    scene = set_scene()
    redeemed = dossiers(scene, DISCLOSED_FROM + 1)
    assert dossier_sample(scene).population == _told(scene) == DISCLOSED_FROM + 1
    reverse_redemption(SYSTEM, redemption=redeemed[0].pk, reason="Dubbel.")
    assert dossier_sample(scene).population == _told(scene) == DISCLOSED_FROM
    # What main lines do not tell, no list tells either.
    reverse_redemption(SYSTEM, redemption=redeemed[1].pk, reason="Dubbel.")
    refused(RefusalCode.SAMPLE_POINTS_AT_ONE, partial(dossier_sample, scene))
    assert _told(scene) is None


def _told(scene: Scene) -> int | None:
    """The invoices of a scheme as everybody reads them; the main lines of all partnerships take them as public where they are told."""
    return main_lines(scene.scheme, today().year).published().redemptions


def test_a_dossier_is_held_to_the_rules_under_which_its_voucher_was_given() -> None:
    scene = set_scene(rules={"proof": {"delivery_working_days": 5}})
    dossiers(scene, DISCLOSED_FROM)
    given = scene.scheme.versions.get()
    with time_machine.travel(today() + timedelta(days=1), tick=True):
        rules = RuleSet(tuple(one for one in rule_set(given).rules if one.rule.kind != "proof"))
        publish_version(
            SYSTEM, scheme=scene.scheme, rule_set=rules, valid_from=today() + timedelta(days=1), source="Test"
        )
    with time_machine.travel(today() + timedelta(days=5), tick=True):
        items = draw(auditor(), dossier_sample(scene, size=1))
        assert items[0].rule_set == given
        assert SampleCheck.PROOF in {one.check for one in points_of(items[0])}


@pytest.mark.parametrize("key", ["coordinator_genk", "owner", "financial_director", "provider_staff"])
def test_nobody_else_samples(key: str) -> None:
    scene = set_scene()
    dossiers(scene, DISCLOSED_FROM)
    decisions(2)
    public, private = public_sample(size=2), dossier_sample(scene, size=1)
    for who in (actor(key), administration()):
        refused(RefusalCode.NOT_ALLOWED, partial(draw_sample, who, sample=private, seed=SEED))
    for who in (actor(key), auditor()):
        refused(RefusalCode.NOT_ALLOWED, partial(draw_sample, who, sample=public, seed=SEED))
    (item,) = draw(auditor(), private)
    refused(
        RefusalCode.NOT_ALLOWED,
        lambda: judge_item(administration(), item=item, check=SampleCheck.PERIOD, seen=Seen.FINE),
    )
    refused(RefusalCode.NOT_ALLOWED, lambda: pass_on_sample(administration(), sample=private, shown=""))


def test_what_cannot_be_sealed() -> None:
    scene = set_scene()
    asked = {
        "year": today().year,
        "strata": Strata.NONE,
        "size": 2,
        "at_least_one": False,
        "seed_source": SOURCE,
        "seed_on": today() + timedelta(days=1),
    }

    def public(**changes: object) -> Callable[[], object]:
        return lambda: seal_public_sample(administration(), office=department(), **(asked | changes))  # type: ignore[arg-type]

    def private(**changes: object) -> Callable[[], object]:
        return lambda: seal_dossier_sample(auditor(), scheme=scene.scheme, **(asked | changes))  # type: ignore[arg-type]

    refused(RefusalCode.SAMPLE_EMPTY, public())
    refused(RefusalCode.SAMPLE_POINTS_AT_ONE, private())
    decisions(2)
    dossiers(scene, DISCLOSED_FROM - 1)
    refused(RefusalCode.SAMPLE_TOO_LARGE, public(size=3))
    refused(RefusalCode.SAMPLE_EMPTY, public(size=0))
    refused(RefusalCode.SAMPLE_TOO_SMALL, public(size=1, strata=Strata.GOVERNMENT, at_least_one=True))
    refused(RefusalCode.SEED_SOURCE_MISSING, public(seed_source="  "))
    refused(RefusalCode.PERSON_NAMED, public(seed_source="De trekking van mevrouw Els Peeters."))
    refused(RefusalCode.SEED_DAY_OUT_OF_REACH, public(seed_on=today()))
    refused(RefusalCode.SAMPLE_POINTS_AT_ONE, private())
    refused(RefusalCode.SAMPLE_YEAR_RUNS, private(strata=Strata.AMOUNT))
    with pytest.raises(ValueError, match="is not parted by"):
        public(strata=Strata.QUARTER)()
    assert not Sample.objects.exists()
    assert not Entry.objects.filter(command__contains="_sample").exists()


def test_a_year_that_is_over_is_parted_in_groups_that_point_at_nobody() -> None:
    scene = set_scene()
    dossiers(scene, 6)
    year = today().year
    with time_machine.travel(today() + timedelta(days=400), tick=True):
        sample = seal_dossier_sample(
            auditor(),
            scheme=scene.scheme,
            year=year,
            strata=Strata.AMOUNT,
            size=2,
            at_least_one=True,
            seed_source=SOURCE,
            seed_on=today() + timedelta(days=1),
        )
        assert [(one.stratum, one.held) for one in groups_of(sample)] == [("amount-1", 6)]


def test_two_lists_by_groups_of_a_year_are_of_the_same_dossiers() -> None:
    """Else the one beside the other tells of which group is what came in or was undone between them."""
    scene = set_scene()
    redeemed = dossiers(scene, 7)
    year = today().year

    def private(strata: Strata) -> Sample:
        return seal_dossier_sample(
            auditor(),
            scheme=scene.scheme,
            year=year,
            strata=strata,
            size=2,
            at_least_one=False,
            seed_source=SOURCE,
            seed_on=today() + timedelta(days=1),
        )

    with time_machine.travel(today() + timedelta(days=400), tick=True):
        for strata in (Strata.AMOUNT, Strata.QUARTER, Strata.AMOUNT):
            private(strata)
        reverse_redemption(SYSTEM, redemption=redeemed[0].pk, reason="Dubbel.")
        for strata in (Strata.AMOUNT, Strata.QUARTER):
            refused(RefusalCode.SAMPLE_YEAR_MOVED, partial(private, strata))
        assert private(Strata.NONE).population == 6


def test_the_seed_comes_first_and_a_sample_is_drawn_once() -> None:
    decisions(4)
    sample, who = public_sample(size=2), administration()
    refused(RefusalCode.SEED_NOT_YET, lambda: draw_sample(who, sample=sample, seed=SEED))
    assert samples_to_do(who) == []
    with time_machine.travel(today() + timedelta(days=1), tick=True):
        assert [one.sample for one in samples_to_do(who)] == [sample]
        refused(RefusalCode.SEED_INVALID, lambda: draw_sample(who, sample=sample, seed="3"))
        first = draw_sample(who, sample=sample, seed=SEED)
        assert draw_sample(who, sample=sample, seed=f"  {SEED} ") == first
        refused(RefusalCode.SAMPLE_DRAWN, lambda: draw_sample(who, sample=sample, seed="1 2 3 4 5 6"))
        assert SampleDraw.objects.count() == 1
        assert SampleItem.objects.count() == 2
        assert Entry.objects.filter(command="draw_sample").count() == 1
    clean()


def test_what_is_said_later_counts_and_names_nobody() -> None:
    scene = set_scene()
    dossiers(scene, DISCLOSED_FROM)
    who = auditor()
    (item,) = draw(who, dossier_sample(scene, size=1))
    redemption = item.line.redemption
    assert redemption is not None

    def say(seen: Seen, consequence: Consequence | None = None, lesson: str = "") -> Judgement:
        return judge_item(
            who, item=item, check=SampleCheck.PERIOD, seen=seen, consequence=consequence, lesson=lesson
        )

    say(Seen.FINE)
    refused(RefusalCode.FINDING_INCOMPLETE, lambda: say(Seen.FINDING))
    refused(RefusalCode.FINDING_INCOMPLETE, lambda: say(Seen.FINE, Consequence.CORRECT))
    lesson = (
        f"Volgens mevrouw Els Peeters van {redemption.supplier.name} (1999.000.004) op factuur "
        f"{redemption.invoice_number} was de datum fout. Vraag de factuur vroeger."
    )
    kept = say(Seen.FINDING, Consequence.RECOVER, lesson)
    assert say(Seen.FINDING, Consequence.RECOVER, lesson) == kept
    for gone in ("Peeters", redemption.supplier.name, "1999", redemption.invoice_number):
        assert gone not in kept.lesson
    assert kept.lesson.endswith("Vraag de factuur vroeger.")
    assert Judgement.objects.count() == 2
    refused(
        RefusalCode.CHECK_NOT_ASKED,
        lambda: judge_item(who, item=item, check=SampleCheck.PROOF, seen=Seen.FINE),
    )
    clean()


@pytest.mark.parametrize(
    "written",
    [
        "Fietsen Wouters BV",
        "fietsen wouters bv.",
        "VZW Fietsen Wouters",
        "Fietsen Wouters, cvba",
        "Fietsen Wouters",
    ],
)
def test_a_business_is_known_without_what_it_is_by_law(scene: Scene, written: str) -> None:
    holder = dossiers(scene, DISCLOSED_FROM)[0].voucher.holder
    Organisation.objects.filter(pk=holder.pk).update(name=written)
    items = draw(auditor(), dossier_sample(scene, size=DISCLOSED_FROM))
    lesson = "Bij Fietsen Wouters ontbrak het bewijs."
    assert named(lesson, names_in(items)) == ("Fietsen Wouters",)
    assert without_names(lesson, names_in(items)) == "Bij N.N. ontbrak het bewijs."


def test_the_outcome_is_passed_on_once_when_everything_was_looked_at() -> None:
    scene = set_scene()
    dossiers(scene, 6)
    who, sample = auditor(), dossier_sample(scene, size=5)
    refused(RefusalCode.SAMPLE_NOT_DRAWN, lambda: pass_on(who, sample))
    items = draw(who, sample)
    refused(RefusalCode.SAMPLE_UNJUDGED, lambda: pass_on(who, sample))
    judge_all(who, items, but=SampleCheck.OWN_PART, lesson="Toon het eigen deel.")
    report = pass_on(who, sample, lessons=["Toon het eigen deel, mijnheer Jan Janssens.", " "])
    (lesson,) = report.lessons
    assert "Janssens" not in lesson
    refused(RefusalCode.SAMPLE_PASSED_ON, lambda: pass_on(who, sample))
    refused(
        RefusalCode.SAMPLE_PASSED_ON,
        lambda: judge_item(who, item=items[0], check=SampleCheck.PERIOD, seen=Seen.FINE),
    )
    told = tally_of(sample, items_of(sample))
    assert (told.looked_at, told.with_finding) == (5, None)
    assert told.by_check[SampleCheck.PERIOD][Seen.FINE] == 5
    assert told.by_check[SampleCheck.OWN_PART][Seen.FINDING] is None
    assert samples_to_do(who) == []
    clean()


def test_of_something_public_everybody_sees_every_number() -> None:
    decisions(4)
    who, sample = administration(), public_sample(size=2)
    items = draw(who, sample)
    judge_all(who, items, but=SampleCheck.SAYS_SO)
    pass_on(who, sample)
    assert tally_of(sample, items_of(sample)).with_finding == 1
    clean()


def test_no_step_asks_more_for_more_items(
    scene: Scene, django_assert_num_queries: Callable[..., object]
) -> None:
    dossiers(scene, 6)
    sample = dossier_sample(scene, size=5)
    items = draw(auditor(), sample)
    judge_all(auditor(), items)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        tally_of(sample, items_of(sample))


@pytest.fixture
def scene() -> Scene:
    return set_scene()
