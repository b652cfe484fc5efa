"""What vetting found counts for a time: when it closes, when the shortlist is made, when the first vote opens."""

import pytest
from making import PERSONS, Play, charter, refused, replaced

from comitia.charter.model import Charter
from comitia.progress import progress
from comitia.stages.conflicts import DeclareConflict
from comitia.stages.notice import PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import OpenPoll
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, ReopenVetting, VettingClosed, VettingReopened
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

REOPEN = ReopenVetting("north", "an answer has expired")


def expiring(days: int) -> Charter:
    """The answer to the check ``file`` counts for so many days."""
    plan = charter()
    checks = (replaced(plan.vetting.checks[0], valid_days=days), *plan.vetting.checks[1:])
    return replaced(plan, vetting=replaced(plan.vetting, checks=checks))


def lasting(play: Play, days: int) -> Play:
    play.election.founding.charter = expiring(days)
    return play


def tasks(play: Play) -> list[str]:
    return [task.command.removeprefix("comitia ") for task in progress(play.election, play.day)[1].tasks]


@pytest.mark.parametrize(("day", "good"), [("03-20", True), ("03-21", False)])
def test_an_answer_counts_until_its_last_day_when_vetting_closes(play: Play, day: str, good: bool) -> None:
    """Given on 16 March for 4 days: it counts until 20 March, that day included."""
    lasting(play, 4).vetting().opinions("north", PERSONS).on(day)
    if good:
        assert tasks(play) == ["vetting close north"]
        assert play.do(CloseVetting("north"), "sec")
        return
    with refused("vet.undecided", "undecided: 6, among them p1: File was clear until 2026-03-20"):
        play.do(CloseVetting("north"), "sec")
    assert tasks(play) == ["vetting opinion north file --rest"]
    play.do(GiveOpinion("north", "file", PERSONS), "party2")
    assert play.do(CloseVetting("north"), "sec")


@pytest.mark.parametrize(("day", "good"), [("03-24", True), ("03-25", False)])
def test_vet_lapsed_an_answer_has_to_count_when_the_shortlist_is_made(play: Play, day: str, good: bool) -> None:
    lasting(play, 8).vetted().on(day)
    if good:
        assert play.do(MakeShortlist("north"), "sec")
        return
    with refused("vet.lapsed", "vetting no longer counts: 6, among them p1: File was clear until 2026-03-24", "reopen"):
        play.do(MakeShortlist("north"), "sec")
    assert tasks(play) == ["vetting reopen north --reasons REASONS"]


@pytest.mark.parametrize(("day", "good"), [("04-05", True), ("04-06", False)])
def test_vet_lapsed_an_answer_has_to_count_when_the_first_vote_opens(play: Play, day: str, good: bool) -> None:
    lasting(play, 20).ready(places=4).on(day)
    if good:
        assert play.do(OpenPoll("north", 10), "sec")
        return
    with refused("vet.lapsed", "no longer counts: 4"):  # those on the ballot only
        play.do(OpenPoll("north", 10), "sec")
    play.do(REOPEN, "ro")
    with refused("poll.none"):
        play.do(OpenPoll("north", 10), "sec")
    play.do(GiveOpinion("north", "file", PERSONS), "party")  # long after the window of vetting
    play.do(CloseVetting("north"), "sec")
    assert tasks(play) == ["poll open north --due NUMBER"]
    assert play.do(OpenPoll("north", 10), "sec")


def test_later_votes_do_not_ask_again(play: Play) -> None:
    lasting(play, 20).ready(places=4).on("04-05").voting().counted(["++00"] * 10)
    assert play.on("04-10").do(OpenPoll("north", 10), "sec")


def test_vet_reopen_is_for_vetting_that_is_closed_and_before_the_poll(play: Play) -> None:
    play.vetting()
    with refused("vet.reopen", "north: vetting is not closed, or the poll has opened"):
        play.do(REOPEN, "ro")
    play.opinions("north", PERSONS).do(CloseVetting("north"), "sec")
    with refused("vet.grounds"):
        play.do(ReopenVetting("north", " "), "ro")
    with refused("office.role"):
        play.do(REOPEN, "sec")
    assert play.do(REOPEN, "ro") == [VettingReopened("north")]
    with refused("vet.reopen"):
        play.do(REOPEN, "ro")
    with refused("shortlist.after"):
        play.on("03-21").do(MakeShortlist("north"), "sec")
    play.do(CloseVetting("north"), "sec")
    play.do(MakeShortlist("north", 4), "sec")
    play.noticed("candidates", "04-01").do(OpenPoll("north", 10), "sec")
    with refused("vet.reopen"):
        play.do(REOPEN, "ro")


def test_a_conflict_that_comes_to_light_after_closing_reopens_vetting(play: Play) -> None:
    play.vetted().on("03-21").do(DeclareConflict("north", "party", "p1", "kin"), "ro")
    with refused("vet.lapsed", "1, among them p1: File was answered by somebody with a conflict of interest"):
        play.do(MakeShortlist("north"), "sec")
    play.do(REOPEN, "ro")
    play.do(GiveOpinion("north", "file", ("p1",)), "party2")
    play.do(CloseVetting("north"), "sec")
    assert play.do(MakeShortlist("north"), "sec")


def test_who_fails_when_vetting_was_reopened_leaves_the_shortlist(play: Play) -> None:
    """CN-P-08: no election "with illness", up to the poll."""
    play.shortlisted(places=4).do(REOPEN, "ro")
    others = tuple(person for person in play.election.candidates("north") if person != "p1")
    assert len(others) == 3
    with refused("notice.list"):
        play.do(PublishNotice("north", "candidates"), "sec")
    for act, officer in (
        (GiveOpinion("north", "file", (), ("p1",), "a forged file"), "party"),
        (ProposeVeto("north", "p1", "political", "a forged file"), "party"),
        (SecondVeto("north", "p1"), "disc"),
        (NotifyOfVeto("north", "p1", "letter"), "sec"),
        (ReplyToVeto("north", "p1", "so it is"), "sec"),
        (ConcludeVeto("north", "p1", "stands", "so it is"), "ro"),
    ):
        play.do(act, officer)
    assert play.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS[1:], ("p1",))]
    assert play.election.candidates("north") == others
    assert tasks(play) == ["shortlist north"]
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.branch().on("04-01").do(OpenPoll("north", 10), "sec")
    play.do(MakeShortlist("north", 4), "sec")
    assert "p1" not in play.election.candidates("north")
