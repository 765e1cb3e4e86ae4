"""Policy reports of two municipalities of the demo, as the public analysis tool would export them: figures are invented.

So the register shows an action of a municipality's own plan beside the scheme here, and proposes that they are one.
"""

from importlib.resources import as_file, files

from wisselwerk.apps.initiatives.models import PolicyFile
from wisselwerk.apps.initiatives.services import tell_policy_reports
from wisselwerk.apps.initiatives.services.policy_report import load_policy_report
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats.policy_report import fingerprint, open_policy_report

NAME = "voorbeeld.csv"


def load_policy_reports() -> None:
    """What was loaded before is not loaded again, and says nothing new. Background work would tell it too, a moment later."""
    with as_file(files("wisselwerk.demo") / "policy_files" / NAME) as path:
        known = fingerprint(path)
        if not PolicyFile.objects.filter(fingerprint=known).exists():
            export = open_policy_report(path)
            loaded = load_policy_report(SYSTEM, export=export, fingerprint=known, name=NAME)
            tell_policy_reports(SYSTEM, file=loaded.file)
