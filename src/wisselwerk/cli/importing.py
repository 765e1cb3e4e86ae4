"""Which kinds of file can be brought in: name -> what reads one. A new kind is one function and one line.

An importer gets a file, changes the database through commands, and says in one line what it found. It is called in a
transaction of its own, so that a file is loaded as a whole or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wisselwerk.apps.catalogue.services import load_providers, load_services
from wisselwerk.apps.enterprises.services import load_register
from wisselwerk.apps.payouts.services import Read, read_bank_file
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.queries import waiting_places
from wisselwerk.apps.schemes.services import DoesNotFit, load_partnership, load_scheme
from wisselwerk.apps.settlements.services import BudgetKeyLine, load_budget_keys
from wisselwerk.cli.policy_reports import import_policy_report, try_policy_report
from wisselwerk.clock import today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.formats import table_file
from wisselwerk.formats.budget_key_file import read_budget_key_file
from wisselwerk.formats.json_document import read_json
from wisselwerk.formats.kbo import open_kbo
from wisselwerk.formats.partnership_file import read_partnership_file
from wisselwerk.formats.problem import Problems
from wisselwerk.formats.provider_file import read_provider_file
from wisselwerk.formats.scheme_file import read_scheme_file
from wisselwerk.formats.service_file import read_service_file
from wisselwerk.formats.shape import MAX_BYTES

Importer = Callable[[Path], str]
Progress = Callable[[str], None]
LargeImporter = Callable[[Path, Progress], str]


def import_scheme(path: Path) -> str:
    """A scheme with its versions, from JSON.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line.
        OSError: the file cannot be read.
    """
    data = _content(path, MAX_BYTES)
    read = read_scheme_file(data, str(path))
    with _on_its_line(data, path):
        scheme = load_scheme(SYSTEM, read)
    starts = ", ".join(f"{one.number} from {one.valid_from}" for one in read.versions)
    return f"scheme {scheme.slug}, versions: {starts}{_waiting([scheme])}"


def import_partnership(path: Path) -> str:
    """A partnership with its members, agreements, council decisions and who grants, from JSON.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line.
        OSError: the file cannot be read.
    """
    data = _content(path, MAX_BYTES)
    read = read_partnership_file(data, str(path))
    with _on_its_line(data, path):
        waited_for = load_partnership(SYSTEM, read)
    schemes = Scheme.objects.filter(partnership__slug=read.slug).order_by("slug")
    found, waiting = f"partnership {read.slug}", _waiting(schemes)
    if not waited_for:
        return found + waiting
    return (
        f"{found}, without what was decided about {', '.join(waited_for)}: not here yet. "
        f"Import that scheme, then this file again{waiting}."
    )


def import_providers(path: Path) -> str:
    """Providers with their recognitions and places, from CSV.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line and column.
        OSError: the file cannot be read.
    """
    read = read_provider_file(_content(path, table_file.MAX_BYTES), str(path), today())
    new = load_providers(SYSTEM, read)
    recognitions = sum(len(one.recognitions) for one in read.providers)
    return f"providers: {len(read.providers)}, new: {new}, recognitions: {recognitions}"


def import_services(path: Path) -> str:
    """Services of providers, from CSV.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line and column.
        OSError: the file cannot be read.
    """
    read = read_service_file(_content(path, table_file.MAX_BYTES), str(path), today())
    new = load_services(SYSTEM, read)
    return f"services: {len(read.services)}, new: {new}"


def import_budget_keys(path: Path) -> str:
    """Under which key each year of a scheme stands in the books, from CSV.

    Raises:
        Problems: everything that is wrong with it, or does not fit what is here, with its line and column.
        Refusal: no agreement names who pays for a scheme in that year.
        OSError: the file cannot be read.
    """
    read = read_budget_key_file(_content(path, table_file.MAX_BYTES), str(path))
    schemes = {one.slug: one for one in Scheme.objects.all()}
    read.insist_on_schemes(schemes)
    new = load_budget_keys(
        SYSTEM,
        [
            BudgetKeyLine(
                scheme=schemes[one.scheme],
                year=one.year,
                action=one.action,
                policy_field=one.policy_field,
                general_account=one.general_account,
            )
            for one in read.keys
        ],
    )
    return f"budget keys: {len(read.keys)}, new or changed: {new}"


def _waiting(schemes: Iterable[Scheme]) -> str:
    """Where the rules name a place and no voucher can be granted, by council; nothing to say when there is no such place."""
    found: dict[str, list[str]] = {}
    for scheme in schemes:
        for one in waiting_places(scheme, today()):
            found.setdefault(one.council, []).append(one.label)
    told = (f"{', '.join(labels)} waits for the decision of {council}" for council, labels in found.items())
    return f"; nobody takes part yet for some places of the rules: {'; '.join(told)}" if found else ""


def _content(path: Path, max_bytes: int) -> bytes:
    """No more than shows that a file is too large."""
    with path.open("rb") as file:
        return file.read(max_bytes + 1)


@contextmanager
def _on_its_line(data: bytes, path: Path) -> Iterator[None]:
    """Tell what does not fit what is here with the line it stands on."""
    try:
        yield
    except DoesNotFit as error:
        document = read_json(data, str(path), MAX_BYTES)
        found = (document.problem(one.path, one.message, **one.params) for one in error.misfits)
        raise Problems(found) from error


def import_statements(path: Path) -> str:
    """What a bank says: statements (camt.053), notifications (camt.054) or the status of a batch (pain.002).

    Raises:
        Problems: everything that is wrong with it, with its line.
        Refusal: it is about no account or batch of ours.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        read = read_bank_file(SYSTEM, source=file, name=str(path))
    return "; ".join(map(_said, read)) or "nothing was booked"


def _said(read: Read) -> str:
    found = ", ".join(f"{number} {what.lower()}" for what, number in read.found.items())
    lines = f"{found or 'no payment of ours'}, {read.file.others} of others"
    return f"{read.file.name}: {lines}" if read.is_new else f"{read.file.name}: read before ({lines})"


def import_enterprises(path: Path, progress: Progress) -> str:
    """The register of enterprises (KBO), from the full set of its open data.

    Raises:
        Problems: it is no full set, or one of its files cannot be read.
        Refusal: a later one is here.
        OSError: the file cannot be read.
    """
    with open_kbo(path) as read:
        extract = load_register(SYSTEM, read=read, progress=progress)
        for problem in read.problems:
            progress(str(problem))
    return (
        f"register of {extract.snapshot_on}: {extract.enterprises:,} enterprises, {extract.establishments:,} "
        f"establishments; {read.left_out:,} rows left out"
    )


IMPORTS: Mapping[str, Importer] = {
    "budget-keys": import_budget_keys,
    "partnership": import_partnership,
    "providers": import_providers,
    "scheme": import_scheme,
    "services": import_services,
    "statements": import_statements,
}
"""The kinds of ``wisselwerk import``."""
LARGE_IMPORTS: Mapping[str, LargeImporter] = {
    "enterprises": import_enterprises,
    "policy-report": import_policy_report,
}
"""Those that are too large for one transaction: they tell how far they are, and one that was cut short is done again."""
TRIALS: Mapping[str, LargeImporter] = {"policy-report": try_policy_report}
"""Those of them that can be read without being loaded."""
