"""Schemes as files: everything a scheme is, its versions and where it comes from, in JSON that people write and share.

``docs/examples/schemes`` holds the two schemes of the seed and invented ones; ``docs/reference/scheme.schema.json`` describes the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule import DOUBLED_KIND, KINDS, MISSING_KIND, REQUIRED, RuleSet, SourcedRule
from wisselwerk.formats.json_document import Document, Path, read_json
from wisselwerk.formats.problem import Problem, Problems
from wisselwerk.formats.scheme_shape import BEYOND, SCHEME, SchemeShape, VersionShape
from wisselwerk.formats.shape import DIALECT, MAX_BYTES, shape_problem, shown


@dataclass(frozen=True, slots=True)
class ParentVersion:
    """The version of another scheme that this one was made from."""

    scheme: str
    """Slug of that scheme."""
    version: int


@dataclass(frozen=True, slots=True)
class SchemeVersion:
    """The rules of a scheme from a day on."""

    number: int
    valid_from: date
    source: str
    rule_set: RuleSet
    whys: Mapping[str, str]
    """Why a rule is what it is, by its kind, as ``domain.lineage`` takes it."""


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """What a scheme file says."""

    slug: str
    name: str
    partnership: str
    """Slug of the partnership."""
    purpose: str
    parent: ParentVersion | None
    versions: tuple[SchemeVersion, ...]
    """From the first to the latest; there is at least one."""


def read_scheme_file(data: bytes, file: str = "scheme.json") -> SchemeFile:
    """The scheme that ``data`` describes; ``file`` is the name problems are reported under.

    Raises:
        Problems: everything that is wrong with it, each with its line and what to do.
    """
    document = read_json(data, file, MAX_BYTES)
    problems = [*_kind_problems(document), *_order_problems(document), *_parent_problems(document)]
    try:
        shape = SCHEME.model_validate(document.value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise Problems(
            [*problems, *(shape_problem(document, one, _place_of(one)) for one in found)]
        ) from error
    if problems:
        raise Problems(problems)
    return _scheme(shape)


def scheme_json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scheme file, for editors and for whoever writes one with a program."""
    return {
        "$schema": DIALECT,
        "$id": "urn:wisselwerk:scheme-1",
        "$comment": BEYOND,
    } | SCHEME.model_json_schema()


def _scheme(shape: SchemeShape) -> SchemeFile:
    parent = None if shape.parent is None else ParentVersion(shape.parent.scheme, shape.parent.version)
    versions = tuple(_version(version) for version in shape.versions)
    return SchemeFile(shape.slug, shape.name, shape.partnership, shape.purpose, parent, versions)


def _version(shape: VersionShape) -> SchemeVersion:
    rule_set = RuleSet(tuple(SourcedRule(rule.parameters, rule.source) for rule in shape.rules))
    whys = MappingProxyType({rule.kind: rule.why for rule in shape.rules if rule.why is not None})
    return SchemeVersion(shape.number, shape.valid_from, shape.source, rule_set, whys)


# What JSON Schema has no words for looks at the document as it is, so that everything wrong is told at once.

NUMBERING = gettext_noop(
    "“{parameter}” is {value}. Number the versions 1, 2, 3, in the order in which they start."
)
NOT_LATER = gettext_noop(
    "This version starts on {value}, not after the one before. Choose a day after {last_from}."
)
OWN_PARENT = gettext_noop(
    "A scheme is not made from itself. Name the other scheme, or leave “{parameter}” out."
)


def _versions(document: Document) -> list[tuple[int, dict[str, Any]]]:
    """The versions that are objects at all, with their place in the list."""
    found = document.value.get("versions") if isinstance(document.value, dict) else None
    numbered = enumerate(found if isinstance(found, list) else [])
    return [(i, version) for i, version in numbered if isinstance(version, dict)]


def _kind_problems(document: Document) -> Iterator[Problem]:
    """Kinds of rule that a version misses or holds twice."""
    for i, version in _versions(document):
        rules = version.get("rules")
        if not isinstance(rules, list):
            continue
        kinds = [rule.get("kind") if isinstance(rule, dict) else None for rule in rules]
        for kind in KINDS:
            places = [j for j, found in enumerate(kinds) if found == kind]
            for j in places[1:]:
                yield document.problem(("versions", i, "rules", j, "kind"), DOUBLED_KIND, kind=kind)
            if kind in REQUIRED and not places:
                yield document.problem(("versions", i, "rules"), MISSING_KIND, kind=kind)


def _order_problems(document: Document) -> Iterator[Problem]:
    """Versions that are not numbered one by one, or do not start one after the other."""
    versions = _versions(document)
    for i, version in versions:
        number = version.get("number")
        if type(number) is int and 1 <= number != i + 1:
            yield document.problem(("versions", i, "number"), NUMBERING, parameter="number", value=number)
    for (_, earlier), (i, later) in pairwise(versions):
        before, start = earlier.get("valid_from"), later.get("valid_from")
        # Days in ISO 8601 sort as text; what is no day is told by the shape.
        if isinstance(before, str) and isinstance(start, str) and start <= before:
            path = ("versions", i, "valid_from")
            yield document.problem(path, NOT_LATER, value=shown(start), last_from=shown(before))


def _parent_problems(document: Document) -> Iterator[Problem]:
    match document.value:
        case {"slug": str(slug), "parent": {"scheme": parent}} if slug == parent:
            yield document.problem(("parent", "scheme"), OWN_PARENT, parameter="parent")


_TAG = 4
"""Where pydantic names the kind of rule in a place, after ``versions``, an index, ``rules`` and an index."""


def _place_of(error: ErrorDetails) -> Path:
    path = error["loc"]
    return path[:_TAG] + path[_TAG + 1 :] if path[2:3] == ("rules",) else path
