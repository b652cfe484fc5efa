"""`comitia apportion --compare`: methods side by side, for a charter or for the election in the folder."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from typed import Comitia, record

from comitia.explain.comparison import decimal, remarks
from comitia.methods.apportionment import METHODS
from comitia.methods.compare import Figures, compare
from comitia.texts import Text


def by_members_only(comitia: Comitia, tmp_path: Path) -> str:
    """The German party with two seats at least for each district, and all of them by members."""
    text = comitia("charter", "show", "german-party").out
    parts = text[text.index("parts = [") : text.index("by_members_at_least")]
    return edited(comitia, tmp_path, ("base = 2", "minimum = 2"), (parts, ""), of="german-party")


def test_a_charter_is_compared_before_there_is_an_election(comitia: Comitia, tmp_path: Path) -> None:
    printed = comitia("apportion", "--compare", "--charter", by_members_only(comitia, tmp_path))
    assert (printed.code, printed.err) == (0, "")
    lines = [line.split() for line in printed.out.splitlines()]
    assert ["Jefferson", "90.4", "0", "+0.83", "-0.74", "larger", "units,", "5.19", "%"] in lines
    assert ["Webster", "92", "2", "-0.17", "+0.26", "smaller", "units,", "1.61", "%"] in lines
    assert ["Seenkreis", "988", "10.77", "10", *["+1"] * 6] in lines
    assert ["Nordkreis", "4,210", "45.89", "46"] in lines
    assert "Jefferson has no paradoxes" in printed.out
    assert "- 243 instead of 242: one less for Seenkreis." in printed.out


def test_the_election_in_the_folder_is_compared_and_nothing_is_recorded(comitia: Comitia, open_round: Path) -> None:
    before = record(open_round)
    printed = comitia("apportion", "--compare")
    assert printed.code == 0
    assert "Just the same seats by: Hamilton, Droop, Adams, Dean, Hill, Jefferson." in printed.out
    assert record(open_round) == before


def test_for_programs_every_figure_is_exact(comitia: Comitia, tmp_path: Path) -> None:
    party = by_members_only(comitia, tmp_path)
    printed = json.loads(comitia("apportion", "--compare", "--charter", party, "--json").out)
    assert (printed["seats"], printed["members"]["seenkreis"]) == (250, 988)
    assert printed["entitlements"]["seenkreis"] == "247000/22937"
    own, *others = printed["methods"]
    assert (own["method"], own["differs"]) == ("jefferson", {})
    assert own["certificate"] == {"lower": "3887/43", "upper": "5531/61"}
    assert {answer["method"] for answer in printed["methods"]} == set(METHODS)
    assert all(answer["differs"] == {"seenkreis": 1, "hafenstadt": -1} for answer in others)
    assert all(sum(answer["seats"].values()) == 250 for answer in printed["methods"])
    hamilton = printed["paradoxes"][0]
    assert (hamilton["method"], hamilton["from_seats"], hamilton["to_seats"]) == ("hamilton", 200, 300)
    assert hamilton["alabama"][0] == {"seats": 242, "losing": ["seenkreis"]}


def edited(comitia: Comitia, tmp_path: Path, *changes: tuple[str, str], of: str = "co-operative") -> str:
    """A shipped charter, changed, in a file."""
    text = comitia("charter", "show", of).out
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes)
    (tmp_path / "charter.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "charter.toml")


def test_ties_are_shown_in_both_languages(comitia: Comitia, tmp_path: Path) -> None:
    plan = edited(comitia, tmp_path, ("members = 43", "members = 40"), ("members = 38", "members = 40"))
    printed = comitia("apportion", "--compare", "--charter", plan)
    assert "Webster: units tied for the last seats (1): North bank, South bank." in printed.out
    assert [line.split()[-3:] for line in printed.out.splitlines() if line.startswith("North")] == [["3", "or", "4"]]
    chinese = comitia("apportion", "--compare", "--charter", plan, "--lang", "zh")
    assert "韦伯斯特法：最后 1 个名额由下列单位同等竞争：北岸、南岸。" in chinese.out


def test_a_method_that_gives_no_seats_says_why() -> None:
    said = [str(sentence) for sentence in remarks(compare(Figures({"a": 9, "b": 1}, 1), "webster"), {})]
    assert (
        said[0]
        == "Adams gives no seats: the minima of the units (a 1, b 1) add up to 2, more than the 1 to be apportioned."
    )


def test_each_paradox_is_told_with_its_figures() -> None:
    names = {unit: Text(unit.upper(), unit) for unit in "abcd"}
    growing = compare(Figures({"a": 717, "b": 1_132, "c": 1_463, "d": 326}, 16), "hamilton")
    assert "- 1 more in B: from C to D." in [str(sentence) for sentence in remarks(growing, names)]
    joining = compare(Figures({"a": 120, "b": 1_033, "c": 547, "d": 877}, 12), "hamilton")
    assert "- D joins with 4: from C to A." in [str(sentence) for sentence in remarks(joining, names)]


@pytest.mark.parametrize(
    ("number", "places", "signed", "said"),
    [
        (Fraction(-1, 400), 2, True, "0.00"),
        (Fraction(-7, 3), 2, True, "-2.33"),
        (Fraction(12345678, 10), 1, False, "1,234,567.8"),
        (Fraction(199, 100), 0, True, "+2"),
        (None, 2, True, "-"),
    ],
)
def test_figures_to_read_are_rounded(number: Fraction | None, places: int, signed: bool, said: str) -> None:
    assert decimal(number, places, signed) == said


def test_a_charter_that_is_wrong_is_refused_as_ever(comitia: Comitia) -> None:
    assert comitia("apportion", "--compare", "--charter", "nowhere.toml").code == 1


def test_parts_are_compared_one_by_one_and_base_seats_are_outside(comitia: Comitia, tmp_path: Path) -> None:
    """A base seat each, three seats by members and two by votes."""
    parts = "".join(
        f'[[seats.parts]]\nid = "{id}"\nname = {{ en = "By {id}", zh = "按" }}\nbasis = "{id}"\nseats = {seats}\n'
        for id, seats in (("members", 3), ("votes", 2))
    )
    charter = edited(
        comitia,
        tmp_path,
        ("total = 7", "total = 7\nbase = 1"),
        ('[[units]]\nid = "north"', f'{parts}\n[[units]]\nid = "north"'),
        ("members = 43", "members = 43\nfigures = { votes = 11 }"),
        ("members = 38", "members = 38\nfigures = { votes = 12 }"),
    )
    printed = comitia("apportion", "--compare", "--charter", charter)
    assert (printed.code, printed.err) == (0, "")
    assert "By members:" in printed.out
    assert "Seats: 3; units: 2; members: 81." in printed.out
    assert "By votes:" in printed.out
    assert "Seats: 2; units: 2; figures: 23." in printed.out
    data = json.loads(comitia("apportion", "--compare", "--charter", charter, "--json").out)
    assert {id: part["methods"][0]["seats"] for id, part in data["parts"].items()} == {
        "members": {"north": 2, "south": 1},
        "votes": {"north": 1, "south": 1},
    }
