"""Where a quota holds, and what it asks, as the verifier reads it from a charter."""

from typing import Any

import pytest
from comitia_verify.plan import limits, reserving
from comitia_verify.shapes import STRUCTS, struct
from tiny_election import charter, named


def asked(quota: dict[str, Any], seats: int, of: str = "candidates", **unit: Any) -> list[tuple[int, int]]:
    """Least and most for as many places as the unit has seats; nothing where the quota does not hold."""
    plan = charter() | {"quotas": [named("q", group="women", **quota)], "units": [named("north", members=10, **unit)]}
    read = struct(STRUCTS["charter"], plan, "charter")
    return [(limit.least, limit.most) for limit in limits(read, read.units[0], seats, of, seats)]


def test_int_itf_a_quota_holds_from_a_number_of_seats_on() -> None:
    quota = {"at_least_count": 1, "from_seats": 3}
    assert [asked(quota, seats) for seats in (2, 3)] == [[], [(1, 3)]]


@pytest.mark.parametrize(
    ("single", "last", "holds"),
    [("strict", ["women"], True), ("free", [], False), ("rotate", ["women"], False), ("rotate", ["men"], True)],
)
def test_de_gr_2_one_seat_goes_by_policy(single: str, last: list[str], holds: bool) -> None:
    quota = {"at_least": "1/2"} | ({"single": single} if single != "strict" else {})
    unit = {"last": last} if last else {}
    assert asked(quota, 1, **unit) == ([(1, 1)] if holds else [])
    assert asked(quota, 2, **unit) == [(1, 2)]


def test_what_only_advises_binds_nobody_and_reserves_nothing() -> None:
    assert asked({"at_least": "1/2", "advice": 1}, 4) == []
    plan = charter()
    plan["quotas"] += [named("q", group="women", of="elected", at_least_count=1, advice=1)]
    read = struct(STRUCTS["charter"], plan, "charter")
    assert [reserving(read, unit) for unit in read.units] == [{"workers"}, set()]
