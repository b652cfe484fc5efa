"""Tip-offs: who is reported on with something concrete is investigated, and only who is (CN-P-06 c)."""

import pytest
from making import GROUPS, PERSONS, Play, named, refused, replaced

from comitia.charter.model import Check
from comitia.stages.opinions import GiveOpinion
from comitia.stages.tip_offs import RecordTipOff, TipOffRecorded
from comitia.stages.vet import CloseVetting

LETTERS = Check(**named("letters"), body="discipline", applies_when="tip-off")
CONCRETE = RecordTipOff("north", "p3", 1, "a house in the capital", "an address is given", "a neighbour")
VAGUE = RecordTipOff("north", "p3", 0, "he is no good", "no fact is named")


@pytest.fixture
def clear(play: Play) -> Play:
    """Everybody is clear; the charter has a check for those on whom somebody reports."""
    plan = play.election.charter
    vetting = replaced(plan.vetting, checks=(*plan.vetting.checks, LETTERS))
    play.election.founding.charter = replaced(plan, vetting=vetting)
    return play.vetting().opinions("north", PERSONS)


def test_cn_p_06_a_concrete_tip_off_is_investigated(clear: Play) -> None:
    """CN-P-06 (c): concrete and checkable tip-offs investigated."""
    with refused("vet.applies", "letters does not apply to p3"):
        clear.do(GiveOpinion("north", "letters", ("p3",)), "disc")
    assert clear.do(CONCRETE, "party") == [TipOffRecorded("north", "p3", 1)]
    with refused("vet.undecided", "undecided: 1, among them p3: Letters is not clear"):
        clear.do(CloseVetting("north"), "sec")
    clear.do(GiveOpinion("north", "letters", ("p3",)), "disc")
    assert clear.do(CloseVetting("north"), "sec")


def test_cn_p_06_a_vague_tip_off_binds_nobody(clear: Play) -> None:
    clear.do(VAGUE, "party")
    with refused("vet.applies"):
        clear.do(GiveOpinion("north", "letters", ("p3",)), "disc")
    assert clear.do(CloseVetting("north"), "sec")


def test_cn_p_06_an_answer_before_the_latest_tip_off_is_to_be_given_again(clear: Play) -> None:
    clear.do(CONCRETE, "party")
    clear.do(GiveOpinion("north", "letters", ("p3",)), "disc")
    clear.do(VAGUE, "party")
    assert clear.branch().do(CloseVetting("north"), "sec")
    clear.do(CONCRETE, "party")
    with refused("vet.undecided", "p3: Letters was answered before the latest tip-off"):
        clear.do(CloseVetting("north"), "sec")
    clear.do(GiveOpinion("north", "letters", ("p3",)), "disc")
    assert clear.do(CloseVetting("north"), "sec")


@pytest.mark.parametrize("person", ["p1", "p2"])
def test_cn_p_06_a_worker_passes_without_the_report_and_a_cadre_does_not(clear: Play, person: str) -> None:
    """CN-P-06: ordinary worker with a, b, c done and d N/A -> pass; cadre with d missing -> block."""
    own = clear.election.vetting["north"]
    own.opinions.pop(("p2", "affairs"))
    clear.do(RecordTipOff("north", person, 1, "text", "grounds"), "party")
    clear.do(GiveOpinion("north", "letters", (person,)), "disc")
    assert GROUPS["p2"] == ("leading",)
    with refused("vet.undecided", "undecided: 1, among them p2: Affairs is not clear"):
        clear.do(CloseVetting("north"), "sec")


def test_what_was_reported_is_sealed_with_its_source_and_the_reasons(clear: Play) -> None:
    clear.do(CONCRETE, "party")
    entry = clear.entries[-1]
    assert entry.body == {"unit": "north", "person": "p3", "checkable": 1}
    assert {part: clear.openings[seal].content for part, seal in entry.sealed.items()} == {
        "text": "a house in the capital",
        "grounds": "an address is given",
        "source": "a neighbour",
    }
    clear.do(VAGUE, "party")
    assert clear.entries[-1].sealed.keys() == {"text", "grounds"}


def test_a_tip_off_states_what_and_why_about_somebody_who_is_vetted(clear: Play) -> None:
    for text, grounds in ((" ", "grounds"), ("text", "")):
        with refused("vet.grounds"):
            clear.do(RecordTipOff("north", "p3", 1, text, grounds), "party")
    with refused("vet.nominee", "x9 is not being vetted"):
        clear.do(RecordTipOff("north", "x9", 1, "text", "grounds"), "party")
    with refused("calendar.late", "vetting closed on 2026-03-25"):
        clear.on("03-26").do(CONCRETE, "party")
