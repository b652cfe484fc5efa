"""Vet: bodies answer their checks about each nominee, and nobody passes or fails by one person's word."""

from making import GROUPS, PERSONS, Play, named, refused, replaced

from comitia.charter.model import Notice
from comitia.progress import progress
from comitia.stages.founding import Appoint, PermitMargin
from comitia.stages.nominate import OpenRound, WithdrawNominee
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.vet import CloseVetting, OpenVetting, VettingClosed, VettingOpened
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto


def test_vet_rounds_first_a_step_does_not_open_before_the_former_is_closed(play: Play) -> None:
    """CN-P-04."""
    play.registered().do(OpenRound("north", "first"), "sec")
    play.on("03-16")
    with refused("vet.rounds-first", "north: vetting cannot open", "is still to be closed"):
        play.do(OpenVetting("north"), "sec")


def test_vet_rounds_first_the_notice_before_vetting_counts_too(play: Play) -> None:
    play.nominated().on("03-16")
    with refused("vet.rounds-first", "the notice before vetting"):
        play.do(OpenVetting("north"), "sec")
    play.on("03-16").do(PublishNotice("north", "names"), "sec")
    play.on("03-19").do(CloseNotice("north", "names"), "sec")
    (event,) = play.do(OpenVetting("north"), "sec")
    assert isinstance(event, VettingOpened)
    assert dict(event.nominees) == {person: GROUPS.get(person, ()) for person in PERSONS}
    with refused("vet.rounds-first", "it has been opened already"):
        play.do(OpenVetting("north"), "sec")


def test_the_margin_holds_for_those_who_are_vetted(play: Play) -> None:
    """CN-P-01 at vetting: an upheld objection leaves 3 for 3 seats."""
    play.nominated(persons=PERSONS[:4]).on("03-12").do(PublishNotice("north", "names"), "sec")
    play.do(FileObjection("north", "names", "p4", "not a member", "a neighbour"), "sec")
    play.do(AnswerObjection("north", "north-1", "upheld", "true", "so it is"), "ro")
    play.do(ConfirmObjection("north", "north-1"), "ro2")
    play.on("03-16").do(CloseNotice("north", "names"), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats is 0.0 %", "more than 15.0 %"):
        play.do(OpenVetting("north"), "sec")


def test_vet_not_open_before_it_is_opened_and_after_it_is_closed(play: Play) -> None:
    play.nominated().on("03-16")
    with refused("vet.not-open", "vetting is not open in north"):
        play.do(GiveOpinion("north", "file", ("p1",)), "party")
    play.on("03-12").noticed("names", "03-16").do(OpenVetting("north"), "sec")
    play.opinions("north", PERSONS).do(CloseVetting("north"), "sec")
    for late in (GiveOpinion("north", "file", ("p1",)), ProposeVeto("north", "p1", "political", "why")):
        with refused("vet.not-open"):
            play.do(late, "party")


def test_vet_check_vet_nominee_and_vet_applies(play: Play) -> None:
    """CN-P-06: the personal-affairs report is asked of leading cadres only."""
    play.vetting()
    with refused("vet.check", "the charter has no check taste", "file, conduct, affairs"):
        play.do(GiveOpinion("north", "taste", ("p1",)), "party")
    with refused("vet.nominee", "x9 is not being vetted in north"):
        play.do(GiveOpinion("north", "file", ("x9",)), "party")
    with refused("vet.applies", "affairs does not apply to p1", "leave p1 out"):
        play.do(GiveOpinion("north", "affairs", ("p1", "p2")), "disc")
    assert play.do(GiveOpinion("north", "affairs", ("p2",)), "disc")


def test_vet_body_only_its_own_vetters_answer_a_check(play: Play) -> None:
    with refused("vet.body", "conduct is for discipline to answer, and party does not vet for it"):
        play.vetting().do(GiveOpinion("north", "conduct", ("p1",)), "party")


def test_vet_two_people_cn_p_07_the_same_person_does_not_sign_twice(play: Play) -> None:
    """CN-P-07: one signature blocks, and the same person twice blocks."""
    play.vetting().do(GiveOpinion("north", "file", ("p1",)), "both")
    with refused("vet.two-people", "both has signed for another body on p1 already"):
        play.do(GiveOpinion("north", "conduct", ("p1",)), "both")
    play.do(GiveOpinion("north", "file", ("p1",)), "party")  # somebody else takes it over
    assert play.do(GiveOpinion("north", "conduct", ("p1",)), "both")


def test_vet_one_answer_for_each_nominee_named(play: Play) -> None:
    play.vetting()
    for clear, adverse in (((), ()), (("p1",), ("p1",)), (("p1", "p1"), ())):
        with refused("vet.one-answer", "name every nominee once"):
            play.do(GiveOpinion("north", "file", clear, adverse, "grounds"), "party")


def test_office_own_case_nobody_vets_themselves(play: Play) -> None:
    """DE-14: recusal."""
    play.do(Appoint("p1", "vetter", "party"), "ro")
    play.vetting()
    with refused("office.own-case", "this is p1's own case"):
        play.do(GiveOpinion("north", "file", ("p1", "p3")), "p1")
    assert play.do(GiveOpinion("north", "file", ("p3",)), "p1")


def test_vet_grounds_an_adverse_opinion_states_them_and_they_are_sealed(play: Play) -> None:
    """CN-P-08 and DE-14: reasons, never in public."""
    play.vetting()
    with refused("vet.grounds", "no grounds were stated", "they are sealed"):
        play.do(GiveOpinion("north", "file", (), ("p1",), " "), "party")
    play.do(GiveOpinion("north", "file", (), ("p1",), "the file has a gap"), "party")
    assert "the file has a gap" in {opening.content for opening in play.openings.values()}
    play.do(GiveOpinion("north", "file", ("p1",)), "party2")  # the body thinks better of it
    assert play.election.vetting["north"].opinions["p1", "file"].clear


def test_vet_undecided_cn_p_06_everything_that_applies_has_to_be_clear(play: Play) -> None:
    """CN-P-06: an ordinary worker passes without the report; a cadre with it missing blocks."""
    play.vetting()
    play.do(GiveOpinion("north", "file", PERSONS), "party")
    play.do(GiveOpinion("north", "conduct", PERSONS), "disc")
    with refused("vet.undecided", "north: nominees undecided: 1, among them p2: Affairs is not clear"):
        play.do(CloseVetting("north"), "sec")
    play.do(GiveOpinion("north", "affairs", (), ("p2",), "not reported"), "disc")
    with refused("vet.undecided", "p2: Affairs is not clear"):
        play.do(CloseVetting("north"), "sec")
    play.do(GiveOpinion("north", "affairs", ("p2",)), "disc")
    assert play.do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS, ())]


def test_who_withdraws_need_not_be_decided(play: Play) -> None:
    play.vetting().opinions("north", PERSONS[1:]).do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    assert play.on("04-02").do(CloseVetting("north"), "sec") == [VettingClosed("north", PERSONS[1:], ("p1",))]


def test_cn_p_05_without_the_opinion_of_discipline_no_preliminary_list_is_published(play: Play) -> None:
    """CN-P-05: missing discipline opinion -> cannot publish preliminary list."""
    plan = play.election.charter
    preliminary = Notice(**named("preliminary"), before="shortlist", days=2)
    play.election.founding.charter = replaced(plan, notices=(*plan.notices, preliminary))
    play.vetting().do(GiveOpinion("north", "file", PERSONS), "party")
    publish = PublishNotice("north", "preliminary")
    with refused("vet.undecided", "nominees undecided: 6, among them p1: Conduct is not clear"):
        play.do(CloseVetting("north"), "sec")
    with refused("notice.list", "there is no list yet for the notice preliminary"):
        play.do(publish, "sec")
    play.do(GiveOpinion("north", "conduct", PERSONS), "disc")
    play.do(GiveOpinion("north", "affairs", ("p2",)), "disc")
    play.do(CloseVetting("north"), "sec")
    assert play.do(publish, "sec")


def left(play: Play) -> list[str]:
    return [task.command.removeprefix("comitia ") for task in progress(play.election, play.day)[1].tasks]


def test_cn_p_01_too_few_left_for_the_ballot_are_told_at_once(play: Play) -> None:
    """CN-P-01: vetoes and withdrawals re-check the margin of the ballot, long before the shortlist is made."""
    play.vetting(persons=PERSONS[:5]).opinions("north", PERSONS[:5])
    play.do(ProposeVeto("north", "p5", "political", "reasons"), "party")
    play.do(SecondVeto("north", "p5"), "disc")
    play.do(NotifyOfVeto("north", "p5", "letter"), "sec")
    play.do(ReplyToVeto("north", "p5", "reply"), "sec")
    play.do(ConcludeVeto("north", "p5", "stands", "reasons"), "ro")
    assert left(play) == ["vetting close north"]  # four are left for three seats
    play.do(WithdrawNominee("north", "p4", "I withdraw."), "sec")
    assert left(play) == ["vetting close north", "permit north --authority BODY"]
    play.do(CloseVetting("north"), "sec")
    assert left(play) == ["permit north --authority BODY"]
    (task,) = progress(play.election, play.day)[1].tasks
    assert task.what.parameters["missing"] == 1
    with refused("contest.margin-strict", "3 candidates for 3 seats is 0.0 %"):
        play.on("03-20").do(MakeShortlist("north"), "sec")
    for officer in ("ro", "ro2"):
        play.do(PermitMargin("north", "the centre"), officer)
    assert left(play) == ["shortlist north"]
    assert play.do(MakeShortlist("north"), "sec")
