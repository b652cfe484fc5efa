"""Conflicts of interest: nobody vets kin, rivals or oneself; what was said before is to be said by others (DE-14)."""

from datetime import date

import pytest
from making import PERSONS, Play, refused

from comitia.stages.conflicts import ConflictDeclared, ConflictWithdrawn, DeclareConflict, WithdrawConflict
from comitia.stages.count import UnitCount
from comitia.stages.credentials import ReviewCredentials
from comitia.stages.founding import Appoint, Dismiss
from comitia.stages.notice import AnswerObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

KIN = DeclareConflict("north", "party", "p1", "kin", "his brother")


def sealed(play: Play, part: str) -> str:
    """What the last entry has sealed under the part."""
    return play.openings[play.entries[-1].sealed[part]].content


def test_de_14_kin_are_vetted_by_somebody_else(play: Play) -> None:
    play.vetting()
    assert play.do(KIN, "party") == [ConflictDeclared("north", "party", "p1")]
    assert (sealed(play, "kind"), sealed(play, "details")) == ("kin", "his brother")
    with refused("office.conflict", "a conflict of interest of party is on the record, and p1 is concerned"):
        play.do(GiveOpinion("north", "file", PERSONS), "party")
    play.do(GiveOpinion("north", "file", PERSONS[1:]), "party")
    assert play.do(GiveOpinion("north", "file", ("p1",)), "party2")


def test_what_was_said_before_the_conflict_was_declared_counts_no_longer(play: Play) -> None:
    play.vetting().opinions("north", PERSONS).do(KIN, "ro")
    with refused("vet.undecided", "among them p1: File was answered by somebody with a conflict of interest"):
        play.do(CloseVetting("north"), "sec")
    play.do(GiveOpinion("north", "file", ("p1",)), "party2")
    assert play.do(CloseVetting("north"), "sec")


def test_conflict_who_declares_it_is_the_officer_or_a_returning_officer(play: Play) -> None:
    play.vetting()
    for officer in ("disc", "sec"):
        with refused("conflict.who", f"{officer} cannot declare a conflict of interest of party"):
            play.do(KIN, officer)
    assert play.branch().do(KIN, "ro")
    assert play.do(DeclareConflict("north", "sec", "p1", "other"), "sec")


def test_conflict_officer_is_one_who_holds_a_role_or_has_acted(play: Play) -> None:
    play.vetting().opinions("north", PERSONS)
    with refused("conflict.officer", "prty holds no role, and has not vetted in north", "comitia officer list"):
        play.do(DeclareConflict("north", "prty", "p1", "kin"), "ro")
    play.do(Dismiss("party", "vetter", "party"), "ro")
    assert play.do(KIN, "ro")
    with refused("vet.undecided", "conflict of interest"):
        play.do(CloseVetting("north"), "sec")


def test_a_conflict_is_with_somebody_who_was_entered(play: Play) -> None:
    with refused("nominee.unknown", "x9"):
        play.vetting().do(DeclareConflict("north", "party", "x9", "kin"), "party")


def test_conflict_again_is_nothing_new(play: Play) -> None:
    play.vetting().do(KIN, "party")
    with refused("conflict.again", "is on the record already"):
        play.do(DeclareConflict("north", "party", "p1", "rival"), "ro")
    play.do(DeclareConflict("north", "party", "p2", "self"), "party")
    with refused("conflict.again"):
        play.do(DeclareConflict("north", "party", "p3", "other"), "party")


def test_an_officer_who_stands_is_the_rival_of_everybody_and_the_record_does_not_say_who(play: Play) -> None:
    play.vetting("south", ("q1", "q2", "q3"))
    play.day = date(2026, 3, 2)
    play.vetting()
    assert play.do(DeclareConflict("north", "party", "p2", "self"), "ro") == [ConflictDeclared("north", "party", "")]
    assert (sealed(play, "kind"), sealed(play, "person")) == ("self", "p2")
    assert "p2" not in str(play.entries[-1].body)
    for person in ("p1", "p2"):
        with refused("office.conflict", f"and {person} is concerned"):
            play.do(GiveOpinion("north", "file", (person,)), "party")
    assert play.do(GiveOpinion("south", "file", ("q1",)), "party")  # in another unit there is no rival


def test_no_conflict_of_another_unit_matters(play: Play) -> None:
    """Person numbers are a unit's own."""
    play.vetting().do(KIN, "party")
    assert not play.election.own_conflicts("south").between("party", "p1")


def test_conflict_two_signatures_take_back_what_was_entered_by_mistake(play: Play) -> None:
    withdrawal = WithdrawConflict("north", "party", "p1", "another man of the same name")
    play.vetting().opinions("north", PERSONS).do(KIN, "ro")
    with refused("conflict.none", "no such conflict of disc in north"):
        play.do(WithdrawConflict("north", "disc", "p1", "why"), "ro")
    with refused("conflict.reasons", "say why it was entered by mistake"):
        play.do(WithdrawConflict("north", "party", "p1", " "), "ro")
    assert play.do(withdrawal, "ro") == [ConflictWithdrawn("north", "party", "p1")]
    with refused("conflict.two-signatures", "let another returning officer sign"):
        play.do(withdrawal, "ro")
    with refused("vet.undecided", "conflict of interest"):  # one signature is none
        play.do(CloseVetting("north"), "sec")
    play.do(withdrawal, "ro2")
    with refused("conflict.none"):
        play.do(withdrawal, "ro2")
    assert play.branch().do(CloseVetting("north"), "sec")  # what was said counts again
    play.do(KIN, "party")
    with refused("vet.undecided"):
        play.do(CloseVetting("north"), "sec")


def test_nobody_takes_back_a_conflict_of_ones_own(play: Play) -> None:
    play.vetting().do(DeclareConflict("north", "ro2", "p1", "kin"), "ro2")
    with refused("conflict.two-signatures", "ro2 has it"):
        play.do(WithdrawConflict("north", "ro2", "p1", "a mistake"), "ro2")


@pytest.fixture
def vetoed(play: Play) -> Play:
    """A veto on p6, proposed by party and seconded by disc; everybody else is clear."""
    play.vetting().opinions("north", PERSONS).do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    play.do(SecondVeto("north", "p6"), "disc")
    return play


def conflict(officer: str, person: str = "p6") -> DeclareConflict:
    return DeclareConflict("north", officer, person, "rival")


def test_no_step_of_a_veto_is_taken_by_somebody_with_a_conflict(play: Play) -> None:
    proposal, second = ProposeVeto("north", "p6", "political", "reasons"), SecondVeto("north", "p6")
    told, concluded = NotifyOfVeto("north", "p6", "letter"), ConcludeVeto("north", "p6", "lifted", "reasons")
    play.vetting()
    for officer in ("party", "both", "sec", "ro"):
        play.do(conflict(officer), "ro2")
    with refused("office.conflict"):
        play.do(proposal, "party")
    play.do(proposal, "disc")
    with refused("office.conflict"):
        play.do(second, "both")
    play.do(second, "party2")
    with refused("office.conflict"):
        play.do(told, "sec")
    play.do(told, "ro2")
    with refused("office.conflict"):
        play.do(ReplyToVeto("north", "p6", "a reply that p6 never wrote, so that the wait is over"), "sec")
    with refused("office.conflict"):
        play.do(concluded, "ro")
    assert play.do(ReplyToVeto("north", "p6", "what p6 wrote"), "ro2")
    with refused("office.conflict"):
        play.do(RecordTipOff("north", "p6", 1, "text", "grounds"), "party")


def test_veto_conflict_of_a_decider_ends_the_veto_and_others_may_propose_it(vetoed: Play) -> None:
    vetoed.do(NotifyOfVeto("north", "p6", "letter"), "sec")
    vetoed.do(ReplyToVeto("north", "p6", "reply"), "sec")
    vetoed.do(conflict("disc"), "ro")
    with refused("veto.conflict", "disc, who decided on this veto, has a conflict of interest", "lift the veto"):
        vetoed.do(ConcludeVeto("north", "p6", "stands", "reasons"), "ro")
    vetoed.do(ConcludeVeto("north", "p6", "lifted", "a decider was a rival"), "ro")
    assert vetoed.do(ProposeVeto("north", "p6", "political", "reasons"), "party")


@pytest.mark.parametrize("officer", ["party", "ro"])
def test_a_veto_that_stands_by_the_word_of_a_rival_is_open_again(vetoed: Play, officer: str) -> None:
    vetoed.do(NotifyOfVeto("north", "p6", "letter"), "sec")
    vetoed.do(ReplyToVeto("north", "p6", "reply"), "sec")
    vetoed.do(ConcludeVeto("north", "p6", "stands", "reasons"), "ro")
    vetoed.do(conflict(officer), "ro2")
    with refused("vet.undecided", "p6: a veto is open"):
        vetoed.do(CloseVetting("north"), "sec")
    if officer == "ro":  # the review alone was not in order
        assert vetoed.branch().do(ConcludeVeto("north", "p6", "stands", "reviewed anew"), "ro2")
    vetoed.do(ConcludeVeto("north", "p6", "lifted", "reviewed anew"), "ro2")
    with refused("veto.order", "no veto is open"):
        vetoed.do(ConcludeVeto("north", "p6", "lifted", "again"), "both")


def test_an_objection_is_answered_by_somebody_without_a_conflict(play: Play) -> None:
    play.nominated().on("03-12").do(PublishNotice("north", "names"), "sec")
    play.do(FileObjection("north", "names", "p4", "not a member"), "sec")
    play.do(conflict("ro", "p4"), "ro")
    with refused("office.conflict", "p4 is concerned"):
        play.do(AnswerObjection("north", "north-1", "upheld", "true", "so it is"), "ro")
    assert play.do(AnswerObjection("north", "north-1", "upheld", "true", "so it is"), "ro2")


def test_credentials_are_reviewed_by_somebody_without_a_conflict(play: Play) -> None:
    play.elected().do(Appoint("cred2", "credentials"), "ro")
    elected = play.election.counts.get("north", UnitCount()).elected
    play.do(conflict("cred", elected[0]), "cred")
    with refused("office.conflict", f"{elected[0]} is concerned"):
        play.do(ReviewCredentials("north"), "cred")
    assert play.do(ReviewCredentials("north"), "cred2")
