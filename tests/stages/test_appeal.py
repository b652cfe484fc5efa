"""An appeal against a veto: where the charter names a body for it, that body has the last word (DE-14)."""

import pytest
from making import PERSONS, Play, named, refused, replaced

from comitia.charter.model import Named
from comitia.progress import progress
from comitia.stages.appeal import AppealDecided, AppealFiled, DecideAppeal, FileAppeal
from comitia.stages.conflicts import DeclareConflict
from comitia.stages.founding import Appoint
from comitia.stages.vet import CloseVetting, VettingClosed
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto, VetoConcluded

APPEAL = FileAppeal("north", "p6", "the review did not hear my witness")
STANDS, LIFTED = (DecideAppeal("north", "p6", outcome, "as the court found") for outcome in ("stands", "lifted"))


@pytest.fixture
def case(play: Play) -> Play:
    """The veto of p6 stands since 16 March; the charter gives two days to appeal to the court."""
    plan = play.election.charter
    veto = replaced(plan.vetting.veto, appeal_to="court", appeal_days=2)
    vetting = replaced(plan.vetting, veto=veto, bodies=(*plan.vetting.bodies, Named(**named("court"))))
    play.election.founding.charter = replaced(plan, vetting=vetting)
    for officer in ("judge", "judge2", "party"):
        play.do(Appoint(officer, "vetter", "court"), "ro")
    play.vetting().opinions("north", PERSONS)
    play.do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    play.do(SecondVeto("north", "p6"), "disc")
    play.do(NotifyOfVeto("north", "p6", "letter"), "sec")
    play.do(ReplyToVeto("north", "p6", "reply"), "sec")
    with refused("appeal.none"):
        play.do(APPEAL, "sec")
    (concluded,) = play.do(ConcludeVeto("north", "p6", "stands", "reasons"), "ro")
    assert concluded == VetoConcluded("north", "p6", "stands", "2026-03-18")
    return play


def commands(play: Play) -> list[str]:
    return [task.command.removeprefix("comitia ") for task in progress(play.election, play.day)[1].tasks]


def test_nothing_takes_effect_while_an_appeal_may_come(case: Play) -> None:
    assert commands(case) == ["veto appeal north p6 --text APPEAL"]
    with refused("vet.undecided", "p6: a veto is open"):
        case.on("03-18").do(CloseVetting("north"), "sec")
    assert case.on("03-19").do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS[:5], ("p6",))]


def test_office_conflict_no_rival_hands_in_the_one_appeal(case: Play) -> None:
    case.do(DeclareConflict("north", "sec", "p6", "rival"), "ro2")
    with refused("office.conflict", "sec"):
        case.do(APPEAL, "sec")
    assert case.do(APPEAL, "ro2") == [AppealFiled("north", "p6")]


def test_de_14_the_body_of_appeal_has_the_last_word(case: Play) -> None:
    assert case.on("03-18").do(APPEAL, "sec") == [AppealFiled("north", "p6")]
    assert commands(case) == ["veto decide north p6 stands|lifted --reasons REASONS"]
    assert progress(case.election, case.day)[1].tasks[0].officers == ("both", "judge", "judge2")  # party decided
    with refused("vet.undecided", "p6: a veto is open"):
        case.on("03-23").do(CloseVetting("north"), "sec")
    other = case.branch()
    assert case.do(LIFTED, "judge") == [AppealDecided("north", "p6", "lifted")]
    assert case.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS, ())]
    other.do(STANDS, "judge")
    assert other.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS[:5], ("p6",))]


def test_appeal_none_comes_too_late_or_twice(case: Play) -> None:
    with refused("appeal.none", "p6 cannot appeal in north today"):
        case.branch().on("03-19").do(APPEAL, "sec")
    with refused("vet.grounds"):
        case.do(FileAppeal("north", "p6", " "), "sec")
    with refused("veto.deciders", "ro has decided"):
        case.do(APPEAL, "ro")
    case.do(APPEAL, "sec")
    with refused("appeal.none"):
        case.do(APPEAL, "ro2")
    with refused("appeal.none"):
        case.do(FileAppeal("north", "p1", "of what?"), "sec")


def test_appeal_open_and_appeal_body(case: Play) -> None:
    with refused("appeal.open", "no appeal of p6 is open in north"):
        case.do(STANDS, "judge")
    case.do(APPEAL, "sec")
    with refused("appeal.body", "for court to decide, and party2 does not sit in it"):
        case.do(STANDS, "party2")
    with refused("veto.deciders", "party has decided on this veto of p6 already"):
        case.do(STANDS, "party")
    with refused("vet.grounds"):
        case.do(DecideAppeal("north", "p6", "stands", ""), "judge")
    case.do(STANDS, "judge")
    with refused("appeal.open"):
        case.do(LIFTED, "judge2")
    with refused("veto.order", "no veto is open"):
        case.do(ConcludeVeto("north", "p6", "lifted", "reasons"), "ro2")


def test_an_appeal_that_kin_decided_is_decided_again(case: Play) -> None:
    case.do(APPEAL, "sec")
    case.do(DeclareConflict("north", "judge2", "p6", "kin"), "judge2")
    with refused("office.conflict"):
        case.do(LIFTED, "judge2")
    case.do(LIFTED, "judge")
    case.do(DeclareConflict("north", "judge", "p6", "kin"), "ro")
    with refused("vet.undecided", "a veto is open"):
        case.do(CloseVetting("north"), "sec")
    assert case.do(STANDS, "both")


def test_without_a_body_of_appeal_there_is_none(play: Play) -> None:
    play.vetting().do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    with refused("appeal.none"):
        play.do(APPEAL, "sec")
