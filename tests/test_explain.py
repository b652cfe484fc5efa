"""Explain: everybody is told exactly why, in figures that can be checked, by entries that can be looked up."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest
from making import PERSONS, Play, charter, named, refused, replaced

from comitia.charter.model import Category, Charter, Part, Quota, Seats, Shortlisting, Unit
from comitia.election import EVENTS
from comitia.explain import Line, explain, explain_entry
from comitia.explain.seats import seats
from comitia.explain.support import Support, by_node, support_by_organisation
from comitia.explain.told import TELLINGS, told
from comitia.methods.lots import lot_numbers
from comitia.office import entry_of
from comitia.record.canonical import decode, encode
from comitia.record.entry import Entry
from comitia.record.sealed import seal
from comitia.register.filings import Filed, Imported
from comitia.register.shapes import RETURNS, SUPPORT, keep
from comitia.rules import CATALOGUE
from comitia.stages import apportion
from comitia.stages.certify import SignCertificate
from comitia.stages.count import LeaveVacant
from comitia.stages.credentials import ReviewCredentials
from comitia.stages.founding import Appoint, ExtendWindow, OfficerAppointed
from comitia.stages.intent import Act
from comitia.stages.nominate import (
    CloseRound,
    FileReturn,
    OpenRound,
    PlaceNominee,
    WithdrawNominee,
)
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, OpenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto


def entries_of(play: Play) -> list[Entry]:
    """The record of the play, as if one officer had done it all."""
    sealed = [seal("person", "{}")]
    return [
        decode(encode(entry_of(event, Act("ro", "2026-03-02T09:00:00Z", play.day), sealed))) for event in play.events
    ]


def said(play: Play, what: str) -> list[str]:
    return [str(line.what) for line in lines(play, what)]


def lines(play: Play, what: str) -> Sequence[Line]:
    return explain(what, play.election, entries_of(play), play.archive)


def plan(**counting: object) -> Charter:
    return charter(counting=replaced(charter().counting, **counting))


# --- entries ---------------------------------------------------------------------------------------------------------


def test_every_kind_of_event_can_be_told_and_names_rules_of_the_catalogue() -> None:
    assert TELLINGS.keys() == set(EVENTS)
    for telling in TELLINGS.values():
        assert set(telling.rules) <= CATALOGUE.keys()


def test_an_entry_says_what_who_when_which_rules_and_where_its_receipt_is(play: Play) -> None:
    play.registered()
    text = "\n".join(map(str, (line.what for line in explain_entry(2, play.election, entries_of(play)))))
    assert "Entry 2 of 9 (register.adopted), by ro at 2026-03-02T09:00:00Z." in text
    assert "North: the register was adopted, with 2 primary organisations and 18 members." in text
    assert "Its sealed parts can be shown or erased one by one: person." in text
    assert "Rule register.closed: A unit's register is adopted before its first round opens" in text
    assert "`comitia record receipt 2`" in text


@pytest.mark.parametrize("what", ["nobody", "-1", "99", "9" * 5000, "²"])
def test_explain_unknown_names_what_can_be_asked(play: Play, what: str) -> None:
    play.registered()
    with refused("explain.unknown", "from 0 to 8"):
        lines(play, what)


@pytest.mark.parametrize("number", [-1, 9])
def test_explain_unknown_is_the_refusal_for_an_entry_that_is_not_there(play: Play, number: int) -> None:
    play.registered()
    with refused("explain.unknown", f"entry {number}"):
        explain_entry(number, play.election, entries_of(play))


def test_an_entry_is_explained_by_its_number_where_no_person_has_it(play: Play) -> None:
    play.registered(persons=("1", "p2"))
    assert "1 still stands in North." in said(play, "1")
    assert said(play, "2")[0].startswith("Entry 2 of")


@pytest.mark.parametrize(("scope", "place"), [("", "the whole election"), ("north", "north")])
def test_an_appointment_names_the_role_in_words(play: Play, scope: str, place: str) -> None:
    sentence = told(OfficerAppointed("x", "returning_officer", scope), play.election.charter)
    assert str(sentence) == f"x was appointed returning officer; for: {place}."


# --- nominations -----------------------------------------------------------------------------------------------------


def test_a_nominee_learns_the_support_and_the_place_in_each_round(play: Play) -> None:
    told_to = said(play.nominated(), "p2")
    support = play.election.nominations["north"].nominees[1]
    for round in ("first", "second"):
        assert (
            f"Round {round}: supported by {support[1]} of 2 organisations and by {support[2]} members; place 2 of 6 on "
            "the unit's list."
        ) in told_to


def test_a_nominee_without_support_is_told_so(play: Play) -> None:
    play.registered(persons=("p1", "p2"))
    play.do(OpenRound("north", "first"), "sec")
    for organisation in organisations(play):
        play.do(FileReturn("north", "first", organisation, 2, {"p1": 2}), "sec")
    play.do(CloseRound("north", "first"), "sec")
    assert "No organisation supported this nominee in round first." in said(play, "p2")


def organisations(play: Play) -> list[str]:
    register = play.election.nominations["north"].register
    assert register is not None
    return [str(row[0]) for row in play.archive.rows(register) if row[3]]


def test_a_nominee_who_was_cut_at_a_level_is_told_where_and_by_how_much(tmp_path: Path) -> None:
    levels = (charter().levels[0], replaced(charter().levels[1], list=Fraction(1, 3)), charter().levels[2])
    play = Play(tmp_path / "tables", charter(levels=levels)).registered(persons=("p1", "p2"))
    play.do(OpenRound("north", "first"), "sec")
    for organisation in organisations(play):
        play.do(FileReturn("north", "first", organisation, 2, {"p1": 2, "p2": 1}), "sec")
    play.do(CloseRound("north", "first"), "sec")
    cut = [sentence for sentence in said(play, "p2") if "cut at" in sentence]
    assert cut
    assert all("the list there took 1 names further" in sentence for sentence in cut)
    total = sum(int(sentence.split(" organisations and ")[1].split()[0]) for sentence in cut)
    assert total == 2  # one member in each of the two organisations


def test_of_an_organisations_returns_the_last_one_counts_for_its_support(tmp_path: Path) -> None:
    filings = [Filed("a", 5, {"p": 5}), Filed("b", 5, {"p": 2}), Filed("a", 5, {"q": 5})]
    assert support_by_organisation("p", filings, Play(tmp_path / "t").archive) == {"b": 2}


def test_an_imported_return_replaces_the_one_that_was_filed(tmp_path: Path) -> None:
    archive = Play(tmp_path / "t").archive
    returns = keep(archive, pa.table({"organisation": ["a", "c"], "participants": [5, 5]}), RETURNS)
    rows = {"organisation": ["c", "c"], "person": ["p", "q"], "members": [4, 1]}
    imported = Imported(returns, keep(archive, pa.table(rows), SUPPORT))
    filings = [Filed("a", 5, {"p": 5}), Filed("b", 5, {"p": 2}), imported]
    assert support_by_organisation("p", filings, archive) == {"b": 2, "c": 4}


def test_support_is_added_up_for_every_node_above() -> None:
    nodes = by_node({"a": 2, "b": 3, "c": 4}, {"a": "x", "b": "x", "x": "u", "c": "u"})
    assert nodes == {"x": Support(2, 5), "u": Support(3, 9)}


# --- vetting, notices, shortlist -------------------------------------------------------------------------------------


def test_a_veto_is_told_step_by_step(play: Play) -> None:
    play.vetting().opinions("north", ("p1", "p2", "p3", "p4", "p5"))
    play.do(GiveOpinion("north", "file", (), ("p6",), "grounds"), "party")
    play.do(ProposeVeto("north", "p6", "political", "reasons"), "party")
    play.do(SecondVeto("north", "p6"), "disc")
    play.do(NotifyOfVeto("north", "p6", "handed over"), "sec")
    play.do(ReplyToVeto("north", "p6", "my reply"), "sec")
    play.do(ConcludeVeto("north", "p6", "stands", "reasons"), "ro")
    play.do(CloseVetting("north"), "sec")
    assert said(play, "p6")[-8:] == [
        "Check File: adverse.",
        "North: a veto of p6 was proposed, on the ground Political.",
        "North: the veto of p6 was seconded.",
        "North: p6 was told of the veto, and may reply until 2026-03-19.",
        "North: p6 replied to the veto.",
        "North: the veto of p6 was concluded: it stands.",
        "Failed vetting: a veto stands, or the nominee has left the lists.",
        "p6 was not elected in North.",
    ]


def test_an_upheld_objection_is_told(play: Play) -> None:
    play.nominated().on("03-12").do(PublishNotice("north", "names"), "sec")
    play.do(FileObjection("north", "names", "p3", "a text"), "sec")
    play.do(AnswerObjection("north", "north-1", "upheld", "it is right", "he agrees"), "ro")
    play.do(ConfirmObjection("north", "north-1"), "ro2")
    play.on("03-16").do(CloseNotice("north", "names"), "sec")
    assert said(play, "p3")[-5:] == [
        "On a notice (Names), with objections until 2026-03-14.",
        "North: the objection north-1 to p3 was filed; answer by: -.",
        "North: the objection north-1 was answered: it is upheld.",
        "North: that the objection north-1 is upheld was confirmed.",
        "p3 is off the lists of North: an objection was upheld.",
    ]


def test_who_was_not_among_those_vetted_is_told(play: Play) -> None:
    play.nominated().do(WithdrawNominee("north", "p6", "I withdraw."), "sec")
    play.on("03-12").noticed("names", "03-16")
    play.do(OpenVetting("north"), "sec")
    assert said(play, "p6")[-3:] == ["North: p6 withdrew.", "Not among those vetted.", "p6 has withdrawn in North."]


def test_a_loser_at_the_shortlist_is_told_the_support_that_was_needed(tmp_path: Path) -> None:
    by_members = replaced(charter().nomination, rank_by=("members", "organisations"))
    play = Play(tmp_path / "tables", charter(nomination=by_members)).shortlisted(places=4)
    support = {person: members for person, _, members in play.election.nominations["north"].nominees}
    chosen = play.election.shortlists["north"].candidates
    loser = min(support, key=lambda person: support[person])
    least = sorted(support.values())[-4]  # the quota for women is met by p1, who has most support
    for person, where in ((loser, "Not on"), ("p1", "On")):
        assert said(play, person)[-3:-1] == [
            f"{where} the shortlist of 4: by support.",
            f"The support is {support[person]}; without quotas it takes {least}.",
        ]
    assert least == min(support[person] for person in chosen)


def test_a_loser_of_the_lot_is_told_the_lots(tmp_path: Path) -> None:
    play = Play(tmp_path / "tables", charter(quotas=())).shortlisted(places=4)
    chosen = play.election.shortlists["north"].candidates
    lots = lot_numbers("3-1-4-1-5", "shortlist/north", PERSONS)
    needed = min(lots[person] for person in chosen)
    assert set(chosen) == {person for person in PERSONS if lots[person] >= needed}
    lowest = min(chosen, key=lots.__getitem__)
    highest = max(set(PERSONS).difference(chosen), key=lots.__getitem__)
    for person in PERSONS:  # all six have support in both organisations
        where, rival = ("On", highest) if person in chosen else ("Not on", lowest)
        lot = f"by lot {lots[person]}, against {lots[rival]} of {rival}"
        assert f"{where} the shortlist of 4: {lot}." in said(play, person)


def test_who_lost_to_a_quota_is_told_which_with_its_figures(tmp_path: Path) -> None:
    by_members = replaced(charter().nomination, rank_by=("members", "organisations"))
    quotas = (
        Quota(**named("two-women"), group="women", at_least_count=2),
        Quota(**named("few-leading"), group="leading", at_most=Fraction(0)),
    )
    play = Play(tmp_path / "tables", charter(nomination=by_members, quotas=quotas)).shortlisted(places=4)
    assert play.election.shortlists["north"].candidates == ("p1", "p3", "p4", "p5")
    told_to = said(play, "p2")
    assert told_to[-5:-3] == [
        "Not on the shortlist of 4: by quota few-leading.",
        "The support is 16; without quotas it takes 12.",
    ]
    assert told_to[-3:-1] == [
        "Quota Few-Leading: 0 of the candidates, within 0 to 0.",
        "On it by quota with no more support: p5.",
    ]


def test_a_placed_candidate_is_on_the_shortlist_whatever_the_support(play: Play) -> None:
    play.nominated().on("03-13").do(PlaceNominee("north", "p9", "the centre", {"name": "Placed"}), "ro")
    play.noticed("names", "03-16").do(OpenVetting("north"), "sec")
    play.opinions("north", ("p1", "p2", "p3", "p4", "p5", "p6", "p9")).do(CloseVetting("north"), "sec")
    play.on("03-21").do(MakeShortlist("north", 5), "sec")
    assert "On the shortlist of 5: placed by a higher body." in said(play, "p9")
    assert "7 candidates for 3 seats, 1 of them placed: it takes 4 or more." in said(play, "north")


def test_too_little_support_is_told_with_what_it_takes(tmp_path: Path) -> None:
    """CN-B-10: a majority of the members as well as of the organisations."""
    half = Shortlisting(organisations_more_than=Fraction(1, 2), members_more_than=Fraction(1, 2))
    play = Play(tmp_path / "tables", charter(shortlist=half)).shortlisted(places=4)
    assert "Not on the shortlist of 4: too little support: 8 of 18 members; it takes more than 50.0 %." in said(
        play, "p6"
    )


def test_a_shortlist_is_explained_by_what_was_known_when_it_was_made(tmp_path: Path) -> None:
    """Who withdraws afterwards changes nothing of why the others are on it."""
    by_members = replaced(charter().nomination, rank_by=("members", "organisations"))
    play = Play(tmp_path / "tables", charter(nomination=by_members)).shortlisted(places=4)
    before = said(play, "p5")[-3:-1]
    play.do(WithdrawNominee("north", "p2", "I withdraw."), "sec")
    assert said(play, "p5")[-3:-1] == before
    play.do(MakeShortlist("north", 4), "sec")
    assert [line for line in said(play, "p5") if "shortlist" in line] == [
        "Not on the shortlist of 4: by support.",
        "On the shortlist of 4: by support.",
    ]


def test_who_left_before_the_shortlist_is_told_so(play: Play) -> None:
    play.vetted().do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    play.on("03-21").do(MakeShortlist("north", 4), "sec")
    assert "Not on the shortlist: was not among those who could stand when it was made." in said(play, "p1")


# --- votes -----------------------------------------------------------------------------------------------------------


def candidates(play: Play) -> tuple[str, ...]:
    return play.election.polls["north"].votes[-1].opened.candidates


def test_below_the_threshold_the_threshold_is_told_with_its_base(play: Play) -> None:
    play.ready(places=4).voting(due=12, present=10).counted(["++00"] * 10)
    loser = candidates(play)[3]
    assert said(play, loser)[-4:] == [
        "Vote 1; approvals: 0; against: 0; abstentions: 10.",
        "It takes 7 approvals: more than 50.0 % of 12 electors due.",
        "Not elected; approvals: 0, needed: 7.",
        f"{loser} still stands in North.",
    ]


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("present", "It takes 6 approvals: more than 50.0 % of 10 electors present."),
        ("valid", "It takes 5 approvals: more than 50.0 % of 9 valid papers."),
    ],
)
def test_the_base_is_the_charters(tmp_path: Path, base: str, sentence: str) -> None:
    play = Play(tmp_path / "tables", plan(base=base)).ready(places=4).voting(due=12, present=10)
    play.counted([*["++00"] * 9, "++++"])
    assert sentence in said(play, candidates(play)[0])


def test_enough_approvals_and_no_place_left(play: Play) -> None:
    play.ready(places=4).voting().counted([*["+++0"] * 4, *["++0+"] * 3, *["+0++"] * 3])
    approvals = dict(zip(candidates(play), (10, 7, 7, 6), strict=True))
    loser = candidates(play)[3]
    assert approvals[loser] == 6
    assert (
        "Not elected: 6 approvals would have been enough, but there were 3 places, and all who are ahead have 7 "
        "approvals or more."
    ) in said(play, loser)


def test_equals_at_the_cut_are_told_that_they_are_tied(tmp_path: Path) -> None:
    play = Play(tmp_path / "tables", plan(more_than=None)).ready(places=4).voting()
    play.counted([*["++0+"] * 5, *["+++0"] * 5])
    third, fourth = candidates(play)[2:]
    told_to = said(play, third)
    assert "In this vote those with the most approvals are elected." in told_to
    assert (
        f"Tied in vote 1: {', '.join(sorted((third, fourth)))} are equal at the cut and compete for 1 places."
        in told_to
    )


def test_a_lot_is_told_to_both_sides(tmp_path: Path) -> None:
    play = Play(tmp_path / "tables", plan(more_than=None, tie="lot")).ready(places=4).voting()
    play.counted([*["++0+"] * 5, *["+++0"] * 5])
    third, fourth = candidates(play)[2:]
    rivals = {third: said(play, third), fourth: said(play, fourth)}
    winner = next(person for person in rivals if person in play.election.counts["north"].elected)
    loser = next(person for person in rivals if person != winner)
    assert any(sentence.endswith("drawn as number 1.") for sentence in rivals[winner])
    assert "Elected in vote 1." in rivals[winner]
    assert any(sentence.endswith("drawn as number 2.") for sentence in rivals[loser])
    assert f"{loser} was not elected in North." in rivals[loser]


def test_who_lost_to_a_reserved_place_is_told_the_quota(tmp_path: Path) -> None:
    reserve = (
        Quota(**named("reserved"), group="women", of="elected", at_least_count=2),
        Quota(**named("both"), group="women", at_least_count=2),
    )
    play = Play(tmp_path / "tables", replaced(plan(more_than=None), quotas=reserve)).ready(places=5).voting()
    women = [person in ("p1", "p5") for person in candidates(play)]
    few, many = "".join("+" if woman else "0" for woman in women), "".join("0" if woman else "+" for woman in women)
    assert many.count("+") == 3
    play.counted([*[few] * 4, *[many] * 6])
    losers = [person for person, woman in zip(candidates(play), women, strict=True) if not woman]
    outcome = play.election.counts["north"]
    assert {"p1", "p5"} <= set(outcome.elected)
    assert outcome.tied == tuple(sorted(losers))
    assert any("are equal at the cut and compete for 1 places" in sentence for sentence in said(play, losers[0]))


def test_a_reserved_place_that_decided_is_told_with_who_took_it(tmp_path: Path) -> None:
    reserve = (
        Quota(**named("reserved"), group="women", of="elected", at_least_count=2),
        Quota(**named("both"), group="women", at_least_count=2),
    )
    play = Play(tmp_path / "tables", replaced(plan(more_than=None), quotas=reserve)).ready(places=5).voting()
    order = candidates(play)
    men = [person for person in order if person not in ("p1", "p5")]
    best = "".join("+" if person in men[:2] else "0" for person in order)
    top = "".join("+" if person == men[0] else "0" for person in order)
    women = "".join("+" if person in ("p1", "p5") else "0" for person in order)
    play.counted([*[best] * 6, top, *[women] * 3])
    assert (
        "Not elected: 6 approvals, but places are reserved by the quota Reserved; with no more approvals, these took "
        "them: p1, p5."
    ) in said(play, men[1])


def test_credentials_refused_are_told_with_the_ground(play: Play) -> None:
    play.elected()
    play.election.founding.officers.add(("fay", "credentials", ""))
    first, second = play.election.counts["north"].elected[:2]
    assert said(play, first)[-1] == f"{first} is elected in North; the credentials are still to be reviewed."
    play.on("04-05").do(ReviewCredentials("north", {first: "ineligible"}, "reasons"), "fay")
    assert said(play, first)[-2:] == [
        "Credentials refused, on the ground Ineligible.",
        f"{first} was elected in North, and is no delegate: the credentials were refused.",
    ]
    assert said(play, second)[-2:] == ["Credentials confirmed.", f"{second} is a delegate of North."]


# --- units -----------------------------------------------------------------------------------------------------------


def test_a_unit_tells_its_participation_margins_quotas_and_quorum(play: Play) -> None:
    play.ready(places=4).voting(due=10, present=8)
    told_of = said(play, "north")
    assert "3 of 5 seats, for 18 members; method: fixed by the charter." in told_of
    assert told_of.count("Participation: 100.0 % of the organisations, 100.0 % of the members.") == 2
    assert "6 candidates for 3 seats, 0 of them placed: it takes 4 or more." in told_of
    assert "4 candidates for 3 seats, 0 of them placed: it takes 4 or more." in told_of
    assert any(sentence.startswith("Quota A-Woman: ") and "within 1 to 4" in sentence for sentence in told_of)
    assert "The quorum is 6 of 10 electors due." in told_of
    assert told_of[-1] == "Nominees entered one by one: 6; returns filed one by one: 4."


def test_a_unit_tells_what_each_quota_costs_and_what_is_proved(tmp_path: Path) -> None:
    """Two women instead of one cost the two supporters between p4 and p5."""
    by_members = replaced(charter().nomination, rank_by=("members", "organisations"))
    quotas = (Quota(**named("two-women"), group="women", at_least_count=2),)
    play = Play(tmp_path / "tables", charter(nomination=by_members, quotas=quotas)).shortlisted(places=4)
    told_of = said(play, "north")
    assert "Quota Two-Women: 2 of the candidates, within 2 to 4; cost in support: 2." in told_of
    total = 18 + 16 + 14 + 10
    assert f"Support of those chosen: {total}; no other choice within the quotas has more than {total}." in told_of


def test_every_line_names_the_entry_that_it_rests_on(play: Play) -> None:
    play.nominated()
    entries = entries_of(play)
    for line in lines(play, "north")[:-1]:
        assert line.entry is not None
        assert entries[line.entry].body.get("unit", "north") == "north"


def seats_told(method: str, members: dict[str, int], total: int, minimum: int = 0) -> list[str]:
    units = tuple(Unit(**named(id), members=size) for id, size in members.items())
    scheme = charter(units=units, seats=Seats(total, method, minimum))  # type: ignore[arg-type]
    event = apportion.apportioned(scheme, "a seed")
    return [str(sentence) for sentence in seats(units[0].id, event, scheme)]


def test_seats_by_largest_remainder_can_be_checked_by_hand() -> None:
    # 100 members, 10 seats: the quota is 10; 47/10 = 4 and 7/10
    assert seats_told("hamilton", {"a": 47, "b": 16, "c": 37}, 10)[1:] == [
        "47 members divided by the quota 10 are 4 whole seats; the rest is 7/10 of a seat.",
        "The quota is 10 for a seat.",
        "A rest of 7/10 of a seat, or more, gives one more.",
    ]


def test_seats_by_a_divisor_name_the_divisors_that_give_them() -> None:
    (_, divisors) = seats_told("webster", {"a": 43, "b": 38}, 7)
    assert divisors == "Every divisor from 76/7 to 86/7 gives all units their seats."


def test_seats_by_geometric_means_name_the_squares_of_their_divisors() -> None:
    # 43 and 38 members, 7 seats: 43/sqrt(3 * 4) and 38/sqrt(3 * 4) are the last and the next claim
    (_, divisors) = seats_told("huntington-hill", {"a": 43, "b": 38}, 7)
    assert divisors == "Every divisor whose square is from 361/3 to 1849/12 gives all units their seats."


def test_the_least_number_of_seats_is_told_to_the_unit_that_has_it() -> None:
    assert "1 is the least that any unit has." in seats_told("webster", {"a": 1, "b": 100}, 5, minimum=1)
    assert "1 is the least that any unit has." not in seats_told("webster", {"b": 100, "a": 1}, 5, minimum=1)


def test_seats_of_several_parts_are_told_part_by_part() -> None:
    """Two base seats each, six by members and two by votes; the third unit has a fixed seat."""
    units = (
        Unit(**named("a"), members=300, figures={"votes": 10}),
        Unit(**named("b"), members=100, figures={"votes": 50}),
        Unit(**named("c"), members=5, seats=1),
    )
    parts = (
        Part(**named("members"), basis="members", seats=6),
        Part(**named("votes"), basis="votes", seats=2, method="hamilton"),
    )
    scheme = charter(units=units, seats=Seats(13, "jefferson", base=2, parts=parts))
    event = apportion.apportioned(scheme, "a seed")
    assert [str(sentence) for sentence in seats("b", event, scheme)] == [
        "5 of 13 seats, 2 of them base seats.",
        "Members: 1 of 6 seats, for 100 members; method: Jefferson (D'Hondt).",
        "Every divisor from 50 to 60 gives all units their seats.",
        "Votes: 2 of 2 seats, for 50; method: largest remainder (Hamilton).",
        "50 divided by the quota 30 are 1 whole seats; the rest is 2/3 of a seat.",
        "The quota is 30 for a seat.",
        "A rest of 2/3 of a seat, or more, gives one more.",
    ]
    assert [str(sentence) for sentence in seats("c", event, scheme)] == [
        "1 of 13 seats, for 5 members; method: fixed by the charter."
    ]


def test_the_most_that_a_unit_may_have_is_told_and_its_own_least() -> None:
    units = (Unit(**named("a"), members=90, maximum=3), Unit(**named("b"), members=10, minimum=2))
    scheme = charter(units=units, seats=Seats(5, "webster"))
    event = apportion.apportioned(scheme, "a seed")
    assert "3 is the most that the unit may have." in map(str, seats("a", event, scheme))
    assert "2 is the least that this unit has." in map(str, seats("b", event, scheme))


def test_the_seats_of_a_category_can_be_checked_by_hand() -> None:
    same = {"women": 7, "men": 7}
    units = tuple(Unit(**named(id), members=1, figures=same) for id in ("a", "b"))
    categories = (Category("women", 3), Category("men", 3))
    scheme = charter(units=units, seats=Seats(6, "webster", categories=categories))
    event = apportion.apportioned(scheme, "4")
    assert event.cells is not None
    told_of = [str(sentence) for sentence in seats("a", event, scheme)]
    women, by = event.cells.seats["a"]["women"], event.cells.units["a"]
    assert f"Women: {women} of the seats; 7 divided by {by} and by 1 is 3/2, rounded." in told_of
    place = event.cells.tied.index(("a", "women")) + 1
    assert f"Women: that is a half, and the lot decided; this cell was drawn as number {place}." in told_of


def test_a_lot_for_seats_is_told_with_its_place() -> None:
    told_of = seats_told("webster", {"a": 10, "b": 10}, 3)
    drawn = int(told_of[0].startswith("1 of 3")) + 1  # who was drawn second has one seat
    assert f"The last of the seats (1) went by lot among tied units; this one was drawn as number {drawn}." in told_of


def test_the_whole_story_of_an_election_can_be_told(play: Play) -> None:
    play.elected()
    play.election.founding.officers |= {("fay", "credentials", ""), ("x", "certifier", ""), ("y", "certifier", "")}
    play.do(Appoint("z", "secretary", "north", "A name"), "ro")
    play.do(ExtendWindow("north", "poll", "2026-04-25"), "ro")
    play.on("04-05")
    for unit in ("north", "south"):
        play.do(ReviewCredentials(unit), "fay")
    for officer in ("x", "y"):
        play.do(SignCertificate(), officer)
    sentences = [told(event, play.election.charter) for event in play.events]
    assert "{" not in "".join(map(str, sentences))
    assert str(sentences[-1]) == "The election was certified: 5 delegates, 0 of 5 seats vacant."


def test_vacant_places_are_told(play: Play) -> None:
    play.ready(places=4).voting().counted(["++00"] * 10)
    play.do(LeaveVacant("north", 8), "sec")
    assert "North: places that stay vacant: 1; electors who consented: 8." in said(play, "north")
    assert said(play, candidates(play)[3])[-1].endswith("was not elected in North.")
