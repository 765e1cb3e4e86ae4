"""What the system says, in the reader's language: codes, rules, amounts and days become words when they are read.

The domain keeps English message ids with named places and the raw values beside them; nothing here is ever stored.
How a value is spoken follows from the name of its place and from the value itself: ``*_cents`` is Belgian money,
``place*`` is a municipality, a date is a day in words, ten digits are an enterprise number, and a few places hold a
word that is itself translated. Money and enterprise numbers look Belgian in every language, because they must match the
paper the reader holds.
"""

import logging
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, gettext_noop

from wisselwerk.clock import BRUSSELS
from wisselwerk.domain.initiative_sentence import STATE_NAMES as INITIATIVE_STATES
from wisselwerk.domain.introduction_sentence import INTRODUCTION_STATES
from wisselwerk.domain.lottery_sentence import LOTTERY_STATES
from wisselwerk.domain.network_sentence import TALK_STATES
from wisselwerk.domain.payment_sentence import BANK_LINE_STATES
from wisselwerk.domain.practice_sentence import WORDS_OF_STATES as PRACTICE_STATES
from wisselwerk.domain.refusal import Reason
from wisselwerk.domain.refusal_sentence import SENTENCES
from wisselwerk.domain.review_sentence import REVIEW_STATES
from wisselwerk.domain.rule import ASK_NOTHING
from wisselwerk.domain.rule.amount import SizeAmount
from wisselwerk.domain.rule.base import FACT_NAMES, Outcome, Rule, Verdict
from wisselwerk.domain.rule_name import CHOICES, PARAMETERS, PROVIDER_KINDS, RULES
from wisselwerk.formats.territory import belgian_territory

logger = logging.getLogger(__name__)

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{HORIZONTAL ELLIPSIS}"
"""Stands where a value should have been: a sentence with a gap serves a reader better than an error page."""

ENTERPRISE_NUMBER = re.compile(r"([01][0-9]{3})([0-9]{3})([0-9]{3})")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

STATES: Mapping[str, str] = {
    # of a voucher
    "open": gettext_noop("open"),
    "partly_used": gettext_noop("partly used"),
    "used": gettext_noop("used"),
    "lapsed": gettext_noop("lapsed"),
    "revoked": gettext_noop("withdrawn"),
    "frozen": gettext_noop("on hold"),
    # of an application
    "awarded": gettext_noop("awarded"),
    "refused": gettext_noop("refused"),
    "waiting_list": gettext_noop("on the waiting list"),
    "review": gettext_noop("waits for a person"),
    "unconfirmed": gettext_noop("not confirmed yet"),
    # of the delivery of a decision
    "to_mail": gettext_noop("not mailed yet"),
    "mailed": gettext_noop("mailed"),
    "mail_refused": gettext_noop("mail refused"),
    "to_post": gettext_noop("to be sent by post"),
    "posted": gettext_noop("sent by post"),
    # of a redemption
    "accepted": gettext_noop("accepted"),
    "reversed": gettext_noop("undone"),
    # of what a redemption is proven by
    "asked": gettext_noop("the business was asked"),
    "silent": gettext_noop("no answer, so a yes"),
    "confirmed": gettext_noop("confirmed by the business"),
    "found": gettext_noop("delivered after all"),
    "disputed": gettext_noop("disputed by the business"),
    # of the check of an invoice
    "to_check": gettext_noop("waits for the check"),
    "check_passed": gettext_noop("in order"),
    "check_failed": gettext_noop("official check not passed"),
    "check_accepted": gettext_noop("accepted by a person"),
    # of an invoice that is no e-invoice
    "pdf_to_check": gettext_noop("waits for a check"),
    "pdf_failed": gettext_noop("could give nothing"),
    # of a scheme
    "running": gettext_noop("open for applications"),
    "unfunded": gettext_noop("no money for a voucher now"),
    "upcoming": gettext_noop("opens later"),
    "not_open_yet": gettext_noop("not open yet"),
    "closed": gettext_noop("closed"),
    # of a batch of payments
    "proposed": gettext_noop("waits to be ordered"),
    "ordered": gettext_noop("waits for a signature"),
    "signed": gettext_noop("signed"),
    "held": gettext_noop("stopped"),
    "emptied": gettext_noop("nothing left in it"),
    "overtaken": gettext_noop("stopped too late: the bank had it"),
    "answered": gettext_noop("answered by the bank"),
    # of a payment
    "planned": gettext_noop("planned"),
    "taken_out": gettext_noop("taken out"),
    "paid": gettext_noop("paid"),
    "returned": gettext_noop("came back"),
    "recovered": gettext_noop("paid back"),
    # of an invoice on its way to being paid, and what it can wait for
    "payable": gettext_noop("can be paid"),
    "in_batch": gettext_noop("being approved"),
    "at_bank": gettext_noop("on its way through the bank"),
    "ACCOUNT": gettext_noop("waits for an account number"),
    "ON_HOLD": gettext_noop("voucher on hold"),
    "CHECK": gettext_noop("invoice being checked"),
    "CHECK_FAILED": gettext_noop("invoice did not pass the official check"),
    "CAME_BACK": gettext_noop("a line of the bank is being looked into"),
    "DELIVERY": gettext_noop("waits for word that it was delivered"),
    "DISPUTE": gettext_noop("delivery disputed"),
    "OWN_PART": gettext_noop("waits for proof of the own part"),
    "EVALUATION": gettext_noop("waits for an evaluation"),
    "SET_ASIDE": gettext_noop("set aside by who pays"),
    # of a payment that nobody can order or sign
    "REVERSED_IN_BATCH": gettext_noop("undone: take it out"),
    "DISPUTED_IN_BATCH": gettext_noop("delivery disputed: take it out"),
    "CONTESTED_IN_BATCH": gettext_noop("voucher on hold: take it out"),
    "UNPROVEN_IN_BATCH": gettext_noop("delivery or own part not proven: take it out"),
    "ACCOUNT_CHANGED_IN_BATCH": gettext_noop("other account number: take it out"),
    "LOOK_AT_BATCH": gettext_noop("perhaps paid already: look into the line of the bank"),
    # of a line of the bank
    **BANK_LINE_STATES,
    # of a council and a text
    "OPEN": gettext_noop("not on the agenda"),
    "AGENDA": gettext_noop("on the agenda"),
    "DECIDED": gettext_noop("decided"),
    "VOTED_DOWN": gettext_noop("voted down"),
    "MISTAKEN": gettext_noop("recorded by mistake"),
    # of one rule, for one application
    "PASS": gettext_noop("met"),
    "FAIL": gettext_noop("not met"),
    "APPLIES": gettext_noop("applies"),
    "REVIEW": gettext_noop("to be checked"),
    **LOTTERY_STATES,
    **REVIEW_STATES,
    **INTRODUCTION_STATES,
    **TALK_STATES,
    **{state.value: name for state, name in INITIATIVE_STATES.items()},
    **PRACTICE_STATES,
}
"""What a state is called, by the value the domain and the API use."""

AID: Mapping[str, str] = {
    "general": gettext_noop("any other activity"),
    "agriculture": gettext_noop("growing crops or keeping animals"),
    "fishery": gettext_noop("fishery and aquaculture"),
    "general_interest": gettext_noop("a service of general economic interest, entrusted by a government"),
    "grant": gettext_noop("granted"),
    "lapse": gettext_noop("never used"),
    "revocation": gettext_noop("withdrawn"),
    "recovery": gettext_noop("taken back"),
}
"""For which activity aid is given, and what a line in its register says happened."""

BANK_REASONS: Mapping[str, str] = {
    "AC01": gettext_noop("the account number is not right"),
    "AC04": gettext_noop("the account is closed"),
    "AC06": gettext_noop("the account is blocked"),
    "AG01": gettext_noop("no transfer may go to this kind of account"),
    "AM04": gettext_noop("there was not enough money on the account"),
    "AM05": gettext_noop("the bank had this payment already"),
    "BE04": gettext_noop("the address of the payee is missing"),
    "DT01": gettext_noop("the day is not right"),
    "FOCR": gettext_noop("the payer asked it back"),
    "MD07": gettext_noop("the account holder has died"),
    "MS02": gettext_noop("the payee refused it and gave no reason"),
    "MS03": gettext_noop("the bank gives no reason"),
    "RC01": gettext_noop("the code of the payee's bank is not right"),
    "RR04": gettext_noop("rules of the supervisor"),
}
"""Why a bank did not pay or gave money back. Source: ISO 20022 external code sets, status and return reasons."""

VOCABULARY: Mapping[str, str] = {**STATES, **PROVIDER_KINDS, **CHOICES, **AID, **FACT_NAMES}

WORDS = frozenset(
    {
        "admitted",
        "cause",
        "division",
        "enterprise_size",
        "excess",
        "fact",
        "kinds",
        "located",
        "method",
        "mode",
        "period",
        "service",
        "service_kind",
        "services",
        "size",
        "sizes",
        "paid_to",
        "own_part_paid",
        "provider_advantage",
        "recipient",
        "recognition_day",
        "state",
        "vat_basis",
        "what",
        "when_below",
        "when_short",
        "without_deduction",
    }
)
"""Places that hold a word of ours: a state, a category fixed by law, or a message id."""

DAY_ENDINGS = ("_on", "_from", "_until")
"""Places that hold a day, like ``on`` itself: a stored decision gives it back as ISO 8601 text."""


def money(cents: int) -> str:
    """An amount as Belgium writes it, from whole cents: ``€ 1.234,50``."""
    euros, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    return f"{sign}€{NO_BREAK}{euros:,}".replace(",", ".") + f",{rest:02}"


def round_money(cents: int) -> str:
    """The same without ``,00`` when there are no odd cents: ``€ 500``. For titles and running text, not for columns."""
    return money(cents).removesuffix(",00")


def day(value: date) -> str:
    """A day in full, on one line: ``24 november 2026``. An instant is first brought to Europe/Brussels."""
    return format_date(_local(value), f"j{NO_BREAK}F{NO_BREAK}Y")


def moment(value: datetime) -> str:
    """An instant in Europe/Brussels: ``24 november 2026 om 14:05``."""
    return gettext("{day} at {time}").format(day=day(value), time=format_date(_local(value), "H:i"))


def enterprise_number(value: str) -> str:
    """Ten digits as the Crossroads Bank for Enterprises writes them: ``0123.456.749``. Anything else stays as it is."""
    found = ENTERPRISE_NUMBER.fullmatch(value)
    return ".".join(found.groups()) if found else value


def name_of(organisation: object) -> str:
    """What an organisation is called; an enterprise of which only the number is known, by that number."""
    return enterprise_number(str(organisation))


class _Partnership(Protocol):
    name: str
    contact: str


def whom_to_ask(partnership: _Partnership) -> str:
    """Who answers questions about a scheme, in a sentence, and how to reach them where that is known."""
    if not partnership.contact:
        return gettext("Questions? Ask the coordinator of {partnership}.").format(
            partnership=partnership.name
        )
    return gettext("Questions? Ask the coordinator of {partnership}: {contact}").format(
        partnership=partnership.name, contact=partnership.contact
    )


def listed(values: Sequence[str]) -> str:
    """Several words as one phrase: ``As, Genk en Zutendaal``."""
    *head, last = values or [UNKNOWN]
    return gettext("{these} and {last}").format(these=", ".join(head), last=last) if head else last


def places(message_id: str) -> frozenset[str]:
    """The named places of a message id, so that a test can hold them against the values that come with it."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(message_id) if name)


def say(message_id: str, params: Mapping[str, object]) -> str:
    """The message in the active language with every value spoken. A missing value is a gap and a line in the log."""
    return _said(message_id, {name: spoken_value(name, value) for name, value in params.items()})


def _said(message_id: str, spoken: dict[str, str]) -> str:
    for name in places(message_id) - spoken.keys():
        logger.error("wording_value_missing", extra={"place": name, "message_id": message_id})
        spoken[name] = UNKNOWN
    return gettext(message_id).format_map(spoken)


def sentence(reason: Reason) -> str:
    """Why the answer is no, and what to do next."""
    return say(SENTENCES[reason.code], reason.params)


def rule_text(rule: Rule, said: Iterable[str] = ()) -> str:
    """What a rule asks, with its parameters in words; ``said`` where its scheme lets it say something else."""
    spoken = {one.name: _asked(one.name, getattr(rule, one.name)) for one in fields(rule)}
    return " ".join(_said(message_id, spoken) for message_id in said or rule.sentences)


ALTERNATIVES = frozenset({"places", "sizes", "sectors", "kinds", "services"})
"""Parameters of a rule of which one is enough."""


def _asked(name: str, value: object) -> str:
    """A parameter in the words of its rule: of several places a business has its seat in one *or* another."""
    if name in ALTERNATIVES and isinstance(value, tuple):
        return either([spoken_value(name, one) for one in value])
    return spoken_value(name, value)


def either(values: Sequence[str]) -> str:
    """Several words of which one holds: ``As, Genk of Zutendaal``."""
    *head, last = values or [UNKNOWN]
    return gettext("{these} or {last}").format(these=", ".join(head), last=last) if head else last


def parameter_value(name: str, value: object) -> str:
    """One parameter of a rule as words; a rule or a limit that is not there is ``none``."""
    if value is None:
        return gettext("none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return spoken_value(name, value)


def spoken_value(name: str, value: object) -> str:
    """One value as words, by the name of its place and by its type."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, list | tuple | set | frozenset):
        words = [spoken_value(name, one) for one in value]
        # Where one thing lies, as far as it is known: a merged municipality is any of those it was made of.
        return either(words) if name == "place" else listed(words)
    if isinstance(value, SizeAmount):
        return say(value.sentence, {one.name: getattr(value, one.name) for one in fields(value)})
    if is_dataclass(value):
        return NO_BREAK.join(spoken_value(one.name, getattr(value, one.name)) for one in fields(value))
    if isinstance(value, int) and name.endswith("_cents"):
        return money(value)
    if isinstance(value, int) and name.endswith("_percent"):
        return f"{value}{NO_BREAK}%"
    if isinstance(value, int) and name in ("share", "inhabitants"):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return _spoken_text(name, str(value.value if isinstance(value, Enum) else value))


def place_name(code: str) -> str:
    """A municipality by its NIS code, in the reader's language; an unknown code stays as it is."""
    territory = belgian_territory()
    language = "fr" if get_language() == "fr" else "nl"
    return territory.name(code, language) if territory.knows(code) else code


def word(value: str) -> str:
    """A word of ours in the reader's language: a state, a category fixed by law, or a message id."""
    return gettext(VOCABULARY.get(value, value))


def bank_reason(code: str) -> str:
    """Why a bank did not pay or gave money back, with its code; a code we do not know stands alone."""
    known = BANK_REASONS.get(code)
    return f"{gettext(known)} ({code})" if known else code


def verdict(outcome: Outcome) -> str:
    """What one rule said, as a state: of a rule that asks nothing of an application not that it is met, but that it applies."""
    is_passed = outcome.verdict is Verdict.PASS
    return "APPLIES" if is_passed and outcome.kind in ASK_NOTHING else outcome.verdict.value


def rule_name(kind: str) -> str:
    """What a kind of rule is called."""
    return gettext(RULES.get(kind, kind))


def parameter_name(name: str) -> str:
    """What a parameter of a rule is called."""
    return gettext(PARAMETERS.get(name, name))


def _spoken_text(name: str, text: str) -> str:
    if name.startswith("place"):
        return place_name(text)
    if name == "kind":
        return rule_name(text)
    if name == "parameter":
        return parameter_name(text)
    if name in WORDS:
        return word(text)
    if (name == "on" or name.endswith(DAY_ENDINGS)) and ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return enterprise_number(text)


def _local(value: date) -> date:
    return value.astimezone(BRUSSELS) if isinstance(value, datetime) else value
