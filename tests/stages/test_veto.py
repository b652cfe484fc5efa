"""A veto: two people, a reply before it takes effect, and somebody else who concludes it (CN-P-08, DE-14)."""

import pytest
from making import PERSONS, Play, refused, replaced

from comitia.stages.founding import Appoint
from comitia.stages.vet import CloseVetting, VettingClosed
from comitia.stages.veto import (
    ConcludeVeto,
    NotifyOfVeto,
    ProposeVeto,
    ReplyToVeto,
    SecondVeto,
    VetoConcluded,
    VetoNotified,
    VetoSeconded,
)

PROPOSAL = ProposeVeto("north", "p6", "political", "what he said on 3 March")
SECOND = SecondVeto("north", "p6")
REPLY = ReplyToVeto("north", "p6", "I never said it")
STANDS, LIFTED = (ConcludeVeto("north", "p6", outcome, "as the review found") for outcome in ("stands", "lifted"))
NOTIFY = NotifyOfVeto("north", "p6", "handed over by the secretary")


@pytest.fixture
def case(play: Play) -> Play:
    """A veto on p6 that one vetter has proposed, on 16 March."""
    play.vetting().opinions("north", PERSONS).do(PROPOSAL, "party")
    return play


def test_a_veto_runs_its_course_and_ends_the_candidacy(case: Play) -> None:
    assert case.do(SECOND, "disc") == [VetoSeconded("north", "p6")]
    assert case.do(NOTIFY, "sec") == [VetoNotified("north", "p6", "2026-03-19")]
    with refused("vet.undecided", "p6: a veto is open"):
        case.do(CloseVetting("north"), "sec")
    case.do(REPLY, "sec")
    assert case.do(STANDS, "ro") == [VetoConcluded("north", "p6", "stands")]
    assert case.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS[:5], ("p6",))]


def test_veto_ground_is_one_of_the_charter_and_reasons_are_stated(case: Play) -> None:
    with refused("veto.ground", "looks is no ground of the charter", "political"):
        case.do(ProposeVeto("north", "p1", "looks", "why"), "party")
    with refused("vet.grounds"):
        case.do(ProposeVeto("north", "p1", "political", " "), "party")
    with refused("vet.nominee", "x9"):
        case.do(ProposeVeto("north", "x9", "political", "why"), "party")


def test_veto_deciders_are_two_and_neither_handles_it_afterwards(case: Play) -> None:
    with refused("veto.deciders", "party has decided on this veto of p6 already", "let somebody else do it"):
        case.do(SECOND, "party")
    case.do(SECOND, "disc")
    case.do(NOTIFY, "sec")
    case.do(REPLY, "sec")
    for decider in ("party", "disc"):
        with refused("veto.deciders"):
            case.do(LIFTED, decider)
    assert case.do(STANDS, "party2")


def test_veto_deciders_do_not_hand_in_the_reply_that_ends_the_wait(case: Play) -> None:
    case.do(Appoint("disc", "secretary", "north"), "ro")
    case.do(SECOND, "disc")
    with refused("veto.deciders", "disc has decided"):
        case.do(NOTIFY, "disc")
    case.do(NOTIFY, "sec")
    with refused("veto.deciders", "disc has decided"):
        case.do(REPLY, "disc")


def test_veto_order_each_act_has_its_turn(case: Play) -> None:
    with refused("veto.order", "p6: there is a veto already"):
        case.do(PROPOSAL, "party2")
    with refused("veto.order", "p1: no veto is open"):
        case.do(SecondVeto("north", "p1"), "disc")
    with refused("veto.order", "p6: the veto has not been seconded"):
        case.do(STANDS, "ro")
    with refused("veto.order", "the veto has not been seconded"):
        case.do(NOTIFY, "sec")
    case.do(SECOND, "disc")
    with refused("veto.order", "it has all its deciders already"):
        case.do(SECOND, "both")
    with refused("veto.order", "the nominee has not been told"):
        case.do(REPLY, "sec")
    with refused("veto.order", "the nominee has not been told"):
        case.do(STANDS, "ro")
    case.do(NOTIFY, "sec")
    with refused("veto.order", "the nominee was told already"):
        case.do(NOTIFY, "ro")
    case.on("03-20")
    with refused("veto.order", "the time to reply is over"):
        case.do(REPLY, "sec")
    case.do(STANDS, "ro")
    with refused("veto.order", "no veto is open"):
        case.do(LIFTED, "ro2")


def test_veto_reply_or_the_time_for_it_comes_before_it_stands(case: Play) -> None:
    """DE-14: the right to be heard."""
    case.do(SECOND, "disc")
    case.do(NOTIFY, "sec")
    case.on("03-19")
    with refused("veto.reply", "p6 may reply until 2026-03-19", "after the reply"):
        case.do(STANDS, "ro")
    case.on("03-20")
    assert case.do(STANDS, "ro")


def test_an_empty_reply_does_not_end_the_wait(case: Play) -> None:
    """vet.grounds holds for a reply."""
    case.do(SECOND, "disc")
    case.do(NOTIFY, "sec")
    with refused("vet.grounds"):
        case.do(ReplyToVeto("north", "p6", ""), "sec")


def test_one_vetter_alone_holds_up_nobody(case: Play) -> None:
    """A veto that nobody seconds can be lifted, even after the window, and vetting closes."""
    case.on("03-30")
    with refused("vet.undecided", "p6: a veto is open"):
        case.do(CloseVetting("north"), "sec")
    case.do(LIFTED, "ro")
    assert case.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS, ())]


def test_a_lifted_veto_can_be_proposed_anew_and_needs_all_its_deciders_again(case: Play) -> None:
    case.do(SECOND, "disc")
    case.do(LIFTED, "ro")
    case.do(PROPOSAL, "disc")
    with refused("veto.order", "the veto has not been seconded"):
        case.do(STANDS, "ro")


def test_a_charter_may_ask_for_three_deciders(play: Play) -> None:
    plan = play.election.charter

    veto = replaced(plan.vetting.veto, deciders=3)
    play.election.founding.charter = replaced(plan, vetting=replaced(plan.vetting, veto=veto))
    play.vetting().do(PROPOSAL, "party")
    assert play.do(SECOND, "disc") == [VetoSeconded("north", "p6")]
    with refused("veto.order", "the veto has not been seconded"):
        play.do(NOTIFY, "sec")
    play.do(SECOND, "party2")
    assert play.do(NOTIFY, "sec")


def test_office_own_case_a_nominee_decides_on_no_veto_of_the_own(case: Play) -> None:
    case.do(Appoint("p6", "vetter", "party"), "ro")
    with refused("office.own-case", "p6's own case"):
        case.do(LIFTED, "p6")
    with refused("office.own-case"):
        case.do(SECOND, "p6")
