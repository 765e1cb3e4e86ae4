"""Erasing what has reached its term, and giving or erasing what is kept of one person."""

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from wisselwerk.apps.audit.models import Entry
from wisselwerk.apps.audit.services import record
from wisselwerk.apps.evaluation.models import FollowUpAnswer, FollowUpQuestion, FollowUpStop
from wisselwerk.apps.initiatives.models import DigestMail, DigestSubscription, ExpostQuestion
from wisselwerk.apps.introductions.models import (
    FamiliarityQuestion,
    Introduction,
    Need,
    Pending,
    Registration,
    Suggestion,
)
from wisselwerk.apps.network.models import (
    Attendance,
    Lesson,
    Meeting,
    NetworkAnswer,
    NetworkQuestion,
    QuestionLetter,
    StoppedLetters,
)
from wisselwerk.apps.parties.models import Organisation, Person, RoleHolding
from wisselwerk.apps.parties.permissions import require
from wisselwerk.apps.payouts.models import ClaimNotice
from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.apps.privacy.entry import PERSON_KEPT_FOR, Erasure, PersonalField
from wisselwerk.apps.privacy.register import REGISTER
from wisselwerk.apps.schemes.models import Reduction
from wisselwerk.apps.vouchers.lots import STANDS
from wisselwerk.apps.vouchers.models import (
    Application,
    ApplicationState,
    Attempt,
    Confirmation,
    Lot,
    Notice,
    PdfFile,
    PdfInvoice,
    Remark,
    RemarkSubject,
    Voucher,
)
from wisselwerk.clock import day_of
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor, Role
from wisselwerk.domain.pdf_invoice import PdfState


@command
def erase_expired(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Erase everything whose term has passed at ``at``; returns how many rows per field of the register.

    Rows and texts go by the field the register counts from. A person goes when nothing needs them any more: no
    current role but that of a holder, and no sign-in, application, need, event or valid voucher within the term.
    """
    require(actor, "erase_expired")
    erased = {
        entry.field: _erase_field(actor, entry, at - entry.kept_for)
        for entry in REGISTER
        if entry.kept_for is not None and entry.erasure in _BY_FIELD
    }
    unused = list(_unused_people(at - PERSON_KEPT_FOR, day_of(at)).values_list("pk", flat=True))
    erased["parties.Person.email"] = len(unused)
    for pk in unused:
        _erase(pk)
    if any(erased.values()):
        record(actor, "erase_expired", f"rows:{sum(erased.values())}")
    return erased


def _erase_field(actor: Actor, entry: PersonalField, before: datetime) -> int:
    """Erase what ``entry`` is about from before its term; returns how many rows."""
    app, model, name = entry.field.split(".")
    rows: QuerySet[Model] = apps.get_model(app, model)._default_manager.filter(
        **{f"{entry.counted_from}__lt": before}
    )
    if entry.erasure is Erasure.ROW:
        return rows.delete()[0]
    if entry.erasure is Erasure.TEXT:
        return rows.exclude(**{name: ""}).update(**{name: ""})
    if entry.erasure is Erasure.LINK:
        return rows.exclude(**{name: None}).update(**{name: None})
    if entry.erasure is Erasure.REFUSED:
        return _erase_refused(actor, before)
    return _erase_unconfirmed(before)


_BY_FIELD = frozenset({Erasure.ROW, Erasure.TEXT, Erasure.LINK, Erasure.REFUSED, Erasure.UNCONFIRMED})


def _erase_refused(actor: Actor, before: datetime) -> int:
    """The trail holds a digest of each, so that it must tell that one went."""
    refused = PdfInvoice.objects.filter(
        state__in=[PdfState.REFUSED, PdfState.FAILED], handed_in_at__lt=before
    )
    gone = list(refused.values_list("pk", flat=True))
    for pk in gone:
        record(actor, "erase_pdf", f"pdf_invoice:{pk}")
    PdfInvoice.objects.filter(pk__in=gone).delete()
    return len(gone)


def _erase_unconfirmed(before: datetime) -> int:
    """Anybody can name any enterprise, so what nobody confirmed goes, and the enterprise when nothing else knows it."""
    unconfirmed = Application.objects.filter(state=ApplicationState.UNCONFIRMED, applied_at__lt=before)
    named = list(unconfirmed.values_list("enterprise", flat=True))
    number = unconfirmed.delete()[1].get("vouchers.Application", 0)
    unknown = Organisation.objects.filter(
        pk__in=named,
        name="",
        applications=None,
        vouchers=None,
        provider=None,
        role_holders=None,
        api_keys=None,
        needs=None,
        introductions=None,
        registrations=None,
        asked_familiarity=None,
    )
    unknown.filter(redemptions=None, payable=None).delete()
    return number


def _unused_people(since: datetime, today: date) -> QuerySet[Person]:
    applications = Application.objects.filter(applicant=OuterRef("pk"))
    roles = RoleHolding.objects.on(today).filter(person=OuterRef("pk"))
    return Person.objects.filter(
        ~Exists(roles.exclude(role=Role.HOLDER)),
        ~Exists(applications.filter(applied_at__gte=since)),
        ~Exists(applications.filter(voucher__valid_until__gte=since.date())),
        # Who has a chance still must be told of it, however long the list lasts.
        ~Exists(applications.filter(state__in=STANDS)),
        ~Exists(Need.objects.filter(person=OuterRef("pk"), stated_at__gte=since)),
        ~Exists(Registration.objects.filter(person=OuterRef("pk"), event_ends_at__gte=since)),
        created_at__lt=since,
    ).exclude(last_login__gte=since)


@command
def erase_person(actor: Actor, *, email: str) -> bool:
    """Erase one person at once; False when nobody is known by this address.

    Applications and vouchers stay with the enterprise, without the person.
    """
    require(actor, "erase_person")
    unconfirmed = Confirmation.objects.filter(email__iexact=email).delete()[0]
    unconfirmed += Pending.objects.filter(email__iexact=email).delete()[0]
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        return unconfirmed > 0
    pk = person.pk
    _erase(pk)
    record(actor, "erase_person", f"person:{pk}")
    return True


def _erase(person_id: int) -> None:
    # Who erases it at the same moment is first: of two, one finds a row. Who plans a mail for it at that moment is first too, so
    # that this mail is seen and goes with it.
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        return
    DigestSubscription.objects.select_for_update().filter(person=person).first()
    Remark.objects.filter(actor=f"person:{person_id}").update(text="")
    Reduction.objects.filter(actor=f"person:{person_id}").update(reason="")
    # What a member of staff wrote as the ground of a decision stays for its own term: the enterprise may need it.
    own = (RemarkSubject.REVIEW_REQUEST, RemarkSubject.ANSWER)
    Remark.objects.filter(application__applicant=person_id, subject__in=own).update(text="")
    # What still waits for a check is needed for it; the rest need not wait for its term.
    sent = PdfFile.objects.filter(invoice__handed_in_by=f"person:{person_id}", checked_at__isnull=False)
    sent.delete()
    Need.objects.filter(person=person_id).update(sentence="")
    Suggestion.objects.filter(need__person=person_id).update(reason="")
    # Whoever has the salt could try every person on what the trail keeps.
    Attendance.objects.filter(person=person_id).update(salt="")
    # The place stays taken until the event is over, under no name.
    Registration.objects.filter(person=person_id).update(name="", enterprise=None)
    person.delete()


def export_person(email: str) -> dict[str, Any]:
    """Everything kept of one person, as plain data to hand over (GDPR, art. 15 and 20)."""
    with transaction.atomic():
        person = Person.objects.filter(email__iexact=email).first()
        unconfirmed = Confirmation.objects.filter(email__iexact=email)
        pending = Pending.objects.filter(email__iexact=email)
        found: dict[str, Any] = {
            "unconfirmed_applications": [
                {"application": str(c.application_id), "asked_at": c.created_at} for c in unconfirmed
            ],
            "waiting_for_a_code": list(pending.values("purpose", "asked", "created_at")),
        }
        if person is not None:
            found |= _all_of(person)
    return found


def _all_of(person: Person) -> dict[str, Any]:
    applications = Application.objects.filter(applicant=person).select_related("scheme", "enterprise")
    return (
        {
            "email": person.email,
            "created_at": person.created_at,
            "last_login": person.last_login,
            "roles": list(
                person.roles.values(
                    "role", "organisation__name", "organisation__enterprise_number", "valid_from"
                )
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
            "lots": _lots_of(person),
            "told": [
                *Notice.objects.filter(person=person).values("about", "told_until", "state", "at"),
                *ClaimNotice.objects.filter(person=person).values("payment", "told_until", "state", "at"),
            ],
            "actions": list(
                Entry.objects.filter(actor=f"person:{person.pk}").values("at", "command", "subject")
            ),
        }
        | _files_of(person)
        | _met_by(person)
        | _mailed_to(person)
        | _said_in_network(person)
    )


def _met_by(person: Person) -> dict[str, Any]:
    """What somebody looked for, whom that led to, and to which events."""
    return {
        "needs": list(
            Need.objects.filter(person=person).values("sentence", "place", "stated_at", "withdrawn_at")
        ),
        "proposals": list(
            Suggestion.objects.filter(need__person=person).values("service__name", "reason", "at")
        ),
        "introductions": list(
            Introduction.objects.filter(person=person).values("provider__organisation__name", "made_at")
        ),
        "registrations": list(
            Registration.objects.filter(person=person).values("event__title", "name", "registered_at")
        ),
        "familiarity_questions": list(
            FamiliarityQuestion.objects.filter(person=person).values("moment", "asked_on", "is_answered")
        ),
    }


def _mailed_to(person: Person) -> dict[str, Any]:
    """The weekly mail somebody asked for, and the questions of which the link went to this address."""
    asked = DigestSubscription.objects.filter(person=person)
    mails = DigestMail.objects.filter(subscription__person=person).order_by("week")
    return {
        "weekly_mail": list(asked.values("since", "told_until")),
        "weekly_mails": list(mails.values("week", "groups", "state")),
        "questions_by_mail": list(
            QuestionLetter.objects.filter(person=person).values("call__question__title", "planned_at")
        ),
        "questions_by_mail_stopped": list(StoppedLetters.objects.filter(person=person).values("at")),
        "mails_about_practices_stopped": list(PracticeMailStop.objects.filter(person=person).values("at")),
        "questions_to_answer": list(
            ExpostQuestion.objects.filter(addressee__person=person).values("year", "government", "text", "at")
        ),
        "follow_ups": list(
            FollowUpQuestion.objects.filter(person=person).values("side", "asked_on", "reminded_on")
        ),
        "follow_up_answers": list(
            FollowUpAnswer.objects.filter(question__person=person).values("said", "amount_cents", "at")
        ),
        "follow_ups_stopped": list(FollowUpStop.objects.filter(person=person).values("at")),
    }


def _said_in_network(person: Person) -> dict[str, Any]:
    """What somebody asked, answered, called and learnt among participants of the learning network, and where that one was."""
    own = {"actor": f"person:{person.pk}"}
    return {
        "network_questions": list(NetworkQuestion.objects.filter(**own).values("title", "text", "at")),
        "network_answers": list(
            NetworkAnswer.objects.filter(**own).values("question__title", "text", "is_by_mail", "at")
        ),
        "meetings": list(Meeting.objects.filter(**own).values("title", "starts_at", "place", "changed_at")),
        "meetings_attended": list(
            Attendance.objects.filter(person=person).values(
                "meeting__title", "meeting__starts_at", "comes", "was_there"
            )
        ),
        "lessons": list(Lesson.objects.filter(**own).values("meeting__title", "text", "at")),
    }


def _files_of(person: Person) -> dict[str, Any]:
    return {
        "refused_invoices": list(
            Attempt.objects.filter(actor=f"person:{person.pk}").values(
                "first_at", "last_at", "times", "reasons"
            )
        ),
        "pdf_invoices": list(
            PdfInvoice.objects.filter(handed_in_by=f"person:{person.pk}").values(
                "number", "issued_on", "state", "handed_in_at"
            )
        ),
    }


def _lots_of(person: Person) -> list[Any]:
    found = Lot.objects.filter(application__applicant=person)
    return list(found.values("application", "commitment", "salt", "place"))
