"""Pages on which people get acquainted: what a browser sends, and what it may not do."""

from datetime import datetime, timedelta

import pytest
import time_machine
import vobject

from tests.acquaintance import introduced, planned, registered, stated
from tests.scene import EMAIL, GENK, invoice
from tests.web.stage import Stage, browser, set_stage, text, token
from wisselwerk.apps.catalogue.models import ProviderPlace
from wisselwerk.apps.introductions.models import (
    FamiliarityCount,
    FamiliarityQuestion,
    Introduction,
    Need,
    Pending,
    Quote,
    Registration,
)
from wisselwerk.apps.introductions.services import ask_familiarity, call_off_event, tick_attendance
from wisselwerk.apps.introductions.services.familiarity import ASKED_AFTER
from wisselwerk.apps.vouchers.models import Confirmation
from wisselwerk.apps.vouchers.services import redeem_voucher, submit_application
from wisselwerk.clock import now, today
from wisselwerk.demo.cast import OWN_ENTERPRISE, PROVIDER_NUMBER, invented_number
from wisselwerk.domain.actor import ANONYMOUS, SYSTEM
from wisselwerk.domain.familiarity import Familiarity, Moment

A_DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db

ASKED = {
    "sentence": "Wie houdt onze tuin bij?",
    "place": GENK,
    "enterprise_number": invented_number(950),
    "email": "zaak@haag.example",
    "mandate": "on",
}


@pytest.fixture
def stage() -> Stage:
    stage = set_stage()
    ProviderPlace.objects.create(provider=stage.scene.provider, place=GENK)
    return stage


def test_the_whole_road_without_an_account(stage: Stage) -> None:
    client = browser()
    form = client.get("/behoefte/?q=Wie+maait+ons+gras")
    assert "Wie maait ons gras" in form.content.decode()
    sent = ASKED | {"once": token(form)}
    first, again = (client.post("/behoefte/", sent) for _ in range(2))
    assert first.url == again.url, "pressing twice asks once"  # type: ignore[attr-defined]
    pending = Pending.objects.get()
    page = client.get(first.url)  # type: ignore[attr-defined]
    assert "Omdat “tuin” in “Tuinonderhoud” zit, en ze in Genk werken." in text(page)
    own = Pending.objects.filter(pk=pending.pk)
    own.update(asked=pending.asked | {"enterprise_number": PROVIDER_NUMBER})
    assert "“Tuinonderhoud”" not in text(client.get(first.url)), "nobody is proposed to itself"  # type: ignore[attr-defined]
    own.update(asked=pending.asked)
    wrong = client.post(first.url, {"code": "12"})  # type: ignore[attr-defined]
    assert wrong.status_code == 422
    done = client.post(first.url, {"code": pending.code, "familiarity": "HEARD_OF"})  # type: ignore[attr-defined]
    need = Need.objects.get()
    assert done.url == f"/mijn/behoeften/{need.pk}/"  # type: ignore[attr-defined]
    matches = client.get(done.url)  # type: ignore[attr-defined]
    assert "Wie u kiest, ziet uw zin" in text(matches)
    nothing = client.post(done.url, {"once": token(matches)})  # type: ignore[attr-defined]
    assert nothing.status_code == 422
    assert "Kies er minstens één." in text(nothing)
    service = stage.scene.provider.services.get()
    made_up = client.post(done.url, {"once": token(matches), "chosen": ["dienst:99999"]})  # type: ignore[attr-defined]
    assert made_up.status_code == 422
    chosen = {"once": token(matches), "chosen": [f"dienst:{service.pk}"]}
    assert client.post(done.url, chosen).status_code == 302  # type: ignore[attr-defined]
    assert Introduction.objects.get().person == need.person
    assert FamiliarityCount.objects.get().answer == Familiarity.HEARD_OF


def test_a_need_that_nobody_matches_is_no_dead_end(stage: Stage) -> None:
    client = browser()
    asked = ASKED | {"sentence": "Wie snoeit onze haag?", "once": token(client.get("/behoefte/"))}
    confirm = client.post("/behoefte/", asked)["Location"]
    waits = text(client.get(confirm))
    assert "Nog niemand gevonden" in waits
    assert "dan ziet de regisseur van uw streek wat u zoekt, en denkt die mee" in waits
    client.post(confirm, {"code": Pending.objects.get().code})
    need = Need.objects.get()
    path, own = f"/beheer/behoeften/{need.pk}/", f"/mijn/behoeften/{need.pk}/"
    assert "krijgt u een mail en staat het op deze pagina" in text(client.get(own))

    coordinator = browser("coordinator_genk")
    for where in ("/beheer/", "/beheer/kennismakingen/"):
        assert path in coordinator.get(where).content.decode()
    page = coordinator.get(path)
    assert ASKED["email"] not in page.content.decode()
    service = stage.scene.provider.services.get()
    sent = {"once": token(page), "services": [str(service.pk)], "reason": "Zij doen ook hagen."}
    for wrong in (sent | {"reason": " "}, sent | {"services": []}, sent | {"services": ["99999"]}):
        assert coordinator.post(path, wrong).status_code == 422
    for _ in range(2):
        assert coordinator.post(path, sent).status_code == 302
    assert "U stelde 1 dienst voor." in text(coordinator.get(path))
    assert path not in coordinator.get("/beheer/").content.decode(), "it no longer waits"

    proposed = client.get(own)
    assert "voorgesteld door de regisseur Zij doen ook hagen." in text(proposed)
    assert not Introduction.objects.exists()
    chosen = {"once": token(proposed), "chosen": [f"dienst:{service.pk}"]}
    assert client.post(own, chosen).status_code == 302
    assert Introduction.objects.get().person == need.person


def test_services_are_looked_for_by_words_and_where_they_are_offered(stage: Stage) -> None:
    path = f"/beheer/behoeften/{stated(sentence='Wie snoeit onze haag?').pk}/"
    coordinator = browser("coordinator_genk")
    ProviderPlace.objects.filter(provider=stage.scene.provider).delete()
    nothing = "Geen dienst gevonden"
    assert nothing in text(coordinator.get(path))
    assert "Tuinonderhoud (De Zilverspar)" in text(coordinator.get(f"{path}?everywhere=on"))
    assert "Tuinonderhoud (De Zilverspar)" in text(coordinator.get(f"{path}?everywhere=on&q=tuin"))
    assert nothing in text(coordinator.get(f"{path}?everywhere=on&q=fietsen"))


def test_where_no_partnership_takes_part_nobody_is_promised_help(stage: Stage) -> None:
    client = browser()
    elsewhere = {"sentence": "Wie snoeit onze haag?", "place": "11002"}
    asked = ASKED | elsewhere | {"once": token(client.get("/behoefte/"))}
    confirm = client.post("/behoefte/", asked)["Location"]
    said = "In Antwerpen doet nog geen interlokale vereniging mee, dus denkt er niemand mee."
    assert said in text(client.get(confirm))
    page = client.post(confirm, {"code": Pending.objects.get().code}, follow=True)
    assert said in text(page)


def test_who_coordinates_can_reach_the_provider_of_what_stands_still(stage: Stage) -> None:
    introduced(stage.scene)
    stage.scene.provider.contact = "info@zilverspar.example"
    stage.scene.provider.save()
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        for where in ("/beheer/", "/beheer/kennismakingen/"):
            page = browser("coordinator_genk").get(where).content.decode()
            assert 'href="mailto:info@zilverspar.example"' in page
            assert EMAIL["owner"] not in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sentence": "Wij zoeken iemand"}, "Met deze woorden is niets te vinden."),
        ({"enterprise_number": "123"}, "Dit is geen ondernemingsnummer"),
        ({"email": "geen"}, "Dit is geen mailadres"),
        ({"mandate": ""}, "Alleen wie namens de onderneming mag spreken"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    stage: Stage, changed: dict[str, str], says: str
) -> None:
    client = browser()
    answer = client.post("/behoefte/", ASKED | changed | {"once": token(client.get("/behoefte/"))})
    assert answer.status_code == 422
    assert says in text(answer)
    assert not Pending.objects.exists()


def test_a_voucher_is_offered_where_a_scheme_gives_one(stage: Stage) -> None:
    need = stated()
    client = browser("owner")
    page = client.get(f"/mijn/behoeften/{need.pk}/")
    link = f"/regelingen/genk/aanvragen/?offer={PROVIDER_NUMBER}%20tuin&amp;municipality={GENK}"
    assert link in page.content.decode()
    form = client.get(link.replace("&amp;", "&"))
    assert f'value="{PROVIDER_NUMBER} tuin" selected' in form.content.decode()
    social = stated(invented_number(77), email=EMAIL["owner"])
    assert link in client.get(f"/mijn/behoeften/{social.pk}/").content.decode()
    own = stated(PROVIDER_NUMBER, email=EMAIL["owner"])
    assert "/aanvragen/" not in client.get(f"/mijn/behoeften/{own.pk}/").content.decode(), "no voucher for it"


def test_a_provider_sees_the_address_until_it_is_taken_back(stage: Stage) -> None:
    made = introduced(stage.scene)
    provider, owner = browser("provider_staff"), browser("owner")
    assert EMAIL["owner"] in text(provider.get("/aanbieder/kennismakingen/"))
    for who in ("coordinator_genk", "auditor", "stranger"):
        page = browser(who).get("/beheer/kennismakingen/")
        assert EMAIL["owner"] not in page.content.decode()
    assert owner.post(f"/mijn/kennismakingen/{made.pk}/intrekken/").status_code == 302
    assert EMAIL["owner"] not in text(provider.get("/aanbieder/kennismakingen/"))


def test_a_quote_is_the_providers_own(stage: Stage) -> None:
    made = introduced(stage.scene)
    path = f"/aanbieder/kennismakingen/{made.pk}/offerte/"
    provider = browser("provider_staff")
    sent = {"once": token(provider.get(path)), "quoted_on": today().isoformat(), "amount": "1.200,50"}
    for _ in range(2):
        assert provider.post(path, sent).status_code == 302
    assert Quote.objects.get().amount_cents == 120_050
    page = browser("coordinator_genk").get("/beheer/kennismakingen/")
    assert "met een offerte 1" in text(page)
    assert "1.200,50" not in text(page), "what it came to is between them"
    too_soon = {"once": token(provider.get(path)), "quoted_on": "2015-01-01"}
    assert provider.post(path, too_soon).status_code == 422


def test_opening_the_mailed_address_answers_nothing(stage: Stage) -> None:
    assert ask_familiarity(SYSTEM, on=today() + ASKED_AFTER) == 1
    question = FamiliarityQuestion.objects.get(moment=Moment.AFTER)
    client, path = browser(), f"/bekendheid/{question.token}/"
    for _ in range(3):
        client.get(path + "?answer=KNOWN")
    assert not FamiliarityCount.objects.exists()
    assert client.post(path, {"answer": "MADE_UP"}).status_code == 422
    for answer in ("KNOWN", "REGULAR"):
        assert "Uw antwoord is geteld" in text(client.post(path, {"answer": answer}))
    assert list(FamiliarityCount.objects.values_list("answer", "number")) == [("KNOWN", 1)]
    assert client.get("/bekendheid/anders/").status_code == 404


def test_who_confirms_an_application_may_say_how_well_it_knows(stage: Stage) -> None:
    asked = submit_application(
        ANONYMOUS,
        scheme=stage.scene.scheme,
        enterprise_number=invented_number(951),
        email="zaak@haag.example",
        declarations={"municipality": GENK},
    )
    confirmation = Confirmation.objects.get(application=asked)
    page = browser().post(
        f"/aanvragen/{confirmation.token}/bevestigen/", {"code": confirmation.code, "familiarity": "NOT_SAID"}
    )
    assert page.status_code == 302
    assert FamiliarityCount.objects.get().answer == Familiarity.NOT_SAID


def test_the_dashboard_shows_no_answer_of_few(stage: Stage) -> None:
    for serial in range(6):
        answer = Familiarity.HEARD_OF if serial else Familiarity.REGULAR
        stated(invented_number(960 + serial), email=f"z{serial}@haag.example", familiarity=answer)
    page = text(browser("coordinator_genk").get("/beheer/"))
    assert "Ik heb ervan gehoord –" in page
    assert "Wij werken er geregeld mee –" in page
    assert "antwoordden (n) 5 0" in page
    assert "gemiddeld, van 1 (bovenaan) tot 5 – –" in page


def test_a_calendar_reads_the_file_of_an_event(stage: Stage) -> None:
    event = planned(stage.scene)
    answer = browser().get(f"/agenda/{event.slug}/agenda.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    read = vobject.readOne(answer.content.decode()).vevent
    assert (read.summary.value, read.dtstart.value) == (event.title, event.starts_at.replace(microsecond=0))
    uid = read.uid.value
    call_off_event(SYSTEM, event=event)
    again = vobject.readOne(browser().get(f"/agenda/{event.slug}/agenda.ics").content.decode()).vevent
    assert (again.uid.value, again.status.value) == (uid, "CANCELLED")


def test_full_is_told_on_the_page(stage: Stage) -> None:
    event = planned(stage.scene, capacity=1)
    client, path = browser(), f"/agenda/{event.slug}/"
    form = client.get(path)
    assert "1 van 1" in text(form)
    registered(event, EMAIL["stranger"])
    sent = {"once": token(form), "name": "Laat", "email": "laat@haag.example"}
    late = client.post(path, sent)
    assert late.status_code == 422
    assert "Alle plaatsen zijn bezet (1)" in text(late)
    assert "U bent ingeschreven, als An." in text(browser("stranger").get(path))
    assert "An." not in text(browser("owner").get(path))


def test_of_an_event_is_said_what_can_be_known(stage: Stage) -> None:
    event = planned(stage.scene, capacity=3)
    path, door = f"/agenda/{event.slug}/", f"/beheer/agenda/{event.slug}/"
    guests = [registered(event, f"{name}@zaak.example") for name in ("a", "b")]

    def said(where: str, at: datetime) -> str:
        with time_machine.travel(at, tick=False):
            return text(browser("coordinator_genk").get(where))

    before, during, after = event.starts_at - A_DAY, event.starts_at, event.ends_at
    assert "Ingeschreven: 2, voor 3 plaatsen. Zoals" in said(door, before)
    assert "2 3 –" in said("/beheer/agenda/", before)
    assert "Noteer de kennismaking" not in said(door, before), "nobody met anybody there yet"
    assert "Noteer de kennismaking" in said(door, during)
    assert "aangevinkt" not in said(door, during)
    assert "Ze is begonnen." in said(path, during)
    assert "Niemand is aangevinkt als aanwezig." in said(door, after)
    assert "2 3 niemand aangevinkt" in said("/beheer/agenda/", after)
    assert "Ze is voorbij." in said(path, after)
    with time_machine.travel(during, tick=False):
        tick_attendance(SYSTEM, registration=guests[0], has_attended=True)
    assert "voor 3 plaatsen. 1 is er al." in said(door, during)
    assert "voor 3 plaatsen. 1 was er." in said(door, after)
    assert "2 3 1" in said("/beheer/agenda/", after)


def test_a_place_for_one_is_no_places(stage: Stage) -> None:
    event = planned(stage.scene, capacity=1)
    client, door = browser("coordinator_genk"), f"/beheer/agenda/{event.slug}/"
    assert "Ingeschreven: 0, voor 1 plaats." in text(client.get(door))
    assert "Niemand schreef zich in, dus niemand krijgt een mail." in text(client.get(f"{door}afgelasten/"))
    call_off_event(SYSTEM, event=event)
    assert "Afgelast. Ingeschreven: 0, voor 1 plaats." in text(client.get(door))
    assert "Nu is er niets gepland" not in text(client.get("/agenda/")), "who looks for it must be told"
    assert "Er komen 0 activiteiten" in text(client.get("/agenda/"))


def test_only_who_is_on_the_list_is_ticked(stage: Stage) -> None:
    event = planned(stage.scene, starts_at=None)
    other = registered(planned(stage.scene, title="Ander"), "x@haag.example")
    registered(event, EMAIL["owner"], number=OWN_ENTERPRISE.number)
    client, path = browser("coordinator_genk"), f"/beheer/agenda/{event.slug}/"
    answer = client.post(path, {"ticks": "1", "there": [str(other.pk)]})
    assert answer.status_code == 422
    early = client.post(path, {"ticks": "1", "there": [str(event.registrations.get().pk)]})
    assert early.status_code == 422
    assert "Wie er was, vinkt u vanaf die dag aan" in text(early)
    assert not Registration.objects.filter(has_attended=True).exists()
    assert client.post(path, {"ticks": "1"}).status_code == 302, "nobody there is an answer too"


def test_two_at_the_door_do_not_undo_each_others_ticks(stage: Stage) -> None:
    event = planned(stage.scene)
    first, second = (registered(event, f"{name}@zaak.example") for name in ("a", "b"))
    path = f"/beheer/agenda/{event.slug}/"
    with time_machine.travel(event.starts_at, tick=False):
        client = browser("coordinator_genk")
        client.post(path, {"ticks": "1", "there": [str(first.pk)]})
        # Whose page was shown before that sends only a tick of the other.
        client.post(path, {"ticks": "1", "there": [str(second.pk)]})
        assert event.registrations.filter(has_attended=True).count() == 2
        assert f'name="shown" value="{first.pk}"' in client.get(path).content.decode()
        client.post(path, {"ticks": "1", "shown": [str(first.pk), str(second.pk)], "there": [str(second.pk)]})
    assert [one.pk for one in event.registrations.filter(has_attended=True)] == [second.pk]


def test_an_invoice_is_read_and_not_typed(stage: Stage) -> None:
    introduced(stage.scene)
    client, path = browser("owner"), f"/mijn/behoeften/{Need.objects.get().pk}/"
    assert "Eerste factuur" not in text(client.get(path)), "the invoice of the stage is of before they met"
    voucher = stage.voucher
    redeem_voucher(SYSTEM, code=voucher.code, data=invoice(voucher, 10_000, number="NA-1"))
    assert "Eerste factuur" in text(client.get(path))
