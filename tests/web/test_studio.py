"""The pages of the studio: drafts that keep what was typed, taking over, differences, publishing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.test_councils import decide
from tests.cast import Stage
from tests.scene import AS_, EMAIL, enter, set_scene
from tests.studio import typed_in
from wisselwerk import wording
from wisselwerk.apps.parties.queries import agreement_on
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import load_partnership, start_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.rule import KINDS
from wisselwerk.domain.rule.plain import from_plain
from wisselwerk.formats.partnership_file import read_partnership_file
from wisselwerk.web.forms import new_token
from wisselwerk.web.studio.questions import ABOUT

PARENT = "zuidoost-limburg"
NAME = "Kennismakingscheque Genk 2027"
SLUG = "kennismakingscheque-genk-2027"


def at(route: str, *args: object) -> str:
    return reverse(f"studio:{route}", args=args)


def client_of(key: str) -> Client:
    client = Client()
    client.force_login(person(EMAIL[key]))
    return client


@pytest.fixture
def genk(stage: Stage) -> Client:
    return client_of("coordinator_genk")


def send(client: Client, path: str, **typed: Any) -> Any:
    """Open a page, fill in its form, and send it."""
    page = client.get(path)
    assert page.status_code == 200, path
    return client.post(path, typed_in(page.context["form"]) | typed)


def take_over(client: Client) -> Draft:
    assert send(client, at("take-over", PARENT), name=NAME).status_code == 302
    return Draft.objects.get(slug=SLUG)


def amount_of(slug: str) -> Any:
    """The amount in a draft, in cents."""
    rules = Draft.objects.get(slug=slug).rules
    return next(one["parameters"]["amount_cents"] for one in rules if one["kind"] == "amount")


def worth(cents: int) -> str:
    """The rule about the amount as everybody reads it."""
    return wording.rule_text(from_plain(KINDS["amount"], {"amount_cents": cents}))


def preview(client: Client, kind: str, **typed: Any) -> str:
    """What htmx gets while somebody types."""
    path = at("rule", SLUG, kind)
    asked = {
        name: value
        for name, value in (typed_in(client.get(path).context["form"]) | typed).items()
        if name != "once"
    }
    return client.get(path, asked, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.django_db
def test_who_is_not_signed_in_comes_back_after_signing_in(stage: Stage) -> None:
    answer = Client().get(at("take-over", PARENT))
    assert answer["Location"] == f"{reverse('account_login')}?next={at('take-over', PARENT)}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "is_there"),
    [("", True), ("coordinator_genk", True), ("owner", False), ("auditor", False)],
)
def test_taking_over_is_offered_to_who_may(stage: Stage, who: str, is_there: bool) -> None:
    client = client_of(who) if who else Client()
    page = client.get(reverse("public:scheme", args=[PARENT])).content.decode()
    assert (at("take-over", PARENT) in page) is is_there


@pytest.mark.django_db
def test_the_agreement_comes_along_as_a_file_that_loads(genk: Client, stage: Stage) -> None:
    theirs = agreement_on(stage.zuidoost_limburg.partnership_id, today())
    ours = agreement_on(stage.genk.partnership_id, today())
    assert theirs is not None
    assert ours is not None
    assert ours.valid_until is not None
    assert theirs.contributions
    assert theirs.leaving
    form = genk.get(at("agreement", PARENT)).content.decode()
    assert f"Uw huidige overeenkomst geldt tot {wording.day(ours.valid_until)}: deze komt erna." in form
    answer = send(
        genk, at("agreement", PARENT), evaluation="Elk jaar in mei.", leaving="Eind mei.", source="Raden"
    )
    assert answer["Content-Disposition"] == 'attachment; filename="overeenkomst-genk.json"'
    load_partnership(SYSTEM, read_partnership_file(answer.content))
    taken = agreement_on(stage.genk.partnership_id, ours.valid_until)
    assert taken is not None
    assert (taken.mandate, taken.evaluation) == (theirs.mandate, "Elk jaar in mei.")
    assert (taken.contributions, taken.leaving) == (theirs.contributions, "Eind mei.")
    assert theirs.valid_until is not None
    assert taken.valid_until is not None
    years = theirs.valid_until.year - theirs.valid_from.year
    assert taken.valid_until.year == ours.valid_until.year + years
    assert agreement_on(stage.genk.partnership_id, today()) == ours


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "at_field"),
    [
        ({"valid_from": "2030-01-01"}, "valid_from"),
        ({"valid_until": "2037-01-01"}, "valid_until"),
        ({"source": ""}, "source"),
        ({"mandate": " "}, "mandate"),
        ({"managing_municipality": "11002"}, "managing_municipality"),
    ],
)
def test_an_agreement_that_does_not_fit_is_told(genk: Client, typed: dict[str, str], at_field: str) -> None:
    answer = send(genk, at("agreement", PARENT), **({"source": "Raden"} | typed))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {at_field}


@pytest.mark.django_db
def test_what_is_taken_over_does_not_keep_its_name(genk: Client) -> None:
    taken = Scheme.objects.get(slug=PARENT).name
    for typed in (taken, f" {taken.upper()} "):
        answer = send(genk, at("take-over", PARENT), name=typed)
        assert answer.status_code == 422
        assert "heeft deze naam" in answer.context["form"].errors["name"][0]
    assert not Draft.objects.exists()


def test_pressing_twice_takes_over_once(genk: Client) -> None:
    form = typed_in(genk.get(at("take-over", PARENT)).context["form"]) | {"name": NAME}
    for _press in range(2):
        assert genk.post(at("take-over", PARENT), form)["Location"] == at("draft", SLUG)
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_a_partnership_of_others_cannot_be_chosen(genk: Client, stage: Stage) -> None:
    other = stage.partnership(PARENT).pk
    assert send(genk, at("take-over", PARENT), partnership=other).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_the_preview_keeps_nothing(genk: Client) -> None:
    take_over(genk)
    said = preview(genk, "amount", **{"amount-amount_cents": "250"})
    assert worth(25_000) in said
    assert "<html" not in said
    looked = send(genk, at("rule", SLUG, "amount"), look="yes", **{"amount-amount_cents": "199"})
    assert looked.status_code == 200
    assert worth(19_900) in looked.content.decode()
    assert amount_of(SLUG) == 50_000


@pytest.mark.django_db
def test_the_preview_warns_of_what_is_typed(genk: Client) -> None:
    take_over(genk)
    said = preview(genk, "budget_ceiling", **{"budget_ceiling-per_year_cents": "499,99"})
    assert "er past geen enkele cheque onder" in said


@pytest.mark.django_db
def test_the_preview_says_that_what_is_typed_is_wrong(genk: Client) -> None:
    take_over(genk)
    said = preview(genk, "amount", **{"amount-amount_cents": "-5"})
    assert "Wat u invulde, kan nog niet bewaard worden." in said
    assert "ds-validation-message" in said
    assert worth(50_000) in said
    assert "kan nog niet bewaard worden" not in preview(genk, "amount", **{"amount-amount_cents": "5"})
    assert "kan nog niet bewaard worden" not in genk.get(at("rule", SLUG, "amount")).content.decode()


@pytest.mark.django_db
def test_one_press_puts_a_change_back_and_keeps_the_reasons_of_others(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    path = at("difference", SLUG)
    page = genk.get(path)
    assert 'name="put_back" value="amount"' in page.content.decode()
    assert 'name="put_back" value="territory"' not in page.content.decode()  # is as it was when begun
    sent = typed_in(page.context["form"]) | {"put_back": "amount", "territory.places": "Onze gemeenten."}
    assert genk.post(path, sent).status_code == 302
    assert amount_of(SLUG) == 50_000
    assert Draft.objects.get(slug=SLUG).whys == {"territory.places": "Onze gemeenten."}
    assert "Bedrag: weer zoals het was." in genk.get(path).content.decode()


@pytest.mark.django_db
def test_nothing_is_put_back_that_somebody_else_changed_meanwhile(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    path = at("difference", SLUG)
    sent = typed_in(genk.get(path).context["form"]) | {"put_back": "amount"}
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "300"})
    refused = genk.post(path, sent)
    assert refused.status_code == 422
    assert "Iemand anders wijzigde dit ontwerp op" in refused.content.decode()
    assert amount_of(SLUG) == 30_000


@pytest.mark.django_db
def test_what_follows_by_itself_is_a_difference_that_needs_no_reason(genk: Client) -> None:
    take_over(genk)
    path = at("difference", SLUG)
    assert "volgt vanzelf" not in genk.get(path).content.decode().lower()
    own = {"own_contribution-minimum_cents": "250", "own_contribution-when_short": "refuse"}
    assert send(genk, at("rule", SLUG, "own_contribution"), **own).status_code == 302
    said = " ".join(genk.get(path).content.decode().split())
    assert "Volgt vanzelf uit wat u wijzigde, en vraagt geen reden: eigen bijdrage." in said


@pytest.mark.django_db
def test_what_somebody_else_changed_is_told_and_nothing_is_lost(genk: Client) -> None:
    take_over(genk)
    path = at("rule", SLUG, "amount")
    mine = typed_in(genk.get(path).context["form"]) | {"amount-amount_cents": "275"}
    assert send(genk, path, **{"amount-amount_cents": "300"}).status_code == 302
    refused = genk.post(path, mine)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "Iemand anders wijzigde dit ontwerp op" in said
    assert 'value="275"' in said
    assert worth(30_000) in said
    assert amount_of(SLUG) == 30_000
    assert genk.post(path, typed_in(refused.context["form"])).status_code == 302
    assert amount_of(SLUG) == 27_500


@pytest.mark.django_db
def test_a_rule_is_left_out_and_added_again(genk: Client) -> None:
    take_over(genk)
    assert (
        send(genk, at("rule", SLUG, "amount"), drop="yes", **{"amount-amount_cents": "x"}).status_code == 302
    )
    page = genk.get(at("draft", SLUG)).content.decode()
    assert "De voorwaarde “bedrag” ontbreekt" in page
    assert send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "1"}).status_code == 302
    assert amount_of(SLUG) == 100


@pytest.mark.django_db
def test_a_kind_without_help_has_its_page_all_the_same(genk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    take_over(genk)
    monkeypatch.delitem(ABOUT, "amount")
    page = genk.get(at("rule", SLUG, "amount")).content.decode()
    assert '<p class="ww-answer"></p>' in page


@pytest.mark.django_db
def test_a_kind_that_does_not_exist_is_not_found(genk: Client) -> None:
    take_over(genk)
    assert genk.get(at("rule", SLUG, "bedrag")).status_code == 404


@pytest.mark.django_db
def test_it_waits_for_its_reasons_and_is_published(genk: Client) -> None:
    take_over(genk)
    send(genk, at("rule", SLUG, "amount"), **{"amount-amount_cents": "250"})
    send(genk, at("publish", SLUG), valid_from="2030-01-01", source="Gemeenteraad")
    assert genk.get(at("confirm", SLUG))["Location"] == at("draft", SLUG)
    whys = genk.get(at("difference", SLUG)).context["form"]
    assert whys["territory.places"].value() == "Een ander samenwerkingsverband, met zijn eigen gemeenten."
    send(genk, at("difference", SLUG), **{"amount.amount_cents": "Half zo veel."})
    confirm = genk.get(at("confirm", SLUG))
    assert "zodra het visum van de financieel directeur geregistreerd is. Zonder geld" in " ".join(
        confirm.content.decode().split()
    )
    assert send(genk, at("confirm", SLUG), without_councils="on")["Location"] == reverse(
        "coordinator:scheme", args=[SLUG]
    )
    page = genk.get(reverse("public:scheme", args=[SLUG])).content.decode()
    assert "Kennismakingscheque Zuidoost-Limburg" in page
    assert Scheme.objects.get(slug=SLUG).versions.get().whys == {
        "amount.amount_cents": "Half zo veel.",
        "territory.places": "Een ander samenwerkingsverband, met zijn eigen gemeenten.",
    }


@pytest.mark.django_db
def test_a_day_that_cannot_be_is_told_at_the_day(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    answer = send(genk, at("publish", "genk"), valid_from="2015-06-01", source="Gemeenteraad")
    assert answer.status_code == 422
    assert "Kies een" in str(answer.context["form"].errors["valid_from"])


@pytest.mark.django_db
def test_rules_do_not_reach_back_over_an_application() -> None:
    scene = set_scene()
    enter(scene)
    start_draft(SYSTEM, scheme=scene.scheme)
    answer = send(client_of("coordinator_genk"), at("publish", "genk"), valid_from=today(), source="Raad")
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"valid_from"}


@pytest.mark.django_db
def test_a_next_version_says_what_stays(genk: Client, stage: Stage) -> None:
    assert genk.post(at("draft", "genk"), {"once": new_token()})["Location"] == at("draft", "genk")
    send(genk, at("rule", "genk", "validity"), **{"validity-months": "9"})
    send(genk, at("publish", "genk"), valid_from="2030-01-01", source="Gemeenteraad")
    page = genk.get(at("confirm", "genk")).content.decode()
    assert "Cheques die al toegekend zijn, houden de voorwaarden waaronder ze toegekend zijn." in page
    assert "granter" not in page
    difference = genk.get(at("difference", "genk")).content.decode()
    assert "waar uw regeling vandaan komt" in difference
    assert send(genk, at("confirm", "genk"), without_councils="on").status_code == 302
    assert stage.genk.versions.filter(valid_from=date(2030, 1, 1)).exists()


@pytest.mark.django_db
def test_the_address_of_a_new_scheme_can_be_chosen(genk: Client) -> None:
    take_over(genk)
    taken = send(genk, at("describe", SLUG), slug="genk")
    assert taken.status_code == 422
    assert "heeft het adres “genk” al" in taken.content.decode()
    assert send(genk, at("describe", SLUG), slug="Genk_Nieuw", name="Genk")["Location"] == at(
        "draft", "genk-nieuw"
    )


@pytest.mark.django_db
def test_a_scheme_that_is_there_is_not_renamed(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    page = send(genk, at("describe", "genk"), name="Anders", slug="anders")
    assert page.status_code == 200
    assert Draft.objects.get().name == stage.genk.name


@pytest.mark.django_db
def test_a_draft_is_thrown_away_after_asking(genk: Client) -> None:
    take_over(genk)
    assert send(genk, at("discard", SLUG))["Location"] == at("drafts")
    assert not Draft.objects.exists()
    assert genk.get(at("draft", SLUG)).status_code == 404


@pytest.mark.django_db
def test_one_begins_from_nothing(genk: Client) -> None:
    assert send(genk, at("drafts"), name="Leeg begonnen")["Location"] == at("draft", "leeg-begonnen")
    page = genk.get(at("draft", "leeg-begonnen")).content.decode()
    assert "Nog geen voorwaarden" in page
    assert send(genk, at("drafts"), name="").status_code == 422


def test_the_aim_that_came_along_asks_for_a_look_until_it_is_ones_own(genk: Client) -> None:
    Scheme.objects.filter(slug=PARENT).update(purpose="Kennismaken met <maatwerk>.")
    take_over(genk)
    asks = "woord voor woord"
    for page in ("draft", "difference"):
        seen = genk.get(at(page, SLUG)).content.decode()
        assert asks in seen
        assert "Kennismaken met &lt;maatwerk&gt;." in seen
    assert send(genk, at("describe", SLUG), purpose="Onze eigen reden.").status_code == 302
    for page in ("draft", "difference"):
        assert asks not in genk.get(at(page, SLUG)).content.decode()
    seen = genk.get(at("difference", SLUG)).content.decode()
    assert seen.index("Kennismaken met &lt;maatwerk&gt;.") < seen.index("Onze eigen reden.")


@pytest.mark.django_db
def test_who_publishes_is_asked_again_when_a_council_decided_meanwhile(genk: Client, stage: Stage) -> None:
    start_draft(SYSTEM, scheme=stage.genk)
    send(genk, at("publish", "genk"), valid_from="2030-01-01", source="Gemeenteraad")
    seen = genk.get(at("confirm", "genk"))
    sent = typed_in(seen.context["form"])
    assert genk.post(at("confirm", "genk"), sent).status_code == 422
    decide(SYSTEM, Draft.objects.get(slug="genk"), AS_, on=today())
    again = genk.post(at("confirm", "genk"), sent | {"once": new_token(), "without_councils": "on"})
    assert again.status_code == 422
    assert "Genk, Oudsbergen en Zutendaal" in " ".join(again.content.decode().split())
    assert 'name="councils" value="71016,72042,71067"' in again.content.decode()
    assert not again.context["form"]["without_councils"].value(), "the tick was for other councils"
    assert send(genk, at("confirm", "genk"), without_councils="on").status_code == 302
