"""What is said of the local role: of its support one sentence for each way in which it can come out, and what is refused."""

from collections.abc import Mapping

from wisselwerk.domain.coordination_frame import Form, Why
from wisselwerk.domain.refusal import RefusalCode, gettext_noop

SUPPORT: Mapping[Why, str] = {
    Why.BY_SCALE: gettext_noop("{amount_cents} a year, for {inhabitants} inhabitants on {inhabitants_on}."),
    Why.CAPPED_WITHOUT_CENTRE: gettext_noop(
        "{amount_cents} a year, for {inhabitants} inhabitants on {inhabitants_on}: without a centre city it is no more."
    ),
    Why.CAPPED_ABOVE_CENTRE: gettext_noop(
        "{amount_cents} a year, for {inhabitants} inhabitants on {inhabitants_on}: it is no more above what the centre city would "
        "get alone."
    ),
    Why.TOO_FEW_INHABITANTS: gettext_noop(
        "No support: with {inhabitants} inhabitants on {inhabitants_on} there are too few without a centre city."
    ),
    Why.FORM_NOT_ADMITTED: gettext_noop("No support: in this form one could not take part then."),
    Why.OPTED_OUT: gettext_noop("No support: it was chosen to do without."),
    Why.ENTERED: gettext_noop("{amount_cents} a year, as it was granted."),
    Why.NO_FORMULA: gettext_noop(
        "How the support is worked out is not known here, and nobody entered what was granted."
    ),
    Why.NO_FRAME: gettext_noop("No support for the coordination role is known for that day."),
    Why.SEVERAL_CENTRES: gettext_noop(
        "What a partnership with several centre cities gets is not known here."
    ),
    Why.INHABITANTS_UNKNOWN: gettext_noop(
        "The number of inhabitants is not known here, so what is due is not either."
    ),
}
"""Message ids with their places."""

COORDINATION_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.COORDINATION_STANDS: gettext_noop(
        "It has the role on that day or later already. End that first."
    ),
    RefusalCode.COORDINATION_ENDED: gettext_noop(
        "The role ended already: its last day was {last_on}. Open this page again to see what stands."
    ),
    RefusalCode.COORDINATION_NOT_THAT_YEAR: gettext_noop(
        "The role is not taken up in {year}. It began on {began_on}: choose a year from then on, up to its last day."
    ),
}
"""Of the refusals of the role; ``initiative_sentence`` takes them along, and ``domain.refusal_sentence`` holds them all."""

FORMS: Mapping[Form, str] = {
    Form.CENTRUMSTAD: "centrumstad",
    Form.GEMEENTE: "gemeente",
    Form.WELZIJNSVERENIGING: "welzijnsvereniging",
    Form.INTERLOKALE_VERENIGING: "interlokale vereniging",
    Form.PROJECTVERENIGING: "projectvereniging",
    Form.DIENSTVERLENENDE_VERENIGING: "dienstverlenende vereniging",
    Form.OPDRACHTHOUDENDE_VERENIGING: "opdrachthoudende vereniging",
}
"""As the law names them, in every language."""
