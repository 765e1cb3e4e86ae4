"""What is said of an initiative follows from its signals: the owner first, then what was true last, each with its source."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wisselwerk.domain.initiative_statement import Span, Topic, Who, by_weight, outline, statements
from wisselwerk.domain.money import Cents
from wisselwerk.domain.priority import Priority
from wisselwerk.domain.signal import Signal, SignalAmount, SignalKind, Spoke, key_of
from wisselwerk.domain.voucher_terms import VoucherTerms

EARLY, LATE = date(2023, 1, 1), date(2024, 6, 1)


def signal(key: str = "a", **more: object) -> Signal:
    plain = Signal(
        kind=SignalKind.DECISION, key=key, source=f"{key}.html:1", held_on=EARLY, known_on=EARLY, title=key
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # whatever a signal has


def title(*signals: Signal) -> object:
    return statements(signals)[Topic.TITLE].said


def test_what_was_true_last_counts_whatever_came_in_first() -> None:
    older, newer = signal("older"), signal("newer", held_on=LATE)
    for order in permutations((older, newer)):
        assert title(*order) == "newer"
    assert statements((older, newer))[Topic.TITLE].otherwise == (older,)


def test_of_the_same_day_what_became_known_last_counts_and_then_what_came_in_last() -> None:
    assert title(signal("a", known_on=LATE), signal("b")) == "a"
    assert title(signal("a"), signal("b")) == "b"


def test_a_day_that_is_not_known_counts_least() -> None:
    assert title(signal("a"), signal("b", held_on=None, known_on=LATE)) == "a"


def test_the_owner_counts_before_all_that_comes_later() -> None:
    owner = signal("owner", kind=SignalKind.CORRECTION, held_on=EARLY)
    assert title(owner, signal("later", held_on=LATE)) == "owner"
    again = replace(owner, key="owner2", title="again")
    assert title(owner, signal("later", held_on=LATE), again) == "again"


def test_what_was_published_here_counts_before_what_was_read_elsewhere_later() -> None:
    scheme = signal("scheme", kind=SignalKind.SCHEME, held_on=EARLY)
    for kind in (SignalKind.REPORT, SignalKind.DECISION):
        assert title(scheme, signal("read", kind=kind, held_on=LATE)) == "scheme"
    owner = signal("owner", kind=SignalKind.CORRECTION, held_on=EARLY)
    assert title(scheme, owner) == "owner"


def test_who_is_silent_about_something_leaves_it_to_others() -> None:
    owner = signal("owner", kind=SignalKind.CORRECTION, title="", priority=Priority.WORK)
    found = statements((signal("read", what="Wat"), owner))
    assert found[Topic.TITLE].said == "read"
    assert found[Topic.WHAT].said == "Wat"
    assert found[Topic.PRIORITY].signal == owner
    assert Topic.WHEN not in found


def test_a_source_read_again_says_what_it_says_now_also_where_it_fell_silent() -> None:
    before = signal("a", what="Vroeger", held_on=LATE)
    after = signal("a", title="b", held_on=EARLY)
    found = statements((before, after))
    assert found[Topic.TITLE].said == "b"
    assert Topic.WHAT not in found


def test_the_same_said_twice_is_no_difference() -> None:
    assert statements((signal("a", title="x"), signal("b", title="x")))[Topic.TITLE].otherwise == ()


def test_each_topic_is_taken_whole_from_one_source() -> None:
    one = signal("a", starts_on=EARLY, government="Genk", partnership=3, held_on=LATE)
    other = signal("b", ends_on=LATE, government="As")
    found = statements((one, other))
    assert found[Topic.WHEN].said == Span(EARLY, None)
    assert found[Topic.WHO].said == Who("Genk", 3)


def test_the_outline_is_what_the_statements_say_with_the_latest_of_both_days() -> None:
    one = signal("a", places=("71016",), addresses=("https://b.example",), amounts=(SignalAmount(Cents(5)),))
    other = signal("b", kind=SignalKind.REPORT, known_on=LATE, addresses=("https://a.example",))
    found = outline((one, other))
    assert (found.title, found.places, found.amounts) == ("b", ("71016",), (SignalAmount(Cents(5)),))
    assert (found.held_on, found.known_on) == (EARLY, LATE)
    assert found.addresses == ("https://a.example", "https://b.example")
    assert found.kinds == (SignalKind.DECISION, SignalKind.REPORT)
    assert outline((signal(held_on=None),)).held_on is None


def test_nothing_can_be_said_of_what_rests_on_nothing() -> None:
    with pytest.raises(ValueError, match="rests on one signal or more"):
        outline(())


def reported(year: int, *amounts: tuple[int, int], is_spent: bool = False) -> Signal:
    """A version of an action in a plan, or in accounts."""
    return signal(
        f"report:71016:2026:{'ACCOUNTS' if is_spent else 'PLAN'}:x",
        kind=SignalKind.REPORT,
        held_on=date(year, 12, 31) if is_spent else date(year, 1, 1),
        amounts=tuple(SignalAmount(Cents(cents), of) for cents, of in amounts),
    )


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        # What adjusts a plan from a later year on leaves the years before.
        ([(2026, (5, 2026), (5, 2027)), (2027, (7, 2027), (7, 2028))], [(5, 2026), (7, 2027), (7, 2028)]),
        # Of its own year and later ones it says what there is, also nothing.
        ([(2026, (5, 2026), (5, 2027), (5, 2028)), (2027, (7, 2028))], [(5, 2026), (7, 2028)]),
        # It may tell an earlier year anew.
        ([(2026, (5, 2026), (5, 2027)), (2027, (6, 2026), (7, 2027))], [(6, 2026), (7, 2027)]),
        # The same report read again leaves nothing of what it said.
        ([(2026, (5, 2026), (5, 2027)), (2026, (7, 2027))], [(7, 2027)]),
        # Each adds to all before it.
        ([(2026, (5, 2026)), (2027, (6, 2027)), (2028, (7, 2028))], [(5, 2026), (6, 2027), (7, 2028)]),
    ],
)
@pytest.mark.parametrize("is_spent", [False, True])
def test_a_later_report_leaves_the_years_before_it(
    versions: list[tuple[int, *tuple[tuple[int, int], ...]]], expected: list[tuple[int, int]], is_spent: bool
) -> None:
    signals = [reported(year, *amounts, is_spent=is_spent) for year, *amounts in versions]
    told = tuple(SignalAmount(Cents(cents), year) for cents, year in expected)
    topic = Topic.SPENT if is_spent else Topic.AMOUNTS
    found = outline(signals)
    assert (found.spent if is_spent else found.amounts) == statements(signals)[topic].said == told
    assert found.years == tuple(year for _cents, year in expected)


def test_a_decision_read_again_says_of_all_years_what_it_says_now() -> None:
    before = signal(amounts=(SignalAmount(Cents(5), 2022),))
    assert outline((before, signal(amounts=(SignalAmount(Cents(6), 2023),)))).years == (2023,)


def test_years_of_money_are_those_of_every_source_that_speaks_and_an_amount_of_nothing_is_none() -> None:
    plan, spent = reported(2026, (5, 2027), (0, 2028)), reported(2025, (4, 2025), is_spent=True)
    decided = signal("d", amounts=(SignalAmount(Cents(3)),))
    assert outline((plan, spent, decided)).years == (2025, 2027)


SIGNALS = st.lists(
    st.builds(
        signal,
        st.sampled_from("abc"),
        kind=st.sampled_from(SignalKind),
        held_on=st.none() | st.dates(),
        known_on=st.dates(),
        title=st.sampled_from(["", "x", "y"]),
        priority=st.none() | st.sampled_from(Priority),
    ),
    min_size=1,
    max_size=8,
)


@given(SIGNALS)
def test_whatever_comes_in_each_statement_is_that_of_the_first_who_speaks(signals: list[Signal]) -> None:
    weighed, found = by_weight(signals), statements(signals)
    speaking = [one for one in weighed if one.title]
    assert (Topic.TITLE in found) == bool(speaking)
    if speaking:
        assert found[Topic.TITLE].signal == speaking[0]
        assert all(one.title != speaking[0].title for one in found[Topic.TITLE].otherwise)
    assert len({(one.kind, one.key) for one in weighed}) == len(weighed)


def test_the_digest_is_of_what_is_said_and_not_of_where_or_when_it_was_read() -> None:
    one = signal(amounts=(SignalAmount(Cents(5), 2026),), terms=VoucherTerms(50_000))
    again = replace(
        one, source="elders.html:9", known_on=LATE, spoke=(Spoke("wijk werken", "title", 20),), enough=9
    )
    assert one.digest() == again.digest()
    changes: list[dict[str, object]] = [
        {"title": "b"},
        {"held_on": LATE},
        {"held_on": None},
        {"amounts": (SignalAmount(Cents(5)),)},
        {"terms": VoucherTerms(None, 50_000)},
        {"places": ("71016",)},
        {"priority": Priority.ROLE},
    ]
    digests = {replace(one, **change).digest() for change in changes}  # type: ignore[arg-type]
    assert len(digests | {one.digest()}) == len(changes) + 1


def test_a_key_tells_parts_apart() -> None:
    assert key_of(["ab", "c"]) != key_of(["a", "bc"])
    assert key_of(["a", None]) == key_of(["a", None])
