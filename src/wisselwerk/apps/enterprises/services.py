"""Loading an extract of the register."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Model

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.enterprises.models import Extract, RegisteredEnterprise, RegisteredEstablishment
from wisselwerk.apps.enterprises.staging import Progress, rows_in, staged
from wisselwerk.apps.parties.permissions import require
from wisselwerk.clock import now
from wisselwerk.db import command_without_transaction
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats import kbo
from wisselwerk.formats.problem import Problem, Problems

AT_ONCE = 20_000
"""Rows written in one transaction. On SQLite nobody else writes meanwhile, so that must be over in a moment."""

_PLACE = "coalesce((SELECT p.{} FROM kbo_place p WHERE p.number = e.number ORDER BY p.postcode, p.municipality LIMIT 1), '')"
_POSTCODE, _MUNICIPALITY = _PLACE.format("postcode"), _PLACE.format("municipality")

ENTERPRISES = f"""
INSERT INTO enterprises_registeredenterprise (number, postcode, municipality, extract_id, is_person, name, nace)
SELECT e.number, {_POSTCODE}, {_MUNICIPALITY}, %s, e.is_person = 1,
       coalesce((SELECT substr(n.name, 1, 320) FROM kbo_name n
                  WHERE n.number = e.number AND e.is_person = 0 ORDER BY n.rank, n.name LIMIT 1), ''),
       coalesce((SELECT a.nace FROM kbo_activity a WHERE a.number = e.number ORDER BY a.rank, a.nace LIMIT 1), '')
  FROM (SELECT number, max(is_person) AS is_person FROM kbo_enterprise
         WHERE number > %s AND number <= %s GROUP BY number) e
 WHERE TRUE
    ON CONFLICT (number) DO UPDATE
   SET postcode = excluded.postcode, municipality = excluded.municipality, extract_id = excluded.extract_id,
       is_person = excluded.is_person, name = excluded.name, nace = excluded.nace
"""  # noqa: S608  our own tables
ESTABLISHMENTS = f"""
INSERT INTO enterprises_registeredestablishment (number, postcode, municipality, extract_id, enterprise_number)
SELECT e.number, {_POSTCODE}, {_MUNICIPALITY}, %s, e.enterprise_number
  FROM (SELECT number, max(enterprise_number) AS enterprise_number FROM kbo_establishment
         WHERE number > %s AND number <= %s GROUP BY number) e
 WHERE TRUE
    ON CONFLICT (number) DO UPDATE
   SET postcode = excluded.postcode, municipality = excluded.municipality, extract_id = excluded.extract_id,
       enterprise_number = excluded.enterprise_number
"""  # noqa: S608  our own tables
STEPS: tuple[tuple[type[Model], str, str], ...] = (
    (RegisteredEnterprise, "kbo_enterprise", ENTERPRISES),
    (RegisteredEstablishment, "kbo_establishment", ESTABLISHMENTS),
)


@command_without_transaction
def load_register(actor: Actor, /, *, read: kbo.KboSet, progress: Progress = lambda _: None) -> Extract:
    """Have here what an extract of the register says, and no longer what an earlier one said.

    In many transactions, each over in a moment, because millions of rows in one would keep everybody waiting. One that
    was cut short is loaded again from the start; until then each row says of which extract it is. An extract that was
    loaded before changes nothing.

    Raises:
        Refusal: NOT_ALLOWED; REGISTER_NOT_LATER when a later extract is here; REGISTER_HALF_LOADED when one is on its way,
            or was cut short.
        Problems: a file of the set cannot be read, or holds less than half of what is here; nothing has changed then.
    """
    require(actor, "load_register")
    extract = _begun(read.extract)
    if extract.completed_at is not None:
        return extract
    with staged(read, progress):
        _refuse_if_short(read)
        for model, table, statement in STEPS:
            for first, last in _ranges(table):
                with transaction.atomic(), connection.cursor() as cursor:
                    # Somebody may have begun with a later one: this one then stops.
                    _refuse_if_late(extract)
                    cursor.execute(statement, [extract.pk, first, last])
            progress(f"{model._meta.model_name}: written")
    _refuse_if_late(extract)
    for model, _, _ in STEPS:
        _drop_others(model, extract)
    with transaction.atomic():
        extract.enterprises = RegisteredEnterprise.objects.count()
        extract.establishments = RegisteredEstablishment.objects.count()
        extract.activities = _activities()
        extract.completed_at = now()
        extract.save()
        record(actor, "load_register", f"extract:{extract.number}")
    return extract


def _activities() -> list[str]:
    known = RegisteredEnterprise.objects.exclude(nace="").order_by("nace")
    return list(known.values_list("nace", flat=True).distinct())


def _begun(found: kbo.Extract) -> Extract:
    with transaction.atomic():
        extract, _ = Extract.objects.get_or_create(
            number=found.number, defaults={"snapshot_on": found.snapshot_on, "started_at": now()}
        )
        _refuse_if_late(extract)
    return extract


def _refuse_if_late(extract: Extract) -> None:
    newer = Extract.objects.filter(number__gt=extract.number).order_by("number").last()
    if newer is not None:
        params = {"newest_on": newer.snapshot_on, "snapshot_on": extract.snapshot_on}
        is_whole = newer.completed_at is not None
        code = RefusalCode.REGISTER_NOT_LATER if is_whole else RefusalCode.REGISTER_HALF_LOADED
        raise Refusal(Reason(code, params))


def _refuse_if_short(read: kbo.KboSet) -> None:
    """A set that was cut off would take away everything that is not in it."""
    problems = []
    for model, table, _ in STEPS:
        found, had = rows_in(table), model._default_manager.count()
        if 2 * found < had or (model is RegisteredEnterprise and not found):
            member = table.removeprefix("kbo_") + ".csv"
            params = {"value": member, "found": found, "had": had}
            problems.append(Problem(read.file, 1, member, kbo.TOO_SHORT, params))
    if problems:
        raise Problems(problems)


def _ranges(table: str) -> Iterator[tuple[int, int]]:
    """The numbers in a table in parts, each from above the first up to and including the last of it."""
    last = -1
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT max(number) FROM (SELECT number FROM {table} WHERE number > %s ORDER BY number LIMIT {AT_ONCE}) x",  # noqa: S608  our own tables
                [last],
            )
            (end,) = cursor.fetchone()
            if end is None:
                return
            yield last, end
            last = end


def _drop_others(model: type[Model], extract: Extract) -> None:
    """Take away what an earlier extract had and this one has not."""
    others = model._default_manager.exclude(extract=extract).order_by("pk").values_list("pk", flat=True)
    while some := list(others[:AT_ONCE]):
        model._default_manager.filter(pk__gte=some[0], pk__lte=some[-1]).exclude(extract=extract).delete()
