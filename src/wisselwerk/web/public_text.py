"""Words that everybody will read: whoever writes them is told at the door whom they name, before anything is kept.

    why = PublicTextField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))

A text in which a person is found comes back with ``N.N.`` where that stood, and with what was taken out named beside it. Who
wrote it reads it again and sends it, or writes it otherwise: nothing goes out that was not read, and nothing is lost silently.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from wisselwerk.formats.public_text import persons_in, without_persons
from wisselwerk.wording import listed


class PublicTextField(forms.CharField):
    """Takes a text that becomes public; refuses one that names somebody, and shows it again without."""

    named = _(
        "This becomes public, so it can name nobody. We took out: {what}. Read it again, and send it once more."
    )
    """What is said when somebody is named."""

    def clean(self, value: object) -> str:
        """The text as it was written.

        Raises:
            ValidationError: somebody is named in it; it says what was taken out.
        """
        text = str(super().clean(value))
        if named := persons_in(text):
            raise forms.ValidationError(
                self.named.format(what=listed([f"“{one}”" for one in named])),
                code="person",
            )
        return text

    def bound_data(self, data: object, initial: object) -> object:
        """What the form shows when it comes back: the text without persons."""
        shown = super().bound_data(data, initial)
        return without_persons(shown) if isinstance(shown, str) else shown


class SharedTextField(PublicTextField):
    """The same for what participants of the learning network say among themselves: it may be opened to everybody later."""

    named = _(
        "Others read this and it stays, so it can name nobody. We took out: {what}. Read it again, and send it once more."
    )
