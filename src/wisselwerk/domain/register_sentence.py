"""What is said where the register of enterprises comes in: what is the matter, and what to do next."""

from collections.abc import Mapping

from wisselwerk.domain.refusal import RefusalCode, gettext_noop

REGISTER_SENTENCES: Mapping[RefusalCode, str] = {
    RefusalCode.REGISTER_DIFFERS: gettext_noop(
        "The register of enterprises said something else on {on} than what was filled in, about {fact}. A person looks at "
        "it. Did it change lately? Then say so when you are asked."
    ),
    RefusalCode.NOT_IN_REGISTER: gettext_noop(
        "This enterprise number was not in the register of enterprises on {on}. A person looks at it: perhaps the business "
        "is new. Check the number."
    ),
    RefusalCode.REGISTER_NOT_LATER: gettext_noop(
        "The register is here as it was on {newest_on}, later than {snapshot_on}. Download the latest set and load that."
    ),
    RefusalCode.REGISTER_HALF_LOADED: gettext_noop(
        "Loading a later set, of {newest_on}, was begun and not finished, so a part of it may be here. Load that set again: "
        "an older one would mix with it."
    ),
}
"""Of what the register tells; ``domain.refusal_sentence`` holds them all."""
