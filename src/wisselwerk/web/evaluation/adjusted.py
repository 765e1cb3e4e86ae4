"""What was decided on figures, in words, wherever it is shown: what was expected beside what was measured."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wisselwerk.apps.evaluation.models import Adjustment, AdjustmentEvidence, AdjustmentLook, AdjustmentRules
from wisselwerk.domain.adjustment import DecidedBy, Direction, Verdict
from wisselwerk.domain.adjustment_sentence import (
    BY_BEFORE,
    BY_TARGET,
    DECIDED_BY,
    VERDICT_SENTENCES,
    VERDICTS,
)
from wisselwerk.domain.indicator import DEFINITIONS, Definition, Indicator
from wisselwerk.web.figures import EN_DASH, FigureLine, figure_line, told
from wisselwerk.web.pieces import Column, DataTable, Kind
from wisselwerk.wording import day, word

TONES = {Verdict.AS_EXPECTED: "success", Verdict.OTHERWISE: "warning", Verdict.TOO_FEW: "neutral"}


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """One decision and what came of it."""

    one: Adjustment

    @property
    def decided_by(self) -> str:
        """Who decided, as a role."""
        return word(DECIDED_BY[DecidedBy(self.one.decided_by)])

    @property
    def label(self) -> str:
        """The figure of which something is expected."""
        return word(self._means.label)

    @property
    def expected(self) -> str:
        """What it is expected to be: ``at least 70 %``."""
        direction, unit = Direction(self.one.direction), self._means.unit
        if self.one.target is not None:
            return word(BY_TARGET[direction]).format(target=told(self.one.target, unit))
        before = self.before
        return word(BY_BEFORE[direction]).format(before=before.value if before else EN_DASH)

    @property
    def before(self) -> FigureLine | None:
        """The figure on which was decided; None where it was not chosen."""
        before = self.one.before
        return figure_line(before, self._means) if before else None

    @property
    def rules(self) -> AdjustmentRules | None:
        """The rules that it led to, once they are linked."""
        return getattr(self.one, "rules", None)

    @property
    def look(self) -> AdjustmentLook | None:
        """What was measured; None before its day."""
        return getattr(self.one, "look", None)

    @property
    def measured(self) -> FigureLine | None:
        """The same in words."""
        return figure_line(self.look.figure, self.look.definition) if self.look else None

    @property
    def verdict(self) -> str:
        """What it came to, for a badge; empty before its day."""
        return word(VERDICTS[Verdict(self.look.verdict)]) if self.look else ""

    @property
    def tone(self) -> str:
        """The colour of that badge."""
        return TONES[Verdict(self.look.verdict)] if self.look else "info"

    @property
    def sentence(self) -> str:
        """What it came to, in a sentence."""
        look = self.look
        if look is None:
            told = _("What comes of it is looked at on {day}.").format(day=day(self.one.looked_at_on))
            if self.one.looked_at_on == self.one.look_on:
                return told
            return (
                told
                + " "
                + _(
                    "On {day}, which was chosen, no whole year since the decision is over of which this can be told."
                ).format(day=day(self.one.look_on))
            )
        if look.value is None:
            return _("Too few were counted to show a number, so nothing can be said of it.")
        assert self.measured is not None
        return " ".join(
            (
                _("{measured} was measured, {expected} was expected.").format(
                    measured=self.measured.value, expected=self.expected
                ),
                word(VERDICT_SENTENCES[Verdict(look.verdict)]),
            )
        )

    @property
    def evidence(self) -> DataTable:
        """The figures on which was decided, as they were."""
        return DataTable(
            _("Figures on which was decided"),
            [
                Column(_("Figure")),
                Column(_("Scheme")),
                Column(_("Value"), Kind.NUMBER),
                Column(_("95% interval"), Kind.NUMBER),
                Column(_("How many"), Kind.NUMBER),
                Column(_("Period")),
            ],
            [self._row(one) for one in sorted(self.one.evidence.all(), key=self._order)],
        )

    @property
    def definitions(self) -> list[tuple[str, Definition]]:
        """What those figures meant, each once."""
        return [
            (word(means.label), means)
            for means in {one.indicator: one.definition for one in self.one.evidence.all()}.values()
        ]

    @property
    def _means(self) -> Definition:
        """What the expected figure means: as it was kept, where it was."""
        kept = [one for one in self.one.evidence.all() if one.indicator == self.one.indicator]
        return kept[0].definition if kept else DEFINITIONS[Indicator(self.one.indicator)]

    def _order(self, row: AdjustmentEvidence) -> tuple[int, bool, int]:
        return list(Indicator).index(Indicator(row.indicator)), row.scheme_id != self.one.scheme_id, row.pk

    @staticmethod
    def _row(row: AdjustmentEvidence) -> list[object]:
        line = figure_line(row.figure, row.definition)
        return [
            line.label,
            row.scheme.name,
            line.value,
            line.sure or EN_DASH,
            line.counted or EN_DASH,
            _("{start} to {end}").format(start=day(row.since), end=day(row.until)),
        ]
