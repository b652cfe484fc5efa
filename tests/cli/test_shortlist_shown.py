"""``comitia shortlist``: what is made is shown with its reasons, and what other quotas would make of it."""

import json
from pathlib import Path

import pytest
from test_acts import Course
from typed import Comitia, record


@pytest.fixture
def vetted(comitia: Comitia, open_round: Path) -> Course:
    """Vetting and its notice are over: 101 to 106 stand in the north for 4 seats; 101 and 104 are women."""
    course = Course(comitia).vetting()
    course("cara", "vetting opinion north member --rest")
    course("ben", "vetting close north")
    course("ben", "notice publish north candidates")
    course.day = "2026-03-13"
    course("ben", "notice close north candidates")
    return course


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_making_the_shortlist_shows_who_is_on_it_and_why(vetted: Course) -> None:
    made = lines(vetted("ben", "shortlist north"))
    assert made[0].endswith(": North bank: the shortlist was made: 101, 102, 103, 104, 105.")
    assert made[1] == "North bank: candidates: 5; support of all together: 13; without quotas it takes 2."
    assert "101 Ada Brown women 3 by support" in made
    assert "105 𠮷田 - 2 by support" in made
    assert made[-1] == "women At least one woman stands 1 5 2 0"
    (rest,) = [line for line in made if line.startswith("Not on it for lack of support or by lot: 1")]
    assert rest.endswith("The first of them: 106, support 1, by support.")


def test_a_preview_shows_the_same_and_writes_nothing(vetted: Course, open_round: Path) -> None:
    before = record(open_round)
    preview = vetted("", "shortlist north --preview --all")
    assert "106 Finn - 1 by support" in lines(preview)
    assert record(open_round) == before
    made = vetted("ben", "shortlist north --all")
    assert made.split("\n", 1)[1] == preview
    assert vetted("", "shortlist north --preview --all") == preview


def test_what_if_shows_who_enters_and_who_leaves(vetted: Course, open_round: Path) -> None:
    before = record(open_round)
    changed = lines(vetted("", "shortlist north --what-if women<=1"))
    assert "enters 106 Finn - 1 by quota women" in changed
    assert "leaves 104 Dee Jones women 2 by quota women" in changed
    assert "Candidates: 5, before 5. Who enters: 1; who leaves: 1." in changed
    assert "Support of all candidates: 12, before 13; difference: -1." in changed
    assert changed[-1] == "women At least one woman stands 1 1 1"
    more = lines(vetted("", "shortlist north --places 6 --what-if women>=1/3"))
    assert "Candidates: 6, before 5. Who enters: 1; who leaves: 0." in more
    assert record(open_round) == before
    nothing = lines(vetted("", "shortlist north --without women"))
    assert nothing[0] == "Candidates: 5, before 5. Who enters: 0; who leaves: 0."


def test_it_is_there_for_programs(vetted: Course) -> None:
    preview = json.loads(vetted("", "shortlist north --preview --json"))
    assert [each["person"] for each in preview["candidates"]] == ["101", "102", "103", "104", "105"]
    assert preview["candidates"][0]["support"] == {"organisations": 3, "members": 19}
    assert [each["person"] for each in preview["others"]] == ["106"]
    assert preview["quotas"][0] == {
        "id": "women",
        "name": "At least one woman stands",
        "least": 1,
        "most": 5,
        "reached": 2,
        "costs": 0,
    }
    changed = json.loads(vetted("", "shortlist north --what-if women=1 --json"))
    assert [each["person"] for each in changed["enters"]] == ["106"]
    assert [each["person"] for each in changed["leaves"]] == ["104"]
    receipt = json.loads(vetted("ben", "shortlist north --json"))
    assert receipt["entries"][0]["kind"] == "shortlist.made"


@pytest.mark.parametrize("text", ["women", "women>", "women>=x", "women>=-1", ">=3", "women>=1000000000000"])
def test_a_change_that_cannot_be_read_is_refused(comitia: Comitia, open_round: Path, text: str) -> None:
    refused = comitia("shortlist", "north", "--what-if", text)
    assert refused.code == 1
    assert refused.err.startswith(f"command.what-if: {text} is not understood; write QUOTA>=12")


def test_what_cannot_be_asked_is_refused(vetted: Course, comitia: Comitia) -> None:
    assert comitia("shortlist", "west", "--preview").err.startswith("charter.unit: ")
    assert comitia("shortlist", "south", "--preview").err.startswith("explain.vetting: south: vetting is not closed")
    assert comitia("shortlist", "north", "--without", "old").err.startswith("explain.quota: old is no quota")
    assert comitia("shortlist", "north", "--preview", "--places", "4").err.startswith("contest.margin-strict: ")


def test_where_nothing_fits_every_contradiction_and_every_change_is_listed(vetted: Course) -> None:
    """Of 101 and 104 three cannot be chosen, and with 5 places 5 cannot be women."""
    tried = "shortlist north --what-if women>=3"
    told = lines(vetted("", tried))
    assert told[0] == "North bank: no choice of 5 candidates meets all quotas."
    assert "1 women: at least 3" in told
    assert "1 women: at least 2 instead of 3 1" in told
    assert told[-1] == "No other number of candidates meets them either."
    assert "1 women: at least 2 instead of 3 7" in lines(vetted("", f"{tried} --weights women=7"))
    assert json.loads(vetted("", f"{tried} --weights women=fixed --json")) == {
        "unit": "north",
        "places": 5,
        "fits": False,
        "contradictions": [[{"quota": "women", "side": "least", "figure": 3}]],
        "changes": [],
        "places_that_fit": 0,
    }
    assert lines(vetted("", "shortlist north --what-if women>=1/2"))[0].startswith("North bank: no choice of 5")


@pytest.mark.parametrize("pair", ["women", "women=", "women=0", "women=-1", "=3", "women=x"])
def test_a_weight_that_cannot_be_read_is_refused(comitia: Comitia, open_round: Path, pair: str) -> None:
    refused = comitia("shortlist", "north", "--preview", "--weights", pair)
    assert refused.err.startswith(f"command.weights: {pair} is not understood; write QUOTA=NUMBER")
