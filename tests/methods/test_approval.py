from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.methods.approval import Outcome, Reserve, Tally, Tie, elect, needed, run_off, tally
from comitia.methods.lots import lot_numbers
from comitia.rules import RuleBroken

HALF = Fraction(1, 2)


def paper(approvals: int, candidates: int) -> str:
    return "+" * approvals + "0" * (candidates - approvals)


# --- which papers are void -------------------------------------------------------------------------------------------


def test_cn_b_27b_a_paper_with_more_names_than_seats_is_void() -> None:
    """CN-B-27b: seats=5: 5 names are valid, 6 are not, and none is a valid blank."""
    box = [paper(5, 8), paper(6, 8), paper(0, 8)]
    result = tally(box, candidates=8, places=5, least_marks=Fraction(0))
    assert (result.valid, result.blank, result.invalid) == (2, 1, {"ballot.overvote": 1})
    assert result.rows == ((1, 0, 1),) * 5 + ((0, 0, 2),) * 3


def test_cn_b_27c_one_irregular_mark_voids_the_whole_paper() -> None:
    """CN-B-27c: of 292 papers of the 18th congress one was irregular, and wholly void."""
    box = ["+-0"] * 291 + ["+x0"]
    assert tally(box, 3, 2, Fraction(0)) == Tally(
        291, 0, {"ballot.unreadable": 1}, ((291, 0, 0), (0, 291, 0), (0, 0, 291))
    )


@pytest.mark.parametrize("spoiled", ["", "+0", "+000", "+ 0", "+0\n", "赞00", "+0𠀀", "\ud800+0", "+++x"])
def test_a_paper_that_cannot_be_read_is_void_for_that_reason_only(spoiled: str) -> None:
    assert tally([spoiled, "+00"], 3, 1, Fraction(1)) == Tally(
        1, 0, {"ballot.unreadable": 1}, ((1, 0, 0), (0, 0, 1), (0, 0, 1))
    )


def test_de_cdu_43_least_marks() -> None:
    """DE-CDU-43: 11 places: 5 marks are invalid, 6 and 11 are not, 12 are."""
    box = [paper(marks, 20) for marks in (5, 6, 11, 12)]
    result = tally(box, candidates=20, places=11, least_marks=HALF)
    assert (result.valid, result.blank) == (2, 0)
    assert result.invalid == {"ballot.undervote": 1, "ballot.overvote": 1}


def test_an_empty_box() -> None:
    assert tally([], 2, 1, Fraction(0)) == Tally(0, 0, {}, ((0, 0, 0), (0, 0, 0)))


@given(st.lists(st.text(alphabet="+-0?", min_size=3, max_size=4), max_size=30), st.integers(0, 4), st.randoms())
def test_a_box_counted_paper_by_paper_and_in_any_order(box: list[str], places: int, random: Any) -> None:
    valid, void = [], {"ballot.unreadable": 0, "ballot.overvote": 0, "ballot.undervote": 0}
    for mark in box:
        if len(mark) != 4 or set(mark) - set("+-0"):
            void["ballot.unreadable"] += 1
        elif mark.count("+") > places:
            void["ballot.overvote"] += 1
        elif 2 * mark.count("+") < places:
            void["ballot.undervote"] += 1
        else:
            valid.append(mark)
    by_hand = Tally(
        len(valid),
        sum("+" not in mark for mark in valid),
        {rule: papers for rule, papers in void.items() if papers},
        tuple(tuple(sum(mark[at] == sign for mark in valid) for sign in "+-0") for at in range(4)),  # type: ignore[misc]
    )
    assert tally(box, 4, places, HALF) == by_hand
    random.shuffle(box)
    assert tally(box, 4, places, HALF) == by_hand


@given(st.lists(st.text(alphabet="+-0", min_size=4, max_size=4), max_size=30), st.permutations(range(4)))
def test_candidates_in_another_order_have_the_same_votes(box: list[str], order: list[int]) -> None:
    rows = tally(box, 4, 2, Fraction(0)).rows
    moved = tally(["".join(mark[at] for at in order) for mark in box], 4, 2, Fraction(0)).rows
    assert moved == tuple(rows[at] for at in order)


# --- the threshold ---------------------------------------------------------------------------------------------------


def test_cn_l_35_more_than_half_of_those_due() -> None:
    """CN-L-35: due=100, present=80: 50 approvals do not elect, 51 do; due=101: 51 do."""
    assert needed(HALF, 100) == 51
    assert needed(HALF, 101) == 51
    assert elect({"a": 50}, 1, needed(HALF, 100)) == Outcome((), open=1)
    assert elect({"a": 51}, 1, needed(HALF, 100)) == Outcome(("a",))


def test_cn_b_29a_the_rule_of_2020_and_that_of_1990() -> None:
    """CN-B-29a: due=10, present=8, approve=5: not elected by those due, elected by those present."""
    assert elect({"a": 5}, 1, needed(HALF, 10)).elected == ()
    assert elect({"a": 5}, 1, needed(HALF, 8)).elected == ("a",)


def test_de_cdu_43_a_majority_of_the_valid_papers() -> None:
    """DE-CDU-43: 100 papers, 10 invalid, 10 abstain: 41 of 80 elects."""
    assert needed(HALF, 100 - 10 - 10) == 41


@given(st.fractions(0, 1), st.integers(0, 10**9))
def test_needed_is_the_least_number_above_the_ratio(more_than: Fraction, base: int) -> None:
    assert needed(more_than, base) > more_than * base >= needed(more_than, base) - 1


# --- who is elected --------------------------------------------------------------------------------------------------


def test_cn_l_36_a_tie_at_the_cut_is_voted_on_again_among_the_tied_only() -> None:
    """CN-L-36: 2 seats, A 70, B 60, C 60 of 100 due: A is elected, B and C stand again for 1 place."""
    outcome = elect({"a": 70, "b": 60, "c": 60}, 2, needed(HALF, 100))
    assert outcome == Outcome(("a",), (Tie(("b", "c"), 1),))
    assert (outcome.tied, outcome.tied_places, outcome.open) == (("b", "c"), 1, 0)
    assert run_off(outcome.ties, {"b": 30, "c": 31}) == Outcome(("c",))
    assert run_off(outcome.ties, {"b": 30, "c": 30}) == Outcome((), (Tie(("b", "c"), 1),))
    assert run_off(outcome.ties, {"b": 0, "c": 0}) == Outcome((), open=1)


def test_a_lot_is_a_run_off_by_lot_numbers() -> None:
    outcome = elect({"a": 6, "b": 6, "c": 6}, 2, 0)
    numbers = lot_numbers("3 17 22", "poll/u/1", outcome.tied)
    assert set(run_off(outcome.ties, numbers).elected) == {id for id, number in numbers.items() if number > 1}


def test_a_plurality_elects_nobody_without_an_approval() -> None:
    assert elect({"a": 1, "b": 0}, 2, 0) == Outcome(("a",), open=1)


def test_de_cdu_15new_the_number_of_women_who_stand_becomes_the_quota() -> None:
    """DE-CDU-15new: 10 posts, 50 %, 3 women stand: the quota is 3, and 7 men are elected."""
    women = frozenset({"w1", "w2", "w3"})
    approvals = {f"m{number}": 90 - number for number in range(9)} | dict.fromkeys(women, 60)
    outcome = elect(approvals, 10, 51, [Reserve(women, 5)])
    assert outcome == Outcome((*(f"m{number}" for number in range(7)), "w1", "w2", "w3"))


def test_de_cdu_15new_posts_that_no_woman_reached_stay_open() -> None:
    """DE-CDU-15new: 10 posts, 50 %, 5 women stand, 2 get the majority: 5 men and 2 women, 3 posts are empty."""
    women = frozenset(f"w{number}" for number in range(5))
    approvals = {f"m{number}": 90 - number for number in range(9)}
    approvals |= {"w0": 60, "w1": 55, "w2": 50, "w3": 40, "w4": 0}
    outcome = elect(approvals, 10, 51, [Reserve(women, 5)])
    assert outcome == Outcome(("m0", "m1", "m2", "m3", "m4", "w0", "w1"), open=3)


def test_places_for_women_and_for_men_both() -> None:
    """DE-SPD-15: at least 40 % women and 40 % men: the tie of the men is apart from who of the women is elected."""
    women, men = frozenset({"w1", "w2", "w3"}), frozenset({"m1", "m2", "m3", "m4", "m5"})
    approvals = {"m1": 9, "m2": 8, "m3": 7, "m4": 7, "m5": 6, "w1": 5, "w2": 5, "w3": 4}
    outcome = elect(approvals, 5, 0, [Reserve(women, 2), Reserve(men, 2)])
    assert outcome == Outcome(
        ("m1", "m2", "w1", "w2"),
        (
            Tie(
                ("m3", "m4"),
                1,
                (),
            ),
        ),
    )


def test_ties_at_two_cuts_are_two_ties() -> None:
    women, men = frozenset({"w1", "w2", "w3"}), frozenset({"m1", "m2", "m3"})
    approvals = {"m1": 9, "m2": 8, "m3": 8, "w1": 5, "w2": 5, "w3": 5}
    outcome = elect(approvals, 4, 0, [Reserve(women, 2), Reserve(men, 2)])
    assert outcome == Outcome(("m1",), (Tie(("m2", "m3"), 1), Tie(("w1", "w2", "w3"), 2)))
    assert (outcome.tied, outcome.tied_places) == (("m2", "m3", "w1", "w2", "w3"), 3)
    second = run_off(outcome.ties, {"m2": 1, "m3": 2, "w1": 30, "w2": 20, "w3": 10})
    assert second == Outcome(("w1", "w2", "m3"))


def test_a_person_of_neither_group_takes_an_unreserved_place() -> None:
    women, men = frozenset({"w1", "w2"}), frozenset({"m1", "m2"})
    approvals = {"x1": 9, "x2": 8, "w1": 7, "w2": 6, "m1": 5, "m2": 4}
    outcome = elect(approvals, 5, 0, [Reserve(women, 2), Reserve(men, 2)])
    assert outcome == Outcome(("x1", "w1", "w2", "m1", "m2"))


def test_a_run_off_keeps_the_places_that_are_reserved() -> None:
    women = frozenset({"w1", "w2"})
    outcome = elect({"m1": 5, "m2": 5, "w1": 5, "w2": 5}, 2, 0, [Reserve(women, 1)])
    assert outcome == Outcome((), (Tie(("m1", "m2", "w1", "w2"), 2, (Reserve(women, 1),)),))
    assert run_off(outcome.ties, {"m1": 9, "m2": 8, "w1": 2, "w2": 1}) == Outcome(("m1", "w1"))


def test_more_reserved_places_than_places_are_refused() -> None:
    with pytest.raises(RuleBroken, match=r"^count\.reserved-places: places reserved: 2; places in all: 1; "):
        elect({"w": 1, "m": 1}, 1, 0, [Reserve(frozenset("w"), 1), Reserve(frozenset("m"), 1)])


def test_groups_that_overlap_are_refused() -> None:
    with pytest.raises(RuleBroken, match=r"^count\.reserved-groups: 1 of those who stand "):
        elect({"w": 1, "m": 1}, 2, 0, [Reserve(frozenset("w"), 1), Reserve(frozenset("wm"), 1)])


# --- an oracle: every committee there is -----------------------------------------------------------------------------


def can_be_seated(committee: tuple[str, ...], places: int, kept: list[tuple[frozenset[str], int]]) -> bool:
    """Everybody has a place, and the places kept for a group have none but its members in them."""
    open_places = places - sum(least for _, least in kept)
    outside = len(committee) - sum(min(least, len(members & set(committee))) for members, least in kept)
    return outside <= open_places


def best_committees(
    approvals: dict[str, int], places: int, threshold: int, reserved: list[Reserve]
) -> Iterator[tuple[str, ...]]:
    """The committees that are lexicographically best by votes, among all that can be seated."""
    kept = [(reserve.members, min(reserve.least, len(reserve.members & set(approvals)))) for reserve in reserved]
    reached = [id for id, votes in approvals.items() if votes >= max(1, threshold)]
    seated = [
        committee
        for size in range(min(places, len(reached)) + 1)
        for committee in combinations(reached, size)
        if can_be_seated(committee, places, kept)
    ]
    score = {committee: sorted((approvals[id] for id in committee), reverse=True) for committee in seated}
    best = max(score.values())
    return (committee for committee in seated if score[committee] == best)


def all_endings(outcome: Outcome) -> set[frozenset[str]]:
    endings = {frozenset(outcome.elected)}
    for tie in outcome.ties:
        winners = [
            frozenset(choice)
            for choice in combinations(tie.candidates, tie.places)
            if can_be_seated(choice, tie.places, [(reserve.members, reserve.least) for reserve in tie.reserved])
        ]
        endings = {ending | choice for ending in endings for choice in winners}
    return endings


PEOPLE = ["m1", "m2", "m3", "w1", "w2", "w3", "x1"]
RESERVES = st.sampled_from(
    [
        [],
        [Reserve(frozenset({"w1", "w2", "w3"}), 2)],
        [Reserve(frozenset({"w1", "w2", "w3"}), 1), Reserve(frozenset({"m1", "m2", "m3"}), 2)],
        [Reserve(frozenset({"w1", "w2", "w3", "x1"}), 3), Reserve(frozenset({"m1", "m2"}), 1)],
    ]
)


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 4), min_size=1),
    st.integers(0, 6),
    st.integers(0, 3),
    RESERVES,
)
def test_the_outcome_leaves_open_just_the_best_committees(
    approvals: dict[str, int], places: int, threshold: int, reserved: list[Reserve]
) -> None:
    kept = sum(min(reserve.least, len(reserve.members & set(approvals))) for reserve in reserved)
    if kept > places:
        with pytest.raises(RuleBroken, match=r"^count\.reserved-places: "):
            elect(approvals, places, threshold, reserved)
        return
    outcome = elect(approvals, places, threshold, reserved)
    assert all_endings(outcome) == {frozenset(best) for best in best_committees(approvals, places, threshold, reserved)}
    assert len(outcome.elected) + outcome.tied_places + outcome.open == places
    assert list(outcome.elected) == sorted(outcome.elected, key=lambda id: (-approvals[id], id))
    assert elect(dict(reversed(approvals.items())), places, threshold, reserved) == outcome
