"""Stop the mails about practices from one of them."""

from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.practices.models import PracticeMailStop
from wisselwerk.apps.practices.services import stop_practice_mails
from wisselwerk.apps.practices.services.mails import STOPPING
from wisselwerk.domain.actor import ANONYMOUS
from wisselwerk.web.mail_stop import StopPage, stop_view

stop = stop_view(
    StopPage(
        link=STOPPING,
        is_on=lambda person: not PracticeMailStop.objects.filter(person=person).exists(),
        stop=lambda person: stop_practice_mails(ANONYMOUS, person=person),
        title=_("Stop mails about practices"),
        question=_("Stop mails about practices?"),
        offer=_(
            "One click, and no mail comes any more when a practice changes that you took over. You need not sign in."
        ),
        button=_("Stop the mail"),
        stopped=_("Mails about practices are stopped"),
        after=_(
            "No mail is sent to you any more when a practice changes that you took over. Its page tells it."
        ),
        part=_("Practices"),
        home="practice:practices",
        home_link=_("See all practices"),
    )
)
