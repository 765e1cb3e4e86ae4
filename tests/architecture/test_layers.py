"""What a list of allowed things tells better than the contracts in pyproject.toml, which name what is forbidden."""

import sys

from tests.architecture.source import PACKAGE, Module, imported, program

FOR_TYPES_ONLY = {"_typeshed"}


def test_domain_needs_only_the_standard_library() -> None:
    found = [
        f"{module.where} imports {name}"
        for module in in_domain()
        for name in imported(module)
        if not name.startswith("wisselwerk.domain") and name.split(".")[0] not in allowed(module)
    ]
    assert found == []


def in_domain() -> list[Module]:
    """The modules that hold ideas."""
    return [module for module in program() if module.path.is_relative_to(PACKAGE / "domain")]


def allowed(module: Module) -> frozenset[str]:
    """What one of them may need besides other ideas."""
    more = {"scipy", "numpy"} if module.path.name == "statistic.py" else set()
    return sys.stdlib_module_names | FOR_TYPES_ONLY | more


def test_domain_asks_nobody_what_day_it_is() -> None:
    """Today is an argument, so that a decision can be taken again years later."""
    found = [
        f"{module.where} has {text}"
        for module in in_domain()
        for text in ("date.today(", "datetime.now(", "time.time(", "utcnow(")
        if text in module.text
    ]
    assert found == []


def test_the_clock_has_one_place() -> None:
    found = [
        f"{module.where} has {text}"
        for module in program()
        if module.path.name != "clock.py"
        for text in ("date.today(", "datetime.now(", "timezone.now(", "localdate(")
        if text in module.text
    ]
    assert found == []
