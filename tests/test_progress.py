"""Status: where every unit stands, what is late, and that the next step it names is the one that is accepted."""

from pathlib import Path

import pytest
from making import Play, charter, named, replaced

from comitia.charter.model import Seats, Unit
from comitia.progress import Progress, progress
from comitia.progress.task import View
from comitia.progress.vetting import unanswered
from comitia.stages.apportion import Apportion, DecideTie
from comitia.stages.certify import SignCertificate
from comitia.stages.conflicts import DeclareConflict
from comitia.stages.count import EnterPapers
from comitia.stages.credentials import ReviewCredentials
from comitia.stages.founding import PermitMargin, RecordSeed
from comitia.stages.nominate import OpenRound, PlaceNominee, WithdrawNominee
from comitia.stages.notice import AnswerObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import AccountPapers, ApproveScrutineers, OpenPoll, RecordAttendance
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto


def standing(play: Play, unit: str = "north") -> Progress:
    return next(each for each in progress(play.election, play.day) if each.unit == unit)


def commands(play: Play, unit: str = "north") -> list[str]:
    return [task.command.removeprefix("comitia ") for task in standing(play, unit).tasks]


def test_the_election_begins_with_seats_and_a_seed(play: Play) -> None:
    assert commands(play, "") == ["apportion", "seed SEED --source HOW"]
    assert standing(play, "").tasks[0].officers == ("ro", "ro2")
    assert commands(play, "north") == []
    play.do(RecordSeed("1", "dice"), "ro")
    assert commands(play, "") == ["apportion"]


def test_a_tie_waits_for_another_officer_than_who_apportioned(tmp_path: Path) -> None:
    units = tuple(Unit(**named(id), members=9) for id in ("north", "south"))
    play = Play(tmp_path, charter(units=units, seats=Seats(3, "webster", tie="decision")))
    play.do(Apportion(), "ro")
    task, _ = standing(play, "").tasks
    assert task.command == "comitia apportion decide members UNIT --authority WHAT"
    assert task.officers == ("cert1", "cert2", "ro2")
    assert str(task.what) == "decide which of the units that are tied get the last seats of members (1): north, south"
    assert commands(play, "north") == []
    play.do(DecideTie("members", ("north",), "minutes"), "ro2")
    assert commands(play, "") == ["seed SEED --source HOW"]
    assert commands(play, "north")


def test_a_unit_has_a_register_and_persons_before_its_first_round(play: Play) -> None:
    play.apportioned()
    assert commands(play) == ["register adopt north FILE", "nominee import north FILE"]
    play.registered()
    assert commands(play) == ["round open north first"]
    assert str(standing(play).step) == "nominations"


def test_what_cannot_be_done_yet_says_from_when(play: Play) -> None:
    play.registered().on("02-27")
    (task,) = standing(play).tasks
    assert task.since == "2026-03-02"
    assert standing(play.on("03-02")).tasks[0].since == ""


def test_a_unit_is_late_by_the_days_since_its_last_day(play: Play) -> None:
    play.registered().on("03-06")
    assert (standing(play).deadline, standing(play).days_late) == ("2026-03-06", 0)
    assert standing(play.on("03-09")).days_late == 3
    assert standing(play.on("03-09"), "south").days_late == 3


def test_an_open_round_takes_returns_and_is_closed(play: Play) -> None:
    play.registered().do(OpenRound("north", "first"), "sec")
    assert commands(play) == ["return import north first FILE", "round close north first", "round missing north"]


def test_the_notice_before_vetting_is_published_closed_and_objections_are_answered(play: Play) -> None:
    play.nominated().on("03-12")
    assert commands(play) == ["notice publish north names"]
    play.do(PublishNotice("north", "names"), "sec")
    play.do(FileObjection("north", "names", "p1", "a text"), "sec")
    assert commands(play) == [
        "objection answer north north-1 upheld|dismissed --text ANSWER",
        "notice close north names",
    ]
    assert standing(play).tasks[1].since == "2026-03-15"
    play.do(AnswerObjection("north", "north-1", "upheld", "it is so", "he says so"), "ro")
    assert commands(play) == ["objection confirm north north-1", "notice close north names"]
    play.do(AnswerObjection("north", "north-1", "dismissed", "it is unfounded"), "ro2")
    assert commands(play) == ["notice close north names"]


def test_a_margin_that_is_missing_is_told_before_vetting_is_refused(play: Play) -> None:
    play.nominated(persons=("p1", "p2", "p3")).on("03-14").noticed("names", "03-17")
    place, permit = standing(play).tasks
    assert place.what.parameters["missing"] == 1
    assert permit.command == "comitia permit north --authority BODY"
    assert place.command == "comitia nominee place north PERSON --authority BODY --name NAME"
    for officer in ("ro", "ro2"):
        play.do(PermitMargin("north", "the centre"), officer)
    assert commands(play) == ["vetting open north"]


def test_a_nominee_who_was_placed_counts_and_needs_a_notice(play: Play) -> None:
    play.nominated(persons=("p1", "p2", "p3")).on("03-14")
    play.do(PlaceNominee("north", "p9", "the centre", {"name": "Placed"}), "ro")
    assert commands(play) == ["notice publish north names"]


def test_every_check_is_asked_of_those_it_applies_to(play: Play) -> None:
    play.vetting()
    assert commands(play) == [f"vetting opinion north {check} --rest" for check in ("file", "conduct", "affairs")]
    assert [task.officers for task in standing(play).tasks] == [("both", "party", "party2"), *[("both", "disc")] * 2]
    assert unanswered(View(play.election, "north", play.day), "affairs") == ("p2",)
    assert unanswered(View(play.election, "south", play.day), "file") == ()
    play.opinions("north", ("p1", "p2", "p3", "p4", "p5", "p6"))
    assert commands(play) == ["vetting close north"]


def test_an_adverse_opinion_leads_to_a_veto_and_the_veto_to_its_end(play: Play) -> None:
    play.vetting().opinions("north", ("p1", "p2", "p3", "p4", "p5"))
    play.do(GiveOpinion("north", "file", ("p6",)), "party")
    play.do(GiveOpinion("north", "conduct", (), ("p6",), "grounds"), "disc")
    assert commands(play) == ["veto propose north p6 GROUND --reasons REASONS"]
    play.do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    assert commands(play) == ["veto second north p6"]
    play.do(SecondVeto("north", "p6"), "disc")
    assert commands(play) == ["veto notify north p6 --service HOW"]
    play.do(NotifyOfVeto("north", "p6", "handed over"), "sec")
    reply, conclude = standing(play).tasks
    assert reply.command == "comitia veto reply north p6 --text REPLY"
    assert (conclude.command, conclude.since) == (
        "comitia veto conclude north p6 stands|lifted --reasons REASONS",
        "2026-03-20",
    )
    play.do(ReplyToVeto("north", "p6", "my reply"), "sec")
    assert commands(play) == ["veto conclude north p6 stands|lifted --reasons REASONS"]
    assert standing(play).tasks[0].since == ""
    play.do(ConcludeVeto("north", "p6", "stands", "reasons"), "ro")
    assert commands(play) == ["vetting close north"]


def test_a_veto_names_only_officers_who_may_still_act_in_it(play: Play) -> None:
    play.vetting().opinions("north", ("p1", "p2", "p3", "p4", "p5"))
    play.do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    seconding = standing(play).tasks[0]
    assert "disc" in seconding.officers
    assert "party" not in seconding.officers
    play.do(DeclareConflict("north", "party2", "p6", "kin"), "ro")
    assert "party2" not in standing(play).tasks[0].officers
    play.do(SecondVeto("north", "p6"), "disc")
    play.do(NotifyOfVeto("north", "p6", "handed over"), "sec")
    (conclude,) = (task for task in standing(play).tasks if "veto conclude" in task.command)
    assert not {"party", "disc", "party2"} & {*conclude.officers}


def test_the_shortlist_waits_for_its_window(play: Play) -> None:
    play.vetted().on("03-18")
    assert commands(play) == ["shortlist north"]
    assert standing(play).tasks[0].since == "2026-03-20"


def test_before_the_poll_comes_the_notice_of_candidates(play: Play) -> None:
    play.shortlisted(places=4)
    assert commands(play) == ["notice publish north candidates"]
    play.noticed("candidates", "04-01")
    assert commands(play) == ["poll open north --due NUMBER"]


def test_a_withdrawal_that_breaks_the_margin_sends_the_unit_back_to_its_shortlist(play: Play) -> None:
    play.ready(places=4).do(WithdrawNominee("north", "p4", "I withdraw."), "sec")
    (task,) = standing(play).tasks
    assert task.command == "comitia shortlist north"
    assert "3 candidates for 3 seats" in str(task.what)


def test_the_acts_of_a_vote_in_their_order(play: Play) -> None:
    play.ready(places=4).do(OpenPoll("north", 10), "sec")
    assert commands(play) == ["poll attend north NUMBER"]
    play.do(RecordAttendance("north", 10), "sec")
    assert commands(play) == ["poll scrutineers north OFFICER OFFICER"]
    play.do(ApproveScrutineers("north", ("s1", "s2")), "sec")
    assert commands(play) == ["poll papers north --issued NUMBER --returned NUMBER"]
    play.do(AccountPapers("north", 10, 10), "s1")
    assert commands(play) == ["poll declare north"]


def test_a_void_vote_is_opened_again(play: Play) -> None:
    play.ready(places=4).voting().cast(["+++0"] * 11, issued=10)
    assert commands(play) == ["poll open north --due NUMBER"]


def test_a_tally_is_entered_and_signed_by_another(play: Play) -> None:
    papers = ["+++0"] * 10
    play.ready(places=4).voting().cast(papers)
    assert commands(play) == ["count enter north FILE"]
    play.do(EnterPapers("north", tuple(papers)), "s1")
    (task,) = standing(play).tasks
    assert (task.command, task.what.parameters["officer"]) == ("comitia count confirm north", "s1")


@pytest.mark.parametrize(
    ("papers", "wanted"),
    [
        (["++00"] * 10, ["poll open north --due NUMBER", "count vacant north --consenting NUMBER"]),
        (["++0+"] * 5 + ["+++0"] * 5, ["poll open north --due NUMBER"]),
        (["+++0"] * 10, ["credentials north"]),
    ],
    ids=["open place", "tie", "all elected"],
)
def test_what_follows_a_count(play: Play, papers: list[str], wanted: list[str]) -> None:
    counting = replaced(play.election.charter.counting, more_than=None)
    play.election.founding.charter = replaced(play.election.charter, counting=counting)
    play.ready(places=4).voting().counted(papers)
    assert commands(play) == wanted


def test_credentials_and_the_certificate_end_it(play: Play) -> None:
    play.elected()
    play.election.founding.officers |= {("fay", "credentials", ""), ("x", "certifier", ""), ("y", "certifier", "")}
    play.on("04-05")
    assert commands(play) == ["credentials north"]
    for unit in ("north", "south"):
        play.do(ReviewCredentials(unit), "fay")
    assert standing(play).stage is None
    (task,) = standing(play, "").tasks
    assert (task.command, task.what.parameters["missing"]) == ("comitia certify", 2)
    for officer in ("x", "y"):
        play.do(SignCertificate(), officer)
    done = standing(play, "")
    assert (done.stage, done.deadline, done.tasks, str(done.step)) == (None, "", (), "done")


def test_units_stand_in_the_charters_order(play: Play) -> None:
    assert [each.unit for each in progress(play.election, play.day)] == ["", "north", "south"]
