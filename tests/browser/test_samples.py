"""Samples: read by everybody, drawn by the administration, looked at and passed on by the auditor."""

from datetime import timedelta

import pytest

from tests.browser.conftest import OpenWindow
from tests.samples import SEED, SOURCE
from tests.scene import EMAIL
from wisselwerk.apps.parties.queries import actor_for
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.samples.models import Sample
from wisselwerk.apps.samples.queries import items_of
from wisselwerk.apps.samples.services import seal_dossier_sample
from wisselwerk.clock import as_if, now, today
from wisselwerk.domain.sample import SampleKind, Strata

pytestmark = pytest.mark.browser

ALL = "/nazicht/steekproeven/"


def sealed_before() -> Sample:
    """One more of the dossiers of the demo, of which the seed has come."""
    known = Sample.objects.get(kind=SampleKind.DOSSIERS)
    assert known.scheme is not None
    with as_if(now() - timedelta(days=2)):
        return seal_dossier_sample(
            actor_for(person(EMAIL["auditor"])),
            scheme=known.scheme,
            year=known.year,
            strata=Strata.NONE,
            size=2,
            at_least_one=False,
            seed_source=SOURCE,
            seed_on=today() + timedelta(days=1),
        )


def test_everybody_reads_what_was_drawn_and_passed_on(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/")
    anybody.page.get_by_role("link", name="Steekproeven achteraf").click()
    assert anybody.heading() == "Steekproeven achteraf"
    assert anybody.faults("samples") == []
    for sample in Sample.objects.order_by("pk"):
        anybody.go(f"{ALL}{sample.pk}/")
        assert "Uitkomst doorgegeven" in anybody.says()
        assert anybody.faults("sample" if sample.is_public else "sample-dossiers") == []
    flanders = window(EMAIL["flanders"])
    flanders.go(ALL)
    assert flanders.faults() == []
    flanders.follow("Nieuwe steekproef")
    assert flanders.faults("sample-new") == []
    flanders.page.get_by_role("button", name="De lijst verzegelen").click()
    assert flanders.faults() == []


def test_the_auditor_looks_at_each_and_passes_on(window: OpenWindow) -> None:
    sample = sealed_before()
    auditor = window(EMAIL["auditor"])
    auditor.go("/mijn/")
    assert "het startgetal is er, dus u kunt trekken" in auditor.says()
    assert auditor.faults() == []
    auditor.go(f"{ALL}{sample.pk}/trekken/")
    assert auditor.faults() == []
    auditor.page.get_by_label("Het startgetal").fill(SEED)
    auditor.page.get_by_role("button", name="Trek de steekproef").click()
    assert auditor.heading() == "Wat getrokken is"
    assert auditor.faults("sample-items") == []
    auditor.page.locator("tbody a").first.click()
    assert auditor.faults() == []
    auditor.page.get_by_label("Vaststelling", exact=True).first.check()
    auditor.page.get_by_label("Wat vraagt een vaststelling?").first.select_option("RECOVER")
    auditor.page.get_by_label("Wat kunnen anderen eruit leren?").first.fill(
        "Vraag het aan mevrouw Els Peeters."
    )
    auditor.page.get_by_role("button", name="Leg vast").click()
    assert "Dit hebben we weggelaten" in auditor.says()
    assert auditor.faults() == []
    auditor.page.get_by_role("button", name="Leg vast").click()
    assert auditor.heading() == "Wat getrokken is"
    assert items_of(sample)[0].judgements.get().lesson.startswith("Vraag het aan mevrouw N.N.")
    auditor.go(f"{ALL}{sample.pk}/stukken/1/")
    assert "Een steekproef beslist niets." in auditor.says()
    assert auditor.faults("sample-item") == []
    auditor.go(f"{ALL}{sample.pk}/doorgeven/")
    assert auditor.faults("sample-pass-on") == []
    auditor.go(f"/audit/steekproeven/{sample.scheme.slug}/nieuw/" if sample.scheme else "")
    assert auditor.faults() == []
