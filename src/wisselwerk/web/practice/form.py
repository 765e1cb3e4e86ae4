"""The form in which a practice is written."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.parties.models import Organisation
from wisselwerk.apps.practices.models import Practice, PracticeVersion
from wisselwerk.apps.practices.queries.practices import schemes_for
from wisselwerk.apps.schemes.models import Scheme
from wisselwerk.domain.practice import (
    LONGEST_ADDRESS,
    LONGEST_PART,
    LONGEST_TITLE,
    MOST_MATERIALS,
    OWN,
    Language,
    Material,
    Part,
    PracticeText,
    Wording,
    is_address,
)
from wisselwerk.domain.practice_sentence import PART_HINTS, PART_NAMES
from wisselwerk.domain.priority import PRIORITY_NAMES, Priority
from wisselwerk.web.forms import ActForm
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.wording import word

OTHERS = tuple(one for one in Language if one is not OWN)
LONGEST_MATERIALS = MOST_MATERIALS * (LONGEST_ADDRESS + LONGEST_TITLE)


def _title(label: Any, *, required: bool) -> PublicTextField:
    return PublicTextField(
        label=label,
        max_length=LONGEST_TITLE,
        required=required,
        error_messages={"required": _("Give it a title.")},
    )


def _part(part: Part) -> PublicTextField:
    return PublicTextField(
        label=word(PART_NAMES[part]),
        help_text=word(PART_HINTS[part]),
        max_length=LONGEST_PART,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@asks(voluntary="title turnout scheme priority materials", made=Purpose.VOLUNTARY)
class PracticeForm(ActForm):
    """A practice in Dutch, in other languages beside it, with what can be used again."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """Which version was read by who writes the next."""
    title = _title(_("What is it called?"), required=True)
    turnout = forms.BooleanField(
        label=_("It did not work"),
        help_text=_(
            "What failed helps others as much. It stays among those who take part until you open it."
        ),
        required=False,
    )
    scheme = forms.ModelChoiceField(
        label=_("Which voucher scheme is behind it?"),
        help_text=_("Its figures come on the card by themselves. Leave it open where there is none."),
        queryset=Scheme.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    priority = forms.ChoiceField(label=_("Which priority is it about?"), required=False)
    materials = PublicTextField(
        label=_("What can others use?"),
        help_text=_(
            "One on each line: what it is, and then its address. For example: Letter to businesses https://www.example.be/letter.pdf"
        ),
        max_length=LONGEST_MATERIALS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        organisation: Organisation,
        told: PracticeText | None,
        data: QueryDict | None,
        practice: Practice | None = None,
        **initial: Any,
    ) -> None:
        super().__init__(data, initial={**_as_fields(told), **initial})
        self.fields["scheme"].queryset = schemes_for(organisation, practice)  # type: ignore[attr-defined]
        names = [(one.value, gettext(name)) for one, name in PRIORITY_NAMES.items()]
        self.fields["priority"].choices = [("", gettext("None in particular")), *names]  # type: ignore[attr-defined]
        for language in Language:
            if language is not OWN:
                self.fields[f"{language}_title"] = _title(_("Title"), required=False)
            for part in Part:
                self.fields[f"{language}_{part}"] = _part(part)

    @property
    def own_parts(self) -> list[forms.BoundField]:
        """The parts in Dutch."""
        return [self[f"{OWN}_{part}"] for part in Part]

    def translation(self, language: Language) -> list[forms.BoundField]:
        """The fields of another language."""
        return [self[f"{language}_title"], *(self[f"{language}_{part}"] for part in Part)]

    def is_opened(self, language: Language) -> bool:
        """Whether something stands in a language, so that it is shown at once."""
        return any(bound.value() or bound.errors for bound in self.translation(language))

    def clean_materials(self) -> tuple[Material, ...]:
        """Each line as what it is and where it is."""
        found = []
        for line in self.cleaned_data["materials"].splitlines():
            title, _between, address = line.strip().rpartition(" ")
            if not line.strip():
                continue
            if not title.strip() or not is_address(address):
                raise forms.ValidationError(
                    gettext(
                        "Write what it is, a space, and an address that begins with https://: {line}"
                    ).format(line=line.strip())
                )
            found.append(Material(title.strip()[:LONGEST_TITLE], address))
        if len(found) > MOST_MATERIALS:
            raise forms.ValidationError(gettext("Give at most {most}.").format(most=MOST_MATERIALS))
        return tuple(found)

    def text(self) -> PracticeText:
        """What was written."""
        told = self.cleaned_data
        wordings = {}
        for language in Language:
            title = told["title"] if language is OWN else told[f"{language}_title"]
            parts = {part: written for part in Part if (written := told[f"{language}_{part}"].strip())}
            wordings[language] = Wording(title.strip(), parts)
        return PracticeText(
            wordings={language: one for language, one in wordings.items() if not one.is_empty},
            materials=told["materials"],
            priority=Priority(told["priority"]) if told["priority"] else None,
            is_failure=told["turnout"],
        )


def initial_of(version: PracticeVersion) -> dict[str, Any]:
    """What stands in the form beside the text itself."""
    return {"seen": version.number, "scheme": version.scheme_id}


def _as_fields(told: PracticeText | None) -> dict[str, Any]:
    if told is None:
        return {}
    found: dict[str, Any] = {
        "title": told.own.title,
        "turnout": told.is_failure,
        "priority": told.priority or "",
        "materials": "\n".join(f"{one.title} {one.address}" for one in told.materials),
    }
    for language, wording in told.wordings.items():
        if language is not OWN:
            found[f"{language}_title"] = wording.title
        found |= {f"{language}_{part}": written for part, written in wording.parts.items()}
    return found
