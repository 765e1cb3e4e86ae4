"""What is said of providers, their services and their recognitions."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

CATALOGUE_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.PROVIDER_UNKNOWN: gettext_noop("{number} is not a provider here. Choose one from the list."),
    RefusalCode.SERVICE_UNKNOWN: gettext_noop(
        "{service} is not a service of this provider. Choose one from the list."
    ),
    RefusalCode.RECOGNITION_OVERLAPS: gettext_noop(
        "This overlaps with the same recognition that is recorded from {start}. Take that first day, or have the one end "
        "before the other starts."
    ),
}
"""Of what is said there; ``domain.refusal_sentence`` holds them all."""
