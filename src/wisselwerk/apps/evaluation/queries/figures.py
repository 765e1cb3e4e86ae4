"""The figures of schemes as they may be shown, from what was last counted: one query, however much there is behind them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from wisselwerk.apps.evaluation.models import SchemeFigure
from wisselwerk.domain.indicator import DEFINITIONS, Figure, Indicator, figure, until
from wisselwerk.domain.main_lines import Blank


def figures_of(scheme_ids: Collection[int], *, today: date) -> Mapping[int, Mapping[Indicator, Figure]]:
    """All figures of each scheme, in the order of their definitions, as they were last counted. One query.

    What was never counted stands there too, with nothing to show, so that a page can say so.
    """
    counted: defaultdict[int, dict[Indicator, Figure]] = defaultdict(dict)
    for one in SchemeFigure.objects.filter(scheme__in=scheme_ids):
        indicator = Indicator(one.indicator)
        counted[one.scheme_id][indicator] = figure(
            indicator, one.measure, since=one.since, until=until(indicator, one.counted_on)
        )
    return {
        pk: {
            indicator: counted[pk].get(indicator)
            or Figure(indicator=indicator, value=Blank.NOTHING, since=today, until=today)
            for indicator in DEFINITIONS
        }
        for pk in scheme_ids
    }
