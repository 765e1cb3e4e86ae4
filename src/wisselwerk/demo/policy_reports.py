"""Policy reports of two municipalities of the demo, as the public analysis tool would export them: figures are invented.

So the register shows an action of a municipality's own plan beside the scheme here, and proposes that they are one; and so
there is a year that is over to look at. Its years move along with the day on which the demo is loaded.
"""

import re
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from wisselwerk.apps.initiatives.models import PolicyFile
from wisselwerk.apps.initiatives.services import tell_policy_reports
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

NAME = "voorbeeld.csv"
WRITTEN_IN = 2026
"""The year that is this year in the file as it is kept."""
YEARS = re.compile(r";(Meerjarenplan|Jaarrekening);(\d{4});(\d{4});")


def load_policy_reports() -> None:
    """What was loaded before is not loaded again, and says nothing new. Background work would tell it too, a moment later."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(_of_this_year((files("wisselwerk.demo") / "policy_files" / NAME).read_bytes()))
        known = fingerprint(path)
        if not PolicyFile.objects.filter(fingerprint=known).exists():
            export = open_policy_report(path)
            loaded = load_policy_report(SYSTEM, export=export, fingerprint=known, name=NAME)
            tell_policy_reports(SYSTEM, file=loaded.file)


def _of_this_year(data: bytes) -> bytes:
    later = today().year - WRITTEN_IN

    def moved(found: re.Match[str]) -> str:
        return f";{found[1]};{int(found[2]) + later};{int(found[3]) + later};"

    return YEARS.sub(moved, data.decode()).encode()
