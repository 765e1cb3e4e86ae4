"""Drafts before councils: with all that a council decides about, and published knowing who did not decide."""

from datetime import date, timedelta

from wisselwerk.apps.schemes.draft_model import Draft
from wisselwerk.apps.schemes.drafting import without_decision
from wisselwerk.apps.schemes.models import Granter, RuleSetVersion
from wisselwerk.apps.schemes.services import GrantedBy, arrange_draft, publish_draft
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor

GRANTED_BY = GrantedBy(Granter.MANAGING_MUNICIPALITY, "algemeen directeur")


def arranged(actor: Actor, draft: Draft, valid_from: date | None = None) -> Draft:
    """The draft with its first day (tomorrow) and, for a new scheme, who grants."""
    return arrange_draft(
        actor,
        draft=draft.pk,
        edition=draft.edition,
        valid_from=valid_from or today() + timedelta(days=1),
        granted_by=None if draft.scheme_id else GRANTED_BY,
    )


def not_decided(draft: Draft) -> list[str]:
    """The members whose council did not decide for it, as who publishes names them."""
    return [one.nis_code or "" for one in without_decision(draft)]


def publish(actor: Actor, draft: Draft) -> RuleSetVersion:
    """Publish it, knowing who did not decide."""
    return publish_draft(
        actor,
        draft=draft.pk,
        edition=draft.edition,
        granted_by=GRANTED_BY,
        without_councils=not_decided(draft),
    )
