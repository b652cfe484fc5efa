"""Whatever officers try, in whatever order: the record alone tells the state, and no rule bends."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import OFFICERS, PERSONS, Play, charter

from comitia.charter.file import to_record
from comitia.election import EVENTS, INTENTS, Election, event_of, founded
from comitia.office import Office, entry_of
from comitia.record.entry import Entry
from comitia.record.note import Signer
from comitia.rules import RuleBroken, RulesBroken
from comitia.stages.apportion import Apportion
from comitia.stages.certify import SignCertificate
from comitia.stages.conflicts import DeclareConflict, WithdrawConflict
from comitia.stages.count import ConfirmTally, EnterPapers, EnterTally, LeaveVacant
from comitia.stages.credentials import ReviewCredentials
from comitia.stages.founding import Appoint, Dismiss, ElectionFounded, ExtendWindow, Founding, PermitMargin, RecordSeed
from comitia.stages.intent import Act, Intent
from comitia.stages.nominate import CloseRound, EnterNominee, FileReturn, OpenRound, PlaceNominee, WithdrawNominee
from comitia.stages.notice import AnswerObjection, CloseNotice, ConfirmObjection, FileObjection, PublishNotice
from comitia.stages.opinions import GiveOpinion
from comitia.stages.poll import AccountPapers, ApproveScrutineers, DeclareValidity, OpenPoll, RecordAttendance
from comitia.stages.shortlist import MakeShortlist
from comitia.stages.tip_offs import RecordTipOff
from comitia.stages.vet import CloseVetting, OpenVetting, ReopenVetting
from comitia.stages.veto import ConcludeVeto, NotifyOfVeto, ProposeVeto, ReplyToVeto, SecondVeto
from comitia.stores import create_store
from comitia.tables.archive import Archive

NAME = {"name": "Somebody"}
NORTH = "north"
PAPERS = ("+++0", "++0+", "+000", "0000", "++++", "?", "0+-0")
ACTS: tuple[Intent, ...] = (
    RecordSeed("1-2", "dice"),
    Apportion(),
    PermitMargin(NORTH, "no. 5"),
    ExtendWindow(NORTH, "nominate", "2026-03-30"),
    Appoint("p1", "vetter", "party"),
    Dismiss("s1", "scrutineer", NORTH),
    EnterNominee(NORTH, "p7", NAME, ("women",)),
    PlaceNominee(NORTH, "c1", "no. 7", NAME),
    *(WithdrawNominee(NORTH, person, "I withdraw.") for person in ("p1", "p3", "p6")),
    *(OpenRound(NORTH, round) for round in ("first", "second")),
    FileReturn(NORTH, "first", "n-1", 9, {"p1": 9, "p2": 1}),
    FileReturn(NORTH, "second", "n-2", 8, dict.fromkeys(PERSONS, 8)),
    *(CloseRound(NORTH, round) for round in ("first", "second")),
    *(PublishNotice(NORTH, notice) for notice in ("names", "candidates")),
    *(CloseNotice(NORTH, notice) for notice in ("names", "candidates")),
    FileObjection(NORTH, "names", "p6", "text"),
    FileObjection(NORTH, "candidates", "p1", "text"),
    *(
        AnswerObjection(NORTH, f"north-{n}", outcome, "why", "heard")
        for n in (1, 2)
        for outcome in ("upheld", "dismissed")
    ),
    *(ConfirmObjection(NORTH, objection) for objection in ("north-1", "north-2")),
    OpenVetting(NORTH),
    GiveOpinion(NORTH, "file", PERSONS),
    GiveOpinion(NORTH, "conduct", PERSONS[1:], PERSONS[:1], "grounds"),
    GiveOpinion(NORTH, "conduct", PERSONS),
    GiveOpinion(NORTH, "affairs", ("p2",)),
    ProposeVeto(NORTH, "p6", "political", "reasons"),
    SecondVeto(NORTH, "p6"),
    ReplyToVeto(NORTH, "p6", "reply"),
    NotifyOfVeto(NORTH, "p6", "handed over"),
    *(ConcludeVeto(NORTH, "p6", outcome, "reasons") for outcome in ("stands", "lifted")),
    ReopenVetting(NORTH, "reasons"),
    RecordTipOff(NORTH, "p1", 1, "text", "grounds"),
    *(DeclareConflict(NORTH, officer, "p1", bond) for officer in ("party", "disc") for bond in ("kin", "self")),
    *(WithdrawConflict(NORTH, "party", person, "reasons") for person in ("p1", "")),
    CloseVetting(NORTH),
    *(MakeShortlist(NORTH, places) for places in (0, 5)),
    OpenPoll(NORTH, 10),
    RecordAttendance(NORTH, 8),
    ApproveScrutineers(NORTH, ("s1", "s2", "s3")),
    *(AccountPapers(NORTH, 7, returned) for returned in (7, 7, 8)),
    DeclareValidity(NORTH),
    EnterPapers(NORTH, PAPERS),
    EnterPapers(NORTH, ("+++0",) * 7),
    EnterPapers(NORTH, ("++0",) * 7),
    EnterPapers(NORTH, ("+0",) * 7),
    EnterTally(NORTH, 7, 7, {}, {}),
    *(ConfirmTally(NORTH, agree) for agree in (1, 1, 0)),
    LeaveVacant(NORTH, 7),
    ReviewCredentials(NORTH),
    ReviewCredentials(NORTH, {"p1": "ineligible"}, "reasons"),
    SignCertificate(),
)
MOVES = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from(sorted({officer for officer, _, _ in OFFICERS})),
    st.sampled_from([0, 0, 0, 1, 4]),
)
ANYBODY = st.booleans()


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> list[Play]:
    """One election at several points of its course."""
    folder: Path = tmp_path_factory.mktemp("tables")
    return [
        Play(folder).registered(),
        Play(folder).nominated(),
        Play(folder).vetting(),
        Play(folder).ready(places=4),
        Play(folder).ready(places=4).voting(present=8),
        Play(folder).elected(),
    ]


def holder(intent: Intent, officer: str) -> str:
    """An officer who may well do it, chosen by the letter of another."""
    able = sorted(name for name, role, scope in OFFICERS if role in intent.roles and scope != "south")
    return able[sum(officer.encode()) % len(able)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_replaying_the_entries_gives_the_state_and_no_unit_elects_more_than_its_seats(
    beginnings: list[Play], data: st.DataObject
) -> None:
    """Every refusal on the way has left the state as it was: ``Play.do`` checks that each time."""
    play = data.draw(st.sampled_from(beginnings)).branch()
    for intent, officer, days in data.draw(st.lists(MOVES, min_size=10, max_size=40)):
        play.day += timedelta(days=days)
        with suppress(RuleBroken, RulesBroken):
            play.do(intent, officer if data.draw(ANYBODY) else holder(intent, officer))
        for unit, count in play.election.counts.items():
            assert len(count.elected) == len(set(count.elected))
            assert len(count.elected) + count.tied_places + count.open + count.vacant <= play.election.seats.of[unit]
    assert replayed(play.entries) == play.election


def replayed(entries: Sequence[Entry]) -> Election:
    """The state that a record gives to somebody who was not there."""
    election = Election(Founding(charter(), False, set(OFFICERS)))
    for entry in entries:
        election.apply(entry)
    return election


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(moves=st.lists(st.tuples(MOVES, st.sampled_from(["", "k1", "k2"])), max_size=25))
def test_a_record_tells_a_new_office_what_the_old_one_knew(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[tuple[Intent, str, int], str]]
) -> None:
    """Through a real store; a key is one act, and a refusal adds no entry."""
    folder = tmp_path_factory.mktemp("election")
    store = create_store(str(folder / "record.sqlite"), Signer.new("comitia/small"))
    office = Office(store, Archive(folder / "tables"))
    office.found(charter(), "ro")
    used: dict[str, int] = {}
    for (intent, officer, _), key in moves:
        size = store.size()
        try:
            receipt = office.do(intent, "ro" if "returning_officer" in intent.roles else officer, key)
        except (RuleBroken, RulesBroken):
            assert store.size() == size
            continue
        assert receipt.repeated == (key in used)
        assert store.size() == size + (0 if receipt.repeated else len(receipt.entries))
        if key:
            assert used.setdefault(key, receipt.first) == receipt.first
    assert Office(store, Archive(folder / "tables")).election == office.election
    store.close()


def test_every_event_and_every_act_has_a_name_of_its_own() -> None:
    for kinds in (EVENTS, INTENTS):
        tags = [kind.__struct_config__.tag for kind in kinds]
        assert len(set(tags)) == len(tags) > 35
        assert all("." in str(tag) for tag in tags)


def test_an_entry_that_no_stage_wrote_is_not_replayed() -> None:
    for entry in (Entry("king.crowned", "", "ro", {}), Entry("seed.recorded", "", "ro", {"seed": "1", "luck": 1})):
        with pytest.raises(msgspec.ValidationError):
            event_of(entry)


def test_the_first_entry_makes_the_founder_returning_officer() -> None:
    act = Act("founder", "2026-03-01T00:00:00Z", date(2026, 3, 1))
    election = founded(entry_of(ElectionFounded(to_record(charter()), 1), act, []))
    assert election.founding.officers == {("founder", "returning_officer", "")}
    assert election.founding.rehearsal and election.charter == charter()
