"""A JSON file of a stranger is read whole or not at all, and every problem has its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.formats.json_document import MAX_DEPTH, Document, Path, read_json, written
from wisselwerk.formats.problem import Problems

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('ab"\\{[,:\n ', max_size=3), inner, max_size=4)
    ),
)


def read(text: str) -> Document:
    return read_json(text.encode(), "scheme.json", 1000)


def problems(data: bytes) -> list[str]:
    with pytest.raises(Problems) as found:
        read_json(data, "scheme.json", 1000)
    return [str(problem) for problem in found.value.problems]


def paths(value: Any, path: Path = ()) -> set[Path]:
    """The path of every value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths(one, (*path, part)) for part, one in inner))


@given(values, st.sampled_from([None, 1]))
def test_every_value_is_read_and_has_its_line(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    document = read_json(text.encode(), "scheme.json", 100_000)
    assert document.value == value
    assert document.lines.keys() == paths(value)
    lines = text.split("\n")
    for path, line in document.lines.items():
        if path and isinstance(path[-1], str):
            assert json.dumps(path[-1]) in lines[line - 1]


def test_lines_are_counted_as_an_editor_does() -> None:
    document = read('{\n  "a": [\n    1,\n    {"b": 2}\n  ],\n\n  "c": "x\\ny"\n}')
    assert document.lines == {(): 1, ("a",): 2, ("a", 0): 3, ("a", 1): 4, ("a", 1, "b"): 4, ("c",): 7}


def test_a_problem_with_what_is_not_there_stands_where_it_should_have_been() -> None:
    document = read('{\n"a": [\n{}]}')
    assert str(document.problem(("a", 0, "kind"), "Add it.")) == "scheme.json:3: a[0].kind: Add it."
    assert str(document.problem((), "Empty.")) == "scheme.json:1: Empty."


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("25000", 25000), ("25000.0", 25000), ("2.5e4", 25000), ("-0.0", 0), ("0.5", 0.5), ("-12", -12)],
)
def test_a_number_is_whole_however_it_is_written(digits: str, expected: float) -> None:
    value = read(digits).value
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize("digits", ["1e400", "1" + "0" * 900, "NaN", "-Infinity", "1e-999999999"])
def test_no_number_takes_memory_or_time(digits: str) -> None:
    assert isinstance(read(digits).value, float | int)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "scheme.json:1: From here the file is not JSON."),
        (b'{"a": 1,\n}', "scheme.json:2: From here the file is not JSON."),
        (b'{"a": 1}\n\n{}', "scheme.json:3: From here the file is not JSON."),
        (b'{\n"a": "\xe9"}', "scheme.json:2: The file is not text in UTF-8."),
        (b'{"a": {"b": 1,\n"b": 2}}', "scheme.json:2: a.b: “b” stands twice in the same object."),
        (b'["a",\n"\\u0000"]', "scheme.json:2: [1]: A text here holds a character that cannot be kept."),
        (b'{"a": "\\ud800"}', "scheme.json:1: a: A text here holds a character that cannot be kept."),
        (b'{"\\ud800": {"a": 1}}', "scheme.json:1: A text here holds a character that cannot be kept."),
        (b"x" * 1001, "scheme.json:1: The file is larger than 1 kB."),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(data: bytes, expected: str) -> None:
    (problem,) = problems(data)
    assert problem.startswith(expected)
    assert len(problem) > len(expected), "and what to do next"


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 100_000])
def test_lists_without_end_are_no_crash(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    with pytest.raises(Problems, match="too deep"):
        read_json(deep, "scheme.json", len(deep))


def test_everything_said_twice_is_told_at_once() -> None:
    assert len(problems(b'{"a": 1, "a": 2,\n"b": [{"c": 1, "c": 2}]}')) == 2


@given(st.binary(max_size=200) | st.text('{}[]:,"\\u0ad1\n ', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_json(data, "scheme.json", 1000)
    except Problems:
        return
    assert document.lines.keys() == paths(document.value)


def test_a_path_cannot_be_mistaken() -> None:
    assert written(("versions", 0, "rules", 2, "kind")) == "versions[0].rules[2].kind"
    assert written(("a b", "\x1b[31m")) == '["a b"]["\\u001b[31m"]'
