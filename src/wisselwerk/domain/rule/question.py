"""What an applicant is asked because a rule asks it: a rule names its questions, and every edge derives from that.

The form shows them, the API describes them, the command keeps the answers, and facts come from those. A question that
no rule of a scheme names is not asked there, and an answer to it is not kept. Where the seat is, is asked always; earlier
de minimis aid has questions of its own (``apps.vouchers.declarations``), because its answer is a list of grants.
"""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from wisselwerk.domain.refusal import gettext_noop
from wisselwerk.domain.rule.base import EnterpriseSize
from wisselwerk.domain.rule.parameter import NaceCode, PlaceCode, check_limit, without_limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing an applicant declares: how it is named in declarations, what its answer is, and how it is asked.

    ``asked`` speaks to the business, ``told`` to a coordinator who has it on the telephone; all texts are message ids.
    """

    name: str
    answer: Any
    """The type of the answer, with its limits: yes or no, a choice, or a text."""
    asked: str
    told: str
    help: str
    yes: str = gettext_noop("Yes")
    no: str = gettext_noop("No")
    usual: object = None
    """The answer of most, which need not be given and is not kept. None: what is not answered is not known."""

    def read(self, plain: object) -> Any:
        """The answer as it was declared.

        Raises:
            ValueError: it is no answer to this question.
        """
        if self.answer is bool:
            if not isinstance(plain, bool):
                raise ValueError(f"{self.name} is declared as true or false, not as {plain!r}")
            return plain
        shape, limits = without_limits(self.answer)
        if not isinstance(plain, str):
            raise ValueError(f"{self.name} is declared as text, not as {plain!r}")  # noqa: TRY004 data
        value = shape(plain)
        for limit in limits:
            check_limit(self.name, limit, value)
        return value


@runtime_checkable
class Asks(Protocol):
    """A kind of rule that asks the applicant something."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks, with the parameters that it has."""
        ...


DEDUCTS_VAT = Question(
    name="deducts_vat",
    answer=bool,
    asked=gettext_noop("Can your business deduct VAT?"),
    told=gettext_noop("Can the business deduct VAT?"),
    help=gettext_noop(
        "Answer no when it deducts nothing at all: it is not liable to VAT, it is exempt (article 44 of the VAT code, "
        "such as care, education or many associations), or it has the exemption for small enterprises. Does it deduct "
        "a part? Then answer yes."
    ),
    yes=gettext_noop("Yes, all of it or a part"),
    no=gettext_noop("No, nothing"),
    usual=True,
)
ENTERPRISE_SIZE = Question(
    name="enterprise_size",
    answer=EnterpriseSize,
    asked=gettext_noop("How large is your business?"),
    told=gettext_noop("How large is the business?"),
    help=gettext_noop(
        "Small: fewer than 50 people, and a turnover or balance sheet of at most 10 million euro. Medium-sized: fewer than "
        "250 people, and a turnover of at most 50 million or a balance sheet of at most 43 million. Large: more. Count the "
        "group that it is a part of."
    ),
)
NACE_CODE = Question(
    name="nace_code",
    answer=NaceCode,
    asked=gettext_noop("What is the NACE code of your main activity?"),
    told=gettext_noop("What is the NACE code of its main activity?"),
    help=gettext_noop(
        "Five digits, as in the Crossroads Bank for Enterprises. For example 81.300. You don't know it? Leave it empty: "
        "a person then looks."
    ),
)
ESTABLISHMENT = Question(
    name="establishment",
    answer=PlaceCode,
    asked=gettext_noop("Is your seat elsewhere, and do you have an establishment here?"),
    told=gettext_noop("Is its seat elsewhere, and does it have an establishment here?"),
    help=gettext_noop("Choose the municipality of the establishment. It counts when the seat is not here."),
)
EARLIER_CUSTOMER = Question(
    name="earlier_customer",
    answer=bool,
    asked=gettext_noop("Were you ever a customer of the provider for which you use the voucher?"),
    told=gettext_noop("Was the business ever a customer of the provider for which it uses the voucher?"),
    help=gettext_noop(
        "The voucher is for getting acquainted. You choose the provider later? Then answer for the one you will choose."
    ),
)
AFFILIATED = Question(
    name="affiliated",
    answer=bool,
    asked=gettext_noop("Are your business and the provider affiliated?"),
    told=gettext_noop("Are the business and the provider affiliated?"),
    help=gettext_noop(
        "They are when one controls the other, when the same people own or run both, or when they are in one group."
    ),
)
QUESTIONS: tuple[Question, ...] = (
    DEDUCTS_VAT,
    ENTERPRISE_SIZE,
    NACE_CODE,
    ESTABLISHMENT,
    EARLIER_CUSTOMER,
    AFFILIATED,
)
"""Every question there is, in the order in which people are asked."""
