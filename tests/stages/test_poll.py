"""Poll: the acts of a vote keep their order, and electors and papers are accounted for (CN-A-01)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import Play, refused

from comitia.charter.model import Quorum
from comitia.stages.count import ConfirmTally, EnterPapers
from comitia.stages.founding import Appoint, Dismiss
from comitia.stages.poll import (
    AccountPapers,
    ApproveScrutineers,
    AttendanceRecorded,
    DeclareValidity,
    OpenPoll,
    PollDeclaredValid,
    PollOpened,
    PollVoided,
    RecordAttendance,
    ScrutineersApproved,
    needed_present,
)

ATTEND, APPROVE = RecordAttendance("north", 8), ApproveScrutineers("north", ("s1", "s2"))
ACCOUNT, DECLARE = AccountPapers("north", 8, 8), DeclareValidity("north")


def test_poll_none_nothing_is_voted_on_before_the_shortlist_and_its_notice(play: Play) -> None:
    """CN-P-04."""
    play.shortlisted().on("04-01")
    with refused("poll.none", "north: no vote is due"):
        play.do(OpenPoll("north", 10), "sec")
    play.noticed("candidates", "04-05")
    (event,) = play.do(OpenPoll("north", 10), "sec")
    assert isinstance(event, PollOpened)
    assert (event.round, event.kind, event.places, event.due) == (1, "first", 3, 10)
    with refused("poll.none"):
        play.do(OpenPoll("north", 10), "sec")


def test_poll_order_cn_a_01_every_act_waits_for_the_one_before(play: Play) -> None:
    """CN-A-01, CN-B-22d: count those present, approve scrutineers, account for the papers, declare, count."""
    play.ready()
    with refused("poll.order", "north: no poll is open"):
        play.do(ATTEND, "sec")
    with refused("poll.order", "no poll is open"):
        play.do(EnterPapers("north", ()), "s1")
    play.do(OpenPoll("north", 10), "sec")
    with refused("poll.order", "those present have not been counted"):
        play.do(APPROVE, "sec")
    play.do(ATTEND, "sec")
    with refused("poll.order", "the scrutineers have not been approved"):
        play.do(ACCOUNT, "s1")
    play.do(APPROVE, "sec")
    with refused("poll.order", "the scrutineers are approved, the vote has begun"):
        play.do(ATTEND, "sec")
    with refused("poll.order", "the papers have not been accounted for"):
        play.do(DECLARE, "sec")
    play.do(ACCOUNT, "s1")
    with refused("poll.order", "the papers have been accounted for"):
        play.do(APPROVE, "sec")
    assert play.do(DECLARE, "sec") == [PollDeclaredValid("north")]
    with refused("poll.order", "the vote was declared valid already"):
        play.do(DECLARE, "sec")
    play.do(EnterPapers("north", ("+++0",) * 8), "s1")
    for late in (ACCOUNT, DECLARE):
        with refused("poll.order", "the papers of this vote are entered already"):
            play.do(late, "s1" if late is ACCOUNT else "sec")


def test_poll_due_and_poll_present(play: Play) -> None:
    play.ready()
    with refused("poll.due", "north: nobody is due to attend"):
        play.do(OpenPoll("north", 0), "sec")
    play.do(OpenPoll("north", 10), "sec")
    with refused("poll.present", "north: 11 are present and 10 are due"):
        play.do(RecordAttendance("north", 11), "sec")
    assert play.do(ATTEND, "sec") == [AttendanceRecorded("north", 8)]


def test_poll_quorum_says_how_many_are_missing(play: Play) -> None:
    play.ready().do(OpenPoll("north", 10), "sec")
    with refused("poll.quorum", "5 of 10 electors are present, and it takes 6", "wait for 1 more"):
        play.do(RecordAttendance("north", 5), "sec")
    assert play.do(RecordAttendance("north", 6), "sec")


@pytest.mark.parametrize(
    ("rule", "quorum", "due", "enough"),
    [
        ("CN-L-24", Quorum(more_than=Fraction(1, 2)), 100, 51),
        ("CN-L-24", Quorum(more_than=Fraction(2, 3)), 60, 41),
        ("CN-B-18", Quorum(at_least=Fraction(4, 5)), 10, 8),
        ("CN-B-18", Quorum(at_least=Fraction(4, 5)), 11, 9),
        ("nobody is no meeting", Quorum(at_least=Fraction(0)), 10, 1),
    ],
)
def test_quorum_worked_examples(rule: str, quorum: Quorum, due: int, enough: int) -> None:
    assert needed_present(quorum, due) == enough, rule


@given(st.fractions(0, 1, max_denominator=60), st.integers(1, 5000))
def test_a_quorum_is_the_first_number_that_meets_the_ratio(ratio: Fraction, due: int) -> None:
    strict, loose = needed_present(Quorum(more_than=ratio), due), needed_present(Quorum(at_least=ratio), due)
    assert Fraction(strict, due) > ratio >= Fraction(strict - 1, due)
    assert Fraction(loose, due) >= ratio and (loose == 1 or Fraction(loose - 1, due) < ratio)


def test_poll_scrutineers_as_many_as_the_charter_asks_all_of_them_appointed(play: Play) -> None:
    """CN-L-28, CN-B-22."""
    play.ready().do(OpenPoll("north", 10), "sec")
    play.do(ATTEND, "sec")
    for named, found in ((("s1",), "1"), (("s1", "s1"), "1"), (("s1", "s2", "stranger"), "2"), (("s1", "t1"), "1")):
        with refused("poll.scrutineers", f"north: scrutineers named who are appointed for the unit: {found};"):
            play.do(ApproveScrutineers("north", named), "sec")
    assert play.do(APPROVE, "sec") == [ScrutineersApproved("north", ("s1", "s2"))]


def test_poll_scrutineer_stands_cn_l_28_a_candidate_is_no_scrutineer(play: Play) -> None:
    """CN-L-28, CN-B-22."""
    play.ready().do(OpenPoll("north", 10), "sec")
    candidate = play.election.shortlists["north"].candidates[0]
    play.do(Appoint(candidate, "scrutineer", "north"), "ro")
    play.do(ATTEND, "sec")
    with refused("poll.scrutineer-stands", f"{candidate} stands in this vote"):
        play.do(ApproveScrutineers("north", ("s1", candidate)), "sec")


def test_poll_scrutineer_only_those_approved_touch_the_papers(play: Play) -> None:
    """CN-L-29: appointed is not enough, and who is dismissed is out."""
    play.ready().voting(present=8)
    with refused("poll.scrutineer", "s3 is no approved scrutineer of this vote in north", "s1, s2"):
        play.do(ACCOUNT, "s3")
    play.do(Dismiss("s1", "scrutineer", "north"), "ro")
    with refused("office.role"):
        play.do(ACCOUNT, "s1")
    assert play.do(ACCOUNT, "s2")


def test_poll_issued_no_more_papers_than_electors_present(play: Play) -> None:
    """US-107."""
    play.ready().voting(present=8)
    with refused("poll.issued", "north: 9 papers were issued to 8 electors present"):
        play.do(AccountPapers("north", 9, 8), "s1")


@pytest.mark.parametrize(("issued", "returned", "valid"), [(80, 79, True), (80, 80, True), (80, 81, False)])
def test_poll_returned_cn_b_27a_more_papers_than_were_issued_void_the_vote(
    play: Play, issued: int, returned: int, valid: bool
) -> None:
    """CN-B-27a: the whole ballot is void and is held again, with the same candidates for the same places."""
    play.ready().voting(due=80, present=80)
    play.do(AccountPapers("north", issued, returned), "s1")
    assert play.do(DECLARE, "sec") == [PollDeclaredValid("north") if valid else PollVoided("north")]
    if valid:
        return
    with refused("poll.returned", "81 papers came back and 80 were issued", "hold it again"):
        play.do(EnterPapers("north", ("+++0",) * 81), "s1")
    with refused("poll.order", "no poll is open"):
        play.do(ATTEND, "sec")
    (again,) = play.do(OpenPoll("north", 80), "sec")
    assert isinstance(again, PollOpened)
    first = play.election.polls["north"].votes[0].opened
    assert (again.round, again.kind, again.places, again.candidates) == (2, "first", 3, first.candidates)


def test_a_slip_in_the_figures_is_corrected_and_declared_valid_anew(play: Play) -> None:
    """Otherwise a vote whose papers were miscounted could never be counted at all."""
    play.ready().voting(present=8).do(AccountPapers("north", 8, 7), "s1")
    play.do(DECLARE, "sec")
    with refused("count.papers", "8 papers were counted and 7 came back"):
        play.do(EnterPapers("north", ("+++0",) * 8), "s1")
    play.do(ACCOUNT, "s2")
    with refused("count.validity"):
        play.do(EnterPapers("north", ("+++0",) * 8), "s1")
    play.do(DECLARE, "sec")
    play.do(EnterPapers("north", ("+++0",) * 8), "s1")
    assert play.do(ConfirmTally("north"), "s2")
