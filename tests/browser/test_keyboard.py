"""Somebody without a mouse applies."""

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from wisselwerk.demo.cast import invented_number

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const isMarked = part => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  return {
    name: one.name || one.textContent.trim() || one.id,
    // A tick is marked together with its words. The skip link is seen only in focus: appearing is its mark.
    isMarked: [one, one.closest(".ds-field")].some(part => part && isMarked(part)) || one.matches(".ds-skip-link"),
    isOnScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}"""
MOST_STOPS = 40


def tab(window: Window) -> str:
    """Go to the next thing that can be used; its name. It shows that it has the focus."""
    window.page.keyboard.press("Tab")
    focused = window.page.evaluate(FOCUSED)
    assert focused["isMarked"], f"{focused['name']} does not show that it has the focus"
    assert focused["isOnScreen"], f"{focused['name']} has the focus out of sight"
    return str(focused["name"])


def tab_to(window: Window, name: str) -> list[str]:
    """Tab until something is reached; what was passed on the way."""
    passed: list[str] = []
    while len(passed) < MOST_STOPS:
        passed.append(tab(window))
        if passed[-1] == name:
            return passed
    raise AssertionError(f"{name} is not reached with Tab: {passed}")


def test_keyboard_only(window: OpenWindow) -> None:
    somebody = window()
    keyboard = somebody.page.keyboard
    somebody.go("/regelingen/genk/aanvragen/")
    tab_to(somebody, "enterprise_number")
    keyboard.type(invented_number(152))
    assert tab(somebody) == "look"
    assert tab(somebody) == "municipality"
    keyboard.type("Genk")
    assert tab(somebody) == "offer"
    assert tab(somebody) == "email"
    keyboard.type("ik@toetsenbord.example")
    assert tab(somebody) == "mandate"
    keyboard.press("Space")
    assert tab(somebody) == "Vraag de cheque aan"
    keyboard.press("Enter")
    somebody.page.wait_for_url("**/bevestigen/")
    assert "ik@toetsenbord.example" in somebody.says()


def test_the_skip_link_skips_the_menu(window: OpenWindow) -> None:
    somebody = window()
    somebody.go("/regelingen/genk/aanvragen/")
    assert tab(somebody) == "Naar de inhoud"
    somebody.page.keyboard.press("Enter")
    assert somebody.page.evaluate("document.activeElement.id") == "main"
    assert {"Diensten", "Aanmelden"}.isdisjoint(tab_to(somebody, "enterprise_number"))


def test_the_first_error_has_the_focus(window: OpenWindow) -> None:
    somebody = window()
    somebody.go("/regelingen/genk/aanvragen/")
    tab_to(somebody, "Vraag de cheque aan")
    somebody.page.keyboard.press("Enter")
    somebody.page.wait_for_selector("[data-focus-first]")
    assert somebody.page.evaluate("document.activeElement.matches('[data-focus-first]')")
    first = tab(somebody)
    somebody.page.keyboard.press("Enter")
    assert first == "Ondernemingsnummer van uw zaak – Vul het ondernemingsnummer in."
    assert somebody.page.evaluate("document.activeElement.name") == "enterprise_number"
