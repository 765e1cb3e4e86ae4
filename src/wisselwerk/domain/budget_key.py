"""What the parts of a budget key look like: where a year of a scheme stands in the books of a municipality (BBC).

The policy and management cycle (BBC) of Flemish local governments books each amount on an action of the multi-year
plan, a policy field and a general account.
"""

import re

SHAPES = {
    "action": re.compile(r"\S.{0,39}"),
    "policy_field": re.compile(r"[0-9]{4}(-[0-9]{2})?"),
    "general_account": re.compile(r"[0-9]{3,10}"),
}
"""An action is named as each municipality likes; a policy field has four digits, with or without two more."""


def fits(part: str, value: str) -> bool:
    """Whether ``value`` can be this part of a key."""
    return SHAPES[part].fullmatch(value) is not None
