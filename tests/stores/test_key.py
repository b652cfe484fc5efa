"""The secret key's file."""

import stat
from pathlib import Path

import pytest

from comitia.rules import RuleBroken
from comitia.stores import create_store
from comitia.stores.key import create_key, read_key


def test_a_key_is_written_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    signer = create_key(tmp_path / "key", "comitia/test")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert read_key(tmp_path / "key").key == signer.key


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    create_key(tmp_path / "key", "comitia/test")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(RuleBroken, match=r"record\.key-exists: .*/key exists already"):
        create_key(tmp_path / "key", "comitia/test")
    assert (tmp_path / "key").read_bytes() == before


def test_a_key_that_cannot_be_written_or_read(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"record\.key-file: .*/missing/key cannot be used: No such file"):
        create_key(tmp_path / "missing" / "key", "comitia/test")
    with pytest.raises(RuleBroken, match=r"record\.key-file: .*/key cannot be used: No such file"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----\n", bytes(5000)])
def test_a_file_that_is_no_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(RuleBroken, match=r"record\.secret-key"):
        read_key(tmp_path / "key")


def test_a_file_without_an_end_is_no_key() -> None:
    with pytest.raises(RuleBroken, match=r"record\.secret-key"):
        read_key(Path("/dev/zero"))


def test_the_secret_key_is_not_on_the_record(tmp_path: Path) -> None:
    signer = create_key(tmp_path / "key", "comitia/test")
    store = create_store(str(tmp_path / "record"), signer)
    with store.writing() as writing:
        writing.append([b"entry"])
    secret = signer.secret().split("+", 4)[4].encode()  # base64 may hold a plus sign itself
    for path in tmp_path.glob("record*"):
        assert secret not in path.read_bytes()
    store.close()
