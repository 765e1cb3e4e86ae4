"""The shared pieces of every page, as template tags: ``{% load wisselwerk %}``.

What is only structure is HTML with a class (see ``docs/concepts/look.md``). What has logic, a sentence to translate or
ids to connect is a tag here. Tags take plain values; none of them asks the database anything.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import zip_longest

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wisselwerk import clock, wording
from wisselwerk.apps.schemes.rule_line import RuleLine
from wisselwerk.domain.lineage import Difference
from wisselwerk.domain.refusal import Reason
from wisselwerk.domain.regulation.words import BLANK
from wisselwerk.domain.rule.base import Outcome
from wisselwerk.domain.rule_finding import Found
from wisselwerk.formats import iban, structured_reference
from wisselwerk.web import contents, room
from wisselwerk.web.initiative import digest_links
from wisselwerk.web.pieces import Column, DataTable, Event, Kin, Kind
from wisselwerk.web.states import STATES, UNFAMILIAR

register = template.Library()

register.filter("money", wording.money)
register.filter("round_money", wording.round_money)
register.filter("day", wording.day)
register.filter("moment", wording.moment)
register.filter("enterprise_number", wording.enterprise_number)
register.filter("sentence", wording.sentence)
register.filter("listed", wording.listed)
register.filter("place_name", wording.place_name)
register.filter("word", wording.word)
register.filter("bank_reason", wording.bank_reason)
register.filter("iban", iban.show)
register.filter("room_told", room.told)
register.filter("page_of_news", digest_links.page_of)
register.filter("list_of_news", digest_links.list_of)
register.filter("name_of", wording.name_of)
register.filter("whom_to_ask", wording.whom_to_ask)
register.filter("structured_reference", structured_reference.show)
register.filter("rule_name", wording.rule_name)


@register.filter
def rule_names(kinds: Iterable[str]) -> str:
    """What kinds of rules are called, in a row."""
    return wording.listed([wording.rule_name(kind) for kind in kinds])


register.filter("parameter_name", wording.parameter_name)


@register.filter
def whole(text: str) -> SafeString:
    """A name with a hyphen, such as the number of an invoice, that is not broken at it."""
    return format_html('<span class="ww-whole">{}</span>', text)


@register.filter
def day_before(end: date) -> date:
    """The last day of what holds no more from a day on: people read the days that count."""
    return end - timedelta(days=1)


@register.filter
def blanks(text: str) -> SafeString:
    """Official text with what a person still fills in made to stand out."""
    plain, found = BLANK.split(text), [format_html("<mark>{}</mark>", one) for one in BLANK.findall(text)]
    return format_html_join("", "{}{}", zip_longest(plain, found, fillvalue=""))


SOON = timedelta(days=14)
"""From here on a deadline stands out: two working weeks are what an invoice needs."""

THINNEST_PERCENT = 2
"""Of a bar as wide as a telephone: seven pixels."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon in the colour of its text. It carries no meaning of its own: words stand beside it."""
    return format_html(
        '<svg class="ds-icon ww-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def crumb(label: str, route: str = "", *args: object) -> SafeString:
    """One step of the breadcrumb; without a route it is the page itself."""
    if not route:
        return format_html('<li><span aria-current="page">{}</span></li>', label)
    return format_html('<li><a class="ds-link" href="{}">{}</a></li>', reverse(route, args=args), label)


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = "neutral", symbol: str = "") -> dict[str, str]:
    """A short label with a tone: neutral, accent, info, success, warning or danger."""
    return {"label": label, "tone": tone, "symbol": symbol}


@register.inclusion_tag("components/badge.html")
def state(value: str) -> dict[str, str]:
    """The badge of a state of a voucher, an application, a redemption, a scheme or a rule."""
    tone, symbol = STATES.get(value, UNFAMILIAR)
    return {"label": capfirst(wording.word(value)), "tone": tone, "symbol": symbol}


@register.inclusion_tag("components/deadline.html")
def deadline(last_day: date, today: date | None = None) -> dict[str, object]:
    """How many days are left, the last day included, and the day itself."""
    left = (last_day - (today or clock.today())).days
    if left < 0:
        text = _("over since {day}").format(day=wording.day(last_day + timedelta(days=1)))
    elif left == 0:
        text = _("today is the last day")
    else:
        text = ngettext("{days} more day", "{days} more days", left).format(days=left)
    tone = "danger" if left < 0 else "warning" if timedelta(days=left) <= SOON else "neutral"
    return {"text": text, "last_day": last_day, "tone": tone, "is_over": left < 0}


@register.inclusion_tag("components/reasons.html")
def reasons(items: Iterable[Reason], state: str = "refused") -> dict[str, object]:
    """Why the answer is no: each reason as a sentence that says what is missing and what to do, with its code.

    It looks like the badge of ``state``: a question that waits for a person is no refusal.
    """
    tone, symbol = STATES.get(state, UNFAMILIAR)
    return {"reasons": list(items), "tone": tone, "symbol": symbol}


@register.inclusion_tag("components/outcomes.html")
def outcomes(items: Iterable[Outcome]) -> dict[str, object]:
    """What each rule said of an application: met, not met or to be checked, and why."""
    return {"outcomes": list(items)}


@register.inclusion_tag("components/rules.html")
def rules(items: Iterable[RuleLine], current: str = "") -> dict[str, object]:
    """The rules of a scheme in words, each with the text it stands on; the one of kind ``current`` stands out."""
    return {"rules": list(items), "current": current}


@register.inclusion_tag("components/findings.html")
def findings(items: Iterable[Found], draft: str = "") -> dict[str, object]:
    """What was found wrong with rules: each as a sentence with what to do, and the way to the rule in a draft."""
    said = [(one, wording.say(one.says, one.params), wording.say(one.to_do, one.params)) for one in items]
    return {"findings": said, "draft": draft}


@register.simple_tag
def change_name(change: Difference) -> str:
    """What differs between two schemes: ``Own contribution: minimum``."""
    rule, parameter = wording.rule_name(change.kind), wording.parameter_name(change.parameter)
    return capfirst(rule if rule == parameter else f"{rule}: {parameter}")


register.filter("verdict", wording.verdict)
register.simple_tag(wording.parameter_value, name="change_value")


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, object]:
    """What happened, in the order given."""
    return {"events": [(event, isinstance(event.at, datetime)) for event in events]}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """One form field: label, hint, what is wrong, and the input tied to both.

    Django itself writes ``aria-describedby`` and ``aria-invalid``; the ids in the template are the ones it expects.
    """
    kind = getattr(bound.field.widget, "input_type", "select")
    return {
        "field": bound,
        "is_group": bound.use_fieldset,
        "is_tick": kind == "checkbox" and not bound.use_fieldset,
        "input": bound.as_widget(attrs={"class": "ds-input"}),
    }


@register.inclusion_tag("components/file_field.html")
def file_field(bound: BoundField, accept: str = "") -> dict[str, object]:
    """A place to drop one file on; without script it is the browser's own file button."""
    attrs: dict[str, str | bool] = {"class": "ww-file-input"}
    if accept:
        attrs["accept"] = accept
    return {"field": bound, "input": bound.as_widget(attrs=attrs)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Everything that is wrong with a form, on top: why it was refused, and each error linked to its field."""
    refused = getattr(form, "reasons", ())
    fields = [bound for bound in form.visible_fields() if bound.errors]
    others = [*form.non_field_errors(), *(e for bound in form.hidden_fields() for e in bound.errors)]
    number = len(refused) + len(fields) + len(others)
    return {"reasons": refused, "others": others, "fields": fields, "number": number}


@register.inclusion_tag("components/budget.html")
def budget(total_cents: int, reserved_cents: int, settled_cents: int) -> dict[str, object]:
    """What of a budget is used, promised on vouchers, and left; the bar only repeats the words."""
    left = total_cents - reserved_cents - settled_cents
    parts = [
        ("settled", _("Used"), settled_cents),
        ("reserved", _("On vouchers"), reserved_cents),
        ("left", _("Left"), left),
    ]
    start, bars = 0.0, []
    for (name, label, cents), percent in zip(parts, _widths([part[2] for part in parts]), strict=True):
        # SVG attributes instead of CSS widths: the content security policy forbids inline styles.
        x, width = f"{start:.2f}%", f"{percent:.2f}%"
        bars.append({"name": name, "label": label, "cents": cents, "x": x, "width": width})
        start += percent
    return {"bars": bars, "left_cents": left, "total_cents": total_cents}


def _widths(amounts: list[int]) -> list[float]:
    """Parts of a bar, in percent: something is never too thin to see, at the cost of the largest."""
    whole = int(sum(amounts))
    widths = [max(100 * int(cents) / whole, THINNEST_PERCENT) if cents > 0 else 0.0 for cents in amounts]
    if any(widths):
        widths[widths.index(max(widths))] += 100 - sum(widths)
    return widths


@register.inclusion_tag("components/data_table.html")
def data_table(table: DataTable) -> dict[str, object]:
    """A table that becomes one card per row on a phone."""
    rows = [
        [(column, _shown(column, value)) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    return {"table": table, "rows": rows}


@register.inclusion_tag("components/figure.html")
def figure(title: str, image: str, table: DataTable, csv: str = "", note: str = "") -> dict[str, object]:
    """A plot with its data: ``image`` is the SVG (inline, from our own plots) or the address of one."""
    return {
        "title": title,
        "image": image,
        # A literal in a template is a safe string too, so the picture has to look like one.
        "is_inline": isinstance(image, SafeString) and image.startswith("<svg"),
        "table": table,
        "csv": csv,
        "note": note,
    }


@register.inclusion_tag("components/family.html")
def family(node: Kin) -> dict[str, object]:
    """A family tree: where a scheme or a practice comes from and what came out of it."""
    return {"nodes": [node], "is_root": True}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: Context, page: Page[object]) -> dict[str, object]:
    """Previous and next, and where you are; the rest of the query stays."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("components/code.html")
def code(value: str, label: str = "") -> dict[str, str]:
    """A code to read aloud or copy. The copy button appears only where script can work it."""
    return {"value": value, "label": label}


@register.simple_block_tag(end_name="endempty")
def empty(content: str, heading: str, symbol: str = "inbox") -> SafeString:
    """A list without items: says what would stand here and how it gets there."""
    return _block("components/empty.html", content=content, heading=heading, symbol=symbol)


@register.simple_block_tag(takes_context=True, end_name="endconfirm")
def confirm(context: Context, content: str, button: str, back: str, tone: str = "accent") -> SafeString:
    """A step that asks first: what will happen (the content), the button that does it, and the way back."""
    values = {"content": content, "button": button, "back": back, "tone": tone}
    return _block("components/confirm.html", **values, csrf_token=context.get("csrf_token"))


@register.simple_block_tag(end_name="endoutlined")
def outlined(content: str) -> SafeString:
    """A page; when it is long, with a list of its headings at the place kept for it."""
    html, entries = contents.outline(content)
    listed = _block("components/contents.html", entries=entries) if entries else ""
    return SafeString(html.replace(contents.PLACE, listed, 1))


def _shown(column: Column, value: object) -> object:
    if column.kind is Kind.MONEY and isinstance(value, int):
        return wording.money(value)
    if column.kind is Kind.DAY and isinstance(value, date):
        return wording.day(value)
    return value


def _block(name: str, **values: object) -> SafeString:
    return render_to_string(name, values)
