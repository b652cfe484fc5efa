"""What only a file can go through: it is cut short, it is something else, it cannot be written, it is looked into."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from comitia.record.note import Signer
from comitia.record.sealed import seal
from comitia.rules import RuleBroken
from comitia.stores import create_store, database, open_store


@pytest.fixture
def file(tmp_path: Path, signer: Signer) -> Path:
    """A record of 500 entries in one file, closed."""
    path = tmp_path / "record"
    store = create_store(str(path), signer)
    with store.writing() as writing:
        writing.append([f"entry {number} ".encode() * 20 for number in range(500)])
    store.close()
    return path


def test_a_closed_record_is_one_file(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == ["record"]


READ = "from comitia.stores import open_store; print(len([*open_store('record').leaves()]))"
POWERLESS = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
"""What makes permissions hold for root too."""


def test_a_record_is_read_where_nothing_can_be_written(file: Path) -> None:
    if os.geteuid() == 0 and not shutil.which(POWERLESS[0]):
        pytest.skip("root can write everywhere, and setpriv is not installed")
    file.chmod(0o400)
    file.parent.chmod(0o500)
    reader = [*(POWERLESS if os.geteuid() == 0 else []), sys.executable, "-c", READ]
    done = subprocess.run(reader, cwd=file.parent, capture_output=True, text=True, check=False)
    file.parent.chmod(0o700)
    assert (done.stdout, done.stderr) == ("500\n", "")


def test_a_record_is_only_read_where_it_may_not_be_written(
    file: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    store = open_store(str(file), signer)
    assert store.size() == 500
    assert [path.name for path in file.parent.iterdir()] == ["record"]
    with pytest.raises(RuleBroken, match=r"record\.unusable"), store.writing() as writing:
        writing.append([b"entry"])
    store.close()


def test_a_write_ahead_log_that_was_left_is_read_with_the_record(
    file: Path, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(file), signer)
    with store.writing() as writing:
        writing.append([b"entry 500"])
    (tmp_path / "archive").mkdir()
    for name in ("record", "record-wal"):
        shutil.copy(tmp_path / name, tmp_path / "archive")
    store.close()
    monkeypatch.setattr("os.access", lambda *_: False)
    archived = open_store(str(tmp_path / "archive" / "record"))
    assert [*archived.leaves(500)] == [b"entry 500"]
    archived.close()


def test_a_path_from_the_root_or_from_here(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    for url in ("record", "sqlite:///record", str(file), f"sqlite:///{file}"):
        store = open_store(url)
        assert store.size() == 500
        store.close()


def test_a_path_may_have_signs_that_mean_something_in_urls(tmp_path: Path, signer: Signer) -> None:
    path = tmp_path / "选举 50% #1?mode=memory"
    create_store(str(path), signer).close()
    assert path.exists()
    assert open_store(str(path)).size() == 0


def test_every_commit_reaches_the_disk(file: Path, signer: Signer) -> None:
    """SQLite's documentation: in WAL mode only synchronous=FULL (2) makes each commit durable."""
    writer = open_store(str(file), signer)._database._writer  # type: ignore[attr-defined]
    modes = [
        writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")
    ]
    assert modes == ["wal", 2, 1]


@pytest.mark.parametrize("content", [b"", b"name,members\nbeijing,53\n" * 40, b"PK\x03\x04" + bytes(2000)])
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=r"record\.foreign: what is at .*/record is not a record of comitia"):
        open_store(str(path))
    assert path.read_bytes() == content


def test_a_file_that_is_something_else_is_not_overwritten(tmp_path: Path, signer: Signer) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(b"name,members\nbeijing,53\n" * 40)
    with pytest.raises(RuleBroken, match=r"record\.foreign"):
        create_store(str(path), signer)
    assert path.read_bytes() == b"name,members\nbeijing,53\n" * 40


@pytest.mark.parametrize("table", ["members (name)", "record (title)"])
def test_the_database_of_another_program(tmp_path: Path, signer: Signer, table: str) -> None:
    path = tmp_path / "record"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match=r"record\.foreign"):
        open_store(str(path))
    with pytest.raises(RuleBroken, match=r"record\.exists"):
        create_store(str(path), signer)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_file_that_was_cut_short(file: Path, kept: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(RuleBroken, match=r"record\.(damaged|foreign|unusable)"):
        open_store(str(file)).verify()


def test_a_file_in_which_pages_were_overwritten(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    file.write_bytes(content)
    with pytest.raises(
        RuleBroken, match=r"record\.damaged: .* is damaged: database disk image is malformed; leave it as"
    ):
        open_store(str(file)).verify()


def test_a_few_changed_bytes_are_a_refusal_and_never_a_crash(tmp_path: Path, signer: Signer) -> None:
    store = create_store(str(tmp_path / "record"), signer)
    with store.writing() as writing:
        writing.append([f"entry {number}".encode() for number in range(60)])
    store.close()
    whole = (tmp_path / "record").read_bytes()
    chance = random.Random(60)
    refused = 0
    for number in range(300):
        changed = bytearray(whole)
        for _ in range(5):
            changed[chance.randrange(len(whole))] = chance.randrange(256)
        path = tmp_path / str(number)
        path.write_bytes(changed)
        try:
            store = open_store(str(path))
            store.verify()
            store.close()
        except RuleBroken:
            refused += 1
    assert 0 < refused < 300


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE leaf SET content = NULL",
        "UPDATE leaf SET content = 'text'",
        "UPDATE leaf SET content = 7",
        "UPDATE node SET hash = 'text'",
        "UPDATE record SET note = CAST(x'ff' AS TEXT)",
    ],
)
def test_cells_that_hold_something_else(file: Path, change: str) -> None:
    """SQLite keeps any type of value in any column, so a damaged file may bring any."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '')")
    connection.commit()
    connection.close()
    with sqlite3.connect(file) as connection:
        connection.execute(change)
    connection.close()
    with pytest.raises(RuleBroken, match=r"record\.damaged"):
        open_store(str(file)).verify()


def test_places_that_cannot_be_used(tmp_path: Path, signer: Signer) -> None:
    with pytest.raises(RuleBroken, match=r"record\.unusable: .*unable to open database file; check the path"):
        create_store(str(tmp_path / "missing" / "record"), signer)
    with pytest.raises(RuleBroken, match=r"record\.unusable"):
        open_store(str(tmp_path))


def test_a_programmers_mistake_is_no_refusal(file: Path) -> None:
    store = open_store(str(file))
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.size()


def test_erased_content_is_in_none_of_the_files(file: Path, signer: Signer) -> None:
    secret = "欧阳春晓 of No. 17, Long Lane " * 30
    opening = seal("name", secret)
    store = open_store(str(file), signer)
    with store.writing() as writing:
        writing.append([b"entry with a sealed part"], openings=[opening])
    assert any(secret.encode() in path.read_bytes() for path in file.parent.iterdir())
    store.erase([opening.commitment])
    for path in file.parent.iterdir():
        assert secret[:20].encode() not in path.read_bytes()
        assert opening.salt not in path.read_bytes()
    store.close()


def test_erasing_waits_for_readers_and_says_so(file: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    store = open_store(str(file), signer)
    with store.writing() as writing:
        opening = seal("name", "张三")
        writing.append([b"entry"], openings=[opening])
    reader = sqlite3.connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM leaf").fetchone()
    with pytest.raises(RuleBroken, match=r"record\.busy"):
        store.erase([opening.commitment])
    reader.close()
    assert store.erase([opening.commitment]) == 0
    assert "张三".encode() not in Path(f"{file}-wal").read_bytes() + file.read_bytes()
    store.close()
