"""Erasing what has reached its term, and giving or erasing what is kept of one person."""

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.parties.models import Person, RoleHolding
from wisselwerk.apps.privacy.register import REGISTER, Erasure
from wisselwerk.apps.vouchers.models import Application, Confirmation, Remark, Voucher
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role

PERSON_KEPT_FOR = next(entry.kept_for for entry in REGISTER if entry.field == "parties.Person.email")


@command
def erase_expired(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Erase everything whose term has passed at ``at``; returns how many rows per field of the register.

    Rows and texts go by the field the register counts from. A person goes when nothing needs them any more: no
    current role but that of a holder, and no sign-in, application or valid voucher within the term.
    """
    erased: dict[str, int] = {}
    for entry in REGISTER:
        if entry.erasure not in {Erasure.ROW, Erasure.TEXT}:
            continue
        app, model, name = entry.field.split(".")
        rows = apps.get_model(app, model)._default_manager.filter(
            **{f"{entry.counted_from}__lt": at - entry.kept_for}
        )
        if entry.erasure is Erasure.ROW:
            erased[entry.field] = rows.delete()[0]
        else:
            erased[entry.field] = rows.exclude(**{name: ""}).update(**{name: ""})
    unused = list(_unused_people(at - PERSON_KEPT_FOR, at.date()).values_list("pk", flat=True))
    erased["parties.Person.email"] = len(unused)
    for pk in unused:
        _erase(pk)
    if any(erased.values()):
        record(actor, "erase_expired", f"rows:{sum(erased.values())}")
    return erased


def _unused_people(since: datetime, today: date) -> QuerySet[Person]:
    applications = Application.objects.filter(applicant=OuterRef("pk"))
    roles = RoleHolding.objects.on(today).filter(person=OuterRef("pk"))
    return Person.objects.filter(
        ~Exists(roles.exclude(role=Role.HOLDER)),
        ~Exists(applications.filter(applied_at__gte=since)),
        ~Exists(applications.filter(voucher__valid_until__gte=since.date())),
        created_at__lt=since,
    ).exclude(last_login__gte=since)


@command
def erase_person(actor: Actor, *, email: str) -> bool:
    """Erase one person at once; False when nobody is known by this address.

    Applications and vouchers stay with the enterprise, without the person.
    """
    unconfirmed = Confirmation.objects.filter(email__iexact=email).delete()[0]
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        return unconfirmed > 0
    pk = person.pk
    _erase(pk)
    record(actor, "erase_person", f"person:{pk}")
    return True


def _erase(person_id: int) -> None:
    Remark.objects.filter(actor=f"person:{person_id}").update(text="")
    Remark.objects.filter(application__applicant=person_id).update(text="")
    Person.objects.get(pk=person_id).delete()


def export_person(email: str) -> dict[str, Any]:
    """Everything kept of one person, as plain data to hand over (GDPR, art. 15 and 20)."""
    with transaction.atomic():
        person = Person.objects.filter(email__iexact=email).first()
        unconfirmed = Confirmation.objects.filter(email__iexact=email)
        found: dict[str, Any] = {
            "unconfirmed_applications": [
                {"application": str(c.application_id), "asked_at": c.created_at} for c in unconfirmed
            ]
        }
        if person is not None:
            found |= _all_of(person)
    return found


def _all_of(person: Person) -> dict[str, Any]:
    applications = Application.objects.filter(applicant=person).select_related("scheme", "enterprise")
    return {
        "email": person.email,
        "created_at": person.created_at,
        "last_login": person.last_login,
        "roles": list(
            person.roles.values("role", "organisation__name", "organisation__enterprise_number", "valid_from")
        ),
        "applications": [
            {
                "id": str(a.id),
                "scheme": a.scheme.slug,
                "enterprise_number": a.enterprise.enterprise_number,
                "state": a.state,
                "applied_at": a.applied_at,
                "declarations": a.declarations,
            }
            for a in applications
        ],
        "vouchers": list(
            Voucher.objects.filter(application__applicant=person).values(
                "code", "state", "amount_cents", "valid_until"
            )
        ),
        "remarks": list(
            (
                Remark.objects.filter(application__applicant=person)
                | Remark.objects.filter(actor=f"person:{person.pk}")
            )
            .distinct()
            .values("subject", "text", "at")
        ),
        "actions": list(Entry.objects.filter(actor=f"person:{person.pk}").values("at", "command", "subject")),
    }
