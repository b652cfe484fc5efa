"""The content of evidence: private, checked against its hash, never near a path of its own choosing, erased in time."""

import hashlib
import os
from pathlib import Path

import pytest
from making import refused

from comitia.stages.evidence import LARGEST, Attachment
from comitia.stores.evidence import Evidence


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path / "evidence")


def test_what_is_kept_comes_back_whole_and_only_its_owner_may_read_it(evidence: Evidence, tmp_path: Path) -> None:
    (tmp_path / "档案 1.pdf").write_bytes(b"%PDF\x00\xff")
    kept = evidence.keep(tmp_path / "档案 1.pdf")
    assert kept == Attachment("档案 1.pdf", 6, hashlib.sha256(b"%PDF\x00\xff").hexdigest())
    assert evidence.content(kept) == b"%PDF\x00\xff"
    (file,) = evidence.folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (kept.sha256, 0o600)
    assert evidence.folder.stat().st_mode & 0o777 == 0o700


def test_the_same_content_is_kept_once(evidence: Evidence) -> None:
    one, other = evidence.take("a.txt", b"x"), evidence.take("b.txt", b"x")
    assert one.sha256 == other.sha256 and len([*evidence.folder.iterdir()]) == 1


def test_evidence_changed_is_not_shown(evidence: Evidence) -> None:
    kept = evidence.take("a.txt", b"true")
    (evidence.folder / kept.sha256).write_bytes(b"lies")
    with refused("evidence.changed", "a.txt is not what was sealed"):
        evidence.content(kept)
    assert evidence.take("a.txt", b"true") == kept  # and it is mended by the file itself
    assert evidence.content(kept) == b"true"


def test_evidence_gone_is_said(evidence: Evidence) -> None:
    kept = evidence.take("a.txt", b"x")
    assert evidence.erase() == 1
    with refused("evidence.gone", "a.txt is not here"):
        evidence.content(kept)
    assert evidence.erase() == 0


def test_erasing_takes_what_a_kill_has_left(evidence: Evidence) -> None:
    evidence.take("a.txt", b"x")
    (evidence.folder / "0123.part").write_bytes(b"half")
    assert evidence.erase() == 2
    assert [*evidence.folder.iterdir()] == []


def test_nothing_is_replaced_and_no_link_is_followed_when_saving(evidence: Evidence, tmp_path: Path) -> None:
    kept, out = evidence.take("a.txt", b"x"), tmp_path / "out"
    out.mkdir()
    path = evidence.save(kept, out)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"x", 0o600)
    with pytest.raises(FileExistsError):
        evidence.save(kept, out)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        evidence.save(kept, out)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "a/b", ".profile"])
def test_a_hostile_name_is_refused_on_the_way_in_and_on_the_way_out(
    evidence: Evidence, name: str, tmp_path: Path
) -> None:
    """What another program put on the record is not trusted either."""
    with refused("evidence.name"):
        evidence.take(name, b"x")
    assert not evidence.folder.exists()
    kept = evidence.take("a.txt", b"x")
    with refused("evidence.name"):
        evidence.save(Attachment(name, kept.size, kept.sha256), tmp_path / "out")


def test_a_file_too_large_or_empty_is_refused_before_it_is_read_whole(evidence: Evidence, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    with refused("evidence.size", "empty.pdf, bytes: 0"):
        evidence.keep(tmp_path / "empty.pdf")
    with (tmp_path / "huge.pdf").open("wb") as file:
        os.truncate(file.fileno(), LARGEST + 2)  # a sparse file: nothing is written
    with refused("evidence.size", "attach files of 1 to 100000000 bytes"):
        evidence.keep(tmp_path / "huge.pdf")
    assert not evidence.folder.exists()
