"""What is assumed when a draft is tried out, and which of its parameters is tried with other values."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wisselwerk.apps.vouchers.queries.expected import USUAL_VOUCHERS, Expectations, Expected, Ground
from wisselwerk.domain.applicants import Assumptions
from wisselwerk.domain.rule import RuleSet
from wisselwerk.domain.rule.acquaintance import FirstAcquaintance
from wisselwerk.domain.rule.amount import Amount
from wisselwerk.domain.rule.base import Rule
from wisselwerk.domain.rule.enterprise import Sector, SizeOfEnterprise
from wisselwerk.domain.rule.parameter import InvalidRule, parameter_types, without_limits, without_none
from wisselwerk.domain.rule.territory import Territory
from wisselwerk.domain.rule_draft import DraftRule, DraftRules
from wisselwerk.web.forms import RefusableForm
from wisselwerk.web.money_field import EuroField, as_typed
from wisselwerk.web.purpose import Purpose, asks
from wisselwerk.web.studio.rule_fields import WHOLE, WholeField
from wisselwerk.web.studio.rule_form import told
from wisselwerk.wording import listed, money, parameter_name, parameter_value, place_name, rule_name

MOST_APPLICATIONS = 1_200
"""In one run: what is tried while somebody waits for a page."""
LONGEST_MONTHS, USUAL_MONTHS = 24, 12
MOST_IN_A_MONTH = 500
MADE, OWN = "made", "own"

GROUNDS: Mapping[Ground, Any] = {
    Ground.OWN: gettext_lazy("As it was in your scheme until now."),
    Ground.PARENT: gettext_lazy("What the scheme that you take over publishes of itself."),
    Ground.RULES: gettext_lazy("A fifth more than what uses the whole voucher. Our guess."),
    Ground.OURS: gettext_lazy("Our guess: we know nothing of it yet."),
}
ASSUMED = gettext_lazy("Our guess.")


class _Assumed(WholeField):
    """A whole number that was assumed, within limits."""

    def __init__(self, label: Any, most: int, *, least: int = 0, help_text: Any = ASSUMED) -> None:
        super().__init__(
            label=label,
            min_value=least,
            max_value=most,
            help_text=help_text,
            error_messages={
                **WHOLE,
                "min_value": gettext_lazy("Fill in at least %(limit_value)s."),
                "max_value": gettext_lazy("Fill in at most %(limit_value)s."),
            },
        )


@asks(
    find="source per_month order_cents budget_cents months outside_percent customer_percent sector_percent medium_percent large_percent again_percent unused_percent parameter first_value second_value",
    made=Purpose.FIND,
)
class TryForm(RefusableForm):
    """All of it on one page; every field begins with something, so that there is an answer before anybody typed."""

    source = forms.ChoiceField(label=gettext_lazy("Which applications?"), widget=forms.RadioSelect)
    per_month = _Assumed(gettext_lazy("Applications in a month"), MOST_IN_A_MONTH, least=1)
    order_cents = EuroField(label=gettext_lazy("What a business usually orders, in euro"))
    budget_cents = EuroField(label=gettext_lazy("The money there is for a year, in euro"))
    months = _Assumed(gettext_lazy("How many months ahead?"), LONGEST_MONTHS, least=1, help_text="")
    outside_percent = _Assumed(gettext_lazy("From outside your territory, in percent"), 100)
    customer_percent = _Assumed(gettext_lazy("Was a customer of the provider before, in percent"), 100)
    sector_percent = _Assumed(gettext_lazy("From a sector that is not admitted, in percent"), 100)
    medium_percent = _Assumed(gettext_lazy("Medium-sized businesses, in percent"), 100)
    large_percent = _Assumed(gettext_lazy("Large businesses, in percent"), 100)
    again_percent = _Assumed(gettext_lazy("From a business that applied before, in percent"), 100)
    unused_percent = _Assumed(gettext_lazy("Vouchers that are never used, in percent"), 100)
    parameter = forms.ChoiceField(
        label=gettext_lazy("What do you want to compare?"),
        help_text=gettext_lazy("The draft itself does not change."),
        required=False,
    )
    first_value = forms.CharField(label=gettext_lazy("With this"), max_length=20, required=False)
    second_value = forms.CharField(label=gettext_lazy("And with this"), max_length=20, required=False)

    def __init__(
        self, rules: DraftRules, whole: RuleSet, expected: Expectations, own: int, data: QueryDict
    ) -> None:
        self.rules, self.whole, self.expected = rules, whole, expected
        if expected.per_month.value > MOST_APPLICATIONS:
            own = 0
        self.choices = {f"{one.kind}.{name}": (one, name) for one, name in _numbers(rules)}
        typed = _begin(expected, own) | data.dict()
        chosen = self.choices.get(str(typed.get("parameter")))
        if chosen and not any(typed.get(name) for name in VALUES):
            typed |= _suggested(*chosen)
        super().__init__(typed)
        self.is_own = bool(own) and typed["source"] == OWN
        for name in set(_not_asked(whole)) | (set(ABOUT_MADE) if self.is_own else set()):
            del self.fields[name]
        for name in {"per_month", "order_cents", "budget_cents"} & self.fields.keys():
            self.fields[name].help_text = GROUNDS[getattr(expected, name).ground]
        if expected.budget_cents.ground is Ground.OURS:
            money_for = _("Enough for {number} vouchers: our guess. Fill in what your councils set aside.")
            self.fields["budget_cents"].help_text = money_for.format(number=USUAL_VOUCHERS)
        if expected.planned:
            self._offer_the_plan()
        self._offer(own)
        for place, weight in ({} if self.is_own else expected.weights).items():
            label = _("Inhabitants of {place}").format(place=place_name(place))
            field = _Assumed(label, 10_000_000, least=1, help_text="")
            field.required = False
            self.fields[f"weight_{place}"] = field
            self.data.setdefault(f"weight_{place}", str(weight) if expected.weights_source else "")  # type: ignore[attr-defined]  # a dict, made above

    @property
    def main(self) -> list[forms.BoundField]:
        """What is asked first."""
        names = ("source", "per_month", "order_cents", "budget_cents", "months")
        return [self[name] for name in names if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is assumed besides."""
        return [bound for bound in self if bound.name.endswith("_percent")]

    @property
    def weights(self) -> list[forms.BoundField]:
        """How the places weigh."""
        return [bound for bound in self if bound.name.startswith("weight_")]

    @property
    def comparing(self) -> list[forms.BoundField]:
        """What is compared."""
        names = ("parameter", *VALUES) if self["parameter"].value() else ("parameter",)
        return [self[name] for name in names]

    def per_month_of(self, asked: Mapping[str, Any]) -> int:
        """How many applications come in a month: as many as came until now where those are drawn again."""
        return self.expected.per_month.value if self.is_own else int(asked.get("per_month", 0))

    @property
    def is_planned(self) -> bool:
        """Whether the money is that of the multi-year plan: nobody typed another amount."""
        return bool(self.expected.planned) and self.cleaned_data["budget_cents"] is None

    def cents_of(self, year: int) -> int:
        """The money of a year: as typed for all of them, else as planned; a year left open there is as the one before it."""
        if not self.is_planned:
            return int(self.cleaned_data["budget_cents"])
        planned = self.expected.planned
        before = [one for one in planned if one <= year]
        return planned[max(before) if before else min(planned)]

    def clean(self) -> dict[str, Any]:
        """Numbers that fit together, and no more than a page can wait for."""
        asked = super().clean() or {}
        if self.per_month_of(asked) * asked.get("months", 0) > MOST_APPLICATIONS:
            most = _("That is more than {most} applications. Look fewer months ahead.")
            self.add_error("months", most.format(most=parameter_value("share", MOST_APPLICATIONS)))
        if asked.get("medium_percent", 0) + asked.get("large_percent", 0) > 100:
            self.add_error("large_percent", _("Together with the medium-sized ones this is more than 100."))
        asked["variants"] = self._variants(asked)
        return asked

    def assumptions(self, elsewhere: tuple[str, ...]) -> Assumptions:
        """What was filled in, for who is made up."""
        asked = self.cleaned_data
        known = {one.name for one in fields(Assumptions)}
        told = {name: value for name, value in asked.items() if name in known}
        typed = {place: asked.get(f"weight_{place}") for place in self.expected.weights}
        filled = [weight for weight in typed.values() if weight]
        usual = max(round(sum(filled) / len(filled)), 1) if filled else 1
        weights = {place: weight or usual for place, weight in typed.items()}
        return Assumptions(weights=weights, elsewhere=elsewhere, **told)

    def _offer_the_plan(self) -> None:
        """The amounts per year that stand in the multi-year plan hold, unless somebody types another one."""
        field = self.fields["budget_cents"]
        field.required = False
        planned = listed(
            [
                _("{amount} in {year}").format(amount=money(cents), year=year)
                for year, cents in sorted(self.expected.planned.items())
            ]
        )
        told = _(
            "Leave it open, and it is what you filled in for the multi-year plan: {planned}. A year that is open there is taken to "
            "be as the one before it. An amount that you type here holds for every year."
        )
        field.help_text = told.format(planned=planned)

    def _offer(self, own: int) -> None:
        made = (MADE, _("Invented ones"))
        mine = (OWN, _("Those of your scheme until now: {number}, drawn again by chance").format(number=own))
        if own:
            self.fields["source"].choices = [mine, made]  # type: ignore[attr-defined]  # of a choice
        else:
            del self.fields["source"]
        offered = [
            (key, f"{capfirst(rule_name(one.kind))}: {parameter_name(name)}")
            for key, (one, name) in self.choices.items()
        ]
        self.fields["parameter"].choices = [("", _("Nothing chosen")), *offered]  # type: ignore[attr-defined]

    def _variants(self, asked: Mapping[str, Any]) -> dict[str, RuleSet]:
        """The draft, and the draft with each other value, by how the value is said."""
        chosen = self.choices.get(asked.get("parameter") or "")
        if chosen is None:
            return {}
        one, name = chosen
        now = one.parameters[name]
        found = {_("{value} (as it is now)").format(value=parameter_value(name, now)): self.whole}
        for key in VALUES:
            if asked.get(key):
                self._add_variant(found, key, one, name)
        return found

    def _add_variant(self, found: dict[str, RuleSet], key: str, one: DraftRule, name: str) -> None:
        field = (
            EuroField(may_be_nothing=True) if name.endswith("_cents") else WholeField(error_messages=WHOLE)
        )
        try:
            value = int(field.clean(self.cleaned_data[key]) or 0)
            changed = DraftRule.read(one.kind, {**one.parameters, name: value}, one.source)
            rules = self.rules.with_rule(changed).rule_set(SOURCE)
        except forms.ValidationError as error:
            self.add_error(key, error)
        except InvalidRule as problem:
            self.add_error(key, told(problem))
        else:
            found[parameter_value(name, value)] = rules


VALUES = ("first_value", "second_value")
ABOUT_MADE = (
    "per_month",
    "outside_percent",
    "customer_percent",
    "sector_percent",
    "medium_percent",
    "large_percent",
    "again_percent",
    "unused_percent",
)
"""What is assumed of applications that are made up; of those of before it is known."""
SOURCE = "-"
"""What rules stand on that are only tried."""


def _numbers(rules: DraftRules) -> Iterator[tuple[DraftRule, str]]:
    """The numbers in the rules of a draft that can be another number."""
    for one in rules.rules:
        kind: type[Rule] | None = type(one.rule) if one.rule else None
        for name, expected in parameter_types(kind).items() if kind else ():
            shape, _limits = without_limits(without_none(expected)[0])
            if shape is int and isinstance(one.parameters.get(name), int):
                yield one, name


def _suggested(one: DraftRule, name: str) -> dict[str, str]:
    """Half, and half as much again."""
    now = int(one.parameters[name])
    values = (max(now // 2, 1), max(now * 3 // 2, now + 1))
    is_money = name.endswith("_cents")
    return {
        key: as_typed(value) if is_money else str(value) for key, value in zip(VALUES, values, strict=True)
    }


def _not_asked(rules: RuleSet) -> Iterator[str]:
    """What the rules do not depend on."""
    amount = rules.find(Amount)
    if rules.find(Territory) is None:
        yield "outside_percent"
    if rules.find(FirstAcquaintance) is None:
        yield "customer_percent"
    if rules.find(Sector) is None:
        yield "sector_percent"
    if rules.find(SizeOfEnterprise) is None and (amount is None or amount.by_size is None):
        yield "medium_percent"
        yield "large_percent"


def _begin(expected: Expectations, own: int) -> dict[str, str]:
    """What stands in the form before anybody typed."""
    usual = {one.name: one.default for one in fields(Assumptions)}
    per_month = max(expected.per_month.value, 1)
    shown = per_month if own else min(per_month, MOST_IN_A_MONTH)
    return {
        "source": OWN if own else MADE,
        "per_month": str(min(per_month, MOST_IN_A_MONTH)),
        "order_cents": _euros(expected.order_cents),
        "budget_cents": "" if expected.planned else _euros(expected.budget_cents),
        "months": str(min(USUAL_MONTHS, MOST_APPLICATIONS // shown)),
        **{name: str(value) for name, value in usual.items() if name.endswith("_percent")},
    }


def _euros(expected: Expected) -> str:
    return as_typed(expected.value).removesuffix(",00")
