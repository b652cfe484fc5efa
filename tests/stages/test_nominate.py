"""Nominate: persons are entered, organisations file returns in rounds, and support is rolled up."""

from pathlib import Path

import pyarrow as pa
import pytest
from making import ORGANISATIONS, Play, charter, organisations, refused, replaced

from comitia.charter.model import Quota
from comitia.explain.told import told
from comitia.progress import progress
from comitia.record.entry import Table
from comitia.record.sealed import seal
from comitia.register.persons import persons_table
from comitia.rules import RulesBroken
from comitia.stages.founding import Appoint, ExtendWindow
from comitia.stages.names import names_of, paper_order
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    EnterNominee,
    EnterNominees,
    FileReturn,
    ImportReturns,
    NomineeWithdrawn,
    OpenRound,
    PlaceNominee,
    RegisterAdopted,
    RoundClosed,
    WithdrawNominee,
)

NAME = {"name": "Somebody"}


def adopt(play: Play, unit: str = "north") -> AdoptRegister:
    return AdoptRegister(unit, organisations(play.archive, ORGANISATIONS[unit]))


def returns(play: Play, rows: list[tuple[str, int]], support: list[tuple[str, str, int]]) -> tuple[Table, Table]:
    """Returns and support as tables in the archive."""
    texts, number = pa.string(), pa.int64()
    first = pa.table(
        {"organisation": [row[0] for row in rows], "participants": pa.array([row[1] for row in rows], number)}
    )
    second = pa.table(
        {
            "organisation": pa.array([row[0] for row in support], texts),
            "person": pa.array([row[1] for row in support], texts),
            "members": pa.array([row[2] for row in support], number),
        }
    )
    return play.archive.put(first, first.column_names, 1), play.archive.put(second, second.column_names, 2)


def test_register_closed_once_a_round_has_opened(play: Play) -> None:
    play.apportioned()
    (event,) = play.do(adopt(play), "sec")
    assert isinstance(event, RegisterAdopted)
    assert (event.primary, event.members) == (2, 18)
    play.do(adopt(play), "sec")  # until then it may be corrected
    play.do(OpenRound("north", "first"), "sec")
    with refused("register.closed", "a nomination round of north has opened already"):
        play.do(adopt(play), "sec")


def test_register_missing_no_round_opens_without_it(play: Play) -> None:
    play.apportioned()
    with refused("register.missing", "north has no register", "comitia register adopt north FILE"):
        play.do(OpenRound("north", "first"), "sec")


def test_register_elsewhere_an_organisation_belongs_to_one_unit(play: Play) -> None:
    play.registered("north")
    rows = (("n-1", "south", "branch", 6), ("s-1", "south", "branch", 6))
    with refused("register.elsewhere", "n-1 of south is in the register of another unit too"):
        play.do(AdoptRegister("south", organisations(play.archive, rows)), "sec-south")
    assert play.do(adopt(play, "south"), "sec-south")


def test_nominee_twice_a_person_is_entered_once(play: Play) -> None:
    play.registered(persons=["p1"])
    with refused("nominee.twice", "p1 were entered in north already"):
        play.do(EnterNominee("north", "p1", NAME), "sec")
    with refused("nominee.twice"):
        play.do(PlaceNominee("north", "p1", "the council", NAME), "ro")


def test_nominee_group_is_one_of_the_charter(play: Play) -> None:
    play.registered()
    with refused("nominee.group", "x1: the charter has no group giants", "women, men, leading"):
        play.do(EnterNominee("north", "x1", NAME, ("giants",)), "sec")


def test_nominee_reserved_groups_a_person_would_take_one_reserved_place(tmp_path: Path) -> None:
    """DE-CDU-15new reserves places among those elected; whoever could take two kinds has to be entered for one."""
    quotas = tuple(
        Quota(id=group, name=charter().name, group=group, of="elected", at_least_count=1) for group in ("women", "men")
    )
    play = Play(tmp_path, charter(quotas=quotas)).registered()
    with refused("nominee.reserved-groups", "x1 belongs to men, women"):
        play.do(EnterNominee("north", "x1", NAME, ("women", "men")), "sec")
    assert play.do(EnterNominee("north", "x1", NAME, ("women", "leading")), "sec")


def test_nominee_name_is_sealed_and_never_missing(play: Play) -> None:
    play.registered()
    for details in ({}, {"name": " "}, {"名": "王"}):
        with refused("nominee.name", "what is sealed about x1 has no name in it"):
            play.do(EnterNominee("north", "x1", details), "sec")


def test_nominees_of_a_file_come_with_what_opens_them(play: Play) -> None:
    """nominee.name holds for a table too: each commitment is opened before the table is accepted."""
    play.registered()
    sealed = {
        person: seal("person", content)
        for person, content in (("x1", '{"name":"古丽·阿卜杜"}'), ("x2", '{"name":"王"}'), ("x3", "[]"))
    }
    for persons in (("x1", "x3"), ("x1", "x2")):
        table = persons_table(play.archive, [(person, (), sealed[person].commitment) for person in persons])
        with refused("nominee.name", "or was not handed over"):
            play.do(EnterNominees("north", table), "sec")
        play.openings |= {sealed[person].commitment: sealed[person] for person in persons}
    play.do(EnterNominees("north", table), "sec")
    own = play.election.nominations["north"]
    assert own.groups(play.given).keys() >= {"x1", "x2", "p1"}
    assert names_of(["x1", "p1", "unknown"], own, play.given) == {
        "x1": "古丽·阿卜杜",
        "p1": "Name of p1",
        "unknown": "unknown",
    }
    with refused("nominee.twice", "x1, x2"):
        play.do(EnterNominees("north", table), "sec")


def test_cn_l_30_the_order_of_a_paper_is_a_key_of_the_charter(play: Play) -> None:
    """CN-L-30: names by surname strokes, never by chance."""
    play.apportioned()
    for person, name in (("b", "王小"), ("a", "丁大"), ("c", "赵一")):
        play.do(EnterNominee("north", person, {"name": name}), "sec")
    own, plan = play.election.nominations["north"], play.election.charter.poll
    for order, expected in (("strokes", ("a", "b", "c")), ("number", ("a", "b", "c")), ("name", ("a", "b", "c"))):
        assert paper_order(("c", "b", "a"), replaced(plan, order=order), own, play.given) == expected
    assert paper_order(("b", "c"), replaced(plan, order="name"), own, play.given) == ("b", "c")


def test_nominee_unknown_and_nominee_withdrawn(play: Play) -> None:
    play.registered()
    with refused("nominee.unknown", "nobody was entered in north under the number x9"):
        play.do(WithdrawNominee("north", "x9", "I withdraw."), "sec")
    with refused("nominee.statement", "there is no statement of p1", "give what the nominee has signed"):
        play.do(WithdrawNominee("north", "p1", " "), "sec")
    assert play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec") == [NomineeWithdrawn("north", "p1")]
    with refused("nominee.withdrawn", "p1 has withdrawn in north already"):
        play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")


def test_nominee_two_signatures_where_the_charter_asks_nobody_ends_a_candidacy_alone(tmp_path: Path) -> None:
    """CN-P-08, DE-14: what takes two people as a veto does not take one in the nominee's name."""
    plan = charter()
    play = Play(tmp_path, replaced(plan, nomination=replaced(plan.nomination, withdrawal_signatures=2))).registered()
    withdraws = WithdrawNominee("north", "p1", "I withdraw.")
    assert play.do(withdraws, "sec") == [NomineeWithdrawn("north", "p1", missing=1)]
    assert play.election.nominations["north"].withdrawn == set()
    assert "the withdrawal of p1 was recorded; signatures that it still needs: 1." in str(told(play.events[-1], plan))
    standing = next(each for each in progress(play.election, play.day) if each.unit == "north")
    assert standing.tasks[-1].command == "comitia nominee withdraw north p1 --statement TEXT"
    assert standing.tasks[-1].officers == ("ro", "ro2")
    with refused("nominee.two-signatures", "sec has recorded the withdrawal of p1 already", "the returning officer"):
        play.do(withdraws, "sec")
    with refused("office.role"):
        play.do(withdraws, "sec-south")
    assert play.do(withdraws, "ro") == [NomineeWithdrawn("north", "p1")]
    assert play.election.nominations["north"].withdrawn == {"p1"}
    assert not play.election.nominations["north"].withdrawing
    with refused("nominee.withdrawn"):
        play.do(withdraws, "ro2")


def test_nominee_late_nobody_is_placed_once_vetting_has_opened(tmp_path: Path) -> None:
    """CN-P-04: whoever comes after the list was settled would never be vetted."""
    plan = charter()
    windows = tuple(
        replaced(each, closes=plan.calendar.windows[1].closes) if each.stage == "nominate" else each
        for each in plan.calendar.windows
    )
    play = Play(tmp_path, replaced(plan, calendar=replaced(plan.calendar, windows=windows))).vetting()
    with refused("nominee.late", "x1: in north the vetting has opened"):
        play.do(PlaceNominee("north", "x1", "the council", NAME), "ro")


def test_nominee_late_nobody_withdraws_once_the_poll_has_opened(play: Play) -> None:
    play.ready().do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    play.voting()
    with refused("nominee.late", "p1: in north the poll has opened", "credentials committee"):
        play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")


def test_round_unknown_round_order_and_each_is_held_once(play: Play) -> None:
    """CN-P-04: rounds follow the charter's order, one at a time."""
    play.registered()
    with refused("round.unknown", "the charter has no round third", "first, second"):
        play.do(OpenRound("north", "third"), "sec")
    with refused("round.order", "round second cannot open: first comes next"):
        play.do(OpenRound("north", "second"), "sec")
    play.do(OpenRound("north", "first"), "sec")
    with refused("round.order", "round second cannot open: first is open"):
        play.do(OpenRound("north", "second"), "sec")


def test_round_order_after_the_last_round_there_is_none(play: Play) -> None:
    play.nominated()
    with refused("round.order", "all rounds are closed"):
        play.do(OpenRound("north", "second"), "sec")


def test_round_not_open_returns_need_the_open_round(play: Play) -> None:
    play.registered()
    with refused("round.not-open", "round first is not open in north"):
        play.do(FileReturn("north", "first", "n-1", 9, {}), "sec")
    play.do(OpenRound("north", "first"), "sec")
    with refused("round.not-open", "round second is not open in north", "the round that is open: first"):
        play.do(CloseRound("north", "second"), "sec")


def test_round_dates_a_return_is_late_unless_nominations_are_extended(play: Play) -> None:
    play.nominated(persons=["p1"])
    plan = play.election.charter
    assert plan.nomination.rounds[1].closes.isoformat() == "2026-03-12"
    late = Play(play.archive.folder).registered().on("03-06")
    late.do(OpenRound("north", "first"), "sec")
    late.on("03-07")
    with refused("round.dates", "round first is open from 2026-03-02 to 2026-03-06; today is 2026-03-07"):
        late.do(FileReturn("north", "first", "n-1", 9, {}), "sec")
    late.do(ExtendWindow("north", "nominate", "2026-03-20"), "ro")
    assert late.do(FileReturn("north", "first", "n-1", 9, {}), "sec")


def test_round_runs_until_its_last_day_or_until_all_have_filed(play: Play) -> None:
    play.registered().do(OpenRound("north", "first"), "sec")
    play.do(FileReturn("north", "first", "n-1", 9, {"p1": 9}), "sec")
    play.on("03-06")
    with refused("round.runs", "round first of north runs until 2026-03-06; organisations that have not filed: 1"):
        play.do(CloseRound("north", "first"), "sec")
    play.on("03-07")
    (event,) = play.do(CloseRound("north", "first"), "sec")
    assert isinstance(event, RoundClosed)
    assert (event.organisations, event.returned, event.members, event.participants) == (2, 1, 18, 9)
    assert event.nominees == (("p1", 1, 9),)


def test_a_later_return_replaces_the_earlier_and_the_register_gives_the_limits(play: Play) -> None:
    play.registered().do(OpenRound("north", "first"), "sec")
    play.do(FileReturn("north", "first", "n-1", 10, {"p1": 10}), "filer")
    with refused("return.reason", "filed in round first already: 1, among them n-1", "--reason"):
        play.do(FileReturn("north", "first", "n-1", 9, {"p2": 3, "p1": 4}), "sec")
    play.do(FileReturn("north", "first", "n-1", 9, {"p2": 3, "p1": 4}, "p1 was written for p2"), "sec")
    with refused("return.participants", "11"):
        play.do(FileReturn("north", "first", "n-1", 11, {}), "sec")
    with refused("return.not-primary", "n-t"):
        play.do(FileReturn("north", "first", "n-t", 1, {}), "sec")
    with refused("return.unknown-nominee", "x9"):
        play.do(FileReturn("north", "first", "n-1", 3, {"x9": 1}), "sec")
    play.do(FileReturn("north", "first", "n-2", 8, {"p2": 8}), "sec")
    (event,) = play.do(CloseRound("north", "first"), "sec")
    assert isinstance(event, RoundClosed)
    assert event.nominees == (("p2", 2, 11), ("p1", 1, 4))


def test_returns_come_as_tables_too_and_every_fault_of_theirs_is_told(play: Play) -> None:
    play.registered().do(OpenRound("north", "first"), "sec")
    bad = returns(play, [("n-1", 11), ("x-9", 2)], [("n-1", "p1", 4)])
    with pytest.raises(RulesBroken) as caught:
        play.do(ImportReturns("north", "first", *bad), "sec")
    assert {fault.rule.id for fault in caught.value.faults} == {"return.participants", "return.unknown-organisation"}
    good = returns(play, [("n-1", 9), ("n-2", 8)], [("n-1", "p1", 4), ("n-2", "p1", 1), ("n-2", "p3", 7)])
    play.do(ImportReturns("north", "first", *good), "sec")
    (event,) = play.do(CloseRound("north", "first"), "sec")
    assert isinstance(event, RoundClosed)
    assert event.nominees == (("p1", 2, 5), ("p3", 1, 7))


def test_a_placed_nominee_stands_outside_the_roll_up(play: Play) -> None:
    play.registered(persons=["p1"])
    play.do(PlaceNominee("north", "c1", "decision no. 7", NAME, ("women",)), "ro")
    play.do(Appoint("central", "returning_officer"), "ro")
    assert play.election.nominations["north"].standing() == ("c1",)
    play.do(WithdrawNominee("north", "c1", "I withdraw."), "sec")
    assert play.election.nominations["north"].standing() == ()
