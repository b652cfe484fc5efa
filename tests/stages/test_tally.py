"""Count: one scrutineer enters the papers, another signs; every paper is accounted for."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import Play, charter, refused, replaced

from comitia.methods.approval import tally
from comitia.stages.count import (
    ConfirmTally,
    EnterPapers,
    EnterTally,
    Tallied,
    TallyConfirmed,
    TallyRejected,
    UnitCount,
)
from comitia.stages.intent import Act
from comitia.stages.poll import AccountPapers, DeclareValidity, PollOpened, Vote
from comitia.stages.tally import enter_tally

PAPERS = ("+++0", "++--", "0000", "++++", "?+++", "+0")
CANDIDATES = ("p1", "p3", "p4", "p6")
ACT = Act("s1", "2026-04-01T09:00:00Z", date(2026, 4, 1))


@pytest.fixture
def box(play: Play) -> Play:
    """A vote whose six papers are out of the box and accounted for, not yet declared valid."""
    play.ready().voting(present=8).do(AccountPapers("north", 8, 6), "s1")
    return play


def test_count_validity_cn_b_22d_nothing_is_counted_before_the_vote_is_declared_valid(box: Play) -> None:
    """CN-B-22d."""
    with refused("count.validity", "north: the vote has not been declared valid", "comitia poll declare north"):
        box.do(EnterPapers("north", PAPERS), "s1")


def test_us_107_all_papers_are_accounted_for(box: Play) -> None:
    """US-107: returned = valid + void, each void paper by its rule (CN-B-27b, CN-B-27c); blank ones are valid."""
    box.do(DeclareValidity("north"), "sec")
    (sheet,) = box.do(EnterPapers("north", PAPERS), "s1")
    assert sheet == Tallied(
        "north",
        valid=3,
        blank=1,
        invalid={"ballot.overvote": 1, "ballot.unreadable": 2},
        tally=((2, 0, 1), (2, 0, 1), (1, 1, 1), (0, 1, 2)),
    )


def test_the_papers_are_sealed_in_an_order_that_tells_nothing(box: Play) -> None:
    box.do(DeclareValidity("north"), "sec")
    box.do(EnterPapers("north", PAPERS), "s1")
    (papers,) = [opening.content for opening in box.openings.values() if opening.part == "papers"]
    assert papers.split("\n") == sorted(PAPERS)


def test_count_once_and_count_second_signature(box: Play) -> None:
    """CN-L-29: a tally without another scrutineer's signature is none."""
    box.do(DeclareValidity("north"), "sec")
    with refused("count.no-sheet", "north: no tally is waiting for a signature"):
        box.do(ConfirmTally("north"), "s2")
    box.do(EnterPapers("north", PAPERS), "s1")
    with refused("count.once", "waits for the second signature"):
        box.do(EnterPapers("north", PAPERS), "s2")
    with refused("count.second-signature", "s1 has entered this tally"):
        box.do(ConfirmTally("north"), "s1")
    with refused("poll.scrutineer"):
        box.do(ConfirmTally("north"), "s3")
    assert box.do(ConfirmTally("north", 0), "s2") == [TallyRejected("north")]
    box.do(EnterPapers("north", PAPERS), "s2")
    confirmed, _ = box.do(ConfirmTally("north"), "s1")
    assert confirmed == TallyConfirmed("north")
    with refused("count.once", "is signed"):
        box.do(EnterPapers("north", PAPERS), "s1")


def test_count_papers_none_missing_and_none_added(box: Play) -> None:
    box.do(DeclareValidity("north"), "sec")
    for papers in (PAPERS[:5], (*PAPERS, "+++0")):
        with refused("count.papers", f"north: {len(papers)} papers were counted and 6 came back"):
            box.do(EnterPapers("north", papers), "s1")


@pytest.mark.parametrize("paper", ["", "++\n+", "+++é", "+ + "])
def test_count_sign_a_line_is_a_paper(box: Play, paper: str) -> None:
    box.do(DeclareValidity("north"), "sec")
    with refused("count.sign", f"north: paper 6 is entered as {paper!a}", "? for what cannot be read"):
        box.do(EnterPapers("north", (*PAPERS[:5], paper)), "s1")


def test_a_vote_in_which_nobody_hands_in_a_paper_is_counted_too(play: Play) -> None:
    play.ready().voting(present=8).cast((), issued=8).do(EnterPapers("north", ()), "s1")
    assert play.do(ConfirmTally("north"), "s2")[-1].open == 3  # type: ignore[attr-defined]


def by_hand(**changes: object) -> EnterTally:
    sheet = EnterTally(
        "north",
        valid=5,
        blank=1,
        invalid={"ballot.overvote": 1},
        approve={"p1": 4, "p3": 3, "p4": 0, "p6": 2},
        against={"p4": 5},
    )
    return replaced(sheet, **changes)


def test_a_tally_made_by_hand_fills_in_the_abstentions(box: Play) -> None:
    box.do(DeclareValidity("north"), "sec")
    assert box.do(by_hand(invalid={"ballot.overvote": 1, "ballot.unreadable": 0}), "s1") == [
        Tallied("north", 5, 1, {"ballot.overvote": 1}, ((4, 0, 1), (3, 0, 2), (0, 5, 0), (2, 0, 3)))
    ]


def test_count_candidates_count_marks_and_count_blank(box: Play) -> None:
    """A sheet that no papers can give is refused: US-107, CN-B-27b."""
    box.do(DeclareValidity("north"), "sec")
    with refused("count.papers", "5 papers were counted and 6 came back"):
        box.do(by_hand(invalid={}), "s1")
    with refused("count.candidates", "north: p6 is missing from the tally"):
        box.do(by_hand(approve={"p1": 4, "p3": 3, "p4": 0}), "s1")
    with refused("count.candidates", "x9"):
        box.do(by_hand(against={"x9": 1}), "s1")
    with refused("count.marks", "north: p1 has 5 marks on 5 papers"):  # one of the five approves of nobody
        box.do(by_hand(approve={"p1": 5, "p3": 3, "p4": 0, "p6": 2}), "s1")
    with refused("count.marks", "p4 has 6 marks on 5 papers"):
        box.do(by_hand(against={"p4": 6}), "s1")
    with refused("count.marks", "everybody together has 13 marks on 4 papers"):
        box.do(by_hand(approve={"p1": 4, "p3": 4, "p4": 3, "p6": 2}, against={}), "s1")
    with refused("count.marks", "everybody together has 3 marks on 4 papers"):
        box.do(by_hand(approve={"p1": 3, "p3": 0, "p4": 0, "p6": 0}), "s1")
    with refused("count.blank", "6 of 5 valid papers are given as blank"):
        box.do(by_hand(blank=6), "s1")
    with refused("count.blank", "1 papers as void for too few approvals, and a paper needs 0 approvals"):
        box.do(by_hand(invalid={"ballot.undervote": 1}), "s1")


def test_count_blank_where_too_few_marks_void_a_paper_none_is_blank(box: Play) -> None:
    """DE-CDU-43: marks on fewer than half of the places."""
    plan = box.election.charter
    box.election.founding.charter = replaced(plan, counting=replaced(plan.counting, least_marks=Fraction(1, 2)))
    box.do(DeclareValidity("north"), "sec")
    with refused("count.blank", "1 of 5 valid papers are given as blank", "and a paper needs 2 approvals"):
        box.do(by_hand(), "s1")
    with refused("count.marks", "everybody together has 9 marks on 5 papers"):
        box.do(by_hand(blank=0), "s1")


@given(
    st.lists(st.text("+-0?", min_size=3, max_size=5), max_size=12),
    st.integers(1, 4),
    st.sampled_from([Fraction(0), Fraction(1, 2)]),
)
def test_whatever_papers_give_is_a_tally_that_a_hand_may_enter(papers: list[str], places: int, least: Fraction) -> None:
    """The checks on a sheet made by hand never refuse a true one."""
    plan = charter()
    plan = replaced(plan, counting=replaced(plan.counting, least_marks=least))
    sheet = tally(papers, 4, places, least)
    opened = PollOpened("north", 1, "first", places, CANDIDATES, 20)
    vote = Vote(opened, 20, ("s1", "s2"), 20, len(papers), accounted=True, valid=True)
    rows = dict(zip(CANDIDATES, sheet.rows, strict=True))
    true = EnterTally(
        "north",
        sheet.valid,
        sheet.blank,
        sheet.invalid,  # type: ignore[arg-type]
        {person: row[0] for person, row in rows.items()},
        {person: row[1] for person, row in rows.items()},
    )
    entered = enter_tally(true, ACT, UnitCount(), vote, plan)
    assert entered == Tallied("north", sheet.valid, sheet.blank, sheet.invalid, sheet.rows)
