"""A page that only asks whether somebody is sure: says what will happen, and one button."""

from collections.abc import Callable

from django.http import HttpRequest

from wisselwerk.web.forms import RefusableForm


class SureForm(RefusableForm):
    """Nothing to fill in: sent, it is done. What is done knows itself when it is repeated."""

    @classmethod
    def of(cls, request: HttpRequest) -> "SureForm":
        """The form of a page, sent or not."""
        return cls(request.POST if request.method == "POST" else None)

    def does(self, act: Callable[[], object]) -> bool:
        """Whether it was sent, and ``act`` done; when that was refused, ``reasons`` says why."""
        if not self.is_valid():
            return False
        self.attempt(act)
        return not self.reasons
