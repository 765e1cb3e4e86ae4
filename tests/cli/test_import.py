"""Bringing in files: as a whole or not at all, with what is wrong told by file and line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from wisselwerk.apps.parties.models import Membership
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.apps.schemes.models import CouncilDecision, GrantingArrangement, RuleSetVersion, Scheme
from wisselwerk.cli.importing import IMPORTS
from wisselwerk.domain.actor import SYSTEM

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PARENT, CHILD = (EXAMPLES / "schemes" / f"{slug}.json" for slug in ("zuidoost-limburg", "genk"))
PARTNERSHIP, CHILD_PARTNERSHIP = (
    EXAMPLES / "partnerships" / f"{slug}.json" for slug in ("zuidoost-limburg", "genk")
)


@pytest.fixture(autouse=True)
def partnerships() -> None:
    for slug in ("zuidoost-limburg", "genk"):
        found_partnership(SYSTEM, slug=slug, name=slug)


def bring_in(*arguments: object, kind: str = "scheme") -> tuple[str, str, str]:
    """What stood on standard output and error, and with which message it failed."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("import", kind, *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    return out.getvalue(), err.getvalue(), failed


def changed(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(json.loads(CHILD.read_text()) | changes, indent=1))
    return path


def test_schemes_are_loaded_in_the_order_given_and_once() -> None:
    for _ in range(2):
        out, err, failed = bring_in(PARENT, CHILD)
        assert [line.partition(";")[0] for line in out.splitlines()] == [
            f"{PARENT}: scheme zuidoost-limburg, versions: 1 from 2015-01-01, 2 from 2019-01-01, 3 from 2025-01-01",
            f"{CHILD}: scheme genk, versions: 1 from 2015-03-01, 2 from 2019-01-01, 3 from 2025-01-01",
        ]
        assert (err, failed) == ("", "")
    assert Scheme.objects.count() == 2
    assert RuleSetVersion.objects.count() == 6


def test_a_dry_run_changes_nothing_and_sees_one_file_after_the_other() -> None:
    out, err, failed = bring_in(PARENT, CHILD, "--dry-run")
    assert len(out.splitlines()) == 2
    assert "Nothing was changed" in err
    assert failed == ""
    assert not Scheme.objects.exists()


def test_a_dry_run_tells_what_is_wrong() -> None:
    _, err, failed = bring_in(CHILD, "--dry-run")
    assert "Version 1 of scheme “zuidoost-limburg” is not here" in err
    assert failed.startswith(f"Not loaded: {CHILD}.")


def test_what_does_not_fit_is_told_with_its_line(tmp_path: Path) -> None:
    bring_in(PARENT, CHILD)
    document = json.loads(CHILD.read_text())
    document["versions"][2]["source"] = "Een ander besluit"
    path = changed(tmp_path, versions=document["versions"])
    # The version starts on the line above that of its number.
    line = path.read_text().partition('"number": 3')[0].count("\n")
    out, err, failed = bring_in(path)
    assert out == ""
    assert err == (
        f"{path}:{line}: versions[2]: Version 3 has been published and never changes. "
        "Take it back as it was, or add a next version.\n"
    )
    assert failed == f"Not loaded: {path}. Put right what stands above."


def test_what_is_wrong_in_the_file_is_told_and_the_others_are_loaded(tmp_path: Path) -> None:
    path = changed(tmp_path, slug="Genk!", partnership="genk")
    out, err, failed = bring_in(PARENT, path, tmp_path / "absent.json", tmp_path)
    assert out.startswith(f"{PARENT}: scheme zuidoost-limburg")
    assert f"{path}:3: slug: " in err
    assert f"{tmp_path / 'absent.json'}: cannot be read: No such file or directory." in err
    assert f"{tmp_path}: cannot be read: Is a directory." in err
    assert failed.startswith(f"Not loaded: {path}, {tmp_path / 'absent.json'}, {tmp_path}.")
    assert list(Scheme.objects.values_list("slug", flat=True)) == ["zuidoost-limburg"]


def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    _, err, _ = bring_in(path)
    assert f"{path}:1: The file is larger than 500 kB" in err


def test_a_partnership_is_loaded_before_its_scheme_and_again_after_it() -> None:
    out, err, failed = bring_in(PARTNERSHIP, kind="partnership")
    assert out == (
        f"{PARTNERSHIP}: partnership zuidoost-limburg, without what was decided about zuidoost-limburg: "
        "not here yet. Import that scheme, then this file again.\n"
    )
    assert (err, failed) == ("", "")
    assert not CouncilDecision.objects.exists()
    bring_in(PARENT)
    for _ in range(2):
        assert bring_in(PARTNERSHIP, kind="partnership") == (
            f"{PARTNERSHIP}: partnership zuidoost-limburg\n", "", "",
        )  # fmt: skip
    decisions = json.loads(PARTNERSHIP.read_text())["council_decisions"]
    assert CouncilDecision.objects.count() == len(decisions)
    assert GrantingArrangement.objects.filter(delegation=None).count() == 0
    assert GrantingArrangement.objects.count() == 2


def test_a_place_that_no_membership_or_decision_covers_is_told_until_one_does(tmp_path: Path) -> None:
    scheme, partnership = json.loads(CHILD.read_text()), json.loads(CHILD_PARTNERSHIP.read_text())
    for rule in scheme["versions"][-1]["rules"]:
        if rule["kind"] == "territory":
            rule["parameters"]["places"].append("72040")
    decision = {
        "scheme": "genk", "local_government": "72042", "subject": "TERRITORY", "title": "Heel Oudsbergen",
        "decided_on": "2025-01-01",
    }  # fmt: skip
    decided = partnership | {"council_decisions": [*partnership["council_decisions"], decision]}
    files = {"scheme": scheme, "partnership": partnership, "decided": decided}
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content))

    def notice(name: str) -> str:
        kind = "scheme" if name == "scheme" else "partnership"
        out, err, failed = bring_in(tmp_path / name, kind=kind)
        assert (err, failed) == ("", "")
        return out.partition("; ")[2].strip()

    bring_in(PARENT)
    everywhere = notice("scheme")
    assert everywhere.startswith("nobody takes part yet for some places of the rules: Genk waits for")
    assert "Opglabbeek (Oudsbergen), Meeuwen-Gruitrode (Oudsbergen) waits for the decision of Oudsbergen" in (
        everywhere
    )
    waits = (
        "nobody takes part yet for some places of the rules: "
        "Meeuwen-Gruitrode (Oudsbergen) waits for the decision of Oudsbergen"
    )
    assert [notice(name) for name in ("partnership", "scheme", "decided", "decided", "scheme")] == [
        waits, waits, "", "", "",
    ]  # fmt: skip
    assert CouncilDecision.objects.filter(subject="TERRITORY").count() == 1


def test_a_dry_run_of_a_partnership_records_nothing() -> None:
    out, err, failed = bring_in(PARTNERSHIP, "--dry-run", kind="partnership")
    assert out.startswith(f"{PARTNERSHIP}: partnership zuidoost-limburg")
    assert "Nothing was changed" in err
    assert failed == ""
    assert not Membership.objects.exists()


def test_what_does_not_fit_in_a_partnership_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "changed.json"
    text = PARTNERSHIP.read_text().replace('"place": "73066"', '"place": "99999"')
    path.write_text(text)
    line = text.partition('"place": "99999"')[0].count("\n") + 1
    _, err, failed = bring_in(path, kind="partnership")
    assert err == (
        f"{path}:{line}: members[6].place: “99999” is no place in Belgium. Look the NIS code up again.\n"
    )
    assert failed.startswith(f"Not loaded: {path}.")
    assert not Membership.objects.exists()


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'schema'") as refused:
        call_command("import", "schema", "x.json")
    assert all(kind in str(refused.value) for kind in IMPORTS)


def test_an_example_scheme_is_loaded_after_the_partnership_it_names() -> None:
    """As somebody does who installed it just now, with the files of the examples alone."""
    schemes = sorted(EXAMPLES.glob("schemes/voorbeeld-*.json"))
    of_example = [one for one in schemes if json.loads(one.read_text())["partnership"] == "voorbeeld"]
    _, err, failed = bring_in(*of_example)
    assert failed
    assert "wisselwerk import partnership" in err
    for kind, files in (
        ("partnership", [EXAMPLES / "partnerships" / "voorbeeld.json"]),
        ("scheme", of_example),
    ):
        assert bring_in(*files, kind=kind)[1:] == ("", "")
    assert {one.partnership.slug for one in Scheme.objects.all()} == {"voorbeeld"}
    assert Scheme.objects.count() == len(of_example)
