"""The record laid out in files (C2SP tlog-tiles): tiles of 256 hashes, and the entries in bundles of 256.

A tile of level L holds nodes of tree level 8 L. The last tile of a level may be partial: its width is then in its path.
"""

from collections.abc import Iterable, Iterator

from comitia.record.entry import LONGEST, SIZE
from comitia.record.merkle import leaf_hash, root
from comitia.rules import rule
from comitia.texts import N_

WIDTH = 256

BUNDLE = rule(
    "record.entry-bundle",
    says=N_("A bundle of entries is each entry's length in two bytes, and the entry."),
    refusal=N_("{path} holds {found} whole entries and must hold {wanted}"),
    cure=N_("export the record again"),
)


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where a tile lies, for example ``tile/0/x001/x234/067.p/8``; bundles of entries have the level ``entries``."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def entry_paths(size: int) -> Iterator[tuple[str, int]]:
    """The bundles of entries of a record of ``size`` entries, in order: path and width."""
    for start in range(0, size, WIDTH):
        width = min(WIDTH, size - start)
        yield tile_path("entries", start // WIDTH, width), width


def pack(leaves: Iterable[bytes]) -> bytes:
    """A bundle of entries. Raises RuleBroken ``record.entry-size`` where one is too long."""
    bundle = bytearray()
    for leaf in leaves:
        if len(leaf) > LONGEST:
            raise SIZE.broken(size=len(leaf), longest=LONGEST)
        bundle += len(leaf).to_bytes(2) + leaf
    return bytes(bundle)


def unpack(bundle: bytes, path: str, width: int) -> list[bytes]:
    """The ``width`` entries of the bundle that was read from ``path``. Raises RuleBroken ``record.entry-bundle``."""
    leaves = []
    position = 0
    while position + 2 <= len(bundle):
        start = position + 2
        position = start + int.from_bytes(bundle[start - 2 : start])
        if position > len(bundle):
            break
        leaves.append(bundle[start:position])
    if position != len(bundle) or len(leaves) != width:
        raise BUNDLE.broken(path=path, found=len(leaves), wanted=width)
    return leaves


def tiled(leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file under ``tile/`` of the record with these entries: path and content, full tiles as they are filled."""
    entries: list[bytes] = []
    rows: list[list[bytes]] = [[]]
    filled: list[int] = [0]
    for leaf in leaves:
        entries.append(leaf)
        rows[0].append(leaf_hash(leaf))
        if len(entries) == WIDTH:
            yield tile_path("entries", filled[0]), pack(entries)
            entries = []
        level = 0
        while len(rows[level]) == WIDTH:
            yield tile_path(level, filled[level]), b"".join(rows[level])
            if level + 1 == len(rows):
                rows.append([])
                filled.append(0)
            rows[level + 1].append(root(rows[level]))
            rows[level] = []
            filled[level] += 1
            level += 1
    if entries:
        yield tile_path("entries", filled[0], len(entries)), pack(entries)
    for level, row in enumerate(rows):
        if row:
            yield tile_path(level, filled[level], len(row)), b"".join(row)
