"""Judging texts line by line, and how well that is done."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from wisselwerk.domain.initiative import ENOUGH
from wisselwerk.formats.decision_text import decision_of_text

GOOD = '{"title": "Wijk-werken: samenwerkingsovereenkomst", "text": "De overeenkomst loopt zes jaar."}'


def run(path: Path) -> tuple[list[dict[str, object]], str, str]:
    """The answers, what is wrong, and with which message it failed."""
    out, err, failed = StringIO(), StringIO(), ""
    try:
        call_command("recognise", str(path), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), failed


def test_each_line_gets_an_answer_with_its_reasons(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(GOOD + '\n{"title": "Vacature poetshulp", "text": ""}\n', encoding="utf-8-sig")
    (yes, no), wrong, failed = run(file)
    assert yes == {
        "label": 1,
        "score": 24,
        "because": ["wijk werken (title, +20)", "samenwerkingsovereenkomst (title, +4)"],
    }
    assert (no["label"], no["score"]) == (0, 0)
    assert (wrong, failed) == ("", "")


def test_what_is_no_such_line_is_told_by_its_number_and_the_rest_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    bad = [b"niets", b"[]", b'{"title": 7}', b"\xff\xfe", b'{"text": " "}', b"[" * 100_000]
    file.write_bytes(b"\n".join([GOOD.encode(), *bad, b"", GOOD.encode()]))
    answers, wrong, failed = run(file)
    assert [one["label"] for one in answers] == [1, 1]
    assert [line.split(":")[1] for line in wrong.splitlines()] == ["2", "3", "4", "5", "6", "7"]
    assert failed == "Left out: 6 lines. What is wrong with them stands above."


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert run(tmp_path / "nergens.jsonl")[2].endswith("cannot be read: No such file or directory.")


def test_a_text_in_one_piece_is_summary_reasons_and_articles() -> None:
    text = (
        "De stad steunt ondernemers. Gelet op het decreet lokaal bestuur. Een tweede zin. Een derde zin.\n"
        "Artikel 1. Een cheque is 250 euro waard.\nArtikel 2. Dit treedt in werking."
    )
    found = decision_of_text("Titel", text)
    assert found.description == ("De stad steunt ondernemers.", "Een tweede zin.")
    assert found.motivation == ("Gelet op het decreet lokaal bestuur.", "Een derde zin.")
    assert [one.number for one in found.articles] == ["1", "2"]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 100_000, "Artikel 1"])
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert decision_of_text("Titel", text).title == "Titel"


def test_how_well_is_printed_with_intervals_and_what_went_wrong() -> None:
    out = StringIO()
    call_command("evaluate-recognition", stdout=out)
    told = out.getvalue()
    assert f"Threshold: {ENOUGH} points." in told
    assert (
        "kept unseen: 113 texts: precision 1.000 (41 of 41; 0.91 to 1.00), recall 0.976 (41 of 42; 0.87"
        in told
    )
    assert told.count("missed: ") + told.count("wrong: ") == 3


def test_a_program_gets_the_same_numbers() -> None:
    out = StringIO()
    call_command("evaluate-recognition", "--json", stdout=out)
    found = json.loads(out.getvalue())["parts"]["kept unseen"]
    assert found["texts"] == 113
    assert found["recall"]["low"] < 0.88 < found["recall"]["value"] < found["recall"]["high"] <= 1
