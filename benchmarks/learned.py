"""The steps of ``benchmarks.learning``, each in a process of its own."""

import time
from datetime import date, timedelta
from statistics import median

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.learning_ground import FAMOUS, GUIDE, HOLDERS, SLUG
from benchmarks.steps import Step
from wisselwerk.apps.evaluation.queries.due import pairs_due
from wisselwerk.apps.initiatives.models import DigestMail
from wisselwerk.apps.initiatives.services.digest import plan_digests
from wisselwerk.apps.network.services import pass_on_practices
from wisselwerk.apps.parties.models import Person
from wisselwerk.clock import as_if, midnight, today
from wisselwerk.domain.actor import SYSTEM
from wisselwerk.jobs.daily import gather_statistics
from wisselwerk.jobs.digests import send_digest
from wisselwerk.jobs.follow_ups import count_figures

TIMES = 7
COORDINATOR = f"houder-{HOLDERS - 1}@meting.example"
PAGES = (
    # Who looks, what the page is, and its address.
    ("", "practices", "/praktijken/"),
    ("", "practices, by word", "/praktijken/?q=kennis"),
    ("", "practice", f"/praktijken/{FAMOUS}/"),
    (COORDINATOR, "practice, of a participant", f"/praktijken/{FAMOUS}/"),
    (COORDINATOR, "adopters of a practice", f"/praktijken/{FAMOUS}/overnemers/"),
    (COORDINATOR, "comparison", f"/beheer/leren/vergelijken/?first={SLUG.format(1)}&second={SLUG.format(2)}"),
    (COORDINATOR, "what is learnt", "/beheer/leren/"),
    (COORDINATOR, "network", "/netwerk/"),
    (GUIDE, "network, who looks after it", "/netwerk/"),
    (GUIDE, "how far practices came", "/netwerk/doorgegeven/"),
    (GUIDE, "who holds the role", "/netwerk/rollen/"),
    (GUIDE, "dashboard of the region", "/gewest/"),
)


def count() -> None:
    """The work of the night: what came of follow-ups, and the figures of all schemes."""
    step = Step()
    with step.part("statistics gathered"):
        gather_statistics()
    with step.part("pairs looked for"):
        list(pairs_due(today()))
    with step.part("figures counted"):
        count_figures()
    step.tell()


def after_the_year() -> None:
    """The same work in the first night of January: only then a year counts, with all its vouchers and invoices."""
    step = Step()
    with (
        as_if(midnight(date(today().year + 1, 1, 1)) + timedelta(hours=3)),
        step.part("figures after the year"),
    ):
        count_figures()
    step.tell()


def pages() -> None:
    """Each page as often as ``TIMES``: the median in milliseconds, by the clock and of this process, and how often it asks the database."""
    step, told = Step(), {}
    for email, name, path in PAGES:
        client = Client(headers={"host": "127.0.0.1"})
        if email:
            client.force_login(Person.objects.get(email=email))
        # What the program reads once for all that follows.
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        took, used = [], []
        with step.part(name):
            for _ in range(TIMES):
                start, before = time.perf_counter(), time.process_time()
                client.get(path)
                took.append(1000 * (time.perf_counter() - start))
                used.append(1000 * (time.process_time() - before))
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        told[name] = (median(took), median(used), len(queries))
    step.tell(pages=told)


def pass_on() -> None:
    """Practices to those for whom they fit."""
    step = Step()
    with step.part("practices passed on"):
        passed = pass_on_practices(SYSTEM)
    step.tell(passed=passed)


def digest() -> None:
    """The mail of the week: planned for all who asked for it, written and handed over to a mail server that takes all."""
    step = Step()
    with step.part("digests planned"):
        planned = plan_digests(SYSTEM, on=today())
    assert planned == HOLDERS, planned
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        with step.part("digests written"):
            for pk in DigestMail.objects.values_list("pk", flat=True):
                send_digest(pk)
        assert len(mail.outbox) == HOLDERS, len(mail.outbox)
    step.tell()
