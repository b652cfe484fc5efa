"""The bundle: a folder that leaves the house, with all that a verifier needs, and nothing else."""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from comitia.record.checkpoint import open_checkpoint
from comitia.record.entry import LONGEST
from comitia.record.extension import History
from comitia.record.merkle import leaf_hash, root
from comitia.record.note import VerifierKey
from comitia.record.sealed import Opening
from comitia.record.tiles import WIDTH, entry_paths, tiled, unpack
from comitia.rules import rule
from comitia.stores.reading import size_under
from comitia.stores.store import Store
from comitia.texts import N_

CONTENTS = {"checkpoint", "verifier-key", "tile", "tables", "sealed.jsonl"}
LONGEST_FILE = WIDTH * (LONGEST + 2)

EMPTY = rule(
    "bundle.empty",
    says=N_("A bundle has at least one entry."),
    refusal=N_("there is nothing on the record {origin} yet"),
    cure=N_("found the election first"),
)
OCCUPIED = rule(
    "bundle.occupied",
    says=N_("A bundle replaces an older bundle, and nothing else."),
    refusal=N_("{folder} is not empty and is no bundle"),
    cure=N_("choose a new folder"),
)
UNWRITABLE = rule(
    "bundle.unwritable",
    says=N_("A bundle is written whole, or not at all."),
    refusal=N_("the bundle cannot be written to {folder}: {fault}"),
    cure=N_("check the path, the permissions and the free space"),
)
TABLE = rule(
    "bundle.table",
    says=N_("The tables of a bundle are those that the record names, by their hash."),
    refusal=N_("the table {wanted} is now another, {found}"),
    cure=N_("restore the table's file from a backup"),
)
CHANGED = rule(
    "bundle.changed",
    says=N_("Every file of a bundle is as its signed checkpoint gives it."),
    refusal=N_("{file} is missing, or was changed, or does not belong there"),
    cure=N_("take the bundle anew from where it was published"),
)


def export(
    store: Store,
    folder: Path,
    tables: Mapping[str, Callable[[Path], None]],
    openings: Iterable[tuple[int, Opening]] = (),
) -> None:
    """Write the bundle of a record as ARCHITECTURE.md lays it out, whole or not at all; an older bundle is replaced.

    ``tables`` gives, for each hash that the record names, what writes the table's CSV to a path. ``openings`` are for
    scrutineers only: entry number and opening. Raises RuleBroken ``bundle.empty``, ``bundle.occupied``,
    ``bundle.unwritable``, ``bundle.table``, ``record.damaged``, ``record.opening``.
    """
    note = store.checkpoint()
    if not note:
        raise EMPTY.broken(origin=store.origin)
    store.verify()
    with _replacing(folder.resolve()) as draft:
        _write(draft, "checkpoint", note.encode())
        _write(draft, "verifier-key", f"{store.key}\n".encode())
        for path, content in tiled(store.leaves(0, size_under(note))):
            _write(draft, path, content)
        for sha256, write_csv in tables.items():
            table = draft / "tables" / f"{sha256}.csv"
            table.parent.mkdir(exist_ok=True)
            write_csv(table)
            _same_table(table, sha256)
        shown = sorted(openings, key=lambda each: (each[0], each[1].part))
        if shown:
            (draft / "sealed.jsonl").touch(0o600)  # papers are for scrutineers, not for everybody on the machine
            _write(draft, "sealed.jsonl", b"".join(_line(entry, opening) for entry, opening in shown))


def read_bundle(folder: Path) -> History:
    """The history that a bundle holds: its signature and all its tiles verified; its tables are not looked at.

    Raises RuleBroken ``bundle.changed`` with the first file that is not as the checkpoint gives it, and as ``unpack``,
    ``VerifierKey.parse`` and ``open_checkpoint`` do.
    """
    key = VerifierKey.parse(_read(folder, "verifier-key").decode(errors="replace").removesuffix("\n"))
    checkpoint = open_checkpoint(_read(folder, "checkpoint").decode(errors="replace"), key)
    leaves: list[bytes] = []
    for path, width in entry_paths(checkpoint.size):
        leaves += unpack(_read(folder, path), path, width)
    unexplained = {path.relative_to(folder).as_posix() for path in folder.glob("tile/**/*") if not path.is_dir()}
    for path, content in tiled(leaves):
        if _read(folder, path) != content:
            raise CHANGED.broken(file=str(folder / path))
        unexplained.discard(path)
    for path in sorted(unexplained):
        raise CHANGED.broken(file=str(folder / path))
    hashes = [leaf_hash(leaf) for leaf in leaves]
    if root(hashes) != checkpoint.root:
        raise CHANGED.broken(file=str(folder / "checkpoint"))
    return History(key, checkpoint, hashes)


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """A draft beside the folder, which takes its place on exit and is thrown away on an exception."""
    if folder.exists() and not _is_bundle(folder):
        raise OCCUPIED.broken(folder=str(folder))
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        draft.mkdir(parents=True)
        yield draft
        if folder.exists():
            older = draft.with_name(f"{draft.name}.older")
            folder.rename(older)
            draft.rename(folder)
            shutil.rmtree(older)
        else:
            draft.rename(folder)
    except OSError as error:
        raise UNWRITABLE.broken(folder=str(folder), fault=str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_bundle(folder: Path) -> bool:
    """Whether the folder is empty, or holds a bundle and nothing else."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else {folder.name}
    return not names or {"checkpoint", "verifier-key"} <= names <= CONTENTS


def _write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _read(folder: Path, name: str) -> bytes:
    """The file's content, up to a length that no file of a bundle has."""
    try:
        with (folder / name).open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except OSError:
        raise CHANGED.broken(file=str(folder / name)) from None


def _same_table(path: Path, wanted: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        raise TABLE.broken(wanted=wanted, found=found)


def _line(entry: int, opening: Opening) -> bytes:
    """One line of ``sealed.jsonl``."""
    opening.verify()
    shown = {"entry": entry, "part": opening.part, "salt": opening.salt.hex(), "content": opening.content}
    return msgspec.json.encode(shown) + b"\n"
