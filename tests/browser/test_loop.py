"""The loop, closed: each step by who takes it, from the practice of 2015 to what was adjusted and what the region learns of it.

Mail goes through a mail server and is read back from it.
"""

import re
from email.message import EmailMessage

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.scene import EMAIL
from tests.smtp import mail_server
from tests.web.stage import work
from wisselwerk.clock import today

pytestmark = pytest.mark.browser


@pytest.fixture
def with_past() -> bool:
    """Pairs that were asked began in years that are over."""
    return True


GIVEN = "/praktijken/een-cheque-om-kennis-te-maken-met-de-sociale-economie/"
TITLE = "Een cheque om kennis te maken met de sociale economie"
INVENTED = "Demogegevens: een programma verzon deze antwoorden."


def said_of(seen: Window) -> str:
    """What the page says, once it is known to be sound."""
    assert seen.faults() == []
    return seen.says()


def words_of(mail: EmailMessage) -> str:
    """What somebody reads in a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_from_a_practice_to_its_adjustment(window: OpenWindow) -> None:
    _anybody_reads_the_practice_and_who_took_it_over(window)
    _both_sides_are_asked_by_mail_and_one_answers(window)
    _the_coordinator_compares(window)
    _what_was_adjusted_stands_beside_what_came_of_it(window)
    _the_administration_sees_it_without_asking(window)
    _the_network_passes_it_on(window)
    _anybody_finds_it(window)


def _anybody_reads_the_practice_and_who_took_it_over(window: OpenWindow) -> None:
    anybody = window()
    anybody.go(GIVEN)
    said = said_of(anybody)
    assert INVENTED in said
    assert "Herhaald" in said
    anybody.go(f"{GIVEN}overnemers/")
    said = said_of(anybody)
    assert INVENTED in said
    assert "€ 500,00" in said
    assert "€ 250,00" in said
    anybody.go("/regelingen/genk/")
    assert "Kennismakingscheque Zuidoost-Limburg" in said_of(anybody)


def _both_sides_are_asked_by_mail_and_one_answers(window: OpenWindow) -> None:
    with mail_server() as post:
        work()
    [mail] = [one for one in post.to(EMAIL["owner"]) if "werkt u nog samen" in str(one["Subject"])]
    assert post.to(EMAIL["provider_staff"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [path] = re.findall(r"/opvolging/(?!stoppen)[^/\s]+/", words_of(mail))
    owner = window()
    owner.go(path)
    assert "zonder cheque?" in said_of(owner)
    owner.press("Ja, we werken nog samen")
    assert owner.heading() == "Dank u"


def _the_coordinator_compares(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/leren/")
    assert INVENTED in said_of(coordinator)
    coordinator.follow("Regelingen vergelijken")
    coordinator.page.get_by_label("Deze regeling").select_option("genk")
    coordinator.page.get_by_label("Naast deze").select_option("zuidoost-limburg")
    coordinator.press("Vergelijken")
    said = said_of(coordinator)
    assert INVENTED in said
    assert "+24 procentpunt; van +4 tot +42 procentpunt" in said


def _what_was_adjusted_stands_beside_what_came_of_it(window: OpenWindow) -> None:
    coordinator = window(EMAIL["coordinator_genk"])
    coordinator.go("/beheer/leren/")
    coordinator.follow("Wat we bijstuurden")
    said = said_of(coordinator)
    assert INVENTED in said
    assert "minstens 60 %" in said
    assert "Gemeten: 84 %" in said
    assert "zoals verwacht" in said


def _the_administration_sees_it_without_asking(window: OpenWindow) -> None:
    official = window(EMAIL["flanders"])
    official.go("/gewest/")
    said = said_of(official)
    assert INVENTED in said
    assert "32 van 42" in said
    assert "Waarom werkt na een jaar maar de helft van de paren nog samen? zoals verwacht" in said
    report = official.page.get_by_role("link", name=f"Leerrapport van {today().year - 1} (pdf)")
    assert official.page.request.get(report.get_attribute("href") or "").body().startswith(b"%PDF")


def _the_network_passes_it_on(window: OpenWindow) -> None:
    guide = window(EMAIL["network"])
    guide.go("/netwerk/bijeenkomsten/")
    assert said_of(guide)
    guide.go("/mijn/weekbericht/")
    assert said_of(guide)


def _anybody_finds_it(window: OpenWindow) -> None:
    anybody = window()
    anybody.go("/zoeken/?q=kennis+maken+met+de+sociale+economie")
    said_of(anybody)
    anybody.page.locator(f'main a[href="{GIVEN}"]').first.click()
    assert anybody.heading() == TITLE
