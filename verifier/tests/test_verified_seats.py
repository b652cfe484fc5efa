"""Seats in parts, within bounds, by steps and by category: just what the rules give is accepted."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bundle_writer import Bundle, write
from comitia_verify import plan as plan_of
from comitia_verify.findings import Wrong
from comitia_verify.methods.apportionment import SIGNPOSTS, check_seats
from comitia_verify.methods.lots import draw
from comitia_verify.shapes import KINDS, STRUCTS, struct
from comitia_verify.verification import Verification
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_election import charter as tiny_charter

SEED = "a seed"


def unit(id: str, members: int, **own: Any) -> SimpleNamespace:
    none = {"organisations": 0, "seats": 0, "figures": {}, "base": None, "minimum": None, "maximum": None}
    return SimpleNamespace(id=id, members=members, **none | own)


def plan(units: list[SimpleNamespace], total: int, method: str, **keys: Any) -> SimpleNamespace:
    none = {"minimum": 0, "maximum": None, "base": 0, "tie": "lot", "parts": (), "categories": (), "steps": ()}
    return SimpleNamespace(units=units, seats=SimpleNamespace(total=total, method=method, **none | keys))


def part(id: str, basis: str, seats: int, share: Fraction | None = None, method: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(id=id, basis=basis, seats=seats, share=share, method=method)


def stated(seats: dict[str, int], *parts: tuple[str, dict[str, int]], **more: Any) -> SimpleNamespace:
    """What the record says: the seats, and of each part its id (which is its basis too) and its seats."""
    none = {"certificate": {}, "tied": (), "tied_seats": 0}
    own = tuple(SimpleNamespace(id=id, basis=id, seats=of, **none | more.get(id, {})) for id, of in parts)
    return SimpleNamespace(seats=seats, parts=own, cells=more.get("cells", SimpleNamespace(seats={})))


def complete(charter: Any, entry: Any, seed: str = SEED) -> dict[str, Any]:
    """Check, with certificate and ties of each part stated as the verifier itself asks for them."""
    for own in entry.parts * 2:
        try:
            return check_seats(charter, entry, seed)
        except Wrong as wrong:
            if wrong.figures.get("what") == "certificate":
                unsaid = next(
                    own for own in entry.parts if own.certificate != wrong.figures["given"] and not own.certificate
                )
                unsaid.certificate = wrong.figures["given"]
            elif wrong.figures.get("what") == "tied":
                unsaid = next(own for own in entry.parts if not own.tied)
                unsaid.tied, unsaid.tied_seats = wrong.figures["given"]
            else:
                raise
    return check_seats(charter, entry, seed)


def good(charter: Any, entry: Any) -> bool:
    try:
        complete(charter, entry)
    except Wrong:
        return False
    return True


@pytest.mark.parametrize("method", SIGNPOSTS)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
    st.integers(1, 7),
)
@settings(max_examples=30, deadline=None)
def test_just_one_apportionment_within_bounds_is_accepted(
    method: str, figures: list[tuple[int, int, int]], total: int
) -> None:
    """A divisor method within bounds, seat by seat: the next goes to the strongest claim that may have it."""
    units = [unit(f"u{k}", own, minimum=min(least, most), maximum=most) for k, (own, least, most) in enumerate(figures)]
    ids = [each.id for each in units]
    drawn = draw(SEED, "seats/members", ids)
    free = SIGNPOSTS[method](0) == 0
    right = {each.id: max(each.minimum, int(free)) for each in units}
    power = 2 if method == "huntington-hill" else 1
    while sum(right.values()) < total:
        claims = [
            (-(each.members**power) / SIGNPOSTS[method](right[each.id]), drawn.index(each.id), each.id)
            for each in units
            if right[each.id] < each.maximum
        ]
        if not claims:
            break
        right[min(claims)[2]] += 1
    charter = plan(units, total, method)
    splits = [
        dict(zip(ids, own, strict=True)) for own in product(range(total + 1), repeat=len(ids)) if sum(own) == total
    ]
    accepted = [seats for seats in splits if good(charter, stated(seats, ("members", seats)))]
    assert accepted == ([right] if sum(right.values()) == total else [])


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
    st.integers(1, 7),
)
@settings(max_examples=60, deadline=None)
def test_just_one_apportionment_by_largest_remainder_within_bounds_is_accepted(
    figures: list[tuple[int, int, int]], total: int
) -> None:
    """That of the one quota by which the entitlements, each held within its bounds, add up to the seats.

    It is sought among the quotas at which a unit comes to a bound, and those that units have where the others are at
    one (where everybody has just the least, there is none); what the whole seats leave goes to the largest remainders,
    and equal ones have it by lot.
    """
    units = [unit(f"u{k}", own, minimum=min(least, most), maximum=most) for k, (own, least, most) in enumerate(figures)]
    quotas = {Fraction(each.members, bound) for each in units for bound in (each.minimum, each.maximum) if bound}
    for held in product((True, False), repeat=len(units)):
        free = sum(each.members for each, at_bound in zip(units, held, strict=True) if not at_bound)
        kept = [(each.minimum, each.maximum) for each, at_bound in zip(units, held, strict=True) if at_bound]
        quotas |= {Fraction(free, total - sum(bounds)) for bounds in product(*kept) if free and sum(bounds) < total}
    held_within = [[min(max(own.members / quota, own.minimum), own.maximum) for own in units] for quota in quotas]
    right = []
    for due in ([Fraction(own.minimum) for own in units], *held_within):
        if sum(due) == total:
            drawn = draw(SEED, "seats/members", [each.id for each in units])
            order = sorted(range(len(units)), key=lambda k: (-(due[k] % 1), drawn.index(f"u{k}")))
            more = order[: total - sum(map(int, due))]
            right = [{f"u{k}": int(own) + (k in more) for k, own in enumerate(due)}]
    charter = plan(units, total, "hamilton")
    splits = [own for own in product(range(total + 1), repeat=len(units)) if sum(own) == total]
    named = [{f"u{k}": seats for k, seats in enumerate(own)} for own in splits]
    assert [seats for seats in named if good(charter, stated(seats, ("members", seats)))] == right


def test_the_quota_of_droop() -> None:
    """100 votes for 4 seats: a quota of 21, where Hare's is 25 (53 and 47 have 2.5 and 2.2 quotas of Droop)."""
    charter = plan([unit("a", 53), unit("b", 28), unit("c", 19)], 4, "droop")
    for seats, right in (({"a": 2, "b": 1, "c": 1}, True), ({"a": 3, "b": 1, "c": 0}, False)):
        assert good(charter, stated(seats, ("members", seats))) is right
    entry = stated({"a": 2, "b": 1, "c": 1}, ("members", {"a": 2, "b": 1, "c": 1}))
    complete(charter, entry)
    assert entry.parts[0].certificate == {"quota": 21, "remainder": 19}


def test_units_without_a_choice_are_set_aside_before_the_quota_is_taken() -> None:
    """The bounds give a two seats: four are left for b and c, with one member each, and so are theirs alike.

    Together with a's five members the quota would be 2, and one short of its least would be set aside with it.
    """
    right = {"a": 2, "b": 2, "c": 2}
    for method, certificate in (("hamilton", {"quota": Fraction(1, 2)}), ("droop", {"quota": 1, "remainder": 0})):
        charter = plan([unit("a", 5, minimum=2, maximum=2), unit("b", 1, minimum=1), unit("c", 1)], 6, method)
        entry = stated(right, ("members", right))
        assert complete(charter, entry) == {}
        assert entry.parts[0].certificate == certificate
        for other in ({"a": 2, "b": 1, "c": 3}, {"a": 2, "b": 3, "c": 1}, {"a": 3, "b": 2, "c": 1}):
            assert not good(charter, stated(other, ("members", other)))


def test_de_spd_15_base_seats_and_de_cdu_28_parts_and_fixed_units() -> None:
    """Two base seats each, 6 by members; 8 by members and 2 by votes, and one seat that the charter fixes."""
    units = [unit("north", 300, figures={"votes": 10}), unit("south", 100, figures={"votes": 90})]
    charter = plan(units, 10, "jefferson", base=2)
    assert good(charter, stated({"north": 7, "south": 3}, ("members", {"north": 5, "south": 1})))
    assert not good(charter, stated({"north": 8, "south": 2}, ("members", {"north": 6, "south": 0})))
    assert not good(charter, stated({"north": 6, "south": 4}, ("members", {"north": 5, "south": 1})))

    parts = (part("members", "members", 0, Fraction(4, 5)), part("votes", "votes", 2))
    charter = plan([*units, unit("abroad", 7, seats=1)], 11, "jefferson", parts=parts)
    seats, members, votes = {"north": 6, "south": 4, "abroad": 1}, {"north": 6, "south": 2}, {"north": 0, "south": 2}
    assert good(charter, stated(seats, ("members", members), ("votes", votes)))
    assert not good(charter, stated(seats, ("members", votes), ("votes", members)))
    assert not good(charter, stated(seats, ("votes", votes), ("members", members)))
    assert not good(charter, stated(seats | {"abroad": 2}, ("members", members), ("votes", votes)))
    moved = {"north": 7, "south": 3, "abroad": 1}
    assert not good(charter, stated(moved, ("members", members), ("votes", {"north": 1, "south": 1})))


def test_int_itf_the_step_table() -> None:
    """5,000 members have one delegate, 5,001 two."""
    steps = tuple(SimpleNamespace(seats=seats, up_to=up_to) for seats, up_to in ((1, 5000), (2, 10000), (23, None)))
    charter = plan([unit("a", 5000), unit("b", 5001), unit("c", 900_001)], 26, "steps", steps=steps)
    right = {"a": 1, "b": 2, "c": 23}
    assert good(charter, stated(right, ("members", right)))
    wrong = {"a": 2, "b": 2, "c": 22}
    assert not good(charter, stated(wrong, ("members", wrong)))


def test_a_tie_that_waits_for_a_decision() -> None:
    charter = plan([unit("a", 10), unit("b", 10), unit("c", 10)], 4, "webster", tie="decision")
    settled = {"a": 1, "b": 1, "c": 1}
    entry = stated(settled, ("members", settled), members={"tied": ("a", "b", "c"), "tied_seats": 1})
    assert complete(charter, entry) == {"members": (("a", "b", "c"), 1)}
    for tied, seats in ((("b", "a", "c"), 1), (("a", "b"), 1), (("a", "b", "c"), 2), (("a", "d"), 1), ((), 0)):
        lie = stated(settled, ("members", settled), members={"tied": tied, "tied_seats": seats})
        lie.parts[0].certificate = entry.parts[0].certificate
        with pytest.raises(Wrong):
            check_seats(charter, lie, SEED)


def decided(**lie: Any) -> Bundle:
    """North and South are tied for the fifth seat; Bo, who has not apportioned, records who gets it."""
    own = tiny_charter() | {"seats": {"total": 5, "method": "webster", "tie": "decision"}}
    for each in own["units"]:
        each["members"] = 50
    bundle = Bundle()

    def act(kind: str, actor: str, **body: Any) -> None:
        bundle.add(kind, actor, f"2026-02-01T10:{len(bundle.entries):02}:00Z", **body)

    act("election.founded", "anna", charter=own, rehearsal=0)
    act("officer.appointed", "anna", officer="bo", role="certifier")
    act("officer.appointed", "anna", officer="nora", role="secretary")
    settled, tied = {"north": 2, "south": 2}, ["north", "south"]
    split = {"id": "members", "basis": "members", "seats": settled, "tied": tied, "tied_seats": 1}
    split["certificate"] = {"lower": "20/1", "upper": "20/1"}
    act("seats.apportioned", "anna", seats=dict(settled), parts=[split])
    body = {"part": "members", "units": ["south"], "authority": "minutes of 1 February"} | lie
    if actor := body.pop("actor", "bo"):
        act("seats.decided", actor, **body)
    register = bundle.table("organisation,parent,level,members", "s-a,south,branch,40")
    bundle.add(
        "register.adopted",
        "nora",
        "2026-03-01T10:00:00Z",
        unit="south",
        organisations=register,
        primary=1,
        members=40,
    )
    return bundle


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "by who apportioned": ({"actor": "anna"}, "seats.decided"),
    "by a secretary": ({"actor": "nora"}, "seats.decided"),
    "for too many": ({"units": ["north", "south"]}, "seats.decided"),
    "for nobody": ({"units": []}, "seats.decided"),
    "for a stranger": ({"units": ["west"]}, "seats.decided"),
    "of another part": ({"part": "votes"}, "seats.decided"),
    "that rests on nothing": ({"authority": " "}, "seats.decided"),
    "that was never taken": ({"actor": ""}, "register.adopted"),
}


def test_a_decision_is_accepted(tmp_path: Path) -> None:
    verification = Verification(write(decided().files(), tmp_path))
    assert verification.wrong is None
    assert [unit["seats"] for unit in verification.units] == [2, 3]


@pytest.mark.parametrize(("lie", "told"), LIES.values(), ids=list(LIES))
def test_a_decision_that_was_not_taken_so_is_found(lie: dict[str, Any], told: str, tmp_path: Path) -> None:
    wrong = Verification(write(decided(**lie).files(), tmp_path)).wrong
    assert wrong is not None and wrong.entry.endswith(f"({told})")


def cells_of(figures: list[list[int]], rows: list[int], columns: list[int]) -> tuple[Any, Iterator[list[list[int]]]]:
    """A charter whose units have fixed seats, and every table of cells with its sums."""
    units = [
        unit(f"u{row}", 1, seats=seats, figures={f"g{column}": own for column, own in enumerate(figures[row])})
        for row, seats in enumerate(rows)
    ]
    categories = tuple(SimpleNamespace(group=f"g{column}", seats=seats) for column, seats in enumerate(columns))
    tables = (
        [list(row) for row in table]
        for table in product(
            *([own for own in product(range(seats + 1), repeat=len(columns)) if sum(own) == seats] for seats in rows)
        )
        if [sum(column) for column in zip(*table, strict=True)] == columns
    )
    return plan(units, sum(rows), "fixed", categories=categories), tables


def accepted(charter: Any, table: list[list[int]], units: list[Fraction], groups: list[Fraction]) -> bool:
    """Whether cells with these divisors are accepted, the tied ones stated as the verifier asks for them."""
    seats = {each.id: each.seats for each in charter.units}
    cells = SimpleNamespace(
        seats={
            each.id: {f"g{k}": own for k, own in enumerate(row)} for each, row in zip(charter.units, table, strict=True)
        },
        units={each.id: divisor for each, divisor in zip(charter.units, units, strict=True)},
        groups={f"g{k}": divisor for k, divisor in enumerate(groups)},
        tied=(),
    )
    for _ in range(2):
        try:
            check_seats(charter, stated(seats, cells=cells), SEED)
            return True
        except Wrong as wrong:
            if wrong.figures.get("what") != "tied":
                return False
            cells.tied = wrong.figures["given"]
    return False


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.fractions(1, 3, max_denominator=2), min_size=6, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_of_all_cells_that_fit_divisors_just_one_is_accepted(
    figures: list[list[int]], divisors: list[Fraction]
) -> None:
    """Whatever the divisors are, the cells that they give are the only ones; of tied ones those that the lot gives."""
    units, groups = divisors[:3], divisors[3:]
    quotients = [
        [own / (by * of) for own, of in zip(row, groups, strict=True)] for row, by in zip(figures, units, strict=True)
    ]
    table = [[int(each + Fraction(1, 2)) for each in row] for row in quotients]
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    if min(rows) == 0 or min(columns) == 0:
        return
    charter, tables = cells_of(figures, rows, columns)
    fit = [
        other
        for other in tables
        if all(
            abs(each - own) <= Fraction(1, 2) if each else own == 0
            for of, seats in zip(quotients, other, strict=True)
            for each, own in zip(of, seats, strict=True)
        )
    ]
    tied = [(f"u{r}", f"g{c}") for r in range(3) for c in range(3) if (quotients[r][c] * 2) % 2 == 1]
    order = draw(SEED, "cells", [f"{row}/{column}" for row, column in tied])
    places = [(int(id[1]), int(id[4])) for id in order]
    right = max(fit, key=lambda other: [other[r][c] > quotients[r][c] for r, c in places])
    assert [other for other in fit if accepted(charter, other, units, groups)] == [right]
    assert not any(accepted(charter, other, units, groups) for other in tables if other not in fit)


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*at, key)
        yield from paths(item, (*at, key))


def mixed() -> tuple[dict[str, Any], dict[str, Any]]:
    """A charter with nearly all that seats can have, and an entry that is right."""
    own = tiny_charter()
    own["seats"] = {
        "total": 9,
        "method": "webster",
        "base": 1,
        "parts": [
            {"id": "members", "name": own["name"], "basis": "members", "share": "2/3"},
            {"id": "votes", "name": own["name"], "basis": "votes", "seats": 2, "method": "droop"},
        ],
        "steps": [{"seats": 1, "up_to": 50}, {"seats": 2}],
        "categories": [{"group": "women", "seats": 4}, {"group": "workers", "seats": 5}],
    }
    figures = {"women": 1, "workers": 1}
    for each in own["units"]:
        each |= {"figures": {"votes": 5, "women": 3, "workers": 3}, "minimum": 1, "maximum": 9}
    abroad = {"id": "abroad", "name": own["name"], "members": 3, "kind": "coast", "seats": 1, "figures": figures}
    own["units"].append(abroad)
    members = {"id": "members", "basis": "members", "seats": {"north": 2, "south": 2}}
    votes = {"id": "votes", "basis": "votes", "seats": {"north": 1, "south": 1}, "certificate": {"quota": "4"}}
    cells: dict[str, Any] = {
        "seats": {unit: {"women": 2, "workers": 2} for unit in ("north", "south")},
        "units": {"north": "3/2", "south": "3/2", "abroad": "19/10"},
        "groups": {"women": "11/10", "workers": "1"},
    }
    cells["seats"]["abroad"] = {"women": 0, "workers": 1}
    parts = [members | {"certificate": {"lower": "24", "upper": "80/3"}}, votes]
    return own, {"seats": {"north": 4, "south": 4, "abroad": 1}, "parts": parts, "cells": cells}


def seats_are_right(own: dict[str, Any], body: dict[str, Any]) -> None:
    charter = struct(STRUCTS["charter"], own, "charter")
    plan_of.check(charter)
    check_seats(charter, struct(KINDS["seats.apportioned"].body, body, "body"), SEED)


def test_everything_together_is_accepted() -> None:
    seats_are_right(*mixed())


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_a_charter_and_an_entry_say_they_are_right_or_wrong(data: st.DataObject) -> None:
    """Values are put in the place of others, or left out: there is a finding or none, and never anything else."""
    own, body = mixed()
    values = st.sampled_from(
        [0, 1, 2, 7, "0", "1/2", "3", "north", "women", "fixed", "steps", "decision", "hamilton", [], {}]
    )
    for _ in range(data.draw(st.integers(0, 4))):
        value = data.draw(st.sampled_from([own["seats"], own["units"], body]))
        *way, last = data.draw(st.sampled_from(list(paths(value))))
        for key in way:
            value = value[key]
        if data.draw(st.booleans()):
            value[last] = data.draw(values)
        elif isinstance(value, dict):
            del value[last]
    if data.draw(st.booleans()):
        own["seats"]["method"] = "steps"
    with suppress(Wrong):
        seats_are_right(own, body)
