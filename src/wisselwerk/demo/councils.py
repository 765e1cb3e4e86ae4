"""How far the councils of Genk's partnership are with the newest version: one follows, one amended, one has it on its agenda."""

from datetime import timedelta

from wisselwerk.apps.parties.services import local_government
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.models import DecisionSubject, Scheme
from wisselwerk.apps.schemes.services import amend_for_council, record_council_step, record_decision, set_plan
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.regulation.plan_action import plan_years
from wisselwerk.domain.regulation.planned import Planned

GENK, AS_, ZUTENDAAL = "71016", "71002", "71067"
AGO = timedelta(days=30)
AHEAD = timedelta(days=21)
DOCUMENT = "https://raad.voorbeeld.example/besluiten/kennismakingscheque"
EACH_YEAR_CENTS = 2_500_000
"""For the years of the plan after this one, which has its budget."""
TITLE = "Reglement van de kennismakingscheque (demo)"
"""An invented address and an invented decision, like the decisions of the demo."""


def load_councils() -> None:
    """Once: what was recorded stays."""
    scheme = Scheme.objects.get(slug="genk")
    version = scheme.versions.order_by("-valid_from").first()
    if version is None or CouncilStep.objects.exists():
        return
    version.scheme = scheme
    met = min(version.valid_from, today()) - AGO
    for nis_code in (GENK, AS_):
        record_decision(
            SYSTEM,
            scheme=scheme,
            local_government=local_government(nis_code, today()),
            subject=DecisionSubject.REGULATION,
            title=TITLE,
            decided_on=met,
            reference=DOCUMENT,
        )
        record_council_step(
            SYSTEM,
            text=version,
            member=local_government(nis_code, today()),
            state=StepState.DECIDED,
            on=met,
            document=DOCUMENT,
        )
    amend_for_council(
        SYSTEM,
        text=version,
        member=local_government(AS_, today()),
        kind="number_per_enterprise",
        parameters={"maximum": 2},
    )
    record_council_step(
        SYSTEM,
        text=version,
        member=local_government(ZUTENDAAL, today()),
        state=StepState.AGENDA,
        on=today() + AHEAD,
    )
    years = plan_years(max(version.valid_from.year, today().year))
    set_plan(
        SYSTEM,
        text=version,
        member=None,
        planned=Planned(amounts=tuple((year, EACH_YEAR_CENTS) for year in years[1:])),
    )
