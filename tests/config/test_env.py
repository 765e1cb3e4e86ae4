"""Settings are refused when they are nonsense, and the refusal teaches."""

from pathlib import Path

import pytest

from wisselwerk.config.env import Environment, SettingError


def test_a_setting_that_is_absent_has_its_default() -> None:
    env = Environment({})
    assert env.text("WISSELWERK_A", "A.", default="a") == "a"
    assert env.flag("WISSELWERK_B", "B.", default=True) is True
    assert env.number("WISSELWERK_C", "C.", default=3) == 3
    assert env.words("WISSELWERK_D", "D.", default=["x", "y"]) == ["x", "y"]
    assert env.secret("WISSELWERK_E", "E.") == ""


@pytest.mark.parametrize(
    ("text", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("false", False)]
)
def test_a_flag_is_said_in_several_ways(text: str, *, meant: bool) -> None:
    assert Environment({"WISSELWERK_B": text}).flag("WISSELWERK_B", "B.", default=not meant) is meant


@pytest.mark.parametrize("text", ["", "maybe", "2", "ja"])
def test_a_flag_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match=r"WISSELWERK_B=.* yes or no"):
        Environment({"WISSELWERK_B": text}).flag("WISSELWERK_B", "B.", default=True)


@pytest.mark.parametrize("text", ["1", "10"])
def test_a_number_may_be_on_its_bounds(text: str) -> None:
    env = Environment({"WISSELWERK_C": text})
    assert env.number("WISSELWERK_C", "C.", default=3, at_least=1, at_most=10) == int(text)


@pytest.mark.parametrize("text", ["0", "11", "three", "1.5", "", "-1", "²"])
def test_a_number_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="from 1 to 10"):
        Environment({"WISSELWERK_C": text}).number("WISSELWERK_C", "C.", default=3, at_least=1, at_most=10)


def test_a_choice_names_what_can_be_chosen() -> None:
    with pytest.raises(SettingError, match="one of red, blue"):
        Environment({"WISSELWERK_F": "green"}).choice(
            "WISSELWERK_F", "F.", default="red", among=["red", "blue"]
        )


def test_a_list_forgives_spaces_and_a_last_comma() -> None:
    env = Environment({"WISSELWERK_D": " a.be , b.be,"})
    assert env.words("WISSELWERK_D", "D.", default=[]) == ["a.be", "b.be"]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("s3cret\n", encoding="utf-8")
    assert Environment({"WISSELWERK_E_FILE": str(path)}).secret("WISSELWERK_E", "E.") == "s3cret"


def test_a_secret_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        Environment({"WISSELWERK_E_FILE": str(tmp_path / "nothing")}).secret("WISSELWERK_E", "E.")


def test_an_empty_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    with pytest.raises(SettingError, match="is empty"):
        Environment({"WISSELWERK_E_FILE": str(tmp_path / "secret")}).secret("WISSELWERK_E", "E.")


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="both set"):
        Environment({"WISSELWERK_E": "a", "WISSELWERK_E_FILE": str(tmp_path)}).secret("WISSELWERK_E", "E.")


def test_a_misspelt_name_is_refused_with_the_right_one() -> None:
    env = Environment({"WISSELWERK_DATABSE_URL": "postgresql://"})
    env.secret("WISSELWERK_DATABASE_URL", "The database.")
    with pytest.raises(SettingError, match=r"Did you mean WISSELWERK_DATABASE_URL\?"):
        env.refuse_unknown()


def test_what_is_not_ours_is_left_alone() -> None:
    Environment({"PATH": "/bin", "WISSELWERK_TEST_DATABASE": "sqlite"}).refuse_unknown()


def test_the_reference_shows_where_a_default_comes_from() -> None:
    env = Environment({"WISSELWERK_E": "very secret"})
    env.secret("WISSELWERK_E", "E.", shown="made once")
    assert env.settings["WISSELWERK_E"].default == "made once"
