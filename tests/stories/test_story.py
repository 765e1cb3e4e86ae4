"""The stories are played as a process, the way a person would, and their books balance."""

import json
import subprocess
import sys

import pytest

from tests.conftest import Home


@pytest.mark.parametrize(
    ("name", "scheme", "amount_cents", "too_low"),
    [
        ("genk", "genk", 25_000, 4),
        ("zuidoost-limburg", "zuidoost-limburg", 50_000, 0),
        ("genk-paid-back", "genk", 25_000, 4),
    ],
)
def test_a_story_balances(own_home: Home, name: str, scheme: str, amount_cents: int, too_low: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wisselwerk", "story", name, "--json"],
        env=own_home.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["balanced"] is True
    assert report["scheme"] == scheme
    assert report["applications"] >= 31
    assert report["vouchers"] == 34
    assert report["budget_cents"] == report["left_cents"] + report["reserved_cents"] + report["settled_cents"]
    assert report["settled_cents"] == 29 * amount_cents
    assert report["reserved_cents"] == 2 * amount_cents
    assert report["released_cents"] == 3 * amount_cents
    # Three were reminded thrice of their last day and twice of the last day to hand in, and lapsed. Of two the last day
    # moved, because nobody had looked after the system; they were reminded twice since.
    assert report["reminders"] == 3 * 5 + 2 * 2
    assert report["last_days_moved"] == 2
    assert report["refusals"].get("OWN_CONTRIBUTION_TOO_LOW", 0) == too_low
    settled = report["settlement"]
    assert settled["total_cents"] == report["settled_cents"]
    assert settled["owed_between_members_cents"] == sum(one["owes_cents"] for one in settled["members"]) == 0
    assert len([one for one in settled["members"] if one["owes_cents"] > 0]) == 3
    assert not list(own_home.path.glob("*sqlite*")), "a story leaves the installation alone"
    assert {"OUTSIDE_TERRITORY", "ALREADY_HAS_VOUCHER", "INVOICE_ALREADY_USED"} <= report["refusals"].keys()
