"""Every example scheme loads, decides and pays as its cases say, and explains itself in Dutch on its page."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.scene import GENK, LONG_AGO, Scene, invoice, set_scene
from tests.web.stage import browser, text
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.models import DecisionSubject, Granter, Scheme
from wisselwerk.apps.schemes.services import (
    arrange_granting,
    fund_scheme,
    give_visum,
    load_scheme,
    record_decision,
)
from wisselwerk.apps.vouchers.models import Application, Redemption
from wisselwerk.apps.vouchers.queries.applications import latest_decision, reasons_of
from wisselwerk.apps.vouchers.queries.evaluations import last_part_of
from wisselwerk.apps.vouchers.queries.proof import differences
from wisselwerk.apps.vouchers.services import enter_application, redeem_voucher
from wisselwerk.clock import today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.refusal import Refusal
from wisselwerk.formats.scheme_file import SchemeFile, read_scheme_file, scheme_json_schema

pytestmark = pytest.mark.django_db

SCHEMES = Path(__file__).parents[2] / "docs" / "examples" / "schemes"
CASES = Path(__file__).parent / "cases"
WITH_A_DRAW = "voorbeeld-loting"
"""Nobody gets a voucher of it by applying: ``tests/stories/test_draw.py`` plays it."""
EXAMPLES = sorted(path.stem for path in SCHEMES.glob("voorbeeld-*.json") if path.stem != WITH_A_DRAW)
TOLD: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.yaml"))
}
BUDGET_CENTS = 1_000_000


@dataclass(frozen=True)
class Case:
    """One application, with what comes of it and of the invoices after it."""

    slug: str
    told: dict[str, Any]

    @property
    def declarations(self) -> dict[str, Any]:
        declared = TOLD[self.slug]["declares"] | self.told.get("declares", {})
        return {name: answer for name, answer in declared.items() if answer is not None}


EVERY = [Case(slug, told) for slug, one in TOLD.items() for told in one["cases"]]


def file_of(slug: str) -> SchemeFile:
    path = SCHEMES / f"{slug}.json"
    return read_scheme_file(path.read_bytes(), path.name)


def launched(slug: str) -> tuple[Scene, Scheme]:
    """The scheme of an example file, loaded into a partnership that can grant, with its visum and its money."""
    scene = set_scene(slug="voorbeeld")
    scheme = load_scheme(SYSTEM, file_of(slug))
    decision = record_decision(
        SYSTEM,
        scheme=scheme,
        local_government=local_government(GENK, today()),
        subject=DecisionSubject.DELEGATION,
        title="Delegatie",
        decided_on=LONG_AGO,
    )
    arrange_granting(
        SYSTEM,
        scheme=scheme,
        granter=Granter.MANAGING_MUNICIPALITY,
        signatory="algemeen directeur",
        delegation=decision,
        valid_from=LONG_AGO,
    )
    give_visum(SYSTEM, scheme=scheme, given_on=LONG_AGO)
    fund_scheme(SYSTEM, scheme=scheme, year=today().year, amount_cents=BUDGET_CENTS)
    return scene, scheme


def apply(scene: Scene, scheme: Scheme, declarations: dict[str, Any]) -> Application:
    return enter_application(
        scene.coordinator,
        scheme=scheme,
        enterprise_number=OWN_ENTERPRISE.number,
        email="iemand@voorbeeld.example",
        provider=PROVIDER_NUMBER,
        declarations=declarations,
    )


def redeem(scene: Scene, application: Application, told: dict[str, Any], number: str) -> None:
    """Hand in one invoice, and hold what comes of it to what was told."""
    voucher = application.voucher
    data = invoice(voucher, told["net_cents"], number=number)
    if "code" not in told:
        done = redeem_voucher(scene.coordinator, code=voucher.code, data=data)
        assert done.voucher_part_cents == told["pays_cents"]
        assert done.voucher_part_cents + done.own_part_cents == told["net_cents"]
        if "last_cents" in told:
            assert last_part_of(Redemption.objects.get(pk=done.id)) == told["last_cents"]
        return
    with pytest.raises(Refusal) as refused:
        redeem_voucher(scene.coordinator, code=voucher.code, data=data)
    (reason,) = refused.value.reasons
    assert reason.code == told["code"]
    if "needed_cents" in told:
        assert reason.params["needed_cents"] == told["needed_cents"]


def test_every_example_has_its_cases() -> None:
    assert EXAMPLES
    assert list(TOLD) == EXAMPLES


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_is_clearly_one_and_fits_the_schema(slug: str) -> None:
    document = json.loads((SCHEMES / f"{slug}.json").read_text(encoding="utf-8"))
    Draft202012Validator(scheme_json_schema()).validate(document)
    assert document["name"].startswith("Voorbeeld")
    assert document["partnership"] == "voorbeeld"
    assert all("geen bestaande regeling" in rule["source"] for rule in document["versions"][0]["rules"])


@pytest.mark.parametrize("slug", EXAMPLES)
def test_loading_it_again_changes_nothing(slug: str) -> None:
    _scene, scheme = launched(slug)
    assert load_scheme(SYSTEM, file_of(slug)) == scheme
    assert scheme.versions.count() == 1


@pytest.mark.parametrize("slug", EXAMPLES)
def test_it_explains_itself_in_dutch_and_asks_what_its_rules_ask(slug: str) -> None:
    launched(slug)
    page = text(browser().get(f"/regelingen/{slug}/"))
    for sentence in TOLD[slug]["explains"]:
        assert sentence in page
    (version,) = file_of(slug).versions
    assert [question.name for question in version.rule_set.questions] == TOLD[slug]["asks"]
    form = browser().get(f"/regelingen/{slug}/aanvragen/").context["form"]
    assert [field.name for field in form.answers] == TOLD[slug]["asks"]
    assert "deducts_vat" not in form.fields


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.slug}: {case.told['because']}")
def test_case(case: Case) -> None:
    scene, scheme = launched(case.slug)
    for _ in range(case.told.get("before", 0)):
        assert apply(scene, scheme, case.declarations).state == "awarded"
    application = apply(scene, scheme, case.declarations)
    decision = latest_decision(application)
    assert decision is not None
    assert application.state == case.told["outcome"]
    assert [reason.code for reason in reasons_of(decision)][:1] == [
        code for code in (case.told.get("code"),) if code
    ]
    if "worth_cents" in case.told:
        assert application.voucher.amount_cents == case.told["worth_cents"]
    for i, told in enumerate(case.told.get("invoices", ()), 1):
        redeem(scene, application, told, f"F-{i}")
    assert list(differences()) == []
