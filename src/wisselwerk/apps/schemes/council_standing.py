"""How the councils of members stand to a text: who decided nothing, voted it down, or decided something else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from wisselwerk.apps.parties.models import Membership, Organisation
from wisselwerk.apps.schemes.council_model import CouncilStep, StepState
from wisselwerk.apps.schemes.council_text import Text, newest_steps
from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.models import (
    CouncilDecision,
    DecisionSubject,
    Granter,
    Scheme,
)
from wisselwerk.apps.schemes.queries import rule_set
from wisselwerk.clock import day_of
from wisselwerk.domain.lineage import Rules, Variant, differences
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule_draft import DraftRules


@dataclass(frozen=True, slots=True)
class Standing:
    """The members of which the council does not simply stand behind a text."""

    undecided: tuple[Organisation, ...]
    voted_down: tuple[Organisation, ...]
    about_else: tuple[Organisation, ...]
    """It decided about another first day, or about others who grant."""
    amended: tuple[Organisation, ...]
    """It decided, but with rules that are not, or no longer, those of the text."""

    @property
    def without_decision(self) -> tuple[Organisation, ...]:
        """Those that cannot be said to have decided for the text, by name."""
        found = (*self.undecided, *self.voted_down, *self.about_else)
        return tuple(sorted(found, key=lambda one: one.name))


def standing(text: Text | None, scheme: Scheme | None, members: Iterable[Membership]) -> Standing:
    """How the councils of these members stand to a text. At most three queries.

    Where no council was followed at all, a decision on record about the rules of the scheme counts; about a text that was
    drawn up here only one that was taken since it was begun: what a council decided about other rules is none about these.
    """
    every = {one.member_id: one.member for one in members}
    steps = newest_steps(text) if text else {}
    if steps:
        states = {member: step.state for member, step in steps.items()}
    else:
        states = dict.fromkeys(decided_elsewhere(text, scheme), StepState.DECIDED.value)
    over = (StepState.DECIDED, StepState.VOTED_DOWN)
    here = {pk: steps[pk] for pk in every if pk in steps and steps[pk].state == StepState.DECIDED}
    draft = draft_of(text)
    about_else = [pk for pk, step in here.items() if draft is not None and is_about_else(draft, step)]
    amended = [pk for pk in _amended(text, here) if pk not in about_else]
    return Standing(
        undecided=tuple(member for pk, member in every.items() if states.get(pk) not in over),
        voted_down=tuple(m for pk, m in every.items() if states.get(pk) == StepState.VOTED_DOWN),
        about_else=tuple(every[pk] for pk in about_else),
        amended=tuple(every[pk] for pk in amended),
    )


def is_about_else(draft: Draft, step: CouncilStep) -> bool:
    """Whether a council decided about another first day than its draft says, or about others who grant.

    What was decided while no first day had to be known is about any.
    """
    around = step.proposed["setting"] if step.proposed else None
    if around is None or around["starts_on"] is None:
        return False
    if draft.valid_from is None or around["starts_on"] != draft.valid_from.isoformat():
        return True
    by_seat = draft.granter == Granter.SEAT_MUNICIPALITY
    told = (around["granted_by_seat"], around["signatory"])
    return bool(draft.granter) and told != (by_seat, draft.signatory)


def draft_of(text: Text | None) -> Draft | None:
    """The draft that a text is, or was until it was published; None for rules that came in otherwise."""
    return text if isinstance(text, Draft) else getattr(text, "draft", None)


def _amended(text: Text | None, steps: dict[int, CouncilStep]) -> Iterator[int]:
    kept = {pk: step.rules for pk, step in steps.items() if step.rules is not None}
    if not kept or text is None:
        return
    rules: Rules = DraftRules.read(text.rules) if isinstance(text, Draft) else rule_set(text)
    for pk, plain in kept.items():
        if differences(Variant(rules, ()), Variant(RuleSet.from_plain(plain), ())):
            yield pk


def decided_elsewhere(text: Text | None, scheme: Scheme | None) -> dict[int, date]:
    """When the members decided of which a decision is on record that no text names. Two queries.

    A decision that stands at another text is about that one.
    """
    if scheme is None:
        return {}
    at_another = CouncilStep.objects.filter(
        Q(version__scheme=scheme) | Q(draft__version__scheme=scheme),
        member=OuterRef("local_government"),
        state=StepState.DECIDED,
        on=OuterRef("decided_on"),
    )
    known = CouncilDecision.objects.filter(
        ~Exists(at_another), scheme=scheme, subject=DecisionSubject.REGULATION
    )
    draft = draft_of(text)
    if draft is not None:
        known = known.filter(decided_on__gte=day_of(draft.started_at))
    return dict(known.order_by("decided_on").values_list("local_government", "decided_on"))
