"""The words of what one search finds."""

from collections.abc import Mapping

from wisselwerk.domain.finding import FoundKind
from wisselwerk.domain.refusal import gettext_noop

KINDS: Mapping[FoundKind, str] = {
    FoundKind.PRACTICE: gettext_noop("Practice"),
    FoundKind.QUESTION: gettext_noop("Question"),
    FoundKind.SCHEME: gettext_noop("Scheme"),
    FoundKind.INITIATIVE: gettext_noop("Initiative"),
}
"""What stands above one of them."""

KINDS_OF_MANY: Mapping[FoundKind, str] = {
    FoundKind.PRACTICE: gettext_noop("Practices"),
    FoundKind.QUESTION: gettext_noop("Questions"),
    FoundKind.SCHEME: gettext_noop("Schemes"),
    FoundKind.INITIATIVE: gettext_noop("Initiatives"),
}
"""What a filter calls them."""
