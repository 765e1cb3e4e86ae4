"""Which language a page speaks: Dutch, until the reader chooses another.

Local governments in Flanders address people in Dutch (coordinated laws on the use of languages in administrative
matters, 18 July 1966), so the language a browser was installed in does not decide. Machines say what they want.
"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

MACHINES = "/api/"


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Speaks the language chosen with the switch; to machines that of Accept-Language."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose for this request."""
        if request.path_info.startswith(MACHINES):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
