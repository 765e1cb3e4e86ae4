"""What the administration writes to a local government after a year, and what that answers. Nobody can be named in it."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.http.request import validate_host
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.models import ExpostQuestion, Initiative
from wisselwerk.apps.initiatives.services import (
    ask_government,
    reply_to_question,
    suggest_practice,
)
from wisselwerk.apps.parties.models import LONGEST_ADDRESS, Organisation
from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.expost_question import QuestionKind, Reply, ShownPractice, ToldAction, needs_words
from wisselwerk.domain.expost_question_sentence import REPLY_NAMES
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.web.forms import ActForm, Answer
from wisselwerk.web.money_field import EuroField
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks

LONGEST = 2000
"""Signs of a question or an answer: a few paragraphs."""


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _ToGovernment(ActForm):
    """What goes to a local government; its general address is asked only when nobody of it is here."""

    def __init__(self, data: QueryDict | None, *, is_reachable: bool) -> None:
        super().__init__(data)
        if is_reachable:
            del self.fields["email"]

    @property
    def address(self) -> str:
        """Where the link to answer with goes; empty where people of the government are here."""
        return str(self.cleaned_data.get("email", ""))


def _address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("General mail address of this government"),
        help_text=_(
            "Nobody of it is here, so it gets a link to answer with. Use an address of the government, such as info@, and not "
            "that of a person."
        ),
        max_length=LONGEST_ADDRESS,
        error_messages={"invalid": _("This is not a mail address. An address looks like name@example.be.")},
        required=False,
    )


@asks(record="text", right="email")
class AskForm(_ToGovernment):
    """One question about the outcome of a year."""

    text = PublicTextField(
        label=_("Your question"),
        help_text=_("It is public, with the day, as a question of the administration. Name nobody."),
        max_length=LONGEST,
        widget=_lines(4),
        error_messages={"required": _("Write what you want to know.")},
    )
    email = _address_field()

    def sent(self, actor: Actor, year: int, government: str) -> Answer | None:
        """Ask it; None when that was refused."""
        text, email = self.cleaned_data["text"], self.address
        return self.carry_out(
            actor,
            f"web:expost-ask:{year}:{government}",
            lambda: {
                "question": ask_government(actor, year=year, government=government, text=text, email=email).pk
            },
        )


class PracticeField(forms.CharField):
    """Takes the address of a page here; gives the scheme, the initiative or the practice that it is about."""

    def clean(self, value: object) -> Scheme | Initiative | ShownPractice:
        """The practice.

        Raises:
            ValidationError: there is no such page.
        """
        found = practice_at(str(super().clean(value)))
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "There is no scheme, initiative or published practice at this address. Open its page here, and copy the address from the browser."
                )
            )
        return found


def practice_at(address: str) -> Scheme | Initiative | ShownPractice | None:
    """The scheme, the initiative or the published practice of which this is the page here; of one that goes on in another, that other."""
    hosts = [urlsplit(settings.BASE_URL).hostname or "", *settings.ALLOWED_HOSTS]
    try:
        parts = urlsplit(address.strip())
        if parts.hostname and not validate_host(parts.hostname, hosts):
            return None
        found = resolve(parts.path)
    except (Resolver404, ValueError):
        return None
    if found.view_name == "public:scheme":
        return Scheme.objects.filter(slug=found.kwargs["slug"], versions__isnull=False).first()
    if found.view_name == "initiative:page":
        initiative = Initiative.objects.select_related("merged_into").filter(pk=found.kwargs["pk"]).first()
        return (initiative.merged_into or initiative) if initiative else None
    if found.view_name == "practice:card":
        return shown(Practice.objects.select_related("published").filter(slug=found.kwargs["slug"]).first())
    return None


def shown(practice: Practice | None) -> ShownPractice | None:
    """A practice as it is suggested; None where everybody cannot read it."""
    if practice is None or practice.published is None:
        return None
    return ShownPractice(practice.slug, practice.published.title, practice.organisation_id)


@asks(record="to practice text", right="email")
class SuggestForm(_ToGovernment):
    """A practice to look at: one that was published, a scheme here, or an initiative of the register."""

    to = forms.ChoiceField(label=_("To whom?"))
    practice = PracticeField(
        label=_("Address of the practice"),
        help_text=_(
            "Of the page of a practice, a scheme or an initiative here. For example /regelingen/genk/."
        ),
        max_length=500,
        error_messages={"required": _("Give the address of what you want to show.")},
    )
    text = PublicTextField(
        label=_("Why is it worth a look?"),
        help_text=_("In a few sentences. It is public. Name nobody."),
        max_length=LONGEST,
        widget=_lines(3),
        required=False,
    )
    email = _address_field()

    def __init__(
        self,
        data: QueryDict | None,
        choices: Sequence[Organisation],
        *,
        is_reachable: bool,
        practice: str = "",
    ) -> None:
        super().__init__(data, is_reachable=is_reachable)
        self.fields["practice"].initial = practice
        # A local government goes by its place code, because it may not be known here yet; a partnership by its slug.
        self.choices: Mapping[str, Organisation] = {str(one.nis_code or one.slug): one for one in choices}
        named = [(key, one.name) for key, one in self.choices.items()]
        self.fields["to"].choices = named  # type: ignore[attr-defined]  # a field that was made above

    def sent(self, actor: Actor, year: int, government: str) -> Answer | None:
        """Suggest it; None when that was refused."""
        told, to = self.cleaned_data, self.choices[self.cleaned_data["to"]]
        return self.carry_out(
            actor,
            f"web:expost-suggest:{year}:{government}",
            lambda: {
                "question": suggest_practice(
                    actor,
                    year=year,
                    government=government,
                    to=to,
                    practice=told["practice"],
                    text=told["text"],
                    email=self.address,
                ).pk
            },
        )


class ReplyForm(ActForm):
    """What both answers share: each question on a page has a form of its own."""

    def __init__(self, question: ExpostQuestion, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=f"vraag-{question.pk}")
        self.question = question

    def reply(self) -> Reply | None:
        """What was chosen of a suggestion."""
        return None

    def told(self) -> ToldAction | None:
        """The action that reports do not show."""
        return None

    def sent(self, actor: Actor) -> Answer | None:
        """Answer it; None when that was refused."""
        text = self.cleaned_data["text"]
        return self.carry_out(
            actor,
            f"web:expost-reply:{self.question.pk}",
            lambda: {
                "step": reply_to_question(
                    actor, question=self.question, text=text, reply=self.reply(), told=self.told()
                ).pk
            },
        )


@asks(voluntary="text title priority amount")
class OutcomeReplyForm(ReplyForm):
    """An answer about an outcome, and an action that may come with it."""

    text = PublicTextField(
        label=_("Your answer"),
        help_text=_("In a few sentences. It is public, as the answer of your government. Name nobody."),
        max_length=LONGEST,
        widget=_lines(4),
        error_messages={"required": _("Write your answer in a few words.")},
    )
    title = PublicTextField(
        label=_("An action that the reports do not show"),
        help_text=_("Only if there is one. It is added to the register, as told by your government."),
        max_length=300,
        required=False,
    )
    priority = forms.ChoiceField(
        label=_("Under which priority does it fall?"),
        choices=lambda: [
            ("", gettext("None in particular")),
            *((one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()),
        ],
        required=False,
    )
    amount = EuroField(
        label=_("What did it take in that year, in euro?"),
        help_text=_("For example 250.000 or 1.500,50."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """A priority or an amount is that of an action."""
        said = super().clean() or {}
        is_about = said.get("priority") or said.get("amount") is not None
        if is_about and not said.get("title") and "title" not in self.errors:
            self.add_error("title", gettext("Name the action too, or leave its priority and amount empty."))
        return said

    def told(self) -> ToldAction | None:
        """The action that was named; None when none was."""
        said = self.cleaned_data
        if not said["title"]:
            return None
        priority = Priority(said["priority"]) if said["priority"] else None
        return ToldAction(title=said["title"], priority=priority, cents=said["amount"])


@asks(voluntary="answer text")
class PracticeReplyForm(ReplyForm):
    """An answer to a suggestion."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=lambda: [(one.value, gettext(name)) for one, name in REPLY_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )
    text = PublicTextField(
        label=_("Something to add?"),
        help_text=_("Say why, when it does not fit. It is public. Name nobody."),
        max_length=LONGEST,
        widget=_lines(3),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """Who says that it does not fit says why."""
        said = super().clean() or {}
        chosen = Reply(str(said["answer"])) if said.get("answer") else None
        if needs_words(QuestionKind.PRACTICE, chosen) and not said.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Say in a few words why it does not fit."))
        return said

    def reply(self) -> Reply | None:
        """What was chosen."""
        return Reply(self.cleaned_data["answer"])


def reply_form(question: ExpostQuestion, data: QueryDict | None = None) -> ReplyForm:
    """The form to answer this question with."""
    is_outcome = question.kind == QuestionKind.OUTCOME
    return OutcomeReplyForm(question, data) if is_outcome else PracticeReplyForm(question, data)
