"""The mailed code that proves whose an application is: until it comes back nothing is decided (``apps.parties.codes``)."""

from django.db.models import OuterRef, Subquery

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.outbox.services import enqueue
from wisselwerk.apps.parties.codes import VALID_FOR, count_attempt, look_at_code, new_code
from wisselwerk.apps.parties.services import person
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Confirmation, Decision
from wisselwerk.apps.vouchers.services.decisions import decide_by_rules, lock
from wisselwerk.apps.vouchers.services.waiting import serve_before_others
from wisselwerk.db import command_without_transaction, in_one_transaction
from wisselwerk.domain.actor import Actor, ActorKind
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode


def ask_confirmation(application: Application, email: str, sent_from: str) -> Confirmation:
    """Send a code to ``email``. Call it inside a command's transaction.

    Raises:
        Refusal: TOO_MANY_REQUESTS, with the minutes to wait.
    """
    asked = new_code(Confirmation, email=email, sent_from=sent_from, application=application)
    enqueue("send_confirmation_code", confirmation_id=asked.pk)
    return asked


@command_without_transaction
def confirm_application(actor: Actor, *, token: str, code: str) -> Application:
    """Bring the mailed code back: the applicant is known from now on, and the application is decided.

    An application that was sent twice is one: the code of the second leads to the one that was confirmed first. A code
    works once, so whoever finds the mail later has nothing.

    Raises:
        Refusal: CODE_WRONG with the attempts left; CODE_EXPIRED when there are none left, when it is too late, when
            it was used, or when nothing goes by this token.
    """
    count_attempt(Confirmation, token)
    return in_one_transaction(lambda: _confirm(token, code))


def _confirm(token: str, code: str) -> Application:
    asked = Confirmation.objects.select_related("application__scheme").filter(token=token).first()
    look_at_code(asked, code)
    assert asked is not None
    serve_before_others(asked.application.scheme)
    application = lock(asked.application)
    if application.state != ApplicationState.UNCONFIRMED:
        # Somebody else brought it back at the same moment and was first.
        raise Refusal(Reason(RefusalCode.CODE_EXPIRED))
    same = _repeated(application, asked.email)
    if same is not None:
        asked.code = ""
        asked.save(update_fields=["code"])
        return same
    _proven(application, asked)
    return application


def _repeated(application: Application, email: str) -> Application | None:
    """The confirmed application that this one says again: of the same enterprise, scheme and mail, not decided yet when
    this one came in. Somebody went back and sent the form once more.

    It is looked for only now that the code came back: before that, anybody could ask whether there is one.
    """
    found = Application.objects.filter(
        scheme=application.scheme,
        enterprise=application.enterprise,
        applicant__email__iexact=email,
        applied_at__gte=application.applied_at - VALID_FOR,
        confirmation__isnull=False,
    ).exclude(state=ApplicationState.UNCONFIRMED)
    first_decided = Decision.objects.filter(application=OuterRef("pk")).order_by("decided_at", "pk")
    found = found.annotate(first_decided_at=Subquery(first_decided.values("decided_at")[:1]))
    return found.filter(first_decided_at__gt=application.applied_at).order_by("first_decided_at").last()


def _proven(application: Application, asked: Confirmation) -> None:
    """Enter the applicant and decide; the code is worth nothing from now on."""
    application.applicant = person(asked.email)
    application.save(update_fields=["applicant"])
    asked.code = ""
    asked.save(update_fields=["code"])
    proven = Actor(ActorKind.PERSON, application.applicant.pk)
    record(proven, "confirm_application", f"application:{application.pk}")
    decide_by_rules(proven, application)
