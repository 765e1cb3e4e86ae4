"""A recognition of the demo that ends soon, while a voucher is open: who has to know it is warned."""

from datetime import timedelta

from wisselwerk.apps.catalogue.models import Provider
from wisselwerk.apps.catalogue.services import recognise_provider
from wisselwerk.apps.parties.services import grant_role, person
from wisselwerk.apps.vouchers.models import RecognitionWarning
from wisselwerk.apps.vouchers.services import warn_of_recognitions
from wisselwerk.clock import today
from wisselwerk.demo.applications import OWNER, DemoApplication, enter
from wisselwerk.demo.cast import invented_number
from wisselwerk.demo.providers import ENDING
from wisselwerk.domain.actor import SYSTEM, Role
from wisselwerk.domain.period import Period
from wisselwerk.domain.rule.base import ProviderKind

ENDS_IN = timedelta(days=46)
STAFF = "onthaal@kempenvink.example"
HELD = DemoApplication(
    scheme="genk",
    number=invented_number(211),
    place="71016",
    email=OWNER,
    provider=ENDING,
)
"""A voucher of six months with the provider whose recognition ends before that."""


def load_endings() -> None:
    """End the recognition and warn; only once."""
    if RecognitionWarning.objects.exists():
        return
    provider = Provider.objects.select_related("organisation").get(organisation__enterprise_number=ENDING)
    for one in provider.recognitions.filter(valid_until=None):
        recognise_provider(
            SYSTEM,
            provider=provider,
            kind=ProviderKind(one.kind),
            source=one.source,
            valid=Period(one.valid_from, today() + ENDS_IN),
        )
    grant_role(SYSTEM, person=person(STAFF), organisation=provider.organisation, role=Role.PROVIDER)
    enter([HELD])
    warn_of_recognitions(SYSTEM, on=today())
