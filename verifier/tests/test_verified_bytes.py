"""Not one byte of a bundle can change: every file is held to the signed root, and every file is accounted for."""

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle_writer import NAME, SECRET, Bundle, plain, root, signed, tile_path, verifier_key, write
from comitia_verify.findings import Wrong
from comitia_verify.log import Key
from comitia_verify.verification import Verification
from nacl.signing import SigningKey
from tiny_election import tiny

FILES = tiny().files()


def fault(folder: Path) -> Wrong:
    wrong = Verification(folder).wrong
    assert wrong is not None
    return wrong


def where(wrong: Wrong) -> str:
    return wrong.entry or str(wrong.figures.get("file", ""))


def test_the_whole_election_is_verified(tmp_path: Path) -> None:
    run = Verification(write(FILES, tmp_path))
    assert run.wrong is None
    assert [unit["confirmed"] for unit in run.units] == [3, 0]


@pytest.mark.parametrize("name", [name for name in FILES if "entries" not in name])
def test_every_flipped_bit_is_found(tmp_path: Path, name: str) -> None:
    """All bits of the small files and the tiles; of the tables and the opened papers one bit in each byte."""
    write(FILES, tmp_path)
    content = FILES[name]
    every = name in ("checkpoint", "verifier-key")
    for at in range(len(content)):
        for bit in range(8) if every else [at % 8]:
            (tmp_path / name).write_bytes(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])
            assert where(fault(tmp_path)), (at, bit)


def test_every_flipped_bit_of_an_entry_is_found_and_the_entry_is_named(tmp_path: Path) -> None:
    name = next(name for name in FILES if "entries" in name)
    write(FILES, tmp_path)
    at = 0
    for index, leaf in enumerate(tiny().leaves()):
        for place in range(at + 2, at + 2 + len(leaf), 11):
            flipped = bytearray(FILES[name])
            flipped[place] ^= 1 << place % 8
            (tmp_path / name).write_bytes(flipped)
            assert fault(tmp_path).figures["entry"] == index
        at += 2 + len(leaf)


@pytest.mark.parametrize("name", FILES)
def test_every_missing_longer_shorter_or_empty_file_is_named(tmp_path: Path, name: str) -> None:
    write(FILES, tmp_path)
    for content in (FILES[name][:-1], FILES[name] + b"\n", FILES[name] + FILES[name], b""):
        (tmp_path / name).write_bytes(content)
        assert name in where(fault(tmp_path)) or "(" in where(fault(tmp_path))
    (tmp_path / name).unlink()
    if name == "sealed.jsonl":  # then it is the public bundle
        assert Verification(tmp_path).wrong is None
    else:
        found = where(fault(tmp_path))
        assert found in name or "(" in found  # the file, the folder that it leaves empty, or the entry that names it


def test_entries_removed_added_or_moved_do_not_fit_the_signed_root(tmp_path: Path) -> None:
    leaves = tiny().leaves()
    others = [leaves[:-1], leaves[1:], [*leaves, leaves[-1]], [*leaves[:5], leaves[6], leaves[5], *leaves[7:]]]
    for number, other in enumerate(others):
        files = tiny().files(other) | {"checkpoint": FILES["checkpoint"]}
        assert where(fault(write(files, tmp_path / str(number))))


def test_nothing_else_lies_in_a_bundle(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    for name in ("notes.txt", "tables/README", f"tables/{'0' * 64}.csv", "tile/1/000.p/1", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
        assert fault(tmp_path).figures["file"] == name
        (tmp_path / name).unlink()
        if name == "tile/1/000.p/1":
            (tmp_path / "tile/1/000.p").rmdir()
            assert fault(tmp_path).figures["file"] == "tile/1"
            (tmp_path / "tile/1").rmdir()


def test_links_and_pipes_are_no_files(tmp_path: Path) -> None:
    write(FILES, tmp_path / "bundle")
    (tmp_path / "bundle/checkpoint").rename(tmp_path / "elsewhere")
    (tmp_path / "bundle/checkpoint").symlink_to(tmp_path / "elsewhere")
    assert fault(tmp_path / "bundle").figures["file"] == "checkpoint"
    (tmp_path / "bundle/checkpoint").unlink()
    os.mkfifo(tmp_path / "bundle/checkpoint")
    assert fault(tmp_path / "bundle").figures["file"] == "checkpoint"
    (tmp_path / "bundle/checkpoint").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "bundle/checkpoint")
    (tmp_path / "bundle/tables/deep").symlink_to(tmp_path, target_is_directory=True)
    assert fault(tmp_path / "bundle").figures["file"] == "tables/deep"


def test_a_folder_that_is_none_and_folders_without_end(tmp_path: Path) -> None:
    assert "no folder" in fault(tmp_path / "nowhere").template
    (write(FILES, tmp_path) / "/".join("d" * 20)).mkdir(parents=True)
    assert "too deep" in fault(tmp_path).template


TEXT = FILES["checkpoint"].decode().split("\n\n")[0] + "\n"
SIZE = TEXT.split("\n")[1]
ROOT = TEXT.split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(SIZE, f"0{SIZE}"),
        TEXT.replace(SIZE, f"+{SIZE}"),
        TEXT.replace(SIZE, f"-{SIZE}"),
        TEXT.replace(SIZE, "0"),
        TEXT.replace(SIZE, "9" * 30),
        TEXT.replace(SIZE, "9" * 15),
        TEXT.replace(SIZE, "110"),
        TEXT.replace(SIZE, "112"),
        TEXT.replace(NAME, "comitia/another"),
        TEXT.replace("\n", "\r\n"),
        TEXT + "extension\n",
        TEXT.replace(ROOT, b64encode(bytes(31)).decode()),
        TEXT.replace(ROOT, b64encode(bytes(33)).decode()),
        TEXT.replace(ROOT, b64encode(bytes(32)).decode()),
        TEXT.replace(ROOT, ROOT.rstrip("=")),
        TEXT.replace(ROOT, ROOT[:-2] + chr(ord(ROOT[-2]) + 1) + "="),
        "\n" + TEXT,
    ],
)
def test_checkpoints_that_are_signed_but_wrong(tmp_path: Path, text: str) -> None:
    """What lax parsers accept: leading zeros, other line ends, extension lines, a short root, loose Base64."""
    assert where(fault(write(FILES | {"checkpoint": signed(text).encode()}, tmp_path)))


def test_signatures_that_are_not_the_key_s(tmp_path: Path) -> None:
    other = SigningKey(bytes(32))
    whole = FILES["checkpoint"].decode()
    second = signed(TEXT, "witness", other).split("\n\n")[1]
    for note in (signed(TEXT, NAME, other), signed(TEXT, "x", SECRET), whole + second, whole[:-1], TEXT, whole + "\n"):
        assert fault(write(FILES | {"checkpoint": note.encode()}, tmp_path)).figures["file"] == "checkpoint"


def test_keys_that_are_none(tmp_path: Path) -> None:
    line = verifier_key()
    others = [line[:-1], line + "\n", " " + line, line.replace("+", " "), line.upper(), "\n", "x+00000000+AA==\n"]
    for other in others:
        assert fault(write(FILES | {"verifier-key": other.encode()}, tmp_path)).figures["file"] == "verifier-key"


def test_a_key_that_is_given_is_held_to(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    assert Verification(tmp_path, Key.parse(verifier_key().encode())).wrong is None
    other = Key.parse(verifier_key(NAME, SigningKey(bytes(32))).encode())
    wrong = Verification(tmp_path, other).wrong
    assert wrong is not None
    assert "another key" in wrong.template


def test_a_log_of_many_tiles(tmp_path: Path) -> None:
    """70,000 entries fill tiles of three levels: the first wrong entry is named, and a flipped bit of a tile above."""
    leaves = [b"%d" % number for number in range(70_000)]
    files = Bundle().files(leaves)
    write(files, tmp_path)
    assert {name for name in files if name.startswith("tile/2")} == {"tile/2/000.p/1"}
    assert fault(tmp_path).entry == "0"
    for name in ("tile/0/100", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"):
        (tmp_path / name).write_bytes(files[name][:-1] + b"\0")
        assert fault(tmp_path).figures["file"].startswith("tile/")
        (tmp_path / name).write_bytes(files[name])
    assert tile_path(0, 1234067, 256) == "tile/0/x001/x234/067"


BAD_JSON = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b'{"actor":"anna","body":{},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"} ',
    b'{"actor":"anna","body":{"seed":"a\\u0062","source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    b'{"actor":"anna","actor":"bo","body":{},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    b'{"actor":"anna","body":{"seed":1.5,"source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    b'{"actor":"anna","body":{"seed":NaN,"source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    b'{"actor":"anna","body":{"seed":' + b"9" * 50_000 + b',"source":"x"},"kind":"seed.recorded","time":"x"}',
    b'{"actor":"anna","body":{"seed":"\xff","source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    b'{"actor":"anna","body":{"seed":"\\ud800","source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}',
    '{"actor":"anna","body":{"seed":"e\u0301","source":"x"},"kind":"seed.recorded","time":"2026-02-01T10:00:00Z"}'.encode(),
]


@pytest.mark.parametrize("leaf", BAD_JSON, ids=range(len(BAD_JSON)))
def test_entries_that_are_not_canonical_json(tmp_path: Path, leaf: bytes) -> None:
    leaves = tiny().leaves()
    for place in (0, 1):
        files = tiny().files([*leaves[:place], leaf, *leaves[place + 1 :]])
        assert fault(write(files, tmp_path / str(place))).entry == str(place)


CSV = "organisation,parent,level,members\n"


@pytest.mark.parametrize(
    "csv",
    [
        "",
        CSV,
        CSV.replace("level", "rank") + "s-a,south,branch,40\n",
        CSV + "s-a,south,branch,40",
        CSV + "s-a,south,branch,40\r\n",
        CSV + "s-a,south,branch,040\n",
        CSV + "s-a,south,branch,-1\n",
        CSV + "s-a,south,branch,4e1\n",
        CSV + f"s-a,south,branch,{2**53}\n",
        CSV + "s-a,south,branch,٤٠\n",
        CSV + "s-a,south,branch\n",
        CSV + '"s-a",south,branch,40\n',
        CSV + "s a,south,branch,40\n",
        CSV + "s-b,south,branch,20\ns-a,south,branch,20\n",
        CSV + "s-a,south,branch,20\ns-a,south,branch,20\n",
        CSV + "s-a,s-a,branch,40\n",
        CSV + "s-a,nowhere,branch,40\n",
        CSV + "s-a,south,unit,40\n",
        CSV + "s-a,south,town,40\n",
        CSV + "s-a,south,branch,0\n",
        CSV + "south,south,branch,40\n",
        CSV + "s-1,south,county,3\ns-a,s-1,branch,37\n",
        CSV + "s-1,s-2,county,0\ns-2,s-1,county,0\ns-a,s-1,branch,40\n",
        CSV + "s-1,south,county,0\n",
        "x" * 3_000_000,
    ],
)
def test_registers_that_are_none(tmp_path: Path, csv: str) -> None:
    """The hash of each is right: what is wrong is in the table itself, and the entry that adopts it is named."""
    bundle = tiny()
    index = bundle.find("register.adopted", unit="south")
    sha256 = hashlib.sha256(csv.encode()).hexdigest()
    bundle.tables[sha256] = csv
    table = {"sha256": sha256, "rows": csv.count("\n") - 1 if csv else 0}
    bundle.entries[index]["body"]["organisations"] |= table
    if table["rows"] < 0:
        bundle.entries[index]["body"]["organisations"]["rows"] = 0
    assert fault(write(bundle.files(), tmp_path)).entry == f"{index} (register.adopted)"


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[::-1],
        lambda lines: lines[:-1],
        lambda lines: [lines[0], *lines],
        lambda lines: [lines[0].replace(b'":', b'": ')],
        lambda lines: [lines[0].replace(b"papers", b"reasons"), *lines[1:]],
        lambda lines: [lines[0].replace(b'"content"', b'"contents"'), *lines[1:]],
        lambda lines: [b'{"entry":' + b"9" * 5000 + b"}\n"],
        lambda lines: [b"[" * 100_000 + b"\n"],
        lambda lines: [b'{"entry":Infinity}\n'],
        lambda lines: [b"[1]\n"],
        lambda lines: [*lines, lines[-1].replace(b'"entry":', b'"entry":1')],
        lambda lines: [b"\n"],
        lambda lines: [],
    ],
)
def test_openings_in_any_other_form(tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = change(FILES["sealed.jsonl"].splitlines(keepends=True))
    assert fault(write(FILES | {"sealed.jsonl": b"".join(lines)}, tmp_path))


def test_the_writer_of_these_tests_agrees_with_a_published_tree() -> None:
    """Two of the roots of Certificate Transparency's reference tree (its leaves are in RFC 6962's test data)."""
    leaves = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"]
    hashes = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    assert root(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(hashes[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert plain({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'
