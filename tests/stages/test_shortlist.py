"""Shortlist: candidates by support, within the margin and the quotas, with a proof."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

from making import PERSONS, Play, charter, named, refused, replaced

from comitia.charter.model import Margin, Margins, Quota, Shortlisting, Unit
from comitia.methods.lots import lot_numbers
from comitia.stages.founding import PermitMargin
from comitia.stages.nominate import PlaceNominee, WithdrawNominee
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import OpenPoll
from comitia.stages.quotas import Delegation
from comitia.stages.shortlist import MakeShortlist, ShortlistMade
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto

MEMBERS_FIRST = replaced(charter().nomination, rank_by=("members", "organisations"))


def made(play: Play, places: int = 0) -> ShortlistMade:
    (event,) = play.on("03-21").do(MakeShortlist("north", places), "sec")
    assert isinstance(event, ShortlistMade)
    return event


def test_shortlist_after_vetting_is_closed(play: Play) -> None:
    """CN-P-04: not before the inspection is closed, and not after the poll has opened."""
    play.vetting().opinions("north", PERSONS).on("03-21")
    with refused("shortlist.after", "north: the shortlist cannot be made"):
        play.do(MakeShortlist("north"), "sec")
    play.do(CloseVetting("north"), "sec")
    assert made(play)
    play.noticed("candidates", "04-01").voting()
    with refused("shortlist.after", "the poll has opened"):
        play.do(MakeShortlist("north"), "sec")


def test_shortlist_seed_is_recorded_first(play: Play) -> None:
    play.vetted().election.founding.seed = ""
    with refused("shortlist.seed", "there is no public seed", "comitia seed"):
        made(play)


def test_cn_p_01_the_shortlist_keeps_the_margin(play: Play) -> None:
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        made(play.vetted(), 3)
    assert len(made(play).candidates) == 4  # the least that is more than 15 % above 3


def test_cn_p_03_a_permitted_unit_may_have_as_many_candidates_as_seats(play: Play) -> None:
    play.vetted()
    for officer in ("ro", "ro2"):
        play.do(PermitMargin("north", "decision no. 5"), officer)
    assert len(made(play).candidates) == 3


def test_shortlist_places_no_more_than_may_stand_and_room_for_those_placed(play: Play) -> None:
    play.vetted()
    with refused("shortlist.places", "7 candidates are wanted; 0 were placed, and 6 may stand", "ask for 0 to 6"):
        made(play, 7)
    assert made(play, 6).candidates == PERSONS


def test_shortlist_again_only_where_somebody_has_left_it(play: Play) -> None:
    first = made(play.vetted())
    with refused("shortlist.again", "made already, and everybody on it still stands"):
        made(play, 6)
    play.do(WithdrawNominee("north", first.candidates[-1], "I withdraw."), "sec")
    assert first.candidates[-1] not in made(play).candidates


def test_the_slate_is_the_best_there_is_and_lots_decide_between_equals_only(tmp_path: Path) -> None:
    quotas = (
        Quota(**named("women"), group="women", at_least=Fraction(1, 2)),
        Quota(**named("leading"), group="leading", at_most=Fraction(1, 5)),
    )
    play = Play(tmp_path, charter(nomination=MEMBERS_FIRST, quotas=quotas)).vetted()
    event = made(play)
    support = {person: row_members for person, _, row_members in play.election.nominations["north"].nominees}
    lots = lot_numbers("3-1-4-1-5", "shortlist/north", PERSONS)
    slates = [slate for slate in combinations(PERSONS, 4) if {"p1", "p5"} <= {*slate} and "p2" not in slate]
    best = max(slates, key=lambda slate: (sum(map(support.__getitem__, slate)), sum(map(lots.__getitem__, slate))))
    assert event.candidates == best == ("p1", "p3", "p4", "p5")
    assert event.total == event.upper == str(sum(support[person] for person in best))


def test_shortlist_quotas_that_nobody_can_meet_are_named_with_the_least_change(tmp_path: Path) -> None:
    quotas = (Quota(**named("men"), group="men", at_least_count=1),)
    play = Play(tmp_path, charter(quotas=quotas)).vetted()
    with refused(
        "shortlist.quotas",
        "north: no choice of 4 candidates meets these quotas together: Men: at least 1.",
        "The least change that would do: Men: at least 0 instead of 1",
        "no other number fits; every contradiction, and what else would do: `comitia shortlist north --preview`",
    ):
        made(play)


def test_cn_p_10_where_another_number_of_candidates_meets_the_quotas_it_is_named(tmp_path: Path) -> None:
    """Of 4 places a third and more are 2 women; of 4 at most a quarter is leading. 6 places would ask for 3 women."""
    quotas = (
        Quota(**named("women"), group="women", at_least=Fraction(1, 3)),
        Quota(**named("front"), group="men", at_most=Fraction(1, 2)),
        Quota(**named("leading"), group="leading", at_least=Fraction(1, 5)),
        Quota(**named("few"), group="leading", at_most=Fraction(1, 4)),
    )
    play = Play(tmp_path, charter(quotas=quotas)).vetted()
    with refused(
        "shortlist.quotas",
        "no choice of 6 candidates meets these quotas together: Leading: at least 2",
        "`comitia shortlist north --places 5` makes one that fits",
    ):
        made(play, 6)
    assert len(made(play, 5).candidates) == 5


def test_cn_p_02_placed_candidates_stand_in_any_case_and_count_for_the_quotas(tmp_path: Path) -> None:
    margin = Margin(more_than=Fraction(3, 20), base="contested")
    quotas = (
        Quota(**named("men"), group="men", at_least_count=1),
        Quota(**named("few"), group="leading", at_most=Fraction(0)),
    )
    play = Play(tmp_path, charter(margins=Margins(margin, margin), quotas=quotas)).nominated()
    play.do(PlaceNominee("north", "c1", "decision", {"name": "C"}, ("men",)), "ro")
    play.on("03-12").noticed("names", "03-16")
    play.do(OpenVetting("north"), "sec")
    play.opinions("north", PERSONS).do(GiveOpinion("north", "file", ("c1",)), "party")
    play.do(GiveOpinion("north", "conduct", ("c1",)), "disc")
    play.do(CloseVetting("north"), "sec")
    event = made(play)
    assert event.placed == ("c1",)
    assert len(event.candidates) == 1 + 3  # 3 for the 2 contested seats
    assert "p2" not in event.candidates


def test_placed_candidates_beyond_an_upper_quota_are_a_conflict_and_not_silence(tmp_path: Path) -> None:
    quotas = (Quota(**named("few"), group="leading", at_most=Fraction(0)),)
    play = Play(tmp_path, charter(quotas=quotas)).nominated()
    play.do(PlaceNominee("north", "c1", "decision", {"name": "C"}, ("women",)), "ro")
    play.election.nominations["north"].placed.add("p2")  # p2 is of the group of whom none may stand
    play.on("03-12").noticed("names", "03-16")
    play.do(OpenVetting("north"), "sec")
    play.opinions("north", (*PERSONS, "c1")).do(CloseVetting("north"), "sec")
    with refused("shortlist.quotas", "Few: at most 0", "Few: at most 1 instead of 0"):
        made(play)


def shortlisting(tmp_path: Path, plan: Shortlisting, quotas: tuple[Quota, ...] = ()) -> Play:
    """Vetted in the north: p1 to p6 are supported by both organisations, and by 18, 16, 14, 12, 10 and 8 members."""
    return Play(tmp_path, charter(quotas=quotas, shortlist=plan)).vetted()


def test_cn_p_09_where_organisations_are_equal_the_members_decide(tmp_path: Path) -> None:
    """CN-P-09: by organisations alone lots would decide, for all six have both."""
    assert made(shortlisting(tmp_path, Shortlisting("rank"))).candidates == ("p1", "p2", "p3", "p4")


def test_cn_b_10_shares_of_organisations_and_members_are_added(tmp_path: Path) -> None:
    quotas = (Quota(**named("few"), group="women", at_most=Fraction(0)),)
    play = shortlisting(tmp_path, Shortlisting("shares", members=2), quotas)
    assert made(play).candidates == ("p2", "p3", "p4", "p6")


def test_shortlist_support_asks_for_a_majority(tmp_path: Path) -> None:
    """CN-P-09, CN-B-10, CN-L-37: more than half of the 18 members are 10 or more; p6 has 8."""
    half = Shortlisting(members_more_than=Fraction(1, 2))
    play = shortlisting(tmp_path, half)
    with refused("shortlist.support", "6 candidates are wanted, and of 6 who may stand 5 were placed or have"):
        made(play, 6)
    assert made(play, 5).candidates == ("p1", "p2", "p3", "p4", "p5")


def test_who_was_placed_stands_whatever_the_support(tmp_path: Path) -> None:
    play = Play(tmp_path, charter(quotas=(), shortlist=Shortlisting(members_more_than=Fraction(2, 3)))).nominated()
    play.do(PlaceNominee("north", "c1", "decision", {"name": "C"}), "ro")
    play.on("03-12").noticed("names", "03-16")
    play.do(OpenVetting("north"), "sec")
    play.opinions("north", (*PERSONS, "c1")).do(CloseVetting("north"), "sec")
    assert made(play).candidates == ("c1", "p1", "p2", "p3")


def test_cn_p_05_no_list_without_the_discipline_commissions_opinion(play: Play) -> None:
    """CN-P-05: missing discipline opinion -> cannot publish the preliminary list, nor make the shortlist."""
    play.vetting().do(GiveOpinion("north", "file", PERSONS), "party")
    with refused("vet.undecided"):
        play.do(CloseVetting("north"), "sec")
    with refused("shortlist.after"):
        made(play)


def test_cn_l_39_a_share_of_women_not_below_the_memberships_and_three_tenths_of_the_front_line(tmp_path: Path) -> None:
    """CN-L-39: of 4 candidates 30 % are 2 of the front line, and women as many as a quarter of the members are 1."""
    front = (Quota(**named("front"), group="leading", at_least=Fraction(3, 10)),)
    units = (replaced(charter().units[0], shares={"women": Fraction(1, 4)}), charter().units[1])
    women = (Quota(**named("women"), group="women", kinds=("unit",), as_membership=True),)
    plan = charter(nomination=MEMBERS_FIRST, units=units)
    play = Play(tmp_path, replaced(plan, quotas=women)).vetted()
    assert play.branch().election.delegation("north").limits("candidates", 4)[0].least == 1
    assert made(play).candidates == ("p1", "p2", "p3", "p4")
    with refused("shortlist.quotas", "Front: at least 2", "Front: at least 1 instead of 2"):
        made(Play(tmp_path, replaced(plan, quotas=front)).vetted())


def test_cn_p_01_who_leaves_the_shortlist_is_missed_and_the_margin_is_checked_again(play: Play) -> None:
    """CN-P-01: 4 candidates for 3 seats are enough, 3 are not; made again it has 4."""
    first = made(play.vetted())
    play.do(PublishNotice("north", "candidates"), "sec")
    play.do(FileObjection("north", "candidates", first.candidates[0], "a text"), "sec")
    play.do(AnswerObjection("north", "north-1", "upheld", "it is right", "so it is"), "ro")
    play.do(ConfirmObjection("north", "north-1"), "ro2")
    play.on("04-01").do(CloseNotice("north", "candidates"), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.do(OpenPoll("north", 10), "sec")
    (again,) = play.do(MakeShortlist("north"), "sec")
    assert isinstance(again, ShortlistMade)
    assert len(again.candidates) == 4
    assert first.candidates[0] not in again.candidates


def test_cn_p_01_a_veto_before_the_shortlist_leaves_fewer_to_choose_from(play: Play) -> None:
    """CN-P-01: with 3 who passed for 3 seats no shortlist has the margin."""
    play.vetting(persons=PERSONS[:4]).opinions("north", PERSONS[:3])
    play.do(GiveOpinion("north", "file", (), ("p4",), "grounds"), "party")
    play.do(ProposeVeto("north", "p4", "political", "reasons"), "party")
    play.do(SecondVeto("north", "p4"), "disc")
    play.do(NotifyOfVeto("north", "p4", "handed over"), "sec")
    play.do(ReplyToVeto("north", "p4", "my reply"), "sec")
    play.do(ConcludeVeto("north", "p4", "stands", "as found"), "ro")
    play.do(CloseVetting("north"), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats", "add 1 more"):
        made(play)


def test_quotas_as_whole_numbers() -> None:
    """CN-P-10: a third of the front line, at most two thirds leading; a share of women above the membership's."""
    unit = Unit(**named("north"), members=100, shares={"women": Fraction(2, 5)})
    quotas = {
        "at least": Quota(**named("a"), group="women", at_least=Fraction(1, 3)),
        "at most": Quota(**named("b"), group="women", at_most=Fraction(2, 3)),
        "above": Quota(**named("c"), group="women", above_membership=True),
        "as": Quota(**named("d"), group="women", as_membership=True),
        "count": Quota(**named("e"), group="women", at_least_count=5),
    }

    def found(places: int) -> dict[str, tuple[int, int]]:
        limits = {name: Delegation((), unit, places).limit(quota, places) for name, quota in quotas.items()}
        return {name: (limit.least, limit.most) for name, limit in limits.items()}

    assert found(63) == {"at least": (21, 63), "at most": (0, 42), "above": (26, 63), "as": (26, 63), "count": (5, 63)}
    assert found(5) == {"at least": (2, 5), "at most": (0, 3), "above": (3, 5), "as": (2, 5), "count": (5, 5)}
