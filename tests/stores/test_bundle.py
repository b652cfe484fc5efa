"""The bundle: what a verifier gets, complete, and nothing else; another program reads it unchanged."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey

from comitia.record.extension import extends
from comitia.record.note import Signer
from comitia.record.sealed import seal
from comitia.rules import RuleBroken
from comitia.stores import Store, create_store
from comitia.stores.bundle import export, read_bundle

CSV = b"unit,seats\nbeijing,63\n"
SHA256 = hashlib.sha256(CSV).hexdigest()


def entries(start: int, stop: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(start, stop)]


@pytest.fixture
def store(tmp_path: Path, signer: Signer) -> Iterator[Store]:
    store = create_store(str(tmp_path / "record"), signer)
    with store.writing() as writing:
        writing.append(entries(0, 600))
    yield store
    store.close()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_holds_the_record_its_key_and_its_tables(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "bundle"
    export(store, folder, {SHA256: lambda path: path.write_bytes(CSV) and None})
    found = files(folder)
    assert {name for name in found if not name.startswith("tile/")} == {
        "checkpoint",
        "verifier-key",
        f"tables/{SHA256}.csv",
    }
    assert {name for name in found if name.startswith("tile/")} == {
        *("tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"),
        *("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"),
    }
    assert found["checkpoint"].decode() == store.checkpoint()
    assert found["verifier-key"].decode() == f"{store.key}\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bundle"]


def test_tlog_scales_reads_it(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "bundle", {})
    reader = TilesReader(LocalBackend(tmp_path / "bundle"))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string((tmp_path / "bundle/verifier-key").read_text().strip()))
    assert reader.calculate_root_hash() == checkpoint.root_hash
    assert [reader.get_entry(index) for index in range(600)] == entries(0, 600)


def test_scrutineers_get_what_opens_the_sealed_parts(store: Store, tmp_path: Path) -> None:
    later, earlier = seal("papers", '[["p1"],["p1","p2"]]'), seal("text", "第一\n")
    export(store, tmp_path / "bundle", {}, [(7, later), (3, earlier)])
    lines = (tmp_path / "bundle/sealed.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"entry": 3, "part": "text", "salt": earlier.salt.hex(), "content": "第一\n"},
        {"entry": 7, "part": "papers", "salt": later.salt.hex(), "content": '[["p1"],["p1","p2"]]'},
    ]
    assert (tmp_path / "bundle/sealed.jsonl").stat().st_mode & 0o777 == 0o600
    with pytest.raises(RuleBroken, match=r"record\.opening"):
        export(store, tmp_path / "other", {}, [(7, msgspec.structs.replace(later, content="[]"))])
    assert not (tmp_path / "other").exists()


def test_an_empty_folder_and_an_older_bundle_are_replaced(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    export(store, folder, {SHA256: lambda path: path.write_bytes(CSV) and None})
    with store.writing() as writing:
        writing.append(entries(600, 601))
    export(store, folder, {})
    assert "tile/entries/002.p/88" not in files(folder)
    assert not (folder / "tables").exists()
    assert read_bundle(folder).checkpoint.size == 601
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("record")) == ["bundle"]


def test_anything_else_is_left_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.txt").write_text("years of work")
    (tmp_path / "file").write_text("")
    export(store, tmp_path / "bundle", {})
    (tmp_path / "bundle/thesis.txt").write_text("years of work")
    before = files(tmp_path)
    for folder in (tmp_path / "home", tmp_path / "file", tmp_path / "bundle"):
        with pytest.raises(RuleBroken, match=rf"bundle\.occupied: {folder} is not empty and is no bundle"):
            export(store, folder, {})
    assert files(tmp_path) == before


def test_a_bundle_is_written_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "bundle", {})
    before = files(tmp_path)

    def fail(path: Path) -> None:
        path.write_bytes(CSV[:5])
        raise OSError(28, "No space left on device")

    with pytest.raises(RuleBroken, match=r"bundle\.unwritable: .*/bundle: .*No space left on device"):
        export(store, tmp_path / "bundle", {SHA256: fail})
    with pytest.raises(RuleBroken, match=rf"bundle\.table: the table {SHA256} is now another, "):
        export(store, tmp_path / "bundle", {SHA256: lambda path: path.write_bytes(CSV + b"tianjin,1\n") and None})
    with pytest.raises(RuleBroken, match=r"bundle\.unwritable"):
        export(store, tmp_path / "record" / "bundle", {})
    assert files(tmp_path) == before


def test_there_is_no_bundle_of_nothing(tmp_path: Path, signer: Signer) -> None:
    with pytest.raises(RuleBroken, match=r"bundle\.empty: there is nothing on the record comitia/test yet"):
        export(create_store(str(tmp_path / "empty"), signer), tmp_path / "bundle", {})


def test_a_damaged_record_is_not_exported(store: Store, tmp_path: Path) -> None:
    with store._database.transaction() as inside:
        inside.many("UPDATE leaf SET content = ? WHERE number = 300", [(b"changed",)])
    with pytest.raises(RuleBroken, match=r"record\.damaged"):
        export(store, tmp_path / "bundle", {})
    assert not (tmp_path / "bundle").exists()


def test_a_later_bundle_extends_an_earlier_one_and_a_forked_one_parts(
    store: Store, tmp_path: Path, signer: Signer
) -> None:
    export(store, tmp_path / "old", {})
    with store.writing() as writing:
        writing.append(entries(600, 700))
    export(store, tmp_path / "new", {})
    fork = create_store(str(tmp_path / "fork record"), signer)
    with fork.writing() as writing:
        writing.append([*entries(0, 598), b"another", *entries(599, 800)])
    export(fork, tmp_path / "fork", {})
    old, new, forked = (read_bundle(tmp_path / name) for name in ("old", "new", "fork"))
    assert extends(old, new) == store.consistency(600, 700)
    with pytest.raises(RuleBroken, match=r"record\.shorter"):
        extends(new, old)
    with pytest.raises(RuleBroken, match=r"record\.parted: the two copies part at entry 598:"):
        extends(old, forked)


def test_one_flipped_bit_in_any_file_is_found(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    export(store, folder, {})
    chance = random.Random(20)
    for name, content in files(folder).items():
        for _ in range(5):
            changed = bytearray(content)
            changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            (folder / name).write_bytes(changed)
            with pytest.raises(RuleBroken):
                read_bundle(folder)
        (folder / name).write_bytes(content + b"\0")
        with pytest.raises(RuleBroken):
            read_bundle(folder)
        (folder / name).unlink()
        with pytest.raises(RuleBroken):
            read_bundle(folder)
        (folder / name).write_bytes(content)
    assert read_bundle(folder).checkpoint.size == 600


def test_files_that_do_not_belong_are_named(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "bundle", {})
    (tmp_path / "bundle/tile/0/003").write_bytes(bytes(8192))
    with pytest.raises(
        RuleBroken, match=r"bundle\.changed: .*/bundle/tile/0/003 is missing, or was changed, or does not"
    ):
        read_bundle(tmp_path / "bundle")


def test_entries_under_another_checkpoint_of_the_same_key_are_refused(
    store: Store, tmp_path: Path, signer: Signer
) -> None:
    export(store, tmp_path / "bundle", {})
    fork = create_store(str(tmp_path / "fork"), signer)
    with fork.writing() as writing:
        writing.append(entries(1, 601))
    (tmp_path / "bundle/checkpoint").write_text(fork.checkpoint(), encoding="utf-8")
    with pytest.raises(RuleBroken, match=r"bundle\.changed: .*/checkpoint"):
        read_bundle(tmp_path / "bundle")
