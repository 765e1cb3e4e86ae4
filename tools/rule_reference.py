"""The pages of docs/reference about rules: every kind there is, and what a scheme file looks like."""

import inspect
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from django.utils.translation import override

from wisselwerk.domain.rule import KINDS, REQUIRED, RuleSet
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.parameter import (
    Between,
    Distinct,
    Limit,
    Matches,
    parameter_types,
    without_limits,
    without_none,
)
from wisselwerk.domain.rule.plain import to_plain
from wisselwerk.formats.partnership_file import partnership_json_schema
from wisselwerk.formats.scheme_file import read_scheme_file, scheme_json_schema
from wisselwerk.wording import rule_text

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "schemes" / "genk.json"
LEAD = """# Rules

A scheme is a list of rules, each of one of the kinds below, with parameters and the legal text it stands on. An
application is held against every rule: one *no* refuses it, one doubt without a *no* brings it to a person, and
otherwise the voucher is awarded. A fact that nobody knows is never a yes.

Money is in cents, days are days in Brussels. [How a kind is added](../guide/add-a-rule-kind.md) ·
[what a scheme file holds](scheme.schema.json) · [scheme files](../examples/schemes)
"""
TYPES = {int: "whole number", str: "text", date: "day"}


def rules_page() -> str:
    """Every kind of rule with what it means, its parameters and how it reads."""
    example = read_scheme_file(EXAMPLE.read_bytes()).versions[-1].rule_set
    return "\n".join([LEAD, *(section(kind, example) for kind in KINDS.values()), NOTE])


NOTE = "Made from the code by `make reference`; change it there.\n"


def scheme_schema() -> str:
    """The JSON Schema of a scheme file."""
    return _json(scheme_json_schema())


def partnership_schema() -> str:
    """The JSON Schema of a partnership file."""
    return _json(partnership_json_schema())


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def section(kind: type[Rule], example: RuleSet) -> str:
    """One kind of rule."""
    needed = "Every scheme has it." if kind.kind in REQUIRED else "A scheme may leave it out."
    lines = [f"## `{kind.kind}`", "", (inspect.getdoc(kind) or "").replace("``", "`"), "", needed, ""]
    if parameters := parameter_types(kind):
        optional = {one.name for one in fields(kind) if one.default is not MISSING}
        lines += ["| parameter | is | |", "| --- | --- | --- |"]
        for name, expected in parameters.items():
            lines.append(
                f"| `{name}` | {described(expected)} | {'may be left out' if name in optional else ''} |"
            )
        lines.append("")
    rule = example.find(kind)
    if rule is not None:
        lines += [f"    {json.dumps({'kind': kind.kind, 'parameters': to_plain(rule)})}", ""]
        for language in ("nl", "en"):
            with override(language):
                lines += [f"> {rule_text(rule)}", ""]
    return "\n".join(lines)


def described(expected: Any) -> str:
    """A type of parameter in words."""
    expected, _ = without_none(expected)
    shape, limits = without_limits(expected)
    if get_origin(shape) is tuple:
        words = f"list of: {described(get_args(shape)[0])}"
    elif is_dataclass(shape) and isinstance(shape, type):
        inner = [f"`{name}` ({described(one)})" for name, one in parameter_types(shape).items()]
        words = " with ".join(["object", " and ".join(inner)])
    elif isinstance(shape, type) and issubclass(shape, StrEnum):
        words = "one of " + ", ".join(f"`{one.value}`" for one in shape)
    else:
        words = TYPES[shape]
    return ", ".join([words, *map(limited, limits)])


def limited(limit: Limit) -> str:
    """A limit in words."""
    match limit:
        case Between(minimum, maximum):
            return f"from {minimum} up to and including {maximum}"
        case Matches(example=example):
            return f"such as `{example}`"
        case Distinct():
            return "at least one, each once"
        case _:
            raise NotImplementedError(f"say here what {limit} is in words")
