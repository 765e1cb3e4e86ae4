"""What others do, as tests have the administration show it."""

from tests.initiatives import ADDRESS, noticed
from tests.scene import LONG_AGO, rule_set
from wisselwerk.apps.initiatives.models import Initiative
from wisselwerk.apps.parties.services import found_partnership
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.services import publish_version
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.domain.published_decision import Body


def scheme_elsewhere() -> Scheme:
    """A scheme of a partnership in which nobody takes part."""
    partnership = found_partnership(SYSTEM, slug="elders", name="Interlokale vereniging elders")
    scheme = Scheme.objects.create(slug="elders", name="Kennismakingscheque elders", partnership=partnership)
    publish_version(SYSTEM, scheme=scheme, rule_set=rule_set({}), valid_from=LONG_AGO, source="Test")
    return scheme


def noticed_in_as() -> Initiative:
    """What As does, and Genk could look at."""
    return noticed(address=f"{ADDRESS}0", body=Body(name="Gemeenteraad As", government="Gemeente As"))
