"""What the rules make of a tally: majorities of those due, ties, places left open, and the votes that follow."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import OFFICERS, Play, charter, named, refused, replaced

from comitia.charter.model import Charter, Quota, Unit
from comitia.methods.approval import Reserve
from comitia.methods.lots import draw
from comitia.record.entry import Entry
from comitia.stages.count import LeaveVacant, OutcomeDeclared, PlacesLeftVacant, Tallied, UnitCount, apply
from comitia.stages.founding import Founding
from comitia.stages.outcome import declare, needed_to_elect, next_vote
from comitia.stages.poll import Next, OpenPoll, PollOpened, UnitPolls, Vote
from comitia.stages.quotas import Delegation
from comitia.stages.second_vote import candidates_of_second_vote


def plan(seats: int, quotas: tuple[Quota, ...] = (), **counting: Any) -> Charter:
    whole = charter(units=(Unit(**named("north"), members=18, seats=seats),), quotas=quotas)
    return replaced(whole, counting=replaced(whole.counting, **counting))


class Count:
    """The votes of one unit, from given approvals: what is elected, what is next."""

    def __init__(self, charter: Charter, due: int, present: int, groups: Mapping[str, tuple[str, ...]]) -> None:
        self.founding = Founding(charter, False, set(OFFICERS), seed="3-1-4")
        self.due, self.present, self.groups = due, present, groups
        self.delegation = Delegation(charter.quotas, charter.units[0], charter.units[0].seats)
        self.polls, self.counts = {"north": UnitPolls()}, {"north": UnitCount()}
        self.due_next: Next | None = Next("first", self.delegation.seats, tuple(sorted(groups)))

    @property
    def own(self) -> UnitCount:
        return self.counts["north"]

    def vote(self, **approvals: int) -> OutcomeDeclared:
        """Hold the vote that is due: approvals of its candidates, those not named having none."""
        upcoming = self.due_next
        assert upcoming is not None
        votes = self.polls["north"].votes
        opened = PollOpened("north", len(votes) + 1, upcoming.kind, upcoming.places, upcoming.candidates, self.due)
        vote = Vote(opened, self.present, ("s1", "s2"), self.present, self.present, accounted=True, valid=True)
        votes.append(vote)
        assert approvals.keys() <= set(upcoming.candidates)
        rows = tuple((approvals.get(person, 0), 0, 0) for person in upcoming.candidates)
        sheet = Tallied("north", self.present, 0, {}, rows)
        outcome = declare(sheet, self.own, vote, self.founding, self.groups, self.delegation)
        last_round = self.founding.charter.counting.last_round
        for event in (sheet, outcome):
            apply(self.counts, event, Entry("", "", "s1", {}), self.polls, last_round)
        self.due_next = next_vote(self.own, votes, self.founding.charter, self.delegation, self.groups)
        return outcome


def people(names: str, group: str = "") -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(names.split(), (group,) if group else ())


@pytest.mark.parametrize(
    ("due", "present", "approve", "elected"), [(100, 80, 50, False), (100, 80, 51, True), (101, 80, 51, True)]
)
def test_cn_l_35_more_than_half_of_those_due(due: int, present: int, approve: int, elected: bool) -> None:
    """CN-L-35: not of those present, not of the valid papers."""
    outcome = Count(plan(1), due, present, people("A B")).vote(A=approve)
    assert outcome.elected == (("A",) if elected else ())
    assert outcome.open == (0 if elected else 1)


def test_cn_b_29a_the_base_is_the_charter_s() -> None:
    """CN-B-29a: 5 of 10 due and 8 present: not elected under the rule of 2020, elected under that of 1990."""
    assert Count(plan(1, base="due"), 10, 8, people("A B")).vote(A=5).elected == ()
    assert Count(plan(1, base="present"), 10, 8, people("A B")).vote(A=5).elected == ("A",)


def test_de_cdu_43_the_base_is_the_valid_papers() -> None:
    """DE-CDU-43: of 100 papers 80 are valid, and 41 approvals elect."""
    half = plan(1, base="valid", least_marks=Fraction(1, 2))
    vote = Vote(PollOpened("north", 1, "first", 1, ("A", "B"), 200), 100)
    assert needed_to_elect(Tallied("north", 80, 0, {"ballot.undervote": 20}, ()), vote, half) == 41


def test_a_plurality_needs_no_number_of_approvals_but_at_least_one() -> None:
    count = Count(plan(2, more_than=None), 100, 80, people("A B C"))
    assert count.vote(A=3, B=1) == OutcomeDeclared("north", 0, ("A", "B"))
    assert Count(plan(2, more_than=None), 100, 80, people("A B C")).vote(A=3).open == 1


def test_cn_l_36_more_than_the_seats_over_half_and_a_tie_at_the_cut() -> None:
    """CN-L-36: seats 2, A 70, B 60, C 60 of 100 due: A is elected, and B and C stand again for 1; most votes win."""
    count = Count(plan(2), 100, 90, people("A B C D"))
    assert count.vote(A=70, B=60, C=60, D=10) == OutcomeDeclared("north", 51, ("A",), ("B", "C"), 1)
    assert count.due_next == Next("tie", 1, ("B", "C"))
    assert count.vote(B=20, C=20) == OutcomeDeclared("north", 0, (), ("B", "C"), 1)  # once more
    assert count.vote(B=20, C=21) == OutcomeDeclared("north", 0, ("C",))
    assert (count.own.elected, count.own.done, count.due_next) == (["A", "C"], True, None)


def test_a_tie_where_nobody_comes_back_leaves_the_place_open() -> None:
    count = Count(plan(1), 10, 10, people("A B"))
    count.vote(A=6, B=6)
    assert count.vote() == OutcomeDeclared("north", 0, (), open=1)
    assert count.due_next == Next("second", 1, ("A", "B"))


def test_cn_b_29b_a_shortage_leads_to_a_separate_new_vote_and_is_never_filled_from_below() -> None:
    """CN-B-29b: 5 seats, 4 over half."""
    count = Count(plan(5), 10, 10, people("A B C D E F G"))
    outcome = count.vote(A=9, B=8, C=7, D=6, E=5, F=4, G=3)
    assert (outcome.elected, outcome.open) == (("A", "B", "C", "D"), 1)
    assert count.due_next == Next("second", 1, ("E", "F"))
    assert count.vote(E=5, F=5).open == 1
    assert count.vote(E=6, F=4).elected == ("E",)
    assert count.own.done


def test_after_the_last_round_open_places_stay_vacant() -> None:
    count = Count(plan(2, last_round=2), 10, 10, people("A B C"))
    count.vote(A=9)
    count.vote(B=5, C=4)
    assert (count.own.done, count.own.vacant, count.due_next) == (True, 1, None)


def test_where_nobody_is_left_open_places_stay_vacant() -> None:
    count = Count(plan(3), 10, 10, people("A B"))
    count.vote(A=9, B=9)
    assert (count.own.done, count.own.vacant, count.due_next) == (True, 1, None)


def test_a_tie_is_settled_even_after_the_last_round() -> None:
    count = Count(plan(1, last_round=1), 10, 10, people("A B"))
    count.vote(A=7, B=7)
    assert count.due_next == Next("tie", 1, ("A", "B"))
    count.vote(A=1)
    assert count.own.elected == ["A"]


def test_the_lot_decides_ties_where_the_charter_says_so() -> None:
    count = Count(plan(2, tie="lot"), 10, 10, people("A B C D"))
    lot = draw("3-1-4", "poll/north/1", ["B", "C", "D"])
    assert count.vote(A=9, B=7, C=7, D=7) == OutcomeDeclared("north", 6, ("A", lot[0]), lot=lot)


def test_a_second_vote_may_go_by_plurality() -> None:
    count = Count(plan(1, second_vote="plurality"), 10, 10, people("A B"))
    count.vote(A=4, B=4)
    assert count.vote(A=2, B=1) == OutcomeDeclared("north", 0, ("A",))


WOMEN = (Quota(**named("half"), group="women", of="elected", at_least=Fraction(1, 2)),)


def test_de_cdu_15new_if_too_few_women_stand_their_number_becomes_the_quota() -> None:
    """DE-CDU-15new: 10 posts, 50 %, 3 women stand: quota 3."""
    groups = people("m0 m1 m2 m3 m4 m5 m6 m7 m8") | people("w0 w1 w2", "women")
    men = dict.fromkeys(people("m0 m1 m2 m3 m4 m5 m6"), 9)
    outcome = Count(plan(10, WOMEN), 10, 10, groups).vote(**men, w0=8, w1=8, w2=8, m7=8)
    assert set(outcome.elected) == {*people("m0 m1 m2 m3 m4 m5 m6 w0 w1 w2")}


def test_de_cdu_15new_posts_kept_for_women_stay_empty() -> None:
    """DE-CDU-15new: 5 women stand and 2 get the majority: 5 men and 2 women are elected, 3 posts stay open."""
    groups = people("m0 m1 m2 m3 m4 m5 m6") | people("w0 w1 w2 w3 w4", "women")
    count = Count(plan(10, WOMEN), 10, 10, groups)
    outcome = count.vote(m0=10, m1=9, m2=8, m3=7, m4=7, m5=6, m6=6, w0=7, w1=6, w2=5, w3=4, w4=3)
    assert set(outcome.elected) == {*people("m0 m1 m2 m3 m4 w0 w1")}
    assert outcome.open == 3
    assert count.due_next == Next("second", 3, ("w2", "w3", "w4"))
    count.vote(w2=6)
    count.vote()
    assert (count.own.vacant, count.own.done) == (2, True)


def test_when_no_woman_is_left_men_may_stand_for_the_open_places() -> None:
    """DE-CDU-15new: the quota is what those standing can fill; the election never stops with nobody to vote on."""
    groups = people("m0 m1 m2") | people("w0", "women")
    count = Count(plan(4, WOMEN), 10, 10, groups)
    count.vote(w0=9, m0=9, m1=5, m2=4)
    assert count.due_next == Next("second", 2, ("m1", "m2"))


def test_a_second_vote_never_gives_away_the_reserved_places_for_want_of_candidates() -> None:
    """Women far down the list stand for the places kept for them, besides the highest of all."""
    groups = people("m0 m1 m2 m3 m4 m5 m6 m7") | people("w0 w1 w2", "women")
    count = Count(plan(4, WOMEN), 100, 100, groups)
    count.vote(m0=60, m1=50, m2=49, m3=48, m4=47, m5=46, m6=45, m7=44, w0=3, w1=2, w2=1)
    assert count.due_next == Next("second", 3, ("m1", "m2", "m3", "m4", "m5", "m6", "w0", "w1", "w2"))
    outcome = count.vote(m1=99, m2=98, m3=97)
    assert (outcome.elected, outcome.open) == (("m1",), 2)


def test_two_ties_at_once_are_run_off_apart() -> None:
    """Men tie for the places open to all, women further down for those kept for them."""
    groups = people("m0 m1") | people("w0 w1", "women")
    count = Count(plan(2, WOMEN), 10, 10, groups)
    assert count.vote(m0=9, m1=9, w0=7, w1=7) == OutcomeDeclared("north", 6, (), ("m0", "m1", "w0", "w1"), 2)
    outcome = count.vote(m0=9, m1=8, w0=2, w1=2)  # the men are decided, the women not yet
    assert outcome == OutcomeDeclared("north", 0, ("m0",), ("w0", "w1"), 1)
    assert count.vote(w0=1, w1=3).elected == ("w1",)
    assert (count.own.elected, count.own.done) == (["m0", "w1"], True)


def test_a_lot_among_ties_keeps_the_reserved_places() -> None:
    groups = people("m0 m1 m2") | people("w0 w1", "women")
    outcome = Count(plan(2, WOMEN, tie="lot"), 10, 10, groups).vote(**dict.fromkeys(groups, 9))
    assert len(outcome.elected) == 2
    assert any(person.startswith("w") for person in outcome.elected)
    assert outcome.lot == draw("3-1-4", "poll/north/1", groups)


def test_two_limits_for_one_group_are_one_reserve() -> None:
    quotas = (*WOMEN, Quota(**named("one"), group="women", of="elected", at_least_count=3))
    groups = people("m0 m1 m2 m3") | people("w0 w1 w2 w3", "women")
    outcome = Count(plan(4, quotas), 10, 10, groups).vote(m0=9, m1=9, m2=8, m3=7, w0=6, w1=6, w2=6)
    assert len([person for person in outcome.elected if person.startswith("w")]) == 3


def test_who_stands_in_a_second_vote() -> None:
    """Twice the open places, those equal at the cut too, by approvals and then by id."""
    rest = {"a": 5, "b": 4, "c": 4, "d": 4, "e": 1}
    assert candidates_of_second_vote(rest, 1, Fraction(2), []) == ("a", "b", "c", "d")
    assert candidates_of_second_vote(rest, 1, Fraction(3, 2), []) == ("a", "b", "c", "d")
    assert candidates_of_second_vote(rest, 1, Fraction(1), []) == ("a",)
    assert candidates_of_second_vote(rest, 3, Fraction(2), []) == ("a", "b", "c", "d", "e")
    assert candidates_of_second_vote(rest, 1, Fraction(1), [Reserve(frozenset("e"), 1)]) == ("e",)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_voted_a_unit_elects_no_more_than_its_seats_and_comes_to_an_end(data: st.DataObject) -> None:
    seats = data.draw(st.integers(1, 5))
    groups = {f"p{n}": ("women",) if data.draw(st.booleans()) else () for n in range(data.draw(st.integers(1, 7)))}
    quotas = WOMEN if data.draw(st.booleans()) else ()
    tie = data.draw(st.sampled_from(["lot", "new-vote"]))
    second = data.draw(st.sampled_from(["threshold", "plurality"]))
    count = Count(plan(seats, quotas, tie=tie, second_vote=second), 4, 4, groups)
    for _ in range(6):
        if count.due_next is None:
            break
        assert count.due_next.candidates and 1 <= count.due_next.places <= seats
        count.vote(**{person: data.draw(st.integers(0, 4)) for person in count.due_next.candidates})
        own = count.own
        assert len(set(own.elected)) == len(own.elected)
        assert len(own.elected) + own.tied_places + own.open + own.vacant == seats
        assert own.done == (count.due_next is None)
    if count.own.done and quotas:
        women = [person for person, belongs in groups.items() if belongs]
        kept = min(-(-seats // 2), len(women))
        elected = len([person for person in count.own.elected if person in women])
        assert len(count.own.elected) - elected <= seats - kept


def shortage(play: Play) -> Play:
    """Two of three are elected by 10 due electors of whom 8 are present."""
    play.ready().voting(present=8).counted(["++00"] * 8)
    return play


def test_count_open_places_and_count_consent_cn_b_29b_the_meeting_may_leave_them_vacant(play: Play) -> None:
    """CN-B-29b: with the consent of more than half of the electors, who have to be there to give it."""
    play.ready().voting(present=8)
    with refused("count.open-places", "north: no place is open"):
        play.do(LeaveVacant("north", 8), "sec")
    play.counted(["++00"] * 8)
    for consenting in (5, 9):
        with refused("count.consent", f"{consenting} of 10 electors consent; 8 were present, and it takes 6"):
            play.do(LeaveVacant("north", consenting), "sec")
    assert play.do(LeaveVacant("north", 6), "sec") == [PlacesLeftVacant("north", 1, 6)]
    assert play.election.counts["north"].done
    with refused("poll.none"):
        play.do(OpenPoll("north", 10), "sec")


def test_while_the_new_vote_is_held_its_places_are_not_left_vacant(play: Play) -> None:
    """count.open-places"""
    shortage(play).voting(present=8)
    with refused("count.open-places"):
        play.do(LeaveVacant("north", 8), "sec")
    assert play.election.polls["north"].votes[-1].opened.kind == "second"
    assert play.counted(["+0"] * 8).elected  # type: ignore[attr-defined]


def test_nothing_is_counted_after_the_polls_are_over(play: Play) -> None:
    shortage(play).on("04-21")
    with refused("calendar.late", "the window of polls closed on 2026-04-20"):
        play.do(LeaveVacant("north", 8), "sec")


def test_a_unit_with_three_seats(tmp_path: Path) -> None:
    """The same through the stages themselves: one is elected, two tie, and the run-off decides."""
    play = Play(tmp_path).ready(places=4).voting()
    outcome = play.counted(["++00"] * 5 + ["+0++"] * 3 + ["+++0"] * 2)
    assert isinstance(outcome, OutcomeDeclared)
    assert (len(outcome.elected), outcome.open) == (2, 1)
