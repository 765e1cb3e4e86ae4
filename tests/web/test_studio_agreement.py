"""An agreement of which the next one is on record already."""

from datetime import date, timedelta

import pytest

from tests.cast import Stage
from tests.scene import EMAIL
from tests.web.test_studio import PARENT, at, client_of, send
from wisselwerk import wording
from wisselwerk.apps.parties.models import Agreement
from wisselwerk.apps.parties.queries import actor_for, agreement_on
from wisselwerk.apps.parties.services import person
from wisselwerk.clock import today
from wisselwerk.web.studio.agreement import AgreementForm


@pytest.mark.django_db
def test_an_agreement_that_has_still_to_begin_stays_and_the_page_says_what_to_do(
    stage: Stage,
) -> None:
    genk = client_of("coordinator_genk")
    ours = agreement_on(stage.genk.partnership_id, today())
    assert ours is not None
    assert ours.valid_until is not None
    first = ours.valid_until + timedelta(days=30)
    next_one = Agreement.objects.create(
        partnership=ours.partnership,
        managing_municipality=ours.managing_municipality,
        mandate="Zoals nu.",
        evaluation="Elk jaar.",
        source="Raden",
        valid_from=first,
    )
    page = genk.get(at("agreement", PARENT)).content.decode()
    assert f"een overeenkomst vanaf {wording.day(first)} geregistreerd" in page
    between = {"valid_from": ours.valid_until.isoformat(), "source": "Raden"}
    for typed, at_field, said in (
        ({"valid_until": ""}, "valid_until", f"Vanaf {wording.day(first)} is een andere overeenkomst"),
        ({"valid_until": (first + timedelta(days=1)).isoformat()}, "valid_until", "ten laatste op die dag"),
        ({"valid_from": first.isoformat(), "valid_until": ""}, "valid_from", "heeft geen einde"),
    ):
        answer = send(genk, at("agreement", PARENT), **(between | typed))
        assert answer.context["form"].errors.keys() == {at_field}
        assert said in answer.content.decode()
    fits = send(genk, at("agreement", PARENT), **(between | {"valid_until": first.isoformat()}))
    assert fits["Content-Type"] == "application/json"
    Agreement.objects.filter(pk=next_one.pk).update(valid_until=first + timedelta(days=365))
    page = genk.get(at("agreement", PARENT)).content.decode()
    assert f"tot {wording.day(first + timedelta(days=365))} is al geregistreerd: deze komt erna." in page
    assert send(genk, at("agreement", PARENT), source="Raden")["Content-Type"] == "application/json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "end", "starts", "expected"),
    [
        # Shorter than a year, a year and a half, from another day of the month, two weeks, and without an end.
        (date(2026, 3, 1), date(2026, 12, 1), date(2090, 1, 1), date(2090, 10, 1)),
        (date(2026, 7, 1), date(2028, 1, 1), date(2090, 1, 1), date(2091, 7, 1)),
        (date(2026, 1, 1), date(2029, 1, 1), date(2090, 6, 15), date(2093, 6, 15)),
        (date(2026, 1, 1), date(2026, 1, 15), date(2090, 1, 1), date(2090, 1, 15)),
        (date(2026, 1, 1), None, date(2090, 1, 1), None),
    ],
)
def test_the_term_in_the_form_is_as_long_as_the_one_that_is_taken_over(
    stage: Stage, first: date, end: date | None, starts: date, expected: date | None
) -> None:
    Agreement.objects.filter(partnership=stage.genk.partnership).update(valid_until=starts)
    theirs = Agreement(valid_from=first, valid_until=end)
    form = AgreementForm(actor_for(person(EMAIL["coordinator_genk"])), theirs, None)
    assert (form.initial["valid_from"], form.initial["valid_until"]) == (starts, expected)
