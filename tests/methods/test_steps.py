import csv
from pathlib import Path

import pytest

from comitia.methods.steps import Step, by_steps
from comitia.rules import RuleBroken

TABLE = Path(__file__).parents[2].parent / "shared" / "data" / "congress" / "itf_congress_delegate_scale.csv"


def itf() -> list[Step]:
    if not TABLE.exists():
        pytest.skip("the shared data are absent: itf_congress_delegate_scale.csv")
    with TABLE.open(encoding="utf-8") as lines:
        return [
            Step(int(row["members_to"]) if row["members_to"] else None, int(row["delegates"]))
            for row in csv.DictReader(lines)
        ]


def test_int_itf_every_step_from_its_first_member_to_its_last() -> None:
    """INT-ITF: 5,000 members have 1 delegate, 5,001 have 2, 900,001 have 23."""
    steps = itf()
    assert by_steps({"a": 5_000, "b": 5_001, "c": 900_001}, steps) == {"a": 1, "b": 2, "c": 23}
    with TABLE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            first, last = int(row["members_from"]), int(row["members_to"] or 10**12)
            assert by_steps({"first": first, "last": last}, steps) == dict.fromkeys(
                ("first", "last"), int(row["delegates"])
            )


def test_a_unit_above_a_closed_table_is_refused() -> None:
    closed = [Step(100, 1), Step(200, 2)]
    assert by_steps({"a": 0, "b": 100, "c": 101, "d": 200}, closed) == {"a": 1, "b": 1, "c": 2, "d": 2}
    with pytest.raises(RuleBroken, match=r"^apportion\.above-steps: ") as refusal:
        by_steps({"a": 200, "b": 201}, closed)
    assert refusal.value.parameters == {"unit": "b", "weight": 201, "last": 200}


@pytest.mark.parametrize(
    ("second", "third"),
    [
        (Step(100, 2), Step(300, 3)),  # ends where the first ends
        (Step(90, 2), Step(300, 3)),  # ends before it
        (Step(None, 2), Step(300, 3)),  # open, and not the last
        (Step(None, 2), Step(None, 3)),
        (Step(200, 2), Step(None, 1)),  # more members, fewer seats
    ],
)
def test_a_table_ascends_and_only_its_last_step_is_open(second: Step, third: Step) -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.steps: ") as refusal:
        by_steps({"a": 1}, [Step(100, 1), second, third])
    assert refusal.value.parameters["number"] == (2 if second.up_to in (100, 90) else 3)


def test_a_table_without_steps_has_no_seats_to_give() -> None:
    with pytest.raises(RuleBroken, match=r"^apportion\.above-steps: "):
        by_steps({"a": 1}, [])
