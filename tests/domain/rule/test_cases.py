"""The cases in ``cases/*.yaml``, which a lawyer can read and correct: one file per kind of rule."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.domain.rule.cast import BARE, bare_with, sourced
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.rule import KINDS, evaluate
from wisselwerk.domain.rule.allocation import Allocation
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import FACT_NAMES, Facts, Outcome, Rule, Verdict
from wisselwerk.domain.rule.last_part import LastPart
from wisselwerk.domain.rule.order import InvoicesPerVoucher
from wisselwerk.domain.rule.plain import from_plain, to_plain
from wisselwerk.domain.rule.window import ApplicationWindow
from wisselwerk.wording import places

FOLDER = Path(__file__).parent / "cases"
LABELS = frozenset({"pass", "fail", "lower boundary", "upper boundary", "missing fact"})
KEYS = frozenset(
    {"covers", "because", "facts", "parameters", "verdict", "code", "params", "gives", "cannot_exist"}
)
NOTHING_KNOWN = Facts(applied_on=date(2026, 3, 2), provider_chosen=True)


@dataclass(frozen=True)
class Case:
    """One case, with what the file says once for all its cases filled in."""

    kind: str
    told: dict[str, Any]
    parameters: dict[str, Any]
    award_cents: int

    @property
    def facts(self) -> Facts:
        return Facts.from_plain({"applied_on": "2026-03-02"} | self.told.get("facts", {}))

    def rule(self) -> Rule:
        return from_plain(KINDS[self.kind], self.parameters)

    def outcome(self) -> Outcome:
        """What the rule says in a set that has it and little else."""
        rule = self.rule()
        others: list[Rule] = [] if isinstance(rule, Amount) else [Amount(amount_cents=self.award_cents)]
        if isinstance(rule, Allocation):
            others.append(ApplicationWindow(opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31)))
        if isinstance(rule, LastPart):
            others.append(InvoicesPerVoucher(maximum=1))
        rule_set = bare_with(rule, *others)
        return next(one for one in evaluate(rule_set, self.facts).outcomes if one.kind == self.kind)


def written(value: Any) -> Any:
    """YAML reads days as days; rules and facts are stored with days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: written(one) for key, one in value.items()}
    return [written(one) for one in value] if isinstance(value, list) else value


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = written(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert document.keys() <= {"rule", "parameters", "award", "without", "cases"}, path
    return document


FILES = {path.stem: read(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    Case(
        kind,
        told,
        told.get("parameters", document.get("parameters", {})),
        document.get("award", {}).get("amount_cents", 25000),
    )
    for kind, document in FILES.items()
    for told in document["cases"]
]


def name(case: Case) -> str:
    return f"{case.kind}: {case.told['because']}"


JUDGED = [case for case in CASES if "cannot_exist" not in case.told]
IMPOSSIBLE = [case for case in CASES if "cannot_exist" in case.told]


def test_every_kind_has_its_cases_and_no_file_is_left_over() -> None:
    assert FILES.keys() == KINDS.keys()
    assert all(document["rule"] == kind for kind, document in FILES.items())


@pytest.mark.parametrize("kind", KINDS)
def test_the_five_situations_are_there_or_said_to_have_no_meaning(kind: str) -> None:
    covered = {told["covers"] for told in FILES[kind]["cases"]}
    meaningless = FILES[kind].get("without", {})
    assert covered | meaningless.keys() == LABELS
    assert not covered & meaningless.keys()
    assert all(meaningless.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_that_misses_its_fact_has_a_case_for_that(kind: str) -> None:
    case = next(case for case in JUDGED if case.kind == kind)
    rule = case.rule()
    outcome = rule.check(NOTHING_KNOWN, sourced(BARE).grant(NOTHING_KNOWN.award_day))
    if outcome.verdict is Verdict.REVIEW:
        assert "missing fact" not in FILES[kind].get("without", {})


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_case_is_written_with_words_that_mean_something(case: Case) -> None:
    assert case.told.keys() <= KEYS
    assert ("cannot_exist" in case.told) is not ("verdict" in case.told)
    if "verdict" in case.told:
        assert ("code" in case.told) is (case.told["verdict"] != "PASS")


@pytest.mark.parametrize("case", JUDGED, ids=name)
def test_case(case: Case) -> None:
    outcome = case.outcome()
    plain = to_plain(outcome)
    assert Outcome.from_plain(plain) == outcome
    assert outcome.verdict == case.told["verdict"]
    assert (plain["reason"] or {}).get("code") == case.told.get("code")
    if "params" in case.told:
        assert plain["reason"]["params"] == case.told["params"]
    if "gives" in case.told:
        grant = to_plain(bare_with(case.rule()).grant(case.facts.award_day, case.facts.enterprise_size))
        assert grant | case.told["gives"] == grant


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=name)
def test_a_rule_that_cannot_exist_is_not_made(case: Case) -> None:
    with pytest.raises(ValueError) as refused:
        case.rule()
    assert case.told["cannot_exist"] in str(refused.value)


@pytest.mark.parametrize("case", JUDGED, ids=name)
def test_every_place_of_a_sentence_is_filled(case: Case) -> None:
    rule, outcome = case.rule(), case.outcome()
    set_parameters = {key for key, value in to_plain(rule).items() if value is not None}
    assert rule.sentences
    for message_id in rule.sentences:
        assert places(message_id) <= set_parameters
    if outcome.reason:
        assert places(SENTENCES[outcome.reason.code]) <= outcome.reason.params.keys()
        assert outcome.reason.params.get("fact", "seat_places") in FACT_NAMES


def test_every_verdict_and_every_kind_of_refusal_is_seen_at_work() -> None:
    """A kind that can only pass here would be a kind nobody tried to break."""
    seen = {case.kind for case in CASES if case.told.get("verdict") != "PASS"}
    assert seen == KINDS.keys()
