"""Where a quota holds, and what it asks, as the verifier reads it from a charter."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bundle_writer import Bundle, write
from comitia_verify.findings import Wrong
from comitia_verify.methods.lots import draw
from comitia_verify.methods.quotas import limits, reserving
from comitia_verify.methods.split import check_split
from comitia_verify.shapes import STRUCTS, struct
from comitia_verify.verification import Verification
from tiny_election import SEED, charter, named, tiny


def asked(quota: dict[str, Any], seats: int, of: str = "candidates", **unit: Any) -> list[tuple[int, int]]:
    """Least and most for as many places as the unit has seats; nothing where the quota does not hold."""
    plan = charter() | {"quotas": [named("q", group="women", **quota)], "units": [named("north", members=10, **unit)]}
    read = struct(STRUCTS["charter"], plan, "charter")
    return [(limit.least, limit.most) for limit in limits(read, read.units[0], seats, {"q": {"north": 2}}, of, seats)]


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


def test_an_apportioned_quota_has_the_seats_of_its_category() -> None:
    """Two of three seats are of its category: one place is for others, however many places there are."""
    assert asked({"apportioned": 1}, 3) == [(2, 2)]
    plan = charter() | {"quotas": [named("q", group="women", apportioned=1)], "units": [named("north", members=10)]}
    read = struct(STRUCTS["charter"], plan, "charter")
    (limit,) = limits(read, read.units[0], 3, {"q": {"north": 2}}, "candidates", 5)
    assert (limit.least, limit.most) == (2, 4)


def test_what_only_advises_binds_nobody_and_reserves_nothing() -> None:
    assert asked({"at_least": "1/2", "advice": 1}, 4) == []
    plan = charter()
    plan["quotas"] += [named("q", group="women", of="elected", at_least_count=1, advice=1)]
    read = struct(STRUCTS["charter"], plan, "charter")
    assert [reserving(read, unit) for unit in read.units] == [{"workers"}, set()]


# --- a quota of the whole --------------------------------------------------------------------------------------------


def whole(**changes: Any) -> Bundle:
    """The small election with a quota of the whole: 2/5 of five seats, and only the north has women."""
    bundle = tiny()
    bundle.entries[0]["body"]["charter"]["quotas"].append(named("all", group="women", whole="2/5"))
    before = bundle.entries[bundle.find("shortlist.made") - 1]
    body = {"quota": "all", "parts": {"north": 2, "south": 0}, "most": {"north": 2, "south": 0}}
    body |= {"certificate": {"upper": "2/1"}} | changes
    entry = {"actor": "anna", "kind": "quota.split", "time": before["time"], "body": body}
    put(bundle, bundle.find("shortlist.made"), entry)
    return bundle


def put(bundle: Bundle, index: int, entry: dict[str, Any]) -> None:
    """Another entry; the papers that are opened stay with theirs."""
    bundle.entries.insert(index, entry)
    bundle.papers = {}


def verified(bundle: Bundle, folder: Path) -> Verification:
    return Verification(write(bundle.files(opened=False), folder))


def test_a_quota_of_the_whole_is_split_before_the_shortlists(tmp_path: Path) -> None:
    assert verified(whole(), tmp_path).wrong is None


LIES: dict[str, Callable[[], Bundle]] = {
    "too few in all": lambda: whole(parts={"north": 1, "south": 0}, certificate={"lower": "2/1", "upper": "6/1"}),
    "more than there are": lambda: whole(parts={"north": 1, "south": 1}, most={"north": 2, "south": 1}),
    "another certificate": lambda: whole(certificate={"upper": "3/1"}),
    "a lot without a tie": lambda: whole(lot=["north"], lot_seats=1),
    "a unit left out": lambda: whole(parts={"north": 2}, most={"north": 2}),
    "another quota": lambda: whole(quota="women-stand"),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_about_a_split_is_found(lie: Callable[[], Bundle], tmp_path: Path) -> None:
    wrong = verified(lie(), tmp_path).wrong
    assert wrong is not None
    assert wrong.entry.endswith("(quota.split)")


def test_a_unit_that_claims_what_another_has_is_found(tmp_path: Path) -> None:
    """With a woman in the south as well, 3 and 2 seats claim one woman each: not two for the north."""
    bundle = whole(most={"north": 2, "south": 1}, certificate={"lower": "4/1", "upper": "2/1"})
    nominee = bundle.entries[bundle.find("nominee.entered", person="q1")]
    nominee["body"]["groups"] = ["women"]
    opened = bundle.entries[bundle.find("vetting.opened", unit="south")]
    opened["body"]["nominees"][0] = ["q1", ["women"]]
    wrong = verified(bundle, tmp_path / "unfair").wrong
    assert wrong is not None
    assert "another one claims" in str(wrong)
    split = bundle.entries[bundle.find("quota.split")]
    split["body"] |= {"parts": {"north": 1, "south": 1}, "certificate": {"lower": "2/1", "upper": "4/1"}}
    assert verified(bundle, tmp_path / "fair").wrong is None


def test_a_tie_goes_by_lot() -> None:
    """One person of two units with two seats each that could have one: the lot decides which of them must."""
    lot = draw(SEED, "quota/all", ["a", "b"])
    parts = {lot[0]: 1, lot[1]: 0}
    bound = Fraction(4)
    body = SimpleNamespace(quota="all", parts=parts, most={"a": 1, "b": 1}, lot=lot, lot_seats=1)
    body.certificate = {"lower": bound, "upper": bound}
    check_split(body, 1, {"a": 2, "b": 2}, {"a": 3, "b": 1}, SEED)
    for lie in ({"parts": {lot[0]: 0, lot[1]: 1}}, {"lot": lot[::-1]}, {"lot": (), "lot_seats": 0}):
        with pytest.raises(Wrong):
            check_split(SimpleNamespace(**vars(body) | lie), 1, {"a": 2, "b": 2}, {"a": 3, "b": 1}, SEED)


def test_a_split_has_its_time(tmp_path: Path) -> None:
    """Not before vetting is closed, not after a shortlist, not again while everybody stands, and not left out."""
    early, late, twice, without = whole(), whole(), whole(), whole()
    entry = early.entries.pop(early.find("quota.split"))
    index = early.find("vetting.closed", unit="south")
    put(early, index, entry | {"time": early.entries[index]["time"]})
    entry = late.entries.pop(late.find("quota.split"))
    index = late.find("shortlist.made", unit="south")
    put(late, index, entry | {"time": late.entries[index]["time"]})
    put(twice, twice.find("quota.split"), twice.entries[twice.find("quota.split")])
    without.entries.pop(without.find("quota.split"))
    for name, bundle, kind in (
        ("early", early, "quota.split"),
        ("late", late, "shortlist.made"),
        ("twice", twice, "quota.split"),
        ("without", without, "shortlist.made"),
    ):
        wrong = verified(bundle, tmp_path / name).wrong
        assert wrong is not None
        assert wrong.entry.endswith(f"({kind})"), name


# --- zipped lists ----------------------------------------------------------------------------------------------------


def zipped(order: list[str]) -> Bundle:
    """The small election with lists zipped for women: in the north p1 (2 organisations), p2 (2), p4 (1), and p9."""
    bundle = tiny()
    quotas = bundle.entries[0]["body"]["charter"]["quotas"]
    quotas[0] = named("zip", group="women", zipped=1)
    for unit in ("north", "south"):
        made = bundle.entries[bundle.find("shortlist.made", unit=unit)]["body"]
        drawn = draw(SEED, f"order/{unit}", made["candidates"])
        lots = {"north": [id for id in drawn if id in ("p1", "p2")], "south": list(drawn)}[unit]
        lots += [id for id in ("p4", "p9") if unit == "north"]
        north, south = [lots[0], lots[2], lots[1], lots[-1]], ["", lots[0], "", lots[1], "", lots[2]]
        made["order"] = north if unit == "north" else south
    if order:
        bundle.entries[bundle.find("shortlist.made", unit="north")]["body"]["order"] = order
    bundle.papers = {}
    return bundle


def test_de_gr_1_a_zipped_list_is_verified_place_by_place(tmp_path: Path) -> None:
    """The south has no women: its odd places are empty."""
    good = zipped([])
    assert verified(good, tmp_path / "good").wrong is None
    first, second, third, fourth = good.entries[good.find("shortlist.made", unit="north")]["body"]["order"]
    for number, lie in enumerate(
        ([third, second, first, fourth], [second, first, fourth, third], [first, second, "", fourth], [])
    ):
        bundle = zipped(lie)
        if not lie:
            bundle.entries[bundle.find("shortlist.made", unit="north")]["body"].pop("order")
        wrong = verified(bundle, tmp_path / str(number)).wrong
        assert wrong is not None, lie
        assert wrong.entry.endswith("(shortlist.made)")


def test_a_list_with_an_order_that_no_quota_gives_is_found(tmp_path: Path) -> None:
    bundle = tiny()
    bundle.entries[bundle.find("shortlist.made", unit="north")]["body"]["order"] = ["p1", "p2", "p4", "p9"]
    bundle.papers = {}
    wrong = verified(bundle, tmp_path).wrong
    assert wrong is not None
    assert wrong.figures["what"] == "order"
