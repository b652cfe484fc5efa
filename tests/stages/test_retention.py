"""Retention: papers and personal data are kept for their time, then erased, and the record verifies as before."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import refused

from comitia.charter.file import loads
from comitia.charter.shipped import shipped_text
from comitia.folder import Folder
from comitia.office import Office
from comitia.rehearsal.chapter import Silent
from comitia.rehearsal.play import Play
from comitia.stages.retention import Erase


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A co-operative's election, certified on 18 March 2026; papers are kept 365 days, personal data longer."""
    path = tmp_path_factory.mktemp("retention") / "election"
    charter = loads(shipped_text("co-operative"), "co-operative")
    for _ in Play(charter, "retention", 1).perform(path, Silent()):
        pass
    return Folder(path)


def office(folder: Folder, day: str) -> Office:
    return folder.office(lambda: datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))


def test_us_106_nothing_is_erased_before_day_365(folder: Folder) -> None:
    """US-106: all papers are kept one year; deletion before day 365 is refused."""
    election = office(folder, "2026-04-01").election
    certified = election.certified_on()
    assert certified is not None
    assert election.charter.retention.papers_days >= 365
    with refused("retention.kept", "ballot papers are kept until", "erase them after"):
        office(folder, "2027-03-01").erase("papers", "returning-officer")


def test_only_the_returning_officer_erases(folder: Folder) -> None:
    with refused("office.role", "certifier-1"):
        office(folder, "2040-01-01").erase("papers", "certifier-1")


def test_nothing_is_erased_before_certification(tmp_path: Path) -> None:
    charter = loads(shipped_text("co-operative"), "co-operative")
    chapters = Play(charter, "retention", 1).perform(tmp_path / "election", Silent())
    next(chapters)
    with refused("retention.certified", "the election is not certified", "keep everything until it is"):
        office(Folder(tmp_path / "election"), "2040-01-01").do(Erase("personal"), "returning-officer")


def test_papers_go_and_names_stay_and_the_record_is_whole(folder: Folder) -> None:
    late = office(folder, "2040-01-01")
    entries, store = late.election.certificate, folder.store()
    assert entries.certified is not None
    before = store.size()
    assert late.erase("papers", "returning-officer") == sum(
        len(own.votes) for own in late.election.polls.values()
    ) - sum(vote.void for own in late.election.polls.values() for vote in own.votes)
    assert late.erase("papers", "returning-officer") == 0
    evidence = folder.path / "evidence"
    assert any(evidence.iterdir())  # what bore out a veto is personal, and still there
    assert late.erase("personal", "returning-officer") >= 21
    assert not any(evidence.iterdir())
    store = folder.store()
    assert store.size() == before + 3
    store.verify()
    assert Folder(folder.path).office().election.certificate.certified == entries.certified
