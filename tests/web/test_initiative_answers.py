"""How who does something answers about it in the register, and tells of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.initiatives import member_of, noticed
from tests.scene import set_scene
from tests.web.register_pages import COLLEAGUE, alike, member, page, register, signed_in, token
from wisselwerk.apps.initiatives.initiative_token import HOLDS_FOR
from wisselwerk.apps.initiatives.models import Initiative, InitiativeLink, Signal
from wisselwerk.apps.initiatives.queries.initiative_proof import differences
from wisselwerk.apps.initiatives.services import (
    accept_link,
    confirm_initiative,
    deny_initiative,
    end_initiative,
    tell_scheme,
)
from wisselwerk.clock import as_if, now, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative_link import LinkAnswer
from wisselwerk.domain.initiative_state import InitiativeState
from wisselwerk.web.initiative import desk

pytestmark = pytest.mark.django_db


def test_opening_the_link_of_a_mail_changes_nothing() -> None:
    member()
    one = noticed()
    for _ in range(2):
        assert "Ja, dit klopt" in page(token(one))
    one.refresh_from_db()
    assert one.state == InitiativeState.NOTICED


@pytest.mark.parametrize(
    ("answer", "state"), [("CONFIRM", "CONFIRMED"), ("END", "ENDED"), ("DENY", "DENIED")]
)
def test_one_click_answers_from_the_mail_and_signed_in(answer: str, state: str) -> None:
    member()
    for number, client in ((1, Client()), (2, signed_in())):
        one = noticed(address=f"https://raad.essel.example/{number}", line=number)
        path = token(one) if number == 1 else reverse("initiative:own", args=[one.pk])
        for _ in range(2):
            said = client.post(path, {"answer": answer})
            assert said.status_code == 200
            assert "Bedankt" in said.content.decode()
        one.refresh_from_db()
        assert one.state == state
        assert one.steps.filter(state=state).count() == 1


def test_what_was_answered_says_so() -> None:
    member()
    member(COLLEAGUE)
    one = noticed()
    Client().post(token(one), {"answer": "CONFIRM"})
    assert "U hebt dit beantwoord" in page(token(one))
    assert "Dit werd beantwoord" in page(token(one, COLLEAGUE))


def test_a_link_that_is_too_old_changes_nothing_and_tells_the_way() -> None:
    member()
    one = noticed()
    path = token(one)
    with as_if(now() + HOLDS_FOR + timedelta(days=1)):
        seen = page("/initiatieven/antwoord/zomaar/", status=422)
    assert "Deze link werkt niet meer" in seen
    assert reverse("initiative:desk") in seen
    assert path != token(one, COLLEAGUE)


def test_only_what_is_otherwise_is_typed() -> None:
    member()
    one = noticed()
    path = reverse("initiative:own", args=[one.pk])
    nothing = signed_in().post(path, {"correct": "1"})
    assert nothing.status_code == 422
    assert "Er is niets ingevuld" in nothing.content.decode()
    signed_in().post(path, {"correct": "1", "amount": "2.000,50", "year": "2026"})
    one.refresh_from_db()
    assert one.state == InitiativeState.CORRECTED
    assert one.amounts == [[200_050, 2026]]
    assert one.title == "Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring."
    seen = page(reverse("initiative:page", args=[one.pk]))
    assert "Een andere bron (gepubliceerd besluit) zegt" in seen


def test_what_two_other_sources_say_in_the_same_words_is_told_once() -> None:
    member()
    merged = accept_link(SYSTEM, link=alike()).other
    path = reverse("initiative:own", args=[merged.pk])
    signed_in().post(path, {"correct": "1", "title": "Wijk-werken in Genk"})
    seen = page(reverse("initiative:page", args=[merged.pk]))
    otherwise = (
        "Een andere bron (gepubliceerd besluit) zegt: Wijk-werken. Samenwerkingsovereenkomst. Goedkeuring."
    )
    assert seen.count(otherwise) == 1


def test_two_that_look_alike_are_told_apart_by_who_and_when() -> None:
    member()
    link = alike()
    seen = page(reverse("initiative:desk"), signed_in())
    assert f"{link.initiative.title} (Stad Genk, 2024) / {link.other.title} (Stad Genk, 2024)" in seen


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, "Dit is voor de eerste dag"),
        ({"year": "2026"}, "Vul ook het bedrag in"),
        ({"amount": "1.5"}, "Schrijf een bedrag"),
        ({"starts_on": "morgen"}, "Schrijf de dag"),
        ({"year": "1999", "amount": "5"}, "Schrijf het jaar"),
    ],
)
def test_a_correction_that_cannot_be_is_told_at_its_field(told: dict[str, str], said: str) -> None:
    member()
    one = noticed()
    answer = signed_in().post(reverse("initiative:own", args=[one.pk]), {"correct": "1", **told})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Signal.objects.filter(kind="CORRECTION").exists()


def test_nobody_else_answers() -> None:
    member_of("11002", "bestuur@antwerpen.example")
    link, other = alike(), signed_in("bestuur@antwerpen.example")
    one = link.initiative
    for path in (reverse("initiative:own", args=[one.pk]), reverse("initiative:link", args=[link.pk])):
        assert other.get(path).status_code == 404
        assert other.post(path, {"answer": "CONFIRM"}).status_code == 404
    one.refresh_from_db()
    assert one.state == InitiativeState.NOTICED


def test_both_are_laid_beside_each_other_and_merged_or_not() -> None:
    member()
    link = alike()
    path = reverse("initiative:link", args=[link.pk])
    seen = page(path, signed_in())
    assert seen.count('<article class="ds-card">') == 2
    assert "Allebei gebeuren ze in Genk." in seen
    assert Initiative.objects.filter(merged_into=None).count() == 2
    for _ in range(2):
        assert signed_in().post(path, {"answer": "ACCEPTED"}).status_code == 200
    assert Initiative.objects.filter(merged_into=None).count() == 1
    assert "Toch uit elkaar halen" in page(path, signed_in())
    signed_in().post(path, {"answer": "DECLINED"})
    assert Initiative.objects.filter(merged_into=None).count() == 2
    link.refresh_from_db()
    assert link.answer == LinkAnswer.DECLINED
    # A wrong click is not for good, and from both of them there is a way back.
    for one in (link.initiative_id, link.other_id):
        assert path in page(reverse("initiative:page", args=[one]), signed_in())
        assert path not in page(reverse("initiative:page", args=[one]))
    for _ in range(2):
        assert "Wat er geantwoord is" in signed_in().post(path, {"answer": "OPEN"}).content.decode()
    link.refresh_from_db()
    assert link.answer == LinkAnswer.OPEN
    assert "Ja, het is één initiatief" in page(path, signed_in())


@pytest.mark.parametrize(
    ("button", "answer", "left"), [("ALL", LinkAnswer.ACCEPTED, 0), ("NONE", LinkAnswer.DECLINED, 2)]
)
def test_all_that_are_alike_are_answered_at_once_and_only_what_was_shown(
    button: str, answer: LinkAnswer, left: int
) -> None:
    member()
    first, *_ = [noticed(address=f"https://raad.example/{number}", amounts=()) for number in range(4)]
    links = list(InitiativeLink.objects.order_by("pk"))
    path = reverse("initiative:link", args=[links[0].pk])
    page = signed_in().get(path).content.decode()
    shown = re.findall(r'name="beside" value="(\d+)"', page)
    assert shown == [str(one.pk) for one in links[1:]]
    # What came in since the page was opened was shown to nobody.
    noticed(address="https://raad.example/9", amounts=())
    for _ in range(2):
        said = signed_in().post(path, {"answer": button, "beside": [*shown, "x", "9" * 30]})
        assert said.status_code == 200
    assert {InitiativeLink.objects.get(pk=one.pk).answer for one in links} == {answer}
    waiting = InitiativeLink.objects.filter(answer=LinkAnswer.OPEN)
    assert waiting.filter(other=first).count() == 1
    assert waiting.exclude(other=first).count() == left
    assert list(differences()) == []


def test_all_are_one_also_where_not_the_first_goes_on_and_nothing_between_them_is_asked_any_more() -> None:
    genk = member()
    _first, second, *_ = [
        noticed(address=f"https://raad.example/{number}", amounts=()) for number in range(4)
    ]
    confirm_initiative(genk, initiative=second)
    asked, *others = InitiativeLink.objects.order_by("pk")
    path, shown = reverse("initiative:link", args=[asked.pk]), [str(one.pk) for one in others]
    for _ in range(2):
        assert signed_in().post(path, {"answer": "ALL", "beside": shown}).status_code == 200
    assert [one.pk for one in Initiative.objects.filter(merged_into=None)] == [second.pk]
    assert InitiativeLink.objects.count() > 3, (
        "once the first went on in the second, the others were asked about with that"
    )
    assert {one.answer for one in InitiativeLink.objects.all()} == {LinkAnswer.ACCEPTED}
    assert list(differences()) == []


def test_what_is_denied_along_is_told_before_it_is() -> None:
    member()
    link = alike()
    path, said = reverse("initiative:link", args=[link.pk]), "dan is ook de andere ontkend"
    assert said not in page(path, signed_in())
    deny_initiative(SYSTEM, initiative=link.initiative)
    assert said in page(path, signed_in())
    deny_initiative(SYSTEM, initiative=link.other)
    assert said not in page(path, signed_in())


def test_who_answers_for_a_part_alone_finds_no_button_that_is_refused() -> None:
    scene = set_scene()
    member()
    link = alike()
    path = reverse("initiative:link", args=[link.pk])
    assert 'name="answer"' in page(path, signed_in())
    # Both go on in what a partnership tells of: that is its own to answer.
    whole = tell_scheme(SYSTEM, scheme=scene.scheme, on=today())
    assert whole is not None
    Initiative.objects.filter(pk__in=[link.initiative_id, link.other_id]).update(
        merged_into=whole.initiative_id
    )
    seen = page(path, signed_in())
    assert "wie dat doet, antwoordt" in seen
    assert 'name="answer"' not in seen


def test_an_answer_that_is_none_changes_nothing() -> None:
    member()
    link = alike()
    signed_in().post(reverse("initiative:link", args=[link.pk]), {"answer": "misschien"})
    link.refresh_from_db()
    assert link.answer == LinkAnswer.OPEN


def test_what_waits_stands_on_the_page_of_what_waits() -> None:
    member()
    link = alike()
    for name in ("enterprise:waiting", "member:dashboard", "initiative:desk"):
        seen = page(reverse(name), signed_in())
        assert reverse("initiative:own", args=[link.initiative_id]) in seen, name
        assert reverse("initiative:link", args=[link.pk]) in seen, name
    end_initiative(SYSTEM, initiative=link.initiative)
    seen = page(reverse("enterprise:waiting"), signed_in())
    assert reverse("initiative:own", args=[link.initiative_id]) not in seen


def test_what_waits_is_told_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PER_PAGE", 2)
    member()
    for number in range(5):
        noticed(address=f"https://raad.example/{number}")
    for name in ("member:dashboard", "initiative:desk"):
        seen = page(reverse(name), signed_in())
        assert "Nog 3 andere" in seen, name
        # Four are asked about with the first.
        assert "Nog 2 andere" in seen, name
    all_of_them, own = reverse("initiative:desk"), [one.pk for one in Initiative.objects.all()]
    told = [
        page(all_of_them, signed_in(), asked={"waits": "unanswered", "page": str(number)})
        for number in (1, 2, 3)
    ]
    addresses = [reverse("initiative:own", args=[pk]) for pk in own]
    assert [sum(address in one for address in addresses) for one in told] == [2, 2, 1]
    assert "Pagina 1 van 2" in page(all_of_them, signed_in(), asked={"waits": "links"})


def test_a_note_needs_a_name_and_a_government_and_is_told_once() -> None:
    member()
    client = signed_in()
    path = reverse("initiative:note")
    assert client.post(path, {}).status_code == 422
    organisation = member().organisations(*[role for role, _ in member().roles])
    asked = {"title": "Samen bakken", "organisation": next(iter(organisation))}
    for _ in range(2):
        assert client.post(path, asked).status_code == 302
    one = Initiative.objects.get(title="Samen bakken")
    assert one.state == InitiativeState.CONFIRMED
    assert "Genk" in register(q="bakken")
    assert client.post(path, {"title": "Van elders", "organisation": "0"}).status_code == 422


def test_who_names_somebody_is_told_before_anything_is_public() -> None:
    actor, one = member(), noticed()
    organisation = str(next(iter(actor.organisations(*[role for role, _ in actor.roles]))))
    named = "Ontbijt met Griet Vandenbroucke, tel. 0478 12 34 56"
    for path, asked in (
        (reverse("initiative:note"), {"title": named, "organisation": organisation}),
        (reverse("initiative:note"), {"title": "Ontbijt", "what": named, "organisation": organisation}),
        (reverse("initiative:own", args=[one.pk]), {"correct": "1", "title": named}),
        (reverse("initiative:own", args=[one.pk]), {"correct": "1", "what": named}),
    ):
        answer = signed_in().post(path, asked)
        assert answer.status_code == 422
        assert "Dit hebben we weggelaten: “Griet Vandenbroucke" in answer.content.decode()
        assert "Ontbijt met N.N., tel. N.N." in answer.content.decode()
    assert Signal.objects.count() == 1
