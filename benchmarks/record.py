"""How fast the record is written and verified, on one core, each beside the limit of this machine on the same data.

    python benchmarks/record.py [FOLDER]

Written: entries (structs) are encoded and appended to a new SQLite record in FOLDER (default: a temporary one), with a
signed checkpoint, durable on disk, every so many entries. The limit is to write the same bytes to a file, with an fsync
as often. Verified: all entries are read from the record and hashed up to the signed root; then each is parsed and
encoded again too. The limit is to hash the same bytes in memory. Exits with 1 where a target is missed.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from comitia.record.canonical import decode, encode
from comitia.record.entry import Entry
from comitia.record.note import Signer
from comitia.stores import Store, create_store, open_store

WRITTEN = {100: (40_000, 5_000), 1_000: (100_000, 12_000)}
"""Entries in a checkpoint: entries to write, and the target in entries per second."""

HASHED, PARSED = 100_000, 8_000
"""Targets of verification, in entries per second."""


def returns(number: int) -> Iterator[Entry]:
    """Filed returns, of about 300 bytes each."""
    for n in range(number):
        body = {
            "unit": "beijing",
            "round": "first",
            "organisation": f"11.{n // 1000:03d}.{n % 1000:03d}",
            "members": 30 + n % 50,
            "participants": 29 + n % 50,
            "support": {f"p{(n * 7 + place) % 5000:04d}": 1 + (n + place) % 29 for place in range(8)},
        }
        yield Entry("return.filed", "2021-11-18T01:00:00Z", f"filer-{n % 97}", body)


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def write(store: Store, entries: list[Entry], each: int) -> None:
    for start in range(0, len(entries), each):
        with store.writing() as writing:
            writing.append([encode(entry) for entry in entries[start : start + each]])


def write_bare(path: Path, leaves: list[bytes], each: int) -> None:
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(leaves), each):
            file.write(b"".join(leaves[start : start + each]))
            os.fsync(file.fileno())


def parse(store: Store) -> None:
    store.verify()
    for leaf in store.leaves():
        decode(leaf)


def report(what: str, entries: int, taken: float, limit: float, target: int) -> bool:
    """Print one line; returns whether the target was met."""
    rate = entries / taken
    met = rate >= target
    print(
        f"{what:<44} {rate:>10,.0f} entries/s   target {target:>7,} {'met   ' if met else 'MISSED'}"
        f"   {taken / limit:>6.1f} x the time of the bare limit ({entries / limit:,.0f}/s)"
    )
    return met


def written(folder: Path, each: int, number: int, target: int) -> bool:
    entries = list(returns(number))
    leaves = [encode(entry) for entry in entries]
    store = create_store(str(folder / f"record-{each}"), Signer.new("benchmark/record"))
    taken = seconds(lambda: write(store, entries, each))
    store.close()
    bare = seconds(lambda: write_bare(folder / f"bare-{each}", leaves, each))
    return report(f"written, a durable checkpoint every {each:,}", number, taken, bare, target)


def verified(store: Store) -> list[bool]:
    leaves = list(store.leaves())
    bare = seconds(lambda: [sha256(leaf).digest() for leaf in leaves])
    return [
        report("verified, by hashes alone", len(leaves), seconds(store.verify), bare, HASHED),
        report("verified, each parsed and encoded again", len(leaves), seconds(lambda: parse(store)), bare, PARSED),
    ]


def main(folder: Path) -> bool:
    results = [written(folder, each, number, target) for each, (number, target) in WRITTEN.items()]
    return all([*results, *verified(open_store(str(folder / "record-1000")))])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(not main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(not main(Path(temporary)))
