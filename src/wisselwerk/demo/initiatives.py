"""Both seed schemes as the register notices them: what they tell themselves, and what stands in their councils' own texts.

The decisions are read from the pages on which everybody reads them here, as a harvester would: nothing of them is typed.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from wisselwerk.apps.initiatives.services import note_decision, tell_schemes
from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.models import DecisionSubject, RuleSetVersion, Scheme
from wisselwerk.apps.schemes.services import record_council_step, record_decision
from wisselwerk.clock import today
from wisselwerk.demo.councils import TITLE
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.initiative import Judge
from wisselwerk.formats import dutch
from wisselwerk.formats.decision_page import read_decision_page

COUNCILS = {"zuidoost-limburg": "73111", "genk": "71016"}
"""The schemes, the first of which the other was made from, and the municipality whose decision is read of each."""
AGO = timedelta(days=30)


def load_initiatives() -> None:
    """What was told and read before says nothing new."""
    tell_schemes(SYSTEM, on=today())
    judge = Judge(dutch.forms)
    for slug, nis_code in COUNCILS.items():
        version = Scheme.objects.get(slug=slug).versions.latest("valid_from")
        _decided(version, nis_code)
        address = reverse("public:council-decision", args=[slug, nis_code, version.valid_from.isoformat()])
        for decision in read_decision_page(_page(address), address).decisions:
            note_decision(SYSTEM, decision=decision, judgement=judge.judge(decision))


def _decided(version: RuleSetVersion, nis_code: str) -> None:
    """That the council decided on it; on record already where another part of the demo tells that."""
    member = local_government(nis_code, today())
    if not CouncilStep.objects.filter(version=version, member=member).exists():
        met = min(version.valid_from, today()) - AGO
        record_decision(
            SYSTEM,
            scheme=version.scheme,
            local_government=member,
            subject=DecisionSubject.REGULATION,
            title=TITLE,
            decided_on=met,
        )
        record_council_step(SYSTEM, text=version, member=member, state=StepState.DECIDED, on=met)


def _page(address: str) -> bytes:
    """A page of our own, as it is served.

    Raises:
        ValueError: it is not served.
    """
    base = urlsplit(settings.BASE_URL)
    answer = Client(headers={"host": base.netloc}).get(address, secure=base.scheme == "https")
    if answer.status_code != 200:  # the one answer that is a page
        raise ValueError(f"{address} answers {answer.status_code}")
    return bytes(answer.content)
