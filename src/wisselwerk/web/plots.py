"""Pictures of figures: a Vega-Lite description becomes SVG on the server, in the colours and letters of the page.

The same figure stands in its data table and its CSV file, so a picture holds nothing that cannot be read.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache as once_per_process
from typing import Any, Literal

import font_source_sans_pro
import vl_convert
from django.core.cache import cache
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wisselwerk.domain.interval import Interval
from wisselwerk.web.pieces import DataTable, Kind

KEPT_SECONDS = 24 * 3600
ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""Vega's own accessibility marks: the figure around it says it better, once."""

INK = "currentcolor"
TICKS = 4
COLOURS = (
    "var(--ds-color-accent-base-default)",
    "var(--ds-color-neutral-border-strong)",
    "var(--ds-color-neutral-text-default)",
)
"""In the order of the series; each also has a dash of its own, for who cannot tell colours apart."""
DASHES = ([1, 0], [6, 4], [2, 3])

CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": "Source Sans Pro",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "labelColor": INK,
        "labelFontSize": 17,
        "gridColor": "var(--ww-line)",
    },
    "axisX": {"grid": False},
    "legend": {"labelColor": INK, "labelFontSize": 17, "symbolStrokeWidth": 3, "symbolSize": 400},
}
"""How every picture looks."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

LOCALES: Mapping[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}


def lines(table: DataTable) -> SafeString:
    """Each numeric column of ``table`` as a line over the days in its first column."""
    days, *series = [column.label for column in table.columns]
    is_money = table.columns[1].kind is Kind.MONEY
    values = [
        {
            "day": day.isoformat(),
            "what": label,
            "number": number / 100 if is_money and isinstance(number, int) else number,
        }
        for day, *numbers in table.rows
        if isinstance(day, date)
        for label, number in zip(series, numbers, strict=True)
    ]
    return _drawn(_spec(values, series, days, is_money=is_money))


def _spec(values: list[dict[str, object]], series: list[str], days: str, *, is_money: bool) -> dict[str, Any]:
    axis = {"tickCount": TICKS, **({"format": ",.0f"} if is_money else {})}
    # A few things are counted in whole ones, also along the axis.
    most = max((value["number"] for value in values if isinstance(value["number"], int | float)), default=0)
    scale = {"domainMax": TICKS} if most < TICKS else {}
    what = {"field": "what", "type": "nominal", "sort": series, "legend": {"title": None, "orient": "top"}}
    return {
        "$schema": SCHEMA,
        "width": 440,
        "height": 220,
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 3, "point": len(values) < 4},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%-d %b", "tickCount": 5},
            },
            "y": {
                "field": "number",
                "type": "quantitative",
                "title": None,
                "axis": axis,
                "scale": scale,
            },
            "color": {**what, "scale": {"domain": series, "range": COLOURS[: len(series)]}},
            "strokeDash": {**what, "scale": {"domain": series, "range": DASHES[: len(series)]}},
        },
        "config": CONFIG,
    }


def _drawn(spec: dict[str, Any]) -> SafeString:
    """The picture of ``spec``, drawn once: the same figures look the same for a day."""
    locale = LOCALES.get(get_language() or "nl", "nl-NL")
    key = "plot:" + hashlib.sha256(json.dumps([spec, locale], sort_keys=True).encode()).hexdigest()
    svg: str | None = cache.get(key)
    if svg is None:
        _register_letters()
        drawn = vl_convert.vegalite_to_svg(spec, time_format_locale=locale, format_locale=locale)
        svg = ROLES.sub("", drawn)
        cache.set(key, svg, KEPT_SECONDS)
    return SafeString(svg)  # drawn here from numbers and our own words


@once_per_process
def _register_letters() -> None:
    vl_convert.register_font_directory(font_source_sans_pro.font_directory)


@dataclass(frozen=True, slots=True)
class Mark:
    """A share on a line of its own, with what chance may do and what it can be at all."""

    label: str
    value: float
    interval: Interval
    bounds: Interval


def intervals(marks: Sequence[Mark]) -> SafeString:
    """Each share as a dot, its interval as a thick bar and its bounds as a thin one with ends, between nothing and all."""
    values = [
        {
            "label": one.label,
            "value": one.value,
            "low": one.interval.low,
            "high": one.interval.high,
            "least": one.bounds.low,
            "most": one.bounds.high,
        }
        for one in marks
    ]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "title": None,
        "axis": {"format": ".0%", "tickCount": 5},
    }
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"grid": False}}
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": COLOURS[1]},
            "encoding": {"x": {"field": "least", **x}, "x2": {"field": "most"}, "y": y},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 10, "opacity": 0.45, "color": COLOURS[0]},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "y": y},
        },
        *(
            {
                "mark": {"type": "tick", "thickness": 2, "size": 22, "opacity": 1, "color": COLOURS[2]},
                "encoding": {"x": {"field": end, **x}, "y": y},
            }
            for end in ("least", "most")
        ),
        {
            "mark": {"type": "point", "filled": True, "size": 160, "opacity": 1, "color": COLOURS[0]},
            "encoding": {"x": {"field": "value", **x}, "y": y},
        },
    ]
    return _drawn(
        {
            "$schema": SCHEMA,
            "width": 440,
            "height": {"step": 44},
            "data": {"values": values},
            "layer": layers,
            "config": CONFIG,
        }
    )
