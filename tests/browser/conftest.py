"""A Chromium, and the demo served to it: loaded anew for every test."""

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.window import Window, open_window
from tests.chromium import FLAGS, find_chromium
from wisselwerk.clock import today
from wisselwerk.config.mail import mail_settings
from wisselwerk.demo.load import load_demo
from wisselwerk.demo.mailbox import forget


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for all tests; each has windows of its own in it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The library runs its event loop in this thread, where Django then suspects every query of blocking it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def with_past() -> bool:
    """Whether the demo has its years that are over too, which takes longer: tests that look at them say so."""
    return False


@pytest.fixture
def site(live_server: LiveServer, *, with_past: bool) -> Iterator[str]:
    """The address of the demo, with its mailbox as in a real one."""
    with override_settings(**mail_settings("")):
        load_demo(today(), with_past=with_past)
        yield live_server.url
        forget()


OpenWindow = Callable[..., Window]


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[OpenWindow]:
    """Opens windows of somebody (``who``: a mail address), or of nobody known; closed after the test."""
    opened: list[Window] = []

    def open_one(who: str = "", *, script: bool = True) -> Window:
        opened.append(open_window(chromium, site, who, script=script))
        return opened[-1]

    yield open_one
    for one in opened:
        one.page.context.close()
