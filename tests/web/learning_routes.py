"""Every address of practices, follow-ups and the learning network, for everybody who may knock."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web import answered, practised
from tests.web.stage import Stage
from tests.web.where import nowhere, scheme
from tests.web.whom import (
    BY_BUTTON_ONLY,
    COORDINATORS,
    EVERYBODY,
    ITS_AUTHOR,
    ITS_COORDINATOR,
    OF_FLANDERS,
    SPEAK_FOR_SOMEBODY,
    TAKE_PART,
    TAKE_PART_ELSEWHERE,
    WHO_CALLED_IT,
)
from wisselwerk.clock import today

LEARNING: Mapping[str, tuple[Callable[[Stage], dict[str, Any]], tuple[int, ...]]] = {
    "practice:practices": (nowhere, EVERYBODY),
    "practice:card": (practised.practice, EVERYBODY),
    "practice:history": (practised.practice, EVERYBODY),
    "practice:adopters": (practised.practice, EVERYBODY),
    "practice:adjustments": (practised.practice, EVERYBODY),
    "practice:mail-stop": (practised.stopping, EVERYBODY),
    "practice:new": (nowhere, SPEAK_FOR_SOMEBODY),
    "practice:edit": (practised.practice, ITS_AUTHOR),
    "practice:take-over": (practised.practice, TAKE_PART_ELSEWHERE),
    "practice:moderate": (practised.to_take_back, SPEAK_FOR_SOMEBODY),
    "evaluation:answer": (answered.followed_up, EVERYBODY),
    "evaluation:stop": (answered.asks_no_more, EVERYBODY),
    "evaluation:learning": (nowhere, COORDINATORS),
    "evaluation:comparing": (nowhere, COORDINATORS),
    "evaluation:adjustments": (nowhere, COORDINATORS),
    "evaluation:adjustment-new": (scheme, ITS_COORDINATOR),
    "evaluation:adjustment": (answered.adjusted, SPEAK_FOR_SOMEBODY),
    "region:overview": (nowhere, OF_FLANDERS),
    "region:report": (lambda _stage: {"year": today().year}, OF_FLANDERS),
    "network:home": (nowhere, EVERYBODY),
    "network:ask": (nowhere, SPEAK_FOR_SOMEBODY),
    "network:question": (answered.in_network, TAKE_PART),
    "network:act": (answered.in_network, BY_BUTTON_ONLY),
    "network:meetings": (nowhere, EVERYBODY),
    "network:call": (nowhere, SPEAK_FOR_SOMEBODY),
    "network:meeting": (answered.in_meeting, TAKE_PART),
    "network:meeting-answer": (answered.in_meeting, BY_BUTTON_ONLY),
    "network:meeting-calendar": (answered.in_meeting, SPEAK_FOR_SOMEBODY),
    "network:meeting-change": (answered.in_meeting, WHO_CALLED_IT),
    "network:meeting-call-off": (answered.in_meeting, WHO_CALLED_IT),
    "network:attendance": (answered.in_meeting, WHO_CALLED_IT),
    "network:lesson-act": (answered.in_meeting, BY_BUTTON_ONLY),
    "network:holders": (nowhere, OF_FLANDERS),
    "network:reached": (nowhere, OF_FLANDERS),
    "network:passed-on": (lambda _stage: {"pk": 1}, (302, *(403,) * 4, 404, 404, 403, 404, 403)),
    "network:hand-over": (nowhere, COORDINATORS),
    "network:take-back": (lambda _stage: {"pk": 1}, BY_BUTTON_ONLY),
    "network:letters": (nowhere, SPEAK_FOR_SOMEBODY),
    "network:letters-stop": (answered.stopped_letters, EVERYBODY),
}
"""By its name: where it is on the stage, and how each of ``PEOPLE`` is answered."""
