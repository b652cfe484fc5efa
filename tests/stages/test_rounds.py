"""Rounds at every level: bodies deliberate above the primary organisations, and lists go up with their margin only."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from making import PERSONS, Play, charter, named, organisations, refused, replaced

from comitia.charter.model import Charter, Level, Margin, Nomination
from comitia.explain.lists import node_list, not_filed
from comitia.explain.person import explain_person
from comitia.progress import progress
from comitia.record.entry import Event
from comitia.stages.founding import Appoint, ExtendWindow, PermitMargin
from comitia.stages.ladder import least, longest
from comitia.stages.nominate import (
    AdoptRegister,
    CloseRound,
    EnterNominee,
    FileReturn,
    OpenRound,
    PlaceNominee,
    RoundClosed,
    WithdrawNominee,
)
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, SecondVeto

REGISTER = (
    ("n-t", "north", "township", 0, 5),
    ("n-u", "north", "township", 0, 4),
    ("n-1", "n-t", "branch", 10, 0),
    ("n-2", "n-t", "branch", 8, 0),
    ("n-3", "n-u", "branch", 9, 0),
)
TWENTY = Margin(at_least=Fraction(1, 5))


def plan(**township: Any) -> Charter:
    """Branches nominate in the first round, and the townships' committees deliberate in the second."""
    plan = charter()
    first, second = plan.nomination.rounds
    branch, _, unit = plan.levels
    return replaced(
        plan,
        nomination=Nomination((first, replaced(second, level="township"))),
        levels=(branch, Level(**named("township"), list=Fraction(4, 3), **township), unit),
    )


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return begun(Play(tmp_path, plan()))


def begun(play: Play) -> Play:
    """The register is adopted, everybody entered, and the first round open."""
    play.apportioned().do(AdoptRegister("north", organisations(play.archive, REGISTER)), "sec")
    for person in PERSONS:
        play.do(EnterNominee("north", person, {"name": person}), "sec")
    play.do(OpenRound("north", "first"), "sec")
    return play


def filed(play: Play, round: str, **support: dict[str, int]) -> Play:
    for organisation, given in support.items():
        play.do(FileReturn("north", round, organisation.replace("_", "-"), 4, given), "sec")
    return play


def nominated(play: Play) -> Play:
    """p1 to p5 come up to n-t, where the list takes 4 of them; p5 and p6 to n-u."""
    n_1 = {"p1": 4, "p2": 3, "p3": 2, "p4": 2, "p5": 1}
    filed(play, "first", n_1=n_1, n_2={"p1": 4, "p2": 4}, n_3={"p5": 3, "p6": 4})
    play.do(CloseRound("north", "first"), "sec")
    return play.on("03-08")


def closed(play: Play, round: str) -> RoundClosed:
    (event,) = play.do(CloseRound("north", round), "sec")
    assert isinstance(event, RoundClosed)
    return event


def lists(play: Play, event: Event) -> dict[str, list[str]]:
    assert isinstance(event, RoundClosed)
    found: dict[str, list[str]] = {}
    for node, person, *_ in play.archive.rows(event.lists):
        found.setdefault(str(node), []).append(str(person))
    return found


def test_cn_b_10_the_bodies_above_deliberate_on_those_who_came_up_to_them(play: Play) -> None:
    """CN-P-04, CN-B-10: from the branch upward; the level above decides on what came up, by its own majority."""
    nominated(play).do(OpenRound("north", "second"), "sec")
    filed(play, "second", n_t={"p4": 4, "p1": 3}, n_u={"p6": 2, "p5": 2})
    event = closed(play, "second")
    assert (event.organisations, event.returned, event.members, event.participants) == (2, 2, 9, 8)
    assert event.nominees == (("p4", 1, 4), ("p1", 1, 3), ("p5", 1, 2), ("p6", 1, 2))
    assert lists(play, event)["n-t"] == ["p1", "p4"]
    assert play.election.nominations["north"].standing() == ("p4", "p1", "p5", "p6")


def test_return_not_listed_and_return_level_whose_body_files_about_whom(play: Play) -> None:
    nominated(play).do(OpenRound("north", "second"), "sec")
    with refused("return.not-listed", "p5 is not on the list of n-t in round first"):
        filed(play, "second", n_t={"p5": 1})
    with refused("return.level", "n-1 is at the level branch, and the round is held at the level township"):
        filed(play, "second", n_1={"p1": 1})
    with refused("return.participants", "5 members of n-u took part, and it has 4"):
        play.do(FileReturn("north", "second", "n-u", 5, {}), "sec")


def test_a_body_may_support_whom_a_higher_body_placed(play: Play) -> None:
    nominated(play).do(PlaceNominee("north", "c1", "decision no. 7", {"name": "c1"}), "ro")
    play.do(OpenRound("north", "second"), "sec")
    assert ("c1", 2, 7) in closed(filed(play, "second", n_t={"c1": 4}, n_u={"c1": 3}), "second").nominees


def test_office_role_the_filer_of_an_organisation_files_for_it_at_its_level_only(play: Play) -> None:
    nominated(play).do(OpenRound("north", "second"), "sec")
    play.do(Appoint("town-filer", "filer", "n-u"), "ro")
    with refused("office.role", "town-filer may not do this"):
        play.do(FileReturn("north", "second", "n-t", 4, {"p1": 1}), "town-filer")
    assert play.do(FileReturn("north", "second", "n-u", 4, {"p5": 1}), "town-filer")


def test_return_reason_a_correction_says_why_and_the_reason_is_sealed(play: Play) -> None:
    filed(play, "first", n_1={"p1": 4})
    with refused("return.reason", "filed in round first already: 1, among them n-1", "--reason TEXT"):
        filed(play, "first", n_1={"p2": 4})
    play.do(FileReturn("north", "first", "n-1", 4, {"p2": 4}, "read out wrongly"), "sec")
    entry = play.entries[-1]
    assert "reason" not in entry.body
    assert play.openings[entry.sealed["reason"]].content == "read out wrongly"
    assert [entry.kind for entry in play.entries].count("return.filed") == 2  # both stay on the record


def test_cn_b_05_no_more_take_part_than_may_vote(play: Play) -> None:
    """CN-B-05: the register counts those who may vote, and nobody else takes part."""
    play.do(FileReturn("north", "first", "n-2", 8, {"p1": 8}), "sec")
    with refused("return.participants", "9 members of n-2 took part, and it has 8"):
        play.do(FileReturn("north", "first", "n-2", 9, {"p1": 8}, "one more"), "sec")


@pytest.mark.parametrize(("seats", "nominees"), [(5, 6), (7, 9), (10, 12)])
def test_cn_b_09_a_node_needs_a_fifth_more_nominees_than_places(seats: int, nominees: int) -> None:
    """CN-B-09: 5 places need 6, 7 need 9 (8 are 14.3 %), 10 need 12."""
    level = Level(**named("township"), places=Fraction(1), margin=TWENTY)
    assert least(level, seats) == nominees
    assert longest(level, seats) is None
    assert longest(replaced(level, list=Fraction(6, 5)), 7) == 9
    assert least(Level(**named("township")), seats) == 0


def test_a_list_is_never_cut_below_its_margin() -> None:
    """Rounded up one by one, a list of 3/2 of the seats could be shorter than more than 15 % over 4/3 of them."""
    level = Level(**named("t"), list=Fraction(16, 10), places=Fraction(4, 3), margin=Margin(more_than=Fraction(3, 20)))
    assert (least(level, 1), longest(level, 1)) == (3, 3)


def margin_play(folder: Path) -> Play:
    """Each township recommends for a place (1/3 of 3 seats), and its list needs more names than that: two."""
    return begun(Play(folder, plan(places=Fraction(1, 3), margin=Margin(more_than=Fraction(0)))))


def test_round_margin_a_list_goes_up_with_its_margin_only(tmp_path: Path) -> None:
    play = margin_play(tmp_path)
    filed(play, "first", n_1={"p1": 2}, n_2={"p1": 1}, n_3={"p5": 3, "p6": 4})
    with refused("round.margin", "lacks the margin: 1; nominees there, and needed: n-t 1/2", "--node ORGANISATION"):
        play.do(CloseRound("north", "first"), "sec")
    play.do(FileReturn("north", "first", "n-2", 4, {"p1": 1, "p2": 1}, "p2 was forgotten"), "sec")
    assert lists(play, closed(play, "first"))["n-t"] == ["p1", "p2"]


def test_round_margin_missing_returns_can_be_brought_in_late_where_nominations_are_extended(tmp_path: Path) -> None:
    play = margin_play(tmp_path)
    filed(play, "first", n_1={"p1": 2, "p2": 1}).on("03-07")
    with refused("round.margin", "n-u 0/2", "comitia round missing north"):
        play.do(CloseRound("north", "first"), "sec")
    play.do(ExtendWindow("north", "nominate", "2026-03-17"), "ro")
    filed(play, "first", n_3={"p5": 3, "p6": 4}, n_2={})
    assert closed(play, "first").returned == 3


def test_cn_p_03_a_node_or_the_unit_goes_without_contest_by_permission(tmp_path: Path) -> None:
    """A place where branches name too few different people goes on by a decision that two people record."""
    play = margin_play(tmp_path)
    filed(play, "first", n_1={"p1": 2}, n_2={"p1": 1}, n_3={"p5": 3, "p6": 4})
    with refused("margin.node", "n-9 is not in the register of north"):
        play.do(PermitMargin("north", "decision no. 5", "n-9"), "ro")
    with refused("margin.node"):
        play.do(PermitMargin("south", "decision no. 5", "n-t"), "ro")
    play.do(PermitMargin("north", "decision no. 5", "n-t"), "ro")
    with refused("round.margin"):
        play.do(CloseRound("north", "first"), "sec")
    with refused("margin.two-signatures", "ro has already recorded the permission for n-t"):
        play.do(PermitMargin("north", "decision no. 5", "n-t"), "ro")
    unit = play.branch()
    play.do(PermitMargin("north", "decision no. 5", "n-t"), "ro2")
    assert lists(play, closed(play, "first"))["n-t"] == ["p1"]
    assert not play.election.founding.uncontested("north")
    for officer in ("ro", "ro2"):
        unit.do(PermitMargin("north", "decision no. 6"), officer)
    assert closed(unit, "first")


def test_round_margin_is_asked_again_when_the_next_level_opens(tmp_path: Path) -> None:
    """CN-P-04, CN-B-09: withdrawals that break a list's margin are dealt with before the list is used."""
    play = nominated(margin_play(tmp_path))
    play.do(WithdrawNominee("north", "p6", "I withdraw."), "sec")
    with refused("round.margin", "nominees there, and needed: n-u 1/2", "close the round again"):
        play.do(OpenRound("north", "second"), "sec")
    play.do(PermitMargin("north", "no. 5", "n-u"), "ro")
    play.do(PermitMargin("north", "no. 5", "n-u"), "ro2")
    assert play.do(OpenRound("north", "second"), "sec")


def test_round_again_those_next_in_support_come_up_for_those_who_left(play: Play) -> None:
    first = nominated(play).events[-1]
    assert lists(play, first)["n-t"] == ["p1", "p2", "p3", "p4"]
    with refused("round.again", "round first is closed, and everybody on its lists still stands"):
        play.do(CloseRound("north", "first"), "sec")
    play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    again = closed(play, "first")
    assert lists(play, again)["n-t"] == ["p2", "p3", "p4", "p5"]
    assert "p1" not in [person for person, _, _ in again.nominees]
    with refused("round.again", "everybody on its lists still stands"):
        play.do(CloseRound("north", "first"), "sec")
    play.do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    play.do(OpenRound("north", "second"), "sec")
    with refused("round.not-open", "round first is not open in north", "the round that is open: second"):
        play.do(CloseRound("north", "first"), "sec")
    filed(play, "second", n_t={"p3": 1, "p4": 1, "p5": 1}, n_u={"p6": 1})
    play.do(CloseRound("north", "second"), "sec")
    with refused("round.again", "another step has opened since"):
        play.do(CloseRound("north", "first"), "sec")


def test_round_again_before_vetting_where_a_withdrawal_left_the_unit_too_few(tmp_path: Path) -> None:
    """CN-P-01: the unit's list is closed again, published again, and then there are enough to vet."""
    short = replaced(charter(), levels=(*charter().levels[:2], Level(**named("unit"), list=Fraction(4, 3))))
    play = Play(tmp_path, short).nominated().noticed("names", "03-16")
    assert len(play.election.nominations["north"].nominees) == 4
    play.do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.do(OpenVetting("north"), "sec")
    play.do(CloseRound("north", "second"), "sec")
    assert play.election.nominations["north"].standing() == ("p1", "p3", "p4", "p5")
    with refused("vet.rounds-first", "the notice before vetting, is still to be closed"):
        play.do(OpenVetting("north"), "sec")
    play.noticed("names", "03-19").do(OpenVetting("north"), "sec")
    play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    with refused("round.again", "another step has opened since"):
        play.do(CloseRound("north", "second"), "sec")


def test_cn_p_01_an_upheld_objection_lets_the_next_in_support_come_up_before_vetting(tmp_path: Path) -> None:
    short = replaced(charter(), levels=(*charter().levels[:2], Level(**named("unit"), list=Fraction(4, 3))))
    play = Play(tmp_path, short).nominated()
    play.do(PublishNotice("north", "names"), "sec")
    play.do(FileObjection("north", "names", "p2", "a long story"), "sec")
    play.do(AnswerObjection("north", "north-1", "upheld", "it is true", "so it is"), "party")
    play.do(ConfirmObjection("north", "north-1"), "party2")
    play.on("03-16").do(CloseNotice("north", "names"), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.do(OpenVetting("north"), "sec")
    play.do(CloseRound("north", "second"), "sec")
    assert play.election.nominations["north"].standing() == ("p1", "p3", "p4", "p5")
    assert play.noticed("names", "03-19").do(OpenVetting("north"), "sec")


def test_cn_p_08_a_veto_breaks_the_margin_where_the_shortlist_would_use_it(tmp_path: Path) -> None:
    """CN-P-01, CN-P-08: those who failed vetting are not counted when the shortlist is made."""
    play = Play(tmp_path).vetting("north", ("p1", "p2", "p3", "p4")).opinions("north", ("p1", "p2", "p3"))
    play.do(ProposeVeto("north", "p4", "political", "a long story"), "party")
    play.do(SecondVeto("north", "p4"), "disc")
    play.do(NotifyOfVeto("north", "p4", "handed over"), "sec")
    play.on("03-24").do(ConcludeVeto("north", "p4", "stands", "as the review found"), "ro")
    play.do(CloseVetting("north"), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.do(MakeShortlist("north"), "sec")


def test_who_left_before_a_round_closed_takes_nobodys_place(play: Play) -> None:
    filed(play, "first", n_1={f"p{n}": 4 for n in range(1, 6)}, n_2={"p2": 4, "p1": 1, "p3": 1, "p4": 1}, n_3={})
    play.do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    event = closed(play, "first")
    assert lists(play, event)["n-t"] == ["p1", "p3", "p4", "p5"]
    assert event.participants == 12  # those who supported p2 took part all the same


def test_cn_p_09_the_majority_of_organisations_comes_before_that_of_members(play: Play) -> None:
    """CN-P-09: nominations follow the opinion of the majority of organisations and members."""
    filed(play, "first", n_1={"p1": 1, "p2": 4}, n_2={"p1": 1}, n_3={"p2": 1, "p1": 1})
    assert closed(play, "first").nominees == (("p1", 3, 3), ("p2", 2, 5))


def told_of(play: Play, person: str) -> list[str]:
    return [str(line.what) for line in explain_person(person, play.election, play.entries, play.archive)]


def test_whom_a_body_cut_is_told_where_and_by_how_much(play: Play) -> None:
    nominated(play).do(OpenRound("north", "second"), "sec")
    five = ("p1", "p2", "p3", "p4")
    play.do(PlaceNominee("north", "c1", "decision no. 7", {"name": "c1"}), "ro")
    filed(play, "second", n_t=dict.fromkeys(five, 3) | {"c1": 1}, n_u={"p6": 2})
    play.do(CloseRound("north", "second"), "sec")
    cut = "Round second: cut at n-t, with 1 organisations and 1 members; the list there took 4 names further, the last "
    assert cut + "with 1 organisations and 3 members." in told_of(play, "c1")
    assert "No organisation supported this nominee in round second." in told_of(play, "p5")
    found = node_list(play.election, play.archive, "north", "n-t")
    assert [(place.person, place.place, place.short, place.figure) for place in found.places] == [
        *((person, 1, 0, "") for person in five),
        ("c1", 5, 2, "members"),
    ]
    assert (found.organised, found.shared) == (1, Fraction(4, 5))
    assert not_filed(play.election, play.archive, "north") == []


def test_who_left_the_lists_before_a_round_was_closed_is_told_so(play: Play) -> None:
    filed(play, "first", n_1={"p1": 4, "p2": 3})
    play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    nominated_again = play.on("03-07")
    nominated_again.do(CloseRound("north", "first"), "sec")
    assert "Round first: off the lists before it was closed." in told_of(play, "p1")
    assert [place.person for place in node_list(play.election, play.archive, "north", "n-t").places] == ["p2"]
    play.on("03-08").do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    assert [place.person for place in node_list(play.election, play.archive, "north", "n-t").places] == ["p2"]
    assert [each.organisation for each in not_filed(play.election, play.archive, "north", "n-u")] == ["n-3"]


def test_status_says_which_level_files_and_that_a_round_may_be_closed_again(play: Play) -> None:
    def tasks() -> list[tuple[str, str]]:
        standing = next(each for each in progress(play.election, play.day) if each.unit == "north")
        return [(task.command.removeprefix("comitia "), str(task.what)) for task in standing.tasks]

    assert ("round missing north", "remind those who have not filed in round first") in tasks()
    nominated(play)
    open_next = ("round open north second", "open round second, which runs until 2026-03-12; who files: Township")
    assert tasks() == [open_next]
    play.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    again = "or first close round first again, if anybody on its lists has left them since: p1"
    assert tasks() == [open_next, ("round close north first", again)]
    play.do(CloseRound("north", "first"), "sec")
    assert tasks() == [open_next]
    play.do(ExtendWindow("north", "nominate", "2026-03-20"), "ro")
    assert tasks()[0][1].startswith("open round second, which runs until 2026-03-20")
