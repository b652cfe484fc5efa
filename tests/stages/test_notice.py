"""Notice: a list is public for its time, and objections block what comes next until they are answered."""

from datetime import date
from pathlib import Path

import pytest
from making import PERSONS, Play, charter, named, refused, replaced

from comitia.charter.model import Notice
from comitia.progress import progress
from comitia.record.canonical import encode
from comitia.stages.founding import Appoint, Founding
from comitia.stages.intent import Act
from comitia.stages.nominate import WithdrawNominee
from comitia.stages.notice import (
    AnswerObjection,
    CloseNotice,
    ConfirmObjection,
    FileObjection,
    NoticePublished,
    ObjectionAnswered,
    ObjectionConfirmed,
    ObjectionFiled,
    PublishNotice,
    UnitNotices,
    publish,
)
from comitia.stages.poll import OpenPoll
from comitia.stages.shortlist import MakeShortlist, ShortlistMade
from comitia.stages.vet import CloseVetting, OpenVetting

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
    """DE-14: an objection is answered with reasons, by neither its filer nor its object, and the person is heard."""
    for officer in ("sec", "p6"):
        published.do(Appoint(officer, "vetter", "party"), "ro")
    published.do(OBJECTION, "sec")
    answer = AnswerObjection("north", "north-1", "upheld", "true", "she says so too")
    with refused("objection.answer", "sec filed the objection north-1"):
        published.do(answer, "sec")
    with refused("office.own-case", "p6"):
        published.do(answer, "p6")
    with refused("objection.text"):
        published.do(AnswerObjection("north", "north-1", "upheld", "", "no"), "party")
    with refused("objection.heard", "nothing is written of what p6 said to the objection north-1"):
        published.do(AnswerObjection("north", "north-1", "upheld", "true", " "), "party")
    with refused("objection.upheld", "nobody has upheld the objection north-1"):
        published.do(ConfirmObjection("north", "north-1"), "party2")
    assert published.do(answer, "party") == [ObjectionAnswered("north", "north-1", "upheld")]
    assert published.election.upheld("north") == frozenset()
    with refused("objection.second", "party upheld the objection north-1"):
        published.do(ConfirmObjection("north", "north-1"), "party")
    for officer, rule in (("sec", "objection.answer"), ("p6", "office.own-case")):
        with refused(rule):
            published.do(ConfirmObjection("north", "north-1"), officer)
    assert published.do(ConfirmObjection("north", "north-1"), "party2") == [ObjectionConfirmed("north", "north-1")]
    assert published.election.upheld("north") == {"p6"}
    for again in (answer, ConfirmObjection("north", "north-1")):
        with refused("objection.unknown", "north has no unanswered objection north-1"):
            published.do(again, "party2")


def test_an_objection_that_one_officer_upholds_blocks_until_another_agrees_or_dismisses_it(published: Play) -> None:
    """CN-P-08: one officer alone ends no candidacy."""
    published.do(OBJECTION, "sec")
    published.do(AnswerObjection("north", "north-1", "upheld", "true", "she denies it"), "party")
    published.on("03-16")
    with refused("notice.unanswered", "north-1"):
        published.do(CloseNotice("north", "names"), "sec")
    published.do(AnswerObjection("north", "north-1", "dismissed", "she is right"), "disc")
    assert published.do(CloseNotice("north", "names"), "sec")
    assert published.election.upheld("north") == frozenset()


def test_an_objection_has_its_last_day_for_an_answer_and_may_be_answered_late(tmp_path: Path) -> None:
    """Of the notice's kind of day: filed on Friday, 13 March 2026, the third working day is Wednesday."""
    names = Notice(**named("names"), before="vet", days=3, working_days=True, answer_days=3)
    play = Play(tmp_path, charter(notices=(names,))).nominated().on("03-12")
    assert play.do(PublishNotice("north", "names"), "sec") == [NoticePublished("north", "names", PERSONS, "2026-03-17")]
    assert play.on("03-13").do(OBJECTION, "sec") == [ObjectionFiled("north", "names", "north-1", "p6", "2026-03-18")]
    assert told(play) == "answer the objection north-1 to p6 by 2026-03-18"
    assert told(play.on("03-19")) == "answer the objection north-1 to p6: it is late, the answer was due by 2026-03-18"
    assert play.do(AnswerObjection("north", "north-1", "dismissed", "she is"), "party")


def told(play: Play) -> str:
    """What comes first in the north."""
    (north,) = (unit for unit in progress(play.election, play.day) if unit.unit == "north")
    return str(north.tasks[0].what)


def test_an_objection_of_the_last_day_blocks_what_comes_next(published: Play) -> None:
    published.on("03-14").do(OBJECTION, "sec")
    published.on("03-16")
    with refused("vet.rounds-first", "the notice before vetting, is still to be closed"):
        published.do(OpenVetting("north"), "sec")
    published.do(AnswerObjection("north", "north-1", "dismissed", "she is"), "party")
    published.do(CloseNotice("north", "names"), "sec")
    assert published.do(OpenVetting("north"), "sec")


def test_an_objection_blocks_the_shortlist_and_the_poll(play: Play) -> None:
    """A public notice follows vetting; while an objection to somebody on it is open, the poll cannot be opened."""
    play.shortlisted(places=4).on("03-28").do(PublishNotice("north", "candidates"), "sec")
    candidate = play.election.shortlists["north"].candidates[0]
    play.do(FileObjection("north", "candidates", candidate, "not eligible"), "sec")
    play.on("04-01")
    with refused("notice.unanswered", "north-1"):
        play.do(CloseNotice("north", "candidates"), "sec")
    with refused("poll.none"):
        play.do(OpenPoll("north", 10), "sec")
    play.do(AnswerObjection("north", "north-1", "dismissed", "eligible"), "party")
    play.do(CloseNotice("north", "candidates"), "sec")
    assert play.do(OpenPoll("north", 10), "sec")


def test_a_pre_notice_precedes_vetting_and_a_public_notice_follows_it(tmp_path: Path) -> None:
    """CN-N-01 with CN-P-04: neither is published before its list is settled, and neither can be left out."""
    notices = (
        Notice(**named("inspection"), before="vet", days=1),
        Notice(**named("preliminary"), before="shortlist", days=5),
    )
    play = Play(tmp_path, charter(notices=notices)).nominated().on("03-16")
    with refused("vet.rounds-first"):
        play.do(OpenVetting("north"), "sec")
    with refused("notice.list", "preliminary"):
        play.do(PublishNotice("north", "preliminary"), "sec")
    play.noticed("inspection", "03-18").do(OpenVetting("north"), "sec")
    play.opinions("north", PERSONS).on("03-21").do(CloseVetting("north"), "sec")
    with refused("shortlist.after"):
        play.do(MakeShortlist("north"), "sec")
    play.noticed("preliminary", "03-27").do(MakeShortlist("north"), "sec")


@pytest.mark.parametrize(
    ("published", "days", "until", "free", "worked"),
    [
        # National Day: 1 to 7 October 2021 were free, and Saturday the 9th was worked.
        ("2021-09-30", 5, "2021-10-13", ("10-01", "10-04", "10-05", "10-06", "10-07"), ("10-09",)),
        # Published in the holidays themselves.
        ("2021-10-02", 1, "2021-10-08", ("10-04", "10-05", "10-06", "10-07"), ()),
        # Before the Spring Festival of 2022, the weekend of 29 and 30 January was worked.
        ("2022-01-28", 3, "2022-02-07", ("01-31", "02-01", "02-02", "02-03", "02-04"), ("01-29", "01-30")),
        ("2021-11-18", 1, "2021-11-19", (), ()),
        ("2021-11-18", 3, "2021-11-23", (), ()),
    ],
)
def test_cn_n_01_a_notice_runs_for_the_working_days_that_were_announced(
    published: str, days: int, until: str, free: tuple[str, ...], worked: tuple[str, ...]
) -> None:
    """A pre-notice of 1 to 3 working days and a public notice of 5, by China's own calendar, which it states."""
    plan = charter(notices=(Notice(**named("names"), before="vet", days=days, working_days=True),))
    plan = replaced(plan, calendar=replaced(plan.calendar, zone="Asia/Shanghai", holidays="CN"))
    act = Act("sec", f"{published}T04:00:00Z", date.fromisoformat(published))
    event = publish(PublishNotice("north", "names"), act, UnitNotices(), Founding(plan, False), {"vet": PERSONS})
    assert (event.until, event.free, event.worked) == (
        until,
        tuple(f"{until[:4]}-{day}" for day in free),
        tuple(f"{until[:4]}-{day}" for day in worked),
    )


def test_a_sealed_objection_reveals_only_whom_it_is_about(published: Play) -> None:
    published.do(FileObjection("north", "names", "p6", "moved to another town", "Neighbour Zhou"), "sec")
    entry = published.entries[-1]
    assert entry.body == {"notice": "names", "objection": "north-1", "person": "p6", "unit": "north"}
    assert b"Zhou" not in encode(entry)
    assert b"town" not in encode(entry)
    assert sorted(entry.sealed) == ["objector", "text"]


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
