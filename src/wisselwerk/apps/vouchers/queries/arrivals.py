"""Whether the trail tells of all that reached who has to know it. See ``wisselwerk verify``."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from wisselwerk.apps.audit.queries import all_told
from wisselwerk.apps.vouchers.models import OnItsWay
from wisselwerk.apps.vouchers.queries.deadlines import DELIVERED

N = TypeVar("N", bound=OnItsWay)


def arrivals_that_differ(
    notices: Iterable[N], told_as: Callable[[N], tuple[str, str]], commands: Collection[str]
) -> Iterator[str]:
    """Notices that the trail does not tell of, and the reverse. ``told_as`` gives the subject and the proof it has of one."""
    kept = {(*told_as(one), one.at) for one in notices if one.state in DELIVERED}
    told = {(one.subject, one.authority, one.at) for one in all_told(commands)}
    for subject, proof, _ in sorted(told - kept):
        yield f"{subject}: the trail tells of {proof}, which is not kept like that"
    for subject, proof, _ in sorted(kept - told):
        yield f"{subject}: {proof} is kept as delivered, and the trail does not tell of it"
