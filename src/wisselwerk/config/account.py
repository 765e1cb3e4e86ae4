"""How allauth behaves here: nobody makes an account beforehand, and no password exists."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """A person comes to exist by applying, or by being given a role; never by filling in a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False
