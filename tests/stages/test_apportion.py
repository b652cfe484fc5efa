"""Apportion: the seats go to the units, part by part; ties by the public seed, or by somebody else's decision."""

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from comitia_verify.methods.apportionment import check_seats
from comitia_verify.shapes import KINDS, STRUCTS, struct
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from making import Play, charter, named, refused, replaced
from msgspec import to_builtins

from comitia.charter.check import check
from comitia.charter.file import to_record
from comitia.charter.model import Category, Charter, Part, Seats, Step, Unit
from comitia.election import event_of
from comitia.methods.lots import draw
from comitia.record.canonical import decode, encode
from comitia.record.entry import Entry
from comitia.rules import RuleBroken
from comitia.stages.apportion import (
    Apportion,
    DecideTie,
    PartApportioned,
    SeatsApportioned,
    apportioned,
    cells_of,
    seats_of,
)
from comitia.stages.founding import RecordSeed
from comitia.stages.nominate import OpenRound

TABLE = Path(__file__).parents[3] / "shared" / "data" / "congress" / "itf_congress_delegate_scale.csv"


def unit(id: str, members: int, **own: Any) -> Unit:
    return Unit(**named(id), members=members, **own)


def part(id: str, **own: Any) -> Part:
    return Part(**named(id), **{"basis": id, **own})


DISTRICTS = (unit("north", 300), unit("south", 100))
EQUALS = (unit("north", 10), unit("south", 10), unit("west", 10))


def split(units: tuple[Unit, ...], seats: Seats, seed: str = "a seed") -> SeatsApportioned:
    plan = charter(units=units, seats=seats)
    seats_only = [finding for finding in check(plan) if finding.path[0] in ("seats", "units")]
    assert seats_only == []
    return apportioned(plan, seed)


def test_a_minimum_is_kept_and_equal_remainders_go_to_the_lot(tmp_path: Path) -> None:
    """Two districts of 300 and 100 members, 10 seats, at least 2 each, and 7.5 to 2.5."""
    play = Play(tmp_path, charter(units=DISTRICTS, seats=Seats(10, "hamilton", minimum=2)))
    (event,) = play.do(RecordSeed("1", "dice"), "ro") and play.do(Apportion(), "ro")
    assert isinstance(event, SeatsApportioned)
    assert event.seats in ({"north": 7, "south": 3}, {"north": 8, "south": 2})
    (own,) = event.parts
    assert own.certificate == {"quota": "40/1", "remainder": "20/1"}
    assert set(own.tied) == {"north", "south"}  # 7.5 and 2.5: equal remainders, so the lot decides


def test_apportion_once(play: Play) -> None:
    assert play.do(Apportion(), "ro") == [SeatsApportioned({"north": 3, "south": 2})]
    with refused("apportion.once", "the seats were apportioned already"):
        play.do(Apportion(), "ro")


def test_apportion_first_before_anything_happens_in_a_unit(play: Play) -> None:
    with refused("apportion.first", "the seats have not been apportioned", "comitia apportion"):
        play.do(OpenRound("north", "first"), "sec")
    with refused("apportion.first"):
        cells_of(play.election.seats, "north")


# --- parts, base seats, bounds, steps --------------------------------------------------------------------------------


def test_de_spd_15_two_base_seats_each_and_the_rest_by_members() -> None:
    """DE-SPD-15: 2 districts with 300 and 100 members, 10 seats: 4 base seats and 6 by members."""
    event = split(DISTRICTS, Seats(10, "jefferson", base=2))
    assert event.seats == {"north": 7, "south": 3}
    assert event.parts[0].seats == {"north": 5, "south": 1}
    tied = split(DISTRICTS, Seats(10, "hamilton", base=2))  # 4.5 and 1.5 of the six
    assert (set(tied.parts[0].tied), tied.parts[0].tied_seats) == ({"north", "south"}, 1)
    assert sum(tied.seats.values()) == 10
    own = (DISTRICTS[0], unit("south", 100, base=4))
    assert split(own, Seats(12, "jefferson", base=2)).seats == {"north": 7, "south": 5}


def test_de_cdu_28_most_by_members_some_by_votes_and_one_for_each_foreign_association() -> None:
    """DE-CDU-28: 1,000 delegates, 800 by members and 200 by second votes, d'Hondt; foreign associations one extra each.

    Checked with the largest divisor of each part, found by trial: 100 members and 10,000 votes are one seat.
    """
    units = (
        unit("rhein", 40_110, figures={"votes": 1_300_500}),
        unit("elbe", 30_050, figures={"votes": 300_900}),
        unit("isar", 9_999, figures={"votes": 400_100}),
        unit("bruessel", 80, seats=1),
        unit("london", 120, seats=1),
    )
    parts = (part("members", share=Fraction(4, 5)), part("votes", share=Fraction(1, 5)))
    seats = Seats(1002, "jefferson", parts=parts, by_members_at_least=Fraction(1, 2))
    event = split(units, seats)
    members, votes = event.parts
    assert members.seats == {"rhein": 401, "elbe": 300, "isar": 99}
    assert votes.seats == {"rhein": 130, "elbe": 30, "isar": 40}
    for own, divisor in ((members, 100), (votes, 10_000)):
        lower, upper = (Fraction(own.certificate[name]) for name in ("lower", "upper"))
        assert lower <= divisor <= upper
    assert event.seats == {"rhein": 531, "elbe": 330, "isar": 139, "bruessel": 1, "london": 1}


def test_cn_p_10_by_organisations_and_members_with_earlier_seats_considered() -> None:
    """CN-P-10: seats are split mainly by the number of organisations and members, with earlier seats considered."""
    units = (
        unit("east", 600, organisations=20, figures={"earlier": 30}),
        unit("west", 400, organisations=30, figures={"earlier": 20}),
    )
    parts = (
        part("organisations", share=Fraction(2, 5)),
        part("members", share=Fraction(2, 5)),
        part("earlier", share=Fraction(1, 5), method="hamilton"),
    )
    event = split(units, Seats(100, "webster", parts=parts))
    assert [own.seats for own in event.parts] == [
        {"east": 16, "west": 24},
        {"east": 24, "west": 16},
        {"east": 12, "west": 8},
    ]
    assert [(own.id, own.basis) for own in event.parts] == [(own.id, own.id) for own in parts]
    assert event.seats == {"east": 52, "west": 48}


def test_int_itf_the_step_table() -> None:
    """INT-ITF: 5,000 paid-up members have one delegate, 5,001 two, 900,001 twenty-three."""
    if not TABLE.exists():
        pytest.skip("the step table is not beside this repository (../shared/data/congress)")
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(int(row["members_to"] or 0), int(row["delegates"])) for row in csv.DictReader(file)]
    steps = tuple(Step(seats, up_to or None) for up_to, seats in rows)
    members = [5_000, 5_001, 900_000, 900_001, 3_000_000]
    units = tuple(unit(f"u{size}", size) for size in members)
    event = split(units, Seats(71, "steps", steps=steps))
    assert list(event.seats.values()) == [1, 2, 22, 23, 23]
    at_every_edge = tuple(unit(f"u{up_to + more}", up_to + more) for up_to, _ in rows[:-1] for more in (0, 1))
    total = sum(range(1, 23)) + sum(range(2, 24))
    assert sum(split(at_every_edge, Seats(total, "steps", steps=steps)).seats.values()) == total
    with_base = split(units, Seats(76, "steps", steps=steps, base=1))
    assert list(with_base.seats.values()) == [2, 3, 23, 24, 24]


def test_a_units_own_minimum_and_maximum_stand_in_the_place_of_the_general_ones() -> None:
    units = (unit("a", 900, maximum=5), unit("b", 60), unit("c", 40, minimum=3))
    assert split(units, Seats(10, "webster", minimum=1, maximum=7)).seats == {"a": 5, "b": 2, "c": 3}


def test_a_unit_with_fixed_seats_is_outside_the_apportionment() -> None:
    event = split((*DISTRICTS, unit("abroad", 5_000, seats=2)), Seats(12, "jefferson", minimum=3))
    assert event.seats == {"north": 7, "south": 3, "abroad": 2}
    assert event.parts[0].seats.keys() == {"north", "south"}


# --- ties ------------------------------------------------------------------------------------------------------------


def test_apportion_tie_is_settled_by_the_seed_and_never_by_the_order_of_the_file(tmp_path: Path) -> None:
    for units in (EQUALS, EQUALS[::-1]):
        play = Play(tmp_path, charter(units=units, seats=Seats(4, "webster")))
        with refused("apportion.tie", "north, south, west are tied for 1 of the seats", "record a public seed"):
            play.do(Apportion(), "ro")
        play.do(RecordSeed("6-6-2", "dice"), "ro")
        (event,) = play.do(Apportion(), "ro")
        assert isinstance(event, SeatsApportioned)
        lot = draw("6-6-2", "seats/members", ["north", "south", "west"])
        assert (event.parts[0].tied, event.parts[0].tied_seats) == (lot, 1)
        assert event.seats == {unit: 1 + (unit == lot[0]) for unit in ("north", "south", "west")}
        assert play.election.seats.settled


def test_without_a_tie_no_lot_is_drawn() -> None:
    event = split((unit("north", 30), unit("south", 10)), Seats(4, "jefferson"))
    assert (event.seats, event.parts[0].tied) == ({"north": 3, "south": 1}, ())
    assert event.parts[0].certificate.keys() == {"lower", "upper"}


def test_each_part_has_a_lot_of_its_own() -> None:
    """What the seed draws for one part does not tell what it draws for another."""
    parts = (part("members", seats=4), part("votes", seats=4))
    units = tuple(replaced(each, figures={"votes": 1}) for each in EQUALS)
    event = split(units, Seats(8, "webster", parts=parts), seed="2")
    assert [own.tied for own in event.parts] == [
        draw("2", f"seats/{own.id}", ["north", "south", "west"]) for own in parts
    ]


@pytest.fixture
def tied(tmp_path: Path) -> Play:
    """Three equal units are tied for two of eight seats, and a decision has to be taken."""
    units = tuple(replaced(each, id=id) for each, id in zip(EQUALS, ("north", "south", "west"), strict=True))
    play = Play(tmp_path, charter(units=units, seats=Seats(8, "webster", tie="decision")))
    play.do(Apportion(), "ro")
    return play


DECISION = DecideTie("members", ("west", "north"), "resolution 7 of the board")


def test_apportion_undecided_nothing_happens_in_a_unit_before_the_tie_is_decided(tied: Play) -> None:
    assert tied.election.seats.of == {"north": 2, "south": 2, "west": 2}
    with refused("apportion.undecided", "members: north, south, west are tied for 2", "comitia apportion decide"):
        tied.do(OpenRound("north", "first"), "sec")
    with refused("apportion.undecided"):
        seats_of(tied.election.seats, "south")
    assert not tied.election.seats.settled


def test_apportion_other_officer_decides_than_who_apportioned(tied: Play) -> None:
    with refused("apportion.other-officer", "ro apportioned the seats", "another returning officer, or a certifier"):
        tied.do(DECISION, "ro")
    with refused("office.role"):
        tied.do(DECISION, "sec")
    for officer in ("ro2", "cert1"):
        play = tied.branch()
        play.do(DECISION, officer)
        assert play.election.seats.of == {"north": 3, "south": 2, "west": 3}
        assert play.election.seats.parts == {"members": {"north": 3, "south": 2, "west": 3}}
        assert play.election.seats.settled
        assert seats_of(play.election.seats, "west") == 3
        with refused("apportion.once"):
            play.do(Apportion(), "ro")


def test_apportion_decision_names_as_many_of_the_tied_as_there_are_seats(tied: Play) -> None:
    for units in (("north",), ("north", "north"), ("north", "south", "west"), ("north", "east"), ()):
        with refused("apportion.decision", "the units tied for 2 of the seats are north, south, west"):
            tied.do(replaced(DECISION, units=units), "ro2")


def test_apportion_authority_is_named(tied: Play) -> None:
    with refused("apportion.authority"):
        tied.do(replaced(DECISION, authority=" "), "ro2")


def test_apportion_no_tie_no_decision(tied: Play, play: Play) -> None:
    with refused("apportion.no-tie", "no units are tied for seats of the part votes", "members"):
        tied.do(replaced(DECISION, part="votes"), "ro2")
    tied.do(DECISION, "ro2")
    with refused("apportion.no-tie"):
        tied.do(DECISION, "cert1")
    with refused("apportion.no-tie"):
        play.do(DECISION, "ro2")


def test_ties_of_several_parts_are_decided_one_by_one(tmp_path: Path) -> None:
    parts = (part("members", seats=4), part("votes", seats=4))
    units = tuple(replaced(each, figures={"votes": 1}) for each in EQUALS)
    play = Play(tmp_path, charter(units=units, seats=Seats(8, "webster", tie="decision", parts=parts)))
    play.do(Apportion(), "ro")
    play.do(DecideTie("votes", ("south",), "minutes"), "ro2")
    assert not play.election.seats.settled
    play.do(DecideTie("members", ("south",), "minutes"), "cert2")
    assert play.election.seats.of == {"north": 2, "south": 4, "west": 2}


# --- categories ------------------------------------------------------------------------------------------------------

CATEGORIES = (Category("women", 6), Category("men", 4))


def test_seats_by_unit_and_category_meet_both_sums() -> None:
    units = (unit("north", 60, figures={"women": 30, "men": 30}), unit("south", 40, figures={"women": 30, "men": 10}))
    event = split(units, Seats(10, "webster", categories=CATEGORIES))
    assert event.seats == {"north": 6, "south": 4}
    assert event.cells is not None
    assert event.cells.seats == {"north": {"men": 3, "women": 3}, "south": {"men": 1, "women": 3}}
    for id, cells in event.cells.seats.items():
        figures = next(each.figures for each in units if each.id == id)
        for group, seats in cells.items():
            by = Fraction(event.cells.units[id]) * Fraction(event.cells.groups[group])
            assert abs(Fraction(figures[group]) / by - seats) < Fraction(1, 2)


def test_tied_categories_go_by_lot_and_are_there_for_other_stages(tmp_path: Path) -> None:
    """Two units of 3 seats and two groups of 3, all with the same figures: 1.5 in each cell."""
    same = {"women": 7, "men": 7}
    units, half = (
        (unit("north", 50, figures=same), unit("south", 50, figures=same)),
        (Category("women", 3), Category("men", 3)),
    )
    play = Play(tmp_path, charter(units=units, seats=Seats(6, "webster", categories=half)))
    with refused("apportion.tie", "north/men, north/women, south/men, south/women are tied", "record a public seed"):
        play.do(Apportion(), "ro")
    play.do(RecordSeed("4", "dice"), "ro")
    (event,) = play.do(Apportion(), "ro")
    assert isinstance(event, SeatsApportioned) and event.cells is not None
    first, *_ = draw("4", "cells", ["north/men", "north/women", "south/men", "south/women"])
    assert "/".join(event.cells.tied[0]) == first
    lucky, group = event.cells.tied[0]
    for each in ("north", "south"):
        cells = cells_of(play.election.seats, each)
        assert sum(cells.values()) == 3
        assert cells[group] == 1 + (each == lucky)


def test_categories_that_cannot_be_met_are_found_in_the_charter() -> None:
    units = (unit("north", 60, figures={"women": 30, "men": 0}), unit("south", 40, figures={"women": 30, "men": 0}))
    findings = check(charter(units=units, seats=Seats(10, "webster", categories=CATEGORIES)))
    assert "biproportional.impossible" in {finding.broken.rule.id for finding in findings}


# --- the verifier has the same opinion -------------------------------------------------------------------------------

METHODS = ("hamilton", "droop", "adams", "dean", "huntington-hill", "webster", "jefferson")


@st.composite
def plans(draw: st.DrawFn) -> Charter:
    """Small charters of every kind, with ties, bounds, base seats, parts, fixed seats and categories."""
    few, figure = st.integers(0, 3), st.sampled_from([1, 1, 1, 0, 3])
    units = tuple(
        unit(
            f"u{number}",
            draw(st.integers(1, 6)),
            organisations=draw(st.integers(1, 3)),
            figures={key: draw(figure) for key in ("votes", "women", "men")},
            seats=draw(st.sampled_from([0, 0, 0, 2])),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    parts = tuple(part(id, seats=draw(st.integers(1, 6))) for id in ("members", "organisations", "votes"))
    base, chosen = draw(few), parts[: draw(few)]
    if len(chosen) < 2:
        own = {"minimum": st.none() | few, "maximum": st.none() | st.integers(3, 9)}
        units = tuple(
            each if each.seats else replaced(each, **{key: draw(value) for key, value in own.items()}) for each in units
        )
    before = sum(each.seats or base for each in units)
    total = before + (sum(each.seats for each in chosen) if chosen else draw(st.integers(1, 8)))
    women = draw(st.integers(1, max(1, total - 1)))
    categories = (Category("women", women), Category("men", total - women)) if total > 1 and draw(st.booleans()) else ()
    tie = "lot" if categories else draw(st.sampled_from(["lot", "decision"]))
    method: Any = draw(st.sampled_from(METHODS))
    return charter(units=units, seats=Seats(total, method, base=base, parts=chosen, tie=tie, categories=categories))


NO_CHOICE = charter(
    units=(
        unit("u0", 1, seats=2),
        unit("u1", 3, minimum=3, maximum=3),
        unit("u2", 1, minimum=3),
        unit("u3", 1, seats=2),
    ),
    seats=Seats(10, "hamilton", base=2, parts=(part("members", seats=2),)),
)
"""Its unit u1 has to have just three seats, and what is left is too little for u2 unless u1 is set aside first."""


@given(plans())
@example(NO_CHOICE)
@settings(max_examples=300, deadline=None)
def test_what_a_charter_gives_the_verifier_accepts(plan: Charter) -> None:
    assume(not [finding for finding in check(plan) if finding.path[0] in ("seats", "units")])
    try:
        event = apportioned(plan, "a seed")
    except RuleBroken as broken:  # a tie, by which the sums of the categories cannot be met
        assert broken.rule.id.startswith("biproportional.")
        return
    entry = Entry("seats.apportioned", "2026-03-01T00:00:00Z", "ro", {})
    read = struct(STRUCTS["charter"], to_record(plan), "charter")
    body = decode(encode(replaced(entry, body=_plain(event)))).body
    assert event_of(replaced(entry, body=body)) == event
    waiting = check_seats(read, struct(KINDS["seats.apportioned"].body, body, "body"), "a seed")
    assert waiting.keys() == ({own.id for own in event.parts if own.tied} if plan.seats.tie == "decision" else set())
    assert sum(event.seats.values()) + sum(seats for _, seats in waiting.values()) == plan.seats.total


def test_a_unit_without_a_choice_is_set_aside_before_the_quota_is_taken() -> None:
    """Two seats beyond the base, one of them bound to u1: the other is apportioned, by a quota of u2's one member."""
    event = split(NO_CHOICE.units, NO_CHOICE.seats)
    assert event.seats == {"u0": 2, "u1": 3, "u2": 3, "u3": 2}
    assert event.parts[0].certificate == {"quota": "1/1"}


def _plain(event: SeatsApportioned) -> dict[str, Any]:
    body: dict[str, Any] = to_builtins(event)
    body.pop("event")
    return body


def test_a_part_leaves_out_what_is_empty() -> None:
    assert _plain(SeatsApportioned({"a": 1}, (PartApportioned("members", "members", {"a": 1}),))) == {
        "seats": {"a": 1},
        "parts": ({"id": "members", "basis": "members", "seats": {"a": 1}},),
    }
