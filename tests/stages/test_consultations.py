"""Consultations: every group that the charter names is heard about every nominee (CN-P-09)."""

import pytest
from making import PERSONS, Play, named, refused, replaced

from comitia.charter.model import Named, Vetting
from comitia.progress import progress
from comitia.stages.conflicts import DeclareConflict
from comitia.stages.consultations import ConsultationHeld, HoldConsultation
from comitia.stages.nominate import WithdrawNominee
from comitia.stages.vet import CloseVetting

GROUPS = ("primary", "delegates", "members", "masses")


def asking(play: Play, **changes: object) -> Play:
    """The charter asks to consult the four groups of CN-P-09."""
    plan: Vetting = play.election.charter.vetting
    consult = tuple(Named(**named(group)) for group in GROUPS)
    plan = replaced(plan, consult=consult, **changes)
    play.election.founding.charter = replaced(play.election.charter, vetting=plan)
    return play


def held(group: str, *persons: str, heard: int = 12) -> HoldConsultation:
    return HoldConsultation("north", group, persons or PERSONS, heard, "what they said")


@pytest.fixture
def clear(play: Play) -> Play:
    """Everybody is clear, and nobody was consulted."""
    return asking(play).vetting().opinions("north", PERSONS)


def test_cn_p_09_each_of_four_groups_needs_a_recorded_consultation(clear: Play) -> None:
    """CN-P-09: each of 4 groups needs >= 1 recorded consultation."""
    for group in GROUPS:
        with refused("vet.undecided", f"nominees undecided: 6, among them p1: {group.title()}: consultations held: 0"):
            clear.do(CloseVetting("north"), "sec")
        assert clear.do(held(group), "party") == [ConsultationHeld("north", group, PERSONS, 12)]
    assert clear.do(CloseVetting("north"), "sec")


def test_everybody_is_asked_about_who_still_stands(clear: Play) -> None:
    for group in GROUPS:
        clear.do(held(group, *PERSONS[:5]), "party")
    with refused("vet.undecided", "undecided: 1, among them p6: Primary: consultations held: 0, needed: 1"):
        clear.do(CloseVetting("north"), "sec")
    clear.do(WithdrawNominee("north", "p6", "I withdraw."), "sec")
    assert clear.do(CloseVetting("north"), "sec")


def test_a_charter_may_ask_for_more_than_one(play: Play) -> None:
    asking(play, consult_least=2).vetting().opinions("north", PERSONS)
    for group in (*GROUPS, *GROUPS[1:]):
        play.do(held(group), "party")
    with refused("vet.undecided", "Primary: consultations held: 1, needed: 2"):
        play.do(CloseVetting("north"), "sec")
    play.do(held("primary"), "party")
    assert play.do(CloseVetting("north"), "sec")


def test_consultation_group_is_one_of_the_charter(clear: Play) -> None:
    with refused("consultation.group", "does not ask to consult friends", "primary, delegates, members, masses"):
        clear.do(held("friends"), "party")


def test_consultation_body_holds_it_where_the_charter_names_one(play: Play) -> None:
    asking(play, consult_by="party").vetting()
    with refused("consultation.body", "for party to hold, and disc does not vet for it"):
        play.do(held("members"), "disc")
    assert play.do(held("members"), "party2")


def test_consultation_heard_somebody_about_each_nominee_once(clear: Play) -> None:
    with refused("consultation.heard", "people heard: 0; nominees: 6"):
        clear.do(held("members", heard=0), "party")
    with refused("consultation.heard", "nominees: 1, and named: 2"):
        clear.do(held("members", "p1", "p1"), "party")
    with refused("consultation.heard", "nominees: 0"):
        clear.do(HoldConsultation("north", "members", (), 3, "nothing"), "party")
    with refused("vet.nominee", "x9"):
        clear.do(held("members", "x9"), "party")
    with refused("vet.grounds", "they are sealed"):
        clear.do(HoldConsultation("north", "members", PERSONS, 3, " "), "party")


def test_kin_do_not_hold_it_and_what_they_held_counts_no_longer(clear: Play) -> None:
    for group in GROUPS:
        clear.do(held(group), "both")
    clear.do(DeclareConflict("north", "both", "p2", "kin"), "both")
    with refused("vet.undecided", "undecided: 1, among them p2: Primary: consultations held: 0"):
        clear.do(CloseVetting("north"), "sec")
    with refused("office.conflict", "p2 is concerned"):
        clear.do(held("primary"), "both")
    for group in GROUPS:
        clear.do(held(group, "p2"), "party2")
    assert clear.do(CloseVetting("north"), "sec")


def test_status_names_the_groups_that_are_missing(clear: Play) -> None:
    clear.do(held("primary"), "party")
    clear.do(held("members", "p1"), "party")
    tasks = {task.command.split()[4]: task for task in progress(clear.election, clear.day)[1].tasks}
    assert list(tasks) == ["delegates", "members", "masses"]
    assert [task.what.parameters["count"] for task in tasks.values()] == [6, 5, 6]
    assert tasks["masses"].officers == ("both", "disc", "party", "party2")
