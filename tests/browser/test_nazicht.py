"""What plans and accounts show: found from the main lines, with a report and without one."""

from datetime import date
from pathlib import Path

import pytest

from tests.browser.conftest import OpenWindow
from tests.browser.window import Window
from tests.policy_year import CODES, lines_of, load_reports
from tests.scene import GENK
from wisselwerk.apps.initiatives.services.frame import take_up_coordination
from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.services import set_budget_key
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.domain.priority import CODES_SINCE

pytestmark = pytest.mark.browser

AS_, RIEMST = "71002", "73066"


def sound(seen: Window, picture: str = "") -> None:
    """The page has one heading and nothing wrong with it."""
    assert seen.page.locator("h1").count() == 1
    assert seen.faults(picture) == []


def test_plans_and_accounts_show_what_is_asked_or_do_not(window: OpenWindow, tmp_path: Path) -> None:
    year, unread = today().year, CODES_SINCE
    anybody = window()
    anybody.go(f"/hoofdlijnen/{year}/")
    anybody.follow("Wat plannen en rekeningen tonen")
    assert anybody.heading() == f"Nazicht van {year}"
    anybody.go(f"/nazicht/{unread}/")
    assert f"nog geen rapport over {unread} ingelezen" in anybody.says()
    sound(anybody, "control-empty")
    load_reports(
        tmp_path,
        *(one for code in (GENK, RIEMST) for one in lines_of(code, year)),
        *lines_of(AS_, year, codes=CODES[:3]),
    )
    set_budget_key(
        SYSTEM,
        scheme=Scheme.objects.get(slug="genk"),
        year=year,
        action="AC3",
        policy_field="0550",
        general_account="649",
    )
    anybody.go(f"/nazicht/{year}/")
    assert "3 van 4 niet zichtbaar: WSE-LR4" in anybody.says()
    sound(anybody, "control")
    anybody.page.get_by_label("Welke uitkomst?").select_option("not_visible")
    anybody.page.get_by_role("link", name="Riemst", exact=True).wait_for(state="detached")
    anybody.follow("As")
    assert anybody.heading() == f"As in {year}"
    sound(anybody)
    anybody.go(f"/nazicht/{year}/{GENK}/")
    assert "verschilt" in anybody.says()
    sound(anybody, "controlled")


def test_who_takes_up_the_role_and_what_is_due(window: OpenWindow) -> None:
    holder = Organisation.objects.get(slug="genk")
    if not holder.coordination_roles.exists():
        take_up_coordination(
            SYSTEM,
            holder=holder,
            form=Form.INTERLOKALE_VERENIGING,
            valid_from=date(2019, 1, 1),
            source="Meerjarenplan 2020-2025, doelstelling 3",
            inhabitants=90_000,
            inhabitants_on=date(2019, 1, 1),
            centre_inhabitants=(66_000,),
        )
    anybody = window()
    for year, picture in ((today().year, "roles"), (2019, "")):
        anybody.go(f"/regierol/{year}/")
        assert anybody.heading() == f"De regierol in {year}"
        sound(anybody, picture)
