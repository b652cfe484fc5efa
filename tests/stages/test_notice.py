"""Notice: a list is public for its time, and objections block what comes next until they are answered."""

import pytest
from making import PERSONS, Play, refused

from comitia.stages.founding import Appoint
from comitia.stages.nominate import WithdrawNominee
from comitia.stages.notice import (
    AnswerObjection,
    CloseNotice,
    FileObjection,
    NoticePublished,
    ObjectionAnswered,
    ObjectionFiled,
    PublishNotice,
)
from comitia.stages.poll import OpenPoll
from comitia.stages.shortlist import MakeShortlist, ShortlistMade

OBJECTION = FileObjection("north", "names", "p6", "is not a member", "a neighbour")


@pytest.fixture
def published(play: Play) -> Play:
    """The notice before vetting, published on 12 March for two days."""
    play.nominated().on("03-12")
    assert play.do(PublishNotice("north", "names"), "sec") == [NoticePublished("north", "names", PERSONS, "2026-03-14")]
    return play


def test_notice_unknown_and_notice_list_only_a_settled_list_is_published(play: Play) -> None:
    """CN-P-04."""
    play.registered().on("03-16")
    with refused("notice.unknown", "the charter has no notice rumour", "names, candidates"):
        play.do(PublishNotice("north", "rumour"), "sec")
    for notice in ("names", "candidates"):
        with refused("notice.list", f"north: there is no list yet for the notice {notice}"):
            play.do(PublishNotice("north", notice), "sec")


def test_notice_again_only_where_somebody_is_new_on_the_list(published: Play) -> None:
    with refused("notice.again", "the notice names was published already, and nobody is new on the list"):
        published.do(PublishNotice("north", "names"), "sec")
    published.do(WithdrawNominee("north", "p1", "I withdraw."), "sec")
    with refused("notice.again"):
        published.do(PublishNotice("north", "names"), "sec")


def test_notice_runs_until_its_last_day_is_over(published: Play) -> None:
    published.on("03-14")
    with refused("notice.runs", "the notice names of north runs until 2026-03-14; today is 2026-03-14"):
        published.do(CloseNotice("north", "names"), "sec")
    assert published.on("03-15").do(CloseNotice("north", "names"), "sec")
    with refused("notice.open", "north: the notice names is not open"):
        published.do(CloseNotice("north", "names"), "sec")
    with refused("notice.open"):
        published.do(OBJECTION, "sec")


def test_an_objection_blocks_until_it_is_answered(published: Play) -> None:
    """notice.unanswered"""
    assert published.do(OBJECTION, "sec") == [ObjectionFiled("north", "names", "north-1", "p6")]
    published.on("03-16")
    with refused(
        "notice.unanswered", "objections to the notice names of north that are unanswered: 1, among them north-1"
    ):
        published.do(CloseNotice("north", "names"), "sec")
    assert published.do(AnswerObjection("north", "north-1", "dismissed", "she is"), "party") == [
        ObjectionAnswered("north", "north-1", "dismissed")
    ]
    assert published.do(CloseNotice("north", "names"), "sec")
    assert published.election.upheld("north") == frozenset()


def test_objection_person_objection_text_and_objection_late(published: Play) -> None:
    with refused("objection.person", "x9 is not on the notice names of north"):
        published.do(FileObjection("north", "names", "x9", "why"), "sec")
    with refused("objection.text", "no text was given"):
        published.do(FileObjection("north", "names", "p6", " "), "sec")
    published.on("03-14").do(OBJECTION, "sec")
    published.on("03-15")
    with refused("objection.late", "took objections until 2026-03-14; today is 2026-03-15", "credentials committee"):
        published.do(OBJECTION, "sec")


def test_objection_unknown_objection_answer_and_whose_case_it_is(published: Play) -> None:
    """DE-14: an objection is answered once, with reasons, by neither its filer nor its object."""
    for officer in ("sec", "p6"):
        published.do(Appoint(officer, "vetter", "party"), "ro")
    published.do(OBJECTION, "sec")
    answer = AnswerObjection("north", "north-1", "upheld", "true")
    with refused("objection.answer", "sec filed the objection north-1"):
        published.do(answer, "sec")
    with refused("office.own-case", "p6"):
        published.do(answer, "p6")
    with refused("objection.text"):
        published.do(AnswerObjection("north", "north-1", "upheld", ""), "party")
    published.do(answer, "party")
    with refused("objection.unknown", "north has no unanswered objection north-1"):
        published.do(answer, "party2")
    assert published.election.upheld("north") == {"p6"}


def test_nobody_is_voted_on_whose_name_was_not_on_the_notice(play: Play) -> None:
    """A shortlist that is made anew has to be published anew, for those who were not on the first."""
    play.ready(places=4)
    first = play.election.shortlists["north"]
    play.do(WithdrawNominee("north", first.candidates[0], "I withdraw."), "sec")
    with refused("contest.margin-strict", "3 candidates for 3 seats"):
        play.do(OpenPoll("north", 10), "sec")
    (second,) = play.do(MakeShortlist("north"), "sec")
    assert isinstance(second, ShortlistMade)
    assert set(second.candidates) - set(first.candidates)
    with refused("poll.none", "north: no vote is due"):
        play.do(OpenPoll("north", 10), "sec")
    play.noticed("candidates", "04-05")
    assert play.do(OpenPoll("north", 10), "sec")
