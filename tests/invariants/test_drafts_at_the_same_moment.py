"""Drafts under fire: two that write, that take over, and that publish at the same moment."""

from functools import partial

import pytest

from tests.councils import not_decided
from tests.invariants.together import together
from tests.scene import set_scene
from wisselwerk.apps.schemes import proof
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import RuleSetVersion
from wisselwerk.apps.schemes.services import (
    change_rule,
    date_draft,
    publish_draft,
    put_back_rule,
    start_draft,
    take_over,
)
from wisselwerk.clock import today
from wisselwerk.domain.refusal import Refusal, RefusalCode

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_ten_that_saw_the_same_edition_one_writes() -> None:
    scene = set_scene()
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    acts = [
        partial(
            change_rule,
            scene.coordinator,
            draft=draft.pk,
            edition=draft.edition,
            kind="amount",
            parameters={"amount_cents": 10_000 + number},
        )
        for number in range(10)
    ]
    results = together(acts)
    written = [one for one in results if isinstance(one, Draft)]
    assert {one.code for one in results if isinstance(one, Refusal)} == {RefusalCode.DRAFT_CHANGED}
    assert len(written) == 1
    stands = Draft.objects.get()
    assert (stands.edition, stands.rules) == (draft.edition + 1, written[0].rules)


def test_who_puts_back_and_who_changes_at_once_undo_nothing_of_each_other() -> None:
    scene = set_scene()
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    begun = draft.rules
    for kind, parameters in (("amount", {"amount_cents": 30_000}), ("validity", {"months": 9})):
        draft = change_rule(
            scene.coordinator, draft=draft.pk, edition=draft.edition, kind=kind, parameters=parameters
        )
    put_back = partial(put_back_rule, scene.coordinator, draft=draft.pk, edition=draft.edition, kind="amount")
    other = partial(
        change_rule,
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        kind="amount",
        parameters={"amount_cents": 40_000},
    )
    results = together([put_back, put_back, other])
    (written,) = [one for one in results if isinstance(one, Draft)]
    assert {one.code for one in results if isinstance(one, Refusal)} == {RefusalCode.DRAFT_CHANGED}
    stands = Draft.objects.get()
    assert (stands.edition, stands.rules) == (draft.edition + 1, written.rules)
    # Who pressed too late looks again, and then undoes what stands there now.
    again = partial(
        put_back_rule, scene.coordinator, draft=stands.pk, edition=stands.edition, kind="validity"
    )
    assert {type(one) for one in together([again] * 2)} == {Draft, Refusal}
    last = put_back_rule(scene.coordinator, draft=stands.pk, edition=stands.edition + 1, kind="amount")
    assert last.rules == begun


def test_who_begins_or_takes_over_ten_times_at_once_has_one_draft() -> None:
    scene = set_scene()
    version = scene.scheme.versions.get()
    begin = partial(start_draft, scene.coordinator, scheme=scene.scheme)
    take = partial(
        take_over, scene.coordinator, version=version, partnership=scene.partnership, name="Nog eens Genk"
    )
    results = together([begin, take] * 5)
    assert not [one for one in results if isinstance(one, Exception)]
    assert set(Draft.objects.values_list("slug", flat=True)) == {"genk", "nog-eens-genk"}


def test_a_draft_published_five_times_at_once_is_one_version() -> None:
    scene = set_scene()
    draft = start_draft(scene.coordinator, scheme=scene.scheme)
    draft = date_draft(
        scene.coordinator, draft=draft.pk, edition=draft.edition, valid_from=today(), source="Raad"
    )
    publish = partial(
        publish_draft,
        scene.coordinator,
        draft=draft.pk,
        edition=draft.edition,
        without_councils=not_decided(draft),
    )
    results = together([publish] * 5)
    assert len([one for one in results if isinstance(one, RuleSetVersion)]) == 1
    assert {one.code for one in results if isinstance(one, Refusal)} == {RefusalCode.DRAFT_PUBLISHED}
    assert scene.scheme.versions.count() == 2
    assert list(proof.differences()) == []
