"""An election's folder: made whole or not at all, private, and found again."""

from pathlib import Path

import pytest
from making import charter, refused

from comitia.folder import Folder, Settings, found, url
from comitia.rules import RuleBroken
from comitia.stages.apportion import Apportion


def test_an_election_is_founded_in_a_folder_and_goes_on_there(tmp_path: Path) -> None:
    path = tmp_path / "a" / "small"
    found(path, charter(), "ro", rehearsal=True).do(Apportion(), "ro")
    assert {each.name for each in path.iterdir()} >= {"election.toml", "key", "record.sqlite", "tables"}
    assert path.stat().st_mode & 0o777 == 0o700
    assert {(path / name).stat().st_mode & 0o777 for name in ("key", "election.toml")} == {0o600}
    office = Folder(path).office()
    assert office.election.seats.of == {"north": 3, "south": 2}
    assert office.election.founding.rehearsal
    assert Folder(path).store().origin == "comitia/small"


def test_folder_not_empty_a_new_election_gets_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with refused("folder.not-empty", f"{tmp_path} is not empty"):
        found(tmp_path, charter(), "ro")
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_what_cannot_be_founded_leaves_nothing_behind(tmp_path: Path) -> None:
    for founder, record in (("not an id", "record.sqlite"), ("ro", "nowhere/record.sqlite")):
        with pytest.raises(RuleBroken):
            found(tmp_path / "small", charter(), founder, record=record)
        assert not (tmp_path / "small").exists()
    found(tmp_path / "small", charter(), "ro")


def test_folder_no_election(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "absent", tmp_path / "file"):
        with refused("folder.no-election", f"{path} holds no election", "comitia init"):
            Folder(path)


@pytest.mark.parametrize("settings", [b"record = 5", b"record = ", b"\xff", b'recrod = "x"'])
def test_folder_unusable_settings(tmp_path: Path, settings: bytes) -> None:
    (tmp_path / "election.toml").write_bytes(settings)
    with refused("folder.unusable", str(tmp_path / "election.toml")):
        Folder(tmp_path)


def test_folder_unusable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refused("folder.unusable", str(tmp_path / "file" / "small"), "check the path"):
        found(tmp_path / "file" / "small", charter(), "ro")


def test_a_record_may_be_elsewhere(tmp_path: Path) -> None:
    """A URL of PostgreSQL is kept as it is; a path starts at the folder."""
    assert url(tmp_path, Settings("postgresql://host/db")) == "postgresql://host/db"
    assert url(tmp_path, Settings("other.sqlite")) == str(tmp_path / "other.sqlite")
