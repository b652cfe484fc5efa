"""Candidates who are drawn: the lottery is on the record before the numbers that decide it, and then decides."""

from fractions import Fraction
from pathlib import Path

import pytest
from making import PERSONS, Play, charter, named, refused

from comitia.charter.model import Charter, Quota, Shortlisting
from comitia.methods import lottery as methods
from comitia.methods.lots import draw, number
from comitia.stages import lottery as stage
from comitia.stages.founding import ExtendWindow
from comitia.stages.lottery import DrawShortlist, LotteryPublished, PublishLottery, ShortlistDrawn
from comitia.stages.nominate import WithdrawNominee
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.tickets import read

LEXIMIN, MAXIMIN, TIES = (
    Shortlisting(method="lottery-leximin"),
    Shortlisting(method="lottery-maximin"),
    Shortlisting(ties="lottery"),
)
SOURCE = "the numbers of the state lottery"
QUOTAS = (
    Quota(**named("women"), group="women", at_least_count=1),
    Quota(**named("leading"), group="leading", at_most=Fraction(1, 5)),
)


def plan(shortlist: Shortlisting = LEXIMIN) -> Charter:
    return charter(shortlist=shortlist, quotas=QUOTAS)


def vetted(folder: Path, shortlist: Shortlisting = LEXIMIN) -> Play:
    return Play(folder, plan(shortlist)).vetted().on("03-21")


def published(play: Play, day: str = "2026-03-23", places: int = 0) -> LotteryPublished:
    (event,) = play.do(PublishLottery("north", SOURCE, day, places), "sec")
    assert isinstance(event, LotteryPublished)
    return event


def drawn(play: Play, seed: str = "7-8-9", day: str = "03-23") -> ShortlistDrawn:
    (event,) = play.on(day).do(DrawShortlist("north", seed), "ro")
    assert isinstance(event, ShortlistDrawn)
    return event


def test_candidates_are_drawn_from_the_lottery_that_was_published(tmp_path: Path) -> None:
    play = vetted(tmp_path)
    stated = published(play)
    lottery = read(stated, play.archive)
    # p2, the only one who is leading, may not stand; of p1 and p5, the women, one has to; they are alike
    assert dict(zip(lottery.types, lottery.chances(), strict=True)) == {
        ("p2",): 0,
        ("p1", "p5"): Fraction(4, 5),
        ("p3", "p4", "p6"): Fraction(4, 5),
    }
    assert stated.chances == ("0", "4/5")
    made = drawn(play)
    ticket = number("7-8-9", "lottery/north", sum(lottery.tickets))
    panel = lottery.panels[lottery.panel_of(ticket)]
    assert made.ticket == str(ticket)
    expected = []
    for people, count in zip(lottery.types, panel, strict=True):
        expected += draw("7-8-9", "lottery/north", people)[:count]
    assert made.candidates == tuple(sorted(expected)) == play.election.candidates("north")
    assert len(made.candidates) == 4
    play.noticed("candidates", "04-01").voting()
    assert set(play.election.polls["north"].votes[-1].opened.candidates) == set(made.candidates)


@pytest.mark.parametrize("shortlist", [LEXIMIN, MAXIMIN])
def test_every_ticket_keeps_the_quotas(tmp_path: Path, shortlist: Shortlisting) -> None:
    play = vetted(tmp_path, shortlist)
    lottery = read(published(play), play.archive)
    for panel in lottery.panels:
        slate = {id for people, count in zip(lottery.types, panel, strict=True) for id in people[:count]}
        assert len(slate) == 4
        assert slate & {"p1", "p5"}
        assert "p2" not in slate


def test_among_equals_the_lottery_is_over_the_slates_of_most_support_only(tmp_path: Path) -> None:
    """By organisations all have the same support here, but for p2, whom the quota keeps out."""
    play = vetted(tmp_path, TIES)
    stated = published(play)
    support = {person: organisations for person, organisations, _ in play.election.nominations["north"].nominees}
    lottery = read(stated, play.archive)
    assert stated.total == str(sum(sorted(support.values())[-4:]))
    assert len(stated.support) == len(stated.chances)
    for panel in lottery.panels:
        slate = [id for people, count in zip(lottery.types, panel, strict=True) for id in people[:count]]
        assert sum(support[id] for id in slate) == int(stated.total)
    assert len(drawn(play).candidates) == 4


def test_lottery_none_before_it_is_published(tmp_path: Path) -> None:
    """The unsound order: numbers first, and then a lottery that suits them."""
    play = vetted(tmp_path)
    with refused("lottery.none", "no lottery is published", "comitia lottery publish north"):
        play.do(DrawShortlist("north", "7-8-9"), "ro")
    published(play)
    drawn(play)
    with refused("lottery.none", "still to be drawn"):
        play.do(DrawShortlist("north", "1-2-3"), "ro")


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("", "2026-03-23"),
        ("two\nlines", "2026-03-23"),
        (SOURCE, "2026-03-21"),
        (SOURCE, "2026-04-11"),
        (SOURCE, "soon"),
    ],
)
def test_lottery_source_is_named_with_a_later_day_on_which_shortlists_are_still_open(
    tmp_path: Path, source: str, day: str
) -> None:
    play = vetted(tmp_path)
    with refused("lottery.source", "north: the numbers cannot come from", "a day from 2026-03-22 to 2026-04-10"):
        play.do(PublishLottery("north", source, day), "sec")


def test_lottery_early_before_the_source_gives_its_numbers(tmp_path: Path) -> None:
    play = vetted(tmp_path)
    published(play)
    with refused("lottery.early", "gives its numbers on 2026-03-23; today is 2026-03-22"):
        drawn(play, day="03-22")


def test_lottery_known_numbers_decide_nothing(tmp_path: Path) -> None:
    """The election's own seed was on the record when the lottery was published, and so were those of earlier draws."""
    play = vetted(tmp_path)
    published(play)
    with refused("lottery.known", "3-1-4-1-5 was on the record before the lottery"):
        drawn(play, "3-1-4-1-5")
    with refused("lot.seed-text", "cannot be a seed"):
        drawn(play, "七")
    first = drawn(play)
    play.do(WithdrawNominee("north", first.candidates[0], "I withdraw."), "sec")
    published(play, "2026-03-25")
    with refused("lottery.known", "7-8-9 was on the record"):
        drawn(play, "7-8-9", "03-25")


def test_lottery_pending_is_drawn_as_it_was_published_whoever_leaves(tmp_path: Path) -> None:
    """Nobody can have a second try by leaving, or by publishing again."""
    play = vetted(tmp_path)
    published(play)
    other = play.branch()
    with refused("lottery.pending", "waits for its draw on 2026-03-23"):
        published(play)
    play.do(WithdrawNominee("north", "p3", "I withdraw."), "sec")
    with refused("lottery.pending", "waits for its draw on 2026-03-23"):
        published(play)
    assert drawn(play) == drawn(other)
    assert "p3" not in play.election.candidates("north")


def test_those_who_were_drawn_stay_when_others_are_drawn_after_them(tmp_path: Path) -> None:
    play = vetted(tmp_path)
    published(play)
    first = drawn(play)
    with refused("shortlist.again", "everybody on it still stands"):
        published(play, "2026-03-25")
    play.do(WithdrawNominee("north", first.candidates[0], "I withdraw."), "sec")
    rest = first.candidates[1:]
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        published(play, "2026-03-25", 3)
    stated = published(play, "2026-03-25")
    assert (stated.places, stated.kept) == (4, rest)
    second = drawn(play, "9-9-9", "03-25")
    assert set(rest) < set(second.candidates)
    assert len(second.candidates) == 4
    assert play.election.candidates("north") == second.candidates


def test_lottery_kept_candidates_are_no_more_than_the_places(tmp_path: Path) -> None:
    play = Play(tmp_path, charter(shortlist=LEXIMIN, quotas=())).vetted().on("03-21")
    published(play, places=6)
    first = drawn(play)
    play.do(WithdrawNominee("north", first.candidates[0], "I withdraw."), "sec")
    with refused("lottery.kept", "4 candidates are wanted, and 5 were placed or drawn before", "ask for 5"):
        published(play, "2026-03-25", 4)
    with refused("shortlist.places", "6 candidates are wanted", "5 may stand"):
        published(play, "2026-03-25")
    assert published(play, "2026-03-25", 5).kept == first.candidates[1:]
    assert drawn(play, "9-9-9", "03-25").candidates == first.candidates[1:]


def test_shortlist_by_lottery_or_by_support_as_the_charter_says(tmp_path: Path) -> None:
    play = vetted(tmp_path / "drawn")
    with refused("shortlist.by-lottery", "north: the charter has the candidates drawn by lottery"):
        play.do(MakeShortlist("north"), "sec")
    play = vetted(tmp_path / "made", Shortlisting())
    with refused("lottery.by-support", "north: the charter has the candidates chosen by support"):
        published(play)


def test_the_places_are_those_of_a_shortlist(tmp_path: Path) -> None:
    play = vetted(tmp_path)
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        published(play, places=3)
    with refused("shortlist.places", "7 candidates are wanted"):
        published(play, places=7)
    men = (Quota(**named("men"), group="men", at_least_count=1),)
    with refused("selection.infeasible", "men ≥ 1"):
        published(Play(tmp_path / "men", charter(shortlist=LEXIMIN, quotas=men)).vetted().on("03-21"))
    with refused("shortlist.after", "a notice before it is still open"):
        Play(tmp_path / "early", plan()).vetting().on("03-21").do(PublishLottery("north", SOURCE, "2026-03-23"), "sec")
    with refused("calendar.late"):
        drawn_late = play.branch()
        published(drawn_late)
        drawn(drawn_late, day="04-11")
    published(play)
    play.do(ExtendWindow("north", "shortlist", "2026-04-12"), "ro")
    assert drawn(play, day="04-11")


def test_what_is_read_back_is_the_lottery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[methods.Lottery] = []

    def kept(*arguments: object) -> methods.Lottery:
        found.append(methods.lottery(*arguments))  # type: ignore[arg-type]
        return found[0]

    monkeypatch.setattr(stage, "lottery", kept)
    play = vetted(tmp_path)
    again = read(published(play), play.archive)
    assert (again.types, again.panels, again.tickets) == (found[0].types, found[0].panels, found[0].tickets)
    assert again.chances() == found[0].chances()


def test_nobody_is_left_to_draw(tmp_path: Path) -> None:
    """Everybody who may stand does, and nobody who may be drawn is left."""
    play = Play(tmp_path, charter(shortlist=LEXIMIN, quotas=())).vetted("north", PERSONS[:4]).on("03-21")
    stated = published(play)
    assert stated.chances == ("1",)
    assert drawn(play).candidates == PERSONS[:4]
