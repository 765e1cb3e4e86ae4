"""How what is said of an initiative, and what happened to it, stand on record: written by services, read again by the proof."""

from dataclasses import asdict
from typing import Any

from wisselwerk.apps.initiatives.models import InitiativeStep
from wisselwerk.apps.initiatives.register_words import words_kept
from wisselwerk.domain.initiative_link import LinkAnswer
from wisselwerk.domain.initiative_state import Action
from wisselwerk.domain.initiative_statement import Outline
from wisselwerk.formats.territory import belgian_territory

TOLD_AS = {action: f"{action.value.lower()}_initiative" for action in Action}
"""Under which command the trail tells each step."""
LINK_TOLD_AS = {
    "accept_link": LinkAnswer.ACCEPTED,
    "decline_link": LinkAnswer.DECLINED,
    "reopen_link": LinkAnswer.OPEN,
}
"""How a link stands after each command that the trail tells of it."""


def columns(said: Outline) -> dict[str, Any]:
    """What is kept of it on the row of the initiative."""
    territory = belgian_territory()
    names = {territory.name(place) for place in said.places}
    return {
        "title": said.title,
        "what": said.what,
        "government": said.government,
        "partnership_id": said.partnership,
        "starts_on": said.starts_on,
        "ends_on": said.ends_on,
        "priority": said.priority or "",
        "amounts": [[int(one.cents), one.year] for one in said.amounts],
        "spent": [[int(one.cents), one.year] for one in said.spent],
        "years": " ".join(map(str, said.years)),
        "terms": asdict(said.terms) if said.terms else {},
        "addresses": list(said.addresses),
        "held_on": said.held_on,
        "known_on": said.known_on,
        "kinds": [kind.value for kind in said.kinds],
        "words": words_kept(said.title, said.what, said.government, *sorted(names), said.priority or ""),
    }


def authority_of(step: InitiativeStep) -> str:
    """What a step stands on, as the trail tells it."""
    if step.signal_id is not None:
        return f"signal:{step.signal_id}"
    return f"initiative:{step.other_id}" if step.other_id is not None else ""
