"""Draw with the seed, look at each one that was drawn, and pass on the outcome: for who samples alone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wisselwerk.apps.initiatives.models import Signal
from wisselwerk.apps.initiatives.queries.expost import years_controlled
from wisselwerk.apps.samples.models import Judgement, SampleItem
from wisselwerk.apps.samples.queries import (
    OFFICES,
    drawn_in,
    items_of,
    last_judgements,
    points_of,
    tally_of,
)
from wisselwerk.apps.samples.services import draw_sample, judge_item, pass_on_sample
from wisselwerk.apps.samples.words import named, names_in
from wisselwerk.clock import today
from wisselwerk.domain.actor import Actor
from wisselwerk.domain.sample import SampleKind
from wisselwerk.domain.sample_check import CONSEQUENCES_OF, Consequence, Point, Seen
from wisselwerk.domain.sample_sentence import CONSEQUENCE_NAMES, SEEN_NAMES
from wisselwerk.web.access import actor_of_request, for_role
from wisselwerk.web.coordinator.draws import SeedForm
from wisselwerk.web.forms import ActForm, Answer, RefusableForm
from wisselwerk.web.initiative.spoken import Source
from wisselwerk.web.public_text import PublicTextField
from wisselwerk.web.purpose import asks
from wisselwerk.web.sampling.view import check_name, item_line, outcome_of, own_or_404
from wisselwerk.wording import listed, word

PER_PAGE = 50
LONGEST_LESSON = 1000
LESSONS = 5000


@asks(record="seen consequence lesson")
class CheckForm(RefusableForm):
    """What one check came to."""

    seen = forms.ChoiceField(label=_("What did you see?"), required=False, widget=forms.RadioSelect)
    consequence = forms.ChoiceField(label=_("What does a finding ask for?"), required=False)
    lesson = PublicTextField(
        label=_("What can others learn from it?"),
        required=False,
        max_length=LONGEST_LESSON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, item: SampleItem, point: Point, last: Judgement | None, data: Any) -> None:
        self.item, self.point, self.last = item, point, last
        said = {name: getattr(last, name) for name in ("seen", "consequence", "lesson")} if last else {}
        super().__init__(data, prefix=point.check.value.lower(), initial=said)
        kind = SampleKind(item.sample.kind)
        self.fields["seen"].choices = [(one.value, capfirst(word(SEEN_NAMES[one]))) for one in Seen]  # type: ignore[attr-defined]
        asked = [(one.value, capfirst(word(CONSEQUENCE_NAMES[one]))) for one in CONSEQUENCES_OF[kind]]
        self.fields["consequence"].choices = [("", gettext("No finding")), *asked]  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        """What is looked at."""
        return check_name(self.point.check)

    @property
    def seen_name(self) -> str:
        """What was said last, in words; nothing where nobody said anything."""
        return capfirst(word(SEEN_NAMES[Seen(self.last.seen)])) if self.last else ""

    def clean_lesson(self) -> str:
        """The lesson, in which no business is named either."""
        return without_business(self.cleaned_data["lesson"], [self.item])

    def clean(self) -> None:
        """Who says something says what it came to."""
        told = self.cleaned_data
        if not told.get("seen") and (told.get("consequence") or told.get("lesson")):
            self.add_error("seen", gettext("Say what you saw."))

    def keep(self, actor: Actor) -> None:
        """Keep what was said, where something was."""
        told = self.cleaned_data
        if told["seen"]:
            self.attempt(
                lambda: judge_item(
                    actor,
                    item=self.item,
                    check=self.point.check,
                    seen=Seen(told["seen"]),
                    consequence=Consequence(told["consequence"]) if told["consequence"] else None,
                    lesson=told["lesson"],
                )
            )


def without_business(text: str, items: Iterable[SampleItem]) -> str:
    """The text as it was written.

    Raises:
        ValidationError: it names a business of these dossiers, a voucher or an invoice.
    """
    if found := named(text, names_in(items)):
        raise forms.ValidationError(
            gettext("This can name no business, voucher or invoice. Leave out: {what}.").format(
                what=listed([f"“{one}”" for one in found])
            )
        )
    return text


@for_role(*OFFICES)
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the seed and draw."""
    actor = actor_of_request(request)
    told = own_or_404(actor, pk)
    form = SeedForm(request.POST or None)

    def do() -> Answer:
        return {"draw": draw_sample(actor, sample=told.view.sample, seed=form.cleaned_data["seed"]).pk}

    if form.is_valid() and form.carry_out(actor, f"web:draw_sample:{pk}", do):
        messages.success(request, gettext("The sample is drawn. Now look at each one."))
        return redirect("sample:items", pk)
    context = {"told": told, "sample": told.view.sample, "form": form}
    return render(request, "sampling/draw.html", context, status=form.status)


@for_role(*OFFICES)
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn, with how far each was looked at."""
    told = own_or_404(actor_of_request(request), pk)
    if told.view.draw is None:
        return redirect("sample:draw", pk)
    sample = told.view.sample
    every = [item_line(one) for one in items_of(sample)]
    page = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "told": told,
        "sample": sample,
        "page": page,
        "items": page,
        "left": sum(one.asked - one.judged for one in every),
    }
    return render(request, "sampling/items.html", context)


@for_role(*OFFICES)
def item(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Look at one: what is known of it, and each check that follows from the rules of its day."""
    actor = actor_of_request(request)
    told = own_or_404(actor, pk)
    found = drawn_in(told.view.sample).filter(place=place).first()
    if found is None:
        raise Http404
    data, last = request.POST if request.method == "POST" else None, last_judgements(found)
    checks = [CheckForm(found, point, last.get(point.check), data) for point in points_of(found)]
    if data is not None and all(one.is_valid() for one in checks):
        for one in checks:
            one.keep(actor)
        if not any(one.reasons for one in checks):
            messages.success(request, gettext("It is on record."))
            return redirect("sample:items", pk)
    context = {
        "told": told,
        "item": found,
        "source": Source(found.line.signal) if found.line.signal else None,
        "stands_at": _stands_at(found.line.signal) if found.line.signal else "",
        "checks": checks,
        "recovers": any(one.consequence == Consequence.RECOVER for one in last.values()),
        "is_open": told.view.report is None,
    }
    status = max(one.status for one in checks)
    return render(request, "sampling/item.html", context, status=status)


def _stands_at(signal: Signal) -> str:
    """The page of ex-post control on which the report of an action is read; empty for another source."""
    if signal.action is None:
        return ""
    report = signal.action.report
    year = min(report.report_year, years_controlled(today())[-1])
    return reverse("public:expost-government", args=[year, report.government])


class ShownField(forms.CharField):
    """The digest of what a page shows: of what was shown when it is sent, of what is shown now when it comes back."""

    def bound_data(self, data: object, initial: object) -> object:
        """That of now."""
        return initial


@asks(record="lessons")
class PassOnForm(ActForm):
    """The lessons for everybody, one on each line, and the numbers that were shown with them."""

    shown = ShownField(widget=forms.HiddenInput, max_length=64)
    lessons = PublicTextField(
        label=_("Lessons"),
        help_text=_(
            "One on each line. Everybody reads them; name nobody. Leave it open when there are none."
        ),
        required=False,
        max_length=LESSONS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, drawn: list[SampleItem], shown: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn = drawn
        self.fields["shown"].initial = shown
        said = (one.lesson for each in drawn for one in last_judgements(each).values() if one.lesson)
        self.fields["lessons"].initial = "\n".join(dict.fromkeys(said))

    def clean_lessons(self) -> list[str]:
        """Each lesson, in which no business is named either."""
        text = without_business(self.cleaned_data["lessons"], self.drawn)
        return [one.strip() for one in text.splitlines() if one.strip()]


@for_role(*OFFICES)
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what everybody will see, and pass it on."""
    actor = actor_of_request(request)
    told = own_or_404(actor, pk)
    sample = told.view.sample
    if told.view.draw is None or told.view.report is not None:
        return redirect("sample:page", pk)
    drawn = items_of(sample)
    form = PassOnForm(drawn, tally_of(sample, drawn).digest(), request.POST or None)

    def do() -> Answer:
        sent = {name: form.cleaned_data[name] for name in ("shown", "lessons")}
        return {"report": pass_on_sample(actor, sample=sample, **sent).pk}

    if form.is_valid() and form.carry_out(actor, f"web:pass_on_sample:{pk}", do):
        messages.success(request, gettext("The outcome is passed on: everybody can read it."))
        return redirect("sample:page", pk)
    context = {"told": told, "sample": sample, "form": form} | outcome_of(sample, drawn)
    return render(request, "sampling/pass_on.html", context, status=form.status)
