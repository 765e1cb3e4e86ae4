"""Who takes up the local role in a year, and which support is due and why, for a screen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wisselwerk.apps.initiatives.models import CoordinationRole, RoleStatement, RoleSupport
from wisselwerk.domain.coordination_frame import Form, Frame, RoleHolder, Support, frame_on, support_due
from wisselwerk.domain.coordination_sentence import SUPPORT
from wisselwerk.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """One local government or partnership with the role in a year."""

    pk: int
    holder: str
    form: Form
    valid_from: date
    valid_until: date | None
    inhabitants: int | None
    inhabitants_on: date | None
    source: str
    known_at: datetime
    frame: Frame | None
    """What holds on the first day of the year."""
    support: Support
    support_source: str
    """Where entered support stands; empty where none was entered."""
    told: RoleStatement | None
    """What was told of the year last; None where nobody told anything."""

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None while that is open."""
        return self.valid_until - timedelta(days=1) if self.valid_until else None

    @property
    def people(self) -> str:
        """People at work on it in full-time jobs, as people write it; empty where nothing is told."""
        told = self.told.fte_hundredths if self.told else None
        return "" if told is None else f"{told / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")

    @property
    def sentence(self) -> str:
        """What is due and why, in one sentence in the language of the reader."""
        return say(
            SUPPORT[self.support.why],
            {
                "amount_cents": self.support.amount_cents,
                "inhabitants": self.inhabitants,
                "inhabitants_on": self.inhabitants_on,
            },
        )


def role_rows(year: int) -> list[RoleRow]:
    """Who has the role on a day of the year, by name. Three queries."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    roles = CoordinationRole.objects.filter(valid_from__lt=after).exclude(valid_until__lte=first)
    entered = {one.role_id: one for one in RoleSupport.objects.filter(year=year).order_by("pk")}
    told = {one.role_id: one for one in RoleStatement.objects.filter(year=year).order_by("pk")}
    return [
        _row(role, year, entered.get(role.pk), told.get(role.pk))
        for role in roles.select_related("holder").order_by("holder__name", "valid_from")
    ]


def _row(
    role: CoordinationRole, year: int, entered: RoleSupport | None, told: RoleStatement | None
) -> RoleRow:
    day = date(year, 1, 1)
    holder = RoleHolder(
        form=Form(role.form),
        inhabitants=role.inhabitants,
        centre_inhabitants=tuple(role.centre_inhabitants),
        wants_support=told.wants_support if told else None,
    )
    return RoleRow(
        pk=role.pk,
        holder=role.holder.name,
        form=holder.form,
        valid_from=role.valid_from,
        valid_until=role.valid_until,
        inhabitants=role.inhabitants,
        inhabitants_on=role.inhabitants_on,
        source=role.source,
        known_at=role.known_at,
        frame=frame_on(day),
        support=support_due(holder, day, entered.amount_cents if entered else None),
        support_source=entered.source if entered else "",
        told=told,
    )
