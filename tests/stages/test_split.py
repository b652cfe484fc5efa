"""Quotas of the whole: split over the units by their seats, as far as each can have its part."""

from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import GROUPS, Play, charter, named, refused, replaced

from comitia.charter.model import Quota, Unit
from comitia.explain.told import told
from comitia.explain.unit import explain_unit
from comitia.methods.lots import draw
from comitia.progress import progress
from comitia.record.entry import Table
from comitia.stages.choosing import Question
from comitia.stages.founding import Founding
from comitia.stages.nominate import RoundClosed, WithdrawNominee
from comitia.stages.quotas import Delegation, Limit
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.split import QuotaSplit, SplitQuota, wanted
from comitia.stages.split import split as divide
from comitia.stages.support import Measure
from comitia.stages.vet import CloseVetting

WOMEN = Quota(**named("women-of-all"), group="women", whole=Fraction(3, 5))
TABLE = Table("0" * 64, 0, ())
MEMBERS_FIRST = replaced(charter().nomination, rank_by=("members",))


def story(play: Play, *quotas: Quota) -> Play:
    """Vetting is over in the north, with two women of six, and in the south, with one of three."""
    own = Play(play.archive.folder, charter(quotas=quotas or (WOMEN,), nomination=MEMBERS_FIRST))
    own.vetted("north")
    own.on("03-02")
    return own.vetted("south", ("q2", "q3", "q1"))


def split(play: Play, quota: str = "women-of-all") -> QuotaSplit:
    (event,) = play.on("03-21").do(SplitQuota(quota), "ro")
    assert isinstance(event, QuotaSplit)
    return event


def test_a_part_of_all_seats_is_split_by_the_units_seats(play: Play) -> None:
    """3/5 of 5 seats are 3 women; 3 and 2 seats claim 1.8 and 1.2."""
    event = split(story(play))
    assert event == QuotaSplit(
        "women-of-all", {"north": 2, "south": 1}, {"north": 2, "south": 1}, {"upper": "2/1"}, (), 0
    )


def test_the_part_is_the_least_on_the_units_shortlist(play: Play) -> None:
    own = story(play)
    split(own)
    own.do(MakeShortlist("north"), "sec")
    own.do(MakeShortlist("south"), "sec-south")
    assert own.election.shortlists["north"].candidates == ("p1", "p2", "p3", "p5")
    assert own.election.shortlists["south"].candidates == ("q1", "q2", "q3")


def test_the_part_among_those_elected_reserves_places(play: Play) -> None:
    own = story(play, replaced(WOMEN, of="elected"))
    event = split(own)
    assert event.parts == {"north": 2, "south": 1}
    (limit,) = own.election.delegation("north").limits("elected", 3)
    assert (limit.group, limit.least) == ("women", 2)
    assert own.election.delegation("north").limits("candidates", 4) == []


def test_a_unit_bears_no_more_than_it_can_and_the_others_bear_the_rest(play: Play) -> None:
    """Of four seats in five the north would bear 2.4, and a quota of its own leaves it one woman only."""
    only_one = Quota(**named("few-women"), group="women", at_most=Fraction(1, 4))
    south = replaced(charter().units[1], kind="coast")
    plan = charter(
        quotas=(replaced(WOMEN, whole=Fraction(2, 5)), replaced(only_one, kinds=("unit",))),
        units=(charter().units[0], south),
        nomination=MEMBERS_FIRST,
    )
    own = Play(play.archive.folder, plan).vetted("north").on("03-02").vetted("south", ("q2", "q3", "q1"))
    event = split(own)
    assert event.most == {"north": 1, "south": 1}
    assert event.parts == {"north": 1, "south": 1}


def test_quota_capacity_tells_what_every_unit_can_have(play: Play) -> None:
    with refused("quota.capacity", "Women-Of-All asks for 4", "can have 3 at most: north 2, south 1"):
        split(story(play, replaced(WOMEN, whole=Fraction(4, 5))))


def test_quota_whole_is_one_of_the_charter(play: Play) -> None:
    with refused("quota.whole", "leading is no quota of the whole", "there are: women-of-all"):
        split(story(play), "leading")


def test_quota_after_vetting_is_closed_everywhere_and_before_a_shortlist(play: Play) -> None:
    own = Play(play.archive.folder, charter(quotas=(WOMEN,), nomination=MEMBERS_FIRST)).vetted("north")
    with refused("quota.after", "units where vetting is not closed: south; with a shortlist: -"):
        split(own)
    with refused("quota.unsplit", "North: Women-Of-All is not split over the units yet", "quota split women-of-all"):
        own.do(MakeShortlist("north"), "sec")
    own.on("03-02").vetting("south", ("q2", "q3", "q1")).opinions("south", ("q1", "q2", "q3"))
    own.do(CloseVetting("south"), "sec-south")
    split(own)
    own.do(MakeShortlist("north"), "sec")
    own.do(WithdrawNominee("south", "q3", "(a statement)"), "sec-south")
    with refused("quota.after", "units where vetting is not closed: -; with a shortlist: north"):
        split(own)


def test_quota_again_only_where_somebody_has_left(play: Play) -> None:
    own = story(play)
    split(own)
    with refused("quota.again", "was split already"):
        split(own)
    own.do(WithdrawNominee("north", "p5", "(a statement)"), "sec")
    with refused("quota.capacity", "asks for 3; the units can have 2 at most: north 1, south 1"):
        split(own)


def test_quota_seed_is_recorded_first(play: Play) -> None:
    own = story(play)
    own.election.founding.seed = ""
    with refused("quota.seed", "no public seed"):
        split(own)


def test_quota_slate_is_possible_in_every_unit(play: Play) -> None:
    """Nobody in the south is of the front line, whatever becomes of the women."""
    own = story(play, WOMEN, Quota(**named("line"), group="leading", at_least_count=1))
    with refused("quota.slate", "South cannot make a shortlist", "line ≥ 1"):
        split(own)


def test_equal_claims_are_settled_by_lot(tmp_path: Path) -> None:
    """Two units of two seats each and one woman to be had: who has to have her is drawn."""
    units = tuple(replaced(unit, seats=2) for unit in charter().units)
    seats = replaced(charter().seats, total=4)
    plan = charter(quotas=(replaced(WOMEN, whole=Fraction(1, 4)),), units=units, seats=seats, nomination=MEMBERS_FIRST)
    own = Play(tmp_path, plan).vetted("north").on("03-02").vetted("south", ("q2", "q3", "q1"))
    event = split(own)
    lot = draw("3-1-4-1-5", "quota/women-of-all", ("north", "south"))
    assert (event.lot, event.lot_seats) == (lot, 1)
    assert event.parts == {unit: int(unit == lot[0]) for unit in ("north", "south")}
    assert event.certificate == {"lower": "4/1", "upper": "4/1"}


def test_quotas_of_the_whole_make_room_for_each_other(play: Play) -> None:
    """In the north three of four places are for men: one is left for a woman or for p2, who leads, and the only one.

    So the north gives up the woman that its seats would give it, and she comes from the south.
    """
    tight = Quota(**named("others"), group="men", at_least_count=3, kinds=("unit",))
    south = replaced(charter().units[1], kind="coast")
    women = replaced(WOMEN, whole=Fraction(1, 5))
    leaders = Quota(**named("leaders"), group="leading", whole=Fraction(1, 5), kinds=("unit",))
    plan = charter(quotas=(women, leaders, tight), units=(charter().units[0], south), nomination=MEMBERS_FIRST)
    own = Play(play.archive.folder, plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(GROUPS, "p3", ("men",))
        patch.setitem(GROUPS, "p4", ("men",))
        patch.setitem(GROUPS, "p6", ("men",))
        own.vetted("north").on("03-02").vetted("south", ("q2", "q3", "q1"))
    event = split(own)
    assert event.parts == {"north": 0, "south": 1}
    assert event.most == {"north": 0, "south": 1}
    assert split(own, "leaders").parts == {"north": 1}
    own.do(MakeShortlist("north"), "sec")
    assert own.election.shortlists["north"].candidates == ("p2", "p3", "p4", "p6")


def test_quota_together_says_which_quotas_are_in_each_others_way(play: Play) -> None:
    """As before, and in the south there is no woman: of the two wholes only one can be met."""
    tight = Quota(**named("others"), group="men", at_least_count=3)
    leaders = Quota(**named("leaders"), group="leading", whole=Fraction(1, 3))
    one = (replaced(charter().units[0], members=18),)
    women = replaced(WOMEN, whole=Fraction(1, 3))
    plan = charter(
        quotas=(women, leaders, tight), units=one, seats=replaced(charter().seats, total=3), nomination=MEMBERS_FIRST
    )
    own = Play(play.archive.folder, plan)
    with pytest.MonkeyPatch.context() as patch:
        for person in ("p3", "p4", "p6"):
            patch.setitem(GROUPS, person, ("men",))
        own.vetted("north")
    words = "beside the parts of Women-Of-All, Leaders asks for 1 and the units can have 0 at most: north 0"
    with refused("quota.together", words, "split Leaders first"):
        split(own)


def test_status_says_what_has_to_be_done_before_a_split_and_then_to_split(play: Play) -> None:
    own = Play(play.archive.folder, charter(quotas=(WOMEN,), nomination=MEMBERS_FIRST)).vetted("north")
    tasks = {unit.unit: [task.command for task in unit.tasks] for unit in progress(own.election, own.day)}
    assert tasks["north"] == ["comitia vetting close south"]
    own.on("03-02").vetted("south", ("q2", "q3", "q1"))
    tasks = {unit.unit: [task.command for task in unit.tasks] for unit in progress(own.election, own.day)}
    assert tasks[""] == tasks["north"] == tasks["south"] == ["comitia quota split women-of-all"]
    event = split(own)
    tasks = {unit.unit: [task.command for task in unit.tasks] for unit in progress(own.election, own.day)}
    assert tasks["north"] == ["comitia shortlist north"]
    said = str(told(event, own.election.charter))
    lines = [str(line.what) for line in explain_unit("north", own.election, own.entries)]
    assert "Quota Women-Of-All: 2 of 3 fall to this unit, which could have 2 at most." in lines
    assert said == "The quota Women-Of-All was split over the units, 3 people in all."


@given(st.data())
def test_the_parts_make_the_whole_and_every_unit_can_have_its_part(data: st.DataObject) -> None:
    """Whatever the groups and the other quotas are: the most of a unit is what trying all its slates gives."""
    asks: dict[str, Question] = {}
    delegations = {}
    for unit in data.draw(st.sets(st.sampled_from("abcd"), min_size=1)):
        groups = data.draw(st.lists(st.sets(st.sampled_from(("women", "leading"))), min_size=2, max_size=5))
        eligible = {f"{unit}{number}": tuple(sorted(own)) for number, own in enumerate(groups)}
        places, seats = data.draw(st.integers(1, len(groups))), data.draw(st.integers(1, 4))
        leading = sum("leading" in own for own in eligible.values())
        least = data.draw(st.integers(0, min(leading, places)))
        plan = Unit(**named(unit), members=1)
        most = data.draw(st.integers(max(least, places - (len(groups) - leading)), 9))
        bound = Limit("leading", "leading", least, most)
        asks[unit] = Question(unit, places, 0, eligible, frozenset(), {}, measure(), (bound,), "seed")
        delegations[unit] = Delegation((), plan, seats)
    able = {
        unit: max(
            sum("women" in own.eligible[person] for person in slate)
            for slate in combinations(own.eligible, own.places)
            if own.limits[0].least <= sum("leading" in own.eligible[person] for person in slate) <= own.limits[0].most
        )
        for unit, own in asks.items()
    }
    total = sum(own.seats for own in delegations.values())
    plan = charter(seats=replaced(charter().seats, total=total))
    quota = replaced(WOMEN, whole=Fraction(data.draw(st.integers(0, total)), total))
    founding = Founding(plan, False, set(), seed="seed")
    if wanted(quota, plan) > sum(able.values()):
        with refused("quota.capacity"):
            divide(quota, (), founding, delegations, lambda own: asks[own.unit.id])
        return
    event = divide(quota, (), founding, delegations, lambda own: asks[own.unit.id])
    assert event.most == able
    assert sum(event.parts.values()) == wanted(quota, plan)
    assert all(event.parts[unit] <= able[unit] for unit in asks)
    for one, other in permutations(asks, 2):  # nobody has a better claim to another's last part
        if event.parts[one] < able[one] and event.parts[other]:
            claim = Fraction(delegations[one].seats, 2 * event.parts[one] + 1)
            assert claim <= Fraction(delegations[other].seats, 2 * event.parts[other] - 1)


def measure() -> Measure:
    closed = RoundClosed("a", "first", 0, 0, 0, 0, (), TABLE, TABLE)
    return Measure.of(charter().nomination, charter().shortlist, closed)
