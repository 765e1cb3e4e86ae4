"""The main lines of a year: what is told, what each figure means, and what is not visible here.

Figures are of partnerships; none is of an enterprise. What a
figure means stands here once: the page, the paper and the file all read it, so that a figure cannot be shown without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from wisselwerk.domain.refusal import gettext_noop


class Blank(StrEnum):
    """Why no number stands somewhere. None of these is zero."""

    HIDDEN = "HIDDEN"
    """Too small to publish, or it would give back one that is."""
    LATER = "LATER"
    """Told once, after the year: pages made during a year would tell, side by side, what came in between."""
    UNSEEN = "UNSEEN"
    """Not visible here. That is not: it does not exist."""
    NOTHING = "NOTHING"
    """There is nothing that it could be of."""


Value: TypeAlias = int | Blank


class Code(StrEnum):
    """The figures, by the code under which they are defined."""

    SCHEMES = "schemes"
    VERSIONS = "rule-changes"
    DECISIONS = "council-decisions"
    EVENTS = "events"
    ATTENDED = "attended"
    INTRODUCTIONS = "introductions"
    BUDGETED = "budgeted"
    AWARDED = "awarded"
    USED = "used"
    PAID = "paid"
    RECOVERED = "recovered"
    LEFT = "left"
    APPLICATIONS = "applications"
    VOUCHERS = "vouchers"
    REDEMPTIONS = "invoices"
    FIRST = "first-acquaintances"
    PROVIDERS = "providers"
    DAYS = "days-to-payment"
    SEATS = "vouchers-by-municipality"
    REGIONS = "vouchers-by-province"
    NOTICED = "initiatives-elsewhere"
    PLANNED = "budgeted-in-reports"
    REALISED = "realised-in-reports"
    PLANNED_REGIONAL = "budgeted-by-province"
    REALISED_REGIONAL = "realised-by-province"
    FIELDS = "fields-only-to-report"
    QUESTIONS = "ex-post-questions"
    NOTES = "voluntary-notes"


class Unit(StrEnum):
    """What a figure is counted in."""

    NUMBER = "number"
    MONEY = "money"
    DAYS = "days"


OPEN = gettext_noop("Nothing is hidden: these are public decisions and public occasions.")
SMALL = gettext_noop("From five on; together with what would give a smaller number back.")
BESIDE = gettext_noop("Told only where every number that the amounts would tell is five or more, or nothing.")
AFTER = gettext_noop("After the year, from five on; together with what would give a smaller number back.")
OF_BUDGETS = gettext_noop("of the budgets of the year, as they stand on the day this was made")
IN_YEAR = gettext_noop("1 January up to and including 31 December")
LEDGER = gettext_noop("the books of Wisselwerk: transfers that never change")
RECORDS = gettext_noop("what businesses, providers and coordinators did in Wisselwerk")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, in sentences that are translated."""

    code: Code
    label: str
    counted: str
    period: str
    source: str
    rule: str
    unit: Unit = Unit.NUMBER


DEFINITIONS: Mapping[Code, Definition] = {
    one.code: one
    for one in (
        Definition(
            Code.SCHEMES,
            gettext_noop("Schemes in force"),
            gettext_noop("Voucher schemes whose rules held on at least one day of the year."),
            IN_YEAR,
            gettext_noop("the versions of the rules as they were published"),
            OPEN,
        ),
        Definition(
            Code.VERSIONS,
            gettext_noop("New rules"),
            gettext_noop(
                "Versions of the rules of a scheme that began in the year, its first one among them."
            ),
            IN_YEAR,
            gettext_noop("the versions of the rules as they were published"),
            OPEN,
        ),
        Definition(
            Code.DECISIONS,
            gettext_noop("Council decisions"),
            gettext_noop(
                "Decisions of municipal councils about a scheme, as far as they are on record here."
            ),
            IN_YEAR,
            gettext_noop("the register of council decisions of each scheme"),
            OPEN,
        ),
        Definition(
            Code.EVENTS,
            gettext_noop("Events"),
            gettext_noop("Events of the agenda that began in the year and were not called off."),
            IN_YEAR,
            gettext_noop("the public agenda"),
            OPEN,
        ),
        Definition(
            Code.ATTENDED,
            gettext_noop("People at events"),
            gettext_noop("Those who registered for such an event and were there."),
            IN_YEAR,
            RECORDS,
            AFTER,
        ),
        Definition(
            Code.INTRODUCTIONS,
            gettext_noop("Introductions"),
            gettext_noop(
                "Businesses that were brought together with a provider, each pair once for each occasion."
            ),
            IN_YEAR,
            RECORDS,
            AFTER,
        ),
        Definition(
            Code.BUDGETED,
            gettext_noop("Budgeted"),
            gettext_noop("What councils set aside for vouchers, what was taken out again left off."),
            OF_BUDGETS,
            LEDGER,
            OPEN,
            Unit.MONEY,
        ),
        Definition(
            Code.AWARDED,
            gettext_noop("Awarded"),
            gettext_noop(
                "What was used of it and what stands on vouchers. What came back from vouchers that are over is left off."
            ),
            OF_BUDGETS,
            LEDGER,
            BESIDE,
            Unit.MONEY,
        ),
        Definition(
            Code.USED,
            gettext_noop("Used"),
            gettext_noop("What vouchers pay of invoices that were handed in, what was undone left off."),
            OF_BUDGETS,
            LEDGER,
            BESIDE,
            Unit.MONEY,
        ),
        Definition(
            Code.PAID,
            gettext_noop("Paid"),
            gettext_noop("What the bank carried to payees, what it gave back left off."),
            OF_BUDGETS,
            gettext_noop("the books of Wisselwerk, from the statements of the bank"),
            BESIDE,
            Unit.MONEY,
        ),
        Definition(
            Code.RECOVERED,
            gettext_noop("Recovered"),
            gettext_noop("What payees paid back of that, because it was undone after it had been paid."),
            OF_BUDGETS,
            gettext_noop("the books of Wisselwerk, from the statements of the bank"),
            BESIDE,
            Unit.MONEY,
        ),
        Definition(
            Code.LEFT,
            gettext_noop("Left"),
            gettext_noop("What was budgeted and not awarded."),
            OF_BUDGETS,
            LEDGER,
            BESIDE,
            Unit.MONEY,
        ),
        Definition(
            Code.APPLICATIONS,
            gettext_noop("Applications"),
            gettext_noop("Applications that were handed in and confirmed, whatever became of them."),
            IN_YEAR,
            RECORDS,
            SMALL,
        ),
        Definition(
            Code.VOUCHERS,
            gettext_noop("Vouchers"),
            gettext_noop("Vouchers that were awarded, also those that were never used."),
            OF_BUDGETS,
            RECORDS,
            SMALL,
        ),
        Definition(
            Code.REDEMPTIONS,
            gettext_noop("Invoices on vouchers"),
            gettext_noop("Invoices that were handed in on a voucher and still count."),
            OF_BUDGETS,
            RECORDS,
            SMALL,
        ),
        Definition(
            Code.FIRST,
            gettext_noop("First acquaintances"),
            gettext_noop(
                "Businesses that for the first time handed in an invoice of a provider on a voucher, each pair once."
            ),
            IN_YEAR,
            RECORDS,
            AFTER,
        ),
        Definition(
            Code.PROVIDERS,
            gettext_noop("Providers"),
            gettext_noop(
                "Social-economy enterprises whose invoices were handed in on vouchers, each once in a partnership."
            ),
            IN_YEAR,
            RECORDS,
            AFTER,
        ),
        Definition(
            Code.DAYS,
            gettext_noop("Days to payment"),
            gettext_noop(
                "The median of the days from handing in an invoice to the day on which the bank paid it: half took no longer."
            ),
            IN_YEAR,
            gettext_noop("the books of Wisselwerk, from the statements of the bank"),
            gettext_noop("After the year, from five payments on."),
            Unit.DAYS,
        ),
        Definition(
            Code.SEATS,
            gettext_noop("Vouchers by municipality"),
            gettext_noop(
                "The vouchers of the year by the municipality in which the seat or establishment that counted lies, as "
                "municipalities were on 31 December of it. Each that took part in the year stands there, also without vouchers. "
                "The reference regions are not known here."
            ),
            OF_BUDGETS,
            gettext_noop("the facts of the decisions that awarded them"),
            AFTER,
        ),
        Definition(
            Code.REGIONS,
            gettext_noop("Vouchers by province"),
            gettext_noop(
                "The same vouchers by the province of that municipality on 31 December of the year. Provinces are those of Statbel, "
                "by NIS code; they stand for the regions, of which no list is known here."
            ),
            OF_BUDGETS,
            gettext_noop("the facts of the decisions that awarded them"),
            AFTER,
        ),
        Definition(
            Code.NOTICED,
            gettext_noop("Initiatives elsewhere"),
            gettext_noop(
                "Initiatives in the register that ran in the year and of which more than a scheme here tells: a policy report, a "
                "published decision or a note. Each is counted once, under its own priority; one without is not counted."
            ),
            IN_YEAR,
            gettext_noop("the register of initiatives"),
            OPEN,
        ),
        Definition(
            Code.PLANNED,
            gettext_noop("Budgeted in policy reports"),
            gettext_noop(
                "What local governments budgeted for actions under this code, by the newest report that was read of each. An "
                "action with several codes stands under each of them."
            ),
            gettext_noop("the financial year"),
            gettext_noop("policy reports that were published"),
            OPEN,
            Unit.MONEY,
        ),
        Definition(
            Code.REALISED,
            gettext_noop("Realised in policy reports"),
            gettext_noop("The same of accounts: what those actions really cost."),
            gettext_noop("the financial year"),
            gettext_noop("policy reports that were published"),
            OPEN,
            Unit.MONEY,
        ),
        Definition(
            Code.PLANNED_REGIONAL,
            gettext_noop("Budgeted in policy reports, by province"),
            gettext_noop(
                "What was budgeted in policy reports, by the province in which the government lay on 31 December of the year."
            ),
            gettext_noop("the financial year"),
            gettext_noop("policy reports that were published"),
            OPEN,
            Unit.MONEY,
        ),
        Definition(
            Code.REALISED_REGIONAL,
            gettext_noop("Realised in policy reports, by province"),
            gettext_noop("The same of accounts: what those actions really cost."),
            gettext_noop("the financial year"),
            gettext_noop("policy reports that were published"),
            OPEN,
            Unit.MONEY,
        ),
        Definition(
            Code.FIELDS,
            gettext_noop("Fields only to report"),
            gettext_noop(
                "Fields of forms in Wisselwerk that somebody fills in for no other reason than a report."
            ),
            gettext_noop("the forms as they are today"),
            gettext_noop("what each form says of each of its fields"),
            OPEN,
        ),
        Definition(
            Code.QUESTIONS,
            gettext_noop("Questions about ex-post control"),
            gettext_noop(
                "Questions that a local government was asked because plan and accounts did not show something."
            ),
            IN_YEAR,
            gettext_noop("the ex-post control"),
            OPEN,
        ),
        Definition(
            Code.NOTES,
            gettext_noop("Voluntary notes"),
            gettext_noop(
                "Notes about an initiative that somebody wrote because they wanted to; nobody is asked for one."
            ),
            IN_YEAR,
            gettext_noop("the register of initiatives"),
            OPEN,
        ),
    )
}

DONE = (Code.SCHEMES, Code.VERSIONS, Code.DECISIONS, Code.EVENTS, Code.ATTENDED, Code.INTRODUCTIONS)
MONEY = (Code.BUDGETED, Code.AWARDED, Code.USED, Code.PAID, Code.RECOVERED, Code.LEFT)
RESULT = (Code.APPLICATIONS, Code.VOUCHERS, Code.REDEMPTIONS, Code.FIRST, Code.PROVIDERS, Code.DAYS)


def median(days: Mapping[int, int]) -> int | None:
    """The median of whole numbers that come so many times; of an even number of them the lower; None without any."""
    half = (sum(days.values()) + 1) // 2
    passed = 0
    for value in sorted(days):
        passed += days[value]
        if passed >= half > 0:
            return value
    return None
