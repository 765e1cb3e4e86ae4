"""A window of the browser: what somebody sees in it, what went wrong in it, and whether everybody can use it."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

from tests.web.stage import work
from wisselwerk.apps.parties.services import person

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("WISSELWERK_TEST_SCREENSHOTS")
"""Where the pictures of the guide go, when they are asked for (``make screenshots``)."""

WHOLE = frozenset(
    {
        "learning",
        "comparison",
        "initiative",
        "initiative-noticed",
        "initiative-link",
        "register",
        "finance",
        "order",
        "batch",
        "signed",
        "road",
        "claims",
        "aid",
        "control",
        "network-question",
        "network-meeting",
        "network-lessons",
        "controlled",
        "question-refused",
        "questioned",
        "roles",
        "practice",
        "practice-adopters",
        "practice-write",
        "sample",
        "sample-dossiers",
        "sample-item",
    }
)
"""Pictures of a whole page: what the guide says of it stands lower than a window shows."""

Scheme = Literal["light", "dark"]
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

OF_COLOUR = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async rules => {
  const found = await axe.run(document, rules.length ? {runOnly: {type: "rule", values: rules}} : {});
  return found.violations.map(({id, nodes}) =>
    `${id}: ` + nodes.map(node => `${node.target} ${node.any.map(one => one.message)}`).join(" | "));
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > room + 1)
    .map(one => `wider than the window: ${one.tagName}.${one.className}`);
  return wide.length ? wide : ["wider than the window: words that do not break, in no element that is too wide"];
}"""
RAGGED = """() => [...document.querySelectorAll("[href]")]
  .map(one => one.getAttribute("href"))
  .filter(href => /\\s/.test(href))
  .map(href => `an address with blanks in it: ${JSON.stringify(href)}`)"""


def open_window(browser: Browser, site: str, who: str, *, script: bool) -> "Window":
    """A window with cookies of its own; ``who`` is signed in, as a mailed code would do."""
    context = browser.new_context(
        base_url=site,
        locale="nl-BE",
        timezone_id="Europe/Brussels",
        java_script_enabled=script,
        reduced_motion="reduce",
        viewport=SIZES["desktop"],
    )
    context.set_default_timeout(15_000)
    if script:
        # Before the page's own scripts, as an extension would: the page's policy admits no script of others.
        context.add_init_script(path=AXE)
    if who:
        client = Client()
        client.force_login(person(who))
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return Window(context.new_page(), script)


@dataclass
class Window:
    """One window."""

    page: Page
    has_script: bool
    complaints: list[str] = field(default_factory=list)
    """What the browser said was wrong: blocked by the content policy, not found, failed."""

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        # A page that answers 403, 404 or 422 is reported as well, and is just what was asked for.
        its_own = message.location.get("url") == self.page.url and re.search(r"status of 4\d\d", message.text)
        if message.type in {"error", "warning"} and not its_own:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(path)

    def press(self, words: str) -> None:
        """Press the button with these words in the content of the page."""
        self.page.get_by_role("main").get_by_role("button", name=words, exact=True).click()
        self._arrive()

    def follow(self, words: str) -> None:
        """Follow the link with these words in the content of the page."""
        self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()
        self._arrive()

    def _arrive(self) -> None:
        # A click returns as soon as the new page begins; who went back at once met a window between two pages.
        self.page.wait_for_load_state()

    def heading(self) -> str:
        """What the page says first."""
        return plain(self.page.locator("h1").inner_text())

    def says(self) -> str:
        """All that stands in the content of the page, with single spaces."""
        return plain(self.page.get_by_role("main").inner_text())

    def newest_mail(self) -> str:
        """What stands in the newest mail, read in the demo's mailbox after background work sent it."""
        work()
        self.go("/demo/postvak/")
        return self.page.locator("article").first.inner_text()

    def faults(self, picture: str = "") -> list[str]:
        """What is wrong with the page at each size and in each colour scheme; ``picture`` names it for the guide.

        Without script there is nothing to look with but the headings.
        """
        self._arrive()
        headings = self.page.locator("h1").count()
        found = [] if headings == 1 else [f"{self.page.url}: {headings} first headings"]
        for size, scheme in looks() if self.has_script else ():
            self.page.set_viewport_size(SIZES[size])
            self.page.emulate_media(color_scheme=scheme)
            # Colours are all that a scheme changes; what has to do with place and meaning is looked at once per size.
            rules = OF_COLOUR if scheme == "dark" else []
            faults = [
                *self.page.evaluate(RUN_AXE, rules),
                *self.page.evaluate(TOO_WIDE),
                *self.page.evaluate(RAGGED),
            ]
            found += [f"{self.page.url} {size} {scheme}: {fault}" for fault in faults]
            if picture and PICTURES:
                path = Path(PICTURES) / f"{picture}-{size}-{scheme}.png"
                self.page.screenshot(path=path, full_page=picture in WHOLE)
        self.page.set_viewport_size(SIZES["desktop"])
        found += [f"{self.page.url}: {complaint}" for complaint in self.complaints]
        self.complaints.clear()
        return found


def looks() -> Iterator[tuple[str, Scheme]]:
    """Each size in each colour scheme."""
    for size in SIZES:
        for scheme in SCHEMES:
            yield size, scheme


def plain(text: str) -> str:
    """Words with single spaces between them."""
    return " ".join(text.split())
