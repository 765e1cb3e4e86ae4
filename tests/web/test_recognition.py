"""Who holds a voucher, who takes it and who coordinates it see that a recognition ends under it, until a newer one is there."""

from datetime import timedelta

import pytest

from tests.scene import award, set_scene
from tests.web.stage import browser
from wisselwerk.clock import today
from wisselwerk.domain.rule.base import ProviderKind
from wisselwerk.wording import day

pytestmark = pytest.mark.django_db


def test_every_page_says_it_while_it_is_so() -> None:
    scene = set_scene()
    voucher = award(scene)
    page = f"/mijn/cheques/{voucher.code}/"
    asked = (
        ("owner", page, "eindigt vroeger dan deze cheque"),
        ("provider_staff", "/aanbieder/", "1 cheque openstaat"),
        ("coordinator_genk", "/beheer/", "Erkenningen die eindigen terwijl er cheques openstaan"),
        ("coordinator_genk", "/mijn/", "Erkenningen die eindigen terwijl er cheques openstaan"),
    )

    def said() -> list[bool]:
        answers = [(browser(who).get(path).content.decode(), words) for who, path, words in asked]
        return [words in text and day(last_day) in text for text, words in answers]

    last_day = today() + timedelta(days=30)
    assert said() == [False] * 4
    scene.provider.recognitions.update(valid_until=last_day + timedelta(days=1))
    assert said() == [True] * 4
    last_day = today() + timedelta(days=61)
    scene.provider.recognitions.update(valid_until=last_day + timedelta(days=1))
    assert said() == [True, False, False, False]
    scene.provider.recognitions.create(
        kind=ProviderKind.MAATWERKBEDRIJF, source="Test", valid_from=last_day + timedelta(days=1)
    )
    assert said() == [False] * 4
