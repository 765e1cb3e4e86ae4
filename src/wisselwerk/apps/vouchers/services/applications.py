"""Applying for a voucher: by the enterprise, which confirms its mail address, or entered by the partnership."""

from wisselwerk.apps.audit.services import record
from wisselwerk.apps.catalogue.models import Provider, Service
from wisselwerk.apps.catalogue.queries import offered_on
from wisselwerk.apps.parties.codes import mail_address
from wisselwerk.apps.parties.permissions import may, require
from wisselwerk.apps.parties.services import enterprise, number_of, person
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.apps.schemes.visum import payer_of, visum_of
from wisselwerk.apps.vouchers.declarations import Declarations, declared
from wisselwerk.apps.vouchers.grounds import version_for
from wisselwerk.apps.vouchers.models import Application, ApplicationState, Channel
from wisselwerk.apps.vouchers.services.confirmations import ask_confirmation
from wisselwerk.apps.vouchers.services.decisions import decide_by_rules, lock_enterprise
from wisselwerk.apps.vouchers.services.waiting import serve_before_others
from wisselwerk.clock import now, today
from wisselwerk.db import command
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode
from wisselwerk.formats import enterprise_number as numbers


@command
def submit_application(  # noqa: PLR0913  # an application is this many things
    actor: Actor,
    *,
    scheme: Scheme,
    enterprise_number: str,
    email: str,
    provider: str | None = None,
    service: str | None = None,
    declarations: Declarations | None = None,
    channel: Channel = Channel.WEB,
    sent_from: str = "",
) -> Application:
    """Apply for a voucher. Unconfirmed until the code sent to ``email`` comes back (``application.confirmation``).

    Who may enter applications for the scheme vouches for the address, so theirs are decided at once. ``provider`` is
    an enterprise number, ``service`` the slug of one of its services, ``sent_from`` what ``network_hash`` gives.

    Raises:
        Refusal: EMAIL_INVALID, ENTERPRISE_NUMBER_INVALID, PROVIDER_UNKNOWN, SERVICE_UNKNOWN, PLACE_UNKNOWN,
            DAY_TO_COME, TOO_MANY_REQUESTS, NO_RULES_YET, or NOT_OPEN_YET; VISUM_MISSING for who enters applications.
    """
    _is_open(actor, scheme)
    asked = _application(scheme, enterprise_number, provider, service, declarations or {}, channel)
    if may(actor, "enter_application", scheme.partnership_id):
        return _enter(actor, asked, email, "submit_application")
    asked.state = ApplicationState.UNCONFIRMED
    asked.save()
    ask_confirmation(asked, mail_address(email), sent_from)
    record(actor, "submit_application", f"application:{asked.pk}")
    return asked


@command
def enter_application(
    actor: Actor,
    *,
    scheme: Scheme,
    enterprise_number: str,
    email: str,
    provider: str | None = None,
    service: str | None = None,
    declarations: Declarations | None = None,
) -> Application:
    """Apply for somebody on the telephone, who hears the decision at once.

    Raises:
        Refusal: NOT_ALLOWED, and as ``submit_application``.
    """
    require(actor, "enter_application", scheme.partnership_id)
    _is_open(actor, scheme)
    asked = _application(scheme, enterprise_number, provider, service, declarations or {}, Channel.PHONE)
    return _enter(actor, asked, email, "enter_application")


def _enter(actor: Actor, asked: Application, email: str, command_name: str) -> Application:
    address = mail_address(email)
    serve_before_others(asked.scheme)
    # The enterprise before the person, as everywhere: else two who wait for each other's row wait for ever.
    lock_enterprise(asked.enterprise_id)
    asked.applicant = person(address)
    # Replaced before anybody can see it, by the decision in this same transaction.
    asked.state = ApplicationState.UNCONFIRMED
    asked.save()
    record(actor, command_name, f"application:{asked.pk}")
    decide_by_rules(actor, asked)
    return asked


def _application(
    scheme: Scheme,
    enterprise_number: str,
    provider_number: str | None,
    service_slug: str | None,
    declarations: Declarations,
    channel: Channel,
) -> Application:
    provider = _provider(provider_number) if provider_number else None
    return Application(
        scheme=scheme,
        enterprise=enterprise(number_of(enterprise_number)),
        provider=provider,
        service=_service(provider, service_slug) if service_slug else None,
        declarations=declared(declarations, scheme, today()),
        channel=channel,
        applied_at=now(),
    )


def _is_open(actor: Actor, scheme: Scheme) -> None:
    """Stop here while the scheme takes no applications: a code that comes back to nothing would be somebody's time lost.

    That a visum is missing is said to who can do something about it, and to nobody else.
    """
    version_for(scheme, today())
    if visum_of(scheme) is not None:
        return
    if not may(actor, "enter_application", scheme.partnership_id):
        raise Refusal(Reason(RefusalCode.NOT_OPEN_YET))
    payer = payer_of(scheme, today())
    raise Refusal(
        Reason(RefusalCode.VISUM_MISSING, {"payer": payer.name if payer else scheme.partnership.name})
    )


def _provider(given: str) -> Provider:
    try:
        return Provider.objects.get(organisation__enterprise_number=numbers.parse(given))
    except (numbers.EnterpriseNumberInvalid, Provider.DoesNotExist) as error:
        raise Refusal(Reason(RefusalCode.PROVIDER_UNKNOWN, {"number": given})) from error


def _service(provider: Provider | None, slug: str) -> Service:
    found = Service.objects.filter(offered_on(today()), provider=provider, slug=slug).first()
    if found is None:
        raise Refusal(Reason(RefusalCode.SERVICE_UNKNOWN, {"service": slug}))
    return found
