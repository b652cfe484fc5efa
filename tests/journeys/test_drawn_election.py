"""A whole election whose candidates are drawn, through the real command line, to the verifier's verdict."""

import json
import os
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from whole_elections import BIN, demo

from comitia.charter.shipped import shipped_text


def asked(election: Path, *words: str) -> str:
    environment = {**os.environ, "COLUMNS": "160", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [BIN / "comitia", "--folder", election, *words],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("how", ['method = "lottery-leximin"', 'method = "lottery-maximin"', 'ties = "lottery"'])
def test_an_election_with_drawn_candidates_is_verified_and_explained(tmp_path: Path, how: str) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        shipped_text("co-operative").replace("\n[poll]", f"\n[shortlist]\n{how}\n\n[poll]"), encoding="utf-8"
    )
    run = demo(tmp_path / "out", "--charter", str(plan))
    assert "lotteries: 2 proved the fairest, 0 not" in run.printed
    assert run.printed.count("lottery.none: north: no lottery is published") == 1
    election = run.out / "election"
    shown = json.loads(asked(election, "--json", "lottery", "show", "north"))
    chances = {id: Fraction(row["chance"]) for row in shown["chances"] for id in row["people"]}
    assert sum(chances.values()) == shown["places"]
    assert "0 aside, greater than" in asked(election, "lottery", "show", "north")
    person, chance = min(chances.items())
    told = asked(election, "explain", person)
    assert f"In the lottery, with a chance of {chance} (" in told
    assert re.search(r"n the shortlist: ticket \d+ of \d+ belongs to panel \d+, which takes \d+ of those", told)
    story = asked(election, "explain", "north")
    assert "every panel keeps every quota" in story
    assert "the shortlist was drawn, with" in story
