"""Whoever writes what becomes public is told whom the text names, and reads it again before it goes out."""

import pytest
from django import forms

from wisselwerk.formats.public_text import persons_in, without_persons
from wisselwerk.web.public_text import PublicTextField


class Words(forms.Form):
    said = PublicTextField(max_length=100)
    other = PublicTextField(required=False)


def form(**typed: str) -> Words:
    return Words(typed)


def test_a_text_that_names_nobody_passes_as_it_was_written() -> None:
    said = "Het toezicht op artikel 60 staat onder actie AC-12,\r\nmet 2 voltijdse trajectbegeleiders."
    sent = form(said=f"  {said} ")
    assert sent.is_valid()
    assert sent.cleaned_data == {"said": said, "other": ""}


def test_whoever_is_named_is_told_and_the_text_comes_back_without() -> None:
    sent = form(said="Vraag het aan mevrouw Vjosa Krasniqi, of bel 0470 12 34 56.")
    assert not sent.is_valid()
    (told,) = sent.errors["said"]
    assert "“Vjosa Krasniqi”" in told
    assert "“0470 12 34 56”" in told
    assert "Krasniqi" not in str(sent["said"])
    assert sent["said"].value() == "Vraag het aan mevrouw N.N., of bel N.N."


def test_what_came_back_can_be_sent_as_it_is() -> None:
    sent = form(said="Mevrouw Vjosa Krasniqi, wonende te Kerkstraat 12, 9999 Essel, weet het.")
    assert not sent.is_valid()
    again = form(said=sent["said"].value())
    assert again.is_valid(), again.errors


def test_a_name_in_one_text_does_not_let_another_out() -> None:
    sent = form(said="Goed.", other="zohra@essel.example")
    assert set(sent.errors) == {"other"}
    assert sent["said"].value() == "Goed."


@pytest.mark.parametrize("text", ["", "N.N.", "Stad Genk en OCMW Tongeren", "Wonende te N.N., zegt men."])
def test_where_nobody_is_named_nothing_changes(text: str) -> None:
    assert without_persons(text) == text
    assert persons_in(text) == ()


def test_who_is_named_twice_is_told_once() -> None:
    assert persons_in("Zeg het de heer Lowie Vos. De heer Lowie Vos weet het.") == ("Lowie Vos",)


def test_a_text_that_is_too_long_or_missing_is_told_as_ever() -> None:
    assert "100" in form(said="a" * 101).errors["said"][0]
    assert form(said=" ").errors["said"] == ["Dit veld is verplicht."]
