"""Tiles and bundles of entries, in both directions with tlog-scales; paths and widths as the standard's examples."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales import tiles as their_tiles
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import PlainEd25519Signer
from tlog_scales.writer import TilesWriter

from comitia.record.merkle import inclusion, leaf_hash, nodes_over, root
from comitia.record.tiles import entry_paths, pack, tile_path, tiled, unpack
from comitia.rules import RuleBroken


def leaves(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


def test_the_examples_of_the_standard() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(0, 273, 112) == "tile/0/273.p/112"
    assert tile_path("entries", 0, 1) == "tile/entries/000.p/1"


@given(st.integers(0, 63), st.integers(0, 2**40), st.integers(1, 256))
def test_paths_are_those_of_tlog_scales(level: int, index: int, width: int) -> None:
    theirs = their_tiles.tile_path(level, index, width % 256)
    assert tile_path(level, index, width) == "/".join(theirs)


def test_the_tiles_of_a_tree_of_70000() -> None:
    """The example of C2SP tlog-tiles, "Partial Tiles"."""
    paths = [path for path, _ in tiled(b"" for _ in range(70_000)) if "entries" not in path]
    assert sum(path.startswith("tile/0/") for path in paths) == 274
    assert {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= set(paths)
    assert len(paths) == 274 + 2 + 1


def test_the_tiles_of_a_tree_of_256() -> None:
    assert [path for path, _ in tiled(leaves(256))] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(tiled([])) == []


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_the_same_files_as_tlog_scales_writes(size: int, tmp_path: Path) -> None:
    writer = TilesWriter.create(tmp_path / "log", "comitia/test")
    for leaf in leaves(size):
        writer.add_leaf(leaf)
    writer.commit([PlainEd25519Signer("comitia/test", bytes(32))])
    files = {
        str(path.relative_to(tmp_path / "log")): path for path in (tmp_path / "log/tile").rglob("*") if path.is_file()
    }
    assert {name: path.read_bytes() for name, path in files.items()} == dict(tiled(leaves(size)))


def test_tlog_scales_proves_from_our_files(tmp_path: Path) -> None:
    size = 70_000
    for path, content in tiled(leaves(size)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    reader = TilesReader(LocalBackend(tmp_path))
    reader.set_size(size)
    hashes = [leaf_hash(leaf) for leaf in leaves(size)]
    assert reader.calculate_root_hash() == root(hashes)
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        proof = reader.get_inclusion_proof(index, size)
        assert proof.node_hashes == inclusion(index, size, nodes_over(hashes))
        assert reader.get_entry(index) == leaves(size)[index]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert unpack(pack(entries), "tile/entries/000", len(entries)) == entries


def test_an_entry_fits_a_bundle_or_is_refused() -> None:
    longest = bytes(65_535)
    assert unpack(pack([longest]), "tile/entries/000.p/1", 1) == [longest]
    with pytest.raises(RuleBroken, match=r"record\.entry-size: the entry is 65536 bytes long"):
        pack([bytes(65_536)])


@pytest.mark.parametrize(
    "bundle",
    [b"", pack([b"a"]), pack([b"a", b"b", b"c"]), pack([b"a", b"b"])[:-1], pack([b"a", b"b"]) + b"\0", b"\0\1a\0"],
)
def test_what_is_no_bundle_of_two_entries(bundle: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-bundle: tile/entries/000\.p/2 holds . whole .* must hold 2"):
        unpack(bundle, "tile/entries/000.p/2", 2)


@given(st.integers(0, 2000))
def test_where_the_entries_lie(size: int) -> None:
    written = [path for path, _ in tiled(leaves(size)) if "entries" in path]
    assert [path for path, _ in entry_paths(size)] == written
    assert sum(width for _, width in entry_paths(size)) == size
