"""A sample is drawn once however many press at once, and whoever bends it in the database is named by ``verify``."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import models

from tests.invariants.together import together
from tests.samples import (
    SEED,
    administration,
    auditor,
    decisions,
    dossier_sample,
    dossiers,
    judge_all,
    pass_on,
    public_sample,
)
from tests.scene import set_scene
from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.samples.models import (
    Judgement,
    Sample,
    SampleDraw,
    SampleItem,
    SampleLine,
    SampleReport,
)
from wisselwerk.apps.samples.proof import differences
from wisselwerk.apps.samples.queries import items_of
from wisselwerk.apps.samples.services import draw_sample
from wisselwerk.clock import as_if, now
from wisselwerk.domain.refusal import Refusal, RefusalCode
from wisselwerk.domain.sample_check import SampleCheck

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[..., None]
PEOPLE = 6


def sealed() -> Sample:
    decisions(6)
    with as_if(now() - timedelta(days=2)):
        return public_sample(size=3)


def test_many_who_draw_at_once_draw_one_sample() -> None:
    sample, who = sealed(), administration()
    found = together([partial(draw_sample, who, sample=sample, seed=SEED) for _ in range(PEOPLE)])
    assert len({getattr(one, "pk", one) for one in found}) == 1
    assert (SampleDraw.objects.count(), SampleItem.objects.count()) == (1, 3)
    assert Entry.objects.filter(command="draw_sample").count() == 1
    assert list(differences()) == []


def test_of_two_seeds_at_once_one_counts() -> None:
    sample, who = sealed(), administration()
    seeds = [SEED, "1 2 3 4 5 6"] * 2
    found = together([partial(draw_sample, who, sample=sample, seed=seed) for seed in seeds])
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [one.code for one in refused] == [RefusalCode.SAMPLE_DRAWN] * 2
    assert SampleDraw.objects.count() == 1
    assert list(differences()) == []


def test_what_was_bent_is_named(tamper: Tamper) -> None:
    """Each column of each table that is not a number of its own, one after the other."""
    scene = set_scene()
    dossiers(scene, 6)
    with as_if(now() - timedelta(days=2)):
        sample = dossier_sample(scene, size=2)
    draw_sample(auditor(), sample=sample, seed=SEED)
    judge_all(auditor(), items_of(sample), but=SampleCheck.OWN_PART, lesson="Les.")
    pass_on(auditor(), sample, lessons=["Les."])
    assert list(differences()) == []
    undrawn = SampleLine.objects.filter(item=None).earliest("pk")
    finding = Judgement.objects.filter(lesson="Les.").get()
    changes: list[tuple[models.Model, dict[str, object]]] = [
        (sample, {"year": 2020}),
        (sample, {"size": 3}),
        (sample, {"at_least_one": True}),
        (sample, {"population": 7}),
        (sample, {"list_sha256": "0" * 64}),
        (sample, {"seed_source": "Een ander"}),
        (sample, {"seed_on": sample.seed_on + timedelta(days=1)}),
        (sample, {"strata": "QUARTER"}),
        (sample, {"method": "anders"}),
        (sample, {"actor": "person:9"}),
        (sample, {"at": now()}),
        (undrawn, {"stratum": "anders"}),
        (undrawn, {"line": "0" * 64}),
        (undrawn, {"salt": "00" * 16}),
        (undrawn, {"salt": ""}),
        (undrawn, {"made_at": now()}),
        (undrawn, {"redemption": SampleItem.objects.earliest("pk").line.redemption}),
        (SampleDraw.objects.get(), {"seed": "1 2 3 4 5 6"}),
        (SampleDraw.objects.get(), {"at": now()}),
        (SampleItem.objects.get(place=1), {"place": 9}),
        (SampleItem.objects.get(place=1), {"line": undrawn}),
        (SampleItem.objects.get(place=1), {"rule_set": None}),
        (finding, {"lesson": "Een andere les."}),
        (finding, {"consequence": "RECOVER"}),
        (finding, {"check_made": "PROOF"}),
        (SampleReport.objects.get(), {"lessons": ["Een andere les."]}),
    ]
    for row, change in changes:
        before = {name: getattr(row, name) for name in change}
        tamper(row, **change)
        assert list(differences()), f"{row._meta.label} {change}"
        tamper(row, **before)
        assert list(differences()) == [], f"{row._meta.label} {change} put back"


def test_a_step_that_is_gone_is_named(tamper: Tamper) -> None:
    sample = sealed()
    draw_sample(administration(), sample=sample, seed=SEED)
    entry = Entry.objects.get(command="draw_sample")
    tamper(entry, authority="0" * 64)
    assert len(list(differences())) == 2
