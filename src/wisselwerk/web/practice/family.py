"""The family tree of a practice, as the shared piece shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from wisselwerk.apps.practices.models import Practice
from wisselwerk.apps.practices.queries.lineage import Family, Relation
from wisselwerk.web.pieces import Kin


def kin_of(family: Family, practice: Practice) -> Kin | None:
    """The practice between what it was made from and what was made from it; None where there is neither."""
    if family.parent is None and not family.children:
        return None
    version = practice.published or practice.latest
    own = Kin(
        version.title if version else "",
        note=_("this practice"),
        is_current=True,
        children=[_kin(one, _("took it over")) for one in family.children],
    )
    if family.parent is None:
        return own
    parent = _kin(family.parent, _("where it comes from"))
    return Kin(parent.name, parent.url, parent.note, children=[own])


def _kin(one: Relation, note: str) -> Kin:
    if one.practice is not None:
        return Kin(
            one.name, reverse("practice:card", args=[one.practice.slug]), f"{one.organisation}, {note}"
        )
    assert one.scheme is not None, "a relative is a practice or a scheme"
    told = _("a scheme of which nobody tells as a practice")
    return Kin(one.name, reverse("public:scheme", args=[one.scheme.slug]), f"{note}; {told}")
