"""What plans and accounts show: found from the main lines, with a report and without one."""

from datetime import date
from pathlib import Path

import pytest

from tests.browser.conftest import OpenWindow
from tests.policy_year import CODES, lines_of, load_reports
from tests.scene import GENK
from wisselwerk.apps.initiatives.expost_token import token_for
from wisselwerk.apps.initiatives.models import ExpostQuestion
from wisselwerk.apps.initiatives.services.frame import take_up_coordination
from wisselwerk.apps.parties.models import Organisation, Person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.settlements.services import set_budget_key
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.coordination_frame import Form
from wisselwerk.domain.priority import CODES_SINCE

pytestmark = pytest.mark.browser

AS_, RIEMST = "71002", "73066"


def test_plans_and_accounts_show_what_is_asked_or_do_not(window: OpenWindow, tmp_path: Path) -> None:
    year, unread = today().year, CODES_SINCE
    anybody = window()
    anybody.go(f"/hoofdlijnen/{year}/")
    anybody.follow("Wat plannen en rekeningen tonen")
    assert anybody.heading() == f"Nazicht van {year}"
    anybody.go(f"/nazicht/{unread}/")
    assert f"nog geen rapport over {unread} ingelezen" in anybody.says()
    assert anybody.faults("control-empty") == []
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
    assert anybody.faults("control") == []
    anybody.page.get_by_label("Welke uitkomst?").select_option("not_visible")
    anybody.page.get_by_role("link", name="Riemst", exact=True).wait_for(state="detached")
    anybody.follow("As")
    assert anybody.heading() == f"As in {year}"
    assert anybody.faults() == []
    anybody.go(f"/nazicht/{year}/{GENK}/")
    assert "verschilt" in anybody.says()
    assert anybody.faults("controlled") == []


def test_the_administration_asks_and_shows_and_a_government_answers(window: OpenWindow) -> None:
    before, whom = today().year - 1, ExpostQuestion.objects.get(steps=None)
    page = f"/nazicht/{before}/{whom.government}/"
    director = window("algemeen-directeur@tongeren-borgloon.example")
    director.go("/mijn/")
    assert director.faults() == []
    director.follow(f"Tongeren-Borgloon: een vraag over plan en rekening van {before}")
    director.page.get_by_label("Uw antwoord").fill("Vraag het aan mevrouw Vjosa Krasniqi.")
    director.page.get_by_label("Een actie die de rapporten niet tonen").fill("Overleg met maatwerkbedrijven")
    director.page.get_by_label("Onder welke prioriteit").select_option("WSE-LR1")
    director.press("Verstuur dit antwoord")
    assert "Dit hebben we weggelaten: “Vjosa Krasniqi”" in director.says()
    assert director.faults("question-refused") == []
    director.page.get_by_label("Uw antwoord").fill("De regierol staat onder actie AC2.1.1, zonder code.")
    director.press("Verstuur dit antwoord")
    assert "Antwoord van Tongeren-Borgloon" in director.says()
    assert "gemeld, niet in het rapport" in director.says()
    assert director.faults() == []

    official = window("nazicht@vlaanderen.example")
    official.go("/mijn/")
    assert "Antwoorden die u nog niet zag" in official.says()
    assert official.faults("question-waiting") == []
    official.go(page)
    official.press("Ik heb dit gezien")
    assert "Gezien door de Vlaamse administratie" in official.says()
    official.follow("Stel een vraag over deze uitkomst")
    assert official.faults("question-ask") == []
    official.go(page)
    official.follow("Suggereer een praktijk")
    assert official.faults("question-suggest") == []
    official.page.get_by_label("Adres van de praktijk").fill("/regelingen/genk/")
    official.press("Suggereer dit")
    assert "kijk eens naar deze praktijk" in official.says()
    assert official.faults("questioned") == []

    somebody = Person.objects.get(email="algemeen-directeur@tongeren-borgloon.example")
    by_mail = window()
    by_mail.go(f"/nazicht/antwoord/{token_for(ExpostQuestion.objects.latest('pk').pk, somebody.pk)}/")
    assert by_mail.heading() == "Is deze praktijk iets voor u?"
    assert by_mail.faults("question-by-mail") == []
    by_mail.go("/nazicht/antwoord/onzin/")
    assert by_mail.faults() == []


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
        assert anybody.faults(picture) == []
